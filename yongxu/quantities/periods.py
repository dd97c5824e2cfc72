"""Dates and periods as official papers write them, in ROC (民國) and CE years: start, end and how exactly they are given."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from yongxu.quantities.patterns import REMEMBERED, Pattern

ROC_OFFSET = 1911
"""民國 1 is 1912 (facts: ROC year = CE − 1911)."""

# Two- and three-digit year numbers below this are durations (20 年), not ROC years, unless 民國 or the caller says so.
FIRST_BARE_ROC_YEAR = 80


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time as written in ``label`` at ``start_index``–``end_index`` of the text.

    ``start`` is None where only the end is given (至 2024 年底, 8 月 29 日前), ``end`` where it is open (110 年起); both are None
    where the year is missing (第 3 季). ``roc`` says which calendar it was written in, None where no year is printed.
    ``precision`` is that of its last date: ``day``, ``month``, ``tenth`` (旬), ``quarter``, ``half``, ``year``, ``school_year``,
    ``year_end`` or ``month_end`` (底). ``open`` is true when it has a start or an end only. Fiscal years 年度 are calendar
    years (預算法 article 12).
    """

    start: date | None
    end: date | None
    label: str
    start_index: int
    end_index: int
    roc: bool | None
    precision: str
    open: bool = False


class NotAPeriod(ValueError):
    """The text is not one date or period."""


_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DASH = r" ?(?:[~\-—]|至|到) ?"
# Parts after the year; each is optional and at most one stands.
_REST = (
    r"(?: ?度)?"
    rf"(?: ?(?P<m@>\d{{1,2}})(?:(?: ?月)?{_DASH}(?P<mm@>\d{{1,2}}))? ?月份?"
    r"(?: ?(?P<d@>\d{1,2}) ?日| ?(?P<part@>[上中下]旬|初|中(?![央心小型])|底|末))?"
    r"| ?第? ?(?P<q@>[1-4一二三四]) ?季(?:底|末)?| ?Q(?P<qq@>[1-4])| ?(?P<half@>[上下])半年?| ?年?(?P<end@>初|中(?=[,，。前]|$)|底|末|終))?"
)
_YEAR = r"(?:民國|西元)? ?\d{2,4}"
_NOT_GLUED = r"(?<![\d.,])"


def _dated(n: int) -> str:
    """The pattern of a date with a year, with its groups numbered n."""
    return rf"(?P<era{n}>民國|西元|公元|FY ?)? ?{_NOT_GLUED}(?P<y{n}>\d{{2,4}}) ?(?:會計|(?P<school{n}>學))?年" + _REST.replace("@", str(n))


