"""Automatic numbers of Word documents: which list a paragraph belongs to, by itself or by its style, and what stands before it.

ECMA-376 part 1, §17.9: an abstract list holds levels, a list uses one and may override its levels and starts, a style may name a list.
"""

import re
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from yongxu.documents.numerals import bullet_mark, written_number
from yongxu.documents.packages import parse_member

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SYMBOL_FONTS = ("wingdings", "webdings", "symbol")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    gap: str
    symbol_font: bool
    restart: int
    """The level is counted anew after any level up to this one (0: never)."""
    all_decimal: bool
    style: str


@dataclass
class Numbering:
    """The lists of a document with their counts so far; ``label`` is to be asked once per paragraph, in reading order."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    own_levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    style_of_default: str = ""
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Element) -> str:
        """What is printed before a paragraph, with the gap behind it: "1. ", "（一）", "• "; empty where it belongs to no list."""
        used = self._list_of(paragraph)
        level = None if used is None else self._level(*used)
        if used is None or level is None:
            return ""
        number_id, depth = used
        if level.form == "bullet":
            mark = bullet_mark(level.text, symbol_font=level.symbol_font)
            return f"{mark}{level.gap or ' '}" if mark else ""
        self._count(number_id, depth, level)
        text = re.sub(r"%([1-9])", lambda match: self._number(number_id, int(match[1]) - 1, decimal=level.all_decimal), level.text)
        return text + level.gap if text.strip() else ""

    def _count(self, number_id: str, depth: int, level: _Level) -> None:
        abstract = self.lists.get(number_id, "")
        start = self.starts.get((number_id, depth))
        fresh = start is not None and (number_id, depth) not in self.seen
        self.seen.add((number_id, depth))
        if fresh or (abstract, depth) not in self.counts:
            self.counts[abstract, depth] = level.start if start is None else start
        else:
            self.counts[abstract, depth] += 1
        for deeper in range(depth + 1, _LEVELS):
            other = self._level(number_id, deeper)
            if other is not None and depth < other.restart:
                self.counts.pop((abstract, deeper), None)

    def _number(self, number_id: str, depth: int, *, decimal: bool) -> str:
        level = self._level(number_id, depth)
        if level is None:
            return ""
        number = self.counts.get((self.lists.get(number_id, ""), depth), self.starts.get((number_id, depth), level.start))
        return written_number(number, "decimal" if decimal else level.form)

    def _level(self, number_id: str, depth: int) -> _Level | None:
        return self.own_levels.get((number_id, depth)) or self.levels.get((self.lists.get(number_id, ""), depth))

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle")) or self.style_of_default
        inherited = self.styles.get(style, ("0", None))
        own = _list_in(paragraph)
        number_id, depth = own if own[0] else (inherited[0], inherited[1] if own[1] is None else own[1])
        if number_id in ("", "0"):
            return None
        return number_id, self._depth_of_style(number_id, style) if depth is None else depth

    def _depth_of_style(self, number_id: str, style: str) -> int:
        """The level that names this style, else the first."""
        for depth in range(_LEVELS):
            level = self._level(number_id, depth)
            if style and level is not None and level.style == style:
                return depth
        return 0


def open_numbering(archive: zipfile.ZipFile) -> Numbering:
    """The lists of a document; a list that only names a style is followed to the one that the style names."""
    numbering = Numbering()
    names = archive.namelist()
    linked: dict[str, str] = {}
    if "word/styles.xml" in names:
        _read_styles(parse_member(archive, "word/styles.xml"), numbering)
    if "word/numbering.xml" in names:
        root = parse_member(archive, "word/numbering.xml")
        for abstract in root.iter(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            linked[name] = _value(abstract.find(f"{W}numStyleLink"))
            for element in abstract.findall(f"{W}lvl"):
                depth, level = _read_level(element)
                numbering.levels[name, depth] = level
        for each in root.iter(f"{W}num"):
            number_id = each.get(f"{W}numId", "")
            numbering.lists[number_id] = _value(each.find(f"{W}abstractNumId"))
            for override in each.iter(f"{W}lvlOverride"):
                start, own = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
                if start is not None:
                    numbering.starts[number_id, _integer(override.get(f"{W}ilvl", ""), 0)] = _integer(_value(start), 1)
                if own is not None:
                    depth, level = _read_level(own)
                    numbering.own_levels[number_id, depth] = level
    for number_id, name in numbering.lists.items():
        style = linked.get(name, "")
        if style in numbering.styles:
            numbering.lists[number_id] = numbering.lists.get(numbering.styles[style][0], name)
    return numbering


def _read_level(element: Element) -> tuple[int, _Level]:
    depth = _integer(element.get(f"{W}ilvl", ""), 0)
    fonts = element.find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "").lower()
    restart = element.find(f"{W}lvlRestart")
    form = _value(element.find(f"{W}numFmt")) or _value(next(element.iter(f"{W}numFmt"), None)) or "decimal"
    level = _Level(
        form=form,
        text=_value(element.find(f"{W}lvlText")),
        start=_integer(_value(element.find(f"{W}start")), 0 if element.find(f"{W}start") is None else 1),
        gap="" if _value(element.find(f"{W}suff")) == "nothing" else " ",
        symbol_font=font.startswith(_SYMBOL_FONTS),
        restart=depth if restart is None else _integer(_value(restart), depth),
        all_decimal=element.find(f"{W}isLgl") is not None,
        style=_value(element.find(f"{W}pStyle")),
    )
    return depth, level


def _read_styles(root: Element, numbering: Numbering) -> None:
    based_on: dict[str, str] = {}
    own: dict[str, tuple[str, int | None]] = {}
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based_on[name] = _value(style.find(f"{W}basedOn"))
        own[name] = _list_in(style)
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            numbering.style_of_default = name
    for name in own:
        number_id, depth, at, steps = "", None, name, 0
        while at in own and not number_id and steps < 20:
            number_id, found = own[at]
            depth = found if depth is None else depth
            at, steps = based_on[at], steps + 1
        if number_id:
            numbering.styles[name] = (number_id, depth)


def _list_in(element: Element) -> tuple[str, int | None]:
    """Number of the list and level that a paragraph or style names itself; "" and None where it names none."""
    depth = _value(element.find(f"{W}pPr/{W}numPr/{W}ilvl"))
    return _value(element.find(f"{W}pPr/{W}numPr/{W}numId")), _integer(depth, 0) if depth else None


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _integer(value: str, default: int) -> int:
    return int(value) if value.isdigit() and len(value) < 7 else default
