import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.builders import write_zip
from yongxu.documents.readers.xlsx import read
from yongxu.documents.table import Table


def new_book() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表一"
    sheet.append(["項目", "目標", "結果"])
    return book, sheet


def read_book(tmp_path: Path, book: openpyxl.Workbook) -> tuple[Table, ...]:
    path = tmp_path / "table.xlsx"
    book.save(path)
    return read(path)


def shown(table: Table) -> list[tuple[str, ...]]:
    return [row.texts() for row in table.rows]


def test_values_are_shown_as_formatted(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append([0.352, 1234567.891, datetime(2024, 6, 30)])  # noqa: DTZ001 - a date on paper
    for cell, number_format in zip(sheet[2], ("0.0%", "#,##0.0", "[$-404]e/m/d"), strict=True):
        cell.number_format = number_format
    sheet.append([1056.8, 0.1 + 0.2, True])
    assert shown(read_book(tmp_path, book)[0])[1:] == [("35.2%", "1,234,567.9", "113/6/30"), ("1056.8", "0.3", "TRUE")]


def test_merged_cells_are_spread(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["甲", "a", "b"])
    sheet.append([None, "c", "d"])
    sheet.merge_cells("A2:A3")
    (table,) = read_book(tmp_path, book)
    assert shown(table)[1:] == [("甲", "a", "b"), ("甲", "c", "d")]
    assert [row.cells[0].covered for row in table.rows] == [False, False, True]
    assert str(table.rows[2].cells[0].place) == "sheet 表一, row 3, column 1"


def test_title_and_date_above_the_header_are_heading(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.insert_rows(1, 3)
    sheet["A1"], sheet["C2"] = "示範表", "114.06"
    sheet.merge_cells("A1:XFD1")
    sheet.append(["1.1", "a", "b"])
    (table,) = read_book(tmp_path, book)
    assert table.heading == ("示範表", "114.06")
    assert shown(table) == [("項目", "目標", "結果"), ("1.1", "a", "b")]


def test_hidden_parts_are_read_and_named(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["1.1", "a", "b"])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("表二")
    other.append(["項目", "目標"])
    other.append(["1.2", "c"])
    other.sheet_state = "hidden"
    first, second = read_book(tmp_path, book)
    assert [problem.place for problem in first.problems] == ["sheet 表一, row 2", "sheet 表一, column 2"]
    assert [problem.place for problem in second.problems] == ["sheet 表二"]
    assert shown(second) == [("項目", "目標"), ("1.2", "c")]


def test_formula_without_result_and_formula_error_are_named(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["1.1", "=1+1", "#DIV/0!"])
    (table,) = read_book(tmp_path, book)
    assert shown(table)[1] == ("1.1", "", "#DIV/0!")
    assert [problem.place for problem in table.problems] == ["sheet 表一, cell C2", "sheet 表一, cell B2"]


def test_formula_with_result_is_read(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["1.1", "=40+40", "=40+40"])
    path = tmp_path / "table.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    members[part] = (
        members[part].replace(b"<f>40+40</f><v></v>", b"<f>40+40</f><v>80</v>").replace(b"<f>40+40</f><v />", b"<f>40+40</f><v>80</v>")
    )
    write_zip(path, members)
    (table,) = read(path)
    assert (shown(table)[1], table.problems) == (("1.1", "80", "80"), ())


def test_formatted_but_empty_sheet_end_is_left_out(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["1.1", "a", "b"])
    sheet["XFD1048576"].number_format = "0.0%"
    assert shown(read_book(tmp_path, book)[0]) == [("項目", "目標", "結果"), ("1.1", "a", "b")]


def test_text_that_looks_like_a_number_stays_text(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet.append(["0012", "1.10", "3-5"])
    assert shown(read_book(tmp_path, book)[0])[1] == ("0012", "1.10", "3-5")
