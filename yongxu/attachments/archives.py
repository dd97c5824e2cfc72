"""Zip-based files: office documents without macros and remote parts, and plain archives of files that are accepted by themselves."""

import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from yongxu.attachments.limits import MAX_FILE_BYTES, MAX_ZIP_MEMBERS
from yongxu.attachments.names import clean_name
from yongxu.attachments.refusals import (
    DAMAGED,
    DANGEROUS_PATH,
    EMBEDDED_OBJECT,
    MACROS,
    NESTED,
    REMOTE_PART,
    TOO_MANY_INSIDE,
    UNKNOWN,
    UploadRefused,
    inside,
    too_large,
)
from yongxu.documents.packages import open_package, parse_member, refuse_entities
from yongxu.documents.table import UnreadableFile

_ODF = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_OOXML = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
_MACROS = re.compile(r"(^|/)(basic|scripts|activex|macrosheets|dialogsheets)/|vbaproject|vbadata|(^|/)script-l[bc]\.xml$", re.IGNORECASE)
_MACRO_TYPE = re.compile(r"macroEnabled|vbaProject|activeX|\.control", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""What no part of an office document begins with, unless another program's object is embedded."""

_LOADED = re.compile(r"/(attachedTemplate|oleObject|frame|subDocument|aFChunk|package|control)$")
_REMOTE = re.compile(r"\s*(?:https?:|ftp:|file:/{0,5}[^/]*\\\\|file:/{2}[^/]|\\\\|//|mhtml:|ms-)", re.IGNORECASE)

Inspect = Callable[[Path, str], object]


def inspect_package(path: Path, *, inspect: Inspect | None) -> str:
    """``odt``, ``docx`` … or ``zip``. ``inspect`` looks at each file inside an archive; None where there is no room for another level.

    Raises `UploadRefused`.
    """
    try:
        with open_package(path) as archive:
            _check_paths(archive)
            kind = _kind_of(archive)
            if kind != "zip":
                refuse_entities(archive)
                _check_office(archive, inspect=inspect)
            elif inspect is None:
                raise UploadRefused(NESTED)
            else:
                _check_members(archive, inspect=inspect)
    except UnreadableFile as error:
        raise UploadRefused(error.message) from error
    except (RuntimeError, OSError) as error:
        raise UploadRefused(DAMAGED) from error
    return kind


def _check_paths(archive: zipfile.ZipFile) -> None:
    """No way out of the folder, no name twice, no link."""
    names = [member.filename.rstrip("/").lower() for member in archive.infolist()]
    if len(set(names)) != len(names):
        raise UploadRefused(DANGEROUS_PATH)
    for member in archive.infolist():
        # `filename` has lost what follows a NUL, `orig_filename` has not.
        name = member.orig_filename
        parts = re.split(r"[/\\]", name)
        if ".." in parts or "\\" in name or "\0" in name or name.startswith("/") or re.match(r"[A-Za-z]:", name):
            raise UploadRefused(DANGEROUS_PATH)
        if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise UploadRefused(DANGEROUS_PATH)


def _kind_of(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        mimetype = archive.read("mimetype").decode("ascii", "replace").strip()
        if mimetype in _ODF and "content.xml" in names:
            return _ODF[mimetype]
        raise UploadRefused(UNKNOWN)
    if "[Content_Types].xml" not in names:
        return "zip"
    types = [item.get("ContentType", "") for item in parse_member(archive, "[Content_Types].xml")]
    if any(_MACRO_TYPE.search(item) for item in types):
        raise UploadRefused(MACROS)
    kinds = {_OOXML[item] for item in types if item in _OOXML}
    if len(kinds) != 1:
        raise UploadRefused(UNKNOWN)
    return kinds.pop()


def _check_office(archive: zipfile.ZipFile, *, inspect: Inspect | None) -> None:
    for member in archive.infolist():
        if _MACROS.search(member.filename) and not member.is_dir():
            raise UploadRefused(MACROS)
        with archive.open(member) as stream:
            head = stream.read(8)
        if head.startswith(_PROGRAMS):
            raise UploadRefused(EMBEDDED_OBJECT)
        if head.startswith(b"PK"):
            if inspect is None:
                raise UploadRefused(NESTED)
            _inspect_member(archive, member, inspect=inspect)  # the workbook of a chart, say
        if member.filename.endswith(".rels"):
            _check_relations(archive, member.filename)


def _check_relations(archive: zipfile.ZipFile, name: str) -> None:
    """A template of one's own disk and links that are followed by a click are usual; what is loaded from elsewhere on opening is not."""
    for relation in parse_member(archive, name):
        external = relation.get("TargetMode", "").lower() == "external"
        if external and _LOADED.search(relation.get("Type", "")) and _REMOTE.match(relation.get("Target", "")):
            raise UploadRefused(REMOTE_PART)


def _check_members(archive: zipfile.ZipFile, *, inspect: Inspect) -> None:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if not members:
        raise UploadRefused(UNKNOWN)
    if len(members) > MAX_ZIP_MEMBERS:
        raise UploadRefused(TOO_MANY_INSIDE)
    for member in members:
        try:
            _inspect_member(archive, member, inspect=inspect)
        except UploadRefused as refusal:
            raise UploadRefused(inside(clean_name(member.filename), refusal.message)) from refusal


def _inspect_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, inspect: Inspect) -> None:
    if member.file_size > MAX_FILE_BYTES:
        raise UploadRefused(too_large(MAX_FILE_BYTES))
    with tempfile.NamedTemporaryFile() as copy:
        with archive.open(member) as stream:
            shutil.copyfileobj(stream, copy)
        copy.flush()
        inspect(Path(copy.name), clean_name(member.filename))
