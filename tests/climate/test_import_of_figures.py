"""What a measure cost and brought, and when: money, funding, reductions, periods, targets, from the cells of a table."""

from decimal import Decimal

import pytest

from tests.climate.programmes import HEADER, amounts, cells, measure, problems, rate_of, read
from yongxu.climate.imports.emissions import emission_reduction
from yongxu.climate.rows import EmissionReduction
from yongxu.quantities.results import read_results


def reduction(text: str) -> tuple[str | None, str | None, str | None]:
    found = emission_reduction(read_results(text, roc_year=113, first_year=110), text, 113)
    year, cumulative = (None if value is None else format(value.normalize(), "f") for value in (found.year, found.cumulative))
    return year, cumulative, found.kind


@pytest.mark.parametrize(
    ("cell", "executed", "rate", "note"),
    [
        ("500(98%)", ("5000000",), "98", ""),
        ("500\n(98.2%)", ("5000000",), "98.2", ""),
        ("500（執行率：98％）", ("5000000",), "98", ""),
        ("4,909.4(98.2%)", ("49094000",), "98.2", ""),
        ("500", ("5000000",), None, ""),
        ("500萬元(98%)", ("5000000",), "98", ""),
        ("1,200千元(100%)", ("1200000",), "100", ""),
        ("5億元", ("500000000",), None, ""),
        ("500 元", ("500",), None, ""),
        ("NT$ 3 億", ("300000000",), None, ""),
        ("0", ("0",), None, ""),
        ("0(0%)", ("0",), "0", ""),
        ("-", (), None, ""),
        ("", (), None, ""),
        ("免經費", (), None, "免經費"),
        ("甲園區 300(90%)\n乙園區 200(90%)", ("3000000", "2000000"), "90", "甲園區乙園區"),
        ("甲 300(90%)\n乙 200(80%)", ("3000000", "2000000"), None, "甲乙"),
        ("中央 300、地方 200", ("3000000", "2000000"), None, "中央、地方"),
        ("三園區合計 900(95%)", ("9000000",), "95", "三園區合計"),
        ("500\n因天候延後，保留款 20 萬元", ("5000000",), None, "因天候延後，保留款 20 萬元"),
        ("預算 2,000萬元 執行 1,500萬元 執行率 75%", ("15000000",), "75", ""),
        ("編列 520，已支用 500 (96.2%)", ("5000000",), "96.2", ""),
        ("核定：520\n實支：500", ("5000000",), None, ""),
        ("約 500", ("5000000",), None, ""),
        ("已核銷500", ("5000000",), None, ""),
        ("累計執行 500", ("5000000",), None, ""),
        ("500（含112年保留款200）", ("5000000",), None, "含112年保留款200"),
        ("500(98%) 7 家用戶未完成驗收及請款作業", ("5000000",), "98", "7 家用戶未完成驗收及請款作業"),
        ("預算數：520\n執行數：500\n執行率：96.2%\n說明：驗收延後。", ("5000000",), "96.2", "驗收延後。"),
        ("執行數：500\n落後原因：驗收延後。", ("5000000",), None, "驗收延後。"),
        ("500(85%)\n差異說明：驗收延後。", ("5000000",), "85", "驗收延後。"),
        ("500(85%) 備註：驗收延後。", ("5000000",), "85", "驗收延後。"),
        ("示範署：300\n示範縣：200", ("3000000", "2000000"), None, "示範署；示範縣"),
        ("示範署：300示範縣：200", ("3000000", "2000000"), None, "示範署；示範縣"),
    ],
)
def test_money_cell_holds_amounts_rate_and_explanation(cell, executed, rate, note):
    row = measure(money=cell)
    assert (row.executed_ntd, row.execution_rate, row.money_note) == (amounts(*executed), rate_of(rate), note)


@pytest.mark.parametrize(
    ("unit", "executed"),
    [("元", "5"), ("千元", "5000"), ("萬元", "50000"), ("百萬元", "5000000"), ("千萬元", "50000000"), ("億元", "500000000")],
)
def test_unit_of_money_is_the_one_of_the_header_or_above_the_table(unit, executed):
    assert measure({"money": f"經費執行({unit})"}, money="5").executed_ntd == amounts(executed)
    above = ("示範行動方案113年執行情形", f"單位：{unit}")
    assert measure({"money": "經費執行"}, heading=above, money="5").executed_ntd == amounts(executed)


