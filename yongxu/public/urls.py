"""Addresses of the public site."""

from django.urls import path

from yongxu.public import views

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:framework>/", views.framework, name="framework"),
    path("<slug:framework>/goals/<str:code>/", views.goal, name="goal"),
    path("<slug:framework>/indicators/<str:code>/", views.indicator, name="indicator"),
    path("<slug:framework>/indicators/<str:code>/chart.svg", views.indicator_chart, name="indicator-chart"),
    path("<slug:framework>/indicators/<str:code>/chart.json", views.indicator_chart_specification, name="indicator-chart-specification"),
]
