from pathlib import Path

from tests.documents.builders import odf_cell, odf_table, write_odf
from yongxu.documents.readers import ods, odt
from yongxu.documents.table import Table

HEADER = odf_cell("項目") + odf_cell("目標")
LOEXT = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"


def shown(table: Table) -> list[tuple[str, ...]]:
    return [row.texts() for row in table.rows]


def read_text(tmp_path: Path, body: str, styles: str = "") -> tuple[Table, ...]:
    path = tmp_path / "table.odt"
    write_odf(path, body, styles=styles)
    return odt.read(path)


def read_sheet(tmp_path: Path, body: str, styles: str = "") -> tuple[Table, ...]:
    path = tmp_path / "table.ods"
    write_odf(path, body, kind="spreadsheet", styles=styles)
    return ods.read(path)


def test_merged_cells_are_spread(tmp_path: Path) -> None:
    rows = (
        odf_cell("甲", attributes='table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + odf_cell("乙", attributes='table:number-rows-spanned="2"'),
        odf_cell("丙") + odf_cell("丁") + "<table:covered-table-cell/>",
    )
    (table,) = read_text(tmp_path, odf_table(*rows))
    assert shown(table) == [("甲", "甲", "乙"), ("丙", "丁", "乙")]
    assert [[cell.covered for cell in row.cells] for row in table.rows] == [[False, True, False], [False, False, True]]


def test_header_rows_and_repeated_cells(tmp_path: Path) -> None:
    header = f"<table:table-header-rows><table:table-row>{HEADER}{odf_cell('結果')}</table:table-row></table:table-header-rows>"
    twice = odf_cell("同", attributes='table:number-columns-repeated="2"')
    row = f"<table:table-row>{odf_cell('1.1')}{twice}</table:table-row>"
    (table,) = read_text(tmp_path, f"<table:table>{header}{row}</table:table>")
    assert shown(table) == [("項目", "目標", "結果"), ("1.1", "同", "同")]


def test_breaks_and_spaces(tmp_path: Path) -> None:
    inside = "<text:p>一<text:line-break/>二<text:s text:c='2'/>三<text:tab/>四\n  五</text:p><text:p><text:span>六</text:span></text:p>"
    (table,) = read_text(tmp_path, odf_table(HEADER, odf_cell(inside=inside) + odf_cell("b")))
    assert shown(table)[1] == ("一\n二  三 四 五\n六", "b")


NUMBERED = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
)


def test_list_items_are_numbered(tmp_path: Path) -> None:
    item = "<text:list-item><text:p>甲</text:p></text:list-item>"
    inner = "<text:list><text:list-item><text:p>丙</text:p></text:list-item></text:list>"
    first = f'<text:list text:style-name="L1">{item}<text:list-item><text:p>乙</text:p>{inner}</text:list-item></text:list>'
    again = (
        '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>丁</text:p></text:list-item></text:list>'
    )
    fresh = '<text:list text:style-name="L1"><text:list-item><text:p>戊</text:p></text:list-item></text:list>'
    bullet = '<text:list text:style-name="L2"><text:list-item><text:p>己</text:p></text:list-item></text:list>'
    (table,) = read_text(tmp_path, odf_table(HEADER, odf_cell(inside=first + again) + odf_cell(inside=fresh + bullet)), NUMBERED)
    assert shown(table)[1] == ("1. 甲\n2. 乙\n(1) 丙\n3. 丁", "1. 戊\n• 己")


def test_tracked_deletions_notes_and_comments_are_left_out(tmp_path: Path) -> None:
    region = "<text:changed-region><text:deletion><text:p>79%</text:p></text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{region}</text:tracked-changes>"
    inside = (
        "<text:p>81.7%<text:note><text:note-body><text:p>註</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>請確認</text:p></office:annotation>。</text:p>"
    )
    (table,) = read_text(tmp_path, deleted + "<text:p>示範表</text:p>" + odf_table(HEADER, odf_cell("1.1") + odf_cell(inside=inside)))
    assert (table.heading, shown(table)[1]) == (("示範表",), ("1.1", "81.7%。"))


def test_table_split_by_page_is_joined(tmp_path: Path) -> None:
    first = odf_table(HEADER, odf_cell("1.1") + odf_cell("a"))
    again = odf_table(HEADER, odf_cell("1.2") + odf_cell("b"))
    tables = read_text(tmp_path, f"<text:section>{first}</text:section><text:p/>{again}<text:p>附表</text:p>{again}")
    assert [len(table.rows) for table in tables] == [4, 2]


def test_sheet_text_is_what_is_displayed(tmp_path: Path) -> None:
    displayed = odf_cell("35.2%", attributes='office:value-type="percentage" office:value="0.352"')
    stored = "".join(
        f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"/>'
        for kind, name, value in (("percentage", "value", "0.352"), ("float", "value", "1056.8"), ("date", "date-value", "2024-06-30"))
    )
    (table,) = read_sheet(tmp_path, odf_table(HEADER + odf_cell("丙") + odf_cell("丁"), displayed + stored))
    assert shown(table)[1] == ("35.2%", "35.2%", "1056.8", "2024-06-30")


