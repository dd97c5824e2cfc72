from pathlib import Path

from tests.documents.builders import word_cell, word_table, write_docx
from yongxu.documents.readers.docx import read
from yongxu.documents.table import Table


def shown(table: Table) -> list[tuple[str, ...]]:
    return [row.texts() for row in table.rows]


def read_body(tmp_path: Path, body: str, numbering: str = "") -> tuple[Table, ...]:
    path = tmp_path / "table.docx"
    write_docx(path, body, numbering=numbering)
    return read(path)


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


HEADER = word_cell("項目") + word_cell("目標")


def test_merged_cells_are_spread(tmp_path: Path) -> None:
    rows = (
        word_cell("甲", properties='<w:gridSpan w:val="2"/>') + word_cell("乙", properties='<w:vMerge w:val="restart"/>'),
        word_cell("丙") + word_cell("丁") + word_cell("", properties="<w:vMerge/>"),
    )
    (table,) = read_body(tmp_path, word_table(*rows))
    assert shown(table) == [("甲", "甲", "乙"), ("丙", "丁", "乙")]
    assert [[cell.covered for cell in row.cells] for row in table.rows] == [[False, True, False], [False, False, True]]


def test_row_that_begins_later_keeps_its_columns(tmp_path: Path) -> None:
    late = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + word_cell("a")
    (table,) = read_body(tmp_path, word_table(HEADER, late))
    assert shown(table) == [("項目", "目標"), ("", "a")]


def test_lines_of_a_cell(tmp_path: Path) -> None:
    inside = paragraph(run("一") + "<w:r><w:br/></w:r>" + run("二")) + paragraph(
        run("三") + "<w:r><w:tab/><w:noBreakHyphen/></w:r>" + run("四")
    )
    (table,) = read_body(tmp_path, word_table(HEADER, word_cell(inside=inside) + word_cell("b")))
    assert shown(table)[1] == ("一\n二\n三 -四", "b")


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    changed = paragraph("<w:ins>" + run("81.7%") + "</w:ins><w:del><w:r><w:delText>80%</w:delText></w:r></w:del>")
    inserted = f"<w:tr><w:trPr><w:ins/></w:trPr>{word_cell('1.2')}{word_cell('c')}</w:tr>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{word_cell('1.3')}{word_cell('d')}</w:tr>"
    body = word_table(HEADER, word_cell("1.1") + word_cell(inside=changed)).replace("</w:tbl>", inserted + deleted + "</w:tbl>")
    (table,) = read_body(tmp_path, body)
    assert shown(table) == [("項目", "目標"), ("1.1", "81.7%"), ("1.2", "c")]


def test_deleted_paragraph_mark_joins_the_lines(tmp_path: Path) -> None:
    inside = paragraph(run("每年"), "<w:rPr><w:del/></w:rPr>") + paragraph(run("80 家"))
    (table,) = read_body(tmp_path, word_table(HEADER, word_cell(inside=inside) + word_cell("b")))
    assert shown(table)[1] == ("每年80 家", "b")


def test_content_controls_are_read(tmp_path: Path) -> None:
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{word_cell('80 家')}</w:sdtContent></w:sdt>"
    inline = word_cell(inside=paragraph(f"<w:sdt><w:sdtContent>{run('1.1')}</w:sdtContent></w:sdt>"))
    body = f"<w:sdt><w:sdtContent>{word_table(HEADER, inline + cell)}</w:sdtContent></w:sdt>"
    assert shown(read_body(tmp_path, body)[0]) == [("項目", "目標"), ("1.1", "80 家")]


def test_hidden_text_and_notes_are_left_out(tmp_path: Path) -> None:
    inside = paragraph(run("80 家") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隱藏</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r>")
    (table,) = read_body(tmp_path, word_table(HEADER, word_cell("1.1") + word_cell(inside=inside)))
    assert shown(table)[1] == ("1.1", "80 家")


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
)


def listed(text: str, number_id: int, depth: int = 0) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number_id}"/></w:numPr>')


def test_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    one = listed("甲", 1) + listed("乙", 1) + listed("丙", 1, 1)
    two = listed("丁", 2) + listed("戊", 3) + listed("己", 0)
    (table,) = read_body(tmp_path, word_table(HEADER, word_cell(inside=one) + word_cell(inside=two)), NUMBERING)
    assert shown(table)[1] == ("1. 甲\n2. 乙\n2.1 丙", "1. 丁\n• 戊\n己")


def test_nested_table_becomes_lines(tmp_path: Path) -> None:
    inner = word_table(word_cell("甲") + word_cell("乙"), word_cell("丙") + word_cell("丁")) + "<w:p/>"
    (table,) = read_body(tmp_path, word_table(HEADER, word_cell("1.1") + word_cell(inside=inner)))
    assert shown(table)[1] == ("1.1", "甲\n乙\n丙\n丁")


def test_table_split_by_page_is_joined_and_another_is_not(tmp_path: Path) -> None:
    title = paragraph(run("示範表"))
    first = word_table(HEADER, word_cell("1.1") + word_cell("a"))
    again = word_table(HEADER, word_cell("1.2") + word_cell("b"))
    bare = word_table(word_cell("1.3") + word_cell("c"))
    other = word_table(word_cell("機關") + word_cell("經費"), word_cell("示範署") + word_cell("5 萬元"))
    tables = read_body(tmp_path, title + first + "<w:p/>" + again + "<w:p/>" + bare + paragraph(run("附表")) + other)
    assert [shown(table)[1:] for table in tables] == [
        [("1.1", "a"), ("項目", "目標"), ("1.2", "b"), ("1.3", "c")],
        [("示範署", "5 萬元")],
    ]
    assert [table.heading for table in tables] == [("示範表",), ("附表",)]