def test_amount_without_any_unit_is_named():
    report = read(cells(), header={**HEADER, "money": "經費執行"})
    assert report.rows[0].executed_ntd == amounts("500")
    assert problems(report) == [("row 2", "an amount without a unit was taken as 元: 500")]


@pytest.mark.parametrize(
    ("money", "rate", "note", "expected"),
    [
        ("500", "98%", "驗收延後", (("5000000",), "98", "驗收延後")),
        ("500", "98", "", (("5000000",), "98", "")),
        ("500", "98%\n驗收延後", "", (("5000000",), "98", "驗收延後")),
        ("500", "98%\n驗收延後", "另案辦理", (("5000000",), "98", "驗收延後\n另案辦理")),
        ("500", "-", "", (("5000000",), None, "")),
        ("-", "98%", "", ((), "98", "")),
        ("-", "-", "無", ((), None, "")),
        ("-", "-", "未編列", ((), None, "未編列")),
    ],
)
def test_rate_and_explanation_may_have_columns_of_their_own(money, rate, note, expected):
    header = {**HEADER, "money": "113年經費執行(萬元)", "rate": "執行率", "note": "執行率說明"}
    (row,) = read([*cells(money=money), rate, note], header=header).rows
    executed, percent, said = expected
    assert (row.executed_ntd, row.execution_rate, row.money_note) == (
        amounts(*executed),
        rate_of(percent),
        said,
    )


@pytest.mark.parametrize(
    ("cell", "funding"),
    [
        ("公務預算", ("公務預算",)),
        ("公務預算、示範基金", ("公務預算", "示範基金")),
        ("公務預算；示範基金", ("公務預算", "示範基金")),
        ("公務預算\n示範基金", ("公務預算", "示範基金")),
        ("公務預算及示範基金", ("公務預算", "示範基金")),
        ("民間投資/公務預算", ("民間投資", "公務預算")),
        ("公務\n預算", ("公務預算",)),
        ("-", ()),
        ("無", ()),
        ("", ()),
    ],
)
def test_sources_of_funding_are_divided(cell, funding):
    assert measure(funding=cell).funding == funding


@pytest.mark.parametrize(
    ("header", "cell", "tonnes"),
    [("113年減碳量(公噸CO2e)", "52,300", "52300"), ("113年減碳量", "5.2 萬公噸CO2e", "52000"), ("113年減碳量", "52,300", None)],
)
def test_reduction_of_the_year_may_have_a_column_of_its_own(header, cell, tonnes):
    (row,) = read([*cells(), cell], header={**HEADER, "co2e": header}).rows
    assert row.co2e.year == rate_of(tonnes)


@pytest.mark.parametrize(
    ("result", "ended", "count"),
    [
        ("本計畫僅執行至111年", True, 0),
        ("已於 112 年執行完畢", True, 0),
        ("推動期程已結束", True, 0),
        ("本措施執行至 112 年止", True, 0),
        ("自 113 年起併入 1.1.2 辦理", True, 0),
        ("本措施僅執行至2023年", True, 0),
        ("-(本措施僅辦理至西元 2023 年)", True, 0),
        ("已於 2023 年底執行完畢", True, 0),
        ("本計畫已於 112 年 12 月全數辦理完竣", True, 0),
        ("推動期程至 2023 年底止", True, 0),
        ("於112年底如期結案", True, 0),
        ("-(112年度已完工，113年起免列管)", True, 0),
        ("112 年已全數完成，解除列管", True, 0),
        ("輔導 45 家，112 年已完成 12 家", False, 2),
        ("輔導 45 家，已於 113 年底完成", False, 1),
        ("輔導 45 家", False, 1),
    ],
)
def test_measure_that_ran_out_has_no_results(result, ended, count):
    row = measure(result=result)
    assert (row.ended, len(row.results), row.result_text) == (ended, count, result)


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("110-114", (110, 114)),
        ("110年～114年", (110, 114)),
        ("民國110年至114年", (110, 114)),
        ("110年1月至114年12月", (110, 114)),
        ("110\n-\n114", (110, 114)),
        ("2021-2025", (110, 114)),
        ("99-113", (99, 113)),
        ("113", (113, 113)),
        ("", None),
    ],
)
def test_period_in_roc_years(cell, period):
    assert measure(period=cell).period == period


def test_period_gives_cumulative_results_their_first_year():
    assert measure(result="累計輔導 120 家", period="111-114").results[0].span == (111, 113)


