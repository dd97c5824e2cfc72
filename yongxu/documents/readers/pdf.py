"""PDF: the ruled grids that pdfplumber finds, page by page, with the words above them.

A page without a grid is read by the gaps between its words only where these agree over the whole document; else it is a named problem.
"""

import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.table import Table as Grid
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from yongxu.documents.assembly import is_page_number, join_continued, make_row
from yongxu.documents.limits import MAX_PAGE_SHAPES, MAX_PAGES, MAX_PDF_SECONDS, MAX_UNPACKED_BYTES
from yongxu.documents.packages import DAMAGED, PASSWORD, TOO_LARGE_INSIDE
from yongxu.documents.readers.text import read_lines
from yongxu.documents.table import Cell, Place, Problem, Row, Table, UnreadableFile
from yongxu.quantities.wording import Bilingual

_SCANNED = Bilingual(
    zh="這是掃描的 PDF，沒有文字可讀；請提供原始文書檔，或由文書軟體直接轉出的 PDF。",
    en="This is a scanned PDF without text; send the original document, or a PDF exported from it.",
)
_TOO_SLOW = Bilingual(
    zh=f"PDF 過於複雜，讀取已超過 {MAX_PDF_SECONDS} 秒；請提供原始文書檔，或只保留表格所在的頁。",
    en=f"The PDF is too complex: reading it took more than {MAX_PDF_SECONDS} seconds; "
    "send the original document or only the pages with the table.",
)
_CUT_OFF = Problem(
    "end of file",
    Bilingual(zh="PDF 檔尾不完整，後面的頁可能遺失；請重新下載。", en="The PDF is cut off, later pages may be missing; download it again."),
)
_STREAM = re.compile(rb"stream\r?\n")


# A line end inside a number or its unit: after its point or comma, inside a group of thousands, inside MW or CO2-e
# (11.|9 %, 7 萬 6,5|00, 5M|W).
BROKEN_NUMBER = re.compile(
    r"(?<=[^\s]\d[.,])\n(?=\d)|(?<=,\d)\n(?=\d\d(?!\d))|(?<=,\d\d)\n(?=\d(?!\d))|(?<=\d[A-Za-z])\n(?=[A-Za-z]{1,3}(?![A-Za-z]))"
    r"|(?<=CO)\n(?=[2₂])|(?<=CO[2₂])\n(?=-?e\b)|(?<=CO[2₂]-)\n(?=e\b)"
)


@dataclass
class _Pages:
    """What the pages gave: a piece for each grid, and the text of those without one."""

    pieces: list[Table] = field(default_factory=list)
    loose: dict[int, list[str]] = field(default_factory=dict)
    images: list[int] = field(default_factory=list)
    has_text: bool = False


def read(path: Path) -> tuple[Table, ...]:
    content = path.read_bytes()
    _check_streams(content)
    try:
        pages = _read_pages(path)
    except (UnreadableFile, MemoryError):
        raise
    except PdfminerException as error:
        raise UnreadableFile(PASSWORD if error.args and isinstance(error.args[0], PDFPasswordIncorrect) else DAMAGED) from error
    except Exception as error:  # pdfminer raises whatever a damaged object leads to
        raise UnreadableFile(DAMAGED) from error
    if not pages.has_text:
        raise UnreadableFile(_SCANNED)
    if not pages.pieces:
        return read_lines([line for number in sorted(pages.loose) for line in ["\f", *pages.loose[number]]])
    tables = join_continued(pages.pieces)
    problems = [_without_grid(number) for number in sorted(pages.loose)] + [_only_image(number) for number in pages.images]
    problems += [] if b"%%EOF" in content[-2048:] else [_CUT_OFF]
    return (replace(tables[0], problems=(*tables[0].problems, *problems)), *tables[1:])


def _check_streams(content: bytes) -> None:
    """Unpack every deflated stream without keeping it: pdfminer would hold one of any size in memory."""
    if re.search(rb"/(FlateDecode|Fl)\s*/(FlateDecode|Fl)\b", content):
        raise UnreadableFile(TOO_LARGE_INSIDE)
    total = 0
    for match in _STREAM.finditer(content):
        unpacker, rest = zlib.decompressobj(), content[match.end() : match.end() + 65_536]
        at = match.end() + len(rest)
        try:
            while rest and not unpacker.eof:
                total += len(unpacker.decompress(rest, 1 << 20))
                if total > MAX_UNPACKED_BYTES:
                    raise UnreadableFile(TOO_LARGE_INSIDE)
                rest = unpacker.unconsumed_tail
                if not rest:
                    rest = content[at : at + 65_536]
                    at += len(rest)
        except zlib.error:
            continue


