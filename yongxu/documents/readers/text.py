"""Plain text as extracted from a PDF: cells apart by tabs, bars or wide gaps; a blank line and the header again is a page break."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from yongxu.documents.assembly import is_page_number, join_continued, looks_like_header, make_row, too_many_columns, too_many_rows
from yongxu.documents.decoding import read_text
from yongxu.documents.limits import MAX_COLUMNS, MAX_ROWS
from yongxu.documents.markup import clean_residue
from yongxu.documents.table import Cell, Place, Problem, Row, Table, UnreadableFile
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.wording import Bilingual

Split = Callable[[str], list[str]]

_SECTION = Pattern(
    r"\s*(?:(?:T-?)?(?:SDGs?|核心目標|永續發展目標|目標)\s*\d{1,2}|(?:推動)?(?:策略|面向|主軸|戰略|構面|領域)\s*[一二三四五六七八九十\dA-Z]{1,3})"
    r"\s*[:：、.．\s][^。；]{1,60}$"
)
"""A goal or strategy printed over the whole table, which holds no separator."""
_BEGINS_RECORD = Pattern(r"\W*(?:指標\s*)?(?:[A-Z]{1,3}-|[\u3400-\u9fff]-)?\d{1,2}[.-][\da-z][^\t]*\t")

_JOINED = Bilingual(
    zh="本列欄數不足，後面另有一行文字，已接在最後一格，請核對。",
    en="The row has too few cells and a line of text follows; it was joined to the last cell, check it.",
)
_TORN = Bilingual(
    zh="本列的儲存格內有換行，已將兩行合併為一列，請核對。",
    en="A cell of the row holds a line break; the two lines were joined to one row, check it.",
)


def read(path: Path) -> tuple[Table, ...]:
    return read_lines(read_text(path).replace("\f", "\n\f\n").split("\n"))


def read_lines(lines: list[str]) -> tuple[Table, ...]:
    """Tables in lines of text, in which a line of "\\f" is a page break; none where no separator is certain.

    A cell is ``wrapped`` unless its line breaks are the paragraphs of HTML that the extractor left.
    """
    split = _find_split(lines)
    if split is None:
        return ()
    walk = _Walk(split)
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else ""
        walk.take(line, ends_block=not following.strip(), before_record=_BEGINS_RECORD.match(following) is not None)
    walk.close()
    return join_continued(walk.pieces)


def _find_split(lines: list[str]) -> Split | None:
    """Tabs where there are any; bars or wide gaps only where the lines agree on how many."""
    filled = [line for line in lines if line.strip()]
    if any("\t" in line for line in filled):
        return lambda line: line.split("\t") if "\t" in line else [line]
    barred = [len(_split_bars(line)) for line in filled if line.count("|") >= 2]
    if len(barred) >= 2 and len(set(barred)) == 1:
        return lambda line: _split_bars(line) if line.count("|") >= 2 else [line]
    gapped = [count for count in (len(_split_gaps(line)) for line in filled) if count > 1]
    if len(gapped) >= 2 and len(set(gapped)) == 1 and 2 * len(gapped) >= len(filled):
        return _split_gaps
    return _find_alignment(lines, len) or _find_alignment(lines, _printed_width)


def _find_alignment(lines: list[str], measure: Callable[[str], int]) -> Split | None:
    """A split by the positions of the header's cells, where every cell of every later line begins under one of them.

    ``measure`` says how wide a text is: extractors count a Chinese character as one place or as two. A line that begins at the margin and
    has no second cell could be a title or the rest of the first cell: then nothing is certain.
    """
    header = next((position for position, line in enumerate(lines) if len(_split_gaps(line)) > 2), None)
    if header is None:
        return None
    starts = [at for at, _ in _placed(lines[header], measure)]
    if any(right - left < 8 for left, right in pairwise(starts)):
        return None

    def split(line: str) -> list[str]:
        cells = [""] * len(starts)
        for at, text in _placed(line, measure):
            column = next((k for k, start in enumerate(starts) if abs(at - start) <= 1), None)
            if column is None:
                return [line]
            cells[column] = text
        return cells

    body = [line for line in lines[header + 1 :] if line.strip() and line != "\f"]
    certain = all(len(split(line)) > 1 and (len(_placed(line, measure)) > 1 or not split(line)[0]) for line in body)
    titles = set(lines[:header])
    return (lambda line: [line] if line in titles else split(line)) if certain and len(body) > 1 else None


def _placed(line: str, measure: Callable[[str], int]) -> list[tuple[int, str]]:
    """Each cell between wide gaps with the place where it begins."""
    return [(measure(line[: match.start()]), match.group()) for match in re.finditer(r"[^\s](?:[^\s]| (?! ))*", line)]


def _printed_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _split_bars(line: str) -> list[str]:
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _split_gaps(line: str) -> list[str]:
    return re.split(r" {2,}|\u3000{2,}", line.strip())


def _is_rule(cells: list[str]) -> bool:
    """The line of dashes under the header of a marked-down table."""
    return len(cells) > 1 and all(re.fullmatch(r":?-{2,}:?|={2,}", cell.strip()) for cell in cells)


def _key(texts: list[str]) -> tuple[str, ...]:
    return tuple(re.sub(r"\s+", "", text) for text in texts)


@dataclass
class _Walk:
    """Goes down the lines and collects one piece per block between blank lines; ``header`` is that of the table last begun."""

    split: Split
    page: int = 1
    pieces: list[Table] = field(default_factory=list)
    header: tuple[str, ...] = ()
    titles: set[str] = field(default_factory=set)
    heading: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    marked: bool = False

    def take(self, line: str, *, ends_block: bool, before_record: bool) -> None:
        if line == "\f":
            self.close()
            self.page += 1
            self.marked = True
        elif not line.strip() and "\t" not in line:
            self.close()
        else:
            if line.count("\t") >= 2 * MAX_COLUMNS:
                raise UnreadableFile(too_many_columns(line.count("\t") + 1))
            texts = self.split(line)
            if len(texts) == 1:
                self._take_loose(clean_residue(line), ends_block=ends_block, before_record=before_record)
            elif not _is_rule(texts):
                self._take_row(texts)

    def close(self) -> None:
        if self.rows:
            self.pieces.append(Table(tuple(self.rows), tuple(self.heading), tuple(self.problems)))
            self.rows, self.heading, self.problems = [], [], []

    def _take_loose(self, line: str, *, ends_block: bool, before_record: bool) -> None:
        """A line without a separator: page number, title, a section over the whole table, or the rest of the last cell."""
        if is_page_number(line) or (ends_block and line == str(self.page) and (self.rows or self.pieces)):
            return
        if not self.rows or line in self.titles:
            self.heading += [] if self.rows else line.split("\n")
            self.titles.add(line)
            return
        row = self.rows[-1]
        if before_record and len(row.cells) >= len(self.header) and _SECTION.match(line):
            place = Place(len(self.rows) + 1, page=self.page)
            self.rows.append(Row((Cell(line.strip(), Place(place.row, 1, self.page)),), place))
            return
        if len(row.cells) < len(self.header):
            self.problems.append(Problem(str(row.place), _JOINED))
        last = row.cells[-1]
        self.rows[-1] = Row((*row.cells[:-1], Cell(f"{last.text}\n{line}".strip(), last.place, wrapped=True)), row.place)

    def _take_row(self, texts: list[str]) -> None:
        if not self.rows:
            self._begin_block(texts)
        elif self._completes_last_row(texts):
            before = self.rows.pop()
            self.problems.append(Problem(str(before.place), _TORN))
            texts = [*before.texts()[:-1], f"{before.cells[-1].text}\n{texts[0].strip()}", *texts[1:]]
        while len(texts) > len(self.header) and not texts[-1].strip():
            texts = texts[:-1]
        if len(self.rows) >= MAX_ROWS:
            raise UnreadableFile(too_many_rows(len(self.rows) + 1))
        place = Place(len(self.rows) + 1, page=self.page)
        cells = []
        for column, text in enumerate(texts, 1):
            cleaned = clean_residue(text)
            cells.append(Cell(cleaned, Place(place.row, column, self.page), wrapped="\n" not in cleaned or "\n" in text.strip()))
        self.rows.append(make_row(cells, place))

    def _begin_block(self, texts: list[str]) -> None:
        repeats = _key(texts)[: len(self.header)] == self.header and not any(text.strip() for text in texts[len(self.header) :])
        if self.pieces and not self.marked:
            self.page += 1
        self.marked = False
        if repeats and self.header:
            return
        cells = tuple(Cell(text.strip(), Place(1, column)) for column, text in enumerate(texts, 1))
        if not self.header or looks_like_header(Row(cells, Place(1))) or abs(len(texts) - len(self.header)) > 1:
            self.header = _key(texts)

    def _completes_last_row(self, texts: list[str]) -> bool:
        """The last row is too short by just the cells of this line, whose first is neither empty nor begins a row of its own."""
        missing = len(self.header) - len(self.rows[-1].cells)
        return 0 < missing == len(texts) - 1 and bool(texts[0].strip()) and re.match(r"\W*(指標\s*)?\d+[.:：]", texts[0]) is None
