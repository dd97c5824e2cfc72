"""Verdict of a target part against its result, of a row and of a goal: pure functions with their truth tables 達成判定."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from yongxu.quantities.patterns import Pattern
from yongxu.quantities.rates import restate
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.units import DimensionMismatch, InexactConversion, UnknownUnit


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_JUDGEMENT = "needs_judgement"


_ONE_IS_ENOUGH = Pattern(
    r"(達成|符合|完成|達到)?(其中?一項?|任一項?|擇一)(者|達成|完成|辦理|達標)?(即可|即達標|即達成|即屬達成|達成)|(達成|符合)其中?(一|任一)|擇一(達成|完成)"
)
"""A target whose parts are alternatives."""


def judge(target: TargetPart, actual: ResultPart | None, *, roc_year: int | None = None) -> Verdict:
    """The verdict of one target part; the first line that applies decides. Source: reading.md of the reading contract, T4.

    ======================================================================  ================
    target says it does not apply 不適用                                     not applicable
    target says the year is not monitored 本年度不予列管                      not due
    result says the figure is not out yet 未達統計週期, or is an estimate     not due
    no result, a result without a number                                    needs judgement
    qualitative target, or a number whose direction is unknown              needs judgement
    units of different dimensions (公秉 against 公噸)                         needs judgement
    rates against bases of different dimensions (每公頃 against 每戶)          needs judgement
    at least: every bound of the result >= value                            met
    at most: every bound of the result <= value                             met
    more than / less than (未滿): the same, equality excluded                met
    equal: result = value                                                   met
    between: inside, or outside on the favourable side                      met
    between: outside, direction unknown                                     needs judgement
    a result range that lies on both sides of the bound                     needs judgement
    not reached, and the target is set for a year after ``roc_year``        not due
    otherwise                                                               missed
    ======================================================================  ================

    Decimals are compared exactly and never rounded: 95.78 against at least 95.8 is missed. A missing unit on one side is taken
    to be the other's, and so is a missing base (每十萬人口 11.8 人 against 12.1 人); bases of one dimension are scaled exactly
    (每千人 and 每十萬人口, ‰ and 千人率; `rates.restate`). ``roc_year`` is the year reported; None where it is unknown, and then
    every target counts as due.
    """
    if target.not_applicable:
        return Verdict.NOT_APPLICABLE
    if target.not_due or (actual is not None and actual.not_due):
        return Verdict.NOT_DUE
    if actual is None or actual.value is None or target.value is None:
        return Verdict.NEEDS_JUDGEMENT
    if target.comparator in (Comparator.QUALITATIVE, Comparator.NONE):
        return Verdict.NEEDS_JUDGEMENT
    try:
        numbers = _in_one_unit(target, actual)
    except (DimensionMismatch, UnknownUnit, InexactConversion):
        return Verdict.NEEDS_JUDGEMENT
    target, low, high = numbers
    verdicts = {_compare(target, number) for number in (low, high)}
    if len(verdicts) > 1:
        return Verdict.NEEDS_JUDGEMENT
    verdict = verdicts.pop()
    if verdict is Verdict.MISSED and roc_year is not None and (_named_year(target) or 0) > roc_year:
        return Verdict.NOT_DUE
    return verdict


def judge_parts(
    parts: Sequence[tuple[TargetPart, ResultPart | None]], statement: str, *, roc_year: int | None = None
) -> tuple[Verdict, ...]:
    """The verdict of each part of one target, whose whole text is ``statement``.

    Where the statement says that one of its parts is enough (達成其一即可, 擇一達成), a missed part beside one that is not missed does
    not apply: the other one answers for it.
    """
    verdicts = tuple(judge(target, result, roc_year=roc_year) for target, result in parts)
    opening = re.split(r"1\s?[.、]|\(1\)|[(（]一[)）]|一、", statement)[0]
    one_item = len({target.number for target, _ in parts}) == 1
    if len(parts) < 2 or not _ONE_IS_ENOUGH.search(statement if one_item else opening) or set(verdicts) <= {Verdict.MISSED}:
        return verdicts
    return tuple(Verdict.NOT_APPLICABLE if verdict is Verdict.MISSED else verdict for verdict in verdicts)


def _in_one_unit(target: TargetPart, actual: ResultPart) -> tuple[TargetPart, Decimal, Decimal]:
    """Target and both ends of the result in one unit and base, the target's, or the result's where only that is exact (小時 into 分鐘)."""
    low = actual.value or Decimal(0)
    high = low if actual.upper is None else actual.upper
    own, its = (target.unit, target.per), (actual.unit, actual.per)
    try:
        return target, restate(low, *its, *own), restate(high, *its, *own)
    except InexactConversion:
        value, upper = (None if n is None else restate(n, *own, *its) for n in (target.value, target.upper))
        return replace(target, value=value, upper=upper, unit=actual.unit, per=actual.per), low, high


def _named_year(target: TargetPart) -> int | None:
    kind, _, year = target.basis.partition(":")
    return int(year) if kind == "by_year" else None


def _compare(target: TargetPart, number: Decimal) -> Verdict:
    value = target.value
    assert value is not None  # noqa: S101  (judge asks only about targets with a number)
    match target.comparator:
        case Comparator.AT_LEAST:
            met = number >= value
        case Comparator.AT_MOST:
            met = number <= value
        case Comparator.MORE_THAN:
            met = number > value
        case Comparator.LESS_THAN:
            met = number < value
        case Comparator.BETWEEN:
            return _against_range(target, number, value, value if target.upper is None else target.upper)
        case _:
            met = number == value
    return Verdict.MET if met else Verdict.MISSED


def _against_range(target: TargetPart, number: Decimal, low: Decimal, high: Decimal) -> Verdict:
    if low <= number <= high:
        return Verdict.MET
    if target.better is None:
        return Verdict.NEEDS_JUDGEMENT
    favourable = number > high if target.better == "higher" else number < low
    return Verdict.MET if favourable else Verdict.MISSED


def row_verdict(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of an indicator from those of its parts; a row without parts needs judgement.

    missed if any part is missed, else not due if any is not due, else needs judgement if any needs it, else not applicable if
    all are, else met.
    """
    for verdict in (Verdict.MISSED, Verdict.NOT_DUE, Verdict.NEEDS_JUDGEMENT):
        if verdict in verdicts:
            return verdict
    if not verdicts:
        return Verdict.NEEDS_JUDGEMENT
    return Verdict.NOT_APPLICABLE if all(verdict is Verdict.NOT_APPLICABLE for verdict in verdicts) else Verdict.MET


