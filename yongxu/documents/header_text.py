"""The texts of headers: in half width without space, and the years that they name."""

from yongxu.quantities.patterns import Pattern

_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_YEAR = Pattern(
    r"(?:民國)?(一[〇○零一二三四五六七八九]{2}|一百[一二三四五六七八九]?十[一二三四五六七八九]?|一百零[一二三四五六七八九])年"
)
_SPACE = Pattern(r"\s+")
_YEAR = Pattern(r"(?<![\d.,])(1\d{2}|20\d{2})(?!\d|[,.]\d|[%‰萬億千元噸人件])")
_FULL_WIDTH = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "})


def squeeze(text: str) -> str:
    """The text in half width without any space, for comparing headers."""
    return _SPACE.sub("", text.translate(_FULL_WIDTH))


def opening(text: str) -> str:
    """The beginning of a cell in half width, white space as single spaces, so that a code stays apart from a number that follows."""
    return _SPACE.sub(" ", text[:120].translate(_FULL_WIDTH)).strip()


def year_in(text: str) -> int | None:
    """The last year a header names, ROC (three digits) or CE, as printed; None if it names none."""
    flat = squeeze(text)
    found = _YEAR.findall(flat) or [_digits_of(run) for run in _HAN_YEAR.findall(flat)]
    return int(found[-1]) if found else None


def _digits_of(year: str) -> str:
    """A year in Chinese numerals, digit by digit (一一三) or spelt out (一百一十三), as digits."""
    if "百" not in year:
        return year.translate(_HAN_DIGITS)
    tens, _, ones = year.removeprefix("一百").rpartition("十") if "十" in year else ("零", "", year[-1])
    return "1" + (tens or "一").translate(_HAN_DIGITS) + (ones or "零").translate(_HAN_DIGITS)


def as_roc(year: int) -> int:
    """A year that is printed in either calendar, in the ROC one."""
    return year - 1911 if year > 1900 else year
