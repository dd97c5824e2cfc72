"""Comma-, semicolon- or tab-separated values in any usual encoding; every cell is kept as the text that stands there."""

import csv
import io
from pathlib import Path

from yongxu.documents.assembly import join_continued, lift_titles, make_row, too_many_rows
from yongxu.documents.decoding import decode
from yongxu.documents.limits import MAX_CELL_CHARACTERS, MAX_ROWS
from yongxu.documents.table import Cell, Place, Row, Table, UnreadableFile
from yongxu.quantities.wording import Bilingual

_BROKEN_QUOTES = Bilingual(
    zh="CSV 的引號不成對，無法分辨儲存格；請以試算表重新匯出。",
    en="The quotation marks of the CSV do not pair up, so its cells cannot be told apart; export it again from the spreadsheet.",
)


def read(path: Path) -> tuple[Table, ...]:
    content = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    delimiter = _find_delimiter(content)
    rows: list[Row] = []
    try:
        for number, texts in enumerate(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter), 1):
            if any(len(text) > MAX_CELL_CHARACTERS for text in texts):
                raise UnreadableFile(_BROKEN_QUOTES)
            while texts and not texts[-1].strip() and rows and len(texts) > len(rows[0].cells):
                texts.pop()
            if any(text.strip() for text in texts):
                cells = [Cell(text.strip(), Place(number, column)) for column, text in enumerate(texts, 1)]
                rows.append(make_row(cells, Place(number)))
            if len(rows) > MAX_ROWS:
                raise UnreadableFile(too_many_rows(len(rows)))
    except csv.Error as error:
        raise UnreadableFile(_BROKEN_QUOTES) from error
    columns = max((len(row.cells) for row in rows), default=0)
    if columns < 2:
        return ()
    return join_continued([lift_titles(Table(tuple(_fill(row, columns) for row in rows)), anywhere=True)])


def _fill(row: Row, columns: int) -> Row:
    missing = range(len(row.cells) + 1, columns + 1)
    return Row(row.cells + tuple(Cell("", Place(row.place.row, column)) for column in missing), row.place)


def _find_delimiter(content: str) -> str:
    """The delimiter under which the most records agree on a number of cells greater than one."""
    best, best_score = ",", 0
    for delimiter in (",", "\t", ";"):
        counts: dict[int, int] = {}
        try:
            for index, texts in enumerate(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)):
                if len(texts) > 1:
                    counts[len(texts)] = counts.get(len(texts), 0) + 1
                if index > 200:
                    break
        except csv.Error:
            continue
        score = max(counts.values(), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best
