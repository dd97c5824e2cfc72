"""Verdicts in plain words: what was asked, what came, and who says which side of a number is the good one."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from yongxu.indicators.selectors import JudgedPart, JudgedReport
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict
from yongxu.ui.templatetags.ui import both_years, exact_number, roc_year, unit_word, verdict_label

DATE = re.compile(r"(\d{4})(-\d\d)?(?:-\d\d)?")
NUMERIC = (Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.MORE_THAN, Comparator.LESS_THAN, Comparator.EQUAL)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A part's verdict for people. ``demand`` and ``actual`` are empty where there is no number; ``heading`` tells parts apart."""

    heading: str
    verdict: Verdict
    demand: str
    actual: str
    sentence: str
    direction: str


@dataclass(frozen=True, slots=True)
class Lag:
    """An indicator that is behind, with the first of its parts that was missed."""

    judged: JudgedReport
    part: Explanation | None
    missed: int


def explain_lag(judged: JudgedReport) -> Lag:
    """The first missed part of a report in words, and how many of its parts were missed."""
    explained = explain_report(judged)
    missed = [part for part in explained if part.verdict is Verdict.MISSED]
    return Lag(judged, missed[0] if missed else None, len(missed))


def explain_report(judged: JudgedReport) -> list[Explanation]:
    """Every part of a report in words."""
    several = len(judged.parts) > 1
    return [explain_part(part, heading=heading_of(part, number) if several else "") for number, part in enumerate(judged.parts, start=1)]


def explain_part(part: JudgedPart, *, heading: str = "") -> Explanation:
    """One part in words."""
    demand, actual = demand_words(part.target), actual_words(part.result, part.target)
    return Explanation(heading, part.verdict, demand, actual, _sentence(part, demand, actual), _direction(part.target))


def heading_of(part: JudgedPart, number: int) -> str:
    """What tells this part from the others of its report: its quantity phrase, else its number."""
    return heading_words(part.target.phrase, number)


def heading_words(phrase: str, number: int) -> str:
    """A quantity phrase as a heading, its brackets closed; without one, the part's number."""
    phrase = phrase.strip(" ：:，、。")
    for left, right in ("()", "（）"):
        phrase += right * (phrase.count(left) - phrase.count(right))
    return phrase or gettext("分項 %(number)s") % {"number": number}


def demand_words(target: TargetPart) -> str:
    """The target as a short phrase: 至多 260 公升. Empty where it has no number or no direction."""
    if target.value is None or target.not_applicable or target.not_due:
        return ""
    amount = amount_words(target.value, target.unit, target.per)
    match target.comparator:
        case Comparator.AT_LEAST:
            return gettext("至少 %(amount)s") % {"amount": amount}
        case Comparator.AT_MOST:
            return gettext("至多 %(amount)s") % {"amount": amount}
        case Comparator.MORE_THAN:
            return gettext("超過 %(amount)s") % {"amount": amount}
        case Comparator.LESS_THAN:
            return gettext("低於 %(amount)s") % {"amount": amount}
        case Comparator.BETWEEN if target.upper is not None:
            high = amount_words(target.upper, target.unit, target.per)
            return gettext("%(low)s 至 %(high)s") % {"low": exact_number(target.value), "high": high}
        case _:
            return amount


def actual_words(result: ResultPart | None, target: TargetPart) -> str:
    """The actual value as a short phrase: 289 公升. Empty where there is none."""
    if result is None or result.value is None:
        return ""
    unit, per = (result.unit, result.per) if result.unit or result.per else (target.unit, target.per)
    if result.upper is not None:
        return gettext("%(low)s 至 %(high)s") % {"low": exact_number(result.value), "high": amount_words(result.upper, unit, per)}
    return amount_words(result.value, unit, per)


def amount_words(value: Decimal, unit: str | None, per: str | None = None) -> str:
    """A number with its unit and base, as the reader's language sets it: 39.7 萬戶, 95.8%, NT$98.0526 billion, 11.8 人（每十萬人）."""
    number, word = exact_number(value), unit_word(unit, per)
    if word.startswith(("NT$", "US$")):
        return f"{word[:3]}{number}{word[3:]}"
    if word.startswith(("%", "（")) or (number[-1] in "萬億" and word.startswith(unit or word)):
        return f"{number}{word}"
    return f"{number} {word}".strip()


def _sentence(part: JudgedPart, demand: str, actual: str) -> str:
    values = {"demand": demand, "actual": actual, "verdict": verdict_label(part.verdict)}
    match part.verdict:
        case Verdict.MET | Verdict.MISSED if demand and actual:
            return gettext("目標是%(demand)s，實績值為 %(actual)s：%(verdict)s。") % values
        case Verdict.NOT_DUE:
            return _not_due(part)
        case Verdict.NOT_APPLICABLE:
            return gettext("目標載明不適用，所以不判定。")
        case Verdict.NEEDS_JUDGEMENT if part.target.comparator is Comparator.QUALITATIVE:
            return gettext("這是以文字敘述的目標，沒有可以比較的數值，須由人判定。")
        case Verdict.NEEDS_JUDGEMENT if part.result is None or part.result.value is None:
            return gettext("實績沒有可以比較的數值，須由人判定。")
        case Verdict.NEEDS_JUDGEMENT if part.target.comparator is Comparator.NONE and demand and actual:
            return gettext("目標 %(demand)s，實績 %(actual)s；高或低哪一邊較好並不明確，須由人判定。") % values
        case Verdict.NEEDS_JUDGEMENT:
            return gettext("目標與實績不能直接相比，須由人判定。")
        case _:
            return verdict_label(part.verdict)


def _not_due(part: JudgedPart) -> str:
    expected = part.result.expected_on if part.result else None
    if expected:
        return gettext("這個年度的數據尚未公布，預計 %(day)s 公布；在那之前不判定。") % {"day": expected_words(expected)}
    return gettext("這個年度的數據尚未公布，或本年度不列管，因此還不判定。")


def expected_words(expected: str) -> str:
    """A day, month or year (ISO) on which a figure is expected, in both calendars; anything else as it was written."""
    found = DATE.fullmatch(expected)
    if found is None:
        return expected
    if found[2] is None:
        return both_years(int(found[1]))
    return gettext("%(day)s（民國 %(roc)s 年）") % {"day": expected, "roc": roc_year(int(found[1]))}


def _direction(target: TargetPart) -> str:
    source = target.direction_from
    better = gettext("越高越好") if target.better == "higher" else gettext("越低越好") if target.better == "lower" else ""
    if target.comparator not in (*NUMERIC, Comparator.BETWEEN) or source is None:
        return ""
    if source == "statement":
        return gettext("方向依據：目標自己的文字。")
    if source == "indicator":
        return gettext("方向依據：指標名稱（%(better)s）。") % {"better": better}
    return gettext("方向依據：規則「%(rule)s」（%(better)s）。") % {"rule": source.partition(":")[2], "better": better}