def test_endless_sheet_is_bounded(tmp_path: Path) -> None:
    filler = '<table:table-cell table:number-columns-repeated="16382"/>'
    end = (
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    body = odf_table(HEADER + filler, odf_cell("1.1") + odf_cell("a") + filler).replace("</table:table>", f"{end}</table:table>")
    (table,) = read_sheet(tmp_path, body)
    assert shown(table) == [("項目", "目標"), ("1.1", "a")]


def test_hidden_parts_are_read_and_named(tmp_path: Path) -> None:
    hidden_row = f'<table:table-row table:visibility="collapse">{odf_cell("1.1")}{odf_cell("a")}</table:table-row>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    body = odf_table(HEADER, columns=columns, attributes='table:style-name="ta1"').replace("</table:table>", f"{hidden_row}</table:table>")
    styles = '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>'
    (table,) = read_sheet(tmp_path, body, styles)
    assert shown(table) == [("項目", "目標"), ("1.1", "a")]
    assert [problem.place for problem in table.problems] == ["sheet 表一", "sheet 表一, row 2", "sheet 表一, column 2"]


def test_formula_without_result_is_named(tmp_path: Path) -> None:
    formula = '<table:table-cell table:formula="of:=1+1"/>'
    (table,) = read_sheet(tmp_path, odf_table(HEADER, odf_cell("1.1") + formula))
    assert [problem.place for problem in table.problems] == ["sheet 表一, cell B2"]


def test_two_tables_in_one_sheet(tmp_path: Path) -> None:
    blank = "<table:table-cell/>"
    body = odf_table(
        odf_cell("表一"), HEADER, odf_cell("1.1") + odf_cell("a"), blank, odf_cell("表二"), HEADER, odf_cell("2.1") + odf_cell("b")
    )
    tables = read_sheet(tmp_path, body)
    assert [(table.heading, shown(table)[1]) for table in tables] == [(("表一",), ("1.1", "a")), (("表二",), ("2.1", "b"))]


def test_blank_row_and_note_do_not_split_a_table(tmp_path: Path) -> None:
    body = odf_table(HEADER, odf_cell("1.1") + odf_cell("a"), "<table:table-cell/>", odf_cell("1.2") + odf_cell("b"), odf_cell("註：示範"))
    (table,) = read_sheet(tmp_path, body)
    assert shown(table)[1:] == [("1.1", "a"), ("1.2", "b"), ("註：示範", "")]
    assert [row.place.row for row in table.rows] == [1, 2, 4, 5]


def item(text: str, inside: str = "") -> str:
    return f"<text:list-item><text:p>{text}</text:p>{inside}</text:list-item>"


CHINESE = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="(" style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/></text:list-style>'
    '<text:list-style style:name="L2">'
    '<text:list-level-style-number text:level="1" style:num-format="A" style:num-suffix="." text:start-value="2"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="\uf06c"/></text:list-style>'
)


def test_chinese_numerals_letters_and_bullets_are_written_out(tmp_path: Path) -> None:
    third = f"<text:list>{item('丁')}</text:list>"
    second = f"<text:list>{item('乙')}{item('丙', third)}</text:list>"
    bullet = f"<text:list>{item('庚')}</text:list>"
    first = f'<text:list text:style-name="L1">{item("甲", second)}{item("戊")}</text:list>'
    letters = f'<text:list text:style-name="L2">{item("己", bullet)}</text:list>'
    (table,) = read_text(tmp_path, odf_table(HEADER, odf_cell(inside=first) + odf_cell(inside=letters)), CHINESE)
    assert shown(table)[1] == ("一、 甲\n(一) 乙\n(二) 丙\n二.1. 丁\n二、 戊", "B. 己\n● 庚")


def test_list_that_continues_one_it_names(tmp_path: Path) -> None:
    begun = f'<text:list xml:id="l1" text:style-name="L1">{item("甲")}</text:list>'
    other = f'<text:list xml:id="l2" text:style-name="L1">{item("乙")}</text:list>'
    second = f"<text:list-item><text:list>{item('丙')}</text:list></text:list-item>"
    deeper = f'<text:list text:style-name="L1" text:continue-list="l1">{second}{item("丁")}</text:list>'
    (table,) = read_text(tmp_path, odf_table(HEADER, odf_cell(inside=begun + other) + odf_cell(inside=deeper)), CHINESE)
    assert shown(table)[1] == ("一、 甲\n一、 乙", "(一) 丙\n二、 丁")


def test_list_style_of_the_paragraph_and_whole_number_of_libreoffice(tmp_path: Path) -> None:
    styles = CHINESE.replace('style:num-format="A"', f'xmlns:loext="{LOEXT}" loext:num-list-format="第%1%項" style:num-format="A"')
    styles += '<style:style style:name="P1" style:family="paragraph" style:list-style-name="L2"/>'
    styles += '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>'
    listed = '<text:list><text:list-item><text:p text:style-name="P2">甲</text:p></text:list-item></text:list>'
    (table,) = read_text(tmp_path, odf_table(HEADER, odf_cell(inside=listed) + odf_cell("b")), styles)
    assert shown(table)[1] == ("第B項 甲", "b")


def test_number_alone_in_a_cell_is_its_text(tmp_path: Path) -> None:
    alone = f'<text:list text:style-name="L1">{item("")}</text:list>'
    between = f'<text:list text:style-name="L1" text:continue-numbering="true">{item("甲")}{item("")}{item("乙")}</text:list>'
    (table,) = read_text(tmp_path, odf_table(HEADER, odf_cell(inside=alone) + odf_cell(inside=between)), CHINESE)
    assert shown(table)[1] == ("一、", "二、 甲\n\n四、 乙")