_PERIOD = Pattern(
    rf"(?P<range>(?:自|從)? ?(?P<yf>{_NOT_GLUED}{_YEAR})(?:{_DASH}|(?P<list> ?[、及與和] ?))(?={_YEAR} ?(?:會計|學)?年))?"
    rf"(?P<since>自|從)? ?(?P<until>截至|迄至|至|迄|到)? ?{_dated(1)}(?:(?: ?度)? ?(?:起|開辦)?{_DASH}{_dated(2)})?"
    r"(?P<tail> ?底?(?:起|以前|之前|前(?![三四五六七八九十]|\d)|止|為止))?"
    r"|(?<![\d.,/A-Za-z])(?<!\d-)(?P<ny>\d{2,4})(?P<sep>[./\-])(?P<nm>0?[1-9]|1[0-2])(?:(?P=sep)(?P<nd>0?[1-9]|[12]\d|3[01]))?"
    rf"(?:{_DASH}(?P<zy>\d{{2,4}})(?P=sep)(?P<zm>0?[1-9]|1[0-2])(?:(?P=sep)(?P<zd>0?[1-9]|[12]\d|3[01]))?)?"
    r"(?![\d./%]|-\d| ?[萬億兆千%年月件家])"
    r"|(?<![\d.,A-Za-z])(?P<y8>\d{3,4}) ?[Qq](?P<q8>[1-4])(?!\d)"
    r"|FY ?(?P<y3>\d{2,4})(?!\d)"
    rf"|(?<![\d.,第])(?P<m4>\d{{1,2}})(?:(?: ?月)?{_DASH}(?P<mm4>\d{{1,2}}))? ?月(?!台)份?"
    r"(?: ?(?P<d4>\d{1,2}) ?日| ?(?P<part4>[上中下]旬|初|底|末))?(?: ?(?:前|止|起))?"
    r"|第 ?(?P<q5>[1-4一二三四]) ?季|(?P<half6>[上下])半年|(?<=[^\d年])(?:年底|年終|年初)"
)
_DURATION_AFTER = Pattern(r" ?年 ?(?:[內期來後間生級餘多]|以[上下內後前]|一[次期]|滾動)")
_DURATION_BEFORE = Pattern(r"(?:每|近|未來|過去|最近|前|為期|滿|逾|達|長達|後) ?$")
# A number of years that is a span of life, use or waiting (平均壽命 80 年, 耐用年限 100 年), not a year: words in front of it in
# its clause, the two-digit ones also after 至少, 達 and before 以上. Another number behind it in the clause makes it a year (平均餘命
# 99 年 79.2 歲).
_SPAN_BEFORE = Pattern(
    r"(?:壽命|餘命|年限|年資|[屋車機船樹校馬]齡|年數|刑期|租期|保固期?|效期|等候|等待|候補|歷時|長達|至少|不低於|不少於"
    r"|不高於|不超過|超過|高於|低於|平均|逾|滿|達)(?:[^，。；;、,\d]{0,6}(?:為|達到?|至|約|逾))? ?(?:約|達|為)? ?$"
)
_LONG_SPAN_BEFORE = Pattern(r"(?:(?:設計|耐用|使用)年限|(?:設計|使用)壽命)(?:為|達到?|至少|不低於|超過)? ?$")
_SPAN_AFTER = Pattern(r" ?年(?:以上|以下|左右)")
_NUMBER_AFTER = Pattern(r" ?年[^，。；;\d]*\d")
_ALONE_AS_VALUE = Pattern(r"\s*[89]\d ?年(?:以上|以下)?[。\s]*")


def is_span_of_years(text: str, start: int, end: int) -> bool:
    """Whether the digits at ``start``–``end``, followed by 年, are a number of years although they could be a ROC year."""
    if not text[start:end].isdigit() or _NUMBER_AFTER.match(text, end):
        return False
    if int(text[start:end]) >= 100:
        return _LONG_SPAN_BEFORE.search(text, max(0, start - 16), start) is not None
    return (
        _SPAN_BEFORE.search(text, max(0, start - 16), start) is not None
        or _SPAN_AFTER.match(text, end) is not None
        or _ALONE_AS_VALUE.fullmatch(text) is not None
    )


def roc_to_ce(year: int) -> int:
    """The CE year of a ROC year."""
    return year + ROC_OFFSET


def _calendar_year(digits: str, era: str | None, default: Literal["roc", "ce"] | None) -> tuple[int, bool] | None:
    """CE year and whether it was written as ROC; None where the number is no year."""
    year = int(digits)
    era = (era or "").strip()
    if era == "民國" or (len(digits) < 4 and (year >= FIRST_BARE_ROC_YEAR or default == "roc") and year < 200):
        return (roc_to_ce(year), True) if 0 < year < 1000 else None
    if 1800 <= year <= 2200:
        return year, False
    if (era or default == "ce") and year < 100:
        return 2000 + year, False
    return None


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _stretch(
    year: int,
    month: int | None,
    last_month: int | None = None,
    day: int | None = None,
    part: str | None = None,
    quarter: str | None = None,
    half: str | None = None,
    year_part: str | None = None,
) -> tuple[date, date, str] | None:
    """First day, last day and precision of one date; None for a date that does not exist (13 月, 2 月 30 日)."""
    if month is not None:
        last_month = last_month or month
        if not (1 <= month <= last_month <= 12):
            return None
        if day is not None:
            if not 1 <= day <= _last_day(year, last_month).day:
                return None
            return date(year, month, day if month == last_month else 1), date(year, last_month, day), "day"
        if part in ("底", "末"):
            return date(year, month, 1), _last_day(year, last_month), "month_end"
        tenths = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20)}
        if part in tenths:
            return date(year, month, tenths[part][0]), date(year, month, tenths[part][1]), "tenth"
        if part == "下旬":
            return date(year, month, 21), _last_day(year, month), "tenth"
        return date(year, month, 1), _last_day(year, last_month), "month"
    if quarter:
        last = 3 * _DIGIT[quarter]
        return date(year, last - 2, 1), _last_day(year, last), "quarter"
    if half:
        return (date(year, 1, 1), date(year, 6, 30), "half") if half == "上" else (date(year, 7, 1), date(year, 12, 31), "half")
    if year_part in ("底", "末", "終"):
        return date(year, 1, 1), date(year, 12, 31), "year_end"
    return date(year, 1, 1), date(year, 12, 31), "year"


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _dated_stretch(match: re.Match[str], n: int, default: Literal["roc", "ce"] | None) -> tuple[date, date, str, bool] | None:
    year = _calendar_year(match[f"y{n}"], match[f"era{n}"], default)
    if year is None:
        return None
    month, last_month, day = (_number(match[f"{name}{n}"]) for name in ("m", "mm", "d"))
    quarter = match[f"q{n}"] or match[f"qq{n}"]
    found = _stretch(year[0], month, last_month, day, match[f"part{n}"], quarter, match[f"half{n}"], match[f"end{n}"])
    if found is not None and match[f"school{n}"] and found[2] == "year":
        # 學年度 runs from 1 August to 31 July and keeps the name of its first year (common usage of schools).
        return date(year[0], 8, 1), date(year[0] + 1, 7, 31), "school_year", year[1]
    return None if found is None else (*found, year[1])


