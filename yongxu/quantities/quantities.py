"""Quantities in a sentence: numbers with their unit, range and affix (以上, 不超過), without what only looks like one."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yongxu.quantities.numbers import CHINESE_DIGITS, Number, find_numbers, plain
from yongxu.quantities.patterns import HAN, REMEMBERED, Pattern
from yongxu.quantities.periods import find_periods
from yongxu.quantities.rates import find_bases
from yongxu.quantities.units import find_unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text.

    ``value`` (and ``upper`` of a range 3.3%~3.7%) is in the base unit ``unit``: 980.526 億元 is 98052600000 元. ``scale`` is the
    scale word that stood with the number (億), so it is printed to the nearest ``scale`` × 10^-``places``. ``start``–``end`` spans
    number, unit and an affix that touches them, ``number_start`` is where the digits begin. ``affix`` is ``>=``, ``<=``, ``>``, ``<``
    or None.
    """

    value: Decimal
    upper: Decimal | None
    unit: str | None
    scale: Decimal
    start: int
    end: int
    number_start: int
    text: str
    places: int
    approximate: bool
    affix: str | None


# Affixes as in the targets of 001 and 003 and in common usage. Longer words win: 不低於 holds 低於.
PREFIXES = {
    ">=": "不得低於 不得少於 不得小於 應高於 不低於 不少於 不小於 未低於 未少於 未小於 至少應有 至少須有 至少達 至少有 至少為 至少 最低 "
    "最少 下限為 下限 ≥ ≧ >=",
    "<=": "不得超過 不得高於 不得逾 不得大於 不得多於 不超過 不高於 不大於 不多於 不逾 未超過 未高於 未逾 未大於 未超出 最多 最高 "
    "至多 上限為 上限 控制在 ≤ ≦ <=",
    ">": "已超過 超過 高於 大於 多於 逾 超出 優於 >",
    "<": "低於 小於 少於 不足 未滿 未達 不到 <",
}
SUFFIXES = {
    ">=": "(含)以上 含以上 及以上 以上 起跳",
    "<=": "(含)以下 含以下 及以下 以下 (含)以內 以內 之內 為上限 為限",
    "<": "未滿",
    ">": "以上(不含)",
}


def _either(table: dict[str, str]) -> tuple[str, dict[str, str]]:
    signs = {word: sign for sign, words in table.items() for word in words.split()}
    return "|".join(re.escape(word) for word in sorted(signs, key=len, reverse=True)), signs


