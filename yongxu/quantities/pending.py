"""Figures that are not out yet 未達統計週期: when they are expected, what is estimated, and the last one known."""

import re
from decimal import Decimal

from yongxu.quantities.patterns import Pattern
from yongxu.quantities.periods import Period, find_periods, iso_of
from yongxu.quantities.quantities import Quantity, find_quantities
from yongxu.quantities.rates import base_at
from yongxu.quantities.segments import clauses
from yongxu.quantities.statements import LastKnown, ResultPart, TargetPart
from yongxu.quantities.vocabulary import states as words

_NOT_DUE = Pattern(words.NOT_DUE)
_ESTIMATE_BEFORE = Pattern(words.ESTIMATE + r"[^，。；]{0,8}$")
_ESTIMATE_AFTER = Pattern(r"^\s*[(（]?" + words.ESTIMATE + r"(?!(需求|人口|應|母體|母數|總|目標|失能|潛在)[^)），。；]{0,10}\d)")
_PRELIMINARY = "(初步(統計|資料|數據|結果|值)|初值)"
_PRELIMINARY_BEFORE = Pattern(_PRELIMINARY + r"[^，。；]{0,8}$")
_PRELIMINARY_AFTER = Pattern(r"^\s*[(（]?" + _PRELIMINARY)
_EXPECTED = Pattern(r"(預計|預定|預期|訂於|將於|擬於|約於|可於|俟|待|於)\s*$")
_PLANNED = Pattern(r"(預計|預定|預期|擬)(將)?(於|在)?\s*$")
_IN_WORK = Pattern(r"(統計|彙整|調查|計算|審查|盤查|查證)中\s*[(（,，]\s*$")
_OUT = Pattern(r"(公布|公告|發布|完成|提報|產出|取得|更新|統計(?!資料|數據|數?值|結果)|定案|出爐|核定|前|底)")
_SAYS_OUT = Pattern(r"公布|公告|發[布佈]|產出|出爐|揭露|釋出|調查|普查|統計|填報|數據|資料|結果|出版|提供|下(一)?次")
_COMES_OUT = Pattern(
    r"\s*[度底中初前後間]*(才|始|方|再|可|會|將|得|辦理|進行|實施|完成|上網|線上|對外|正式)*"
    r"(公布|公告|發[布佈表]|產出|出爐|揭露|釋出|出版|刊行|提供|有(調查|統計|完整)?(數據|資料|結果)|調查|普查|統計|填報)(結果|資料|數據)?"
    r"(?=$|[，。；;、()])"
)
_ANNOUNCES = Pattern(
    r"(^|[，。；;、(])\s*([\u3400-\u9fff\d\s]{0,12}(調查|統計|普查|資料|結果|數據|數值|年報|公報|報告|評比|[率值]))?"
    r"(下(一)?次|新)?(調查|統計|普查)?(時間)?"
    r"(預計|預定|預期|將|於|在|訂|約|俟|待|須|需|至|應|為|是)*\s*$"
)
_NEXT_TIME = Pattern(r"下(一)?次(調查|統計|普查|公布)?(時間|年度)?(預計|預定|將|於|在|訂|為|是|應為)*\s*$")
_HOW_OFTEN = Pattern(
    r"每隔?\s*[\d一二兩三四五六七八十]+\s*年度?[^，。；;\d]{0,10}[1一]\s*次(調查|統計|普查)?|(最近|上|前)一次"
    r"|(?<!\d)[\d一二兩三四五六七八九十]{1,2}\s*年(調查|統計|普查|評估)[1一]\s*次"
)
_NOT_DONE = Pattern(r"(?:尚未|仍未|未能|未)[^，。；]{0,12}?(公布|公告|發[布佈]|頒布|核定|填報)")
_COMPARED_WITH = Pattern(r"(較|比|相較於?|相對於?)\s*$")
"""較 112 年減少 2.3% is no figure of 112."""
_OF_TARGET = Pattern(r"(目標|預期|目標值|目標為|原訂|原定)(值|數)?(為|的|之)?\s*$")


def is_estimate(text: str, quantity: Quantity) -> bool:
    """Whether the words beside a number call it provisional (初估, 推估)."""
    return bool(_ESTIMATE_BEFORE.search(text[: quantity.start]) or _ESTIMATE_AFTER.match(text[quantity.end :]))


def _is_preliminary(text: str, quantity: Quantity) -> bool:
    """Whether the words call a number preliminary: an estimate only where they also say that the final one is to come."""
    return bool(_PRELIMINARY_BEFORE.search(text[: quantity.start]) or _PRELIMINARY_AFTER.match(text[quantity.end :]))


