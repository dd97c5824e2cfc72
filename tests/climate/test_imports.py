"""What a measure is: its names, codes, strategy, agencies and element, from the cells of a table."""

import pytest

from tests.climate.programmes import HEADER, ROW, cells, measure, problems, read
from yongxu.climate.rows import Strategy


@pytest.mark.parametrize(
    ("cell", "agencies", "co_agencies"),
    [
        ("示範署", ("示範署",), ()),
        ("示範署、示範局", ("示範署", "示範局"), ()),
        ("示範署\n示範局", ("示範署", "示範局"), ()),
        ("示範署及示範局", ("示範署", "示範局"), ()),
        ("示範署(示範局)", ("示範署",), ("示範局",)),
        ("示範署\n(示範局、示範處)", ("示範署",), ("示範局", "示範處")),
        ("主辦：示範署\n協辦：示範局、示範處", ("示範署",), ("示範局", "示範處")),
        ("主辦：示範署\n協辦：無", ("示範署",), ()),
        ("示範署\n共同推動：示範局", ("示範署",), ("示範局",)),
        ("各直轄市、縣(市)政府", ("各直轄市、縣(市)政府",), ()),
        ("各直轄市及縣(市)政府", ("各直轄市及縣(市)政府",), ()),
        ("直轄市、縣(市)政府", ("直轄市、縣(市)政府",), ()),
        ("示範署(各直轄市及各縣(市)政府、示範局)", ("示範署",), ("各直轄市及各縣(市)政府", "示範局")),
        ("示範署(各直轄市、縣(市)政府)", ("示範署",), ("各直轄市、縣(市)政府",)),
    ],
)
def test_lead_and_co_agencies_of_one_cell(cell, agencies, co_agencies):
    row = measure(agency=cell)
    assert (row.agencies, row.co_agencies) == (agencies, co_agencies)


def test_co_agencies_may_have_a_column_of_their_own():
    header = {**HEADER, "co_agency": "協辦機關"}
    (row,) = read([*cells(agency="示範署(示範局)"), "示範處、示範所"], header=header).rows
    assert (row.agencies, row.co_agencies) == (("示範署",), ("示範局", "示範處", "示範所"))


def test_name_of_an_agency_that_a_printed_line_broke_is_one_name():
    report = read(cells(agency="示範部示範\n永續署"), wrapped=True)
    assert report.rows[0].agencies == ("示範部示範永續署",)


@pytest.mark.parametrize(
    ("cell", "code", "is_new"),
    [
        ("1.1.1 示範措施", "1.1.1", False),
        ("1.1.1：示範措施", "1.1.1", False),
        ("1.1.1示範措施", "1.1.1", False),
        ("１．１．１ 示範措施", "1.1.1", False),
        ("A-1.1.1 示範措施", "A-1.1.1", False),
        ("1.1.1 示範措施(新增)", "1.1.1", True),
        ("1.1.1 示範措施（113年新增措施）", "1.1.1", True),
        ("1.1.1 示範措施【新增】", "1.1.1", True),
        ("1.1.1 示範措施 *新增", "1.1.1", True),
        ("1.1.1 示範措施〔新增〕", "1.1.1", True),
    ],
)
def test_code_and_name_of_a_measure_and_whether_it_is_new(cell, code, is_new):
    row = measure(measure=cell)
    assert (row.code, row.name, row.is_new) == (code, "示範措施", is_new)


def test_code_may_stand_behind_the_name():
    (row,) = read(cells(measure="示範措施\n1.1.1")).rows
    assert (row.code, row.name) == ("1.1.1", "示範措施")
    (row,) = read(cells(measure="示範措施\n1.1.1 (新增)")).rows
    assert (row.code, row.name, row.is_new) == ("1.1.1", "示範措施", True)


@pytest.mark.parametrize(("cell", "is_new"), [("是", True), ("V", True), ("✓", True), ("新增", True), ("否", False), ("", False)])
def test_column_may_say_that_a_measure_is_new(cell, is_new):
    (row,) = read([*cells(), cell], header={**HEADER, "new": "是否新增"}).rows
    assert row.is_new is is_new


