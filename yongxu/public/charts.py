"""The charts of the public site as Vega-Lite specifications."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from yongxu.indicators.selectors import JudgedReport
from yongxu.ui.charts import CONFIG, Json, Specification


def draw_series(reports: Sequence[JudgedReport]) -> Specification | None:
    """Targets and actual values of the first part over the years; None when there is no number to draw."""
    target, actual = gettext("目標"), gettext("實績值")
    values: list[Json] = []
    unit = ""
    for judged in reports:
        if not judged.parts:
            continue
        part = judged.parts[0]
        unit = unit or part.target.unit or ""
        year = str(judged.report.year)
        values += _point(year, target, part.target.value)
        values += _point(year, actual, part.result.value if part.result else None)
    if not values:
        return None
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 640,
        "height": 280,
        "data": {"values": values},
        "mark": {"type": "line", "point": {"size": 80, "filled": True}, "strokeWidth": 2.5, "tooltip": True},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": gettext("年度"), "axis": {"labelAngle": 0}},
            "y": {"field": "value", "type": "quantitative", "title": unit, "scale": {"zero": False, "nice": True}},
            "color": {"field": "series", "type": "nominal", "scale": {"domain": [actual, target], "range": ["#0b5c6b", "#b3541e"]}},
            "shape": {"field": "series", "type": "nominal", "scale": {"domain": [actual, target], "range": ["circle", "diamond"]}},
            "strokeDash": {"field": "series", "type": "nominal", "scale": {"domain": [actual, target], "range": [[1, 0], [6, 4]]}},
        },
        "config": CONFIG,
    }


def _point(year: str, series: str, value: Decimal | None) -> list[Json]:
    return [] if value is None else [{"year": year, "series": series, "value": float(value)}]
