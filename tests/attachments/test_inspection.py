"""What a file is, by its content; every hostile one is refused with the reason."""

import io
import os
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from tests.attachments.files import HONEST, archive, chunk, jpeg, object_stream, open_document, open_xml, pdf, png, relation
from yongxu.attachments import refusals
from yongxu.attachments.inspection import KINDS, inspect_file
from yongxu.attachments.limits import MAX_FILE_BYTES
from yongxu.attachments.refusals import UploadRefused
from yongxu.documents.packages import DAMAGED, DECLARES_ENTITIES, PASSWORD, TOO_LARGE_INSIDE
from yongxu.quantities.wording import Bilingual

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'


def encrypted() -> bytes:
    """A zip whose member says that it is encrypted."""
    content = bytearray(archive({"a.txt": "abc"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def with_link() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    return file.getvalue()


def twice() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.writestr("a.txt", "one")
        made.writestr("a.txt", "two")
    return file.getvalue()


TEXT = KINDS["text"].label
VBA_TYPE = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
INFECTED_SHEET = open_xml("xlsx", {"xl/vbaProject.bin": b"x"})
MANIFEST = refusals.inside("MANIFEST.MF", refusals.another_kind(".mf", TEXT))
HIDDEN_ZIP = refusals.inside("b.txt", refusals.another_kind(".txt", KINDS["zip"].label))
PACKED = b"/Type/ObjStm/N 1/First 4/Filter"
ACTIVE, FILES, UNUSUAL = refusals.PDF_ACTIVE, refusals.PDF_FILES, refusals.PDF_UNUSUAL
SCRIPT = b"4 0 <</S/JavaScript/JS(app.alert(1))>>"
BOMB = archive({"a.txt": b"0" * (5 * 2**20)})
HOSTILE: list[tuple[str, str, bytes, Bilingual]] = [
    ("empty", "a.pdf", b"", refusals.EMPTY),
    ("blank", "a.txt", b" \r\n\0\0", refusals.EMPTY),
    ("extension: picture as PDF", "a.pdf", png(), refusals.another_kind(".pdf", KINDS["png"].label)),
    ("extension: PDF as text", "a.txt", pdf(b"<<>>"), refusals.another_kind(".txt", KINDS["pdf"].label)),
    ("extension: sheet as text document", "a.docx", open_xml("xlsx"), refusals.another_kind(".docx", KINDS["xlsx"].label)),
    ("extension: none", "a", b"abc", refusals.another_kind("", TEXT)),
    ("extension: text as script", "a.bat", b"del *", refusals.another_kind(".bat", TEXT)),
    ("web page", "a.txt", b"<!DOCTYPE html><p>hello", refusals.WEB_PAGE),
    ("web page after a mark", "a.csv", b"\xef\xbb\xbf\n<html><body>", refusals.WEB_PAGE),
    ("SVG", "a.txt", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', refusals.WEB_PAGE),
    ("XML", "a.txt", b'<?xml version="1.0"?><a/>', refusals.WEB_PAGE),
    ("script inside a CSV", "a.csv", b"a,b\n1,<ScRiPt src=//x></script>\n", refusals.WEB_PAGE),
    ("PHP", "a.txt", b"<?php system($_GET[0]);", refusals.WEB_PAGE),
    ("shell script", "a.txt", b"#!/bin/sh\nrm -rf /\n", refusals.PROGRAM),
    ("batch file", "a.txt", b"@echo off\r\n", refusals.PROGRAM),
    ("Windows program", "a.pdf", b"MZ\x90\0" + b"\0" * 60, refusals.PROGRAM),
    ("Linux program", "a.txt", b"\x7fELF" + b"\0" * 60, refusals.PROGRAM),
    ("Windows shortcut", "a.txt", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, refusals.PROGRAM),
    ("control characters", "a.txt", b"abc\x1b[31mdef", refusals.NOT_TEXT),
    ("no encoding", "a.txt", b"abc\xff\xfe\xff\xff", refusals.NOT_TEXT),
    ("old Office", "a.docx", OLE, refusals.OLD_OFFICE),
    ("GIF", "a.png", b"GIF89a" + b"\0" * 20, refusals.OTHER_PICTURE),
    ("other archive", "a.zip", b"Rar!\x1a\x07" + b"\0" * 20, refusals.OTHER_ARCHIVE),
    ("rich text", "a.docx", b"{\\rtf1 x}", refusals.RICH_TEXT),
    ("macros: Word", "a.docx", open_xml("docx", {"word/vbaProject.bin": b"x"}), refusals.MACROS),
    ("macros: content type", "a.docx", open_xml("docx", types=VBA_TYPE), refusals.MACROS),
    ("macros: Excel 4", "a.xlsx", open_xml("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"}), refusals.MACROS),
    ("macros: ActiveX", "a.docx", open_xml("docx", {"word/activeX/activeX1.xml": "<a/>"}), refusals.MACROS),
    ("macros: Basic", "a.odt", open_document("odt", {"Basic/Standard/Module1.xml": "<a/>"}), refusals.MACROS),
    ("macros: Python in ODF", "a.ods", open_document("ods", {"Scripts/python/x.py": "pass"}), refusals.MACROS),
    ("embedded object", "a.docx", open_xml("docx", {"word/embeddings/oleObject1.bin": OLE}), refusals.EMBEDDED_OBJECT),
    ("embedded program", "a.odt", open_document("odt", {"Pictures/a.png": b"MZ\x90\0"}), refusals.EMBEDDED_OBJECT),
    ("macros in an embedded workbook", "a.pptx", open_xml("pptx", {"ppt/embeddings/a.xlsx": INFECTED_SHEET}), refusals.MACROS),
    ("remote template", "a.docx", open_xml("docx", relation("attachedTemplate", "https://example.org/x.dotm")), refusals.REMOTE_PART),
    ("template on a share", "a.docx", open_xml("docx", relation("attachedTemplate", "\\\\host\\x.dotm")), refusals.REMOTE_PART),
    ("remote object", "a.docx", open_xml("docx", relation("oleObject", "file://host/x")), refusals.REMOTE_PART),
    ("external entity in DOCX", "a.docx", open_xml("docx", {"word/styles.xml": ENTITY}), DECLARES_ENTITIES),
    ("external entity in ODT", "a.odt", open_document("odt", {"styles.xml": ENTITY}), DECLARES_ENTITIES),
    ("archive: bomb", "a.zip", BOMB, TOO_LARGE_INSIDE),
    ("office: bomb", "a.docx", open_xml("docx", {"word/media/a.xml": b" " * (5 * 2**20)}), TOO_LARGE_INSIDE),
    ("archive: encrypted", "a.zip", encrypted(), PASSWORD),
    ("archive: path up", "a.zip", archive({"../../a.txt": "x"}), refusals.DANGEROUS_PATH),
    ("archive: absolute path", "a.zip", archive({"/etc/a.txt": "x"}), refusals.DANGEROUS_PATH),
    ("archive: backslashes", "a.zip", archive({"..\\a.txt": "x"}), refusals.DANGEROUS_PATH),
    ("archive: drive", "a.zip", archive({"C:a.txt": "x"}), refusals.DANGEROUS_PATH),
    ("archive: link", "a.zip", with_link(), refusals.DANGEROUS_PATH),
    ("archive: a name twice", "a.zip", twice(), refusals.DANGEROUS_PATH),
    ("archive: nested", "a.zip", archive({"b.zip": archive({"c.txt": "x"})}), refusals.inside("b.zip", refusals.NESTED)),
    ("archive: nested under another name", "a.zip", archive({"b.txt": archive({"c.txt": "x"})}), HIDDEN_ZIP),
    ("archive: program inside", "a.zip", archive({"x/b.pdf": b"MZ\x90\0"}), refusals.inside("b.pdf", refusals.PROGRAM)),
    ("archive: too many", "a.zip", archive({f"{n}.txt": "x" for n in range(201)}), refusals.TOO_MANY_INSIDE),
    ("archive: nothing inside", "a.zip", archive({"folder/": ""}), refusals.UNKNOWN),
    ("archive: cut off", "a.zip", archive({"a.txt": "abc"})[:-30], DAMAGED),
    ("JAR", "a.zip", archive({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}), MANIFEST),
    ("PDF: JavaScript", "a.pdf", pdf(b"<</S /JavaScript /JS (app.alert(1))>>"), ACTIVE),
    ("PDF: JavaScript behind a comment", "a.pdf", pdf(b"<</S %x\n/JavaScript/JS 9 0 R>>"), ACTIVE),
    ("PDF: JavaScript by name tree", "a.pdf", pdf(b"<</Names<</JavaScript 9 0 R>>>>"), ACTIVE),
    ("PDF: JavaScript as an object of its own", "a.pdf", pdf(b"<</S 3 0 R>>", b"/JavaScript"), ACTIVE),
    ("PDF: JavaScript in codes", "a.pdf", pdf(b"<</S/#4aavaScript/JS(x)>>"), UNUSUAL),
    ("PDF: JavaScript packed", "a.pdf", pdf(object_stream(SCRIPT)), ACTIVE),
    ("PDF: packed without a type", "a.pdf", pdf(object_stream(SCRIPT, b"/N 1/First 4/Filter/FlateDecode")), ACTIVE),
    ("PDF: packed twice", "a.pdf", pdf(object_stream(SCRIPT, PACKED + b"[/ASCIIHexDecode/FlateDecode]")), UNUSUAL),
    ("PDF: packed with a predictor", "a.pdf", pdf(object_stream(SCRIPT, PACKED + b"/FlateDecode/DecodeParms<</Predictor 12>>")), UNUSUAL),
    ("PDF: packed bomb", "a.pdf", pdf(object_stream(b" " * (17 * 2**20))), UNUSUAL),
    ("PDF: launch", "a.pdf", pdf(b"<</Type/Action/S/Launch/F(cmd.exe)>>"), ACTIVE),
    ("PDF: submits a form", "a.pdf", pdf(b"<</S/SubmitForm/F(http://x)>>"), ACTIVE),
    ("PDF: form program", "a.pdf", pdf(b"<</AcroForm<</XFA [(a) 9 0 R]>>>>"), ACTIVE),
    ("PDF: embedded files", "a.pdf", pdf(b"<</Names<</EmbeddedFiles 9 0 R>>>>"), FILES),
    ("PDF: file in an annotation", "a.pdf", pdf(b"<</Subtype/FileAttachment>>"), FILES),
    ("PDF: encrypted", "a.pdf", pdf(b"<<>>") + b"trailer <</Encrypt 9 0 R>>\n%%EOF", refusals.PDF_ENCRYPTED),
    ("PDF: cut off", "a.pdf", pdf(b"<<>>", end=b""), refusals.DAMAGED),
    ("PDF: something before it", "a.pdf", b"<b>x</b>" + pdf(b"<<>>"), refusals.DAMAGED),
    ("PDF and archive in one", "a.pdf", pdf(b"<<>>") + archive({"a.txt": "x"}), refusals.TWO_KINDS),
    ("picture and archive in one", "a.jpg", jpeg() + archive({"a.txt": "x"}), refusals.TWO_KINDS),
    ("picture bomb", "a.png", png(30_000, 30_000), refusals.TOO_MANY_PIXELS),
    ("JPEG bomb", "a.jpg", jpeg().replace(struct.pack(">HH", 8, 8), struct.pack(">HH", 65_000, 65_000), 1), refusals.TOO_MANY_PIXELS),
    ("picture without pixels", "a.png", png(0, 5), refusals.DAMAGED),
    ("picture with a page inside", "a.png", png(more=chunk(b"tEXt", b"a\0<script>x()</script>")), refusals.WEB_PAGE),
    ("picture with something after it", "a.png", png() + b"hidden", refusals.TWO_KINDS),
    ("picture with a wrong checksum", "a.png", png().replace(b"IEND\xae", b"IEND\xaf"), refusals.DAMAGED),
    ("picture cut off", "a.png", png()[:-8], refusals.DAMAGED),
    ("JPEG cut off", "a.jpg", jpeg()[:100], refusals.DAMAGED),
]  # fmt: skip


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", list(HONEST))
def test_honest_file_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    content, media_type = HONEST[name]
    assert inspect_file(write(tmp_path, content), name).media_type == media_type


@pytest.mark.parametrize(("name", "content", "reason"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile_file_is_refused_with_the_reason(tmp_path: Path, name: str, content: bytes, reason: Bilingual) -> None:
    with pytest.raises(UploadRefused) as refusal:
        inspect_file(write(tmp_path, content), name)
    assert refusal.value.message == reason


def test_file_beyond_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    with path.open("wb") as file:
        os.truncate(file.fileno(), MAX_FILE_BYTES + 1)
    with pytest.raises(UploadRefused) as refusal:
        inspect_file(path, "a.pdf")
    assert refusal.value.message == refusals.too_large(MAX_FILE_BYTES)


@pytest.mark.parametrize("document", ["001.docx", "001.odt", "001.pdf", "002.txt", "003.ods", "003.pdf", "003.xlsx"])
def test_official_document_is_accepted(document: str) -> None:
    folder = Path(os.environ.get("YONGXU_SHARED", Path(__file__).parents[3] / "shared")) / "documents"
    if not folder.is_dir():
        pytest.skip("the official documents are not here (YONGXU_SHARED)")
    assert inspect_file(folder / document, document).suffixes[0] == Path(document).suffix
