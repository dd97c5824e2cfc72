"""Arithmetic that a text states of itself: a quotient beside its operands, a mean beside its total, parts beside their sum.

Every check rounds its own result as exactly as the printed one stands and compares exactly; what cannot be read with certainty is
not checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise

from yongxu.quantities.numbers import format_number, plain
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import Quantity, find_quantities
from yongxu.quantities.units import DimensionMismatch, InexactConversion, UnknownUnit, convert


@dataclass(frozen=True, slots=True)
class Slip:
    """A calculation that does not add up: as written out, what comes of it, and what the text states."""

    formula: str
    result: Decimal
    stated: Decimal
    unit: str | None


_EXPLICIT = Pattern(
    r"(?P<a>\d[\d,]*(?:\.\d+)?)\s*(?P<sign>[÷/×+*x]|-(?=\s*\d))\s*(?P<b>\d[\d,]*(?:\.\d+)?)\s*[=＝]\s*(?P<c>\d[\d,]*(?:\.\d+)?)\s*(?P<percent>%)?"
)
_RATE_BEFORE = Pattern(r"(比例|比率|占比|率|占)(為|達|約)?\s*$")
_AMONG = Pattern(r"含|其中|如|例|等|年|另|不包括|較|佔|占")
_OF_ANOTHER = Pattern(r"(達成率|執行率|超額|超出|超過|逾)[^，。；]{0,8}$")
_GROUP_RATE = Pattern(r"率|每[^，。；]{0,6}(人口|人|戶|名|件)|平均|比例|比重")
_GROUPS = Pattern(r"男|女|歲|城|鄉|都會|公立|私立|地區|年級|本國|外籍")
MISSING = Decimal("0.9")
"""Parts that reach less than this share of their figure are some of its parts, not a wrong sum; the number is ours."""
_WORTH = Pattern(r"/|比例|比率|占|率|平均每年|[(（][^()（）]*\d[^()（）]*[)）]|[=＝]")
_YEARS = Pattern(r"(?P<a>1\d\d)\s*[-~至]\s*(?P<b>1\d\d)\s*年")
_MEAN = Pattern(r"平均每年[^0-9。；]{0,8}$")


def slips(text: str) -> tuple[Slip, ...]:
    """Every calculation in a normalised text that is wrong, in order; none twice."""
    if sum(map(str.isdigit, text)) < 3 or not _WORTH.search(text):
        return ()
    found: list[Slip] = list(_explicit(text))
    quantities = find_quantities(text)
    for check in (_quotients, _percentages, _means, _bracketed_sums):
        found.extend(check(text, quantities))
    return tuple(dict.fromkeys(found))


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def agrees(exact: Decimal, stated: Decimal, step: Decimal) -> bool:
    """Whether a printed figure is the exact one rounded (or cut off) to its own last place ``step``."""
    scaled = exact / step
    return plain(stated) in {plain(scaled.to_integral_value(mode) * step) for mode in (ROUND_HALF_UP, ROUND_DOWN)}


def _explicit(text: str) -> Iterator[Slip]:
    """``a ÷ b = c`` and its kind; a slash without a result is none (1/3, 110/5/1)."""
    for found in _EXPLICIT.finditer(text):
        before = text[: found.start()].rstrip()
        if before and before[-1] in "÷/×+*x-.)）":
            continue
        a, b, c, sign = _number(found["a"]), _number(found["b"]), _number(found["c"]), found["sign"]
        if sign in "÷/" and b == 0:
            continue
        with localcontext() as context:
            context.prec = 30
            exact = a / b if sign in "÷/" else a * b if sign in "×*x" else a + b if sign == "+" else a - b
        exact = exact * 100 if found["percent"] and sign in "÷/" else exact
        step = Decimal(1).scaleb(-_places(found["c"]))
        if not agrees(exact, c, step):
            yield Slip(f"{found['a']} {sign if sign not in '/' else '÷'} {found['b']}", _nearest(exact, step), c, found["percent"])


def _nearest(exact: Decimal, step: Decimal) -> Decimal:
    return plain((exact / step).to_integral_value(ROUND_HALF_UP) * step)


def _step(quantity: Quantity) -> Decimal:
    return quantity.scale * Decimal(1).scaleb(-quantity.places)


def _quotients(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Slip]:
    """Two operands in one sentence before a figure whose unit is theirs divided: 公噸, 人, 公噸/人."""
    for index, stated in enumerate(quantities):
        if stated.unit is None or stated.unit.count("/") != 1 or stated.upper is not None:
            continue
        above, below = stated.unit.split("/")
        sentence = text.rfind("。", 0, stated.start) + 1
        before = [quantity for quantity in quantities[:index] if quantity.start >= sentence and quantity.unit and quantity.upper is None]
        tops = [(quantity, value) for quantity in before if (value := _in(quantity, above)) is not None]
        bottoms = [(quantity, value) for quantity in before if (value := _in(quantity, below)) is not None and value != 0]
        if len(tops) != 1 or len(bottoms) != 1:
            continue
        with localcontext() as context:
            context.prec = 30
            exact = tops[0][1] / bottoms[0][1]
        if not agrees(exact, stated.value, _step(stated)):
            yield Slip(
                f"{format_number(tops[0][1])} ÷ {format_number(bottoms[0][1])}", _nearest(exact, _step(stated)), stated.value, stated.unit
            )


def _in(quantity: Quantity, unit: str) -> Decimal | None:
    if quantity.unit is None:
        return None
    try:
        return convert(quantity.value, quantity.unit, unit)
    except (DimensionMismatch, UnknownUnit, InexactConversion):
        return None


def _percentages(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Slip]:
    """須…計 A 件, …計 B 件, 比例達 C%: B of A, where nothing else stands between.

    Silent where C is a share of something else (達成率, 超額), or of another pair of figures in the same sentence.
    """
    for whole, part, share in zip(quantities, quantities[1:], quantities[2:], strict=False):
        if share.unit != "%" or whole.unit != part.unit or whole.unit in (None, "%") or whole.value == 0 or part.value > whole.value:
            continue
        between = text[whole.end : share.start]
        if not _RATE_BEFORE.search(text[: share.start]) or len(between) > 60 or re.search(r"[。；]|成長|增|減|較", between):
            continue
        sentence = text.rfind("。", 0, share.start) + 1
        alike = [q.value for q in quantities if sentence <= q.start < share.start and q.unit == whole.unit and q.value]
        if _OF_ANOTHER.search(text[: share.start]) or any(
            agrees(a * 100 / b, share.value, _step(share)) for a in alike for b in alike if a is not b
        ):
            continue
        exact = part.value * 100 / whole.value
        if not agrees(exact, share.value, _step(share)):
            formula = f"{format_number(part.value)} ÷ {format_number(whole.value)} × 100"
            yield Slip(formula, _nearest(exact, _step(share)), share.value, "%")


def _means(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Slip]:
    """110-113 年累計 A 家 …, 平均每年 B 家."""
    for total, mean in pairwise(quantities):
        if total.unit != mean.unit or total.unit is None or not _MEAN.search(text[: mean.start]):
            continue
        spans = list(_YEARS.finditer(text[: total.start]))
        if not spans or "。" in text[spans[-1].end() : mean.start]:
            continue
        years = int(spans[-1]["b"]) - int(spans[-1]["a"]) + 1
        if years > 1 and not agrees(total.value / years, mean.value, _step(mean)):
            yield Slip(f"{format_number(total.value)} ÷ {years}", _nearest(total.value / years, _step(mean)), mean.value, mean.unit)


def _bracketed_sums(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Slip]:
    """A figure and the bracket that breaks it down: 共 30 場(北部 10 場、中部 12 場、南部 8 場), or the bracket first.

    Rates of groups are not added, and a bracket may name only some of the groups.
    """
    for bracket in re.finditer(r"[(（]([^()（）]*)[)）]", text):
        inside = [quantity for quantity in quantities if bracket.start() < quantity.start and quantity.end < bracket.end()]
        if len(inside) < 2 or len({quantity.unit for quantity in inside}) != 1 or inside[0].unit is None or _AMONG.search(bracket[1]):
            continue
        if len(re.split(r"[、及與和+＋]", bracket[1])) != len(inside):
            continue
        beside = [
            q
            for q in quantities
            if q.unit == inside[0].unit
            and (q.start in (bracket.end(), bracket.end() + 1) or q.end in (bracket.start(), bracket.start() - 1))
        ]
        if len(beside) != 1:
            continue
        total = sum((quantity.value for quantity in inside), Decimal(0))
        clause = re.split(r"[，。；]", text[: min(beside[0].start, bracket.start())])[-1]
        of_groups = inside[0].unit in ("%", "‰") and _GROUPS.search(bracket[1])
        if total < MISSING * beside[0].value or of_groups or _GROUP_RATE.search(clause):
            continue
        if total != beside[0].value and abs(total - beside[0].value) > sum((_step(q) for q in inside), Decimal(0)) / 2:
            yield Slip(" + ".join(format_number(quantity.value) for quantity in inside), total, beside[0].value, beside[0].unit)