@pytest.mark.parametrize(
    ("result_header", "heading", "year"),
    [
        ("113年執行成果", (), 113),
        ("2024年執行成果", (), 113),
        ("執行成果", ("示範部門行動方案112年執行情形",), 112),
        ("執行成果", ("附件", "示範方案2023年執行情形"), 112),
        ("執行成果", (), None),
    ],
)
def test_year_reported_is_the_one_of_the_columns_else_of_the_title(result_header, heading, year):
    assert read(cells(), header={**HEADER, "result": result_header}, heading=heading).year == year


def test_target_column_with_a_year_gives_its_basis():
    assert [part.basis for part in measure({"target": "113年預期效益"}).targets] == ["by_year:113"]
    assert [part.basis for part in measure().targets] == ["phase"]


def test_blank_target_and_result_have_no_parts():
    row = measure(target="-", result="-", plan="-")
    assert (row.targets, row.results, row.pairs, row.target_text, row.result_text, row.plan) == ((), (), (), "", "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("輔導 45 家", (None, None, None)),
        ("回收 500 公噸", (None, None, None)),
        ("減碳 500 公噸CO2e", ("500", None, "unspecified")),
        ("減碳 500 公噸", ("500", None, "unspecified")),
        ("減碳 2 萬公噸 CO₂e", ("20000", None, "unspecified")),
        ("減碳 500 公斤CO2e", ("0.5", None, "unspecified")),
        ("溫室氣體減量 500 公斤", ("0.5", None, "unspecified")),
        ("減碳 500 公噸CO2e/年", ("500", None, "unspecified")),
        ("減碳 2 萬公噸CO2e，累計減碳 5 萬公噸CO2e", ("20000", "50000", "unspecified")),
        ("累計減碳 400 公噸CO2e，歷年減碳 450 公噸CO2e", (None, "450", "unspecified")),
        ("甲項減碳 300 公噸CO2e、乙項減碳 200 公噸CO2e", ("500", None, "unspecified")),
        ("合計減碳 500 公噸CO2e，甲項減碳 300 公噸CO2e、乙項減碳 200 公噸CO2e", ("500", None, "unspecified")),
        ("合計減碳 600 公噸CO2e，甲項減碳 300 公噸CO2e、乙項減碳 200 公噸CO2e", ("1100", None, "unspecified")),
        ("減碳潛力 500 公噸CO2e", ("500", None, "potential")),
        ("實質減碳 500 公噸CO2e", ("500", None, "realised")),
        ("預估減碳 500 公噸CO2e", ("500", None, "expected")),
        ("節電潛力 300 萬度，減碳 500 公噸CO2e", ("500", None, "potential")),
        ("減碳 500 公噸CO2e(經查證)", ("500", None, "realised")),
    ],
)
def test_emission_reduction_by_span_and_kind(text, expected):
    assert reduction(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("輔導 45 家", None),
        ("減碳 500 公噸CO2e", None),
        ("113 年減碳 500 公噸CO2e", None),
        ("113年減碳500公噸CO2e", None),
        ("全年減碳 500 公噸CO2e", None),
        ("當年減碳 500 公噸CO2e", None),
        ("合計減碳 500 公噸CO2e", None),
        ("每年減碳 500 公噸CO2e", "per_year"),
        ("年減碳 500 公噸CO2e", "per_year"),
        ("年減碳量 500 公噸CO2e", "per_year"),
        ("輔導 3 家，年可減少 500 公噸CO2e", "per_year"),
        ("可減少 500 公噸CO2e/年", "per_year"),
        ("一次性減碳 500 公噸CO2e", "one_off"),
        ("113 年累計減碳 500 公噸CO2e", "cumulative"),
        ("共減碳 500 公噸CO2e", "cumulative"),
        ("共同減碳 500 公噸CO2e", None),
        ("110 至 113 年減碳 500 公噸CO2e", "cumulative"),
        ("每年可減碳 300 公噸CO2e、另減碳 200 公噸CO2e", "mixed"),
        ("每年可減碳 300 公噸CO2e、每年另減碳 200 公噸CO2e", "per_year"),
        ("每年減碳 500 公噸CO2e，甲項減碳 300 公噸CO2e、乙項減碳 200 公噸CO2e", "per_year"),
    ],
)
def test_emission_reduction_is_per_year_once_or_a_sum_where_the_row_says_so(text, expected):
    assert emission_reduction(read_results(text, roc_year=113, first_year=110), text, 113).recurrence == expected


