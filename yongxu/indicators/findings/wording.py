"""Rules on words: what is measured, whether the result only repeats the target, who is named."""

import re
from collections.abc import Iterator
from itertools import pairwise

from yongxu.indicators.findings.reasons import demand_of, pairs_of
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.comparing import bare, figure_of
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.naming import ACTIONS, GROUPS, SUBJECTS, former_names_in
from yongxu.quantities.patterns import HAN, Pattern
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.verdicts import Verdict

_VAGUE = Pattern(r"適時|適當|視情形|視需要|酌情|持續(?=推動|辦理|檢討|加強|精進)|儘速")
_COMPLETION = Pattern(r"完成|訂定|公告|核定|建立")
_UNFINISHED = Pattern(r"啟動|預計|預定|刻正|研擬中|規劃中|辦理中|尚未|將於")
_FINISHED = Pattern(r"(業|已|均|皆)(於.{0,20})?(完成|訂定|公告|核定|建立|達標|函頒|發布)|^完成|，完成")
_MEASURE_WORDS = Pattern(r"面積|人數|件數|家數|數量|比例|比率|金額|累計|家數|之|的|及|與|數|率|值|量|人|家|件|目標|年|推動|達")
_PER_HEAD = Pattern(r"發生率|死亡率|盛行率|罹患率|千人率|生育率|出生率|犯罪率")
_NAMES_QUANTITY = Pattern(rf"{HAN}(率|比例|比率|面積|量|指數|足跡|占比|金額|產值)")
_OUTCOMES = Pattern(r"合格|通過|及格|錄取|取得|[或且]|(達成)?其一(即可)?|以上|以下")
"""Words for how something ended: 合格率 of a test need not name the test."""
_COUNT_NAMES = {
    "件數": ("件", "件次", "案"),
    "家數": ("家",),
    "人數": ("人", "名", "位"),
    "人次": ("人次",),
    "場次": ("場", "場次"),
    "筆數": ("筆",),
}