_PREFIX_PATTERN, _PREFIX_SIGNS = _either(PREFIXES)
_SUFFIX_PATTERN, _SUFFIX_SIGNS = _either(SUFFIXES)
_MONEY_SIGN = r"(?:新[臺台]幣|NT ?\$|NTD|\$)"
_PREFIX = Pattern(
    rf"(?P<affix>{_PREFIX_PATTERN})(?:目標值?)?(?:為|達|約|在)? ?{_MONEY_SIGN}? ?(?:約 ?)?$"
    rf"|(?:(?P<dollar>US ?\$|美[金元])|(?P<money>{_MONEY_SIGN})) ?(?:約 ?)?$"
)
_SUFFIX = Pattern(rf"(?P<about> ?(?:左右|上下|許(?!可)))?\s?(?P<affix>{_SUFFIX_PATTERN})?")
_AFTER_NUMBER = Pattern(r" ?(?:餘|多|來)(?! ?\d)")
_RANGE = Pattern(r" ?(?:~|-|—|至|到|±) ?(?:約 ?)?$")
# What makes a number without unit a value: it stands after one of these …
_STANDS_AFTER = Pattern(
    r"(?:為|達到?|至|=|約|降[至到]|提[升高][至到]|增[至加][至到]?|減[少至]?[至到]?|維持|編列|投入|補助|挹注|籌措|核撥|撥付|投資|[^數]值|比率|比例|[^\d年]率|係數|指數|密度|計|平均)"
    r":? ?$|(?:實績|目標): ?$"
)
_STANDS_FIRMLY_AFTER = Pattern(r"(?:達到?|[降增升高加少][至到]|累計|至少有) ?$")
# … and (but for the verbs above, where an unknown measure word may follow) nothing follows that could be its unknown measure word.
_FREE_END = Pattern(r"\s*(?:$|[。；，,;()\]」』、\n~]|以|及|與|惟|較|目標)")
# A measure word that no table knows, at the end of a short text: 設置哨口3哨 (any agency counts its own things).
_UNKNOWN_UNIT = Pattern(
    r"(?!以|左右|上下|不等|餘|多|來|許|版|號|級|期|屆|階|第|內|外|中|前|後|起|止|時|代|成|倍|折|碼|週年|周年|年|月|日|季|度|計|及|與|或|等|的|之|為|至|歲)"
    rf"({HAN})(?:\s*$|[。；;])"
)
_UNKNOWN_UNIT_BEFORE_AFFIX = Pattern(
    r" ?(?!以|之|[年月日天時分秒歲期屆級版號樓季度週]|內|外|中|前|後|起|止|等|的|及|與|或|個月|小時|分鐘)"
    r"([\u3400-\u9fff]{1,3}?)(?=(?:\(含\)|含|及)?(?:以上|以下|以內|為上限|為限)\s*(?:$|[。；;，)]))"
)
"""導入 420 苗床以上: whatever is counted, the affix says that the number is asked for."""
_AFFIXED = frozenset("以限")
_SHORT_CLAUSE = 24
# A clause that is nothing but the number (001 row 8.7.1).
_ALONE_BEFORE = Pattern(r"(?:^|(?<=[。；，,;])|(?<=[^\d\s]:))\s*$")
_ALONE_AFTER = Pattern(r"\s*(?:$|[。；，;])")
_CN = "一二三四五六七八九十"
_COUNT = rf"(?:\d[\d,]{{0,15}}|[{_CN}百兩]{{1,12}})"
# Names that end in a number; the number counts nothing.
_NUMBERED_NAMES = (
    "ISO|IEC|CNS|HS|IEEE|R&D|SDGs?|COP|Scope|PAS|RE|EP|IFRS(?: S)?|UN|AR|EN|GRI|範疇|範圍|No\\.?|Tier|NDC|LEED|Top|前|百|工業|產業|經濟"
)
# Not quantities: ordinals (第1次, 第 3 季), document numbers (第…號), names with a number (ISO 50001, R&D 100 in 003 1.1.10), names of
# years (2050 淨零), codes of indicators and measures, item marks, times and telephones, frequencies and durations (每5年檢討一次 in
# 001 6.5.1), ages that name a group (65歲以上長者) and bare ranges of years.
_MASKS = Pattern(
    rf"第 ?{_COUNT}(?: ?[-~至、及與] ?第? ?{_COUNT}(?= ?[期次季條款類屆輪版梯階]))?"
    r" ?(?:梯次|階段|會議室|[次季期號條款項屆輪類版名章場點案級冊批部處份組門個位座])?"
    rf"|(?:{_NUMBERED_NAMES}) ?-?\d[\d.\-:]*+(?! ?[%萬億千家件項名年人大])"
    r"|20\d\d ?[-~] ?\d\d ?年|(?:12|十二) ?項(?=關鍵)|\d{4} ?(?=淨零|願景|永續|碳中和|路徑|國家淨零|全球百大)"
    r"|(?<![A-Za-z\d.])\d{1,2}\.(?:\d{1,2}|[a-z])\.\d{1,2}(?:\.\d+)*"
    rf"|(?:^|\n|[。；;:] ?)(?:\(?\d{{1,2}}\)|\d{{1,2}}[.、](?!\d)|\(?[{_CN}]{{1,3}}[)、])"
    r"|(?<=\S) ?[(\[]?註 ?\d{1,2}[)\]]?(?= ?(?:$|[。；;，,、)]))"
    r"|每[^。；，]{1,12}一 ?次|(?<!\d)\d{1,2} ?: ?\d{2}(?!\d)|分機 ?#?\d+|\(0\d\) ?\d[\d\-]+"
    rf"|每隔? ?{_COUNT} ?[百千十]?[萬億]?|每[十百千]?萬(?=人)"
    rf"|{_COUNT}(?: ?[-~至] ?{_COUNT})? ?歲(?: ?\(含\))?(?:以[上下]|未滿)?+(?={HAN})"
    r"|(?<![\d.,])(?:1[0-4]\d|20\d\d) ?[-~至] ?(?:1[0-4]\d|20\d\d)(?= ?(?:$|[。；，)、(]))"
    rf"|(?:近|未來|過去|最近|前|後|為期|連續|達成後) ?{_COUNT} ?年|{_COUNT} ?年 ?(?:內|期|來|後|一次|一期|滾動|以後|為一)"
)


