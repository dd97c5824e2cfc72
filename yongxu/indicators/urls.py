"""Addresses under /work/ of the reports on indicators."""

from django.urls import path

from yongxu.indicators.views import compiled, work
from yongxu.indicators.views.subject import INDICATORS
from yongxu.reporting.views import cycles

GIVEN = {"subject": INDICATORS}

app_name = "indicators-work"
urlpatterns = [
    path("indicators/", work.queue, name="queue"),
    path("indicators/<int:pk>/", work.item, name="item"),
    path("indicators/<int:pk>/live/", work.live, name="live"),
    path("indicators/<int:pk>/autosave/", work.autosave, name="autosave"),
    path("indicators/<int:pk>/sheet/", work.sheet, name="sheet"),
    path("indicators/approve/", work.approve_chosen, name="approve-many"),
    path("indicators/queue.csv", work.queue_csv, name="queue-csv"),
    path("indicators/cycles/new/<slug:code>/", cycles.new_cycle, GIVEN, name="cycle-new"),
    path("indicators/cycles/<int:pk>/", cycles.show_cycle, GIVEN, name="cycle"),
    path("indicators/cycles/<int:pk>/edit/", cycles.edit_cycle, GIVEN, name="cycle-edit"),
    path("indicators/cycles/<int:pk>/start/", cycles.start_cycle, GIVEN, name="cycle-start"),
    path("indicators/cycles/<int:pk>/extend/", cycles.extend_cycle, GIVEN, name="cycle-extend"),
    path("indicators/cycles/<int:pk>/stop/", cycles.stop_cycle, GIVEN, name="cycle-stop"),
    path("indicators/cycles/<int:pk>/publish/", cycles.publish_cycle, GIVEN, name="cycle-publish"),
    path("indicators/cycles/<int:pk>/compiled/", compiled.read_compiled, name="cycle-compiled"),
]
