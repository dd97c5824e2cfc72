"""Numbers that stand alone in a cell, with their unit elsewhere: in a column of its own, behind the name, or in the column's header."""

import re

from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import find_quantities

_BARE = Pattern(
    r"^\s*((?:.*[^\d.,\s])??\s*-?\d[\d,.]*(?:\s?[~-]\s?\d[\d,.]*)?\s?[萬億兆千百]?\s?[\d,.]*[萬千百]?)\s*((?:\(含\)|含|及)?(?:以上|以下|以內)|\)|\s*\([^()]*\))?[。\s]*$",
    re.DOTALL,
)
_BRACKET = Pattern(r"[(（]\s*(?:單位\s*[:：]?\s*)?([^()（）]+?)\s*[)）]")


_NOTE_MARK = Pattern(r"(?<=\S)\s*[(\[〔]?註\s?\d{1,2}[)\]〕]?\s*$")
"""The number of a note behind a figure: 127註1, 38.5% (註2)."""


def is_unit(text: str) -> bool:
    """True for a text that is nothing but a unit: 億人次, as in 載客量(億人次)."""
    found = find_quantities(f"1{text}")
    return len(found) == 1 and found[0].unit is not None and found[0].end == len(text) + 1


def unit_of_header(header: str) -> str:
    """The unit that a header bears in brackets (年減碳量(公噸CO2e), 目標值(單位：%)); "" where it bears none."""
    return next((inner for inner in _BRACKET.findall(normalise(header)) if is_unit(inner)), "")


def with_unit(text: str, unit: str) -> str:
    """The text of a cell with the unit behind its number if the number stands without one, else the text as it is."""
    printed = normalise(text)
    mark = _NOTE_MARK.search(printed)
    bare = _BARE.match(printed[: mark.start()] if mark else printed)
    return f"{bare[1].strip()}{unit}{bare[2] or ''}{mark[0] if mark else ''}" if unit and bare is not None else text
