"""Every column of the headers in families.txt is read for what it means.

The headers are those of execution tables of other ministries and cities: one or two lines, 民國 and CE years, units in brackets, money as
budget and as spent. The meanings were written before any of them was recognised: see tests/tables/README.md for the share at first sight.
"""

from decimal import Decimal

import pytest

from tests.documents.families import families, misread
from tests.documents.grids import grid
from yongxu.climate import imports as measures
from yongxu.documents.layout import recognise
from yongxu.indicators import imports as indicators
from yongxu.quantities.verdicts import Verdict

WRITTEN = families("families.txt")


@pytest.mark.parametrize("family", WRITTEN, ids=lambda family: family.name)
def test_columns_of_the_family_are_known(family):
    heading = recognise(family.table(), (indicators.LAYOUT, measures.LAYOUT))
    assert heading is not None
    assert heading.layout.kind == family.kind
    assert misread(family, heading.keys) == []


LAYOUTS = (indicators.LAYOUT, measures.LAYOUT)


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
