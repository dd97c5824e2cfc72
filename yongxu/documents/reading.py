"""Any office file to tables: the format is decided by content, and only the reader of that format is imported."""

import csv
import importlib
import io
import re
import zipfile
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Protocol

from yongxu.documents.decoding import decode
from yongxu.documents.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES
from yongxu.documents.markup import without_residue
from yongxu.documents.table import Table, UnreadableFile
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.wording import Bilingual

_READERS = {
    "text": "yongxu.documents.readers.text",
    "csv": "yongxu.documents.readers.csv",
    "html": "yongxu.documents.readers.html",
    "odt": "yongxu.documents.readers.odt",
    "ods": "yongxu.documents.readers.ods",
    "docx": "yongxu.documents.readers.docx",
    "xlsx": "yongxu.documents.readers.xlsx",
    "pdf": "yongxu.documents.readers.pdf",
}

_NO_TABLE = Bilingual(zh="檔案中找不到表格，請確認檔案內容。", en="The file holds no table; check that it is the right file.")


class _Reader(Protocol):
    def read(self, path: Path) -> tuple[Table, ...]: ...


def read_tables(path: Path) -> tuple[Table, ...]:
    """All tables of a file in reading order, at least one; ``UnreadableFile`` with one clear line where there is none."""
    tables = _reader(detect_format(path)).read(path)
    if not tables:
        raise UnreadableFile(_NO_TABLE)
    return tuple(without_residue(table) for table in tables)


def _reader(name: str) -> _Reader:
    reader: _Reader = importlib.import_module(_READERS[name])
    return reader


def detect_format(path: Path) -> str:
    """The name of the format, from the first bytes or the zip members; the file's name only decides between text and CSV."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableFile(Bilingual(zh="這不是檔案，請指定一個檔案。", en="This is not a file; name one file."))
        if size > MAX_FILE_BYTES:
            raise UnreadableFile(_too_large(size, MAX_FILE_BYTES))
        with path.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError as error:
        raise UnreadableFile(Bilingual(zh="找不到檔案，請確認路徑。", en="There is no such file; check the path.")) from error
    except OSError as error:
        raise UnreadableFile(
            Bilingual(zh="無法開啟檔案，請確認讀取權限。", en="The file cannot be opened; check that you may read it.")
        ) from error
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise UnreadableFile(Bilingual(zh="檔案是空的，請重新匯出或下載。", en="The file is empty; export or download it again."))
    if head.startswith(b"PK"):
        return _zip_format(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for marks, message in _REFUSED:
        if head.startswith(marks):
            raise UnreadableFile(message)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableFile(_compound_file(path.read_bytes()))
    return _text_format(path)


def _too_large(size: int, limit: int) -> Bilingual:
    return Bilingual(
        zh=f"檔案大小為 {size / 2**20:,.0f} MB，超過上限 {limit // 2**20} MB；請移除圖片或分成數個檔案。",
        en=f"The file has {size / 2**20:,.0f} MB, more than the limit of {limit // 2**20} MB; "
        "remove pictures or split it into several files.",
    )


_PICTURE = Bilingual(
    zh="這是圖片，無法讀取表格；請提供原始的文書檔或試算表。",
    en="This is a picture, from which no table can be read; send the original document or spreadsheet.",
)
_ARCHIVE = Bilingual(
    zh="這是壓縮檔，請先解壓縮，再提供其中的文件。",
    en="This is an archive; unpack it and send the document inside.",
)
_REFUSED: tuple[tuple[tuple[bytes, ...], Bilingual], ...] = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF"), _PICTURE),
    ((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ\0"), _ARCHIVE),
    (
        (b"{\\rtf",),
        Bilingual(zh="這是 RTF 檔，請另存為 ODT 或 DOCX 後再試。", en="This is an RTF file; save it as ODT or DOCX and retry."),
    ),
)


def _compound_file(content: bytes) -> Bilingual:
    """What an OLE compound file holds, by the names in its directory ([MS-CFB], [MS-OFFCRYPTO])."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Bilingual(
            zh="檔案設有密碼保護，請移除密碼後另存再試。",
            en="The file is protected by a password; save a copy without the password and retry.",
        )
    if "WordDocument".encode("utf-16-le") in content:
        return Bilingual(
            zh="這是舊版 Word 檔 (.doc)，請另存為 ODT 或 DOCX 後再試。",
            en="This is a Word file of the old kind (.doc); save it as ODT or DOCX and retry.",
        )
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return Bilingual(
            zh="這是舊版 Excel 檔 (.xls)，請另存為 ODS 或 XLSX 後再試。",
            en="This is an Excel file of the old kind (.xls); save it as ODS or XLSX and retry.",
        )
    return Bilingual(
        zh="這是舊版 Office 檔，請另存為 ODT、ODS、DOCX 或 XLSX 後再試。",
        en="This is an Office file of the old kind; save it as ODT, ODS, DOCX or XLSX and retry.",
    )


_ODF_TYPES = (
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
_OOXML_PARTS = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))


def _zip_format(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype").decode("ascii", "replace").strip()
                for prefix, name in _ODF_TYPES:
                    if mimetype.startswith(prefix):
                        return name
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            Bilingual(
                zh="檔案不完整或已損壞，請重新下載或重新存檔後再試。",
                en="The file is damaged or cut off; download or save it again and retry.",
            )
        ) from error
    for part, name in _OOXML_PARTS:
        if part in names:
            return name
    if "xl/workbook.bin" in names:
        raise UnreadableFile(
            Bilingual(
                zh="這是二進位 Excel 檔 (.xlsb)，請另存為 ODS 或 XLSX 後再試。",
                en="This is a binary Excel file (.xlsb); save it as ODS or XLSX and retry.",
            )
        )
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise UnreadableFile(
            Bilingual(
                zh="這種文件 (例如簡報) 無法讀取表格，請提供 ODT、DOCX、ODS、XLSX 或 PDF。",
                en="No table can be read from this kind of document (such as slides); send ODT, DOCX, ODS, XLSX or PDF.",
            )
        )
    raise UnreadableFile(_ARCHIVE)


_WEB_PAGE = Pattern(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+html|<html|<head|<body|<table|<meta)", re.IGNORECASE | re.DOTALL)
_CSV_NAMES = {".csv", ".tsv"}


def _text_format(path: Path) -> str:
    size = path.stat().st_size
    if size > MAX_TEXT_BYTES:
        raise UnreadableFile(_too_large(size, MAX_TEXT_BYTES))
    text = decode(path.read_bytes())
    if _WEB_PAGE.match(text[:4096]):
        return "html"
    if text.lstrip().startswith("<?xml"):
        raise UnreadableFile(
            Bilingual(
                zh="這是 XML 檔，請另存為 ODT、ODS、DOCX 或 XLSX 後再試。",
                en="This is an XML file; save it as ODT, ODS, DOCX or XLSX and retry.",
            )
        )
    if path.suffix.lower() in _CSV_NAMES:
        return "csv"
    if "\t" in text:
        return "text"
    return "csv" if any(_is_separated(text, delimiter) for delimiter in ",;") else "text"


def _is_separated(text: str, delimiter: str) -> bool:
    """Most records agree on a number of cells greater than one."""
    try:
        records = [record for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 200) if record]
    except csv.Error:
        return False
    counts = Counter(len(record) for record in records if len(record) > 1)
    return max(counts.values(), default=0) >= max(2, 0.6 * len(records))
