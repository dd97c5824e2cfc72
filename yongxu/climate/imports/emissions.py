"""Emission reductions of a measure, in tonnes CO2e, as its results state them."""

import re
from collections.abc import Sequence
from decimal import Decimal

from yongxu.climate.rows import EmissionReduction
from yongxu.quantities.statements import ResultPart

_TONNES = {"公噸": Decimal(1), "噸": Decimal(1), "公斤": Decimal("0.001")}
_CARBON = re.compile(r"減碳|碳排|CO2|溫室氣體|減量|二氧化碳|碳排放")
_POTENTIAL = re.compile(r"潛力|潛量|潛能")
_REALISED = re.compile(r"實質|實際(減碳|減量|減排)|已減碳|查證|查驗")
_EXPECTED = re.compile(r"預期|預估|預計|可望|預定|推估|估計|估算")


def emission_reduction(results: Sequence[ResultPart], text: str, roc_year: int | None) -> EmissionReduction:
    """Tonnes CO2e of the year and since the phase began, from the results that say so; never added up over kinds or spans.

    Several figures of the year are added, unless one of them is the total of the others (003 row 3.2.3).
    """
    year: list[tuple[Decimal, str]] = []
    cumulative: list[tuple[Decimal, str]] = []
    before: ResultPart | None = None
    for result in results:
        tonnes = _tonnes(result)
        if tonnes is not None and result.span is not None:
            kind = _kind(result.text, text)
            if kind == "unspecified" and before is not None and before.number == result.number and _POTENTIAL.search(before.text):
                kind = "potential"
            if result.span == (roc_year, roc_year):
                year.append((tonnes, kind))
            elif result.span[0] < result.span[1]:
                cumulative.append((tonnes, kind))
        before = result
    if not year and not cumulative:
        return EmissionReduction(None, None, None)
    kind = next((kind for _, kind in [*year, *cumulative] if kind != "unspecified"), "unspecified")
    return EmissionReduction(_total([t for t, _ in year]), max((t for t, _ in cumulative), default=None), kind)


def _tonnes(result: ResultPart) -> Decimal | None:
    if result.value is None or result.unit is None:
        return None
    symbol = result.unit.removesuffix("/年")
    if "CO2" in symbol:
        return result.value * _TONNES.get(symbol.split("CO2")[0], Decimal(1))
    return result.value * _TONNES[symbol] if symbol in _TONNES and _CARBON.search(result.text) else None


def _kind(clause: str, text: str) -> str:
    where = text.find(clause)
    near = clause + (text[where + len(clause) :][:12] if where >= 0 else "")
    for kind, pattern in (("potential", _POTENTIAL), ("realised", _REALISED), ("expected", _EXPECTED)):
        if pattern.search(near):
            return kind
    return "unspecified"


def _total(values: Sequence[Decimal]) -> Decimal | None:
    if not values:
        return None
    whole = sum(values, Decimal(0))
    return next((value for value in values if len(values) > 2 and value * 2 == whole), whole)
