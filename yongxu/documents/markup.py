"""What HTML an extractor or a copied cell left behind, turned into plain text."""

import html
import re
from dataclasses import replace

from yongxu.documents.table import Cell, Row, Table
from yongxu.quantities.patterns import Pattern

_NAMES = r"(?:p|u|b|i|em|strong|span|font|sup|sub|br|div|ol|ul|li)"
_TAG = Pattern(rf"<(/?)({_NAMES})\b([^<>]*)>", re.IGNORECASE)
_MAYBE_TAG = Pattern(r"<[^<>]{0,500}>")
_CUT_TAG = Pattern(rf"<(?:/[a-z]{{0,6}}|/?{_NAMES}(?:\s[^<>]*)?)?$", re.IGNORECASE)
_ENTITY = Pattern(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_MAYBE_ENTITY = Pattern(r"&[#a-z0-9\s]{2,20};", re.IGNORECASE)
_LINE_END = Pattern(r"[^\S\n]*\n\s*")
_BREAKS = {"p", "br", "div", "ol", "ul", "li"}
_MARKED_LINES = Pattern(r"<(?:p|br|div|li)\b", re.IGNORECASE)
_WORD_OVER_LINES = Pattern(r"(?<=[0-9A-Za-z.,/０-９．，])\n(?=[0-9A-Za-z.,%０-９．，％])")
_NUMBERED = Pattern(r"\s*[(（]?[\d一二三四五六七八九十]+[)）.、．]")


def without_residue(table: Table) -> Table:
    """The table with the HTML left in its cells turned into plain text."""
    if not any("<" in cell.text or "&" in cell.text for row in table.rows for cell in row.cells):
        return table
    return replace(table, rows=tuple(Row(tuple(map(_cleaned, row.cells)), row.place) for row in table.rows))


def _cleaned(cell: Cell) -> Cell:
    return replace(cell, text=clean_residue(cell.text, wrapped=cell.wrapped))


def clean_residue(text: str, *, wrapped: bool = False) -> str:
    """Plain text of a cell in which an extractor left HTML: a paragraph or list item becomes a line, entities become characters.

    Tags and entities may run over line ends, as in a narrow column. In a ``wrapped`` cell whose lines the tags mark, a line end inside a
    number or a Latin word is only the end of a printed line.
    """
    if "<" not in text and "&" not in text:
        return text.strip()
    text = _MAYBE_ENTITY.sub(_join_entity, _MAYBE_TAG.sub(_join_tag, text))
    if wrapped and _MARKED_LINES.search(text):
        text = _WORD_OVER_LINES.sub("", text)
    numbering: list[int | None] = []

    def render(match: re.Match[str]) -> str:
        closing, name, attributes = match.group(1), match.group(2).lower(), match.group(3)
        if name in ("ol", "ul") and closing:
            numbering[-1:] = []
        elif name in ("ol", "ul"):
            numbering.append(0 if name == "ol" and "none" not in attributes else None)
        elif name == "li" and not closing and numbering and numbering[-1] is not None:
            numbering[-1] += 1
            if not _NUMBERED.match(text[match.end() : match.end() + 10]):
                return f"\n{numbering[-1]}. "
        return "\n" if name in _BREAKS else ""

    plain = _ENTITY.sub(lambda match: html.unescape(match.group()), _TAG.sub(render, text)).replace("\xa0", " ")
    return "\n".join(line.strip() for line in plain.split("\n") if line.strip())


def without_cut_tag(text: str) -> str:
    """The text without a tag at its end whose rest was lost."""
    return _CUT_TAG.sub("", text).rstrip() if "<" in text else text


def _join_tag(match: re.Match[str]) -> str:
    """A tag with the line ends inside it taken out; anything else between angle brackets as it stands."""
    found = match.group()
    for joined in (_LINE_END.sub("", found), _LINE_END.sub(" ", found), re.sub(r"\s+", "", found)):
        if _TAG.fullmatch(joined):
            return joined
    return found


def _join_entity(match: re.Match[str]) -> str:
    joined = re.sub(r"\s+", "", match.group())
    return joined if _ENTITY.fullmatch(joined) and html.unescape(joined) != joined else match.group()
