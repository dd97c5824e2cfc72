from pathlib import Path

import pytest

from yongxu.documents.markup import clean_residue
from yongxu.documents.readers.text import read
from yongxu.documents.table import Table

HEADER = "項目\t目標\t結果"


def read_written(tmp_path: Path, text: str, encoding: str = "utf-8") -> tuple[Table, ...]:
    path = tmp_path / "table.txt"
    path.write_bytes(text.encode(encoding))
    return read(path)


def shown(table: Table) -> list[tuple[str, ...]]:
    return [row.texts() for row in table.rows]


def test_repeated_header_after_a_blank_line_is_a_page_break(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"\n示範表\n\n114.06\n\n{HEADER}\n1.1\ta\tb\n\n{HEADER}\n1.2\tc\td\n\n\n{HEADER}\n1.3\te\tf\n")
    assert table.heading == ("示範表", "114.06")
    assert shown(table) == [
        ("項目", "目標", "結果"),
        ("1.1", "a", "b"),
        ("項目", "目標", "結果"),
        ("1.2", "c", "d"),
        ("項目", "目標", "結果"),
        ("1.3", "e", "f"),
    ]
    assert [str(row.place) for row in table.rows] == [f"page {page}, row {row}" for page in (1, 2, 3) for row in (1, 2)]