def _unmasked_numbers(text: str) -> list[Number]:
    """The numbers that touch no period and no mask."""
    spans = [(period.start_index, period.end_index) for period in find_periods(text)]
    spans += [(base.start, base.end) for base in find_bases(text)]
    spans = sorted(spans + [match.span() for match in _MASKS.finditer(text)])
    numbers = []
    reached = index = 0
    for number in find_numbers(text):
        while index < len(spans) and spans[index][0] < number.end:
            reached = max(reached, spans[index][1])
            index += 1
        if reached <= number.start:
            numbers.append(number)
    return numbers


def _tail_unit(text: str, number: Number) -> tuple[str | None, int, Decimal, bool]:
    """Unit symbol, where it ends, its scale, and whether 餘 or 多 stood between number and unit."""
    if number.unit is not None:
        return number.unit, number.end, Decimal(1), False
    position, about = number.end, False
    if (match := _AFTER_NUMBER.match(text, position)) is not None:
        after = find_unit(text, match.end())
        if after is not None or match.group().strip() == "餘":
            position, about = match.end(), True
    found = find_unit(text, position)
    if found is None:
        return None, position, Decimal(1), about
    unit, end, scale = found
    symbol = "°C" if unit.symbol == "度" and text[max(0, number.start - 4) : number.start].rstrip().endswith("攝氏") else unit.symbol
    return symbol, end, scale, about


@dataclass(slots=True)
class _Read:
    number: Number
    unit: str | None
    end: int
    scale: Decimal
    about: bool
    value: Decimal
    upper: Decimal | None = None


def _join_range(first: _Read, second: _Read) -> _Read | None:
    """3~5 萬公噸, 3.3%~3.7%, 10 公頃至 20 公頃 as one; None where the two are not one range."""
    if first.unit is not None and first.unit != second.unit:
        return None
    low = first.value
    if first.unit is None:
        own = first.number
        # 3~5 萬: the scale word behind the second number holds for both, unless the first is the larger as printed.
        shared = second.number.scale if own.scale == 1 and own.value <= second.number.value / second.number.scale else Decimal(1)
        low = own.value * shared * second.scale
        if "成" in second.number.text:
            low *= 10
    if low > second.value:
        return None
    places = max(first.number.places, second.number.places)
    approximate = first.number.approximate or second.number.approximate
    number = Number(first.number.value, first.number.start, second.number.end, "", places, approximate, second.number.scale)
    return _Read(number, second.unit, second.end, second.scale, first.about or second.about, plain(low), second.value)


def _join_tolerance(middle: _Read, tolerance: _Read) -> _Read | None:
    """60±2% is 58 to 62 %, as is 60%±2%."""
    if middle.unit not in (None, tolerance.unit):
        return None
    centre = middle.value * (tolerance.scale if middle.unit is None else 1)
    low, high = plain(centre - tolerance.value), plain(centre + tolerance.value)
    places = max(middle.number.places, tolerance.number.places)
    number = Number(low, middle.number.start, tolerance.number.end, "", places, middle.number.approximate, middle.number.scale)
    return _Read(number, tolerance.unit, tolerance.end, tolerance.scale, middle.about, low, high)


def _single(text: str, number: Number) -> _Read:
    unit, end, scale, about = _tail_unit(text, number)
    return _Read(number, unit, end, scale, about, plain(number.value * scale))


