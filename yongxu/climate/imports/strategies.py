"""Which of several columns left of a measure holds its strategy."""

import re
from dataclasses import replace

from yongxu.documents.header_text import opening
from yongxu.documents.layout import Heading
from yongxu.documents.table import Table
from yongxu.quantities.patterns import Pattern

_CODE = Pattern(r"^\s*(?:策略|措施)?\s*([A-Z]{0,3}-?\d{1,2}(?:[.-]\d{1,2}){0,3})(?![\d.-])")


def with_column_above(heading: Heading, table: Table) -> Heading:
    """The heading with the strategy where most cells bear the code that the measure's code goes on (1.1 beside 1.1.1).

    Of 面向, 重點 and 項目 that are numbered 1, 1.1 and 1.1.1 the second is the strategy, whatever it is called.
    """
    keys = heading.keys
    starts = [position for position, key in enumerate(keys) if key in ("measure", "code")]
    below = table.rows[heading.last + 1 :]

    def leads(position: int) -> int:
        pairs = ((row.cells[position].text, row.cells[start].text) for row in below for start in starts if start < len(row.cells))
        return sum(_is_above(upper, lower) for upper, lower in pairs)

    candidates = [p for p in range(min(starts, default=0)) if keys[p] in (None, "strategy", "plan", "target") and heading.texts[p]]
    best = max(candidates, key=leads, default=None)
    if (
        best is None
        or keys[best] == "strategy"
        or 2 * leads(best) <= sum(bool(row.cells[best].text.strip()) for row in below if best < len(row.cells))
    ):
        return heading
    renamed = [None if key == "strategy" else key for key in keys]
    return replace(heading, keys=tuple("strategy" if position == best else key for position, key in enumerate(renamed)))


def _is_above(upper: str, lower: str) -> bool:
    above, below = (_CODE.match(opening(text)) for text in (upper, lower))
    if above is None or below is None or not re.match(re.escape(above[1]) + r"[.-]\d", below[1]):
        return False
    return len(re.findall(r"[.-]\d", below[1][len(above[1]) :])) == 1
