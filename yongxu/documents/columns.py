"""A column that a kind of table may have, and how surely the text of a header names it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

COMPOSED = 100
"""The rank of a header that no pattern knows, only the words it is composed of."""
_LONGEST_COMPOSED = 18


@cache
def letters_of(pattern: str) -> frozenset[str]:
    """The letters and signs of a pattern of which a header must have one to match it; a pattern without any may match all."""
    return frozenset(letter for letter in pattern if letter > "\x7f" or letter.isupper() or letter == "%")


def _says(pattern: str, text: str) -> bool:
    """Whether a header matches a pattern; an empty pattern says nothing.

    Every pattern with letters needs one of them (a test sees to that), so most are told apart without being compiled.
    """
    letters = letters_of(pattern)
    return bool(pattern) and not (letters and letters.isdisjoint(text)) and re.search(pattern, text) is not None


@dataclass(frozen=True, slots=True)
class Column:
    """One column a kind of table may have. ``headers`` are patterns for its squeezed header text, the surest first.

    ``looks_like`` is a pattern that a filled cell of this column matches; with ``strict`` a cell that does not match
    cannot belong to the column. Both serve only to put shifted cells back. ``words`` and ``unless`` are the words that headers of
    this column are composed of and those that it never holds: they name the column where none of ``headers`` does.
    ``holds`` is what most filled cells of the column match: it names the column where its header says nothing known.
    ``never`` are words of headers that are not this column whatever else they say (last year's, the base year's).
    A header that matches ``gives`` and stands left of the column that names the record is rather the column ``gives_to``,
    if another header is this one.
    """

    key: str
    headers: tuple[str, ...]
    looks_like: str = ""
    strict: bool = False
    words: str = ""
    unless: str = ""
    holds: str = ""
    never: str = ""
    gives: str = ""
    gives_to: str = ""

    def rank(self, text: str) -> int | None:
        """How surely the squeezed header text names this column, 0 the surest; None if it does not."""
        found = next((rank for rank, pattern in enumerate(self.headers) if _says(pattern, text)), None)
        if found is None and len(text) <= _LONGEST_COMPOSED and _says(self.words, text) and not _says(self.unless, text):
            found = COMPOSED
        return None if found is None or _says(self.never, text) else found


class HasLenders(Protocol):
    """A layout as far as it says which columns may be lent for a result."""

    @property
    def results(self) -> tuple[str, ...]: ...

    @property
    def lenders(self) -> tuple[str, ...]: ...

    def column(self, key: str) -> Column: ...


def most_hold(pattern: str, filled: Sequence[str]) -> bool:
    """Whether most of the filled cells of a column, and more than one, match a pattern."""
    return len(filled) > 1 and 5 * sum(re.search(pattern, text) is not None for text in filled) >= 4 * len(filled)


def lent(
    layout: HasLenders, keys: Sequence[str | None], texts: Sequence[str], cells: Callable[[int], Sequence[str]]
) -> tuple[str | None, ...]:
    """The columns with one that holds figures as the result, where no other is: 達成情形, which elsewhere says ○ or ×.

    What it was taken for is then sought among the other headers.
    """
    found = list(keys)
    missing = next((key for key in layout.results if key not in keys and layout.column(key).holds), None)
    for lender in layout.lenders:
        if missing is None or lender not in keys:
            continue
        position = keys.index(lender)
        if not most_hold(layout.column(missing).holds, cells(position)):
            continue
        found[position] = missing
        ranks = ((layout.column(lender).rank(text), p) for p, text in enumerate(texts) if found[p] is None)
        free = min(((rank, p) for rank, p in ranks if rank is not None), default=None)
        if free is not None:
            found[free[1]] = lender
        break
    return tuple(found)
