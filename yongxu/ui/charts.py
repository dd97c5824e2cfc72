"""Charts: one Vega-Lite specification gives the static SVG and the interactive view."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import vl_convert
from django.core.cache import caches

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Specification = Mapping[str, Json]

VEGA_LITE_VERSION = "6.4"
SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')
FONT = "Noto Sans TC Variable, Noto Sans TC, Noto Sans CJK TC, Microsoft JhengHei, PingFang TC, sans-serif"
CONFIG: Specification = {
    "font": FONT,
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "gridColor": "#e3e7ea", "domainColor": "#8a949c", "labelColor": "#36424a"},
    "legend": {"labelFontSize": 13, "orient": "top", "title": None, "labelColor": "#36424a"},
}


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """A chart as the component ``ui/chart.html`` shows it: picture, interactive view on demand, and its words.

    ``description`` stands in for the picture; the figures themselves are in the page's table. Addresses name the content (``?v=``).
    """

    picture_address: str
    specification_address: str
    label: str
    description: str
    width: int
    height: int
    note: str = ""


def chart_digest(specification: Specification) -> str:
    """Names a chart by its content, for caches and addresses."""
    text = json.dumps([VEGA_LITE_VERSION, specification], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def draw_svg(specification: Specification) -> str:
    """The chart as SVG, drawn once per process (0.06 s) and then taken from memory; named by content, it is never stale."""
    key = f"chart-svg:{chart_digest(specification)}"
    kept = caches["charts"]
    svg: str | None = kept.get(key)
    if svg is None:
        svg = vl_convert.vegalite_to_svg(dict(specification), vl_version=VEGA_LITE_VERSION)
        kept.set(key, svg, timeout=None)
    return svg


def compile_vega(specification: Specification) -> str:
    """The chart as a Vega specification (JSON text) for the interactive view, compiled once per process and then taken from memory."""
    key = f"chart-vega:{chart_digest(specification)}"
    kept = caches["charts"]
    text: str | None = kept.get(key)
    if text is None:
        text = json.dumps(vl_convert.vegalite_to_vega(dict(specification), vl_version=VEGA_LITE_VERSION), ensure_ascii=False)
        kept.set(key, text, timeout=None)
    return text


def picture_size(svg: str) -> tuple[int, int]:
    """Width and height of a drawn chart in pixels, so that the page keeps its place."""
    size = SIZE.search(svg)
    if size is None:
        raise ValueError("the picture states no size")
    return round(float(size[1])), round(float(size[2]))
