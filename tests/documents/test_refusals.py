"""Bad input: each kind gets one clear line in both languages, within bounds of memory and time."""

import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.builders import (
    build_csv,
    build_docx,
    build_ods,
    build_odt,
    build_pdf,
    build_txt,
    build_xlsx,
    odf_cell,
    odf_table,
    word_cell,
    word_table,
    write_docx,
    write_odf,
    write_pdf,
    write_zip,
)
from yongxu.documents.reading import read_tables
from yongxu.documents.table import UnreadableFile

ROWS = (("項目", "目標"), ("1.1 示範", "80 家"))


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_tables(path)
    message = caught.value.message
    assert "\n" not in message.zh + message.en
    assert message.zh != message.en
    return message.en


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.odt") == "There is no such file; check the path."


def test_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "This is not a file; name one file."


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "The file is empty; export or download it again."


def test_file_of_500_megabytes_is_refused_without_reading(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(500 * 2**20)
    tracemalloc.start()
    assert refusal(path) == "The file has 500 MB, more than the limit of 50 MB; remove pictures or split it into several files."
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


@pytest.mark.parametrize("build", [build_docx, build_odt, build_ods, build_xlsx])
def test_truncated_package(tmp_path: Path, build: Callable[[Path, object], None]) -> None:
    path = tmp_path / "cut"
    build(path, ROWS)
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path) == "The file is damaged or cut off; download or save it again and retry."


@pytest.mark.parametrize("build", [build_docx, build_odt, build_ods, build_xlsx])
def test_package_with_damaged_bytes(tmp_path: Path, build: Callable[[Path, object], None]) -> None:
    """The directory at the end is whole, but the packed members are not."""
    path = tmp_path / "damaged"
    build(path, ROWS)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.endswith(".xml"):
                start = member.header_offset + 30 + len(member.filename.encode())
                for position in range(start, start + member.compress_size):
                    content[position] ^= 0x5A
    path.write_bytes(content)
    assert refusal(path) == "The file is damaged or cut off; download or save it again and retry."


def test_truncated_pdf(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    build_pdf(path, ROWS)
    path.write_bytes(path.read_bytes()[:300])
    assert refusal(path) == "The file is damaged or cut off; download or save it again and retry."


def test_pdf_without_its_end_is_read_with_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    build_pdf(path, ROWS)
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"startxref")])
    (table,) = read_tables(path)
    assert [problem.message.en for problem in table.problems] == ["The PDF is cut off, later pages may be missing; download it again."]


def test_scanned_pdf(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    write_pdf(path, [b"0 0 842 595 re f"])
    assert refusal(path) == "This is a scanned PDF without text; send the original document, or a PDF exported from it."


def test_pdf_that_unpacks_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(220)) + packer.flush()
    path.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF")
    tracemalloc.start()
    assert refusal(path).startswith("Unpacked, the file exceeds 200 MB")
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_pdf_of_too_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    write_pdf(path, [b""] * 501)
    assert refusal(path) == "The PDF has 501 pages, more than the limit of 500; keep only the pages with the table."


def test_pdf_of_too_many_lines_says_so_and_on_which_page(tmp_path: Path) -> None:
    path = tmp_path / "grid.pdf"
    write_pdf(path, [b"", b"10 10 5 5 re S\n" * 6_001])
    assert refusal(path) == (
        "Page 2 of the PDF has 6,001 lines and shapes, more than the limit of 6,000; "
        "send the original document or only the pages with the table."
    )


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml", "xl/workbook.xml"])
def test_zip_bomb(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bomb"
    mimetype = {"mimetype": "application/vnd.oasis.opendocument.text"} if name == "content.xml" else {}
    write_zip(path, {**mimetype, name: b" " * (30 * 2**20)})
    assert refusal(path).startswith("Unpacked, the file exceeds 200 MB")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("EncryptedPackage",), "The file is protected by a password; save a copy without the password and retry."),
        (("WordDocument",), "This is a Word file of the old kind (.doc); save it as ODT or DOCX and retry."),
        (("Workbook",), "This is an Excel file of the old kind (.xls); save it as ODS or XLSX and retry."),
        (("PowerPoint Document",), "This is an Office file of the old kind; save it as ODT, ODS, DOCX or XLSX and retry."),
    ],
)
def test_compound_file_says_which(tmp_path: Path, names: tuple[str, ...], kind: str) -> None:
    path = tmp_path / "old.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in names))
    assert refusal(path) == kind


