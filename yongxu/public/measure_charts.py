"""Charts of reductions and money as Vega-Lite specifications: one wide, one for a phone, the same figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from yongxu.climate.selectors.figures import EmissionTotal, Spending
from yongxu.climate.selectors.pages import MeasureCard
from yongxu.public.templatetags.measures import recurrence, reduction_kind
from yongxu.ui.charts import CONFIG, Json, Specification
from yongxu.ui.templatetags.ui import short_number

KIND_COLOURS = {"realised": "#0b5c6b", "expected": "#5aa6b2", "potential": "#d9b23c", "unspecified": "#98a4ab"}
"""Told apart by lightness too; every bar bears its figure and the legend its word."""
SOURCES = ("government", "fund", "state_firm", "private", "mixed", "unstated")
BAR = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it stands for, the figure, the figure in words, and its group (a kind of reduction), which gives the colour."""

    label: str
    value: Decimal
    words: str
    group: str


def bars_of_measures(cards: Iterable[MeasureCard], *, limit: int = 15) -> list[Bar]:
    """The largest reductions of the year, each with its kind."""
    stated = [(card, card.row.co2e.year) for card in cards]
    known = sorted(((value, card) for card, value in stated if value is not None), key=lambda item: item[0], reverse=True)
    return [
        Bar(f"{card.measure.code} {card.measure.name()}", value, short_number(value), card.row.co2e.kind or "unspecified")
        for value, card in known[:limit]
    ]


def bars_of_kinds(totals: Iterable[tuple[str, Sequence[EmissionTotal]]]) -> list[Bar]:
    """The reductions of the year of programmes, one bar per kind."""
    return [
        Bar(
            " · ".join(part for part in (name, reduction_kind(total.kind), recurrence(total.recurrence)) if part),
            total.year,
            short_number(total.year),
            total.kind,
        )
        for name, emissions in totals
        for total in emissions
        if total.year is not None
    ]


def amounts_of(spending: Spending) -> list[tuple[str, Decimal]]:
    """The sources from which something was executed."""
    amounts = (spending.government, spending.fund, spending.state_firm, spending.private, spending.mixed, spending.unstated)
    return [(source, amount) for source, amount in zip(SOURCES, amounts, strict=True) if amount]


def draw_bars(bars: Sequence[Bar], *, narrow: bool) -> Specification | None:
    """Horizontal bars with their figures; None where there is nothing to draw. ``narrow`` puts only codes beside the bars."""
    if not bars:
        return None
    in_lines = narrow and not all(bar.label[0].isdigit() for bar in bars)
    wide_label, wide_bar = (180, 130) if in_lines else (92, 190) if narrow else (320, 380)
    groups = [group for group in KIND_COLOURS if any(bar.group == group for bar in bars)]
    values: list[Json] = []
    for bar in bars:
        label = bar.label.partition(" ")[0] if narrow and bar.label[0].isdigit() else bar.label
        values.append({"label": label, "value": float(bar.value), "words": bar.words, "group": reduction_kind(bar.group)})
    largest = max(float(bar.value) for bar in bars)
    axis: Mapping[str, Json] = {"title": None, "labelLimit": wide_label, "labelPadding": 8, "ticks": False, "domain": False}
    if in_lines:
        axis = {**axis, "labelExpr": "split(datum.label, ' · ')", "labelBaseline": "middle"}
    y: Json = {"field": "label", "type": "nominal", "sort": None, "axis": axis}
    x: Json = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, largest * (1.5 if narrow else 1.3)]}}
    colour: Json = {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": [reduction_kind(group) for group in groups], "range": [KIND_COLOURS[group] for group in groups]},
        "legend": {"columns": 2 if narrow else 4, "symbolType": "square"},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": gettext("當年減量（公噸 CO₂e）"), "anchor": "start", "fontSize": 13, "fontWeight": "normal", "color": "#4a5962"},
        "width": wide_bar,
        "height": {"step": BAR * 1.6 if in_lines else BAR},
        "data": {"values": values},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.62}, "tooltip": True}, "encoding": {"color": colour}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": "#17242b"},
                "encoding": {"text": {"field": "words", "type": "nominal"}},
            },
        ],
        "config": CONFIG,
    }