def actual_copies_target(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Word for word the same, in more than a bare number; a ceiling of 100 % is reached, not copied."""
    del report
    if bare(row.target_text) != bare(row.result_text):
        return
    rest = row.target_text
    for quantity in reversed(find_quantities(rest)):
        rest = rest[: quantity.start] + rest[quantity.end :]
    if len(re.findall(r"[\u3400-\u9fff]", rest)) >= 4:
        yield remark(
            "實績與目標逐字相同，請填報實際執行結果",
            "the result repeats the target word for word: report what was done",
            evidence=row.result_text[:16],
        )


def different_things(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Target and result name different acts (推介 against 培訓), so their numbers count different things."""
    del report
    for label, target, actual, _ in pairs_of(row):
        if actual is None or actual.value is None or target.value is None:
            continue
        asked, done = _acts(target.text), _acts(actual.text)
        if asked and done and not asked & done:
            a, b = "、".join(sorted(asked)), "、".join(sorted(done))
            zh = f"目標是「{a}」（{demand_of(target)}），實績是「{b}」（{figure_of(actual)}）"
            yield remark(zh, f"the target counts “{a}”, the result counts “{b}”", evidence=f"{a}／{b}", part=label)


def _acts(text: str) -> set[str]:
    return {act for act, words in ACTIONS.items() if any(word in text for word in words)}


def target_not_of_indicator(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The target measures another kind of thing, another group, or something that shares no word with the indicator's name."""
    del report
    parts = [target for target in row.targets if not target.not_due and not target.not_applicable]
    if not parts:
        return
    units = {target.unit for target in parts if target.value is not None}
    reason = _other_kind(row, units) or _other_group(row) or _no_common_word(row)
    if reason:
        zh, en = reason
        yield remark(zh, en, evidence=row.name[:20])


def _other_kind(row: IndicatorRow, units: set[str | None]) -> tuple[str, str] | None:
    if not units:
        return None
    name = re.sub(r"\s*[(（].*$", "", row.name)
    listed = "、".join(sorted(unit or "" for unit in units))
    if (
        re.search(r"(?<!效)(率|比例|比率|占比|比重)$", name)
        and not re.search(r"數|金額|產值", name)
        and "每" not in row.target_text
        and not _PER_HEAD.search(name)
        and units <= {"家", "件", "人", "項", "場", "場次", "案", "名", "個", "人次", "座"}
    ):
        return f"指標為比率（{name[-8:]}），目標卻計「{listed}」", f"the indicator is a rate, the target counts {listed}"
    for word, own in _COUNT_NAMES.items():
        growth = any(target.basis in ("growth", "change_from_base") or "成長" in target.text for target in row.targets)
        if name.endswith(word) and not growth and None not in units and not units & set(own):
            return f"指標為「{word}」，目標卻計「{listed}」", f"the indicator is a number of {own[0]}, the target counts {listed}"
    return None


def _other_group(row: IndicatorRow) -> tuple[str, str] | None:
    named = {group for group in GROUPS if group in row.name}
    asked = {group for group in GROUPS if group in row.target_text}
    if named and asked and not named & asked:
        a, b = "、".join(sorted(named)), "、".join(sorted(asked))
        return f"指標對象為「{a}」，目標對象為「{b}」", f"the indicator is about {a}, the target about {b}"
    return None


def _no_common_word(row: IndicatorRow) -> tuple[str, str] | None:
    name, target = _content(row.name), _content(row.target_text)
    numbers = set(re.findall(r"\d{2,}", row.name)) & set(re.findall(r"\d{2,}", row.target_text))
    if numbers or not _content(_OUTCOMES.sub(" ", row.target_text)):
        return None
    if len(name) >= 3 and len(target) >= 6 and not name & target and _NAMES_QUANTITY.search(row.target_text):
        return f"目標未提及指標名稱所指事項（{row.name[:16]}）", "the target shares no word with the indicator's name"
    return None


def _content(text: str) -> set[str]:
    found: set[str] = set()
    for run in re.findall(r"[\u3400-\u9fff]{2,}", text):
        found |= {pair for pair in map("".join, pairwise(run)) if not _MEASURE_WORDS.search(pair)}
    return found


def target_repeats_name(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A target without a number that says no more than the indicator's name."""
    del report
    if any(target.value is not None for target in row.targets):
        return
    target = re.sub(r"^(20\d\d|1\d\d)年度?", "", bare(row.target_text))
    if target and target == bare(row.name):
        yield remark("目標只重複指標名稱，沒有可衡量的內容", "the target only repeats the indicator's name", evidence=row.target_text[:20])


def target_vague(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A qualitative target whose only measure of time or degree is 適時, 持續 and the like."""
    del report
    for label, target, _, _ in pairs_of(row):
        found = _VAGUE.search(target.text)
        if found and not target.not_applicable and not target.not_due and (target.value is None or target.unit == "次"):
            yield remark(f"目標用語「{found[0]}」無法衡量", f"the word “{found[0]}” cannot be measured", evidence=found[0], part=label)


def completion_not_reported(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The target asks for something finished; the result tells of a start or a plan, and the row gives no reason."""
    del report
    if row.lag_reason:
        return
    for label, target, actual, verdict in pairs_of(row):
        if actual is None or verdict in (Verdict.NOT_DUE, Verdict.NOT_APPLICABLE) or (target.value is not None and target.unit != "次"):
            continue
        asked, given = _COMPLETION.search(target.text), _UNFINISHED.search(actual.text)
        if asked and given and not _FINISHED.search(actual.text):
            zh = f"目標為「{asked[0]}」，實績僅「{given[0]}」，未說明是否落後"
            yield remark(
                zh, f"the target asks for “{asked[0]}”, the result tells of “{given[0]}”", evidence=f"{asked[0]}／{given[0]}", part=label
            )


def reason_beyond_subject(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The indicator is about one group of users, the lag reason blames another."""
    del report
    own = {name for name, words in SUBJECTS.items() if any(word in row.name for word in words)}
    if len(own) != 1:
        return
    foreign = [word for name, words in SUBJECTS.items() if name not in own for word in words if word in row.lag_reason]
    if foreign:
        zh = f"指標僅涉「{next(iter(own))}」，落後原因卻提「{'、'.join(foreign)}」"
        yield remark(zh, f"the indicator is about {next(iter(own))}, the reason speaks of {', '.join(foreign)}", evidence=foreign[0])


def goal_lead_missing(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Said once per goal, and only in a table whose other goals name their lead."""
    first = next((other for other in report.rows if other.goal == row.goal), None)
    if row.goal_lead is None and first is row and any(other.goal_lead for other in report.rows):
        yield remark(f"核心目標 {row.goal} 未列主政機關", f"core goal {row.goal} names no lead agency", evidence=row.goal)


def agency_missing(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    if not row.agencies and any(other.agencies for other in report.rows):
        yield remark("未列主辦機關", "no responsible agency is named")


def former_agency_name(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """An agency under a name it no longer bore at the end of the year reported."""
    for agency in (*row.agencies, *([row.goal_lead] if row.goal_lead else [])):
        for former, name, year in former_names_in(agency, report.year or 9999):
            elsewhere = any(name in other for other_row in report.rows for other in other_row.agencies)
            zh = f"「{former}」已於 {year} 年改稱「{name}」" + ("，表中其他列用新名" if elsewhere else "")
            yield remark(zh, f"“{former}” has been “{name}” since {year}", evidence=agency)