def _read(match: re.Match[str], text: str, default: Literal["roc", "ce"] | None, *, whole: bool) -> Period | None:
    start, end = match.span()
    if match["y1"]:
        return _read_dated(match, text, default)
    if match["ny"]:
        year = _calendar_year(match["ny"], None, default)
        # 114.06 in running text is a decimal; only a whole cell, three parts, or 2024/01 make a date.
        if year is None or not (whole or match["nd"] or (len(match["ny"]) == 4 and match["sep"] in "/-" and len(match["nm"]) == 2)):
            return None
        found = _stretch(year[0], int(match["nm"]), day=_number(match["nd"]))
        if found is None or not match["zy"]:
            return None if found is None else Period(found[0], found[1], match.group(), start, end, year[1], found[2])
        last_year = _calendar_year(match["zy"], None, default)
        last = None if last_year is None else _stretch(last_year[0], int(match["zm"]), day=_number(match["zd"]))
        return None if last is None or last[1] < found[0] else Period(found[0], last[1], match.group(), start, end, year[1], last[2])
    if match["y8"]:
        year = _calendar_year(match["y8"], None, default)
        found = None if year is None else _stretch(year[0], None, quarter=match["q8"])
        return None if year is None or found is None else Period(found[0], found[1], match.group(), start, end, year[1], found[2])
    if match["y3"]:
        year = _calendar_year(match["y3"], "FY", default)
        return None if year is None else Period(date(year[0], 1, 1), date(year[0], 12, 31), match.group(), start, end, year[1], "year")
    if match["m4"]:
        known = _stretch(2000, int(match["m4"]), _number(match["mm4"]), _number(match["d4"]), match["part4"])
        precision = known[2] if known else None
    else:
        precision = "quarter" if match["q5"] else "half" if match["half6"] else "year_end"
    return None if precision is None else Period(None, None, match.group(), start, end, None, precision)


def is_bare_number_of_years(match: re.Match[str]) -> bool:
    """A number with 年 alone: no era, no month or quarter, no 底 or 起, no second year."""
    others = ("era1", "school1", "m1", "q1", "qq1", "half1", "end1", "y2", "yf", "since", "until", "tail")
    return len(match["y1"]) < 4 and not any((match[name] or "").strip() for name in others)


