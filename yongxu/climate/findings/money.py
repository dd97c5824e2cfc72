"""Rules on money: what was executed, at which rate, from which source."""

import re
from collections.abc import Iterator
from decimal import Decimal

from yongxu.climate.findings.pairing import is_of_part_of_year
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.quantities.arithmetic import agrees
from yongxu.quantities.comparing import says_nothing, shown
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.patterns import Pattern

LOW, HIGH = Decimal(80), Decimal(100)
"""A rate outside these bounds needs an explanation (P4: above 100 % or below 80 %)."""
_BARE_AMOUNT = Pattern(
    r"(投資|金額|產值|經費|營收|商機|補助款)[^，。；、\d]{0,6}(\d[\d,.]*\s*[千百十]?[萬億兆])(?=\s*(?:[。，、；;)）以]|$))"
)
_NAMES_ONLY = Pattern(r"(署|局|部|會|司|處|院|公司|市|縣|廠|園區|中心|基金|預算)$")
_LEAST = 4
"""Chinese characters that can hold a reason (物價調整); fewer are a label."""
_WITHOUT_MONEY = Pattern(
    r"免經費|(無|不|毋)(需|須)(另外?)?(編列?|支用|動支)?(經費|預算)|[無未](另外?)?(編列?|支用|動支)(經費|預算)|無經費"
    r"|由(既有|現有)(人力|人員|預算|經費|資源)|自行出資|(業者|廠商|民間)(出資|負擔)"
)
_PRIVATE = Pattern(r"民間|企業自籌|業者")
_STATED = Pattern(
    r"(預算|編列|核定)(數|額|金額|經費)?\s*[:：]?\s*([\d,.]+)\s*([千百萬億]*元).*?(執行|實支|支用)(數|額|金額|經費)?\s*[:：]?\s*([\d,.]+)\s*\4"
)
_MERELY_TOTAL = Pattern(r"^[\s:：、]*[\u3400-\u9fff]{0,6}合計[\s:：]*$")


def is_explained(row: MeasureRow) -> bool:
    """Whether the note says why, in words (三園區合計 only says what was added up, 甲廠：乙廠 whose amounts they are)."""
    note = row.money_note
    for source in row.funding:
        note = note.replace(source, "")
    said = [part for part in re.split(r"[\s:：、]+", note) if not _NAMES_ONLY.search(part)]
    long_enough = any(len(re.findall(r"[\u3400-\u9fff]", part)) >= _LEAST for part in said)
    return not says_nothing(note) and long_enough and not _MERELY_TOTAL.match(note)


def executed_zero(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Silent where the sources say that the measure needs no money."""
    del report
    private = bool(row.funding) and all(_PRIVATE.search(source) for source in row.funding)
    free = private or _WITHOUT_MONEY.search("、".join(row.funding) + row.money_text) is not None
    if row.executed_ntd and not any(row.executed_ntd) and not row.ended and not is_explained(row) and not free:
        yield remark(
            "執行數為 0，但推動期間未結束且未說明", "nothing was executed although the measure runs, and no reason is given", evidence="0"
        )


def rate_unexplained(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Above 100 % or below 80 % without a word of explanation; nothing executed is a finding of its own, and half a year is not a year."""
    rate = row.execution_rate
    if rate is not None and rate < LOW and is_of_part_of_year(row, report):
        return
    if rate is None or LOW <= rate <= HIGH or is_explained(row) or row.ended or (row.executed_ntd and not any(row.executed_ntd)):
        return
    above = rate > HIGH
    zh = f"執行率 {shown(rate, '%')} {'逾' if above else '低於'} {HIGH if above else LOW}%，未說明原因"
    yield remark(
        zh,
        f"execution rate {shown(rate, '%')}, {'above' if above else 'below'} {HIGH if above else LOW}%, unexplained",
        evidence=shown(rate, "%"),
    )


def rate_wrong(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Budget, executed amount and rate of one cell that do not agree: 執行 ÷ 預算 is another rate than printed."""
    del report
    found = _STATED.search(row.money_text)
    if found is None or row.execution_rate is None:
        return
    budget, executed = (Decimal(found[group].replace(",", "").rstrip(".")) for group in (3, 7))
    if not budget:
        return
    rate, step = executed * 100 / budget, Decimal(1).scaleb(min(0, int(row.execution_rate.as_tuple().exponent)))
    if not agrees(rate, row.execution_rate, step):
        is_, stated = shown(rate.quantize(Decimal("0.1")), "%"), shown(row.execution_rate, "%")
        zh = f"{found[7]} ÷ {found[3]} = {is_}，表中執行率為 {stated}"
        yield remark(zh, f"{found[7]} ÷ {found[3]} = {is_}, the table says {stated}", evidence=stated)


def one_rate_for_amounts(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Several amounts, one rate: of which of them?"""
    del report
    head, percent, _ = row.money_text.partition("%")
    if len(re.findall(r"\d[\d,.]*", head)) < (3 if percent else 2):
        return
    if len(row.executed_ntd) > 1 and row.execution_rate is not None and row.money_text.count("%") < 2:
        amounts = "、".join(shown(amount, "元") for amount in row.executed_ntd)
        zh = f"{len(row.executed_ntd)} 筆金額（{amounts}）只有一個執行率 {shown(row.execution_rate, '%')}"
        yield remark(zh, f"{len(row.executed_ntd)} amounts ({amounts}) share one rate {shown(row.execution_rate, '%')}", evidence=amounts)


def amount_unit_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """促進投資 2,000 萬: ten thousand of what?"""
    del report
    for text in (row.target_text, row.result_text):
        for found in _BARE_AMOUNT.finditer(text):
            yield remark(f"金額「{found[2]}」沒有單位（元）", f"the amount “{found[2]}” has no currency unit", evidence=found[2])


def money_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """No amount for a measure that runs, in a table that gives amounts; private investment alone executes no budget."""
    if row.funding and all(_PRIVATE.search(source) or _WITHOUT_MONEY.search(source) for source in row.funding):
        return
    if row.ended or row.executed_ntd or row.execution_rate is not None or row.money_text.strip(" -－—") or not row.results:
        return
    if _says_without_money(row):
        return
    if any(other.executed_ntd for other in report.rows):
        yield remark("未填經費執行數", "no executed amount is given")


def _says_without_money(row: MeasureRow) -> bool:
    """Whether the row says that nothing is spent: 由既有人力辦理，未另編列經費."""
    return not row.executed_ntd and _WITHOUT_MONEY.search(row.money_text + row.money_note) is not None


def funding_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """Also of an ended measure where the table names the source of other ended ones."""
    if row.funding or not any(other.funding for other in report.rows) or _says_without_money(row):
        return
    if not row.ended or any(other.funding for other in report.rows if other.ended):
        yield remark("未列經費來源", "no funding source is named")
