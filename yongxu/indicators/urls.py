"""Addresses under /work/ of the reports on indicators."""

from django.urls import path

from yongxu.indicators.views import table
from yongxu.indicators.views.subject import INDICATORS
from yongxu.indicators.views.work import IndicatorBench
from yongxu.reporting.work_urls import work_paths

app_name = "indicators-work"
urlpatterns = [
    *work_paths("indicators", INDICATORS, IndicatorBench()),
    path("indicators/table/", table.table, name="table"),
    path("indicators/table.csv", table.table_csv, name="table-csv"),
]
