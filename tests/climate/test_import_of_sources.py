"""Money printed in a column for each source, and amounts that marks of the header tell apart."""

import pytest

from tests.climate.programmes import HEADER, amounts, measure, rate_of
from tests.documents.grids import grid
from yongxu.climate.imports import read_report
from yongxu.climate.imports.money import executed_of
from yongxu.climate.layout import LAYOUT
from yongxu.climate.rows import MeasureRow
from yongxu.documents.layout import recognise

FIRST = ["編號", "措施名稱", "年度目標", "辦理情形"]
ROWS = [
    ["1.1.1", "示範措施", "輔導 80 家", "輔導 85 家"],
    ["1.1.2", "另一措施", "輔導 20 家", "輔導 25 家"],
    ["1.1.3", "第三措施", "輔導 10 家", "輔導 12 家"],
]


def money_of(above: list[str], below: list[str], *rows: list[str]) -> list[tuple[MeasureRow, ...]]:
    header = [[*FIRST, *above]] + ([[*["" for _ in FIRST], *below]] if below else [])
    table = grid([*header, *([*start, *row] for start, row in zip(ROWS, rows, strict=False))])
    heading = recognise(table, (LAYOUT,))
    assert heading is not None
    return [(row.executed_ntd, row.funding, row.execution_rate) for row in read_report(table, heading).rows]


EXPECTED = [
    (amounts("24500000", "6200000"), ("公務預算", "示範基金"), rate_of("98")),
    (amounts("15800000"), ("公務預算",), rate_of("91.5")),
    (amounts("310000000"), ("示範基金",), rate_of("99")),
]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["經費支用(千元)", "", "執行率(%)"], ["公務預算", "示範基金", ""]),
        (["實支數(千元)", "", "執行率(%)"], ["公務預算", "示範基金", ""]),
        (["年度經費執行數\n（單位：千元）", "", "執行率(%)"], ["公務預算", "示範基金", ""]),
        (["公務預算執行數(千元)", "示範基金執行數(千元)", "執行率(%)"], []),
        (["113年決算數(千元)-公務預算", "113年決算數(千元)-示範基金", "執行率(%)"], []),
        (["經費(千元)", "", "執行率(%)"], ["公務預算", "示範基金", ""]),
        (["公務預算(千元)", "示範基金(千元)", "執行率(%)"], []),
    ],
)
def test_columns_of_sources_are_amounts_with_their_sources(above, below):
    assert money_of(above, below, ["24,500", "6,200", "98"], ["15,800", "-", "91.5"], ["", "310,000", "99"]) == EXPECTED


def test_total_beside_the_sources_is_not_counted_twice():
    above, below = ["執行數(千元)", "", "", "執行率(%)"], ["公務預算", "示範基金", "合計", ""]
    rows = ["24,500", "6,200", "30,700", "98"], ["15,800", "0", "15,800", "91.5"], ["-", "310,000", "310,000", "99"]
    assert money_of(above, below, *rows) == EXPECTED


def test_of_budget_and_execution_by_source_the_execution_counts():
    above, below = ["預算數(千元)", "", "執行數(千元)", "", "執行率(%)"], ["公務預算", "示範基金", "公務預算", "示範基金", ""]
    rows = (
        ["25,000", "6,300", "24,500", "6,200", "98"],
        ["17,000", "-", "15,800", "-", "91.5"],
        ["-", "313,000", "-", "310,000", "99"],
    )
    assert money_of(above, below, *rows) == EXPECTED


def test_budget_by_source_never_stands_in_for_money_spent():
    above, below = ["核定預算(千元)", "", "執行數(千元)", "執行率(%)"], ["公務預算", "示範基金", "", ""]
    rows = ["25,000", "6,300", "30,700", "98"], ["17,000", "-", "15,800", "91.5"], ["-", "313,000", "310,000", "99"]
    read = money_of(above, below, *rows)
    assert [(executed, rate) for executed, _, rate in read] == [
        (amounts("30700000"), rate_of("98")),
        (amounts("15800000"), rate_of("91.5")),
        (amounts("310000000"), rate_of("99")),
    ]


def test_nothing_spent_from_any_source_is_nought():
    above, below = ["執行數(千元)", "", "執行率(%)"], ["公務預算", "示範基金", ""]
    assert money_of(above, below, ["0", "0", "0"], ["15,800", "-", "91.5"], ["-", "-", ""]) == [
        (amounts("0"), (), rate_of("0")),
        EXPECTED[1],
        ((), (), None),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "executed"),
    [
        ("經費(千元)A.核列B.實支", "A.38,000\nB.37,240", "37,240"),
        ("A：預算數B：決算數", "A：38,000；B：37,240", "37,240"),
        ("①預算數②執行數(千元)", "①38,000\n②37,240", "37,240"),
        ("(1)執行數(2)預算數", "(1)37,240(2)38,000", "37,240"),
        ("甲.預算乙.實支丙.執行率", "甲.38,000 乙.37,240 丙.98", "37,240；98%"),
        ("A.核列B.實支", "38,000\n37,240", "37,240"),
        ("預算數執行數(千元)", "38,000\n37,240", "37,240"),
        ("預算執行數(千元)", "38,000\n37,240", "38,000\n37,240"),
        ("決算/預算", "8,520/8,600(99.1%)", "8,520(99.1%)"),
        ("實支數(B)", "37,240", "37,240"),
        ("執行數(萬元)公務預算/基金", "1,234\n5,678", "1,234\n5,678"),
    ],
)
def test_amount_that_was_executed_is_told_by_marks_or_order_of_the_header(header, cell, executed):
    assert executed_of(cell, header) == executed


@pytest.mark.parametrize(
    ("formula", "rate"), [("B/A", "98"), ("(B/A)", "98"), ("B/A(%)", "98"), ("B÷A×100%", "98"), ("A/B", None), ("C/A", None)]
)
def test_formula_of_marks_is_the_rate_of_what_was_spent(formula, rate):
    row = measure({"money": "經費(千元)\nA.核列 B.實支", "funding": formula}, money="A.38,000\nB.37,240", funding="98%")
    assert (row.executed_ntd, row.execution_rate) == (amounts("37240000"), rate_of(rate))


def test_header_of_one_source_stays_what_it_is():
    row = measure({"money": "公務預算執行數(千元)"}, money="37,240")
    assert (row.executed_ntd, row.funding) == (amounts("37240000"), ("公務預算",))
    assert HEADER["funding"] == "經費來源"
