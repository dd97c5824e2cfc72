"""Office files made in code: the same rows in every format, and the bodies of documents for single features."""

import csv
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
from odfdo import Cell, Document, Paragraph, Row, Table

Rows = Sequence[Sequence[str]]

TITLE = "示範部執行情形表"


def build_txt(path: Path, rows: Rows) -> None:
    path.write_text(f"{TITLE}\n\n" + "\n".join("\t".join(row) for row in rows), encoding="utf-8")


def build_csv(path: Path, rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow([TITLE])
        writer.writerows(rows)


def build_docx(path: Path, rows: Rows) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))


def _odf_table(rows: Rows) -> Table:
    table = Table("表一")
    for texts in rows:
        row = Row()
        for text in texts:
            cell = Cell(text=text)
            row.append_cell(cell)
        table.append_row(row)
    return table


def build_odt(path: Path, rows: Rows) -> None:
    document = Document("text")
    document.body.clear()
    document.body.append(Paragraph(TITLE))
    document.body.append(_odf_table(rows))
    document.save(str(path))


def build_ods(path: Path, rows: Rows) -> None:
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(_odf_table([[TITLE], *rows]))
    document.save(str(path))


def build_xlsx(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    for row in [[TITLE], *rows]:
        book.active.append(list(row))
    book.save(path)


_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Same def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)


def build_pdf(path: Path, rows: Rows, *, pages: Sequence[Rows] = (), ruled: bool = True, title: str = TITLE) -> None:
    """A table with ruled cells, one page for each group of rows; every character one em wide, its code its Unicode number."""
    contents = []
    for number, group in enumerate(pages or [rows]):
        drawn = [_pdf_text(40, 560, title)] if number == 0 and title else []
        top = 540.0
        for row in group:
            wide = 760 / len(row)
            fits = int(wide / 9) - 1
            wrapped = [[line[k : k + fits] for line in text.split("\n") for k in range(0, max(len(line), 1), fits)] for text in row]
            high = 12 * max(len(lines) for lines in wrapped) + 4
            for column, lines in enumerate(wrapped):
                left = 40 + column * wide
                drawn += [f"{left} {top - high} {wide} {high} re S"] if ruled else []
                drawn += [_pdf_text(left + 3, top - 11 - 12 * k, line) for k, line in enumerate(lines) if line]
            top -= high
        contents.append("\n".join(drawn).encode())
    write_pdf(path, contents)


def _pdf_text(left: float, base: float, text: str) -> str:
    return f"BT /F 9 Tf {left} {base} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def write_pdf(path: Path, contents: Sequence[bytes], *, pack: bool = False) -> None:
    """A PDF with one page per content stream, landscape A4."""
    kids = " ".join(f"{6 + 2 * k} 0 R" for k in range(len(contents)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Demo /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Demo /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /Demo /Flags 4 /Ascent 880 /Descent -120 /FontBBox [0 -120 1000 880] >> >>",
        _pdf_stream(_TO_UNICODE, pack=False),
    ]
    for number, content in enumerate(contents):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects += [page.encode(), _pdf_stream(content, pack=pack)]
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    written += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(written)


def _pdf_stream(content: bytes, *, pack: bool) -> bytes:
    packed = zlib.compress(content, 9) if pack else content
    way = b" /Filter /FlateDecode" if pack else b""
    return b"<< /Length %d%s >>\nstream\n" % (len(packed), way) + packed + b"\nendstream"


BUILDERS: dict[str, Callable[[Path, Rows], None]] = {
    "txt": build_txt,
    "csv": build_csv,
    "docx": build_docx,
    "odt": build_odt,
    "ods": build_ods,
    "xlsx": build_xlsx,
    "pdf": build_pdf,
}

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"))
)


def write_zip(path: Path, members: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def write_docx(path: Path, body: str, *, numbering: str = "", styles: str = "", before: str = "") -> None:
    """A Word document with this body; ``before`` stands in front of the root element."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'{before}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
    }
    if styles:
        members["word/styles.xml"] = f'<w:styles xmlns:w="{_W}">{styles}</w:styles>'
    if numbering:
        members["word/numbering.xml"] = f'<w:numbering xmlns:w="{_W}">{numbering}</w:numbering>'
    write_zip(path, members)


def word_table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def word_cell(text: str = "", *, properties: str = "", inside: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or f'<w:p><w:r><w:t>{text}</w:t></w:r></w:p>'}</w:tc>"


def write_odf(path: Path, body: str, *, kind: str = "text", styles: str = "", manifest: str = "<manifest/>") -> None:
    """An OpenDocument with this body; ``kind`` is text or spreadsheet."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    write_zip(path, {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def odf_table(*rows: str, attributes: str = "", columns: str = "") -> str:
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="表一" {attributes}>{columns}{inside}</table:table>'


def odf_cell(text: str = "", *, attributes: str = "", inside: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside or f'<text:p>{text}</text:p>'}</table:table-cell>"
