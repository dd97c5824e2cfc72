"""Excel workbooks: each cell as the text that its number format displays.

The sheet's own XML is looked at first, event by event: it tells how large the sheet really is, which cells are merged, what is hidden and
which formulas have no stored result, none of which openpyxl's light-weight mode says. openpyxl then gives values and number formats.
"""

import posixpath
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from xml.parsers import expat

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from yongxu.documents.assembly import Anchor, spread, too_many_columns, too_many_rows, too_many_tables
from yongxu.documents.limits import LAST_ROW_OF_A_SHEET, MAX_COLUMNS, MAX_ROWS, MAX_TABLES
from yongxu.documents.number_formats import display
from yongxu.documents.packages import DAMAGED, open_package, parse_member, refuse_entities
from yongxu.documents.sheets import column_name, column_number, error_value, hidden_problems, join_sheet, missing_value
from yongxu.documents.table import Problem, Table, UnreadableFile

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_FAULTS = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, EOFError, OSError, zipfile.BadZipFile, expat.ExpatError)


@dataclass
class _Scan:
    """What one worksheet part says of its extent, merged cells, hidden parts and formulas."""

    last_row: int = 0
    last_column: int = 0
    filled: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    without_value: list[str] = field(default_factory=list)
    row: int = 0
    column: int = 0
    row_hidden: bool = False
    has_formula: bool = False
    has_value: bool = False
    in_value: bool = False
    is_text: bool = False

    def enter(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(":")[2]
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            self.row_hidden = attributes.get("hidden") in ("1", "true")
        elif name == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            self.column = column_number(letters) if letters else self.column + 1
            self.has_formula = self.has_value = self.in_value = False
            self.is_text = attributes.get("t") == "str"
        elif name == "f":
            self.has_formula = True
            self.has_value = self.is_text
        elif name in ("v", "is"):
            self.in_value = True
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.hidden_columns += range(first, min(last, MAX_COLUMNS) + 1)

    def text(self, data: str) -> None:
        self.has_value = self.has_value or (self.in_value and bool(data.strip()))

    def leave(self, qualified: str) -> None:
        if qualified.rpartition(":")[2] != "c" or not (self.has_formula or self.has_value):
            return
        if self.row != self.last_row:
            self.filled.add(self.row)
            if self.row_hidden:
                self.hidden_rows.append(self.row)
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.has_formula and not self.has_value:
            self.without_value.append(f"{column_name(self.column)}{self.row}")
        if self.row > LAST_ROW_OF_A_SHEET:
            raise UnreadableFile(DAMAGED)
        if len(self.filled) > MAX_ROWS:
            raise UnreadableFile(too_many_rows(len(self.filled)))


def read(path: Path) -> tuple[Table, ...]:
    tables: list[Table] = []
    try:
        with open_package(path) as archive, warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            refuse_entities(archive)
            parts = _sheet_parts(archive)
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            if len(parts) > MAX_TABLES:
                raise UnreadableFile(too_many_tables(len(parts)))
            for sheet in book.worksheets:
                if isinstance(sheet, ReadOnlyWorksheet) and sheet.title in parts:
                    tables += _read_sheet(sheet, _scan(archive, parts[sheet.title]))
            book.close()
    except _FAULTS as error:
        raise UnreadableFile(DAMAGED) from error
    return tuple(tables)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The worksheet part of each sheet's name."""
    targets = {each.get("Id", ""): each.get("Target", "") for each in parse_member(archive, "xl/_rels/workbook.xml.rels")}
    parts = {}
    for element in parse_member(archive, "xl/workbook.xml").iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION) or "", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            parts[element.get("name", "")] = part
    return parts


def _scan(archive: zipfile.ZipFile, part: str) -> _Scan:
    scan = _Scan()
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.enter
    parser.EndElementHandler = scan.leave
    parser.CharacterDataHandler = scan.text
    with archive.open(part) as stream:
        parser.ParseFile(stream)
    if scan.last_column > MAX_COLUMNS:
        raise UnreadableFile(too_many_columns(scan.last_column))
    return scan


def _read_sheet(sheet: ReadOnlyWorksheet, scan: _Scan) -> list[Table]:
    if not scan.last_row:
        return []
    spans = _spans(scan)
    anchors: list[Anchor] = []
    problems: list[Problem] = []
    sheet.reset_dimensions()
    rows_read = sheet.iter_rows(max_row=scan.last_row, max_col=scan.last_column)  # type: ignore[misc]  # the stub borrows Worksheet's
    for row, cells in enumerate(rows_read, 1):
        if row not in scan.filled:
            continue
        for column, cell in enumerate(cells, 1):
            value = cell.value
            if value is None:
                continue
            text = _text(value, cell.number_format)
            if cell.data_type == "e":
                problems.append(error_value(sheet.title, f"{column_name(column)}{row}", text))
            down, across = spans.get((row, column), (1, 1))
            anchors.append(Anchor(row, column, text, down, across))
    rows = spread(anchors, sheet=sheet.title, keep_blank=False)
    hidden = sheet.sheet_state != "visible"
    problems += hidden_problems(sheet.title, rows, hidden=hidden, lines=scan.hidden_rows, columns=scan.hidden_columns)
    problems += [missing_value(sheet.title, name) for name in scan.without_value]
    return join_sheet(rows, tuple(problems))


def _text(value: object, number_format: str) -> str:
    text = display(value, number_format) if isinstance(value, str | int | float | Decimal | date | time | timedelta) else str(value)
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _spans(scan: _Scan) -> dict[tuple[int, int], tuple[int, int]]:
    """Rows down and columns across of each merged range, by its first cell."""
    spans = {}
    for name in scan.merged:
        left, top, right, bottom = range_boundaries(name)
        if left and top and right and bottom:
            spans[top, left] = (bottom - top + 1, right - left + 1)
    return spans
