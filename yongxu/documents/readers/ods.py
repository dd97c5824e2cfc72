"""Spreadsheets of OpenDocument: the text as displayed, which the file stores beside each value."""

from pathlib import Path

from yongxu.documents.assembly import spread, too_many_tables
from yongxu.documents.limits import MAX_TABLES
from yongxu.documents.odf import OFFICE, TABLE, open_texts, read_grid
from yongxu.documents.odf_lists import STYLE
from yongxu.documents.packages import open_package, parse_member
from yongxu.documents.sheets import column_name, hidden_problems, join_sheet, missing_value
from yongxu.documents.table import Problem, Table, UnreadableFile


def read(path: Path) -> tuple[Table, ...]:
    with open_package(path) as archive:
        content = parse_member(archive, "content.xml")
        texts = open_texts(archive, content)
    hidden_styles = {
        style.get(f"{STYLE}name")
        for style in content.iter(f"{STYLE}style")
        if any(each.get(f"{TABLE}display") == "false" for each in style.iter(f"{STYLE}table-properties"))
    }
    tables: list[Table] = []
    body = content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    sheets = [] if body is None else body.findall(f"{TABLE}table")
    if len(sheets) > MAX_TABLES:
        raise UnreadableFile(too_many_tables(len(sheets)))
    for element in sheets:
        name = element.get(f"{TABLE}name", "")
        grid = read_grid(element, texts, only_filled=True)
        rows = spread(grid.anchors, sheet=name, keep_blank=False)
        problems: list[Problem] = list(
            hidden_problems(
                name, rows, hidden=element.get(f"{TABLE}style-name") in hidden_styles, lines=grid.hidden_rows, columns=grid.hidden_columns
            )
        )
        problems += [missing_value(name, f"{column_name(column)}{row}") for row, column in grid.formulas_without_value]
        tables += join_sheet(rows, tuple(problems))
    return tuple(tables)
