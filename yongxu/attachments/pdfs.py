"""PDFs: whether one only shows pages, told without running a PDF reader on what a stranger sent.

Names of actions are looked for in all bytes of the file and in its object streams, unpacked within limits. So it does not matter through
which table of objects a reader would come to them. What cannot be looked into (encryption, unusual packing) is refused.
"""

import re
import zlib
from collections.abc import Iterator

from yongxu.attachments.limits import MAX_OBJECT_STREAM_BYTES, MAX_OBJECT_STREAMS_BYTES
from yongxu.attachments.refusals import DAMAGED, PDF_ACTIVE, PDF_ENCRYPTED, PDF_FILES, PDF_UNUSUAL, UploadRefused
from yongxu.quantities.wording import Bilingual

_GAP = rb"(?:[\s\x00]|%[^\r\n]{0,200}[\r\n]){0,20}"
_END = rb"(?![A-Za-z0-9_.#-])"
_VALUE = _GAP + rb"(?:<<|\[|\d{1,10}[\s\x00]+\d{1,5}[\s\x00]+R)"
_ACTIONS = rb"(?:JavaScript|Launch|ImportData|SubmitForm|Rendition|GoToE|RichMediaExecute|Movie|Sound)"
_RULES: tuple[tuple[re.Pattern[bytes], Bilingual], ...] = (
    # ISO 32000-2: 7.6 encryption; 7.11.4 embedded files; 12.6.4 actions; 12.7.8 XFA; 13 media.
    (re.compile(rb"/Encrypt" + _VALUE), PDF_ENCRYPTED),
    (re.compile(rb"/S" + _GAP + rb"/" + _ACTIONS + _END), PDF_ACTIVE),
    (re.compile(rb"(?<![A-Za-z0-9)])/JavaScript" + _END), PDF_ACTIVE),
    (re.compile(rb"/JavaScript" + _VALUE), PDF_ACTIVE),
    (re.compile(rb"\bobj" + _GAP + rb"/" + _ACTIONS + _END), PDF_ACTIVE),
    (re.compile(rb"/XFA" + _GAP + rb"(?:\[|\d{1,10}[\s\x00]+\d{1,5}[\s\x00]+R)"), PDF_ACTIVE),
    (re.compile(rb"/Subtype" + _GAP + rb"/(?:RichMedia|Screen|3D|Movie|Sound)" + _END), PDF_ACTIVE),
    (re.compile(rb"/EmbeddedFiles" + _VALUE), PDF_FILES),
    (re.compile(rb"/EF" + _GAP + rb"<<"), PDF_FILES),
    (re.compile(rb"/(?:Type|Subtype)" + _GAP + rb"/(?:EmbeddedFile|FileAttachment)" + _END), PDF_FILES),
)
_NAME_WITH_CODES = re.compile(rb"/[A-Za-z0-9]{0,20}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,60}")
_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
_WATCHED = re.compile(
    rb"/(?:JavaScript|JS|Launch|ImportData|SubmitForm|Rendition|GoToE|RichMedia\w*|Movie|Sound|Screen|3D|XFA|EmbeddedFiles?|EF"
    rb"|FileAttachment|Encrypt|ObjStm|First|N|Type|Subtype|S|Filter|FlateDecode|DecodeParms)"
)
_OBJECT_STREAM = re.compile(rb"/(?:ObjStm|First)" + _END)
"""An object stream says its type and where its first object is; the items of an outline also have a /First, but no stream."""
_STREAM = re.compile(rb"stream\r?\n")
_PLAIN_FILTER = re.compile(rb"/Filter" + _GAP + rb"(?:\[" + _GAP + rb"/FlateDecode" + _GAP + rb"\]|/FlateDecode)" + _END)
_DICTIONARY_AT_MOST = 2_000


def check_pdf(content: bytes) -> None:
    """Header, end, and nothing that acts, is attached or cannot be looked into. Raises `UploadRefused`."""
    if not content.lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise UploadRefused(DAMAGED)
    _check_names(content)
    room = MAX_OBJECT_STREAMS_BYTES
    for start, end in sorted(set(_object_streams(content))):
        unpacked = _unpack(content, start, end)
        room -= len(unpacked)
        if room < 0:
            raise UploadRefused(PDF_UNUSUAL)
        _check_names(unpacked)


def _object_streams(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the dictionary of each object stream begins and where its data does."""
    for found in _OBJECT_STREAM.finditer(content):
        stream = _STREAM.search(content, found.end(), found.end() + _DICTIONARY_AT_MOST)
        if found[0] == b"/First" and (stream is None or b"endobj" in content[found.end() : stream.start()]):
            continue
        start = content.rfind(b"obj", max(0, found.start() - _DICTIONARY_AT_MOST), found.start())
        if stream is None or start < 0:
            raise UploadRefused(PDF_UNUSUAL)
        yield start, stream.end()


def _check_names(content: bytes) -> None:
    for found in _NAME_WITH_CODES.finditer(content):
        if _WATCHED.fullmatch(_CODE.sub(lambda code: bytes((int(code[1], 16),)), found[0])):
            raise UploadRefused(PDF_UNUSUAL)  # nobody writes these names in codes but who hides them
    for pattern, reason in _RULES:
        if pattern.search(content):
            raise UploadRefused(reason)


def _unpack(content: bytes, start: int, end: int) -> bytes:
    """The object stream whose dictionary stands between the two places."""
    dictionary = content[start:end]
    if b"/DecodeParms" in dictionary or b"/F " in dictionary:
        raise UploadRefused(PDF_UNUSUAL)
    if b"/Filter" not in dictionary:
        return b""  # not packed: looked through with the rest
    if dictionary.count(b"/Filter") != 1 or not _PLAIN_FILTER.search(dictionary):
        raise UploadRefused(PDF_UNUSUAL)
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(memoryview(content)[end:], MAX_OBJECT_STREAM_BYTES)
    except zlib.error as error:
        raise UploadRefused(DAMAGED) from error
    if unpacker.unconsumed_tail and not unpacker.eof:
        raise UploadRefused(PDF_UNUSUAL)
    return unpacked