def _read_pages(path: Path) -> _Pages:
    found = _Pages()
    started = time.monotonic()
    with pdfplumber.open(path) as pdf:
        if len(pdf.pages) > MAX_PAGES:
            raise UnreadableFile(_too_many_pages(len(pdf.pages)))
        if not pdf.pages:
            raise UnreadableFile(DAMAGED)
        for page in pdf.pages:
            _read_page(page, found)
            page.close()
            if time.monotonic() - started > MAX_PDF_SECONDS:
                raise UnreadableFile(_TOO_SLOW)
    return found


def _too_many_pages(count: int) -> Bilingual:
    return Bilingual(
        zh=f"PDF 有 {count:,} 頁，超過上限 {MAX_PAGES} 頁；請只保留表格所在的頁。",
        en=f"The PDF has {count:,} pages, more than the limit of {MAX_PAGES}; keep only the pages with the table.",
    )


def _too_many_shapes(page: int, count: int) -> Bilingual:
    return Bilingual(
        zh=f"PDF 第 {page} 頁有 {count:,} 個線條與圖形，超過上限 {MAX_PAGE_SHAPES:,} 個；請提供原始文書檔，或只保留表格所在的頁。",
        en=f"Page {page} of the PDF has {count:,} lines and shapes, more than the limit of {MAX_PAGE_SHAPES:,}; "
        "send the original document or only the pages with the table.",
    )


def _without_grid(number: int) -> Problem:
    return Problem(
        f"page {number}",
        Bilingual(
            zh="這一頁有文字但沒有表格框線，未讀取；若為表格的一部分，請提供原始文書檔。",
            en="The page has text but no ruled table and was not read; if it belongs to the table, send the original document.",
        ),
    )


def _only_image(number: int) -> Problem:
    return Problem(
        f"page {number}",
        Bilingual(
            zh="這一頁是掃描影像，沒有文字可讀；請提供原始文書檔。",
            en="The page is a scanned image without text; send the original document.",
        ),
    )


def _read_page(page: Page, found: _Pages) -> None:
    shapes = len(page.rects) + len(page.lines) + len(page.curves)
    if shapes > MAX_PAGE_SHAPES:
        raise UnreadableFile(_too_many_shapes(page.page_number, shapes))
    if not page.chars:
        if page.images:
            found.images.append(page.page_number)
        return
    found.has_text = True
    grids = sorted((grid for grid in page.find_tables() if grid.rows and len(grid.rows[0].cells) > 1), key=lambda grid: grid.bbox[1])
    above = 0.0
    for grid in grids:
        heading = _lines_between(page, above, grid.bbox[1])
        found.pieces.append(Table(tuple(_rows(grid, page.page_number)), tuple(heading)))
        above = grid.bbox[3]
    if not grids:
        lines = page.extract_text(layout=True).split("\n")
        if any(line.strip() and not is_page_number(line) and not line.strip().isdigit() for line in lines):
            found.loose[page.page_number] = [line.rstrip() for line in lines if line.strip()]


def _lines_between(page: Page, top: float, bottom: float) -> list[str]:
    chars = [char for char in page.chars if char["top"] >= top - 1 and char["bottom"] <= bottom + 1]
    return [line.strip() for line in extract_text(chars).split("\n") if line.strip()] if chars else []


def _rows(grid: Grid, page: int) -> Iterator[Row]:
    """The rows with merged cells spread: pdfplumber gives None where a cell begun above or to the left reaches."""
    texts = grid.extract()
    boxes = [row.cells for row in grid.rows]
    tops = [row.bbox[1] for row in grid.rows]
    lefts = [min((box[0] for box in column if box is not None), default=0.0) for column in zip(*boxes, strict=True)]
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for r, cells in enumerate(boxes):
        for c, box in enumerate(cells):
            if box is None:
                continue
            for row in (k for k in range(r, len(tops)) if tops[k] < box[3] - 1):
                for column in (k for k in range(c, len(lefts)) if lefts[k] < box[2] - 1):
                    owners.setdefault((row, column), (r, c))
    for r, cells in enumerate(boxes):
        made = []
        for c, box in enumerate(cells):
            owner = (r, c) if box is not None else owners.get((r, c), (r, c))
            text = texts[owner[0]][owner[1]] or ""
            made.append(Cell(BROKEN_NUMBER.sub("", text.strip()), Place(r + 1, c + 1, page), covered=owner != (r, c), wrapped=True))
        yield make_row(made, Place(r + 1, page=page))
