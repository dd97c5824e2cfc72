"""Addresses under /work/ of the reports on measures."""

from yongxu.climate.views.subject import MEASURES
from yongxu.climate.views.work import MeasureBench
from yongxu.reporting.work_urls import work_paths

app_name = "climate-work"
urlpatterns = work_paths("measures", MEASURES, MeasureBench())
