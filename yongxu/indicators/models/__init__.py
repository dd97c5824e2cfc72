"""Indicators, their yearly targets and observations as stated in documents, and what people judged beside the computed verdict."""

from yongxu.indicators.models.definitions import Indicator, IndicatorOrganization, IndicatorQuerySet, TwinGroup
from yongxu.indicators.models.stated import ExactDecimalField, StatedResult, StatedTarget, read_decimal, write_decimal
from yongxu.indicators.models.years import (
    BreakdownFigure,
    EarlierFigure,
    Judgement,
    Observation,
    YearReport,
    YearReportQuerySet,
    YearTarget,
)

__all__ = [
    "BreakdownFigure",
    "EarlierFigure",
    "ExactDecimalField",
    "Indicator",
    "IndicatorOrganization",
    "IndicatorQuerySet",
    "Judgement",
    "Observation",
    "StatedResult",
    "StatedTarget",
    "TwinGroup",
    "YearReport",
    "YearReportQuerySet",
    "YearTarget",
    "read_decimal",
    "write_decimal",
]
