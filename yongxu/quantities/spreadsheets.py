"""CSV for people who open it in a spreadsheet: the Chinese is read right, and no text is taken for a formula."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, or skips before one."""


def cell_of(value: object) -> str:
    """A value as the text of a cell: a text that begins like a formula has an apostrophe in front, numbers stay numbers."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV with a byte order mark, every cell by `cell_of`."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([cell_of(value) for value in row] for row in rows)
    return out.getvalue()
