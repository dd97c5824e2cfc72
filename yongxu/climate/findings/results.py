"""Rules on expected benefits and results: present, of the right year, in one unit, and adding up."""

import re
from collections.abc import Iterator
from decimal import Decimal

from yongxu.climate.findings.pairing import figure_in, is_of_part_of_year, is_over_years, is_total_against_case, pairs_of, same_kind
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.quantities.arithmetic import slips
from yongxu.quantities.comparing import bare, comparable, differ_by_power_of_ten, figure_of, shown, stated_parts
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.labels import split_labels
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart

FAR, FAR_EARLY = Decimal(2), Decimal("1.5")
"""Twice the target, or half as much again with a year or more of the phase left, says that the target was low; the numbers are ours."""
_WITHOUT_YEAR = Pattern(r"共計|總計|截至|迄今")
_DONE = Pattern(r"已(促成|完成|輔導|協助|累)")
_BREAKDOWN = Pattern(r"[:：]\s*(1\s*[.、]|[(（]1[)）])")
_REASON = Pattern(
    r"(?<!原)因(?!應)|由於|致使?|延[後遲長宕]|展[延期]|順延|遞延|落後|受.{1,12}影響|未[如按]期|(不如|低於|少於|未達)預期|未(釐清|取得|核定|同意|完成)"
    r"|中斷|停[工擺機頓]|不[易足順彰]|困難|缺[工料乏]|流標|廢標|退出|撤回|爭議|抗爭|天候|颱風|豪雨|地震|疫情"
)
_ABOUT_MONEY = Pattern(r"經費|預算|執行率|標餘|結餘|節餘|賸餘|補助|請款|核銷|撥[付款]|支付|保留")
_YEAR_NAMED = Pattern(r"1\d\d\s*年|1\d\d\s*[-~]\s*1\d\d")


def target_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    del report
    if not row.targets and not row.ended:
        yield remark("沒有預期效益", "there is no expected benefit")


def result_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Nothing reported for a measure that ran in the year."""
    if row.results or row.ended or not row.targets:
        return
    if row.period is not None and report.year is not None and not row.period[0] <= report.year <= row.period[1]:
        return
    yield remark("推動期間內，但沒有執行成果", "the measure runs in this year, yet no result is reported")


def part_without_result(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A number asked for and no result of its kind; silent where the text holds a figure in that unit or words under its number."""
    if row.ended or not row.results:
        return
    for label, target, result in pairs_of(row):
        if result is not None or target.value is None or target.not_applicable or target.not_due:
            continue
        if target.basis.startswith("by_year:") and target.basis != f"by_year:{report.year}":
            continue
        if target.number is not None and any(r.number == target.number and r.value is None for r in row.results):
            continue
        if any(comparable(target.unit, quantity.unit) for quantity in find_quantities(row.result_text)):
            continue
        if target.unit is not None and re.search(rf"\d\s*[萬億千]?\s*{re.escape(target.unit[:2])}", row.result_text):
            continue
        zh = f"預期效益 {shown(target.value, target.unit)} 沒有對應的成果"
        yield remark(
            zh, f"no result answers the expected {shown(target.value, target.unit)}", evidence=shown(target.value, target.unit), part=label
        )


def _is_final(target: TargetPart, row: MeasureRow, year: int | None) -> bool:
    """Whether the target is due: each year, by this year, or cumulative in the last year of the measure."""
    if target.basis.startswith("by_year:"):
        return year is not None and int(target.basis.partition(":")[2]) <= year
    if target.basis == "per_year":
        return True
    return row.period is not None and year is not None and row.period[1] <= year


