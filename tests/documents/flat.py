"""The written tables of tests/tables as flat OpenDocument files, which LibreOffice turns into every other format."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_PAGE_CM = 26.7
_STYLES = (
    '<style:default-style style:family="paragraph"><style:text-properties style:font-name-asian="Noto Sans CJK TC" fo:font-size="8pt"'
    ' style:font-size-asian="8pt" style:language-asian="zh" style:country-asian="TW"/></style:default-style>'
)
_LAYOUT = (
    '<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" fo:margin="1.5cm"'
    ' style:print-orientation="landscape"/></style:page-layout>'
)
_CELL = (
    '<style:style style:name="c" style:family="table-cell"><style:table-cell-properties fo:border="0.05pt solid #000000"/></style:style>'
)

Written = dict[str, object]


def flat_text(written: Written) -> str:
    """A text document in landscape with ruled cells; the widths of the columns follow their longest texts."""
    widths = _widths(written["rows"])
    styles = "".join(
        f'<style:style style:name="w{number}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.2f}cm"/></style:style>'
        for number, width in enumerate(widths)
    )
    styles += f'<style:style style:name="t" style:family="table"><style:table-properties style:width="{_PAGE_CM}cm"/></style:style>'
    columns = "".join(f'<table:table-column table:style-name="w{number}"/>' for number in range(len(widths)))
    heading = "".join(f"<text:p>{escape(line)}</text:p>" for line in written["heading"])
    table = f'<table:table table:name="T" table:style-name="t">{columns}{"".join(_rows(written["rows"]))}</table:table>'
    return _document("text", styles, f"{heading}{table}<text:p/>")


def flat_sheet(written: Written) -> str:
    """A spreadsheet with the heading lines in the first column and every cell a text."""
    heading = "".join(_rows([[line] for line in written["heading"]]))
    body = "".join(_rows(written["rows"]))
    return _document("spreadsheet", "", f'<table:table table:name="T"><table:table-column/>{heading}{body}</table:table>')


def _document(kind: str, styles: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.3"'
        f' office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:styles>{_STYLES}</office:styles>'
        f"<office:automatic-styles>{_LAYOUT}{_CELL}{styles}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles>'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def _rows(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    for row in rows:
        yield "<table:table-row>" + "".join(_cell(cell) for cell in row) + "</table:table-row>"


def _cell(cell: object) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    text, spans = cell, ""
    if isinstance(cell, dict):
        text = cell["text"]
        spans = f' table:number-rows-spanned="{cell["rowspan"]}" table:number-columns-spanned="{cell["colspan"]}"'
    inside = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(text).split("\n"))
    return f'<table:table-cell table:style-name="c" office:value-type="string"{spans}>{inside}</table:table-cell>'


def _widths(rows: Sequence[Sequence[object]]) -> list[float]:
    """Centimetres: three parts in ten shared equally, the rest by the square root of the longest text."""
    longest = [1] * len(rows[0])
    for row in rows:
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                longest[column] = max(longest[column], len(cell))
            elif isinstance(cell, dict) and cell["colspan"] == 1:
                longest[column] = max(longest[column], len(cell["text"]))
    roots = [length**0.5 for length in longest]
    return [_PAGE_CM * (0.3 / len(roots) + 0.7 * root / sum(roots)) for root in roots]


def _numbered(depth: int, form: str, before: str = "", behind: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{depth}" style:num-format="{form}"'
        f' style:num-prefix="{before}" style:num-suffix="{behind}"/>'
    )


_LISTS = "".join(
    f'<text:list-style style:name="{name}">{levels}</text:list-style>'
    for name, levels in (
        ("L1", _numbered(1, "一, 二, 三, ...", "", "、") + _numbered(2, "一, 二, 三, ...", "(", ")")),
        ("L2", _numbered(1, "A", "", ".") + _numbered(2, "a", "1.")),
        ("L3", _numbered(1, "甲, 乙, 丙, ...", "", "、")),
        ("L4", _numbered(1, "①, ②, ③, ...")),
        ("L5", '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'),
    )
)


def flat_lists() -> str:
    """A text document whose cells hold lists: nested, continued in the next cell, with letters, stems, circles and bullets."""

    def listed(style: str, *items: str, more: str = "") -> str:
        return f'<text:list text:style-name="{style}"{more}>{"".join(items)}</text:list>'

    def item(text: str, *inside: str) -> str:
        deeper = f"<text:list>{''.join(map(item, inside))}</text:list>" if inside else ""
        return f"<text:list-item><text:p>{text}</text:p>{deeper}</text:list-item>"

    first = listed("L1", item("開設課程", "北區", "南區"), item("補助團體", "東區"), more=' xml:id="l1"')
    second = listed("L1", item("訂定辦法", "西區"), more=' text:continue-list="l1"')
    third = listed("L2", item("公司", "商號"), item("協會")) + listed("L3", item("產業"), item("住宅"))
    third += listed("L4", item("第一"), item("第二")) + listed("L5", item("輔導"), item("補助"))
    plain = [[f"<text:p>{text}</text:p>" for text in texts] for texts in (("項目", "目標"), ("1.1", ""), ("1.2", ""), ("1.3", ""))]
    for row, inside in zip(plain[1:], (first, second, third), strict=True):
        row[1] = inside
    rows = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell table:style-name="c" office:value-type="string">{inside}</table:table-cell>' for inside in row)
        + "</table:table-row>"
        for row in plain
    )
    return _document("text", _LISTS, f'<table:table table:name="T"><table:table-column/><table:table-column/>{rows}</table:table><text:p/>')
