"""Plain questions about texts and parts that findings of every subject ask: same words, same figure, how it is shown."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from yongxu.quantities.numbers import format_number, plain
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.rates import restate, same_kind
from yongxu.quantities.statements import ResultPart, TargetPart
from yongxu.quantities.units import DimensionMismatch, InexactConversion, UnknownUnit

_IGNORED = Pattern(r"[\s。；;，,、:：()（）「」『』《》.．]")


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """The text without what two typists may set differently: width of characters, spaces, punctuation, brackets."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


def shown(value: Decimal | None, unit: str | None = None) -> str:
    """A figure for a message: thousands groups, large amounts with their scale word, and the unit."""
    if value is None:
        return "—"
    for word, size in (("兆", 10**12), ("億", 10**8), ("萬", 10**4)):
        scaled = value / size
        if abs(scaled) >= 1 and -scaled.normalize().as_tuple().exponent <= 4 and abs(value) >= 10**6:  # type: ignore[operator]
            return f"{format_number(plain(scaled))} {word}{unit or ''}"
    number = format_number(plain(value))
    return f"{number}{unit}" if unit in ("%", "‰") else f"{number} {unit}" if unit else number


def part_label(target: TargetPart, index: int, count: int) -> str | None:
    """How a part is called in a message: its own number, else its position; None where there is only one."""
    return None if count < 2 else target.number or str(index + 1)


def in_unit_of(target: TargetPart, value: Decimal, unit: str | None, per: str | None = None) -> Decimal | None:
    """A result in the target's unit and against its base; what one side leaves out is taken to be the other's; None across dimensions."""
    own, its = (None if name is None else name.removesuffix("/年") for name in (target.unit, unit))
    try:
        return restate(value, its, per, own, target.per)
    except (DimensionMismatch, UnknownUnit, InexactConversion):
        return None


def comparable(one: str | None, other: str | None, per: str | None = None, other_per: str | None = None) -> bool:
    """Whether two units (with their bases) have one dimension; a unit that is not in the tables is comparable with itself alone."""
    try:
        return same_kind(one, per, other, other_per)
    except UnknownUnit:
        return one == other


def rounded_to(value: Decimal, text: str, printed: Decimal) -> Decimal | None:
    """``value`` rounded as exactly as ``printed`` stands in ``text`` (95.8% → one decimal, 39.7 萬 → thousands); None if not there."""
    for quantity in find_quantities(text, money=True):
        if quantity.value == printed:
            step = quantity.scale * Decimal(1).scaleb(-quantity.places)
            return plain((value / step).to_integral_value(ROUND_HALF_UP) * step)
    return None


def differ_by_power_of_ten(one: Decimal, other: Decimal) -> bool:
    """Whether two figures of one thing lie a factor of 1,000 or more apart; never for zero."""
    if one == 0 or other == 0:
        return False
    ratio = abs(one / other)
    return ratio >= 1000 or ratio <= Decimal("0.001")


def says_nothing(text: str) -> bool:
    """True for an empty explanation and for one that only says there is none (無, 不適用, 無落後情形)."""
    return re.fullmatch(r"[\s\-－—–/]*|(無|免填|不適用|N/?A|無落後(情形|原因)?|已達標|如期達成)[。\s]*", text.strip()) is not None


def stated_parts(targets: Sequence[TargetPart], results: Sequence[ResultPart]) -> tuple[TargetPart | ResultPart, ...]:
    """Everything a row states with a figure, targets first."""
    return (*targets, *results)


def figure_of(result: ResultPart) -> str:
    """The result as a message names it."""
    return shown(result.value, result.unit)
