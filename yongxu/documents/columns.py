"""A column that a kind of table may have, and how surely the text of a header names it."""

import re
from dataclasses import dataclass
from functools import cache

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
