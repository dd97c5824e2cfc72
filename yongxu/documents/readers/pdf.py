"""PDF: the ruled grids that pdfplumber finds, page by page, with the words above the first one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.table import Table as Found
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from yongxu.documents.assembly import join_continued, lift_titles, make_row
from yongxu.documents.limits import MAX_PAGES
from yongxu.documents.packages import DAMAGED, PASSWORD
from yongxu.documents.table import Cell, Place, Row, Table, UnreadableFile
from yongxu.quantities.wording import Bilingual

_SCANNED = Bilingual(
    zh="這是掃描的 PDF，沒有文字可讀；請提供原始文書檔，或由文書軟體直接轉出的 PDF。",
    en="This is a scanned PDF without text; send the original document, or a PDF exported from it.",
)


def read(path: Path) -> tuple[Table, ...]:
    try:
        with pdfplumber.open(path) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise UnreadableFile(_too_many_pages(len(pdf.pages)))
            pieces, has_text = _read_pages(pdf.pages)
    except PdfminerException as error:
        raise UnreadableFile(PASSWORD if isinstance(error.args[0], PDFPasswordIncorrect) else DAMAGED) from error
    if not has_text:
        raise UnreadableFile(_SCANNED)
    return join_continued(pieces)


def _too_many_pages(count: int) -> Bilingual:
    return Bilingual(
        zh=f"PDF 有 {count:,} 頁，超過上限 {MAX_PAGES} 頁；請只保留表格所在的頁。",
        en=f"The PDF has {count:,} pages, more than the limit of {MAX_PAGES}; keep only the pages with the table.",
    )


def _read_pages(pages: Sequence[Page]) -> tuple[list[Table], bool]:
    pieces: list[Table] = []
    has_text = False
    for page in pages:
        grids = [each for each in page.find_tables() if each.rows and len(each.rows[0].cells) > 1]
        found = sorted(grids, key=lambda each: each.bbox[1])
        has_text = has_text or bool(page.chars)
        above = 0.0
        for each in found:
            heading = _lines_between(page, above, each.bbox[1])
            pieces.append(lift_titles(Table(tuple(_rows(each, page.page_number)), tuple(heading)), anywhere=False))
            above = each.bbox[3]
        page.close()
    return pieces, has_text


def _lines_between(page: Page, top: float, bottom: float) -> list[str]:
    chars = [char for char in page.chars if char["top"] >= top - 1 and char["bottom"] <= bottom + 1]
    return [line.strip() for line in extract_text(chars).split("\n") if line.strip()] if chars else []


def _rows(found: Found, page: int) -> Iterator[Row]:
    """The rows with merged cells spread: pdfplumber gives None where a cell begun above or to the left reaches."""
    texts = found.extract()
    boxes = [row.cells for row in found.rows]
    tops = [row.bbox[1] for row in found.rows]
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
            made.append(Cell(text, Place(r + 1, c + 1, page), covered=owner != (r, c), wrapped=True))
        yield make_row(made, Place(r + 1, page=page))
