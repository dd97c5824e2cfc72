"""Word documents: tables of the body as they read after all tracked changes are accepted, with the paragraphs before them.

Read from the XML itself (ECMA-376 part 1, §17): python-docx passes over tracked insertions, content controls and automatic numbers.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from yongxu.documents.assembly import Anchor, join_continued, spread
from yongxu.documents.packages import open_package, parse_member
from yongxu.documents.table import Table, UnreadableFile
from yongxu.quantities.wording import Bilingual

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT_FILE = Bilingual(
    zh="這是「Strict Open XML」格式的 Word 檔，請另存為一般的 Word 文件 (.docx) 後再試。",
    en="This Word file is in the strict Open XML format; save it as an ordinary Word document (.docx) and retry.",
)
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_UNREAD = ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "tblPr", "sdtPr")
_SKIPPED = {f"{_MC}Fallback", *(f"{W}{name}" for name in _UNREAD)}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass
class _Numbering:
    """Automatic numbers of paragraphs, counted in reading order."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Element) -> str:
        """The number before a paragraph such as "1. "; empty where it has none or is not a decimal one."""
        used = self._list_of(paragraph)
        if used is None:
            return ""
        number_id, depth = used
        abstract = self.lists.get(number_id, "")
        level = self.levels.get((abstract, depth))
        if level is None:
            return ""
        restart = self.restarts.get((number_id, depth))
        if restart is not None and used not in self.seen:
            self.counts[abstract, depth] = restart - 1
        self.seen.add(used)
        self.counts[abstract, depth] = self.counts.get((abstract, depth), level.start - 1) + 1
        for deeper in [key for key in self.counts if key[0] == abstract and key[1] > depth]:
            del self.counts[deeper]

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            each = self.levels.get((abstract, at))
            return str(self.counts.get((abstract, at), each.start if each else 1))

        used_levels = [self.levels.get((abstract, int(digit) - 1)) for digit in re.findall(r"%([1-9])", level.text)]
        if not used_levels or any(each is None or each.form != "decimal" for each in used_levels):
            return ""
        return re.sub(r"%([1-9])", number, level.text) + " "

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        own = _list_in(paragraph)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        inherited = self.styles.get(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return inherited
        return None if own[0] == "0" else own


def _list_in(element: Element) -> tuple[str, int] | None:
    number_id = element.find(f"{W}pPr/{W}numPr/{W}numId")
    depth = element.find(f"{W}pPr/{W}numPr/{W}ilvl")
    if number_id is None:
        return None
    return number_id.get(f"{W}val", ""), _number(depth, 0)


def _number(element: Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if value.isdigit() and len(value) < 7 else default


def _open_numbering(archive: zipfile.ZipFile) -> _Numbering:
    numbering = _Numbering()
    names = archive.namelist()
    if "word/numbering.xml" in names:
        root = parse_member(archive, "word/numbering.xml")
        for abstract in root.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                form, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
                depth = level.get(f"{W}ilvl", "0")
                if form is not None and text is not None and depth.isdigit():
                    found = _Level(form.get(f"{W}val", ""), text.get(f"{W}val", ""), _number(level.find(f"{W}start"), 1))
                    numbering.levels[abstract.get(f"{W}abstractNumId", ""), int(depth)] = found
        for each in root.iter(f"{W}num"):
            number_id, abstract_id = each.get(f"{W}numId", ""), each.find(f"{W}abstractNumId")
            numbering.lists[number_id] = "" if abstract_id is None else abstract_id.get(f"{W}val", "")
            for override in each.iter(f"{W}lvlOverride"):
                start, depth = override.find(f"{W}startOverride"), override.get(f"{W}ilvl", "0")
                if start is not None and depth.isdigit():
                    numbering.restarts[number_id, int(depth)] = _number(start, 1)
    if "word/styles.xml" in names:
        for style in parse_member(archive, "word/styles.xml").iter(f"{W}style"):
            used = _list_in(style)
            if used is not None:
                numbering.styles[style.get(f"{W}styleId", "")] = used
    return numbering


def read(path: Path) -> tuple[Table, ...]:
    with open_package(path) as archive:
        root = parse_member(archive, "word/document.xml")
        if root.tag.startswith(f"{{{_STRICT}}}"):
            raise UnreadableFile(_STRICT_FILE)
        numbering = _open_numbering(archive)
    body = root.find(f"{W}body")
    return () if body is None else join_continued(_tables(body, numbering))


def _tables(body: Element, numbering: _Numbering) -> Iterator[Table]:
    heading: list[str] = []
    for element in _blocks(body):
        if element.tag == f"{W}p":
            heading += [line.strip() for line in _paragraph(element, numbering).split("\n") if line.strip()]
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


def _anchors(table: Element, numbering: _Numbering) -> Iterator[Anchor]:
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


def _cell_text(cell: Element, numbering: _Numbering) -> str:
    lines: list[str] = []
    joins = False
    for block in _blocks(cell):
        if block.tag == f"{W}tbl":
            found = ["\n".join(anchor.text for anchor in sorted(_anchors(block, numbering), key=lambda each: (each.row, each.column)))]
        else:
            found = [_paragraph(block, numbering)]
        if joins and lines:
            lines[-1] += found[0]
        else:
            lines += found
        joins = block.find(f"{W}pPr/{W}rPr/{W}del") is not None
    return "\n".join(line.strip() for line in "\n".join(lines).split("\n")).strip("\n")


def _paragraph(paragraph: Element, numbering: _Numbering) -> str:
    text = "".join(_inline(paragraph)).replace("\xa0", " ")
    return numbering.label(paragraph) + text if text.strip() else ""


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
