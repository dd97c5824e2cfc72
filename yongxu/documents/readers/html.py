"""Web pages, which systems often save under the name of an office file: their outermost tables."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

from yongxu.documents.assembly import Anchor, join_continued, spread, too_many_columns
from yongxu.documents.decoding import read_text
from yongxu.documents.limits import MAX_COLUMNS, MAX_TAGS
from yongxu.documents.table import Problem, Table, UnreadableFile
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.wording import Bilingual

_NO_TABLE = Bilingual(
    zh="這其實是網頁 (HTML)，只是存成文書檔的名稱，其中沒有表格；請重新下載原始檔案。",
    en="This is a web page (HTML) saved under another name, and it holds no table; download the original file again.",
)
_WEB_PAGE = Problem(
    "file",
    Bilingual(
        zh="這其實是網頁 (HTML)，不是文書檔；已讀取其中的表格，請核對內容。",
        en="This is a web page (HTML), not an office file; its tables were read, check them.",
    ),
)
_TOO_LONG = Bilingual(
    zh=f"網頁的標籤超過 {MAX_TAGS:,} 個，無法在合理時間內讀完；請只保留要讀取的表格，或提供原始文書檔。",
    en=f"The web page has more than {MAX_TAGS:,} tags, too many to read in time; keep only the table, or send the original document.",
)
_STRAY = Pattern(r"<(?![a-z/]|!doctype|!\[|\?)", re.IGNORECASE)
_LINES = {"p", "br", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "title"}
_UNSEEN = {"script", "style", "template"}


def read(path: Path) -> tuple[Table, ...]:
    parser = _Parser()
    parser.feed(_without_traps(read_text(path)))
    parser.close()
    tables = join_continued(parser.tables)
    if not tables:
        raise UnreadableFile(_NO_TABLE)
    return (replace(tables[0], problems=(*tables[0].problems, _WEB_PAGE)), *tables[1:])


def _without_traps(text: str) -> str:
    """The page without comments and with every "<" that begins no tag escaped: the parser would look at each for the whole rest."""
    if text.count("<") > MAX_TAGS:
        raise UnreadableFile(_TOO_LONG)
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0:
        parts.append(text[at:begin])
        end = text.find("-->", begin)
        at = len(text) if end < 0 else end + 3
    return _STRAY.sub("&lt;", "".join([*parts, text[at:]]))


@dataclass
class _Open:
    """The table being read: cells so far, and until which row each column is taken by a cell from above."""

    anchors: list[Anchor] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    row: int = 0
    column: int = 1
    spans: tuple[int, int] = (1, 1)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.heading: list[str] = []
        self.text: list[str] = []
        self.depth = 0
        self.unseen = 0
        self.in_cell = False
        self.table = _Open()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if tag in _LINES:
            self.text.append("\n")
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.heading += self._take_lines()
                self.table = _Open()
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self.table.row += 1
            self.table.column = 1
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._take_lines()
            given = dict(attrs)
            self.table.spans = _span(given.get("rowspan")), _span(given.get("colspan"))
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        if tag in _LINES:
            self.text.append("\n")
        if self.depth == 1 and tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self.depth:
            self.depth -= 1
            if self.depth == 0:
                rows = spread(self.table.anchors, keep_blank=True)
                if len(rows) and len(rows[0].cells) > 1:
                    self.tables.append(Table(rows, tuple(self.heading)))
                    self.heading = []

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(data.replace("\n", " "))

    def _take_lines(self) -> list[str]:
        lines = [" ".join(line.split()) for line in "".join(self.text).split("\n")]
        self.text = []
        return [line for line in lines if line]

    def _end_cell(self) -> None:
        if not self.in_cell:
            return
        self.in_cell = False
        table = self.table
        table.row = max(table.row, 1)
        while table.taken.get(table.column, 0) >= table.row:
            table.column += 1
        if table.column > MAX_COLUMNS:
            raise UnreadableFile(too_many_columns(table.column))
        down, across = table.spans
        table.anchors.append(Anchor(table.row, table.column, "\n".join(self._take_lines()), down, across))
        for column in range(table.column, table.column + across):
            table.taken[column] = table.row + down - 1
        table.column += across


def _span(value: str | None) -> int:
    return min(max(int(value), 1), 10 * MAX_COLUMNS) if value and value.isdigit() and len(value) < 7 else 1
