"""What a spreadsheet is given: no text that it would run, and numbers as numbers."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.spreadsheets import FORMULA_STARTS, cell_of, csv_of


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.org")'])
def test_text_that_begins_like_a_formula_is_marked_as_text(text: str) -> None:
    assert cell_of(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (Decimal("-5.10"), "-5.10"), (-5, "-5"), (True, "true"), (date(2025, 1, 2), "2025-01-02"), ("漏水率 = 12", "漏水率 = 12")],
)
def test_values_stay_what_they_are(value: object, cell: str) -> None:
    assert cell_of(value) == cell


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))), min_size=1), max_size=5))
def test_no_cell_begins_like_a_formula(rows: list[list[str]]) -> None:
    text = csv_of(rows)
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert not any(cell.startswith(FORMULA_STARTS) for row in read for cell in row)
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [[cell.removeprefix("'") for cell in row] for row in rows]
