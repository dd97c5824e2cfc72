"""Rules on what a row says of itself: reasons, countermeasures, and the agency's own claim, against the computed verdict."""

import re
from collections.abc import Iterator
from itertools import pairwise

from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.comparing import figure_of, part_label, says_nothing, shown
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.patterns import HAN, Pattern
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict

# Sources of the three forms: rows 12.4.6 (another formula), 6.6.1 (another yardstick) and 6.4.1 (another source) of table 001.
_REVISION = Pattern(
    r"(?<![不未])(建議(本)?(指標|目標|計算)|建議(修正|調整|修訂|改採).{0,12}(指標|目標|計算)|不再以.{0,30}(標準|目標|依據)|原計算(方法|方式|公式)不"
    r"|(修正|修訂|調整|調降|改採).{0,8}(指標(定義|計算|內容)|目標值|計算(方法|方式|公式))|作為.{0,12}指標.{0,24}依據)"
)
_ONE_IS_ENOUGH = Pattern(r"(達成|符合|完成)?(其一|其中(之)?一(項)?|任一(項)?|擇一)(即可|為達成|為達標)?")
_OWN_NUMBER = Pattern(r"(?:第\s*|^|\n)[(（]?([一二三四五六七八九①-⑨]|\d{1,2})\s*(?:項|點|分項|[.、)）]|(?<=[①-⑨]))")
_DIGITS = ("一二三四五六七八九", "①②③④⑤⑥⑦⑧⑨")
_COMMON = Pattern(r"^[數量率值達成累計件人家年度案目標完比例均場次]+$")
_DATED_ACT = Pattern(
    r"[業已](於|在)?\s*(民國)?\d{2,4}\s*年|字第\s*\d+"
    r"|\d\s*月(\s*\d{1,2}\s*日)?[^，。；]{0,8}(公告|發布|頒布?|函頒|施行|修正|核定|通過|完成|啟用|成立|簽署|上線|報院|審定)"
)
_SIGNS = {
    Comparator.AT_LEAST: "≥ ", Comparator.AT_MOST: "≤ ", Comparator.MORE_THAN: "> ", Comparator.LESS_THAN: "< ", Comparator.EQUAL: "= ",
}  # fmt: skip


def pairs_of(row: IndicatorRow) -> Iterator[tuple[str | None, TargetPart, ResultPart | None, Verdict]]:
    """Each target part with its label, its result and its verdict."""
    for index, (target, pair, verdict) in enumerate(zip(row.targets, row.pairs, row.verdicts, strict=True)):
        yield part_label(target, index, len(row.targets)), target, row.actuals[pair] if pair is not None else None, verdict


def demand_of(target: TargetPart) -> str:
    """The demand as a message names it: ``≥ 95.8%``, ``3.7–3.8%``."""
    if target.upper is not None:
        return f"{shown(target.value)}–{shown(target.upper, target.unit)}"
    return _SIGNS.get(target.comparator, "") + shown(target.value, target.unit)


def _missed(row: IndicatorRow) -> tuple[str, str | None]:
    """The missed parts in numbers, and the label of the first."""
    found = [(label, f"{demand_of(t)}：{figure_of(a)}") for label, t, a, v in pairs_of(row) if v is Verdict.MISSED and a is not None]
    return "；".join(text for _, text in found), found[0][0] if found else None


def is_alternative_met(row: IndicatorRow) -> bool:
    """One of several parts is enough (達成其一即可), and one is met."""
    return Verdict.MET in row.verdicts and _ONE_IS_ENOUGH.search(row.target_text) is not None


