import pytest

from tests.documents.grids import grid
from tests.documents.test_layout import CODE, LAYOUT
from yongxu.documents.columns import Column
from yongxu.documents.layout import Layout, recognise
from yongxu.documents.records import Record, join_torn, read_records
from yongxu.quantities.labels import PIECE

HEADER = ["名稱", "目標", "實績"]
SECTIONS = Layout(
    kind="sections",
    columns=LAYOUT.columns,
    required=LAYOUT.required,
    starts={"name": CODE},
    results=("actual",),
    section=r"^目標\d",
)


def records(
    *rows: list[str], header: list[str] = HEADER, layout: Layout = LAYOUT, **others: object
) -> tuple[list[Record], list[tuple[str, str]]]:
    table = grid([header, *rows], **others)
    heading = recognise(table, (layout,))
    assert heading is not None
    found, problems = read_records(table, heading)
    return found, [(problem.place, problem.message.en) for problem in problems]


def values(*rows: list[str], **others: object) -> list[dict[str, str]]:
    found, problems = records(*rows, **others)
    assert problems == []
    return [record.values for record in found]


def one(name: str, target: str, actual: str) -> dict[str, str]:
    return {"name": name, "target": target, "actual": actual}


def test_every_row_with_a_code_begins_a_record():
    found, problems = records(["1.1 甲", "80", "85"], ["1.2 乙", "90", "95"])
    assert found == [
        Record("row 2", one("1.1 甲", "80", "85")),
        Record("row 3", one("1.2 乙", "90", "95")),
    ]
    assert problems == []


@pytest.mark.parametrize("repeated", [["名稱", "目標", "實績"], ["名 稱", "目\n標", "實績"], ["", "目標", "實績"], ["名稱", "目標", ""]])
def test_repeated_header_is_dropped(repeated):
    assert values(["1.1 甲", "80", "85"], repeated, ["1.2 乙", "90", "95"]) == [one("1.1 甲", "80", "85"), one("1.2 乙", "90", "95")]


def test_repeated_header_of_two_lines_is_dropped():
    rows = [["名稱", "113年", ""], ["", "目標", "實績"]]
    found = values(rows[1], ["1.1 甲", "80", "85"], *rows, ["1.2 乙", "90", "95"], header=rows[0])
    assert found == [one("1.1 甲", "80", "85"), one("1.2 乙", "90", "95")]


def test_empty_rows_and_rows_above_the_header_are_no_records():
    table = grid([["說明", "", ""], HEADER, ["", " ", ""], ["1.1 甲", "80", "85"]])
    heading = recognise(table, (LAYOUT,))
    assert heading is not None
    assert read_records(table, heading) == ([Record("row 4", one("1.1 甲", "80", "85"))], [])


def test_row_without_a_code_is_another_piece_of_the_record():
    assert values(["1.1 甲", "80", "85"], ["", "90", "95"]) == [one("1.1 甲", f"80{PIECE}90", f"85{PIECE}95")]


def test_tag_or_entity_that_a_page_break_cut_is_read_whole():
    found = values(["1.1 甲", "輔導</", "85&nb"], ["", "p><u>訓練</u>", "sp;家</sp"], pages=(1, 1, 2))
    assert found == [one("1.1 甲", "輔導\n訓練", "85 家")]


def test_row_after_a_page_break_continues_the_cells():
    found = values(["1.1 示範甲", "輔導中小", "完成輔導"], ["", "企業 80 家", "85 家"], pages=(1, 1, 2))
    assert found == [one("1.1 示範甲", "輔導中小企業 80 家", "完成輔導85 家")]


def test_row_after_a_repeated_header_continues_the_cells():
    assert values(["1.1 甲", "輔導中小", "輔"], HEADER, ["", "企業 80 家", "導 85 家"]) == [
        one("1.1 甲", "輔導中小企業 80 家", "輔導 85 家")
    ]


def test_only_the_first_row_of_a_page_continues_the_page_before():
    found = values(["1.1 甲", "輔導", "85"], ["", "中小企業", ""], ["", "訓練", "95"], pages=(1, 1, 2, 2))
    assert found == [one("1.1 甲", f"輔導中小企業{PIECE}訓練", f"85{PIECE}95")]


