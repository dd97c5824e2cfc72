"""Pictures, by their structure alone: nothing of what a stranger sent is ever decoded here."""

import struct
import zlib

from yongxu.attachments.limits import MAX_PIXELS
from yongxu.attachments.refusals import DAMAGED, TOO_MANY_PIXELS, TWO_KINDS, UploadRefused

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
"""Markers of a JPEG that begin a frame and give its size (ITU-T T.81, table B.1)."""
_START_OF_SCAN, _END = 0xDA, 0xD9


def check_png(content: bytes) -> None:
    """Every chunk whole and with its checksum, IHDR first, nothing after IEND. Raises `UploadRefused`."""
    place, first, last = len(PNG), True, False
    while place < len(content):
        if last:
            raise UploadRefused(TWO_KINDS)
        if place + 12 > len(content):
            raise UploadRefused(DAMAGED)
        (size,), name = struct.unpack(">I", content[place : place + 4]), content[place + 4 : place + 8]
        body, check = content[place + 4 : place + 8 + size], content[place + 8 + size : place + 12 + size]
        if len(check) != 4 or zlib.crc32(body) != struct.unpack(">I", check)[0] or (name == b"IHDR") != first:
            raise UploadRefused(DAMAGED)
        if first:
            if size != 13:
                raise UploadRefused(DAMAGED)
            _check_pixels(*struct.unpack(">II", body[4:12]))
        first, last = False, name == b"IEND"
        place += 12 + size
    if not last:
        raise UploadRefused(DAMAGED)


def check_jpeg(content: bytes) -> None:
    """Segments up to the first scan, among them a frame with its size; an end of image. Raises `UploadRefused`.

    Cameras put more after the end of the image, so that is no reason to refuse it.
    """
    place, framed = 2, False
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            raise UploadRefused(DAMAGED)
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        (size,) = struct.unpack(">H", content[place + 2 : place + 4])
        if size < 2 or place + 2 + size > len(content):
            raise UploadRefused(DAMAGED)
        if marker in _FRAMES:
            if size < 8:
                raise UploadRefused(DAMAGED)
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            _check_pixels(width, height)
            framed = True
        place += 2 + size
        if marker == _START_OF_SCAN:
            break
    else:
        raise UploadRefused(DAMAGED)
    if not framed or content.find(bytes((0xFF, _END)), place) < 0:
        raise UploadRefused(DAMAGED)


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise UploadRefused(DAMAGED)
    if width * height > MAX_PIXELS:
        raise UploadRefused(TOO_MANY_PIXELS)