def _read_dated(match: re.Match[str], text: str, default: Literal["roc", "ce"] | None) -> Period | None:
    if (
        not match["era1"]
        and not match["m1"]
        and int(match["y1"]) < FIRST_BARE_ROC_YEAR
        and (
            _DURATION_BEFORE.search(text, max(0, match.start("y1") - 5), match.start("y1")) or _DURATION_AFTER.match(text, match.end("y1"))
        )
    ):
        return None
    if is_bare_number_of_years(match) and is_span_of_years(text, match.start("y1"), match.end("y1")):
        return None
    first = _dated_stretch(match, 1, default)
    if first is None:
        return None
    start: date | None
    end: date | None
    start, end, precision, roc = first
    label_start, label_end = match.span()
    is_open = False
    if match["y2"]:
        second = _dated_stretch(match, 2, default)
        if second is None or second[1] < first[0]:
            return None
        _, end, precision, roc = second
    elif match["yf"]:
        digits = match["yf"].removeprefix("民國").removeprefix("西元").strip()
        begin = _calendar_year(digits, "民國" if roc else None, default)
        # 111、112年 are two years in a row; other lists (110、112年) are not one stretch and keep their last year only.
        if begin is None or begin[0] > first[0].year or (match["list"] and begin[0] != first[0].year - 1):
            label_start = match.end("range")
        else:
            start = date(begin[0], 8 if precision == "school_year" else 1, 1)
    tail = (match["tail"] or "").strip()
    if not match["y2"] and not match["yf"]:
        if tail.endswith("起") or (match["since"] and not tail):
            end, is_open = None, True
        elif match["until"] or tail:
            start, is_open = None, True
    return Period(start, end, text[label_start:label_end].strip(), label_start, label_end, roc, precision, is_open)


@lru_cache(REMEMBERED)
def find_periods(text: str, *, default_calendar: Literal["roc", "ce"] | None = None) -> tuple[Period, ...]:
    """Every date and period in a normalised text, in order, without overlaps.

    A year number counts only with 年 or 年度, an era, or in a full date; durations (每5年, 5年內, 10 年) and decimals
    (114.06 in a sentence) do not. ``default_calendar`` decides for two-digit years, which are otherwise durations.
    """
    found = []
    position = 0
    while (match := _PERIOD.search(text, position)) is not None:
        period = _read(match, text, default_calendar, whole=False)
        if period is not None:
            found.append(period)
        inner = match.end("range") if match["range"] and period is None else match.end()
        position = max(inner, match.start() + 1) if period is None else period.end_index
    return tuple(found)


_YEARS = Pattern(rf"(民國|西元)? ?(\d{{2,4}})(?:{_DASH}(?:民國|西元)? ?(\d{{2,4}}))? ?(?:年度?)?")


def parse_period(text: str, *, default_calendar: Literal["roc", "ce"] | None = None) -> Period:
    """The one period that the whole text is, such as a cell 推動期間 ``110-114``, a date ``114.06`` or a year ``112``.

    Raises NotAPeriod for anything else.
    """
    whole = text.strip().strip("()")
    match = _YEARS.fullmatch(whole)
    if match is not None:
        first = _calendar_year(match[2], match[1], default_calendar)
        last = _calendar_year(match[3], match[1], default_calendar) if match[3] else first
        if first is not None and last is not None and first[0] <= last[0]:
            return Period(date(first[0], 1, 1), date(last[0], 12, 31), whole, 0, len(text), last[1], "year")
    match = _PERIOD.match(whole)
    if match is not None and match.end() == len(whole):
        period = _read(match, whole, default_calendar, whole=True)
        if period is not None and period.start_index == 0:
            return period
    raise NotAPeriod(text)


def iso_of(period: Period) -> str | None:
    """The ISO form of the period's last date, as exact as its wording.

    ``2026年`` → ``2026``; ``114年6月`` → ``2025-06``; a day, 底, a quarter, half or third of a month → the last day. For a period
    that is open (起) the first date counts. None where no year is printed.
    """
    moment = period.end or period.start
    if moment is None:
        return None
    if period.precision == "school_year":
        return f"{roc_to_ce(roc_year(period) or 0):04d}"
    if period.precision == "year":
        return f"{moment.year:04d}"
    return f"{moment.year:04d}-{moment.month:02d}" if period.precision == "month" else moment.isoformat()


def roc_year(period: Period) -> int | None:
    """The ROC year of the period's last date (of its first where it is open to the future); None where no year is printed."""
    moment = period.end or period.start
    if moment is None:
        return None
    return moment.year - ROC_OFFSET - (1 if period.precision == "school_year" and period.end else 0)


def roc_span(period: Period) -> tuple[int, int] | None:
    """First and last ROC year; None where either end is not given."""
    last = roc_year(period)
    return None if period.start is None or period.end is None or last is None else (period.start.year - ROC_OFFSET, last)
