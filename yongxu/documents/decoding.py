"""Plain text as bytes: which encoding it is in."""

import codecs
from itertools import chain
from pathlib import Path

from yongxu.documents.table import UnreadableFile
from yongxu.quantities.vocabulary.headers import LABELS
from yongxu.quantities.wording import Bilingual

_NOT_TEXT = Bilingual(
    zh="無法辨識檔案的文字編碼，請另存為 UTF-8 後再試。",
    en="The encoding of the text is not known; save the file as UTF-8 and retry.",
)


def read_text(path: Path) -> str:
    """The whole file as text with "\\n" line ends: UTF-8, UTF-16 (with or without mark), Big5 or GBK; never with replacement characters."""
    return decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")


def decode(content: bytes) -> str:
    """``UnreadableFile`` where no encoding fits. Big5 is read as cp950, Windows' extension of it, which agencies' programs write.

    Most bytes of GBK are Big5 too and the other way round, but then they are characters that no table is made of: of what can be
    read, that which has most of the characters of known labels is the text.
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _decode_with(content, encoding)
    if b"\0" in content:
        little_end = content[1::2].count(0) > content[0::2].count(0)
        text = _decode_with(content, "utf-16-le" if little_end else "utf-16-be")
        if "\0" in text:
            raise UnreadableFile(_NOT_TEXT)
        return text
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_with(content, "cp950", "big5hkscs", "gb18030")


def _decode_with(content: bytes, *encodings: str) -> str:
    """The text in the encoding that fits best, of several that fit alike the first."""
    texts = []
    for encoding in encodings:
        try:
            texts.append(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    if not texts:
        raise UnreadableFile(_NOT_TEXT)
    return max(texts, key=_likeness)


_OF_LABELS = frozenset(chain.from_iterable(chain.from_iterable(LABELS.values())))
_LOOKED_AT = 20_000


def _likeness(text: str) -> float:
    """The share of the Chinese characters at the beginning that known labels (年度目標, 執行情形) are made of."""
    chinese = [character for character in text[:_LOOKED_AT] if character > "\u2e7f"]
    return sum(character in _OF_LABELS for character in chinese) / max(len(chinese), 1)
