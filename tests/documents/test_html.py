from pathlib import Path

from yongxu.documents.reading import read_tables

PAGE = """<html><head><title>示範</title><style>td {}</style></head><body><h1>示範表</h1>
<table><tr><th>項目<th>目標<th>結果</tr>
<tr><td rowspan="2">甲</td><td>第一行<br>第二行</td><td>b</td></tr><tr><td colspan="2">&lt;c&gt;</td></tr></table></body></html>"""


def test_web_page_under_an_office_name_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "table.xls"
    path.write_text(PAGE, encoding="utf-8")
    (table,) = read_tables(path)
    assert [row.texts() for row in table.rows] == [("項目", "目標", "結果"), ("甲", "第一行\n第二行", "b"), ("甲", "<c>", "<c>")]
    assert table.heading == ("示範", "示範表")
    assert [problem.message.en for problem in table.problems] == [
        "This is a web page (HTML), not an office file; its tables were read, check them."
    ]


def test_comments_and_stray_angle_brackets_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "table.html"
    cells = "<td>甲<!-- <td>舊 --></td><td>5 < 6 <! 7</td>"
    path.write_text(f"<html><table><tr><th>項目<th>目標</tr><tr>{cells}</tr></table><!-- cut", encoding="utf-8")
    (table,) = read_tables(path)
    assert [row.texts() for row in table.rows] == [("項目", "目標"), ("甲", "5 < 6 <! 7")]
