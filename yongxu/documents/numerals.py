"""Numbers and marks that word processors put before paragraphs, by their names in OOXML (§17.18.59) and OpenDocument (§20.314)."""

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

_SAME_AS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "counting",
    "一, 二, 三, …": "counting",
    "壱, 弐, 参, ...": "legal",
    "壹, 貳, 參, ...": "legal",
    "壹, 贰, 叁, ...": "legal",
    "甲, 乙, 丙, ...": "stems",
    "子, 丑, 寅, ...": "branches",
    "①, ②, ③, ...": "circle",
    "１, ２, ３, ...": "fullWidth",
    "01, 02, 03, ...": "decimalZero",
    "taiwaneseCounting": "counting",
    "taiwaneseCountingThousand": "counting",
    "chineseCounting": "counting",
    "chineseCountingThousand": "counting",
    "japaneseCounting": "counting",
    "taiwaneseDigital": "digits",
    "ideographDigital": "digits",
    "japaneseDigitalTenThousand": "digits",
    "ideographTraditional": "stems",
    "ideographZodiac": "branches",
    "ideographLegalTraditional": "legal",
    "chineseLegalSimplified": "legal",
    "decimalFullWidth": "fullWidth",
    "decimalFullWidth2": "fullWidth",
    "decimalHalfWidth": "decimal",
    "decimalEnclosedCircle": "circle",
    "decimalEnclosedCircleChinese": "circle",
    "ideographEnclosedCircle": "hanCircle",
    "decimalEnclosedParen": "paren",
    "decimalEnclosedFullstop": "fullStop",
    "numberInDash": "dashed",
}

_KNOWN_BULLETS = "•●◆■▪‧・○◎☆-－–—"
_SYMBOLS = {"\uf06c": "●", "l": "●", "\uf06e": "■", "n": "■", "\uf075": "◆", "u": "◆", "\uf0a7": "▪", "§": "▪", "\uf0a1": "○"}


def written_number(number: int, form: str) -> str:
    """The number as a list prints it; in digits where the form is not known, "" where the form is "none" or not given."""
    if form in ("", "none", "bullet"):
        return ""
    name = _SAME_AS.get(form, form)
    if name == "counting":
        return _counting(number, _DIGITS, ("", "十", "百", "千"), bare_ten=True)
    if name == "legal":
        return _counting(number, _FORMAL_DIGITS, ("", "拾", "佰", "仟"), bare_ten=False)
    if name == "digits":
        return "".join(_DIGITS[int(digit)] for digit in str(number)).replace("〇", "○" if form == "taiwaneseDigital" else "〇")
    if name in ("stems", "branches"):
        order = _STEMS if name == "stems" else _BRANCHES
        return order[number - 1] if 1 <= number <= len(order) else str(number)
    if name in ("lowerLetter", "upperLetter"):
        letters = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20) if number > 0 else str(number)
        return letters.upper() if name == "upperLetter" else letters
    if name in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if name == "upperRoman" else _roman(number)
    if name == "fullWidth":
        return str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    if name == "decimalZero":
        return f"{number:02}"
    if name == "dashed":
        return f"- {number} -"
    first, last = {"circle": (0x2460, 20), "paren": (0x2474, 20), "fullStop": (0x2488, 20), "hanCircle": (0x3280, 10)}.get(name, (0, 0))
    return chr(first + number - 1) if 1 <= number <= last else str(number)


def bullet_mark(mark: str, *, symbol_font: bool = False) -> str:
    """The bullet as a person sees it. Symbol fonts keep marks under letters or private numbers; arrows and ticks become "•"."""
    if symbol_font or len(mark) != 1 or "\ue000" <= mark <= "\uf8ff":
        return _SYMBOLS.get(mark, "•") if mark.strip() else ""
    if mark == "o":
        return "○"
    return mark if mark in _KNOWN_BULLETS else ("•" if mark.strip("\u200b ") else "")


def _counting(number: int, digits: str, places: tuple[str, ...], *, bare_ten: bool) -> str:
    if not 0 < number < 10_000:
        return str(number)
    written, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + places[place]
        gap = not digit
    return written[1:] if bare_ten and 10 <= number < 20 else written


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
