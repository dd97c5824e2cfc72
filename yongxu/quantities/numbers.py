"""Numbers as people write them in Taiwan's official papers: full-width digits, commas, 萬/億/兆, Chinese numerals."""

import re
from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext

from yongxu.quantities.patterns import HAN, Pattern

# --- cleaning -----------------------------------------------------------------------------------------------------------

_KEPT_FULL_WIDTH = "，；！？"
_TRANSLATION: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_FULL_WIDTH}
# Spaces of every width become one plain space; marks without width disappear; other line ends become "\n".
_TRANSLATION.update(dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "))
_TRANSLATION.update(dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF], ""))
_TRANSLATION.update(dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n"))
# Subscripts (CO₂), minus signs and dashes of digits, waves, slashes, one-character units (CJK compatibility block).
_TRANSLATION.update({0x2080 + digit: str(digit) for digit in range(10)})
_TRANSLATION.update(dict.fromkeys(map(ord, "−﹣‐‑‒–"), "-"))
_TRANSLATION.update(dict.fromkeys(map(ord, "∼〜˜﹏"), "~"))
_TRANSLATION.update(dict.fromkeys(map(ord, "∕⁄╱"), "/"))
_TRANSLATION.update({ord(a): b for a, b in zip("﹪﹙﹚﹕µ＝", ("%", "(", ")", ":", "μ", "="), strict=True)})
_TRANSLATION.update({ord("℃"): "°C", ord("㎡"): "m2", ord("㎢"): "km2", ord("㎥"): "m3", ord("㎏"): "kg", ord("㎎"): "mg", ord("㏄"): "cc"})
_TRANSLATION.update({ord("㎞"): "km", ord("㎝"): "cm", ord("㎜"): "mm", ord("㎍"): "μg", ord("㎾"): "kW", ord("㎿"): "MW"})
# Circled and bracketed item numbers ① ⑴ ㈠ become (1) (1) (一), numbers with a full stop ⒈ become "1.".
_TRANSLATION.update({0x2460 + n: f"({n + 1})" for n in range(20)} | {0x2474 + n: f"({n + 1})" for n in range(20)})
_TRANSLATION.update({0x2488 + n: f"{n + 1}." for n in range(20)} | {0x2776 + n: f"({n + 1})" for n in range(10)})
_TRANSLATION.update({0x3220 + n: f"({'一二三四五六七八九十'[n]})" for n in range(10)})

_SPACES = Pattern(
    r" *\n[ \n]*| {2,}|(?<=\d)，(?=\d{3}(?!\d))|(?<![A-Za-z])[Cc][Oo] ?2(?![\d.,]\d)(?: ?-? ?eq?(?![A-Za-z]))?"
    rf"|(?<![\d.,:A-Za-z])(?<![\d.,:] )\d(?: \d){{2,}}(?= ?(?:[%‰]|{HAN})|$)"
)


def _clean(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] in "cC":
        return "CO2e" if "e" in found else "CO2"
    if "\n" in found:
        return "\n"
    if found[0].isdigit():
        return found.replace(" ", "")
    return "," if found == "，" else " "


def normalise(text: str) -> str:
    """The text with one spelling for digits, letters, signs and spaces; lengths change, doing it twice changes nothing more.

    Digits that stand apart one by one (7 1 3 場) are one number. Chinese sentence punctuation (。；、，「」) stays, except a full-width
    comma between groups of thousands. Every spelling of carbon dioxide and its equivalent in 003 (CO₂e, CO ₂ e, CO2-e, CO2eq) becomes
    ``CO2`` or ``CO2e``. Characters are never replaced by look-alikes: CJK compatibility ideographs stay as they came.
    """
    return _SPACES.sub(_clean, text.translate(_TRANSLATION)).strip()


# --- numbers ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """One number in a text: its exact value and the span ``start``–``end`` of the words that make it.

    ``places`` counts the decimals as printed, ``scale`` is the word after the digits (億 → 100000000, 1 where several are mixed), so
    the number is printed to the nearest ``scale`` × 10^-``places``. ``unit`` is set where the number's own words hold the unit:
    成 and 百分之 (``%``), 千分之 (``‰``). ``approximate`` says that 約, 近, 餘, 多, 左右, 上下 or 許 stands with it.
    """

    value: Decimal
    start: int
    end: int
    text: str
    places: int
    approximate: bool = False
    scale: Decimal = Decimal(1)
    unit: str | None = None


_DIGIT_FORMS = ("零〇○", "一壹", "二兩貳", "三參", "四肆", "五伍", "六陸", "七柒", "八捌", "九玖")
CHINESE_DIGITS = {character: digit for digit, forms in enumerate(_DIGIT_FORMS) for character in forms}
SMALL_MAGNITUDES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE_MAGNITUDES = {"萬": 10**4, "億": 10**8, "兆": 10**12}
MAGNITUDES = SMALL_MAGNITUDES | LARGE_MAGNITUDES
_TENS = {"廿": 20, "卅": 30}

# A lone Chinese digit counts only before one of these measure words (common usage; 三項, 兩家, 一處) …
NUMERAL_CLASSIFIERS = (
    "項家件案處座台臺輛艘條班種份篇口株棵頭隻本冊門所校組隊位名人戶場次個筆類間棟批套支站國梯元度公噸億萬千百年月日天週小分季倍歲縣鄉村里床"
)
# … and not in one of these words (common usage), nor after one of these characters (第一, 統一, 唯一, 單一, 每一 …).
_WORDS_WITH_NUMERALS = """
一次性 一次用 一條龍 一家人 一口氣 一部分 一部份 一個人 一國 一時 一日之 一天 一人一 一案到底 一年 一類 一般 一位難求 二次 二氧化
三人成虎 一元化 二元 一度 三度 三類 一本 一門 一頭 一間 一分 十分 千分 百分 三分 兩國 兩年 三年 二級 三級 一級 四季 三公
十二項關鍵 十二項行動 三班 五年 十年 百年 千年 一公
"""
NOT_NUMERALS = tuple(_WORDS_WITH_NUMERALS.split())
NOT_BEFORE_NUMERAL = "第統唯單同任每逐專進之數幾劃合零〇一二三四五六七八九十百千萬億兆某上另萬不"

_CN = "零〇○一二兩三四五六七八九十百千萬億壹貳參肆伍陸柒捌玖拾佰仟廿卅"
_DIGITS = r"(?>\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?>\.\d++)?+"
_MAGNITUDE = r"(?>[百千十佰仟拾]?[萬億兆]{1,2}|[百千佰仟](?!瓦|卡|分|伏|赫|人率|位元))(?!分之|瓦)"
# 13 萬 9,588 · 24億8,808萬 · 7 千萬 · 13萬2; a last group after a space must not be the mark of the next item ("萬 2. 完成").
_MIXED = rf"{_DIGITS}(?> ?\n?{_MAGNITUDE}(?> ?{_DIGITS} ?{_MAGNITUDE}){{0,4}}+(?> ?{_DIGITS}(?![.)、年月~\-]|\d| ?[年月]))?+)?+"
_NUMBER = Pattern(
    rf"(?P<per>[百千萬])分之 ?(?P<rate>{_DIGITS}|[{_CN}]+(?:點[{_CN}]+)?)"
    rf"|(?P<below>[{_CN}]+|(?<![A-Za-z\d.]){_DIGITS})分之(?P<above>[{_CN}]+|{_DIGITS})"
    rf"|(?P<tenths>[一二兩三四五六七八九十]|(?<![A-Za-z\d.,/])\d(?:\.\d)?) ?成(?P<half>[一二三四五六七八九半]| ?\d(?=$|[。；，,)以]))?"
    r"(?![立為功長本員果效人熟型品分份交就套因形都全語年績敗])"
    r"|(?<![A-Za-z\d./])(?P<top>\d)/(?P<bottom>[2-9]|10)(?![\d/.,~%]| ?[年月日])"
    r"|(?P<glued>(?<=[A-Z])\d{1,3}(?:\.\d+)?(?= ?%))"
    rf"|(?P<mixed>(?<![A-Za-z\d.]){_MIXED})(?!\.[\da-z]\.\d|\.\d)"
    rf"|(?P<half_of>一半|半數)|(?P<chinese>[{_CN}]+(?:點[一二三四五六七八九零〇]+)?)"
)
_TOKEN = Pattern(rf"{_DIGITS}|[{_CN}兆]")
_ABOUT_BEFORE = Pattern(r"(?:(?<![最附鄰])近|約|大概|概估)(?:略)? ?(?:為|達|在|有)? ?(?:新[臺台]幣 ?)?$")
_ABOUT_AFTER = Pattern(r" ?(?:餘(?!額|熱|量)|多(?!元|樣|功能|媒|邊|數|項)|來(?=[個家人萬]))")
_MINUS_AFTER = frozenset(["", *"(:=為達至是約降成值於率長增減加少升幅~，,。；、\n"])


def _positional(run: str) -> Decimal | None:
    """二〇二四 → 2024: four or more digits in a row are read one by one."""
    if len(run) < 3 or any(c not in CHINESE_DIGITS for c in run):
        return None
    return Decimal("".join(str(CHINESE_DIGITS[c]) for c in run))


def _value(tokens: list[str]) -> Decimal | None:
    """The value of digit groups and magnitude words in order; None where they do not make one number.

    Small words (十百千) build a section, large ones (萬億兆) close it: 3千5百萬 = 3,500 × 10,000; each must be smaller than
    the one before, except a large one that follows at once (6.5 萬億).
    """
    total = section = Decimal(0)
    current: Decimal | None = None
    last_large = small_limit = 10**17
    closed = last_was_large = False
    for token in tokens:
        if token in CHINESE_DIGITS:
            if current is not None and current != 0:
                return None
            current = Decimal(CHINESE_DIGITS[token])
        elif token in _TENS:
            section, current, small_limit = section + _TENS[token], None, 10
        elif token in SMALL_MAGNITUDES:
            size = SMALL_MAGNITUDES[token]
            if size >= small_limit:
                return None
            section, current, small_limit = section + (Decimal(1) if current is None else current) * size, None, size
        elif token in LARGE_MAGNITUDES:
            size = LARGE_MAGNITUDES[token]
            if current is None and section == 0:
                if not last_was_large:
                    return None
                total *= size
                last_large *= size
                continue
            if size >= last_large:
                return None
            total, section, current = total + (section + (current or 0)) * size, Decimal(0), None
            last_large, small_limit, closed, last_was_large = size, 10**17, True, True
            continue
        else:
            if current is not None:
                return None
            current = Decimal(token.replace(",", ""))
        last_was_large = False
    rest = section + (current or 0)
    if closed and rest >= last_large:
        return None
    return total + rest


def _parse_words(run: str) -> Decimal | None:
    """一百二十 · 三點五 · 二〇二四 · digits; None where the run is no number."""
    whole, point, decimals = run.partition("點")
    positional = _positional(whole)
    value = positional if positional is not None else _value(_TOKEN.findall(whole))
    if value is None or not point:
        return value
    return value + Decimal("0." + "".join(str(CHINESE_DIGITS[c]) for c in decimals))


def _mixed(run: str) -> tuple[Decimal, int, Decimal, int] | None:
    """Value, places, scale and length used of a run that begins with digits; a last group that does not fit is left out."""
    tokens = _TOKEN.findall(run)
    groups = [token for token in tokens if token[0].isdigit()]
    places = len(groups[0].partition(".")[2])
    if len(tokens) == 1:
        return Decimal(tokens[0].replace(",", "")), places, Decimal(1), len(run)
    if len(groups) > 1 and tokens[-1] == groups[-1]:
        before = run[: -len(tokens[-1])]
        if before.endswith(" ") is False and len(tokens[-1]) == 1:
            # 13萬2 is 13 萬 2 千 in speech (common usage); with a space the last group is plain units (8 萬 5,289 in 001 8.5.3).
            value = _value(tokens[:-1])
            return None if value is None else (value + int(tokens[-1]) * MAGNITUDES[tokens[-2]] / Decimal(10), 0, Decimal(1), len(run))
        value = None if places or "." in tokens[-1] else _value(tokens)
        if value is None:
            return _mixed(before.rstrip())
        return value, 0, Decimal(1), len(run)
    value = _value(tokens)
    if value is None:
        last = [m.start() for m in _TOKEN.finditer(run) if m.group()[0].isdigit()][-1]
        return _mixed(run[:last].rstrip()) if last else None
    scale = Decimal(1)
    if len(groups) == 1:
        for word in tokens[1:]:
            scale *= MAGNITUDES[word]
    return value, places, scale, len(run)


def _chinese_counts(text: str, start: int, end: int) -> bool:
    """Whether a run of Chinese numerals stands for a number here, see NUMERAL_CLASSIFIERS and NOT_NUMERALS."""
    run = text[start:end]
    before = text[start - 1] if start else ""
    if before and before in NOT_BEFORE_NUMERAL:
        return False
    if any(text.startswith(word, start) for word in NOT_NUMERALS):
        return False
    if run[0] in "百千萬億佰仟零〇○":
        return False
    if len(run) > 1 and any(c in MAGNITUDES or c in "廿卅點" for c in run):
        return True
    after = text[end : end + 2].lstrip()
    if after and after[0] in NUMERAL_CLASSIFIERS and len(run) == 1:
        return True
    return len(run) == 1 and bool(re.match(rf"[至到~][{_CN}][{NUMERAL_CLASSIFIERS}]", text[end : end + 3]))


def _fraction(above: Decimal, below: Decimal) -> tuple[Decimal, bool]:
    with localcontext() as context:
        context.clear_flags()
        return above / below, bool(context.flags[Inexact])


def find_numbers(text: str) -> tuple[Number, ...]:
    """Every number in a normalised text, in order, without regard to what it counts.

    Forms: digits with commas and decimals, magnitude words, Chinese numerals, 三成五 and 百分之三十 (unit ``%``), 五分之一, negative
    (-3.2, 負3.2, ▲3.2 of budget tables). Digits that hang on Latin letters (PM2.5) and codes (6.4.1, 6.e.2) are none.
    """
    found = []
    position = 0
    while (match := _NUMBER.search(text, position)) is not None:
        number = _read(match, text)
        position = match.end()
        if number is not None:
            found.append(number)
            position = number.end
    return tuple(found)


def _half_tenths(word: str) -> int:
    """三成五, 8 成 5 and 三成半 add five per cent."""
    digit = word.strip()
    return 5 if digit == "半" else int(digit) if digit.isdecimal() else CHINESE_DIGITS[digit]


def _has_minus(text: str, start: int) -> bool:
    """負3.2, ▲3.2 (budget tables) and -3.2; a hyphen after a number, unit or word is a range or a dash instead."""
    sign = text[start - 1 : start]
    if sign != "-":
        return sign in ("負", "▲", "△")
    return text[max(0, start - 4) : start - 1].rstrip(" ")[-1:] in _MINUS_AFTER


def _read(match: re.Match[str], text: str) -> Number | None:
    start, end = match.span()
    places, scale, unit, inexact = 0, Decimal(1), None, False
    value: Decimal | None
    if run := match["glued"]:
        value, places = Decimal(run), len(run.partition(".")[2])
    elif run := match["mixed"]:
        read = _mixed(run)
        if read is None:
            return None
        value, places, scale, used = read
        end = start + used
        if text[end : end + 1] == "." and re.match(r"\.[a-z]\.\d", text[end : end + 4]):
            return None
    elif run := match["chinese"]:
        if not _chinese_counts(text, start, end):
            return None
        value = _parse_words(run)
    elif run := match["rate"]:
        value, unit = _parse_words(run), {"百": "%", "千": "‰", "萬": "‱"}[match["per"]]
        places = len(run.partition(".")[2]) if run[0].isdigit() else 0
    elif run := match["below"] or match["bottom"]:
        below, above = _parse_words(run), _parse_words(match["above"] or match["top"])
        if not below or above is None:
            return None
        value, inexact = _fraction(above, below)
    elif run := match["tenths"]:
        if run == "一" and text[start - 1 : start] in tuple("不統唯單"):
            return None
        tenths = Decimal(run) if run[0].isdigit() else _parse_words(run)
        half = match["half"]
        value = None if tenths is None else tenths * 10 + (0 if half is None else _half_tenths(half))
        unit = "%"
    else:
        value, unit = Decimal(50), "%"
    if value is None:
        return None
    if _has_minus(text, start):
        value, start = -value, start - 1
    about = bool(_ABOUT_BEFORE.search(text, max(0, start - 10), start)) or bool(_ABOUT_AFTER.match(text, end))
    return Number(plain(value), start, end, text[start:end], places, about or inexact, scale, unit)


def plain(value: Decimal) -> Decimal:
    """The same value without trailing zeros and without an exponent above zero: 12.00 → 12, 8E+4 → 80000."""
    whole = value.to_integral_value()
    if abs(value) >= Decimal("1e27"):
        return value
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()


def format_number(value: Decimal, *, words: bool = False) -> str:
    """The number in thousands groups (``85,289``); with ``words`` in the mixed form of official papers (``8 萬 5,289``).

    Reading it again gives the same value. Decimals are printed as they are, never rounded.
    """
    sign, digits = ("-", -value) if value < 0 else ("", value)
    plain = format(digits, "f")
    whole, point, decimals = plain.partition(".")
    if not words or point or len(whole) < 5:
        return f"{sign}{int(whole):,}{point}{decimals}"
    parts, rest = [], int(whole)
    for word, size in reversed(LARGE_MAGNITUDES.items()):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,} {word}")
    return sign + " ".join([*parts, f"{rest:,}"] if rest else parts)