def without_frequency(text: str) -> str:
    """The text without the words that say how often a figure is made (每 4 年調查 1 次, 最近一次)."""
    return _HOW_OFTEN.sub("", text)


def is_pending(text: str, *, year: int | None) -> bool:
    """Whether a result says that its figure is not out yet: in so many words, or by a later year in which it comes and no figure."""
    if _NOT_DUE.search(text):
        return True
    rest = without_frequency(text)
    if year is None or not _SAYS_OUT.search(rest) or find_quantities(rest):
        return False
    return any(_comes_in(rest, period, year) for period in find_periods(rest))


def is_undone(text: str, target: TargetPart | None) -> bool:
    """Whether a result only says that the act which a target without a figure asks for is not done: 尚未公告 beside 完成公告."""
    if target is None or target.value is not None or target.not_due:
        return False
    found = _NOT_DONE.search(text)
    return found is not None and found[1] in target.text


def _comes_in(text: str, period: Period, year: int) -> bool:
    """Whether a clause that says no more than when the figure comes out names a period after the year reported."""
    if period.end is None or period.end.year <= year:
        return False
    before, after = text[: period.start_index], text[period.end_index :]
    if _NEXT_TIME.search(before) and re.match(r"[度底]?($|[，。；;、()])", after):
        return True
    return bool(_ANNOUNCES.search(before) and _COMES_OUT.match(after))


def read_not_due(text: str, *, year: int | None) -> ResultPart:
    """What a remark says of a figure that is not out: the date expected and the last known one."""
    return read_pending(text, None, None, None, year)


def read_pending(text: str, target: TargetPart | None, claim: bool | None, number: str | None, year: int | None) -> ResultPart:
    """A result that says its figure is not out: the estimate, the last known figure and the date expected, as far as it states them."""
    known = last_known(text, year)
    waiting = is_pending(text, year=year)
    estimate: Decimal | None = None
    unit, per = (known.unit, known.per) if known else (None, None)
    for quantity in find_quantities(text):
        if is_estimate(text, quantity) or _is_preliminary(text, quantity):
            estimate, unit, per = quantity.value, quantity.unit, _base_of(quantity, text)
            break
    if unit is None and target is not None:
        unit, per = target.unit, per or target.per
    return ResultPart(
        text,
        unit=unit,
        per=per,
        not_due=True,
        estimate=estimate,
        expected_on=expected_on(text, waiting=waiting),
        last_known=known,
        number=number,
        claims_met=claim,
    )


def expected_on(text: str, *, waiting: bool = False) -> str | None:
    """The date on which the figure is expected (預計 2025 年 10 月底, 2025 年 8 月 29 日前公布), ISO by the precision printed.

    ``waiting``: the text is known to say that the figure is not out.
    """
    periods = [period for period in find_periods(text) if period.end is not None]
    for period in periods:
        before, after = text[: period.start_index], text[period.end_index :]
        planned = (_EXPECTED.search(before) or _IN_WORK.search(before)) if waiting else _PLANNED.search(before)
        if planned and not before.rstrip().endswith(("業於", "已於")):
            return iso_of(period)
        if waiting and (_OUT.match(after.lstrip()) or _COMES_OUT.match(after) or _NEXT_TIME.search(before)):
            return iso_of(period)
    return None


def last_known(text: str, year: int | None) -> LastKnown | None:
    """The figure of the year before the one reported that a text names beside one that is not out; None where it names none."""
    for quantity in find_quantities(text):
        before = text[: quantity.start]
        if _ESTIMATE_BEFORE.search(before) or _OF_TARGET.search(before):
            continue
        earlier = [p for p in find_periods(before) if p.end is not None and (year is None or _year_of(p) < year)]
        between = before[earlier[-1].end_index :] if earlier else ""
        if earlier and re.fullmatch(r"[^，。；;]{0,24}", between) and not _COMPARED_WITH.search(before[: earlier[-1].start_index]):
            return LastKnown(str(_year_of(earlier[-1])), quantity.value, quantity.unit, _base_of(quantity, text))
    return None


def _base_of(quantity: Quantity, text: str) -> str | None:
    start = max((a for a, _ in clauses(text) if a <= quantity.start), default=0)
    others = tuple((other.start, other.unit) for other in find_quantities(text) if other.start != quantity.start)
    return base_at(text, quantity.start, quantity.end, clause=start, unit=quantity.unit, others=others)


def _year_of(period: Period) -> int:
    assert period.end is not None  # noqa: S101  (asked only of periods with an end)
    return period.start.year if period.precision == "school_year" and period.start else period.end.year
