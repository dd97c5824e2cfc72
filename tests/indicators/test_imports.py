from decimal import Decimal

import pytest

from tests.documents.grids import grid
from yongxu.documents.layout import recognise
from yongxu.indicators.imports import read_report
from yongxu.indicators.layout import LAYOUT
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.labels import split_labels
from yongxu.quantities.statements import LastKnown
from yongxu.quantities.verdicts import Verdict

HEADER = ["核心目標", "對應指標", "2024年目標", "2024年實績值", "備註"]
TITLE = ("示範部113年執行情形表",)


def report(*rows: list[str], header: list[str] = HEADER, **others: object) -> IndicatorReport:
    table = grid([header, *rows], **{"heading": TITLE, **others})
    heading = recognise(table, (LAYOUT,))
    assert heading is not None
    return read_report(table, heading)


def one(*cells: str, header: list[str] = HEADER) -> IndicatorRow:
    read = report(list(cells), header=header)
    assert read.problems == ()
    (row,) = read.rows
    return row


def named(text: str) -> IndicatorRow:
    return one("6：示範目標(示範部)", text, "失業率 80%以下", "失業率 79%", "")


def problems(read: IndicatorReport) -> list[tuple[str, str]]:
    return [(problem.place, problem.message.en) for problem in read.problems]


@pytest.mark.parametrize(
    ("text", "code", "starred"),
    [
        ("6.4.1 示範率", "6.4.1", False),
        ("６．４．１ 示範率", "6.4.1", False),
        ("6.4.1示範率", "6.4.1", False),
        ("6.4.1：示範率", "6.4.1", False),
        ("6.4.1、示範率", "6.4.1", False),
        ("指標 6.4.1：示範率", "6.4.1", False),
        ("指標編號：6.4.1 示範率", "6.4.1", False),
        ("6.e.2 示範率", "6.e.2", False),
        ("6.1 示範率", "6.1", False),
        ("*6.4.1 示範率", "6.4.1", True),
        ("★6.4.1 示範率", "6.4.1", True),
        ("(*)6.4.1 示範率", "6.4.1", True),
        ("6.4.1* 示範率", "6.4.1", True),
        ("6.4.1 示範率*", "6.4.1", True),
        ("6.4.1 示範率※", "6.4.1", True),
        ("6.4.1 示範率(*)", "6.4.1", True),
        ("6.4.1 示範率。", "6.4.1", False),
        ("6.4.1\n示範\n率", "6.4.1", False),
    ],
)
def test_code_and_star_are_read_in_every_style(text, code, starred):
    row = named(text)
    assert (row.code, row.starred, row.name, row.agencies, row.same_as) == (code, starred, "示範率", (), ())


@pytest.mark.parametrize(
    ("tail", "agencies", "note", "same_as"),
    [
        ("(示範署)", ("示範署",), "", ()),
        ("（示範署）", ("示範署",), "", ()),
        ("[示範署]", ("示範署",), "", ()),
        ("【示範部／示範署】", ("示範部", "示範署"), "", ()),
        ("(示範署、示範局)", ("示範署", "示範局"), "", ()),
        ("(示範公司)(示範中心)", ("示範公司", "示範中心"), "", ()),
        ("(各直轄市、縣(市)政府)", ("各直轄市、縣(市)政府",), "", ()),
        (" 主辦機關：示範署", ("示範署",), "", ()),
        ("(主辦：示範署；協辦：示範局)", ("示範署",), "協辦:示範局", ()),
        ("(示範部主辦，示範署填報)", (), "示範部主辦，示範署填報", ()),
        ("(示範署)(示範部主政)", ("示範署",), "示範部主政", ()),
        ("(同指標 12.4.6)", (), "", ("12.4.6",)),
        ("（示範署）（同指標 12.4.6）", ("示範署",), "", ("12.4.6",)),
        ("(同 12.4.6)(示範署)", ("示範署",), "", ("12.4.6",)),
        ("(同 12.4.6、3.9.2)", (), "", ("12.4.6", "3.9.2")),
        ("(同對應指標：6.e.2)", (), "", ("6.e.2",)),
        ("(與指標 3.9.2 併同填報)", (), "", ("3.9.2",)),
    ],
)
def test_brackets_behind_a_name_are_agencies_notes_or_twins(tail, agencies, note, same_as):
    row = named(f"6.4.1 示範率{tail}")
    assert (row.name, row.agencies, row.agency_note, row.same_as) == ("示範率", agencies, note, same_as)


@pytest.mark.parametrize("name", ["示範率(含男女)", "示範率(示範署)年增", "示範率(甲、乙)"])
def test_bracket_that_belongs_to_the_name_stays(name):
    assert (named(f"6.4.1 {name}").name, named(f"6.4.1 {name}").agencies) == (name, ())


