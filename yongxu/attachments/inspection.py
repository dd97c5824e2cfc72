"""What an uploaded file is, by its content alone, and whether it is harmless. Everything else is refused with the reason."""

import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from yongxu.attachments.archives import inspect_package
from yongxu.attachments.limits import MAX_FILE_BYTES
from yongxu.attachments.names import suffix_of
from yongxu.attachments.pdfs import check_pdf
from yongxu.attachments.pictures import JPEG, PNG, check_jpeg, check_png
from yongxu.attachments.refusals import (
    DAMAGED,
    EMPTY,
    NESTED,
    OLD_OFFICE,
    OTHER_ARCHIVE,
    OTHER_PICTURE,
    PROGRAM,
    RICH_TEXT,
    TWO_KINDS,
    UploadRefused,
    another_kind,
    too_large,
)
from yongxu.attachments.texts import check_no_markup, check_text
from yongxu.quantities.wording import Bilingual


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is accepted: its media type, the extensions it may have, its name for people."""

    media_type: str
    suffixes: tuple[str, ...]
    label: Bilingual


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind("application/pdf", (".pdf",), Bilingual("PDF", "PDF")),
    "odt": Kind(f"{_OPEN_DOCUMENT}.text", (".odt",), Bilingual("ODT 文字文件", "an ODT document")),
    "ods": Kind(f"{_OPEN_DOCUMENT}.spreadsheet", (".ods",), Bilingual("ODS 試算表", "an ODS spreadsheet")),
    "odp": Kind(f"{_OPEN_DOCUMENT}.presentation", (".odp",), Bilingual("ODP 簡報", "ODP slides")),
    "docx": Kind(f"{_OPEN_XML}.wordprocessingml.document", (".docx",), Bilingual("DOCX 文字文件", "a DOCX document")),
    "xlsx": Kind(f"{_OPEN_XML}.spreadsheetml.sheet", (".xlsx",), Bilingual("XLSX 試算表", "an XLSX spreadsheet")),
    "pptx": Kind(f"{_OPEN_XML}.presentationml.presentation", (".pptx",), Bilingual("PPTX 簡報", "PPTX slides")),
    "png": Kind("image/png", (".png",), Bilingual("PNG 圖片", "a PNG picture")),
    "jpeg": Kind("image/jpeg", (".jpg", ".jpeg"), Bilingual("JPEG 圖片", "a JPEG picture")),
    "csv": Kind("text/csv", (".csv",), Bilingual("純文字", "plain text")),
    "text": Kind("text/plain", (".txt",), Bilingual("純文字", "plain text")),
    "zip": Kind("application/zip", (".zip",), Bilingual("ZIP 壓縮檔", "a ZIP archive")),
}
SUFFIXES = tuple(suffix for kind in KINDS.values() for suffix in kind.suffixes)
_LEVELS = 2
"""An archive may hold an office document, which may hold the workbook of a chart."""

_REFUSED: tuple[tuple[tuple[bytes, ...], Bilingual], ...] = (
    ((b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"L\0\0\0\x01\x14\x02\0", b"\0asm"), PROGRAM),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), OLD_OFFICE),
    ((b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"\0\0\0\x18ftyp", b"\0\0\0\x1cftyp", b"\0\0\0\x20ftyp"), OTHER_PICTURE),
    ((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ\0"), OTHER_ARCHIVE),
    ((b"{\\rtf",), RICH_TEXT),
)


def inspect_file(path: Path, name: str) -> Kind:
    """The kind of a file. ``name`` is a clean one and must fit it. Raises `UploadRefused`; reads the file into memory."""
    return _inspect(path, name, levels=_LEVELS)


def _inspect(path: Path, name: str, *, levels: int) -> Kind:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise UploadRefused(too_large(MAX_FILE_BYTES))
    content, suffix = path.read_bytes(), suffix_of(name)
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise UploadRefused(EMPTY)
    code = _kind_of(path, content, suffix, levels=levels)
    if suffix not in KINDS[code].suffixes:
        raise UploadRefused(another_kind(suffix, KINDS[code].label))
    return KINDS[code]


def _kind_of(path: Path, content: bytes, suffix: str, *, levels: int) -> str:
    if content.startswith(b"PK"):
        if not content.startswith(b"PK\x03\x04"):
            raise UploadRefused(DAMAGED)
        return inspect_package(path, inspect=partial(_inspect_inside, levels=levels - 1) if levels else None)
    for marks, reason in _REFUSED:
        if content.startswith(marks):
            raise UploadRefused(reason)
    if zipfile.is_zipfile(path):
        raise UploadRefused(TWO_KINDS)
    if b"%PDF-" in content[:1024]:
        check_pdf(content)
        return "pdf"
    if content.startswith(PNG):
        check_png(content)
        check_no_markup(content)
        return "png"
    if content.startswith(JPEG):
        check_jpeg(content)
        check_no_markup(content)
        return "jpeg"
    check_text(content)
    return "csv" if suffix == ".csv" else "text"


def _inspect_inside(path: Path, name: str, *, levels: int) -> Kind:
    """A file inside another; an archive inside an archive is refused whatever the level."""
    kind = _inspect(path, name, levels=levels)
    if kind is KINDS["zip"]:
        raise UploadRefused(NESTED)
    return kind
