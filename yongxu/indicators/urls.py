"""Addresses under /work/ of the reports on indicators."""

from django.urls import path

from yongxu.indicators.views import work

app_name = "indicators-work"
urlpatterns = [
    path("indicators/", work.queue, name="queue"),
    path("indicators/<int:pk>/", work.item, name="item"),
    path("indicators/<int:pk>/live/", work.live, name="live"),
    path("indicators/<int:pk>/autosave/", work.autosave, name="autosave"),
    path("indicators/<int:pk>/sheet/", work.sheet, name="sheet"),
    path("indicators/approve/", work.approve_chosen, name="approve-many"),
    path("indicators/queue.csv", work.queue_csv, name="queue-csv"),
]
