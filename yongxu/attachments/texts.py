"""Plain text and CSV: readable in a known encoding, and nothing that a browser would run."""

import re

from yongxu.attachments.refusals import NOT_TEXT, PROGRAM, WEB_PAGE, UploadRefused

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(
    r"<\s*/?\s*(?:script|svg|iframe|html|head|body|object|embed|applet|link|meta|style|img|form|base)\b"
    r"|<!doctype|<\?xml|<\?php|<%@",
    re.IGNORECASE,
)
_MARKUP_IN_BYTES = re.compile(rb"<script[\s>/]|<svg[\s>]|<iframe[\s>]|<!doctype html|<html[\s>]|<\?php", re.IGNORECASE)
_SCRIPT = re.compile(r"\s*(?:#!|@echo\s+off|<job\b|Windows Registry Editor)", re.IGNORECASE)


def check_text(content: bytes) -> None:
    """UTF-8 or Big5 (as Windows writes it) without controls or markup. Raises `UploadRefused`."""
    text = _decoded(content)
    if _CONTROLS.search(text):
        raise UploadRefused(NOT_TEXT)
    if _SCRIPT.match(text):
        raise UploadRefused(PROGRAM)
    if _MARKUP.search(text):
        raise UploadRefused(WEB_PAGE)


def check_no_markup(content: bytes) -> None:
    """No page or script hidden in a picture. Raises `UploadRefused`."""
    if _MARKUP_IN_BYTES.search(content):
        raise UploadRefused(WEB_PAGE)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UploadRefused(NOT_TEXT)
