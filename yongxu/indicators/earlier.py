"""Figures of other years that a row prints beside its own: the last known value, and the one that a change started from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yongxu.indicators.rows import IndicatorRow
from yongxu.quantities.comparing import comparable
from yongxu.quantities.quantities import find_quantities

_YEAR = re.compile(r"(?:自|由|從|較|低於|高於|相較於?|相比)\s*(?:民國|西元)?\s*(20\d\d|1\d\d|9\d)\s*年(?:度|底)?(?:的|之)?(?=[^。；;\n])")
_NEAR = 8
"""The figure stands at most so many characters behind its year (001 row 6.6.1: 自2023年621平方公里)."""


@dataclass(frozen=True, slots=True)
class OtherYear:
    """A figure of a CE ``year`` other than the one reported, in the base unit, and the words it stands in."""

    year: int
    value: Decimal
    unit: str | None
    phrase: str
    text: str
    per: str | None = None


def figures_of_other_years(row: IndicatorRow, *, year: int) -> tuple[OtherYear, ...]:
    """Every figure of another CE year than ``year``, once per year and phrase: last known values first."""
    found: dict[tuple[int, str | None], OtherYear] = {}
    for figure in (*_last_known(row), *_changed_from(row)):
        if figure.year != year:
            found.setdefault((figure.year, figure.unit), figure)
    return tuple(found.values())


def _last_known(row: IndicatorRow) -> Iterator[OtherYear]:
    for actual in row.actuals:
        known = actual.last_known
        if known is not None and known.year.isdigit():
            yield OtherYear(_ce(int(known.year)), known.value, known.unit, actual.phrase, actual.text, known.per)


def _changed_from(row: IndicatorRow) -> Iterator[OtherYear]:
    """自 2023 年 621 平方公里減少為 263; a figure in a reason counts only in the unit of the row's own."""
    own = next((actual for actual in row.actuals if actual.value is not None), None)
    if own is None:
        return
    for text in (row.result_text, row.lag_reason):
        for named in _YEAR.finditer(text):
            for quantity in find_quantities(text[named.end() : named.end() + 40]):
                if quantity.start <= _NEAR and comparable(quantity.unit, own.unit):
                    yield OtherYear(
                        _ce(int(named[1])), quantity.value, quantity.unit or own.unit, own.phrase, _clause(text, named.start()), own.per
                    )
                break


def _ce(year: int) -> int:
    return year if year > 1911 else year + 1911


def _clause(text: str, position: int) -> str:
    start = max(text.rfind(mark, 0, position) for mark in "。；;\n，,") + 1
    end = min((index for mark in "。；;\n" if (index := text.find(mark, position)) >= 0), default=len(text))
    return text[start:end].strip()