def test_encrypted_opendocument(tmp_path: Path) -> None:
    path = tmp_path / "secret.odt"
    write_odf(path, odf_table(odf_cell("a") + odf_cell("b")), manifest="<manifest><file-entry><encryption-data/></file-entry></manifest>")
    assert refusal(path) == "The file is protected by a password; save a copy without the password and retry."


def test_encrypted_pdf(tmp_path: Path) -> None:
    path = tmp_path / "secret.pdf"
    build_pdf(path, ROWS)
    secret = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> /ID [<41> <41>]"
    path.write_bytes(path.read_bytes().replace(b"/Root 1 0 R", b"/Root 1 0 R " + secret))
    assert refusal(path) == "The file is protected by a password; save a copy without the password and retry."


@pytest.mark.parametrize(
    "declaration",
    ["<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"],
)
def test_document_type_declaration_is_refused(tmp_path: Path, declaration: str) -> None:
    path = tmp_path / "entities.docx"
    write_docx(path, word_table(word_cell("a") + word_cell("b")), before=declaration)
    assert refusal(path).startswith("The file contains a document type declaration (DTD)")


def test_document_type_declaration_in_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entities.xlsx"
    build_xlsx(path, ROWS)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/styles.xml"] = members["xl/styles.xml"].replace(b"<styleSheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><styleSheet")
    write_zip(path, members)
    assert refusal(path).startswith("The file contains a document type declaration (DTD)")


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.docx"
    write_docx(path, "<w:p>" * 5000 + "</w:p>" * 5000)
    assert refusal(path) == "The file is damaged or cut off; download or save it again and retry."


@pytest.mark.parametrize("build", [build_txt, build_csv, build_docx, build_odt, build_ods, build_xlsx])
def test_thousand_columns(tmp_path: Path, build: Callable[[Path, object], None]) -> None:
    path = tmp_path / "wide.csv"
    build(path, [[f"欄{number}" for number in range(1000)]] * 2)
    assert refusal(path) == "The table has 1,000 columns, more than the limit of 100; check the file and keep only the table to be read."


def test_web_page_named_docx_without_table(tmp_path: Path) -> None:
    path = tmp_path / "page.docx"
    path.write_text("<!DOCTYPE html><html><body><p>請先登入</p></body></html>", encoding="utf-8")
    assert refusal(path) == ("This is a web page (HTML) saved under another name, and it holds no table; download the original file again.")


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "This is a picture, from which no table can be read; send the original document or spreadsheet."),
        (b"\xff\xd8\xff\xe0", "This is a picture, from which no table can be read; send the original document or spreadsheet."),
        (b"Rar!\x1a\x07", "This is an archive; unpack it and send the document inside."),
        (b"{\\rtf1", "This is an RTF file; save it as ODT or DOCX and retry."),
        (b"<?xml version='1.0'?><office:document/>", "This is an XML file; save it as ODT, ODS, DOCX or XLSX and retry."),
        (b"\x00\x01\x02\x03\xfe" * 7, "The encoding of the text is not known; save the file as UTF-8 and retry."),
        ("只有文字，沒有表格。\n第二行。".encode(), "The file holds no table; check that it is the right file."),
    ],
)
def test_what_is_no_table(tmp_path: Path, start: bytes, message: str) -> None:
    path = tmp_path / "other.odt"
    path.write_bytes(start)
    assert refusal(path) == message


def test_plain_archive(tmp_path: Path) -> None:
    path = tmp_path / "files.docx"
    write_zip(path, {"table.txt": "a\tb"})
    assert refusal(path) == "This is an archive; unpack it and send the document inside."


def test_slides(tmp_path: Path) -> None:
    path = tmp_path / "slides.pptx"
    write_zip(path, {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})
    assert refusal(path) == ("No table can be read from this kind of document (such as slides); send ODT, DOCX, ODS, XLSX or PDF.")


