"""Rules on time: which year a figure is of, in which calendar, and when a missing one is to come."""

from collections.abc import Iterator

from yongxu.indicators.findings.reasons import pairs_of
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.calendars import named_years
from yongxu.quantities.comparing import shown
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.verdicts import Verdict

_PUBLICATION = Pattern(r"(20\d\d|1\d\d) ?年(版|度)? ?[「『《〈]?[^「」『』《》，。]{0,8}(白皮書|年報|年鑑|統計要覽)")
_ROUND = Pattern(r"(20\d\d|1\d\d) ?年(度)?(之)?(預期|預定|年度)?目標")
_PART_OF_YEAR = Pattern(r"第\s*[一二三四1-4]\s*季|上半年|下半年|\bQ[1-4]\b")
_WHOLE_YEAR = Pattern(r"全年|累計|合計|年平均|至[^，。；]{0,8}第?[一二三四1-4]季")
_PROVISIONAL = Pattern(r"初步統計|初步資料|暫定(值|數)?|未定案|初估(值|數)?|尚未定案")
_BASE = Pattern(r"(較|比|相較於?|自|從|與|以|至|於)\s*(民國)?\s*$")
_BASE_AFTER = Pattern(r"\s*年(度)?(底)?\s*(起|相比|為基準|基準|之?基期|以來|至|~|-|公布|發布|修正|核定|第)")