def test_name_of_a_part_over_the_row_does_not_split_a_table(tmp_path: Path) -> None:
    part = word_cell("二、示範部分", properties='<w:gridSpan w:val="2"/>')
    first = word_table(HEADER, word_cell("1.1") + word_cell("a"))
    (table,) = read_body(tmp_path, first + "<w:p/>" + word_table(part, word_cell("1.2") + word_cell("b")))
    assert shown(table)[2:] == [("二、示範部分", "二、示範部分"), ("1.2", "b")]


def test_title_merged_over_the_table_is_heading(tmp_path: Path) -> None:
    (table,) = read_body(tmp_path, word_table(word_cell("示範表", properties='<w:gridSpan w:val="2"/>'), HEADER))
    assert (table.heading, shown(table)) == (("示範表",), [("項目", "目標")])


def list_level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def list_of(number: int, *levels: str, override: str = "") -> str:
    """An abstract list and the one list that uses it, both of this number."""
    abstract = f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'
    return f'{abstract}<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{override}</w:num>'


def lines_of(tmp_path: Path, inside: str, numbering: str, styles: str = "") -> list[str]:
    path = tmp_path / "table.docx"
    write_docx(path, word_table(HEADER, word_cell("1.1") + word_cell(inside=inside)), numbering=numbering, styles=styles)
    return shown(read(path)[0])[1][1].split("\n")


def test_chinese_numerals_and_letters_are_written_out(tmp_path: Path) -> None:
    lists = list_of(1, list_level(0, "taiwaneseCountingThousand", "%1、"), list_level(1, "taiwaneseCountingThousand", "（%2）"))
    lists += list_of(2, list_level(0, "ideographTraditional", "%1、")) + list_of(3, list_level(0, "upperLetter", "%1."))
    inside = listed("開設", 1) + listed("北部", 1, 1) + listed("南部", 1, 1) + listed("補助", 1) + listed("北部", 1, 1)
    inside += listed("產業", 2) + listed("住宅", 2) + listed("其他", 3)
    assert lines_of(tmp_path, inside, lists) == [
        "一、 開設", "（一） 北部", "（二） 南部", "二、 補助", "（一） 北部", "甲、 產業", "乙、 住宅", "A. 其他",
    ]  # fmt: skip


def test_numbers_that_show_the_levels_above(tmp_path: Path) -> None:
    levels = (
        list_level(0, "taiwaneseCountingThousand", "%1、"),
        list_level(1, "decimal", "%1.%2"),
        list_level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    inside = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1, 2)
    assert lines_of(tmp_path, inside, list_of(1, *levels)) == ["一、 甲", "一.1 乙", "1.1.1 丙"]


def test_start_restart_and_gap(tmp_path: Path) -> None:
    lists = list_of(
        1,
        list_level(0, "decimal", "(%1)", '<w:suff w:val="nothing"/>', 5),
        list_level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>'),
    )
    inside = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1) + listed("丁", 1, 1)
    assert lines_of(tmp_path, inside, lists) == ["(5)甲", "a) 乙", "(6)丙", "b) 丁"]


def test_list_that_overrides_a_level(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{list_level(0, "ideographTraditional", "%1、")}</w:lvlOverride>'
    assert lines_of(tmp_path, listed("產業", 1), list_of(1, list_level(0, "decimal", "%1."), override=own)) == ["甲、 產業"]


def test_number_comes_from_a_style_and_its_parent(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="c"/></w:style>'
    )
    lists = list_of(1, list_level(0, "taiwaneseCounting", "%1、"), list_level(1, "decimal", "%2.", '<w:pStyle w:val="b"/>'))
    inside = "".join(paragraph(run(name), f'<w:pStyle w:val="{name}"/>') for name in "abc")
    assert lines_of(tmp_path, inside, lists, styles) == ["一、 a", "1. b", "c"]


def test_list_that_names_a_style_is_followed(tmp_path: Path) -> None:
    styles = '<w:style w:type="numbering" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    lists = list_of(1, list_level(0, "taiwaneseCounting", "%1、")) + list_of(2, '<w:numStyleLink w:val="s"/>')
    assert lines_of(tmp_path, listed("甲", 2), lists, styles) == ["一、 甲"]


def test_bullets_of_symbol_fonts(tmp_path: Path) -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    lists = list_of(1, list_level(0, "bullet", "n", fonts), list_level(1, "bullet", "\uf0d8", fonts))
    assert lines_of(tmp_path, listed("甲", 1) + listed("乙", 1, 1), lists) == ["■ 甲", "• 乙"]


def test_number_alone_in_a_cell_is_its_text(tmp_path: Path) -> None:
    lists = list_of(1, list_level(0, "decimal", "%1"))
    assert lines_of(tmp_path, listed("", 1), lists) == ["1"]
    assert lines_of(tmp_path, listed("甲", 1) + listed("", 1) + listed("乙", 1), lists) == ["1 甲", "", "3 乙"]
