"""The name under which a file came, made harmless for a page, a header and the disk of who downloads it."""

import re
import unicodedata
from pathlib import PurePosixPath

from yongxu.attachments.limits import MAX_NAME_BYTES

NAMELESS = "未命名"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}$")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories of what one cannot see or what turns the direction of writing: controls, formats, surrogates, private use."""


def clean_name(name: str) -> str:
    """The last part of a name without anything invisible or forbidden on a common disk, at most ``MAX_NAME_BYTES`` in UTF-8.

    The extension is kept where it is a usual one. Cleaning a clean name changes nothing.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter) not in _UNSEEN)
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", seen)).rstrip(". ")
    suffix = _SUFFIX.search(plain)
    stem, ending = (plain[: suffix.start()], suffix[0]) if suffix else (plain, "")
    stem = _shortened(stem, MAX_NAME_BYTES - len(ending)).strip(". ") or NAMELESS
    if _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = _shortened(f"_{stem}", MAX_NAME_BYTES - len(ending)).strip(". ")
    return f"{stem}{ending}"


def suffix_of(name: str) -> str:
    """The extension in small letters with its dot; empty where there is none."""
    return PurePosixPath(name).suffix.lower()


def _shortened(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