@dataclass(frozen=True, slots=True)
class Achievement:
    """Counts of one goal and year, and the rate 核心目標指標達成率 as a percentage with two decimals, None where not computable.

    rate = met ÷ (total − not due − excluded) × 100 (the council's formula: indicators on schedule over all that are due).
    Not applicable and awaiting judgement stay in the denominator unless the secretariat excludes one with a reason (T5).
    """

    total: int
    met: int
    missed: int
    not_due: int
    not_applicable: int
    needs_judgement: int
    excluded: int = 0

    @property
    def rate(self) -> Decimal | None:
        due = self.total - self.not_due - self.excluded
        if due <= 0:
            return None
        return (Decimal(100) * self.met / due).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def achievement(verdicts: Iterable[Verdict], *, excluded: int = 0) -> Achievement:
    """The counts over the verdicts of a goal's indicators; ``excluded`` of them were taken out by the secretariat."""
    found = list(verdicts)
    return Achievement(
        total=len(found),
        met=found.count(Verdict.MET),
        missed=found.count(Verdict.MISSED),
        not_due=found.count(Verdict.NOT_DUE),
        not_applicable=found.count(Verdict.NOT_APPLICABLE),
        needs_judgement=found.count(Verdict.NEEDS_JUDGEMENT),
        excluded=excluded,
    )
