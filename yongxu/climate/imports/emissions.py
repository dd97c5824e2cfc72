"""Emission reductions of a measure, in tonnes CO2e, as its results state them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from yongxu.climate.rows import EmissionReduction
from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.results import read_results
from yongxu.quantities.segments import unwrap
from yongxu.quantities.statements import ResultPart

_HAN = Pattern(r"[\u3400-\u9fff]")
_TONNES = {"公噸": Decimal(1), "噸": Decimal(1), "公斤": Decimal("0.001")}
_CARBON = Pattern(r"減碳|碳排|CO2|溫室氣體|減量|二氧化碳|碳排放")
_POTENTIAL = Pattern(r"潛力|潛量|潛能")
_REALISED = Pattern(r"實質|實際(減碳|減量|減排)|已減碳|查證|查驗")
_EXPECTED = Pattern(r"預期|預估|預計|可望|預定|推估|估計|估算")
_PER_YEAR = Pattern(r"每年|(?<![\d\s全今去當本該同近])年可?減(?:碳|排|量|少)|/\s*年")
_ONE_OFF = Pattern(r"一次性|單次")
_ENDS_CLAUSE = Pattern(r"[，。；;\n\x1e]")
_UNIT_ABOVE = Pattern(r"(?:減碳|減量|減排|碳排)[^:：；;]{0,6}[:：為]([^:：；;，,)）]{1,14})")
_CUMULATIVE = Pattern(r"累計|累積|共(?=計|減|可|約|達|\s*\d)")


def emission_reduction(results: Sequence[ResultPart], text: str, roc_year: int | None) -> EmissionReduction:
    """Tonnes CO2e of the year and since the phase began, from the results that say so; never added up over kinds or spans.

    Several figures of the year are added, unless one of them is the total of the others (003 row 3.2.3).
    """
    year: list[tuple[Decimal, str, str | None]] = []
    cumulative: list[tuple[Decimal, str]] = []
    before: ResultPart | None = None
    for result in results:
        tonnes = _tonnes(result)
        if tonnes is not None and result.span is not None:
            kind = _kind(result.text, text)
            if kind == "unspecified" and before is not None and before.number == result.number and _POTENTIAL.search(before.text):
                kind = "potential"
            if result.span == (roc_year, roc_year):
                year.append((tonnes, kind, _recurrence(result)))
            elif result.span[0] < result.span[1]:
                cumulative.append((tonnes, kind))
        before = result
    if not year and not cumulative:
        return EmissionReduction(None, None, None)
    kinds = [*(kind for _, kind, _ in year), *(kind for _, kind in cumulative)]
    kind = next((kind for kind in kinds if kind != "unspecified"), "unspecified")
    total, recurrence = _total([(tonnes, recurrence) for tonnes, _, recurrence in year])
    return EmissionReduction(total, max((t for t, _ in cumulative), default=None), kind, recurrence if year else "cumulative")


def with_columns(
    stated: EmissionReduction, worded: EmissionReduction, *, year: tuple[str, str], cumulative: tuple[str, str]
) -> EmissionReduction:
    """The reductions with the figures of columns of their own (cell and header, or ``worded``), where the results give none."""
    if stated.year is None and stated.cumulative is None and (worded.year is not None or worded.cumulative is not None):
        stated = worded
    own = stated.year if stated.year is not None else _of_column(*year)
    whole = stated.cumulative if stated.cumulative is not None else _of_column(*cumulative)
    if (own, whole) == (stated.year, stated.cumulative):
        return stated
    kind = stated.kind or _kind("".join(year) + "".join(cumulative), year[1] + cumulative[1])
    return EmissionReduction(own, whole, kind, stated.recurrence if own is not None else "cumulative")


def in_words(cell: str, header: str, *, roc_year: int | None, first_year: int | None) -> EmissionReduction:
    """The reductions that a cell of a column of its own states in words or as several figures (實質減碳 4.6 萬公噸，累計 11.2 萬公噸).

    A bare number is left to the column. The unit may stand in the header alone; that it is carbon the header says.
    """
    text = unwrap(normalise(cell))
    found = find_quantities(text)
    words = "".join(char for quantity in found for char in quantity.text)
    if not found or (
        len(found) == 1 and not (found[0].unit or "").endswith("/年") and len(_HAN.findall(text)) - len(_HAN.findall(words)) < 2
    ):
        return EmissionReduction(None, None, None)
    printed = find_quantities(f"1{header.partition('(')[2].partition(')')[0]}")
    results = []
    for result in read_results(text, roc_year=roc_year, first_year=first_year):
        if result.unit is None and result.value is not None and printed:
            result = replace(result, value=result.value * printed[0].value, unit=printed[0].unit)
        results.append(result if _CARBON.search(result.text) else replace(result, text=f"減碳{result.text}"))
    reduction = emission_reduction(results, text, roc_year)
    return replace(reduction, kind=_kind(header, header)) if reduction.kind == "unspecified" else reduction


def unit_above(preface: str) -> str:
    """The unit of reductions that stands above the table (減碳量：公噸CO2e), "" where none does."""
    found = _UNIT_ABOVE.search(re.sub(r"\s", "", preface))
    return found[1] if found else ""


def _of_column(cell: str, header: str) -> Decimal | None:
    """The tonnes that a cell of a column of reductions states; the header may hold the unit (萬噸)."""
    own = find_quantities(unwrap(normalise(cell)))
    if len(own) != 1:
        return None
    printed = find_quantities(f"1{header.partition('(')[2].partition(')')[0]}")
    unit, scale = (own[0].unit, Decimal(1)) if own[0].unit else (printed[0].unit, printed[0].value) if printed else (None, Decimal(1))
    symbol = (unit or "").removesuffix("/年").replace("CO2e", "").replace("CO2", "")
    return own[0].value * scale * _TONNES[symbol] if symbol in _TONNES else None


def _tonnes(result: ResultPart) -> Decimal | None:
    if result.value is None or result.unit is None:
        return None
    symbol = result.unit.removesuffix("/年")
    if "CO2" in symbol:
        return result.value * _TONNES.get(symbol.split("CO2")[0], Decimal(1))
    return result.value * _TONNES[symbol] if symbol in _TONNES and _CARBON.search(result.text) else None


def _recurrence(result: ResultPart) -> str | None:
    """Whether the figure comes again every year (每年可減少, 公噸/年), once, or is a sum (累計, 共); 113 年減碳 says none of it."""
    said = f"{result.text} {result.unit}"
    for recurrence, pattern in (("per_year", _PER_YEAR), ("one_off", _ONE_OFF), ("cumulative", _CUMULATIVE)):
        if pattern.search(said):
            return recurrence
    return None


def _kind(clause: str, text: str) -> str:
    """What the words of a figure say, else those before it in its clause: 預估可節電 1.95 億度、減碳 9.63 萬公噸."""
    where = text.find(clause)
    near = clause + (text[where + len(clause) :][:12] if where >= 0 else "")
    lead = _ENDS_CLAUSE.split(text[:where])[-1] if where > 0 else ""
    for said in (near, lead):
        for kind, pattern in (("potential", _POTENTIAL), ("realised", _REALISED), ("expected", _EXPECTED)):
            if pattern.search(said):
                return kind
    return "unspecified"


def _total(figures: Sequence[tuple[Decimal, str | None]]) -> tuple[Decimal | None, str | None]:
    """The total among the figures, else their sum, and its recurrence: ``mixed`` for a sum of figures that say different things."""
    if not figures:
        return None, None
    whole = sum((value for value, _ in figures), Decimal(0))
    printed = next((figure for figure in figures if len(figures) > 2 and figure[0] * 2 == whole), None)
    if printed is not None:
        return printed
    said = {recurrence for _, recurrence in figures}
    return whole, said.pop() if len(said) == 1 else "mixed"