def target_missed(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A yearly target not reached, one due by this year, or a mean rate below the expected mean."""
    if _gives_reason(row):
        return
    for label, target, result in pairs_of(row):
        if result is None or target.value is None or target.comparator not in (Comparator.AT_LEAST, Comparator.MORE_THAN):
            continue
        if is_total_against_case(target, result) or is_of_part_of_year(row, report):
            continue
        if not (_is_final(target, row, report.year) or (target.unit == "%" and "平均" in target.text)):
            continue
        own = figure_in(target, result)
        if own is not None and own < target.value and not _reached_together(row, target, report.year):
            zh = f"成果 {figure_of(result)} 未達預期 {shown(target.value, target.unit)}，請說明原因"
            yield remark(
                zh,
                f"result {figure_of(result)} is below the expected {shown(target.value, target.unit)}",
                evidence=figure_of(result),
                part=label,
            )


def _gives_reason(row: MeasureRow) -> bool:
    """Whether the row says why less was done: in a column or behind a label for it, not why less was paid."""
    note = row.money_note
    return split_labels(row.result_text, "").get("lag_reason", "") != "" or bool(_REASON.search(note) and not _ABOUT_MONEY.search(note))


def _reached_together(row: MeasureRow, target: TargetPart, year: int | None) -> bool:
    """Whether the figures of the year reach the target when added: then the missing total is the finding."""
    single = [
        own for result in _of_year(row, target, year) if result.unit == target.unit and (own := figure_in(target, result)) is not None
    ]
    return target.value is not None and target.unit != "%" and len(single) > 1 and sum(single, Decimal(0)) >= target.value


def target_far_exceeded(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    unclear = {remark.part for remark in span_unclear(row, report)} if row.period else set()
    for label, target, result in pairs_of(row):
        if (
            result is None
            or target.value is None
            or target.value <= 0
            or label in unclear
            or is_total_against_case(target, result)
            or target.comparator not in (Comparator.AT_LEAST, Comparator.MORE_THAN)
        ):
            continue
        own = figure_in(target, result)
        left = row.period[1] - report.year if row.period and report.year and target.basis in ("cumulative", "phase") else 0
        enough = FAR_EARLY if left > 0 and target.unit != "%" else FAR
        if own is None or own < enough * target.value or differ_by_power_of_ten(own, target.value):
            continue
        if target.basis == "per_year" and result.span is not None and result.span[0] != result.span[1]:
            continue
        early, before = (f"，距期末尚有 {left} 年", f", {left} year(s) before the end") if left > 0 else ("", "")
        times = f"{own / target.value:.1f}"
        zh = f"成果 {figure_of(result)} 為預期 {shown(target.value, target.unit)} 的 {times} 倍{early}，預期是否偏低"
        yield remark(
            zh,
            f"result {figure_of(result)} is {times} times the expected {shown(target.value, target.unit)}{before}",
            evidence=times,
            part=label,
        )


def _of_year(row: MeasureRow, target: TargetPart, year: int | None) -> list[ResultPart]:
    """The figures of the year in the target's kind; what stands beside it as another stage (另 1 口預計 …) is none."""
    found = [result for result in row.results if result.span == (year, year) and result.value is not None and same_kind(target, result)]
    text = bare(row.result_text)
    return [result for result in found if f"另{bare(result.text)}" not in text]


def _over_years(row: MeasureRow, target: TargetPart) -> list[ResultPart]:
    return [r for r in row.results if r.span is not None and r.span[0] != r.span[1] and r.value is not None and same_kind(target, r)]


def _same_item(target: TargetPart, result: ResultPart) -> bool:
    return target.number is None or result.number is None or target.number == result.number


def _says_year(result: ResultPart, year: int | None) -> bool:
    """Whether the words themselves date the figure to the year reported, and do not call it cumulative."""
    return re.search(rf"{year}\s*年", result.text) is not None and re.search(r"累計|累積|全程|截至", result.text) is None


def year_beyond_cumulative_target(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """The year alone exceeds what was expected of the whole phase."""
    if row.period is not None and row.period[0] == row.period[1]:
        return
    for label, target, _ in pairs_of(row):
        if not is_over_years(target) or target.value is None or target.comparator is not Comparator.AT_LEAST or target.unit == "%":
            continue
        for result in _of_year(row, target, report.year):
            own = figure_in(target, result)
            if own is not None and own > target.value and _same_item(target, result) and _says_year(result, report.year):
                zh = f"{report.year} 年單年 {figure_of(result)} 已超過累計預期 {shown(target.value, target.unit)}"
                en = f"the year alone, {figure_of(result)}, exceeds the cumulative {shown(target.value, target.unit)}"
                yield remark(zh, en, evidence=figure_of(result), part=label)
                break


def cumulative_result_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A cumulative target answered by the year alone; no doubt in the measure's first year."""
    if report.year is None or (row.period is not None and row.period[0] >= report.year):
        return
    for label, target, _ in pairs_of(row):
        if not is_over_years(target) or target.value is None or target.unit == "%":
            continue
        single = [r for r in _of_year(row, target, report.year) if _same_item(target, r) and _says_year(r, report.year)]
        if single and not _over_years(row, target):
            zh = f"預期為累計 {shown(target.value, target.unit)}，成果僅有 {report.year} 年 {figure_of(single[0])}"
            en = f"expected cumulatively: {shown(target.value, target.unit)}; reported for {report.year} alone: {figure_of(single[0])}"
            yield remark(zh, en, evidence=figure_of(single[0]), part=label)


def yearly_result_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A target for each year answered by a figure over several years only."""
    for label, target, _ in pairs_of(row):
        if target.basis != "per_year" or not target.basis_stated or target.value is None or target.unit == "%":
            continue
        over = _over_years(row, target)
        if over and not _of_year(row, target, report.year) and row.period != (report.year, report.year):
            zh = f"預期為每年 {shown(target.value, target.unit)}，成果僅有多年合計 {figure_of(over[0])}，缺 {report.year} 年數字"
            en = f"expected per year: {shown(target.value, target.unit)}; reported over several years only: {figure_of(over[0])}"
            yield remark(zh, en, evidence=figure_of(over[0]), part=label)


def cumulative_below_year(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """What was reached since the start cannot be less than what the year alone reached."""
    for index, over in enumerate(row.results):
        if over.span is None or over.value is None or over.span[0] == over.span[1] or over.unit in (None, "%") or "平均" in over.text:
            continue
        for other in row.results[:index]:
            same = (other.number, other.unit, other.phrase) == (over.number, over.unit, over.phrase)
            if same and other.span == (report.year, report.year) and other.value is not None and other.value > over.value:
                zh = f"累計 {figure_of(over)} 小於 {report.year} 年單年 {figure_of(other)}"
                en = f"cumulative {figure_of(over)} is less than the year's {figure_of(other)}"
                yield remark(zh, en, evidence=figure_of(over), part=over.number)


def result_of_other_year(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """One item of the result dated to a single earlier year."""
    if report.year is None or row.ended:
        return
    for result in row.results:
        if result.span is not None and result.span[0] == result.span[1] and result.span[0] < report.year:
            siblings = [r for r in row.results if r is not result and r.number == result.number and r.span and r.span[1] >= report.year]
            if not siblings:
                zh = f"成果為 {result.span[0]} 年，本表為 {report.year} 年"
                yield remark(
                    zh, f"this result is of {result.span[0]}, the table of {report.year}", evidence=str(result.span[0]), part=result.number
                )


def span_unclear(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A yearly target whose result is a total without its first year (截至, 共計) or twice what a year should bring."""
    for label, target, result in pairs_of(row):
        if target.basis != "per_year" or result is None or result.value is None or target.value is None:
            continue
        whole = _WITHOUT_YEAR.search(result.text)
        own = figure_in(target, result)
        long_enough = row.period is not None and report.year is not None and row.period[0] < report.year
        if not long_enough or re.search(r"1\d\d\s*[-~至]\s*1\d\d", result.text):
            continue
        dated = _YEAR_NAMED.search(row.result_text if whole is None else result.text) is not None and (
            whole is None or whole[0] not in ("截至", "迄今")
        )
        large = own is not None and own >= FAR * target.value and (whole is not None or _DONE.search(row.result_text) is not None)
        if not dated and (large or (whole is not None and whole[0] in ("截至", "迄今"))):
            zh = f"預期為每年 {shown(target.value, target.unit)}，成果 {figure_of(result)} 未載明為 {report.year} 年或累計"
            en = f"expected per year: {shown(target.value, target.unit)}; is {figure_of(result)} of {report.year} or cumulative?"
            yield remark(zh, en, evidence=figure_of(result), part=label)


def total_not_stated(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Only the reader's own sum of several figures reaches the target."""
    for label, target, _ in pairs_of(row):
        if target.value is None or target.unit is None or target.unit in ("%", "元"):
            continue
        single = [
            own
            for result in _of_year(row, target, report.year)
            if (own := figure_in(target, result)) is not None and result.unit == target.unit
        ]
        if len(single) > 1 and max(single) < target.value <= sum(single, Decimal(0)):
            parts = " + ".join(shown(value) for value in single)
            total = shown(sum(single, Decimal(0)), target.unit)
            yield remark(
                f"表中未列合計：{parts} = {total}，合計才達預期",
                f"no total is stated: {parts} = {total}, only the sum reaches the target",
                evidence=parts,
                part=label,
            )


def units_differ(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Another dimension than expected (公秉油當量 and 公噸油當量)."""
    del report
    for label, target, result in pairs_of(row):
        if (
            result is None
            or target.value is None
            or result.value is None
            or target.unit is None
            or result.unit is None
            or same_kind(target, result)
        ):
            continue
        zh = (
            f"預期單位「{target.unit}」與成果單位「{result.unit}」不同（{shown(target.value, target.unit)}／{figure_of(result)}），無法比較"
        )
        yield remark(
            zh,
            f"expected in {target.unit}, reported in {result.unit}: they cannot be compared",
            evidence=f"{target.unit}／{result.unit}",
            part=label,
        )


def off_by_power_of_ten(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    del report
    for label, target, result in pairs_of(row):
        own = figure_in(target, result) if result is not None and target.value else None
        if result is None or own is None or target.value is None or is_total_against_case(target, result):
            continue
        if differ_by_power_of_ten(own, target.value):
            zh = f"成果 {figure_of(result)} 與預期 {shown(target.value, target.unit)} 相差千倍以上，疑漏萬、億等字"
            yield remark(
                zh,
                f"result {figure_of(result)} and expected {shown(target.value, target.unit)} lie 1,000 times apart",
                evidence=figure_of(result),
                part=label,
            )


def per_case_as_total(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A benefit per case answered by a total in the same unit: whether it is reached cannot be seen."""
    del report
    for label, target, result in pairs_of(row):
        if result is None or target.value is None or result.value is None or target.unit == "%":
            continue
        if same_kind(target, result) and is_total_against_case(target, result):
            zh = f"預期為每案 {shown(target.value, target.unit)}，成果 {figure_of(result)} 為總數，請列每案數值"
            en = f"expected per case: {shown(target.value, target.unit)}; {figure_of(result)} is a total: give the figure per case"
            yield remark(zh, en, evidence=figure_of(result), part=label)


def arithmetic_wrong(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    del report
    for text in (row.target_text, row.result_text, row.money_note):
        for slip in slips(text):
            is_, stated = shown(slip.result, slip.unit), shown(slip.stated, slip.unit)
            yield remark(
                f"{slip.formula} = {is_}，表中為 {stated}", f"{slip.formula} = {is_}, the table says {stated}", evidence=slip.formula
            )


def total_of_items_wrong(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A heading with a total (：) and numbered items that break it down in the same unit, one figure each."""
    del report
    if len(row.results) < 3 or row.results[0].number is not None or not _BREAKDOWN.search(row.result_text):
        return
    head, items = row.results[0], row.results[1:]
    if (
        head.value is None
        or any(item.unit != head.unit or item.value is None for item in items)
        or len({item.number for item in items}) != len(items)
    ):
        return
    total = sum((item.value for item in items if item.value is not None), Decimal(0))
    if total != head.value:
        parts = " + ".join(shown(item.value) for item in items)
        zh = f"{parts} = {shown(total, head.unit)}，表中為 {figure_of(head)}"
        yield remark(zh, f"{parts} = {shown(total, head.unit)}, the table says {figure_of(head)}", evidence=parts)


def same_number(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A figure with three or more significant digits that another measure gives too: one of the two may be copied."""
    own = dict(_figures(row))
    for other in report.rows:
        if other is row:
            continue
        for key, figure in _figures(other):
            if key in own:
                zh = f"{own[key]} 與 {other.code} 的數字相同，請確認非誤植或重複計算"
                yield remark(zh, f"{own[key]} stands in {other.code} too: copied, or counted twice?", evidence=figure)
                del own[key]


def _figures(row: MeasureRow) -> Iterator[tuple[tuple[Decimal, str], str]]:
    for part in stated_parts(row.targets, row.results):
        if part.value is not None and part.unit and len(part.value.normalize().as_tuple().digits) >= 3 and part.value >= 100:
            base = part.unit.removesuffix("/年").replace("CO2e", "").removeprefix("公")
            yield (part.value.normalize(), base), shown(part.value, part.unit)
