"""Real files, made in the test: honest ones of every kind, and the parts of hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
}
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
Parts = Mapping[str, str | bytes]


def archive(parts: Parts) -> bytes:
    """A zip of these members, packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def open_xml(kind: str, more: Parts | None = None, *, types: str = "") -> bytes:
    part, main = MAIN[kind]
    content_types = f'<Types xmlns="{TYPES}"><Override PartName="/{part}" ContentType="{main}"/>{types}</Types>'
    return archive({"[Content_Types].xml": content_types, part: "<document/>", **(more or {})})


def open_document(kind: str, more: Parts | None = None) -> bytes:
    # LibreOffice writes the empty member too.
    return archive({"mimetype": ODF[kind], "content.xml": "<content/>", "Configurations2/accelerator/current.xml": "", **(more or {})})


def relation(kind: str, target: str) -> dict[str, str]:
    body = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{body}</Relationships>'}


def pdf(*objects: bytes, end: bytes = b"%%EOF\n") -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, start=2))
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n" + body + b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n" + end


def object_stream(content: bytes, dictionary: bytes = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (dictionary, len(packed), packed)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 2, height: int = 2, more: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
    return b"\x89PNG\r\n\x1a\n" + header + more + rows + chunk(b"IEND", b"")


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "JPEG")
    return file.getvalue()


HONEST: dict[str, tuple[bytes, str]] = {
    "報告.pdf": (pdf(b"<</Type/Pages/Count 0>>", object_stream(b"9 0 <</Title (HTML/JavaScript)>>")), "application/pdf"),
    "a.odt": (open_document("odt"), ODF["odt"]),
    "a.ods": (open_document("ods"), ODF["ods"]),
    "a.odp": (open_document("odp"), ODF["odp"]),
    "a.docx": (open_xml("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.xlsx": (open_xml("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a.pptx": (
        open_xml("pptx", {"ppt/embeddings/Sheet1.xlsx": open_xml("xlsx")}),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "a.PNG": (png(), "image/png"),
    "a.jpg": (jpeg(), "image/jpeg"),
    "a.jpeg": (jpeg() + b"what a camera adds", "image/jpeg"),
    "a.csv": ("機關,數值\n示範署,<5\n".encode("cp950"), "text/csv"),
    "a.txt": ("說明：用水量 < 290 公升".encode(), "text/plain"),
    "a.zip": (archive({"資料夾/": "", "資料夾/報告.pdf": pdf(b"<<>>"), "表.docx": open_xml("docx")}), "application/zip"),
    "template.docx": (
        open_xml("docx", relation("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "link.docx": (
        open_xml("docx", relation("hyperlink", "https://example.org/")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