def test_twin_that_only_the_remarks_name_is_found():
    row = one("6", "6.4.1 示範率", "80%以下", "81%", "同指標 12.4.6")
    assert (row.same_as, row.remarks) == (("12.4.6",), "同指標 12.4.6")


@pytest.mark.parametrize(
    ("text", "name", "lead"),
    [
        ("6：示範目標", "示範目標", None),
        ("核心目標 06：示範目標(示範部)", "示範目標", "示範部"),
        ("核心目標6 示範目標（示範部主政）", "示範目標", "示範部"),
        ("目標6 示範目標（主政機關：示範部）", "示範目標", "示範部"),
        ("T-SDGs 目標 06：示範目標 主政：示範部", "示範目標", "示範部"),
        ("SDG 6 示範目標", "示範目標", None),
        ("6：示範目標(含水資源)", "示範目標(含水資源)", None),
        ("核心目標6", "", None),
        ("", "", None),
    ],
)
def test_goal_with_and_without_its_lead(text, name, lead):
    row = one(text, "6.4.1 示範率", "80%以下", "79%", "")
    assert (row.goal, row.goal_name, row.goal_lead) == ("6", name, lead)


def test_goal_is_carried_forward_until_another_is_printed():
    rows = report(
        ["6：示範目標(示範部)", "6.4.1 甲率", "80%", "81%", ""],
        ["", "6.4.2 乙率", "80%", "81%", ""],
        ["7：其他目標", "7.1.1 丙率", "80%", "81%", ""],
        ["6", "6.4.3 丁率", "80%", "81%", ""],
        ["", "8.1.1 戊率", "80%", "81%", ""],
    ).rows
    assert [(row.goal, row.goal_name, row.goal_lead) for row in rows] == [
        ("6", "示範目標", "示範部"),
        ("6", "示範目標", "示範部"),
        ("7", "其他目標", None),
        ("6", "示範目標", "示範部"),
        ("8", "", None),
    ]


def test_goal_printed_over_the_whole_row_belongs_to_the_rows_below():
    rows = report(["核心目標6 示範目標(示範部)"] * 5, ["", "6.4.1 甲率", "80%", "81%", ""], ["", "7.1.1 乙率", "80%", "81%", ""]).rows
    assert [(row.goal, row.goal_name, row.goal_lead) for row in rows] == [("6", "示範目標", "示範部"), ("7", "", None)]


def test_indicator_of_another_goal_keeps_the_goal_that_is_printed_beside_it():
    row = one("6：示範目標(示範部)", "7.4.1 示範率", "80%", "81%", "")
    assert (row.code, row.goal) == ("7.4.1", "6")


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        (
            "目標：80%\n實績值：81%\n落後原因：無\n因應對策：無",
            {"target": "80%", "actual": "81%", "lag_reason": "無", "countermeasures": "無"},
        ),
        ("【目標】80%\n【實績】81%", {"target": "80%", "actual": "81%"}),
        ("推動目標：80%\n執行情形：81%", {"target": "80%", "actual": "81%"}),
        ("工作目標：80%\n辦理情形：81%", {"target": "80%", "actual": "81%"}),
        ("全程目標值：80%\n執行成果：81%", {"target": "80%", "actual": "81%"}),
        ("落後檢討：豪雨頻繁。\n後續規劃：加強推廣。", {"lag_reason": "豪雨頻繁。", "countermeasures": "加強推廣。"}),
        ("2024年目標：80%\n2024年實績值：81%", {"target": "80%", "actual": "81%"}),
        ("(一) 目標：80%\n(二) 實績值：81%", {"target": "80%", "actual": "81%"}),
        ("目標\n80%\n實績\n81%", {"target": "80%", "actual": "81%"}),
        ("一、預期目標：80%。二、達成情形：81%。", {"target": "80%。", "actual": "81%。"}),
        ("80%\n差異說明：天候", {"target": "80%", "lag_reason": "天候"}),
        ("目標：80%\n目標：90%", {"target": "80%\x1e90%"}),
        ("目標：\n實績值：81%", {"target": "", "actual": "81%"}),
        ("是否達標：是", {"claim": "是"}),
        ("備註：預計公布", {"remarks": "預計公布"}),
        ("完成 2 項(目標：3 項)", {"target": "完成 2 項(目標:3 項)"}),
        ("推動永續發展目標之宣導", {"target": "推動永續發展目標之宣導"}),
        ("", {}),
    ],
)
def test_labels_inside_a_cell_divide_it(text, sections):
    assert split_labels(text, "target") == sections


