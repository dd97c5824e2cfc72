"""Every column of the headers in families.txt is read for what it means.

The headers are those of execution tables of other ministries and cities: one or two lines, 民國 and CE years, units in brackets, money as
budget and as spent. The meanings were written before any of them was recognised: see tests/tables/README.md for the share at first sight.
"""

from decimal import Decimal

import pytest

from tests.documents.families import families, misread
from tests.documents.grids import grid
from yongxu.climate import imports as measures
from yongxu.climate.layout import LAYOUT as MEASURES
from yongxu.documents.layout import recognise
from yongxu.documents.readers.text import read_lines
from yongxu.indicators import imports as indicators
from yongxu.indicators.layout import LAYOUT as INDICATORS
from yongxu.quantities.verdicts import Verdict

WRITTEN = families("families.txt")


@pytest.mark.parametrize("family", WRITTEN, ids=lambda family: family.name)
def test_columns_of_the_family_are_known(family):
    heading = recognise(family.table(), (INDICATORS, MEASURES))
    assert heading is not None
    assert heading.layout.kind == family.kind
    assert misread(family, heading.keys) == []


LAYOUTS = (INDICATORS, MEASURES)


def test_header_that_lacks_the_result_is_read_by_its_cells_and_says_so():
    table = grid(
        [
            ["核心目標", "指標", "甲欄", "乙欄", "主辦機關"],
            ["健康", "1.1.1 示範服務", "80人次以上", "85人次", "示範部"],
            ["健康", "1.1.2 示範宣導", "20場以上", "15場", "示範署"],
        ]
    )
    heading = recognise(table, LAYOUTS)
    assert heading is not None
    assert heading.keys == ("goal", "indicator", "target", "actual", "agency")
    report = indicators.read_report(table, heading)
    assert [row.verdict for row in report.rows] == [Verdict.MET, Verdict.MISSED]
    assert ["甲欄" in problem.message.zh or "乙欄" in problem.message.zh for problem in report.problems] == [True, True]


def test_header_that_names_too_little_is_not_guessed():
    assert recognise(grid([["指標", "甲欄"], ["1.1.1 示範", "80人次"], ["1.1.2 示範", "9場"]]), LAYOUTS) is None


@pytest.mark.parametrize(
    ("header", "executed"),
    [
        ("預算數(千元)", ()),
        ("核定經費(千元)", ()),
        ("經費需求(千元)", ()),
        ("113年度經費(千元)", (Decimal(1200000),)),
        ("執行數(千元)", (Decimal(1200000),)),
    ],
)
def test_budget_never_stands_in_for_money_spent(header, executed):
    table = grid([["編號", "推動措施", "預期效益", "執行成果", header], ["1.1.1", "示範服務", "服務80人次", "服務85人次", "1,200"]])
    heading = recognise(table, LAYOUTS)
    assert heading is not None
    report = measures.read_report(table, heading)
    assert report.rows[0].executed_ntd == executed
    assert any(header[:4] in problem.message.zh for problem in report.problems) is (header != "執行數(千元)")


def test_indicators_without_codes_are_numbered_and_named():
    table = grid([["關鍵績效指標", "年度目標值", "實際達成值"], ["示範服務", "80人次以上", "85人次"], ["示範宣導", "20場以上", "15場"]])
    heading = recognise(table, LAYOUTS)
    assert heading is not None
    report = indicators.read_report(table, heading)
    assert [(row.code, row.goal, row.name) for row in report.rows] == [("1", "", "示範服務"), ("2", "", "示範宣導")]
    assert len(report.problems) == 2


def test_goal_on_a_line_without_tabs_is_a_section_and_no_rest_of_a_cell():
    lines = ["示範部113年執行情形表", "指標\t目標\t實績值\t備註", "核心目標6：示範水資源", "6.4.1 示範率\t80%以上\t81%\t依示範署", "統計"]
    lines += ["核心目標7：示範能源", "7.2.1 示範量\t5 MW以上\t6 MW\t"]
    (table,) = read_lines(lines)
    heading = recognise(table, LAYOUTS)
    assert heading is not None
    rows = indicators.read_report(table, heading).rows
    assert [(row.code, row.goal_name, row.remarks) for row in rows] == [("6.4.1", "示範水資源", "依示範署統計"), ("7.2.1", "示範能源", "")]


def test_year_of_which_a_multiple_is_taken_is_not_the_year_of_the_figure():
    table = grid([["指標", "目標", "實績值"], ["6.4.1 示範倍數", "1.5倍以上", "113年為110年之1.8倍"]], heading=("示範部113年執行情形表",))
    heading = recognise(table, LAYOUTS)
    assert heading is not None
    (actual,) = indicators.read_report(table, heading).rows[0].actuals
    assert (actual.value, actual.unit, actual.data_year) == (Decimal("1.8"), "倍", None)
