"""Plain text as bytes: which encoding it is in."""

import codecs
from pathlib import Path

from yongxu.documents.table import UnreadableFile
from yongxu.quantities.wording import Bilingual

_NOT_TEXT = Bilingual(
    zh="無法辨識檔案的文字編碼，請另存為 UTF-8 後再試。",
    en="The encoding of the text is not known; save the file as UTF-8 and retry.",
)


def read_text(path: Path) -> str:
    """The whole file as text with "\\n" line ends: UTF-8, UTF-16 (with or without mark) or Big5; never with replacement characters."""
    return decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")


def decode(content: bytes) -> str:
    """``UnreadableFile`` where no encoding fits. Big5 is read as cp950, Windows' extension of it, which agencies' programs write."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _decode_with(content, (encoding,))
    if b"\0" in content:
        little_end = content[1::2].count(0) > content[0::2].count(0)
        text = _decode_with(content, ("utf-16-le" if little_end else "utf-16-be",))
        if "\0" in text:
            raise UnreadableFile(_NOT_TEXT)
        return text
    return _decode_with(content, ("utf-8", "cp950", "big5hkscs"))


def _decode_with(content: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_NOT_TEXT)