def test_page_that_goes_on_without_header_is_joined(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\n1.1\ta\tb\n\n\t\t的其餘文字\n1.2\tc\td\n")
    assert shown(table)[2:] == [("", "", "的其餘文字"), ("1.2", "c", "d")]


def test_other_header_begins_another_table(tmp_path: Path) -> None:
    first, second = read_written(tmp_path, f"{HEADER}\n1.1\ta\tb\n\n附表\n\n策略\t機關\t經費\n1.2\tc\td\n")
    assert (shown(first)[0], shown(second)[0]) == (("項目", "目標", "結果"), ("策略", "機關", "經費"))
    assert second.heading == ("附表",)


def test_same_header_under_a_title_of_its_own_is_another_table(tmp_path: Path) -> None:
    tables = read_written(tmp_path, f"表一\n{HEADER}\n1.1\ta\tb\n\n表二\n{HEADER}\n1.2\tc\td\n")
    assert [table.heading for table in tables] == [("表一",), ("表二",)]


def test_repeated_title_and_page_number_do_not_split_a_table(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"示範表\n{HEADER}\n1.1\ta\tb\n第 1 頁，共 2 頁\n\n示範表\n{HEADER}\n1.2\tc\td\n- 2 -\n")
    assert shown(table)[1:] == [("1.1", "a", "b"), ("項目", "目標", "結果"), ("1.2", "c", "d")]


def test_line_without_tab_belongs_to_the_last_cell(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\n1.1\ta\t第一行\n第二行\n1.2\tc\td\n")
    assert shown(table)[1:] == [("1.1", "a", "第一行\n第二行"), ("1.2", "c", "d")]
    assert table.rows[1].cells[2].wrapped
    assert table.problems == ()


def test_line_break_inside_a_cell_is_joined_and_named(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\n1.1\t每年輔導\n80 家\t83 家\n1.2\tc\td\n")
    assert shown(table)[1:] == [("1.1", "每年輔導\n80 家", "83 家"), ("1.2", "c", "d")]
    assert [problem.place for problem in table.problems] == ["page 1, row 2"]


def test_empty_cell_at_the_end_of_a_header_is_dropped(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\n1.1\ta\tb\n\n{HEADER}\t\n1.2\tc\td\t\n")
    assert shown(table)[2:] == [("項目", "目標", "結果"), ("1.2", "c", "d")]


def test_row_with_more_cells_than_the_header_is_kept_as_it_is(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\n\t1.1\ta\tb\n")
    assert shown(table)[1] == ("", "1.1", "a", "b")


def test_form_feed_is_a_page_break(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\n1.1\ta\tb\n\f{HEADER}\n1.2\tc\td\n")
    assert [row.place.page for row in table.rows] == [1, 1, 2, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\r\n1.1\t碁\tb\r\n", encoding)
    assert shown(table) == [("項目", "目標", "結果"), ("1.1", "碁", "b")]


def test_cells_between_bars(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, "# 示範表\n\n| 項目 | 目標 |\n|---|:--:|\n| 1.1 | a \\| b |\n| 1.2 | |\n")
    assert shown(table) == [("項目", "目標"), ("1.1", "a | b"), ("1.2", "")]


def test_cells_between_wide_gaps(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, "示範表\n項目    目標   結果\n1.1 甲  80 家  83 家\n1.2 乙  9 件   9 件\n")
    assert shown(table) == [("項目", "目標", "結果"), ("1.1 甲", "80 家", "83 家"), ("1.2 乙", "9 件", "9 件")]


def test_cells_under_their_header_may_be_empty(tmp_path: Path) -> None:
    lines = ("示範表", "項目          目標          結果", "1.1 甲        80 家         83 家", "              累計 9 件")
    text = "\n".join((*lines, "1.2 乙                      9 件"))
    (table,) = read_written(tmp_path, text)
    assert table.heading == ("示範表",)
    assert shown(table)[1:] == [("1.1 甲", "80 家", "83 家"), ("", "累計 9 件", ""), ("1.2 乙", "", "9 件")]


def test_rest_of_a_first_cell_makes_alignment_uncertain(tmp_path: Path) -> None:
    text = "項目          目標          結果\n1.1 甲        80 家         83 家\n的其餘\n1.2 乙                      9 件\n"
    assert read_written(tmp_path, text) == ()


def test_wide_gaps_that_disagree_are_no_table(tmp_path: Path) -> None:
    assert read_written(tmp_path, "項目  目標  結果\n1.1  80 家\n1.2  9 件  9 件\n") == ()


@pytest.mark.parametrize(
    ("residue", "plain"),
    [
        ("<p>指標 1.1</p> <p><u>目標</u>：80 家</p>", "指標 1.1\n目標：80 家"),
        ('<ol style="list-style-type: none"> <li>1. 甲</li> <li>2. 乙</li> </ol>', "1. 甲\n2. 乙"),
        ("<ol><li>甲</li><li>乙</li></ol>", "1. 甲\n2. 乙"),
        ("<ol><li>1、甲</li><li>2、乙</li></ol>", "1、甲\n2、乙"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("CO<sub>2</sub>e<br/>5&nbsp;&lt;&nbsp;6 &amp; 7", "CO2e\n5 < 6 & 7"),
        ("維持 <0.35，R&D；A & B", "維持 <0.35，R&D；A & B"),
        ("<b>已達標</b>", "已達標"),
        ("見 <https://example.org/?a=1&b=2>", "見 <https://example.org/?a=1&b=2>"),
    ],
)
def test_residue_becomes_plain_text(residue: str, plain: str) -> None:
    assert clean_residue(residue) == plain


def test_paragraphs_of_residue_are_real_line_breaks(tmp_path: Path) -> None:
    (table,) = read_written(tmp_path, f"{HEADER}\n1.1\t<p>甲</p><p>乙</p>\tb\n")
    assert [cell.wrapped for cell in table.rows[1].cells] == [True, False, True]


@pytest.mark.parametrize(
    ("residue", "plain"),
    [
        ("<p><u>目\n標</\nu>：80 家</p\n>", "目\n標：80 家"),
        ('<p style="text-\nalign:\nleft">甲</p><s\ntrong>乙</strong>', "甲\n乙"),
        ("<span\nclass='a'>甲</span>&nb\nsp;5 &l\nt; 6 &\n#8\n212; 7", "甲 5 < 6 — 7"),
        ("<p>污水處理率6\n9.1%，8.7mg/\nL</p>", "污水處理率69.1%，8.7mg/L"),
        ("125,000\n97.3%&nbsp;", "125,000\n97.3%"),
        ("目標<5\n結果>8 & R&\nD;", "目標<5\n結果>8 & R&\nD;"),
    ],
)
def test_residue_over_line_ends_becomes_plain_text(residue: str, plain: str) -> None:
    assert clean_residue(residue, wrapped=True) == plain
