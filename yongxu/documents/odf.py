"""What ODT and ODS have in common: text with its line breaks and list numbers, and tables with spans and repeated cells.

Read from the XML itself (OpenDocument 1.3 part 3): the libraries give a cell's text without list numbers, and expand repeated rows.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from yongxu.documents.assembly import Anchor, too_many_columns, too_many_rows
from yongxu.documents.limits import MAX_COLUMNS, MAX_ROWS
from yongxu.documents.number_formats import display
from yongxu.documents.packages import parse_member
from yongxu.documents.table import UnreadableFile

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

_SPACES = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
_SKIPPED = {f"{TEXT}tracked-changes", f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}ruby-text", f"{OFFICE}forms", f"{TEXT}sequence-decls"}
_ROW_GROUPS = {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}
_COLUMN_GROUPS = {f"{TABLE}table-header-columns", f"{TABLE}table-columns", f"{TABLE}table-column-group"}


@dataclass(frozen=True, slots=True)
class _Level:
    prefix: str
    suffix: str
    start: int


@dataclass
class Texts:
    """Turns paragraphs and lists into lines; keeps count of the lists, which may continue one another."""

    levels: dict[tuple[str, int], _Level]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def lines(self, element: Element, style: str = "", depth: int = 0) -> Iterator[str]:
        """The lines of everything inside an element, nested tables flattened row by row."""
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child).split("\n")
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, style, depth + 1)
            else:
                yield from self.lines(child, style, depth)

    def text(self, element: Element) -> str:
        return "\n".join(line.strip() for line in self.lines(element)).strip("\n")

    def _list(self, element: Element, outer: str, depth: int) -> Iterator[str]:
        style = element.get(f"{TEXT}style-name") or outer
        level = self.levels.get((style, depth))
        if level is not None and element.get(f"{TEXT}continue-numbering") != "true" and element.get(f"{TEXT}continue-list") is None:
            self.counts[style, depth] = level.start - 1
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            lines = list(self.lines(item, style, depth))
            if level is None or item.tag == f"{TEXT}list-header":
                yield from lines
                continue
            started = item.get(f"{TEXT}start-value")
            number = int(started) if started and started.isdigit() else self.counts.get((style, depth), level.start - 1) + 1
            self.counts[style, depth] = number
            first = next((child.tag for child in item), "")
            if first == f"{TEXT}list":
                yield from lines
            else:
                yield f"{level.prefix}{number}{level.suffix} {lines[0] if lines else ''}"
                yield from lines[1:]

    def _paragraph(self, element: Element) -> str:
        parts = [_SPACES.sub(" ", element.text or "")]
        for child in element:
            if child.tag == f"{TEXT}line-break":
                parts.append("\n")
            elif child.tag == f"{TEXT}tab":
                parts.append(" ")
            elif child.tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                parts.append(" " * min(int(count) if count.isdigit() else 1, 1000))
            elif child.tag == f"{_DRAW}frame":
                parts.append("\n".join(["", *self.lines(child)]))
            elif child.tag not in _SKIPPED:
                parts.append(self._paragraph(child))
            parts.append(_SPACES.sub(" ", child.tail or ""))
        return "".join(parts).replace("\xa0", " ")


def open_texts(archive: zipfile.ZipFile, content: Element) -> Texts:
    """Texts that know the decimal list styles of the document; other numbering (letters, bullets) is left out."""
    roots = [content]
    if "styles.xml" in archive.namelist():
        roots.append(parse_member(archive, "styles.xml"))
    levels = {}
    for root in roots:
        for style in root.iter(f"{TEXT}list-style"):
            for level in style.iter(f"{TEXT}list-level-style-number"):
                depth, start = level.get(f"{TEXT}level", "1"), level.get(f"{TEXT}start-value", "1")
                if level.get(f"{STYLE}num-format") == "1" and depth.isdigit() and start.isdigit():
                    name = style.get(f"{STYLE}name", "")
                    levels[name, int(depth)] = _Level(level.get(f"{STYLE}num-prefix", ""), level.get(f"{STYLE}num-suffix", ""), int(start))
    return Texts(levels)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table where they begin, and what of it is hidden."""

    anchors: tuple[Anchor, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    formulas_without_value: tuple[tuple[int, int], ...]


def read_grid(table: Element, texts: Texts, *, only_filled: bool) -> Grid:
    """Walk the rows; with ``only_filled`` (sheets) empty cells are counted but not kept, so that an endless sheet costs nothing."""
    anchors: list[Anchor] = []
    hidden: list[int] = []
    unknown: list[tuple[int, int]] = []
    number, kept = 1, 0
    for row in _rows(table):
        repeated = _count(row, "number-rows-repeated")
        found = list(_cells(row, number, texts, only_filled=only_filled))
        if found and any(anchor.text for anchor, _ in found):
            if row.get(f"{TABLE}visibility") in ("collapse", "filter"):
                hidden += range(number, number + repeated)
            unknown += [(number, anchor.column) for anchor, missing in found if missing]
        elif only_filled:
            number += repeated
            continue
        kept += repeated
        if kept > MAX_ROWS:
            raise UnreadableFile(too_many_rows(kept))
        for step in range(repeated):
            anchors += [Anchor(number + step, a.column, a.text, a.down, a.across) for a, _ in found]
        number += repeated
    return Grid(tuple(anchors), tuple(hidden), tuple(_hidden_columns(table)), tuple(unknown))


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _cells(row: Element, number: int, texts: Texts, *, only_filled: bool) -> Iterator[tuple[Anchor, bool]]:
    """The cells that begin in this row, each with whether it is a formula without a value."""
    column = 1
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        repeated = _count(cell, "number-columns-repeated")
        if cell.tag == f"{TABLE}table-cell":
            text = texts.text(cell) or (_stored_value(cell) if only_filled else "")
            missing = not text and cell.get(f"{TABLE}formula") is not None and cell.get(f"{OFFICE}value-type") is None
            if text or missing or not only_filled:
                if column + repeated - 1 > MAX_COLUMNS:
                    raise UnreadableFile(too_many_columns(_last_column(row)))
                for step in range(repeated):
                    across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
                    yield Anchor(number, column + step, text, down, across), missing
        column += repeated


def _last_column(row: Element) -> int:
    """The last column that is not empty."""
    column = last = 0
    for cell in row:
        column += _count(cell, "number-columns-repeated")
        last = column if len(cell) else last
    return last


def _stored_value(cell: Element) -> str:
    """The value of a sheet's cell for which the writing program stored no displayed text."""
    if next(cell.iter(f"{TEXT}p"), None) is not None:
        return ""
    kind = cell.get(f"{OFFICE}value-type", "")
    stored = cell.get(f"{OFFICE}{'' if kind in ('float', 'percentage', 'currency') else kind + '-'}value", "")
    try:
        return display(float(stored), "0.##########%" if kind == "percentage" else "General") if kind in ("float", "percentage") else stored
    except ValueError:
        return stored


def _hidden_columns(table: Element) -> Iterator[int]:
    number = 1
    for column in _columns(table):
        repeated = _count(column, "number-columns-repeated")
        if column.get(f"{TABLE}visibility") in ("collapse", "filter"):
            yield from range(number, min(number + repeated, MAX_COLUMNS + 1))
        number += repeated


def _columns(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{TABLE}table-column":
            yield child
        elif child.tag in _COLUMN_GROUPS:
            yield from _columns(child)


def _count(element: Element, name: str) -> int:
    value = element.get(f"{TABLE}{name}", "1")
    return max(int(value), 1) if value.isdigit() and len(value) < 10 else 1
