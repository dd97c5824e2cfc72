"""The charts of the public site as Vega-Lite specifications."""

from collections.abc import Sequence

from django.utils.translation import gettext

from yongxu.indicators.selectors import Series
from yongxu.public.wording import heading_words
from yongxu.ui.charts import CONFIG, Json, Specification
from yongxu.ui.templatetags.ui import unit_word

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 400
MOST_PARTS = 8
Point = dict[str, Json]
BAR: Point = {"type": "bar", "height": 22, "tooltip": True}
Y_AXIS: Point = {"tickCount": 5, "labelPadding": 8}
TICK: Point = {"type": "tick", "thickness": 4, "size": 36, "tooltip": True}


def draw_series(series: Sequence[Series]) -> Specification | None:
    """Targets and actual values of every part over the years; None when there is no number to draw.

    Figures that a report gives of another year, and estimates, are hollow and named. With one year alone, each part is a bar against
    the mark of its target. Of more than `MOST_PARTS` parts the first are drawn; the table has them all.
    """
    points = [point for number, part in enumerate(series[:MOST_PARTS], start=1) for point in _points(part, number, several=len(series) > 1)]
    if not points:
        return None
    return _over_years(points) if len({point["year"] for point in points}) > 1 else _one_year(points)


def _points(part: Series, number: int, *, several: bool) -> list[Point]:
    title = f"{heading_words(part.phrase, number)}{_in_unit(part)}" if several else unit_word(part.unit, part.per)
    found: list[Point] = []
    for point in part.points:
        values = {
            gettext("目標"): point.target,
            gettext("目標上限"): point.upper,
            gettext("最近已知值") if point.is_earlier else gettext("實績值"): point.actual,
            gettext("推估值"): point.estimate,
        }
        for name, value in values.items():
            if value is not None:
                place: Point = {"part": title, "order": number, "unit": unit_word(part.unit, part.per), "year": str(point.year)}
                found.append({**place, "series": name, "value": float(value)})
    return found


def _in_unit(part: Series) -> str:
    word = unit_word(part.unit, part.per)
    return f" ({word})" if word else ""


def _styles() -> dict[str, list[Json]]:
    """Each series by colour, shape, filling and line: told apart without colour too."""
    return {
        "names": [gettext("實績值"), gettext("目標"), gettext("目標上限"), gettext("推估值"), gettext("最近已知值")],
        "colours": ["#0b5c6b", "#b23a0e", "#b23a0e", "#5f6f78", "#0b5c6b"],
        "shapes": ["circle", "diamond", "triangle-down", "square", "circle"],
        "fills": ["#0b5c6b", "#b23a0e", "#b23a0e", "#ffffff", "#ffffff"],
        "dashes": [[1, 0], [6, 4], [2, 3], [2, 2], [1, 3]],
    }


def _over_years(points: list[Point]) -> Specification:
    styles = _styles()
    used = {point["series"] for point in points}
    keep = [index for index, name in enumerate(styles["names"]) if name in used]
    chosen = {key: [values[index] for index in keep] for key, values in styles.items()}
    names = chosen["names"]
    several = len({point["part"] for point in points}) > 1
    color: Point = {"field": "series", "type": "nominal", "scale": {"domain": names, "range": chosen["colours"]}}
    place: Point = {
        "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 6}},
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": False, "nice": True, "padding": 16},
            "axis": Y_AXIS,
        },
    }
    plot: Point = {
        "width": WIDTH,
        "height": 130 if several else 220,
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {
                    **place,
                    "color": color,
                    "strokeDash": {
                        "field": "series",
                        "type": "nominal",
                        "scale": {"domain": names, "range": chosen["dashes"]},
                    },
                },
            },
            {
                "mark": {"type": "point", "size": 95, "strokeWidth": 2.2, "opacity": 1, "tooltip": True},
                "encoding": {
                    **place,
                    "color": color,
                    "fill": {"field": "series", "type": "nominal", "scale": {"domain": names, "range": chosen["fills"]}},
                    "shape": {"field": "series", "type": "nominal", "scale": {"domain": names, "range": chosen["shapes"]}},
                },
            },
        ],
    }
    return _framed(points, plot, several=several)


def _one_year(points: list[Point]) -> Specification:
    """One year: a bar for what came, a mark for what was asked, per part."""
    target, upper = gettext("目標"), gettext("目標上限")
    several = len({point["part"] for point in points}) > 1
    marks = {str(point["series"]) for point in points} & {target, upper}
    bars = {str(point["series"]) for point in points} - marks
    y: Point = {
        "field": "year",
        "type": "ordinal",
        "title": None,
        "axis": {"labels": not several, "ticks": False, "domain": False, "labelPadding": 10},
    }
    x: Point = {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 5}}
    label: Point = {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontSize": 13, "fontWeight": 600, "color": "#17242b"}
    names = list(dict.fromkeys(str(point["series"]) for point in points))
    colours = {target: "#b23a0e", upper: "#b23a0e", gettext("實績值"): "#7fb2ba", gettext("推估值"): "#c9d2d6"}
    scale: Point = {"domain": names, "range": [colours.get(name, "#9aa8ae") for name in names]}
    color: Point = {"field": "series", "type": "nominal", "scale": scale, "legend": {"symbolType": "square"}}
    layers: list[Json] = [
        {
            "transform": [{"filter": {"field": "series", "oneOf": sorted(series)}}],
            "mark": mark,
            "encoding": {"x": x, "y": y, "color": color},
        }
        for series, mark in ((bars, BAR), (marks, TICK))
    ]
    layers.append(
        {
            "transform": [{"filter": {"field": "series", "oneOf": sorted(bars)}}],
            "mark": label,
            "encoding": {"x": {**x, "field": "end"}, "y": y, "text": {"field": "value", "type": "quantitative", "format": ",~f"}},
        }
    )
    ends: dict[Json, list[float]] = {}
    for point in points:
        ends.setdefault(point["part"], []).append(float(str(point["value"])))
    points = [{**point, "end": max(ends[point["part"]])} for point in points]
    return _framed(points, {"width": WIDTH, "height": 44, "layer": layers}, several=several)


def _framed(points: list[Point], plot: Point, *, several: bool) -> Specification:
    base: Point = {"$schema": SCHEMA, "data": {"values": points}, "config": CONFIG}
    if not several:
        return {**base, **plot, "title": {"text": points[0]["part"], "anchor": "start", "fontSize": 13, "fontWeight": 500}}
    row: Point = {"field": "part", "type": "nominal", "title": None, "sort": {"field": "order"}}
    header: Point = {
        "labelAngle": 0,
        "labelOrient": "top",
        "labelAnchor": "start",
        "labelFontSize": 14,
        "labelFontWeight": 600,
        "labelPadding": 4,
    }
    # Parts in one unit and year (shares of a mix) stand on one scale, others each on their own.
    same = len({(point["unit"], point["year"]) for point in points}) == 1
    scale: Point = {"x": "shared" if same else "independent", "y": "independent"}
    return {**base, "facet": {"row": {**row, "header": header}}, "spec": plot, "resolve": {"scale": scale}}