def test_document_without_table(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    write_docx(path, "<w:p><w:r><w:t>來函</w:t></w:r></w:p>")
    assert refusal(path) == "The file holds no table; check that it is the right file."


def test_text_of_too_many_bytes(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"a\tb\n" * (6 * 2**20))
    assert refusal(path) == "The file has 24 MB, more than the limit of 20 MB; remove pictures or split it into several files."


def test_text_of_too_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"a\tb\n" * 6000)
    assert refusal(path) == "The table has 5,001 rows, more than the limit of 5,000; split it into several files."


def test_more_rows_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    build_csv(path, [["項目", "目標"]] + [[str(number), "80 家"] for number in range(5001)])
    assert refusal(path) == "The table has 5,001 rows, more than the limit of 5,000; split it into several files."


def test_sheet_that_repeats_a_text_without_end(tmp_path: Path) -> None:
    path = tmp_path / "endless.ods"
    row = f'<table:table-row table:number-rows-repeated="1048576">{odf_cell("a")}{odf_cell("b")}</table:table-row>'
    write_odf(path, f'<table:table table:name="表一">{row}</table:table>', kind="spreadsheet")
    assert refusal(path) == "The table has 1,048,576 rows, more than the limit of 5,000; split it into several files."


DAMAGED = "The file is damaged or cut off; download or save it again and retry."


@pytest.mark.parametrize("build", [build_docx, build_odt, build_ods, build_xlsx])
def test_package_with_damaged_names(tmp_path: Path, build: Callable[[Path, object], None]) -> None:
    path = tmp_path / "names"
    build(path, ROWS)
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0].filename.encode()
        start = archive.start_dir
    content = bytearray(path.read_bytes())
    at = content.index(first, start)
    content[at : at + 2] = b"\xa1\xff"
    flags = content.rindex(b"PK\x01\x02", start, at) + 8
    content[flags : flags + 2] = b"\x00\x08"
    path.write_bytes(content)
    assert refusal(path) == DAMAGED


def test_sheet_whose_rows_are_beyond_any_program(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    build_xlsx(path, ROWS)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b'<row r="3"', b'<row r="999999999"').replace(b'r="A3"', b'r="A999999999"')
    write_zip(path, members)
    assert refusal(path) == DAMAGED


def test_document_of_too_many_tables(tmp_path: Path) -> None:
    path = tmp_path / "many.docx"
    piece = word_table(word_cell("a") + word_cell("b")) + "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    write_docx(path, "".join(piece.format(f"附表 {number}") for number in range(502)))
    assert refusal(path) == "The file has 501 tables or sheets, more than the limit of 500; keep only the table to be read."


def test_document_of_too_many_elements(tmp_path: Path) -> None:
    path = tmp_path / "long.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a>" + "<b/>" * 1_000_001 + "</a>")
    assert refusal(path).startswith("One XML part has more than 1,000,000 elements, too many to read in time;")


@pytest.mark.parametrize(
    ("elements", "attributes"), [(1, 600_000), (600, 1_000), (200_000, 3)], ids=["one element", "many each", "few each"]
)
def test_document_of_attributes_without_end(tmp_path: Path, elements: int, attributes: int) -> None:
    path = tmp_path / "attributes.docx"
    tags = ("<w:p " + " ".join(f'w:a{tag}x{number}="1"' for number in range(attributes)) + "/>" for tag in range(elements))
    write_docx(path, "".join(tags))
    size = len(zipfile.ZipFile(path).read("word/document.xml"))
    started = time.process_time()
    tracemalloc.start()
    try:
        found = refusal(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.startswith("The XML of the file has more or longer attributes than any office program writes")
    assert peak < 4 * size
    assert time.process_time() - started < 2


@pytest.mark.parametrize("trap", ["<", "<!", "<div>"])
def test_web_page_of_too_many_tags(tmp_path: Path, trap: str) -> None:
    path = tmp_path / "trap.html"
    path.write_text("<html><table><tr><td>a<td>b</table>" + trap * 200_000, encoding="utf-8")
    assert refusal(path).startswith("The web page has more than 200,000 tags, too many to read in time;")


def test_web_page_whose_cells_cover_others_without_end(tmp_path: Path) -> None:
    path = tmp_path / "spans.html"
    rows = "<tr>" + "<td rowspan=999999 colspan=999999>a" * 50 + "</tr>" + "<tr><td>b<td>c" * 1000
    path.write_text(f"<html><table>{rows}</table>", encoding="utf-8")
    assert refusal(path).startswith("The table has 1,001 columns, more than the limit of 100;")
