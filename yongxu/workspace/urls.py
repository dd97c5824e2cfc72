"""The address of the signed-in home."""

from django.urls import path

from yongxu.workspace import views

app_name = "workspace"
urlpatterns = [path("", views.home, name="home")]
