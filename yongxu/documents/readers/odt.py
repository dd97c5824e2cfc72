"""Text documents of OpenDocument: tables of the body in reading order, with the paragraphs before them."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from yongxu.documents.assembly import join_continued, spread
from yongxu.documents.odf import OFFICE, TABLE, Texts, open_texts, read_grid
from yongxu.documents.odf_lists import TEXT
from yongxu.documents.packages import open_package, parse_member
from yongxu.documents.table import Table

_LINES = {f"{TEXT}p", f"{TEXT}h", f"{TEXT}list"}
_SKIPPED = {f"{TEXT}tracked-changes", f"{TEXT}table-of-content"}


def read(path: Path) -> tuple[Table, ...]:
    with open_package(path) as archive:
        content = parse_member(archive, "content.xml")
        texts = open_texts(archive, content)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    return () if body is None else join_continued(_tables(body, texts))


def _tables(body: Element, texts: Texts) -> Iterator[Table]:
    heading: list[str] = []
    for element in _blocks(body):
        if element.tag != f"{TABLE}table":
            holder = Element("block")
            holder.append(element)
            heading += [line.strip() for line in texts.lines(holder) if line.strip()]
            continue
        rows = spread(read_grid(element, texts, only_filled=False).anchors, keep_blank=True)
        yield Table(rows, tuple(heading))
        heading = []


def _blocks(element: Element) -> Iterator[Element]:
    """Paragraphs and tables in reading order, also those in sections and text boxes."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{TABLE}table" or (child.tag in _LINES and next(child.iter(f"{TABLE}table"), None) is None):
            yield child
        else:
            yield from _blocks(child)