def test_emission_reduction_stands_in_the_row():
    assert measure(result="實質減碳 500 公噸CO2e").co2e == EmissionReduction(Decimal(500), None, "realised")
    assert measure().co2e == EmissionReduction(None, None, None)


def test_target_column_of_a_later_year_is_read_where_there_is_no_other():
    row = measure({**HEADER, "target": "114年預期效益"})
    assert [(part.value, part.basis) for part in row.targets] == [(Decimal(80), "by_year:114")]


@pytest.mark.parametrize(
    ("cell", "executed", "funding"),
    [
        ("中央補助款：384\n縣配合款：96", ("3840000", "960000"), ("中央補助款", "縣配合款")),
        ("縣預算：384\n災害防救基金：96", ("3840000", "960000"), ("縣預算", "災害防救基金")),
        ("公益彩券盈餘：384", ("3840000",), ("公益彩券盈餘",)),
        ("統籌分配稅款：384、企業捐款：96", ("3840000", "960000"), ("統籌分配稅款", "企業捐款")),
        ("電源開發回饋金：384；自償性財源：96", ("3840000", "960000"), ("電源開發回饋金", "自償性財源")),
        ("空氣污染防制費：384", ("3840000",), ("空氣污染防制費",)),
    ],
)
def test_sources_may_stand_before_their_amounts_beside_an_explanation(cell, executed, funding):
    header = {**HEADER, "money": "113年經費實支數(萬元)", "funding": "執行率未達90%或逾100%說明"}
    (row,) = read(cells(money=cell, funding="驗收延後。"), header=header).rows
    assert (row.executed_ntd, row.funding, row.money_note) == (amounts(*executed), funding, "驗收延後。")


@pytest.mark.parametrize(
    ("cell", "year", "cumulative", "kind", "recurrence"),
    [
        ("實質減碳4.6萬公噸CO2e，2022-2024年累計11.2萬公噸CO2e", "46000", "112000", "realised", None),
        ("113年減碳 4.6 萬公噸，110-113年累計 11.2 萬公噸", "46000", "112000", "unspecified", None),
        ("減碳潛力1,150公噸CO2e/年", "1150", None, "potential", "per_year"),
        ("預期減碳6.3萬公噸CO2e", "63000", None, "expected", None),
        ("每年可減碳 350 公噸", "350", None, "unspecified", "per_year"),
        ("350", "350", None, "unspecified", None),
        ("－", None, None, None, None),
    ],
)
def test_column_of_reductions_may_speak_in_words(cell, year, cumulative, kind, recurrence):
    (row,) = read([*cells(), cell], header={**HEADER, "co2e": "113年減碳效益(公噸CO2e)"}).rows
    assert (row.co2e.year, row.co2e.cumulative, row.co2e.kind) == (rate_of(year), rate_of(cumulative), kind)
    assert row.co2e.recurrence == recurrence


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("核發 823 件，預估可節電 1.95 億度/年、節水 812 萬公噸/年、減碳 9.63 萬公噸 CO2e/年", "expected"),
        ("預期效益為節電 3 萬度、減碳 15 公噸 CO2e", "expected"),
        ("實際減碳及節電 3 萬度、減少 15 公噸 CO2e", "realised"),
        ("預估節電 3 萬度，減碳 15 公噸 CO2e", "unspecified"),
        ("預估節電 3 萬度、實質減碳 15 公噸 CO2e", "realised"),
    ],
)
def test_word_at_the_head_of_a_list_holds_for_all_of_it(text, kind):
    assert reduction(text)[2] == kind


@pytest.mark.parametrize("header", ["第二期量化目標(110~114年)", "預期效益(110-114年)", "110至114年目標"])
def test_target_of_a_whole_phase_names_no_year(header):
    report = read(cells(), header={**HEADER, "target": header}, heading=("示範方案113年執行情形",))
    assert (report.year, report.rows[0].targets[0].basis) == (113, "phase")


@pytest.mark.parametrize(
    "target",
    [f"每{what}減碳 1.8 公噸 CO2e" for what in ("公頃", "公噸", "輛", "一家", "株", "座", "度電表", "趟", "戶", "案場", "單位")],
)
def test_effect_of_each_one_is_per_case(target):
    assert measure(target=target).targets[0].basis == ("per_case" if "度電表" not in target else "phase")
