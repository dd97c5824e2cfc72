"""What ODT and ODS have in common: text with its line breaks and list numbers, and tables with spans and repeated cells.

Read from the XML itself (OpenDocument 1.3 part 3): the libraries give a cell's text without list numbers, and expand repeated rows.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from yongxu.documents.assembly import Anchor, too_many_columns, too_many_rows
from yongxu.documents.limits import MAX_COLUMNS, MAX_ROWS
from yongxu.documents.number_formats import display
from yongxu.documents.odf_lists import TEXT, Numbering, read_list_styles
from yongxu.documents.packages import parse_member
from yongxu.documents.table import UnreadableFile
from yongxu.quantities.patterns import Pattern

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

_SPACES = Pattern(r"[ \t\r\n]+")
_SKIPPED = {f"{TEXT}tracked-changes", f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}ruby-text", f"{OFFICE}forms", f"{TEXT}sequence-decls"}
_ROW_GROUPS = {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}
_COLUMN_GROUPS = {f"{TABLE}table-header-columns", f"{TABLE}table-columns", f"{TABLE}table-column-group"}


@dataclass
class Texts:
    """Turns paragraphs and lists into lines with the numbers and bullets that are seen before them."""

    numbering: Numbering
    bare: str = ""
    """The first number since the last cell that has nothing behind it."""

    def lines(self, element: Element) -> Iterator[str]:
        """The lines of everything inside an element, nested tables flattened row by row."""
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{TEXT}h":
                yield from (self.numbering.heading_label(child) + self._paragraph(child)).split("\n")
            elif child.tag == f"{TEXT}p":
                yield from self._paragraph(child).split("\n")
            elif child.tag == f"{TEXT}list":
                yield from self._list(child)
            else:
                yield from self.lines(child)

    def text(self, element: Element) -> str:
        """The lines of a cell. A number with nothing behind it counts, but is printed only where the cell holds nothing else (項次)."""
        self.bare = ""
        return "\n".join(line.strip() for line in self.lines(element)).strip("\n") or self.bare

    def _list(self, element: Element) -> Iterator[str]:
        with self.numbering.inside(element):
            for item in element:
                if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                    continue
                begins_deeper = next((child.tag for child in item), "") == f"{TEXT}list"
                label = "" if begins_deeper or item.tag == f"{TEXT}list-header" else self.numbering.label(item)
                lines = list(self.lines(item))
                if label and any(line.strip() for line in lines):
                    lines[0] = label + lines[0]
                elif any(each.isalnum() for each in label):
                    self.bare = self.bare or label.strip()
                yield from lines

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
    roots = [content]
    if "styles.xml" in archive.namelist():
        roots.append(parse_member(archive, "styles.xml"))
    return Texts(read_list_styles(roots))


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
