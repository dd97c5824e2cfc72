"""Zip-based office documents (ODF, OOXML): opened within limits, their XML parsed without DTDs or entities."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from yongxu.documents.limits import (
    MAX_ATTRIBUTE_NAMES,
    MAX_ATTRIBUTES,
    MAX_ELEMENTS,
    MAX_MEMBERS,
    MAX_NESTING,
    MAX_PACKING_RATIO,
    MAX_TAG_BYTES,
    MAX_UNPACKED_BYTES,
    MAX_XML_BYTES,
    RATIO_APPLIES_FROM,
)
from yongxu.documents.table import UnreadableFile
from yongxu.quantities.wording import Bilingual

DAMAGED = Bilingual(
    zh="檔案不完整或已損壞，請重新下載或重新存檔後再試。",
    en="The file is damaged or cut off; download or save it again and retry.",
)
PASSWORD = Bilingual(
    zh="檔案設有密碼保護，請移除密碼後另存再試。",
    en="The file is protected by a password; save a copy without the password and retry.",
)
TOO_LARGE_INSIDE = Bilingual(
    zh=f"檔案解壓縮後超過 {MAX_UNPACKED_BYTES // 2**20} MB 或壓縮比異常，基於安全不予讀取；請移除圖片或多餘的工作表後另存再試。",
    en=f"Unpacked, the file exceeds {MAX_UNPACKED_BYTES // 2**20} MB or is packed suspiciously tightly, so it is not read; "
    "remove pictures or unneeded sheets, save and retry.",
)
DECLARES_ENTITIES = Bilingual(
    zh="檔案內含文件型別宣告 (DTD)，一般文書軟體不會產生，基於安全不予讀取；請以文書軟體另存新檔後再試。",
    en="The file contains a document type declaration (DTD), which no office program writes, so it is not read; "
    "save it again with an office program and retry.",
)

UNLIKE_OFFICE = Bilingual(
    zh="檔案的 XML 屬性過多或過長，一般文書軟體不會產生，基於安全不予讀取；請以文書軟體另存新檔後再試。",
    en="The XML of the file has more or longer attributes than any office program writes, so it is not read; "
    "save it again with an office program and retry.",
)
_LONG_TAG = re.compile(rb"<[^<]{%d}" % MAX_TAG_BYTES)


@contextmanager
def open_package(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, checked against the limits before any member is unpacked; ``UnreadableFile`` where it is damaged or encrypted."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise UnreadableFile(DAMAGED) from error


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise UnreadableFile(TOO_LARGE_INSIDE)
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableFile(PASSWORD)
        if member.file_size > RATIO_APPLIES_FROM and member.file_size > MAX_PACKING_RATIO * max(member.compress_size, 1):
            raise UnreadableFile(TOO_LARGE_INSIDE)
        if member.filename.endswith((".xml", ".rels")) and member.file_size > MAX_XML_BYTES:
            raise UnreadableFile(TOO_LARGE_INSIDE)
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableFile(PASSWORD)


def too_many_elements(zh: str, en: str) -> Bilingual:
    return Bilingual(
        zh=f"{zh}的內容超過 {MAX_ELEMENTS:,} 個元素，無法在合理時間內讀完；請只保留要讀取的表格後另存再試。",
        en=f"{en} has more than {MAX_ELEMENTS:,} elements, too many to read in time; keep only the table to be read, save and retry.",
    )


class _RootReached(Exception):
    """The root element has begun: no DTD can follow."""


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """Look at the prolog of every XML member, for a library that parses them itself; ``UnreadableFile`` where one declares a DTD.

    LibreOffice writes some members that are empty.
    """
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels", ".vml")) and member.file_size:
            with archive.open(member) as stream:
                _check_prolog(stream.read(65_536))


def _check_prolog(start: bytes) -> None:
    def refuse(*_: object) -> None:
        raise UnreadableFile(DECLARES_ENTITIES)

    def stop(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(start, True)
    except _RootReached:
        return
    except expat.ExpatError as error:
        raise UnreadableFile(DAMAGED) from error


def parse_member(archive: zipfile.ZipFile, name: str) -> Element:
    """The tree of one XML member; ``UnreadableFile`` where it is missing, damaged, declares a DTD or is nested without end."""
    try:
        content = archive.read(name)
    except KeyError as error:
        raise UnreadableFile(DAMAGED) from error
    _check_size(content)
    try:
        return fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableFile(DECLARES_ENTITIES) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(DAMAGED) from error


def _check_size(content: bytes) -> None:
    """Refuse what would take long or much memory as a tree, as soon as it is met."""
    if _LONG_TAG.search(content):
        raise UnreadableFile(UNLIKE_OFFICE)
    depth = elements = 0
    names: set[str] = set()

    def enter(_: str, attributes: list[str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1 + len(attributes) // 2
        names.update(attributes[::2])
        if depth > MAX_NESTING:
            raise UnreadableFile(DAMAGED)
        if len(attributes) > 2 * MAX_ATTRIBUTES or len(names) > MAX_ATTRIBUTE_NAMES:
            raise UnreadableFile(UNLIKE_OFFICE)
        if elements > MAX_ELEMENTS:
            raise UnreadableFile(too_many_elements("一份 XML 文件", "One XML part"))

    def leave(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise UnreadableFile(DECLARES_ENTITIES)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.ordered_attributes = True
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableFile(DAMAGED) from error