@pytest.mark.parametrize(
    "reason", ["未達成原因", "落後原因分析", "檢討說明", "進度落後原因", "落後檢討", "未達標檢討", "落差成因", "未達目標理由"]
)
@pytest.mark.parametrize("remedy", ["因應作為", "改善措施", "精進作法", "策進作為"])
def test_labels_of_other_ministries_are_known(reason, remedy):
    row = one("6.4.1 失業率", f"年度目標值：80%\n執行情形：82%\n{reason}：天候\n{remedy}：加強", header=["對應指標", "目標及執行情形"])
    assert (row.target_text, row.result_text, row.lag_reason, row.countermeasures) == ("80%", "82%", "天候", "加強")
    assert row.verdict is Verdict.MISSED


def test_labels_and_columns_are_put_together():
    row = one("6.4.1 示範率", "80%", "實際值：78%\n落後原因分析：天候", "加強", header=["對應指標", "目標", "執行情形", "改善措施"])
    assert (row.target_text, row.result_text, row.lag_reason, row.countermeasures) == ("80%", "78%", "天候", "加強")


@pytest.mark.parametrize(
    ("unit", "target", "result", "texts", "verdict"),
    [
        ("%", "80以上", "81", ("80%以上", "81%"), Verdict.MET),
        ("人/十萬人(人)", "12.3以下", "12", ("12.3人以下", "12人"), Verdict.MET),
        ("億元", "5以上", "4.2", ("5億元以上", "4.2億元"), Verdict.MISSED),
        ("-", "至少 5", "6", ("至少 5", "6"), Verdict.MET),
        ("", "至少 5", "6", ("至少 5", "6"), Verdict.MET),
        ("%", "再利用率 80%", "81", ("再利用率 80%", "81%"), Verdict.MET),
        ("件", "至少完成修法", "已完成", ("至少完成修法", "已完成"), Verdict.NEEDS_JUDGEMENT),
    ],
)
def test_unit_of_its_own_column_stands_behind_a_bare_number(unit, target, result, texts, verdict):
    row = one("6.4.1 示範事項", unit, target, result, header=["對應指標", "單位", "目標", "實績值"])
    assert ((row.target_text, row.result_text), row.verdict) == (texts, verdict)


@pytest.mark.parametrize("name", ["載客量(億人次)", "載客量(單位：億人次)"])
def test_unit_behind_the_name_stands_behind_a_bare_number(name):
    row = one("", f"6.4.1 {name}", "5", "5.2", "")
    assert (row.name, row.targets[0].value, row.targets[0].unit, row.actuals[0].value) == ("載客量", 500000000, "人次", 520000000)


def test_parts_printed_one_per_row_carry_their_names():
    header = ["對應指標", "分項名稱", "目標", "實績值"]
    (row,) = report(["6.4.1 再利用率", "甲類", "80%", "81%"], ["", "乙類", "70%", "60%"], header=header).rows
    assert (row.target_text, row.result_text) == ("甲類 80%\n乙類 70%", "甲類 81%\n乙類 60%")
    assert (row.pairs, row.verdicts, row.verdict) == ((0, 1), (Verdict.MET, Verdict.MISSED), Verdict.MISSED)


@pytest.mark.parametrize(
    ("result", "claim", "expected"),
    [("81%", "已達標", True), ("81%", "否", False), ("81%，未達標", "是", True), ("81%，已達標", "-", True), ("81%", "", None)],
)
def test_claim_of_its_own_column_goes_before_the_words_of_the_result(result, claim, expected):
    row = one("6.4.1 示範率", "80%", result, claim, header=["對應指標", "目標", "實績值", "是否達標"])
    assert row.claims_met is expected


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("●◐○", [True, None, False]),
        ("●◑", [True, None]),
        ("●○", [None, None]),
        ("○×", [True, False]),
        ("○", [True]),
    ],
)
def test_circles_claim_what_they_say_together(marks, expected):
    rows = [["6 示範", f"6.4.{i} 示範率", "80%", "81%", mark] for i, mark in enumerate(marks, 1)]
    assert [row.claims_met for row in report(*rows, header=[*HEADER[:4], "達成狀況"]).rows] == expected


def test_code_name_and_agency_may_have_columns_of_their_own():
    header = ["編號", "指標名稱", "主辦機關", "目標", "實績值"]
    rows = report(
        ["6.4.1", "甲率", "示範署、示範局", "80%", "81%"],
        ["*6.4.2", "乙率", "主辦：示範署\n協辦：示範局", "80%", "81%"],
        ["6.4.3*", "丙率(示範處)", "", "80%", "81%"],
        ["6.4.4", "6.4.4 丁率(示範處)", "示範署", "80%", "81%"],
        header=header,
    ).rows
    assert [(row.code, row.starred, row.name, row.agencies) for row in rows] == [
        ("6.4.1", False, "甲率", ("示範署", "示範局")),
        ("6.4.2", True, "乙率", ("示範署",)),
        ("6.4.3", True, "丙率", ("示範處",)),
        ("6.4.4", False, "丁率", ("示範署",)),
    ]