def _ce(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + 1911


def other_data_year(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The result names years, none of them the year reported, and is not said to be pending."""
    if report.year is None or row.verdict in (Verdict.NOT_DUE, Verdict.NOT_APPLICABLE):
        return
    for label, _, actual, _ in pairs_of(row):
        if actual is None or actual.value is None or actual.not_due:
            continue
        text = actual.text
        if _ROUND.search(text) or _PUBLICATION.search(text):
            continue
        years = [y for y in named_years(text) if not _BASE.search(text[: y.start]) and not _BASE_AFTER.match(text[y.end :])]
        if years and all(year.year < report.year for year in years):
            own = years[0].year
            zh = f"實績為 {own} 年資料，本表為 {report.year} 年"
            yield remark(
                zh, f"the result is of {own}, the table of {report.year}", evidence=text[years[0].start : years[0].end + 1], part=label
            )


def data_year_unclear(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The figure is quoted from a yearly publication, whose year is that of printing, not that of the data; one to come is none."""
    del report
    if row.verdict is Verdict.NOT_DUE:
        return
    found = _PUBLICATION.search(row.result_text)
    if found:
        zh, en = (
            f"引自 {found[1]} 年{found[3]}，未載明資料年度",
            f"quoted from a publication of {found[1]}; the year of the data is not stated",
        )
        yield remark(zh, en, evidence=found[0])


def part_of_year(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The result is of a quarter or half of the year, the target of the whole year."""
    del report
    for label, target, actual, _ in pairs_of(row):
        if actual is None or actual.value is None or target.value is None or _PART_OF_YEAR.search(target.text):
            continue
        found = _PART_OF_YEAR.search(actual.text)
        if found and not _WHOLE_YEAR.search(actual.text):
            zh = f"實績僅為「{found[0]}」數值，目標為全年"
            yield remark(zh, f"the result is of “{found[0]}” only, the target of the year", evidence=found[0], part=label)


def provisional_figure(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A figure that counts as the result though its own words call it provisional."""
    del report
    for label, _, actual, _ in pairs_of(row):
        found = _PROVISIONAL.search(actual.text) if actual is not None and actual.value is not None else None
        if found:
            zh = f"實績為「{found[0]}」，定案後請更新"
            yield remark(zh, f"the result is called “{found[0]}”: update it once it is final", evidence=found[0], part=label)


def other_round(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The result speaks of the target of a year that is not the one reported."""
    if report.year is None:
        return
    found = _ROUND.search(row.result_text)
    if found and _ce(found[1]) != report.year:
        zh = f"實績提到 {_ce(found[1])} 年目標，本表為 {report.year} 年"
        yield remark(zh, f"the result speaks of the target of {_ce(found[1])}, the table is of {report.year}", evidence=found[0])


def calendars_mixed(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """ROC and CE years in the target, or in the result with its reason and countermeasures (one cell in most tables)."""
    del report
    report_cell = f"{row.result_text}\n{row.lag_reason}\n{row.countermeasures}"
    for zh_cell, en_cell, text in (("目標", "target", row.target_text), ("執行情形", "report", report_cell)):
        years = named_years(text)
        roc, ce = [y for y in years if y.roc], [y for y in years if not y.roc]
        if roc and ce:
            zh = f"{zh_cell}欄混用民國年（{roc[0].year - 1911}）與西元年（{ce[0].year}）"
            evidence = f"{roc[0].year - 1911}, {ce[0].year}"
            yield remark(zh, f"ROC year {roc[0].year - 1911} and CE year {ce[0].year} stand in one cell ({en_cell})", evidence=evidence)


def other_calendar(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Every year of the row is in the calendar that the rest of the table does not use."""
    own = _calendars(row)
    if len(own) != 1 or len(report.rows) < 5:
        return
    roc = True in own
    others = [calendars for other in report.rows if other is not row and (calendars := _calendars(other))]
    if len(others) >= 4 and sum((not roc) in calendars for calendars in others) >= 0.8 * len(others):
        zh, en = ("民國年", "ROC") if roc else ("西元年", "CE")
        year = next(y for y in named_years(f"{row.target_text}\n{row.result_text}"))
        number = year.year - 1911 if roc else year.year
        yield remark(
            f"本列用{zh}（{number}），表中其他列用另一紀年",
            f"this row writes {en} years ({number}), the table writes the other",
            evidence=str(number),
        )


def _calendars(row: IndicatorRow) -> set[bool]:
    return {year.roc for year in named_years(f"{row.target_text}\n{row.result_text}")}


def target_of_later_year(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """No target for the year itself, only one for a later year."""
    if report.year is None or not row.targets:
        return
    named = [int(t.basis.partition(":")[2]) + 1911 for t in row.targets if t.basis.startswith("by_year:")]
    if len(named) == len(row.targets) and min(named) > report.year:
        zh = f"沒有 {report.year} 年目標，僅有 {min(named)} 年目標"
        yield remark(zh, f"there is no target for {report.year}, only for {min(named)}", evidence=str(min(named)))


def not_due_without_date(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A figure that is still to come needs the date on which it comes; a row that is not monitored this year needs none."""
    del report
    if any(actual.not_due for actual in row.actuals) and row.expected_on is None:
        yield remark("未達統計週期，但未註明預計公布日期", "not due, yet no expected date of publication is given")


def expected_date_past(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A report of a year is written after it ends, so a figure expected within that year should be there."""
    if (
        report.year is not None
        and row.expected_on is not None
        and row.verdict is Verdict.NOT_DUE
        and int(row.expected_on[:4]) <= report.year
    ):
        zh = f"預計公布日期 {row.expected_on} 不晚於填報年度 {report.year}，數值應已公布"
        yield remark(
            zh, f"expected on {row.expected_on}, not after the year reported ({report.year}): it should be out", evidence=row.expected_on
        )


def last_known_missing(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    if any(actual.not_due for actual in row.actuals) and row.last_known is None:
        yield remark("未達統計週期，但未附最近一年實績值", "not due, yet the last known value is not given")


def estimate_though_not_due(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    for actual in row.actuals:
        if actual.not_due and actual.estimate is not None:
            figure = shown(actual.estimate, actual.unit)
            yield remark(
                f"未達統計週期，所附推估值 {figure} 不計為實績",
                f"not due; the estimate {figure} is not counted as the result",
                evidence=figure,
            )