def test_text_under_another_column_goes_back_by_its_item_number():
    found, problems = records(["1.1 甲", "1. 輔導\n2. 訓練", "輔導 85 家"], ["", "", "3. 設置 5 處"], pages=(1, 1, 2))
    assert [record.values for record in found] == [one("1.1 甲", "1. 輔導\n2. 訓練\n3. 設置 5 處", "輔導 85 家")]
    assert problems == [("page 2, row 3", "text printed under actual after the page break continues target by its numbering: 3.設置5處")]


@pytest.mark.parametrize(
    ("target", "actual"),
    [("1. 輔導\n2. 訓練", "1. 輔導 85 家\n2. 訓練 3 人"), ("1. 輔導", "輔導 85 家"), ("輔導", "輔導 85 家")],
)
def test_text_stays_in_its_column_where_its_number_fits_there_or_nowhere_else(target, actual):
    found = values(["1.1 甲", target, actual], ["", "", "3. 設置 5 處"], pages=(1, 1, 2))
    assert found == [one("1.1 甲", target, f"{actual}\n3. 設置 5 處")]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("", "後", "後"),
        ("前", "", "前"),
        ("輔導中小", "企業", "輔導中小企業"),
        ("輔導 ", " 80 家", "輔導80 家"),
        ("1. 甲", "2. 乙", "1. 甲\n2. 乙"),
        ("(1) 甲", "(2) 乙", "(1) 甲\n(2) 乙"),
        ("(一) 甲", "（二）乙", "(一) 甲\n（二）乙"),
        ("共計", "2. 5 家", "共計2. 5 家"),
        ("完成約", "3、4 家", "完成約3、4 家"),
        ("計 1,", "200 家", "計 1,200 家"),
        ("已完成。", "另辦理", "已完成。\n另辦理"),
        ("說明：", "甲", "說明：\n甲"),
        ("輔導 85 家", "落後原因：天候", "輔導 85 家\n落後原因：天候"),
        ("PM2.5 and", "PM10", "PM2.5 and PM10"),
        ("95%", "CO2e", "95% CO2e"),
        ("再利用率 81", ".2%", "再利用率 81.2%"),
        ("(含甲", "、乙)", "(含甲、乙)"),
    ],
)
def test_halves_of_a_cell_are_joined(before, after, joined):
    assert join_torn(before, after) == joined


def test_shifted_cells_are_put_back_by_what_they_hold_and_named():
    found, problems = records(["1.1 甲", "80", "85"], ["", "1.2 乙", "90"], ["1.3 丙", "70", "75"])
    assert [(record.values, record.moved) for record in found] == [
        (one("1.1 甲", "80", "85"), False),
        ({"name": "1.2 乙", "target": "90"}, True),
        (one("1.3 丙", "70", "75"), False),
    ]
    assert problems == [("row 3", "cells of this row were shifted and put back by what they hold: 1.2乙；90")]


def test_row_with_one_cell_more_than_the_header_is_put_back():
    header = ["名稱", "目標", "實績", "備註"]
    found, problems = records(["1.1 甲", "80", "85", ""], ["", "1.2 乙", "90", "95", "備註二"], header=header)
    assert [record.values for record in found] == [
        {"name": "1.1 甲", "target": "80", "actual": "85"},
        {"name": "1.2 乙", "target": "90", "actual": "95", "remarks": "備註二"},
    ]
    assert [place for place, _ in problems] == ["row 3"]


def test_text_before_the_first_record_is_named():
    found, problems = records(["", "無主文字", ""], ["1.1 甲", "80", "85"])
    assert [record.values for record in found] == [one("1.1 甲", "80", "85")]
    assert problems == [("row 2", "text before the first record belongs to none: 無主文字")]


@pytest.mark.parametrize(
    "first", ["合計", "總計：", "小計", "註：資料為初估", "備註1：資料來源", "※資料來源：示範署", "說明：甲", "填表說明"]
)
def test_total_or_note_is_named_and_is_no_record(first):
    found, problems = records(["1.1 甲", "80", "85"], [first, "160", "170"])
    shown = first.replace("：", ":")
    assert [record.values for record in found] == [one("1.1 甲", "80", "85")]
    assert problems == [("row 3", f"this row is a total or a note and was not read as a record: {shown}160170")]


