"""From what a reader found to whole tables: limits, titles above the header, tables that continue over pages."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from yongxu.documents.limits import MAX_COLUMNS, MAX_ROWS, MAX_TABLES
from yongxu.documents.table import Cell, Place, Row, Table, UnreadableFile
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.wording import Bilingual

_PAGE_NUMBER = Pattern(
    r"(第\s*\d+\s*頁([,，/／\s]*共\s*\d+\s*頁)?|[-–—─]\s*\d+\s*[-–—─]|\d+\s*[/／]\s*\d+|page\s*\d+(\s*of\s*\d+)?)", re.IGNORECASE
)
_OVERLAPPING = Bilingual(
    zh="表格的合併儲存格彼此重疊，無法讀取；請取消合併後另存再試。",
    en="Merged cells of the table overlap one another, so it cannot be read; unmerge them, save and retry.",
)
_CODE = Pattern(r"\d+\.\w+")


def is_page_number(line: str) -> bool:
    """A printed page number such as 第 3 頁, - 3 -, 3/12; a bare number is not known to be one."""
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None


def make_row(cells: Sequence[Cell], place: Place) -> Row:
    """A row; ``UnreadableFile`` where it has more columns than any table that people print."""
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFile(too_many_columns(len(cells)))
    return Row(tuple(cells), place)


def too_many_columns(count: int) -> Bilingual:
    return Bilingual(
        zh=f"表格有 {count:,} 欄，超過上限 {MAX_COLUMNS} 欄；請確認檔案內容，只保留要讀取的表格。",
        en=f"The table has {count:,} columns, more than the limit of {MAX_COLUMNS}; check the file and keep only the table to be read.",
    )


def too_many_rows(count: int) -> Bilingual:
    return Bilingual(
        zh=f"表格有 {count:,} 列，超過上限 {MAX_ROWS:,} 列；請分成數個檔案。",
        en=f"The table has {count:,} rows, more than the limit of {MAX_ROWS:,}; split it into several files.",
    )


def too_many_tables(count: int) -> Bilingual:
    return Bilingual(
        zh=f"檔案有 {count:,} 個表格或工作表，超過上限 {MAX_TABLES}；請只保留要讀取的表格。",
        en=f"The file has {count:,} tables or sheets, more than the limit of {MAX_TABLES}; keep only the table to be read.",
    )


def header_key(row: Row) -> tuple[str, ...]:
    """A row's texts without white space: equal for the same header printed again."""
    return tuple(re.sub(r"\s+", "", text) for text in row.texts())


def looks_like_header(row: Row) -> bool:
    """Every cell is filled and short, and none is a number or begins with a code: a row of names, not of content."""
    texts = header_key(row)
    return len(set(texts)) > 1 and all(
        0 < len(text) <= 30 and not _CODE.match(text) and not text.strip("-–,.%").isdigit() for text in texts
    )


def is_blank(row: Row) -> bool:
    return not any(row.texts())


def is_title(row: Row) -> bool:
    """One text alone in a row of several columns, or one text merged over the whole row."""
    filled = {cell.text for cell in row.cells if cell.text}
    return len(row.cells) > 1 and len(filled) == 1 and sum(1 for cell in row.cells if cell.text and not cell.covered) <= 1


def lift_titles(table: Table, *, anywhere: bool) -> Table:
    """Move title rows that stand above the header into ``heading``.

    ``anywhere`` is for sheets, where a title or date may stand in a single cell; elsewhere only a text over the whole row is a title.
    """
    lines = list(table.heading)
    rows = list(table.rows)
    while rows and (is_blank(rows[0]) or (is_title(rows[0]) and (anywhere or all(cell.text for cell in rows[0].cells)))):
        row = rows.pop(0)
        lines += next((cell.text.split("\n") for cell in row.cells if cell.text), [])
    return replace(table, rows=tuple(rows), heading=tuple(line.strip() for line in lines if line.strip())) if rows else table


def join_continued(pieces: Iterable[Table]) -> tuple[Table, ...]:
    """Pieces that continue one table become one; a piece with a title or a header of its own stays apart.

    A piece continues the table before it when it has as many columns, and either repeats its header, or has neither text before it nor a
    first row that reads like a header. Text that only repeats the first heading, or a page number, is not a title; nor is a text over the
    whole row with content below it, such as the name of a part.
    """
    tables: list[Table] = []
    for piece in pieces:
        if not piece.rows:
            continue
        lifted = lift_titles(piece, anywhere=False)
        piece = lifted if not tables or looks_like_header(lifted.rows[0]) else piece
        if tables and _continues(tables[-1], piece):
            before = tables[-1]
            tables[-1] = replace(before, rows=before.rows + piece.rows, problems=before.problems + piece.problems)
        else:
            tables.append(piece)
            if len(tables) > MAX_TABLES:
                raise UnreadableFile(too_many_tables(len(tables)))
    for table in tables:
        if len(table.rows) > MAX_ROWS:
            raise UnreadableFile(too_many_rows(len(table.rows)))
    return tuple(tables)


def _continues(before: Table, piece: Table) -> bool:
    if len(before.rows[0].cells) != len(piece.rows[0].cells):
        return False
    known = {re.sub(r"\s+", "", line) for line in before.heading}
    if any(re.sub(r"\s+", "", line) not in known and not is_page_number(line) for line in piece.heading):
        return False
    return header_key(before.rows[0]) == header_key(piece.rows[0]) or not looks_like_header(piece.rows[0])


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cell where it begins, with its spans; rows and columns start at 1."""

    row: int
    column: int
    text: str
    down: int = 1
    across: int = 1


def spread(anchors: Sequence[Anchor], *, sheet: str | None = None, keep_blank: bool) -> tuple[Row, ...]:
    """Rows of equal length in which merged cells carry their neighbour's text.

    Spans end at the last row and column where a cell begins, however far they are said to reach. Without ``keep_blank``, as in a sheet that
    has no end, empty rows and empty columns at the end are left out; the places keep the numbers of the file.
    """
    begun = [anchor for anchor in anchors if keep_blank or anchor.text]
    numbers = sorted({anchor.row for anchor in begun})
    if len(numbers) > MAX_ROWS:
        raise UnreadableFile(too_many_rows(len(numbers)))
    last_column = max((anchor.column for anchor in begun), default=0)
    if last_column > MAX_COLUMNS:
        raise UnreadableFile(too_many_columns(last_column))
    grid: dict[int, dict[int, Cell]] = {number: {} for number in numbers}
    for anchor in begun:
        grid[anchor.row][anchor.column] = Cell(anchor.text, Place(anchor.row, anchor.column, sheet=sheet))
    covers = 0
    for anchor in begun:
        columns = range(anchor.column, min(anchor.column + anchor.across, last_column + 1))
        for row in numbers[bisect_left(numbers, anchor.row) : bisect_left(numbers, anchor.row + anchor.down)]:
            covers += len(columns)
            if covers > 2 * MAX_ROWS * MAX_COLUMNS:
                raise UnreadableFile(_OVERLAPPING)
            for column in columns:
                if column not in grid[row]:
                    grid[row][column] = Cell(anchor.text, Place(row, column, sheet=sheet), covered=True)
    return tuple(
        Row(
            tuple(found.get(column) or Cell("", Place(row, column, sheet=sheet)) for column in range(1, last_column + 1)),
            Place(row, sheet=sheet),
        )
        for row, found in sorted(grid.items())
    )
