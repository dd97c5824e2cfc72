"""Word documents: tables of the body as they read after all tracked changes are accepted, with the paragraphs before them.

Read from the XML itself (ECMA-376 part 1, §17): python-docx passes over tracked insertions, content controls and automatic numbers.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from yongxu.documents.assembly import Anchor, join_continued, spread
from yongxu.documents.packages import open_package, parse_member
from yongxu.documents.table import Table, UnreadableFile
from yongxu.documents.word_lists import Numbering, W, open_numbering
from yongxu.quantities.wording import Bilingual

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT_FILE = Bilingual(
    zh="這是「Strict Open XML」格式的 Word 檔，請另存為一般的 Word 文件 (.docx) 後再試。",
    en="This Word file is in the strict Open XML format; save it as an ordinary Word document (.docx) and retry.",
)
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_UNREAD = ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "tblPr", "sdtPr")
_SKIPPED = {f"{_MC}Fallback", *(f"{W}{name}" for name in _UNREAD)}


def _number(element: Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if value.isdigit() and len(value) < 7 else default


def read(path: Path) -> tuple[Table, ...]:
    with open_package(path) as archive:
        root = parse_member(archive, "word/document.xml")
        if root.tag.startswith(f"{{{_STRICT}}}"):
            raise UnreadableFile(_STRICT_FILE)
        numbering = open_numbering(archive)
    body = root.find(f"{W}body")
    return () if body is None else join_continued(_tables(body, numbering))


def _tables(body: Element, numbering: Numbering) -> Iterator[Table]:
    heading: list[str] = []
    for element in _blocks(body):
        if element.tag == f"{W}p":
            label, text = _paragraph(element, numbering)
            heading += [line.strip() for line in (label + text).split("\n") if text and line.strip()]
            continue
        rows = spread(list(_anchors(element, numbering)), keep_blank=True)
        yield Table(rows, tuple(heading))
        heading = []


def _blocks(element: Element) -> Iterator[Element]:
    """Paragraphs and tables in reading order, also those in content controls and text boxes."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}tbl" or (child.tag == f"{W}p" and next(child.iter(f"{W}tbl"), None) is None):
            yield child
        else:
            yield from _blocks(child)


def _find_all(element: Element, tag: str) -> Iterator[Element]:
    """Children of that name, also inside content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
            yield from _find_all(child, tag)


def _anchors(table: Element, numbering: Numbering) -> Iterator[Anchor]:
    open_cells: dict[int, Anchor] = {}
    kept = [row for row in _find_all(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
    for number, row in enumerate(kept, 1):
        column = 1 + _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _find_all(row, f"{W}tc"):
            across = max(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            above = open_cells.get(column)
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and above is not None:
                open_cells[column] = Anchor(above.row, column, above.text, number - above.row + 1, above.across)
            else:
                if above is not None:
                    yield above
                open_cells[column] = Anchor(number, column, _cell_text(cell, numbering), 1, across)
            column += across
    yield from open_cells.values()


def _cell_text(cell: Element, numbering: Numbering) -> str:
    """The lines of a cell. A number with nothing behind it counts, but is printed only where the cell holds nothing else (項次)."""
    lines: list[str] = []
    bare = ""
    joins = False
    for block in _blocks(cell):
        if block.tag == f"{W}tbl":
            found = ["\n".join(anchor.text for anchor in sorted(_anchors(block, numbering), key=lambda each: (each.row, each.column)))]
        else:
            label, text = _paragraph(block, numbering)
            bare = bare or (label.strip() if any(each.isalnum() for each in label) else "")
            found = [label + text if text else ""]
        if joins and lines:
            lines[-1] += found[0]
        else:
            lines += found
        joins = block.find(f"{W}pPr/{W}rPr/{W}del") is not None
    return "\n".join(line.strip() for line in "\n".join(lines).split("\n")).strip("\n") or bare


def _paragraph(paragraph: Element, numbering: Numbering) -> tuple[str, str]:
    """The automatic number or bullet, and the text, which is "" where there is nothing but white space."""
    text = "".join(_inline(paragraph)).replace("\xa0", " ")
    return numbering.label(paragraph), text if text.strip() else ""


def _inline(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield (child.text or "").replace("\n", " ")
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in _SKIPPED and not (child.tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None):
            yield from _inline(child)
