"""What the cells of a column are by their shape alone: codes of a plan's own (GP-1, B10101), or amounts that look like codes (2.46)."""

from collections.abc import Sequence
from itertools import pairwise

from yongxu.quantities.patterns import Pattern

_OWN_CODE = Pattern(r"[A-Z]{1,5}[-.]?\d{1,6}(?:[-.]\d{1,3})*|[A-Z]{1,3}|[甲乙丙丁戊己庚辛壬癸]-?\d{1,3}")
_TWO_LEVELS = Pattern(r"(\d{1,2})\.(\d{1,2})")


def are_own_codes(cells: Sequence[str]) -> bool:
    """Whether nearly all filled cells are letters with digits, no two of them the same."""
    filled = [cell for cell in cells if cell]
    codes = {cell for cell in filled if _OWN_CODE.fullmatch(cell)}
    return len(filled) > 1 and 5 * len(codes) >= 4 * len(filled)


def are_amounts(codes: Sequence[str]) -> bool:
    """Whether codes of two levels (2.46) are rather amounts: a level is 0, or they go up and down."""
    found = [code for text in codes if (code := _TWO_LEVELS.fullmatch(text.strip()))]
    if len(found) < len(codes) or len(found) < 2:
        return False
    levels = [(int(code[1]), int(code[2])) for code in found]
    falls = sum(lower > upper for lower, upper in pairwise(levels))
    return any(0 in pair for pair in levels) or 4 * falls > len(levels)