@pytest.mark.parametrize("element", ["減緩", "調適", "能力建構", "減緩、調適"])
def test_element_is_one_of_the_known_ones(element):
    assert measure(element=element).element == element
    assert measure(element="").element is None


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        ("1.1 示範策略", Strategy("1.1", "示範策略")),
        ("推動策略1.1：示範\n策略", Strategy("1.1", "示範策略")),
        ("1 示範策略", Strategy("1", "示範策略")),
        ("一、示範策略", Strategy("一", "示範策略")),
        ("示範策略", Strategy(None, "示範策略")),
        ("", Strategy(None, "")),
    ],
)
def test_strategy_with_and_without_a_code(strategy, expected):
    assert measure(strategy=strategy).strategy == expected


def test_strategy_is_carried_forward_until_another_is_printed():
    rows = read(cells(), cells(strategy="", measure="1.1.2 乙"), cells(strategy="1.2 另策略", measure="1.2.1 丙")).rows
    assert [(row.code, row.strategy) for row in rows] == [
        ("1.1.1", Strategy("1.1", "示範策略")),
        ("1.1.2", Strategy("1.1", "示範策略")),
        ("1.2.1", Strategy("1.2", "另策略")),
    ]


@pytest.mark.parametrize(("line", "code"), [("推動策略1：示範策略", "1"), ("一、示範策略", "一"), ("1.1 示範策略", "1.1")])
def test_strategy_printed_over_the_whole_row_belongs_to_the_rows_below(line, code):
    report = read([line] * len(HEADER), cells(strategy=""))
    assert [(row.strategy, report.problems) for row in report.rows] == [(Strategy(code, "示範策略"), ())]


def test_name_of_a_strategy_torn_by_a_page_is_whole_in_all_its_rows():
    report = read(cells(strategy="1.1 示範策"), cells(strategy="略全名", measure="1.1.2 乙"))
    assert [row.strategy for row in report.rows] == [Strategy("1.1", "示範策略全名")] * 2
    assert problems(report) == [("row 3", "a strategy's name torn by a page break was joined to the row before: 略全名")]


def test_row_that_a_page_tore_is_one_measure():
    rest = {**dict.fromkeys(ROW, ""), "plan": "推廣計畫", "result": "85 家"}
    report = read(cells(plan="辦理示範", result="輔導中小企業"), list(rest.values()), pages=(1, 1, 2))
    assert [(row.plan, row.result_text) for row in report.rows] == [("辦理示範推廣計畫", "輔導中小企業85 家")]
    assert report.problems == ()


def test_name_and_plan_in_one_cell_are_divided_at_the_line_end():
    shifted = cells(strategy="", measure="1.1.1 示範措施\n辦理示範推廣工作並邀集團體參與")
    del shifted[2]
    report = read([*shifted, ""])
    assert [(row.name, row.plan, row.element, row.agencies) for row in report.rows] == [
        ("示範措施", "辦理示範推廣工作並邀集團體參與", "減緩", ("示範署",))
    ]
    assert [place for place, _ in problems(report)] == ["row 2"]


def test_measures_without_codes_are_numbered_and_named():
    header = {key: text for key, text in HEADER.items() if key != "strategy"}
    rows = [cells(measure=name)[1:] for name in ("甲措施", "乙措施")]
    report = read(*rows, header=header)
    assert [(row.code, row.name) for row in report.rows] == [("1", "甲措施"), ("2", "乙措施")]
    assert problems(report) == [
        ("row 2", "the measure has no code and was numbered 1: 甲措施"),
        ("row 3", "the measure has no code and was numbered 2: 乙措施"),
    ]


def test_code_may_have_a_column_of_its_own():
    (row,) = read(["1.1.1", *cells(measure="示範措施")[1:]], header={**HEADER, "strategy": "編號"}).rows
    assert (row.code, row.name, row.strategy) == ("1.1.1", "示範措施", Strategy(None, ""))


def test_strategy_name_repeated_in_part_changes_nothing():
    report = read(cells(strategy="1.1 示範策略"), cells(strategy="策略", measure="1.1.2 乙"))
    assert [row.strategy for row in report.rows] == [Strategy("1.1", "示範策略")] * 2
    assert report.problems == ()


def test_number_that_is_not_of_this_measure_begins_no_strategy():
    report = read(cells(), cells(strategy="2 個月檢討", measure="1.1.2 乙"))
    assert [row.strategy for row in report.rows] == [Strategy("1.1", "示範策略")] * 2
