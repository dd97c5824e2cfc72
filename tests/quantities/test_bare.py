"""Numbers alone in a cell, and the marks of notes behind them."""

import pytest

from yongxu.quantities.bare import with_unit
from yongxu.quantities.quantities import find_quantities


@pytest.mark.parametrize(
    ("cell", "unit", "whole"),
    [
        ("127註1", "人", "127人註1"),
        ("1,234 (註2)", "件", "1,234件 (註2)"),
        ("≦130", "人", "≦130人"),
        ("700以上註3", "場", "700場以上註3"),
        ("127", "", "127"),
        ("至少700場註2", "場", "至少700場註2"),
    ],
)
def test_unit_stands_behind_the_number_and_before_the_mark(cell: str, unit: str, whole: str) -> None:
    assert with_unit(cell, unit) == whole


@pytest.mark.parametrize(("text", "values"), [("127人註1", [127]), ("38.5%(註2)", ["38.5"]), ("700場註1，另 20 場註2。", [700, 20])])
def test_number_of_a_note_is_no_figure(text: str, values: list[object]) -> None:
    assert [str(quantity.value) for quantity in find_quantities(text)] == [str(value) for value in values]