@pytest.mark.parametrize("first", ["說明會場次", "合計畫", "備註欄位說明"])
def test_word_that_only_begins_like_a_total_continues_the_record(first):
    assert values(["1.1 甲", "80", "85"], ["", first, ""]) == [one("1.1 甲", f"80{PIECE}{first}", "85")]


@pytest.mark.parametrize(
    "row",
    [["目標1 示範", "", ""], ["目標1 示範"] * 3, ["目標1 示範"]],
)
def test_section_row_belongs_to_the_records_below_it(row):
    found, problems = records(row, ["1.1 甲", "80", "85"], ["目標2 其他"] * 3, ["2.1 乙", "90", "95"], layout=SECTIONS)
    assert [(record.get("name"), record.section) for record in found] == [("1.1 甲", "目標1 示範"), ("2.1 乙", "目標2 其他")]
    assert problems == []


def test_row_of_one_text_is_no_section_where_the_layout_has_none():
    found = values(["1.1 甲", "80", "85"], ["目標2 其他"] * 3, ["1.2 乙", "90", "95"], covered=((3, 2), (3, 3)))
    assert [record["name"] for record in found] == [f"1.1 甲{PIECE}目標2 其他", "1.2 乙"]


def test_covered_cell_repeats_no_text():
    rows = [["1.1 甲", "80", "輔導 85 家"], ["1.1 甲", "90", "輔導 85 家"]]
    assert values(*rows, covered=((3, 1), (3, 3))) == [one("1.1 甲", f"80{PIECE}90", "輔導 85 家")]


def test_covered_cell_of_another_record_keeps_its_text():
    rows = [["1.1 甲", "80", "85"], ["1.2 乙", "80", "95"]]
    assert values(*rows, covered=((3, 2),)) == [one("1.1 甲", "80", "85"), one("1.2 乙", "80", "95")]


def test_text_merged_over_several_columns_counts_once():
    assert values(["1.1 甲", "不適用", "不適用"], covered=((2, 3),)) == [{"name": "1.1 甲", "target": "不適用"}]


def test_table_without_any_code_has_a_record_for_every_name():
    loose = Layout(
        kind="loose",
        columns=(Column("name", ("^名稱$",)), Column("target", ("^目標$",)), Column("actual", ("^實績$",))),
        required=(("name",), ("target",)),
        starts={"name": CODE},
        results=("actual",),
    )
    found = values(["甲事", "80", "85"], ["", "90", "95"], ["乙事", "70", "75"], layout=loose)
    assert found == [one("甲事", f"80{PIECE}90", f"85{PIECE}95"), one("乙事", "70", "75")]


def test_deeper_or_shallower_numbers_than_the_usual_codes_begin_no_record():
    deep = Layout(kind="deep", columns=LAYOUT.columns, required=LAYOUT.required, starts={"name": r"^\d(\.\d)+"}, results=("actual",))
    found, _ = records(["1.1.1 甲", "80", "85"], ["1.1.2 乙", "90", "95"], ["1.2 說明", "", ""], ["1.2.1 丙", "70", "75"], layout=deep)
    assert [record.get("name") for record in found] == ["1.1.1 甲", f"1.1.2 乙{PIECE}1.2 說明", "1.2.1 丙"]


def test_record_knows_whether_its_line_ends_are_only_those_of_the_page():
    (wrapped,), _ = records(["1.1 甲", "80", "85"], wrapped=True)
    (plain,), _ = records(["1.1 甲", "80", "85"])
    assert (wrapped.wrapped, plain.wrapped) == (True, False)
    assert plain.get("remarks") == ""


def test_shifted_row_that_fits_no_column_stays_where_it_is():
    (record,), problems = records(["沒有編號", "1.1 甲", "1.2 乙"])
    assert (record.values, record.moved, problems) == (one("沒有編號", "1.1 甲", "1.2 乙"), False, [])