def missed_without_reason(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Silent where the table keeps both in one column (檢討及策進作為): then no row has a reason of its own."""
    shared = not any(other.lag_reason for other in report.rows) and not says_nothing(row.countermeasures)
    if row.verdict is Verdict.MISSED and says_nothing(row.lag_reason) and not shared and not is_alternative_met(row):
        numbers, part = _missed(row)
        yield remark(f"未達目標（{numbers}），但沒有落後原因", f"missed ({numbers}) without a reason", evidence=numbers, part=part)


def missed_without_countermeasures(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Silent where the table keeps reason and countermeasures in one column: then no row has countermeasures of its own."""
    shared = not any(other.countermeasures for other in report.rows) and not says_nothing(row.lag_reason)
    if row.verdict is Verdict.MISSED and says_nothing(row.countermeasures) and not shared and not is_alternative_met(row):
        numbers, part = _missed(row)
        yield remark(f"未達目標（{numbers}），但沒有因應對策", f"missed ({numbers}) without countermeasures", evidence=numbers, part=part)


def reason_though_met(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    if row.verdict is Verdict.MET and not says_nothing(row.lag_reason):
        yield remark("各分項均已達標，卻填了落後原因", "every part is met, yet a lag reason is given", evidence=row.lag_reason[:20])


def partly_met(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Some parts met, some missed: the reason should say which part it speaks of, by its number or in its words."""
    del report
    if is_alternative_met(row) or _names_missed_part(row):
        return
    met = [label for label, _, _, verdict in pairs_of(row) if verdict is Verdict.MET and label]
    missed = [label for label, _, _, verdict in pairs_of(row) if verdict is Verdict.MISSED and label]
    if met and missed and not says_nothing(row.lag_reason):
        zh = f"分項 {'、'.join(missed)} 未達、分項 {'、'.join(met)} 已達：落後原因請註明所指分項"
        yield remark(zh, f"part {', '.join(missed)} missed, part {', '.join(met)} met: say which part the reason is about", part=missed[0])


def _names_missed_part(row: IndicatorRow) -> bool:
    """Whether the reason gives the number of every missed part, or repeats words of it that no met part has and none of those."""
    parts = [(label, target, verdict) for label, target, _, verdict in pairs_of(row)]
    missed = [(label, target) for label, target, verdict in parts if verdict is Verdict.MISSED]
    named = {str(next((d.index(n) + 1 for d in _DIGITS if n in d), n)) for n in _OWN_NUMBER.findall(row.lag_reason)}
    if missed and all(label in named for label, _ in missed):
        return True
    met = set[str]().union(*(_words(target.text) for _, target, verdict in parts if verdict is Verdict.MET))
    said, asked = _words(row.lag_reason), [_words(target.text) for _, target in missed]
    return bool(asked) and not said & (met - set[str]().union(*asked)) and all(said & (words - met) for words in asked)


def _words(text: str) -> set[str]:
    """Pairs of neighbouring Chinese characters, without those of common words for numbers."""
    runs = re.findall(rf"{HAN}{{2,}}", text)
    return {pair for run in runs for pair in map("".join, pairwise(run)) if not _COMMON.search(pair)}


def claim_against_numbers(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    if row.claims_met is True and row.verdict is Verdict.MISSED and not is_alternative_met(row):
        numbers, part = _missed(row)
        yield remark(f"自稱已達標，但數字未達（{numbers}）", f"claimed as met against the numbers ({numbers})", evidence=numbers, part=part)


def claim_though_not_applicable(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    if row.claims_met is True and row.verdict is Verdict.NOT_APPLICABLE:
        yield remark("目標為「不適用」，卻填報已達標", "the target does not apply, yet it is claimed as met", evidence="已達標")


def claim_without_evidence(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A claim on a qualitative target whose result names no figure, no document and no finished act."""
    del report
    if (
        row.claims_met is True
        and row.verdict is Verdict.NEEDS_JUDGEMENT
        and all(t.value is None for t in row.targets)
        and not _DATED_ACT.search(row.result_text)
    ):
        yield remark(
            "質化目標自稱已達標，請附可查證的佐證", "a qualitative target is claimed as met: evidence is needed", evidence="已達標"
        )


def missed_claim_though_met(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    if row.claims_met is False and row.verdict is Verdict.MET:
        numbers = "；".join(f"{demand_of(t)}：{figure_of(a)}" for _, t, a, _ in pairs_of(row) if a is not None)
        yield remark(
            f"自稱未達，但數字已達（{numbers}）", f"said to be missed, yet the numbers meet the target ({numbers})", evidence=numbers
        )


def revision_proposed(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The text asks for another formula, yardstick or source: that is a proposal to revise, not an answer to the target."""
    del report
    for text in (row.countermeasures, row.lag_reason):
        found = _REVISION.search(text)
        if found:
            words = found[0][:24]
            yield remark(
                f"文中提出修改衡量方式（「{words}」），請另提修正案",
                f"the text asks for another yardstick (“{words}”): file it as a revision",
                evidence=words,
            )
            return