def test_remarks_say_when_the_figure_comes_and_what_the_last_one_was():
    row = one("", "6.4.1 再利用率", "80%", "未達統計週期", "預計 2025 年 10 月底公布，2023 年為 78.5%")
    assert (row.verdict, row.expected_on, row.last_known) == (Verdict.NOT_DUE, "2025-10-31", LastKnown("2023", Decimal("78.5"), "%"))


def test_remarks_beside_a_figure_announce_nothing():
    row = one("", "6.4.1 再利用率", "80%", "81%", "預計 2025 年 10 月底公布，2023 年為 78.5%")
    assert (row.verdict, row.expected_on, row.last_known) == (Verdict.MET, None, None)


def test_verdicts_follow_targets_results_and_the_year_reported():
    rows = report(
        ["", "6.4.1 再利用率", "80%", "81%", ""],
        ["", "6.4.2 降低漏水率", "12.77%", "12.78%", ""],
        ["", "6.4.3 再利用率", "119年達 80%", "70%", ""],
        ["", "6.4.4 再利用率", "不適用", "70%", ""],
        ["", "6.4.5 某項", "5%", "6%", ""],
    ).rows
    expected = [Verdict.MET, Verdict.MISSED, Verdict.NOT_DUE, Verdict.NOT_APPLICABLE, Verdict.NEEDS_JUDGEMENT]
    assert [row.verdict for row in rows] == expected
    assert [row.verdicts for row in rows] == [(verdict,) for verdict in expected]


@pytest.mark.parametrize(
    ("header", "title", "year"),
    [
        (["對應指標", "2024年目標", "實績值"], (), 2024),
        (["對應指標", "113年目標", "113年實績值"], ("示範部112年執行情形表",), 2024),
        (["對應指標", "目標", "實績值"], ("示範部112年執行情形表",), 2023),
        (["對應指標", "目標", "實績值"], ("附件", "示範部一一三年執行情形"), 2024),
        (["對應指標", "目標", "實績值"], ("示範部執行情形表",), None),
        (["對應指標", "目標", "實績值"], (), None),
    ],
)
def test_year_reported_is_the_one_of_the_columns_else_of_the_title(header, title, year):
    assert report(["6.4.1 示範率", "80%", "81%"], header=header, heading=title).year == year


def test_row_without_a_target_is_kept_and_named():
    read = report(["6：示範目標", "6.4.1 示範率", "-", "81%", ""])
    assert problems(read) == [("row 2", "this row has no target: 6.4.1示範率")]
    assert [(row.targets, row.pairs, row.verdict, row.result_text) for row in read.rows] == [((), (), Verdict.NEEDS_JUDGEMENT, "81%")]


def test_rows_of_a_table_without_any_code_are_numbered_and_named():
    read = report(["甲率", "80%", "81%"], ["乙率", "90%", "81%"], header=["對應指標", "目標", "實績值"])
    assert [(row.code, row.goal, row.name) for row in read.rows] == [("1", "", "甲率"), ("2", "", "乙率")]
    assert problems(read) == [
        ("row 2", "the indicator has no code and was numbered: 甲率"),
        ("row 3", "the indicator has no code and was numbered: 乙率"),
    ]


def test_title_and_place_are_those_of_the_file():
    read = report(["6", "6.4.1 示範率", "80%", "81%", ""])
    assert (read.title, [row.place for row in read.rows]) == ("示範部113年執行情形表", ["row 2"])


def test_goal_that_cannot_be_read_leaves_the_number_of_the_code():
    row = one("示範目標", "6.4.1 示範率", "80%", "81%", "")
    assert (row.goal, row.goal_name, row.goal_lead) == ("6", "", None)


@pytest.mark.parametrize("named", ["達成情形", "達標情形", "達成狀況", "執行狀況", "執行說明", "辦理說明"])
def test_result_may_stand_under_a_header_that_elsewhere_holds_marks(named: str) -> None:
    read = report(
        ["6.1 示範率", "80%以上", "81%", ""],
        ["6.2 示範數", "100 件以上", "95 件", "示範原因延後。"],
        header=["對應指標", "2024年目標", named, "未達成原因"],
    )
    assert [row.verdict for row in read.rows] == [Verdict.MET, Verdict.MISSED]


def test_marks_beside_a_result_stay_what_the_agency_claims() -> None:
    read = report(
        ["6.1 示範率", "80%以上", "81%", "○"],
        ["6.2 示範數", "100 件以上", "95 件", "×"],
        header=["對應指標", "年度目標", "達成情形", "自評結果"],
    )
    assert [(row.verdict, row.claims_met) for row in read.rows] == [(Verdict.MET, True), (Verdict.MISSED, False)]
