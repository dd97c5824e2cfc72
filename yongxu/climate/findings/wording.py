"""Rules on words: who is named, and whether one column only repeats another."""

import re
from collections.abc import Iterator

from yongxu.climate.findings.pairing import pairs_of
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.quantities.calendars import named_years
from yongxu.quantities.comparing import bare, figure_of, shown
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.naming import ACTIONS, former_names_in

_LONG = 16
"""Fewer characters in common may be chance or a term of art."""


def agency_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    if not row.agencies and any(other.agencies for other in report.rows):
        yield remark("未列主辦機關", "no responsible agency is named")


def element_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    if row.element is None and any(other.element for other in report.rows):
        yield remark("未列元素類別", "no element is named")


def former_agency_name(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """An agency under a name it no longer bore at the end of the year reported."""
    for agency in (*row.agencies, *row.co_agencies):
        for former, name, year in former_names_in(agency, (report.year or 999) + 1911):
            yield remark(f"「{former}」已於 {year} 年改稱「{name}」", f"“{former}” has been “{name}” since {year}", evidence=agency)


def plan_copies_strategy(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    del report
    plan, strategy = bare(row.plan), bare(row.strategy.name)
    if len(strategy) >= _LONG and (plan == strategy or (strategy in plan and len(strategy) >= 0.8 * len(plan))):
        yield remark("具體計畫照抄推動策略，未說明作法", "the plan repeats the strategy and says nothing of how", evidence=row.plan[:16])


def target_copies_plan(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A benefit without a number that repeats the plan, give or take a few characters."""
    del report
    if row.ended:
        return
    plan = bare(row.plan)
    for label, target, _ in pairs_of(row):
        text = bare(target.text)
        if target.value is None and min(len(text), len(plan)) >= _LONG and _shares_most(text, plan):
            yield remark(
                "預期效益照抄具體計畫，未提出可衡量的效益", "the expected benefit repeats the plan", evidence=target.text[:16], part=label
            )


def _shares_most(one: str, other: str) -> bool:
    """Whether nine tenths of the shorter text's three-character runs stand in the longer one."""
    short, long = sorted((one, other), key=len)
    runs = [short[i : i + 3] for i in range(len(short) - 2)]
    return sum(run in long for run in runs) >= 0.9 * len(runs)


def result_copies_target(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """The words of a benefit without a number stand again in its result."""
    del report
    for label, target, result in pairs_of(row):
        text = bare(target.text)
        if result is not None and target.value is None and len(text) >= _LONG and text in bare(result.text):
            yield remark("執行成果照抄預期效益", "the result repeats the expected benefit", evidence=target.text[:16], part=label)


def target_not_measurable(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """No part of the benefit has a number."""
    del report
    if row.targets and not row.ended and all(t.value is None and not t.not_applicable and not t.not_due for t in row.targets):
        yield remark("預期效益沒有可衡量的數字", "nothing in the expected benefit can be measured", evidence=row.target_text[:16])


def different_things(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Target and result name different acts (輔導 against 補助), so their numbers count different things."""
    del report
    for label, target, result in pairs_of(row):
        if result is None or result.value is None or target.value is None or result.unit in ("元", "%") or "CO2" in (result.unit or "CO2"):
            continue
        asked, done = _acts(target.text), _acts(result.text)
        if asked and done and not asked & done:
            a, b = "、".join(sorted(asked)), "、".join(sorted(done))
            zh = f"預期是「{a}」{shown(target.value, target.unit)}，成果是「{b}」{figure_of(result)}"
            yield remark(zh, f"the benefit counts “{a}”, the result counts “{b}”", evidence=f"{a}／{b}", part=label)


def _acts(text: str) -> set[str]:
    return {act for act, words in ACTIONS.items() if any(word in text for word in words)}


def other_calendar(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A CE year in a table that counts in ROC years."""
    if report.year is None:
        return
    ce = [year for text in (row.target_text, row.result_text, row.money_note) for year in named_years(text) if not year.roc]
    if ce and any(year.roc for other in report.rows for year in named_years(other.result_text)):
        numbers = re.sub(r"[\[\]]", "", str(sorted({year.year for year in ce})))
        yield remark(f"本表用民國年，此列出現西元年（{numbers}）", f"a CE year ({numbers}) in a table of ROC years", evidence=numbers)
