"""Lines of a header by their texts alone: one that stands under the groups of the line above it, one that only numbers the columns."""

from collections.abc import Sequence

from yongxu.quantities.patterns import Pattern

_COLUMN_NUMBER = Pattern(r"\(?(\d{1,2}|[A-Za-z甲乙丙丁戊己庚辛壬癸一二三四五六七八九十]{1,2})\)?(?:[=＝].*)?")
_FIRST_TWO = ("12", "AB", "ab", "甲乙", "一二")
_FEWEST_NUMBERED = 4


def fills_groups(above: tuple[str, ...], below: tuple[str, ...]) -> bool:
    """Whether the lower line only stands under the groups of the upper one, as where a file lost the merging of a header."""
    filled = [position for position, text in enumerate(below) if text]
    under = [p for p in filled if p < len(above) and (not above[p] or (p + 1 < len(above) and not above[p + 1]))]
    return (
        len(filled) > 1
        and under == filled
        and (not above[0] or any(text for p, text in enumerate(above) if p >= len(below) or not below[p]))
    )


def numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row below the header only numbers its columns: (1) (2) (3)=(2)/(1), A B C=B/A."""
    filled = [text for text in texts if text]
    found = [mark for text in filled if (mark := _COLUMN_NUMBER.fullmatch(text))]
    marks = [mark[1] for mark in found]
    return (
        len(filled) >= _FEWEST_NUMBERED and len(found) == len(filled) and len(set(marks)) == len(marks) and "".join(marks[:2]) in _FIRST_TWO
    )
