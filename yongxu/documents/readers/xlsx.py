"""Excel workbooks: each cell as the text that its number format displays."""

from pathlib import Path

import openpyxl

from yongxu.documents.assembly import Anchor, spread
from yongxu.documents.packages import open_package, refuse_entities
from yongxu.documents.sheets import join_sheet
from yongxu.documents.table import Table


def read(path: Path) -> tuple[Table, ...]:
    with open_package(path) as archive:
        refuse_entities(archive)
    book = openpyxl.load_workbook(path, data_only=True)
    tables = []
    for sheet in book.worksheets:
        spans = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
        anchors = []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    span = spans.get((cell.row, cell.column))
                    down = span.max_row - span.min_row + 1 if span else 1
                    across = span.max_col - span.min_col + 1 if span else 1
                    anchors.append(Anchor(cell.row, cell.column, str(cell.value).strip(), down, across))
        rows = spread(anchors, sheet=sheet.title, keep_blank=False)
        tables += join_sheet(rows, ())
    return tuple(tables)
