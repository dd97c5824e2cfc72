"""Plain text as extracted from a PDF: cells apart by tabs, bars or wide gaps; a blank line and the header again is a page break."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from yongxu.documents.assembly import header_key, is_page_number, join_continued, make_row
from yongxu.documents.decoding import read_text
from yongxu.documents.table import Cell, Place, Problem, Row, Table
from yongxu.quantities.wording import Bilingual

Split = Callable[[str], list[str]]

_TAG = re.compile(r"<(/?)(p|u|b|i|em|strong|span|font|sup|sub|br|div|ol|ul|li)\b([^<>]*)>", re.IGNORECASE)
_ENTITY = re.compile(r"&(#\d{1,6}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp|ensp|emsp|times|middot|ndash|mdash|hellip|permil|deg);", re.IGNORECASE)
_BREAKS = {"p", "br", "div", "ol", "ul", "li"}
_NUMBERED = re.compile(r"\s*[(（]?[\d一二三四五六七八九十]+[)）.、．]")


def read(path: Path) -> tuple[Table, ...]:
    return read_lines(read_text(path).replace("\f", "\n\f").split("\n"))


def read_lines(lines: list[str]) -> tuple[Table, ...]:
    """Tables in lines of text; none where no separator is certain."""
    split = _find_split(lines)
    if split is None:
        return ()
    return join_continued(_Page(split).collect(lines))


def _find_split(lines: list[str]) -> Split | None:
    """Tabs where there are any; bars or wide gaps only where the lines agree on how many."""
    filled = [line for line in lines if line.strip()]
    if any("\t" in line for line in filled):
        return lambda line: line.split("\t") if "\t" in line else [line]
    barred = [line for line in filled if line.count("|") >= 2]
    if len(barred) >= 2 and len({len(_split_bars(line)) for line in barred}) == 1:
        return lambda line: _split_bars(line) if line.count("|") >= 2 else [line]
    gapped = [len(_split_gaps(line)) for line in filled]
    several = [count for count in gapped if count > 1]
    if len(several) >= 2 and len(set(several)) == 1 and len(several) >= 0.5 * len(filled):
        return _split_gaps
    return None


def _split_bars(line: str) -> list[str]:
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _split_gaps(line: str) -> list[str]:
    return re.split(r"(?: {2,}|\u3000{2,})", line.strip())


def _is_rule(cells: list[str]) -> bool:
    return len(cells) > 1 and all(re.fullmatch(r":?-{2,}:?|={2,}", cell.strip()) for cell in cells)


@dataclass
class _Page:
    """Walks the lines and collects one piece per block between blank lines."""

    split: Split
    page: int = 1
    heading: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pieces: list[Table] = field(default_factory=list)
    header: tuple[str, ...] = ()
    columns: int = 0

    def collect(self, lines: list[str]) -> list[Table]:
        for position, line in enumerate(lines):
            self._take(line, ends_page=position + 1 == len(lines) or not lines[position + 1].strip())
        self._close()
        return self.pieces

    def _take(self, line: str, *, ends_page: bool) -> None:
        if line.startswith("\f"):
            self._close()
            if self.pieces:
                self.page += 1
            line = line.lstrip("\f")
        if not line.strip() and "\t" not in line:
            self._close()
            return
        texts = self.split(line)
        if _is_rule(texts):
            return
        if len(texts) == 1:
            self._take_loose(line.strip(), ends_page=ends_page)
        else:
            self._add_row([clean_residue(text) for text in texts])

    def _take_loose(self, line: str, *, ends_page: bool) -> None:
        """A line without a separator: title, page number, or the rest of the last cell."""
        if is_page_number(line) or (ends_page and line == str(self.page) and bool(self.rows)):
            return
        if not self.rows:
            self.heading.append(clean_residue(line))
            return
        row = self.rows[-1]
        if len(row.cells) < self.columns:
            self.problems.append(
                Problem(
                    str(row.place),
                    Bilingual(
                        zh="本列欄數不足，後面另有一行文字，已接在最後一格，請核對。",
                        en="The row has too few cells and a line of text follows; it was joined to the last cell, check it.",
                    ),
                )
            )
        last = row.cells[-1]
        joined = Cell(f"{last.text}\n{clean_residue(line)}".strip(), last.place, wrapped=True)
        self.rows[-1] = Row((*row.cells[:-1], joined), row.place)

    def _add_row(self, texts: list[str]) -> None:
        if not self.rows and self.header and tuple(re.sub(r"\s+", "", text) for text in texts[: len(self.header)]) == self.header and self.pieces:
            self.page += 1
        while len(texts) > max(len(self.header), 2) and not texts[-1] and self.header:
            texts.pop()
        place = Place(len(self.rows) + 1, page=self.page)
        cells = [Cell(text, Place(place.row, column, self.page), wrapped="\n" not in text) for column, text in enumerate(texts, 1)]
        row = make_row(cells, place)
        if not self.rows and header_key(row) != self.header:
            self.columns = len(row.cells)
            self.header = header_key(row)
        self.rows.append(row)

    def _close(self) -> None:
        if self.rows:
            self.pieces.append(Table(tuple(self.rows), tuple(self.heading), tuple(self.problems)))
            self.rows, self.heading, self.problems = [], [], []


def clean_residue(text: str) -> str:
    """Plain text of a cell in which an extractor left HTML: a paragraph or list item becomes a line, entities become characters."""
    if "<" not in text and "&" not in text:
        return text.strip()
    numbering: list[int | None] = []
    pending = ""

    def render(match: re.Match[str]) -> str:
        nonlocal pending
        closing, name, attributes = match.group(1), match.group(2).lower(), match.group(3)
        if name in ("ol", "ul"):
            if closing:
                numbering[-1:] = []
            else:
                numbering.append(0 if name == "ol" and "none" not in attributes else None)
        if name == "li" and not closing and numbering and numbering[-1] is not None:
            numbering[-1] += 1
            if not _NUMBERED.match(text[match.end() : match.end() + 10]):
                return f"\n{numbering[-1]}. "
        return "\n" if name in _BREAKS else ""

    plain = _ENTITY.sub(lambda match: html.unescape(match.group()), _TAG.sub(render, text)).replace("\xa0", " ")
    return "\n".join(line.strip() for line in plain.split("\n") if line.strip())
