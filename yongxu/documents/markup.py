"""What HTML an extractor or a copied cell left behind, turned into plain text."""

import html
import re
from dataclasses import replace

from yongxu.documents.table import Row, Table

_TAG = re.compile(r"<(/?)(p|u|b|i|em|strong|span|font|sup|sub|br|div|ol|ul|li)\b([^<>]*)>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_BREAKS = {"p", "br", "div", "ol", "ul", "li"}
_NUMBERED = re.compile(r"\s*[(（]?[\d一二三四五六七八九十]+[)）.、．]")


def without_residue(table: Table) -> Table:
    """The table with the HTML left in its cells turned into plain text."""
    if not any("<" in cell.text or "&" in cell.text for row in table.rows for cell in row.cells):
        return table
    rows = (Row(tuple(replace(cell, text=clean_residue(cell.text)) for cell in row.cells), row.place) for row in table.rows)
    return replace(table, rows=tuple(rows))


def clean_residue(text: str) -> str:
    """Plain text of a cell in which an extractor left HTML: a paragraph or list item becomes a line, entities become characters."""
    if "<" not in text and "&" not in text:
        return text.strip()
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