@lru_cache(REMEMBERED)
def find_quantities(text: str, *, money: bool = False) -> tuple[Quantity, ...]:
    """The quantities of a normalised text in reading order; periods, ordinals, codes, item marks and names are left out.

    A number without unit is a quantity only where it stands as a value: alone in the text, after 為, 達, 至, =, 值 …, with an affix,
    or with a scale word (2,000 萬: money whose 元 was left out; the caller knows). With ``money`` the text is a cell of amounts: every
    number counts, and one with a scale word is 元.
    """
    numbers = _unmasked_numbers(text)
    found: list[Quantity] = []
    index = 0
    while index < len(numbers):
        read = _single(text, numbers[index])
        index += 1
        while index < len(numbers) and read.upper is None:
            after = numbers[index]
            start = after.start + 1 if after.text.startswith("-") else after.start
            between = text[read.end : start]
            if (
                not between
                or _RANGE.fullmatch(between) is None
                or text[max(0, read.number.start - 4) : read.number.start].rstrip().endswith(("由", "從", "自"))
            ):
                break
            second = _single(text, after)
            if after.text.startswith("-"):
                second = _Read(after, second.unit, second.end, second.scale, second.about, -second.value)
                after = Number(-after.value, start, after.end, after.text[1:], after.places, after.approximate, after.scale, after.unit)
                second.number = after
            joined = _join_tolerance(read, second) if "±" in between else _join_range(read, second)
            if joined is None:
                break
            read, index = joined, index + 1
        quantity = _finish(text, read, money=money)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _finish(text: str, read: _Read, *, money: bool) -> Quantity | None:
    number = read.number
    start = number.start
    affix: str | None = None
    before = _PREFIX.search(text, max(0, start - 16), start)
    unit = read.unit
    if before is not None:
        start = before.start()
        affix = _PREFIX_SIGNS.get(before["affix"] or "")
        if unit is None or unit == "元":
            unit = "美元" if before["dollar"] else "元" if before["money"] else unit
    uncounted = unit is None and number.text.replace(",", "").isdigit() and _AFFIXED.intersection(text[read.end + 1 : read.end + 8])
    counted = _UNKNOWN_UNIT_BEFORE_AFFIX.match(text, read.end) if uncounted else None
    after = _SUFFIX.match(text, counted.end() if counted else read.end)
    end, about = read.end, False
    if after is not None and (after["affix"] or after["about"]):
        end, about = after.end(), bool(after["about"])
        affix = affix or _SUFFIX_SIGNS.get(after["affix"] or "")
    scale = number.scale * read.scale
    if unit is None:
        if money:
            unit = "元" if number.scale != 1 or any(c in number.text for c in "萬億兆") else None
        else:
            has_word = any(c in number.text for c in "萬億兆") or number.scale != 1
            if not _counts_unknown(text, number, end) and not _stands(text, number, end, affix=affix, has_word=has_word):
                return None
    approximate = number.approximate or read.about or about
    return Quantity(read.value, read.upper, unit, scale, start, end, number.start, text[start:end], number.places, approximate, affix)


def _counts_unknown(text: str, number: Number, end: int) -> bool:
    """Whether a measure word that no table knows ends the short text: the number counts, its unit stays unknown."""
    return len(text) <= _SHORT_CLAUSE and number.text.replace(",", "").isdigit() and _UNKNOWN_UNIT.match(text, end) is not None


def _stands(text: str, number: Number, end: int, *, affix: str | None, has_word: bool) -> bool:
    is_whole = len(text) < 100 and not (text[: number.start] + text[end:]).strip(" \n。.；")
    if affix is not None or has_word or is_whole:
        return True
    if any(c in CHINESE_DIGITS for c in number.text):
        return False
    if _ALONE_BEFORE.search(text, max(0, number.start - 3), number.start) and _ALONE_AFTER.match(text, end):
        return True
    if any(not text[base.end : number.start].strip() for base in find_bases(text) if base.end <= number.start) and _FREE_END.match(
        text, end
    ):
        return True
    if not number.text.isdigit() or len(number.text) != 4:
        before = _STANDS_FIRMLY_AFTER.search(text, max(0, number.start - 8), number.start)
        if before is not None and text[end : end + 2].lstrip(" ")[:1] not in ("大", ".", "、", ")"):
            return True
    return _STANDS_AFTER.search(text, max(0, number.start - 8), number.start) is not None and _FREE_END.match(text, end) is not None
