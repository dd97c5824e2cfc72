from pathlib import Path

import pytest

from tests.documents.builders import build_pdf, write_pdf
from yongxu.documents.readers.pdf import BROKEN_NUMBER, read
from yongxu.documents.table import Table

HEADER = ("項目", "目標", "結果")


def shown(table: Table) -> list[tuple[str, ...]]:
    return [row.texts() for row in table.rows]


def test_pages_are_joined_and_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    build_pdf(path, (), pages=[(HEADER, ("1.1", "a", "b")), (HEADER, ("1.2", "c", "d")), (("1.3", "e", "f"),)])
    (table,) = read(path)
    assert shown(table) == [HEADER, ("1.1", "a", "b"), HEADER, ("1.2", "c", "d"), ("1.3", "e", "f")]
    assert [str(row.place) for row in table.rows] == ["page 1, row 1", "page 1, row 2", "page 2, row 1", "page 2, row 2", "page 3, row 1"]
    assert all(cell.wrapped for row in table.rows for cell in row.cells)


def test_wrapped_lines_of_a_cell_stay_lines(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    long = "示" * 40
    build_pdf(path, (HEADER, ("1.1", long, "b")))
    assert read(path)[0].rows[1].cells[1].text.replace("\n", "") == long


def test_merged_cells_are_spread(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    boxes = ["40 500 100 40 re S", "140 520 100 20 re S", "140 500 100 20 re S", "40 480 200 20 re S"]
    texts = [(45, 525, "甲"), (145, 525, "乙"), (145, 505, "丙"), (45, 485, "丁")]
    drawn = boxes + [f"BT /F 9 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in texts]
    write_pdf(path, ["\n".join(drawn).encode()])
    (table,) = read(path)
    assert shown(table) == [("甲", "乙"), ("甲", "丙"), ("丁", "丁")]
    assert [[cell.covered for cell in row.cells] for row in table.rows] == [[False, False], [True, False], [False, True]]


def test_page_without_grid_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    build_pdf(path, (HEADER, ("1.1", "a", "b")))
    drawn = f"BT /F 9 Tf 40 500 Td <{'附註說明'.encode('utf-16-be').hex()}> Tj ET".encode()
    ruled = "\n".join(f"{40 + 100 * k} {500 - 20 * j} 100 20 re S" for k in range(3) for j in range(2)).encode()
    write_pdf(path, [ruled + b"\n" + drawn, drawn])
    (table,) = read(path)
    assert [problem.place for problem in table.problems] == ["page 2"]


def test_table_without_lines_is_read_where_the_gaps_agree(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    build_pdf(path, (HEADER, ("1.1", "a", "b"), ("1.2", "c", "d")), ruled=False)
    (table,) = read(path)
    assert shown(table) == [HEADER, ("1.1", "a", "b"), ("1.2", "c", "d")]


def test_table_without_lines_may_have_empty_cells(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    build_pdf(path, (HEADER, ("1.1示範", "", "83家"), ("1.2示範", "80家", "")), ruled=False)
    (table,) = read(path)
    assert shown(table) == [HEADER, ("1.1示範", "", "83家"), ("1.2示範", "80家", "")]


def test_packed_pages_are_read(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    ruled = "\n".join(f"{40 + 100 * k} {500 - 20 * j} 100 20 re S" for k in range(2) for j in range(2))
    write_pdf(path, [f"{ruled}\nBT /F 9 Tf 45 505 Td <9805> Tj ET".encode()], pack=True)
    assert shown(read(path)[0]) == [("項", ""), ("", "")]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("11.5~11.\n9%", "11.5~11.9%"),
        ("7萬6,5\n00戶", "7萬6,500戶"),
        ("912.5M\nW；減碳", "912.5MW；減碳"),
        ("共計\n20 場", "共計\n20 場"),
        ("1.\n20 場", "1.\n20 場"),
    ],
)
def test_number_cut_by_a_line_end_is_whole_again(printed, read):
    assert BROKEN_NUMBER.sub("", printed) == read
