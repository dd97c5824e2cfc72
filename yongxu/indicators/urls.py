"""Addresses under /work/ of the reports on indicators."""

from yongxu.indicators.views.subject import INDICATORS
from yongxu.indicators.views.work import IndicatorBench
from yongxu.reporting.work_urls import work_paths

app_name = "indicators-work"
urlpatterns = work_paths("indicators", INDICATORS, IndicatorBench())
