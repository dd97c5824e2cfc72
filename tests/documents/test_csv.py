from pathlib import Path

import pytest

from tests.documents.builders import build_csv
from yongxu.documents.readers.csv import read
from yongxu.documents.table import Table, UnreadableFile

ROWS = (("項目", "目標", "結果"), ("1.1 碁", "每年 1,200 家\n累計 5 件", "=1+1"), ("1.2", '他說"好"', ""))


def shown(table: Table) -> list[tuple[str, ...]]:
    return [row.texts() for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp950", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "table.csv"
    build_csv(path, ROWS, encoding=encoding, delimiter=delimiter)
    (table,) = read(path)
    assert shown(table) == list(ROWS)
    assert table.heading == ("示範部執行情形表",)


def test_simplified_chinese_is_not_taken_for_big5(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = (("项目", "年度目标", "执行情形"), ("1.1", "每年 80 家", "已达成"))
    build_csv(path, rows, encoding="gbk")
    assert shown(read(path)[0]) == list(rows)


@pytest.mark.parametrize("text", ["碁,裏,銹\n恒,粧,嫺\n", "姓名,電話\n示範,02\n", "甲,乙\n丙,丁\n"])
def test_big5_without_known_words_stays_big5(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode("cp950"))
    assert shown(read(path)[0]) == [tuple(line.split(",")) for line in text.split()]


def test_stray_line_ends_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n,,\r\n示範表,,\r\n項目,目標,結果\r1.1,a,b\r\n\r\n1.2,c,d,,\n".encode())
    (table,) = read(path)
    assert table.heading == ("示範表",)
    assert shown(table) == [("項目", "目標", "結果"), ("1.1", "a", "b"), ("1.2", "c", "d")]
    assert [row.place.row for row in table.rows] == [4, 5, 7]


def test_short_records_are_filled(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("項目,目標,結果\n1.1\n", encoding="utf-8")
    assert shown(read(path)[0]) == [("項目", "目標", "結果"), ("1.1", "", "")]


def test_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('項目,目標\n"1.1,' + "a" * 120_000, encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.message.en == (
        "The quotation marks of the CSV do not pair up, so its cells cannot be told apart; export it again from the spreadsheet."
    )


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n\xff\xff,\xff")
    with pytest.raises(UnreadableFile):
        read(path)
