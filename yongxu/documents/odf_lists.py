"""Numbers and bullets of lists in OpenDocument text: which style a list has, which earlier list it continues, what stands before an item.

OpenDocument 1.3 part 3, §5.3 (lists), §16.30 to §16.37 (their styles) and §19.880 to §19.881 (lists that continue one another).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from yongxu.documents.numerals import bullet_mark, written_number

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_OUTLINE = "outline"
_SYMBOL_FONTS = ("wingdings", "webdings", "symbol", "opensymbol", "starsymbol")


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    prefix: str
    suffix: str
    start: int
    shown: int
    """How many levels the number shows: 2 gives 1.2."""
    whole: str
    """The whole number with %1% for each level, as LibreOffice writes it beside; "" where it does not."""
    bullet: str


@dataclass
class _List:
    """A list being read: its style and the number reached at each level."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class Numbering:
    """The list styles of a document and the lists read so far; to be asked in reading order."""

    levels: dict[tuple[str, int], _Level]
    list_of_paragraph: dict[str, str]
    """Paragraph styles that name a list style."""
    by_id: dict[str, _List] = field(default_factory=dict)
    last_of_style: dict[str, _List] = field(default_factory=dict)
    headings: _List = field(default_factory=lambda: _List(_OUTLINE))
    open: list[_List] = field(default_factory=list)

    @contextmanager
    def inside(self, element: Element) -> Iterator[None]:
        """While the items of this list are read."""
        self.open.append(self._begin(element))
        yield
        self.open.pop()

    def _begin(self, element: Element) -> _List:
        own = element.get(f"{TEXT}style-name")
        depth = len(self.open) + 1
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        if self.open:
            begun = self.open[-1] if own in (None, self.open[-1].style) else _List(own or "", dict(self.open[-1].counts))
            if not goes_on:
                begun.counts = {level: number for level, number in begun.counts.items() if level < depth}
            return begun
        style = own or self._style_of_first_paragraph(element)
        continues = element.get(f"{TEXT}continue-list")
        continued = self.by_id.get(continues) if continues else None
        if continued is None and goes_on:
            continued = self.last_of_style.get(style)
        begun = continued if continued is not None and continued.style == style else _List(style)
        self.last_of_style[style] = begun
        self.by_id[element.get(_XML_ID, "")] = begun
        return begun

    def _style_of_first_paragraph(self, element: Element) -> str:
        first = next(element.iter(f"{TEXT}p"), None)
        return "" if first is None else self.list_of_paragraph.get(first.get(f"{TEXT}style-name", ""), "")

    def label(self, item: Element) -> str:
        """What is printed before this item of the list being read, with the gap behind it; empty where its level shows nothing."""
        depth = len(self.open)
        return self._count(self.open[-1], depth, item.get(f"{TEXT}start-value", ""))

    def heading_label(self, heading: Element) -> str:
        """The number of a chapter heading outside a list."""
        depth = heading.get(f"{TEXT}outline-level", "")
        if self.open or not depth.isdigit() or heading.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self._count(self.headings, int(depth), heading.get(f"{TEXT}start-value", ""))

    def _count(self, counted: _List, depth: int, start: str) -> str:
        level = self.levels.get((counted.style, depth))
        if level is None:
            return ""
        if level.bullet:
            return f"{level.bullet} "
        begin = int(start) if start.isdigit() and len(start) < 7 else None
        number = counted.counts.get(depth, level.start - 1) + 1 if begin is None else begin
        counted.counts = {each: reached for each, reached in counted.counts.items() if each < depth} | {depth: number}
        text = self._written(counted, depth, level)
        return f"{text} " if text.strip() else ""

    def _written(self, counted: _List, depth: int, level: _Level) -> str:
        numbers: dict[int, str] = {}
        for each in range(1, depth + 1):
            other = self.levels.get((counted.style, each))
            numbers[each] = "" if other is None else written_number(counted.counts.get(each, other.start), other.form)
        if level.whole:
            text = level.whole
            for each, number in numbers.items():
                text = text.replace(f"%{each}%", number)
            return text
        if not level.form:
            return level.prefix + level.suffix
        shown = [number for each, number in numbers.items() if each > depth - level.shown and number]
        return level.prefix + ".".join(shown) + level.suffix


def read_list_styles(roots: Sequence[Element]) -> Numbering:
    """From content.xml and styles.xml: automatic styles and named ones."""
    levels: dict[tuple[str, int], _Level] = {}
    own: dict[str, tuple[str | None, str]] = {}
    for root in roots:
        for style in root.iter():
            if style.tag in (f"{TEXT}list-style", f"{TEXT}outline-style"):
                name = style.get(f"{STYLE}name", "") if style.tag == f"{TEXT}list-style" else _OUTLINE
                for element in style:
                    depth = element.get(f"{TEXT}level", "1")
                    if depth.isdigit():
                        levels[name, int(depth)] = _read_level(element)
            elif style.tag == f"{STYLE}style" and style.get(f"{STYLE}family") == "paragraph":
                own[style.get(f"{STYLE}name", "")] = style.get(f"{STYLE}list-style-name"), style.get(f"{STYLE}parent-style-name", "")
    inherited: dict[str, str] = {}
    for name in own:
        at, steps, found = name, 0, None
        while at in own and found is None and steps < 20:
            found, at = own[at]
            steps += 1
        if found:
            inherited[name] = found
    return Numbering(levels, inherited)


def _read_level(element: Element) -> _Level:
    bullet = ""
    if element.tag == f"{TEXT}list-level-style-bullet":
        fonts = [each.get(f"{STYLE}font-name") or each.get(f"{_FO}font-family") or "" for each in element.iter(f"{STYLE}text-properties")]
        symbols = any(font.lower().strip("'\"").startswith(_SYMBOL_FONTS) for font in fonts)
        mark = element.get(f"{TEXT}bullet-char", "")
        bullet = bullet_mark(mark, symbol_font=symbols and not ("\u2000" <= mark <= "\u2fff"))
    elif element.tag == f"{TEXT}list-level-style-image":
        bullet = "•"
    start, shown = element.get(f"{TEXT}start-value", "1"), element.get(f"{TEXT}display-levels", "1")
    return _Level(
        form=element.get(f"{STYLE}num-format", ""),
        prefix=element.get(f"{STYLE}num-prefix", ""),
        suffix=element.get(f"{STYLE}num-suffix", ""),
        start=int(start) if start.isdigit() and len(start) < 7 else 1,
        shown=int(shown) if shown.isdigit() and len(shown) < 3 else 1,
        whole=element.get(f"{_LOEXT}num-list-format", ""),
        bullet=bullet,
    )
