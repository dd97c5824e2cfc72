"""A spreadsheet value as its number format displays it (ECMA-376 part 1, §18.8.31); what is not known is shown in full."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from yongxu.quantities.patterns import Pattern

Value = str | int | float | bool | Decimal | datetime | date | time | timedelta

_TOKEN = Pattern(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<percent>[%％])|(?P<word>General)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_TOKEN = Pattern(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[[^\]]*\]|_.|\*.|(?P<part>g+|e+|y+|m+|d+|h+|s+|am/pm)|(?P<other>.)', re.IGNORECASE | re.DOTALL
)
_COLOURS = {"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"}


def display(value: Value, number_format: str) -> str:
    """The text in the cell. Dates are ISO, or of the Republic (ROC year = CE − 1911) where the format counts eras; halves round up."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    if isinstance(value, date):
        return _display_date(value, number_format)
    return _display_number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), number_format)


def _display_date(value: date, number_format: str) -> str:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a date on paper
    parts = {match.group("part")[0].lower() for match in _DATE_TOKEN.finditer(number_format) if match.group("part")}
    if "e" not in parts and ("d" in parts or "y" not in parts):
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ", "minutes")
    return "".join(_date_part(moment, match) for match in _DATE_TOKEN.finditer(number_format.split(";")[0])).strip()


def _date_part(moment: datetime, match: re.Match[str]) -> str:
    literal = match.group("quoted") or match.group("escaped") or match.group("other")
    part = (match.group("part") or "").lower()
    if literal or not part:
        return literal or ""
    if part[0] == "g":
        return "中華民國" if len(part) > 2 else "民國"
    number = {
        "e": moment.year - 1911,
        "y": moment.year if len(part) > 2 else moment.year % 100,
        "m": moment.month,
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }.get(part[0])
    return "" if number is None else str(number).zfill(min(len(part), 2) if part[0] != "e" else 1)


def _display_number(value: Decimal, number_format: str) -> str:
    sections = _sections(number_format or "General")
    section = sections[0]
    negative = value < 0
    if negative and len(sections) > 1:
        section, negative = sections[1], False
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    shown = _apply(abs(value), section)
    if shown is None:
        return _plain(value)
    return f"-{shown}" if negative and re.search(r"[1-9]", shown) else shown


def _sections(number_format: str) -> list[str]:
    """The parts between semicolons: for positive, negative, zero, text."""
    sections = [""]
    for part in re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|.', number_format, re.DOTALL):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    return sections


def _apply(value: Decimal, section: str) -> str | None:
    """The text of a value without its sign; None where the section uses what is not known here (conditions, fractions, exponents)."""
    tokens = list(_TOKEN.finditer(section))
    if any(match.group("bracket") is not None and match.group("bracket").lower() not in _COLOURS for match in tokens):
        return None
    if re.search(r"e[+-]|/", re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|general', "", section, flags=re.IGNORECASE), re.IGNORECASE):
        return None
    patterns = [match.group("digits") for match in tokens if match.group("digits")]
    if len(patterns) > 1:
        return None
    scaled = value.scaleb(2 * sum(1 for match in tokens if match.group("percent")))
    parts = []
    for match in tokens:
        if match.group("digits"):
            parts.append(_digits(scaled, match.group("digits")))
        elif match.group("word") or match.group("other") == "@":
            parts.append(_plain(scaled))
        else:
            literals = ("quoted", "escaped", "money", "percent", "other")
            parts.append(next((match.group(name) for name in literals if match.group(name)), ""))
    return "".join(parts).strip()


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    scaling = len(whole) - len(whole.rstrip(",")) if not fraction else len(fraction) - len(fraction.rstrip(","))
    whole, fraction = whole.rstrip(","), fraction.rstrip(",")
    rounded = value.scaleb(-3 * scaling).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    integer, _, decimals = text.partition(".")
    least = len(fraction.rstrip("#?"))
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    if whole.count("0") > len(integer):
        integer = integer.zfill(whole.count("0"))
    if integer == "0" and "0" not in whole and decimals:
        integer = ""
    return f"{integer}.{decimals}" if decimals else integer


def _plain(value: Decimal) -> str:
    """All digits, without exponent; 15 significant places, as spreadsheets keep."""
    if value == 0:
        return "0"
    places = max(0, 15 - value.adjusted() - 1)
    text = f"{value.quantize(Decimal(1).scaleb(-min(places, 30))):f}" if value.adjusted() < 25 else f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
