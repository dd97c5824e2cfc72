"""What templates need: the address in the other language, numbers for people, verdicts in words, bars, tiles and icons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yongxu.quantities.verdicts import Achievement, Verdict
from yongxu.ui.icons import draw_icon
from yongxu.ui.units import english_base, english_unit

register = template.Library()

VERDICTS: dict[Verdict, Promise] = {
    Verdict.MET: _("達成"),
    Verdict.MISSED: _("未達成"),
    Verdict.NOT_DUE: _("未達統計週期"),
    Verdict.NOT_APPLICABLE: _("不適用"),
    Verdict.NEEDS_JUDGEMENT: _("待判定"),
}
NUMBERED = re.compile(r"^\s*(?:[（(]?\d+[.、)）]|[一二三四五六七八九十]+、)\s*")
CLAUSE = re.compile(r"[^，、；]+[，、；]*|[，、；]+")
PLACE = re.compile(r"\b(row|column|page|table|line)s? (\d+)")
PLACES = {"row": "列", "column": "欄", "page": "頁", "table": "表", "line": "行"}
SIZES = "十百千萬億"
LONG_TITLE = 90
LIGHT_COLOURS_NEED = "#17242b"
CHINESE_STEPS = ((Decimal(10) ** 8, " 億"), (Decimal(10) ** 4, " 萬"))
ENGLISH_STEPS = ((Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million"))


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar, in per cent of its width."""

    verdict: Verdict
    start: str
    width: str


@register.simple_tag(takes_context=True)
def address_in(context: template.Context, language: str) -> str:
    """This page's address in a language; the home page where this page has none."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if isinstance(request, HttpRequest) else "/"


@register.simple_tag(takes_context=True)
def full_address_in(context: template.Context, language: str) -> str:
    """The full address of this page in a language, without its query, for search engines."""
    request = context.get("request")
    return request.build_absolute_uri(translate_url(request.path, language)) if isinstance(request, HttpRequest) else "/"


@register.simple_tag(takes_context=True)
def canonical_address(context: template.Context) -> str:
    """The full address of this page, without its query."""
    request = context.get("request")
    return request.build_absolute_uri(request.path) if isinstance(request, HttpRequest) else "/"


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: str | int) -> str:
    """This page's query with some values changed, the page number dropped unless it is given: ``{% with_query sort="name" %}``."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return ""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value != "":
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.inclusion_tag("ui/sort_header.html", takes_context=True)
def sort_header(context: template.Context, key: str, label: str, *, numeric: bool = False, default: bool = False) -> dict[str, object]:
    """A column's head that sorts the list by a link. The view reads ``sort``: ``key`` ascending, ``-key`` descending."""
    request = context.get("request")
    chosen = request.GET.get("sort", "") if isinstance(request, HttpRequest) else ""
    ascending = chosen == key or (default and not chosen)
    return {
        "label": label,
        "address": with_query(context, sort=f"-{key}" if ascending else key),
        "direction": "ascending" if ascending else "descending" if chosen == f"-{key}" else "",
        "numeric": numeric,
    }


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: template.Context, page: Page) -> dict[str, object]:  # type: ignore[type-arg]
    """Links to the pages before and after; nothing where there is one page."""
    return {
        "page": page,
        "previous": with_query(context, page=page.previous_page_number()) if page.has_previous() else "",
        "next": with_query(context, page=page.next_page_number()) if page.has_next() else "",
    }


@register.filter
def number(value: Decimal | int | None) -> str:
    """A number with thousands separators and exactly the digits it has; a dash for None."""
    return "—" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


@register.filter
def percent(share: Fraction) -> str:
    """A share of one as per cent with one decimal: 66.7%."""
    return f"{_rounded(Decimal(share.numerator) * 100 / share.denominator)}%"


@register.filter
def exact_number(value: Decimal | None) -> str:
    """A number as people say it, with every digit it has: 980.526 億, 39.7 萬, 85,289; 98.0526 billion, 397,000. A dash for None.

    One that has too many digits for its step is written out in full, and not in the next smaller one (98,765,432.1 萬).
    """
    if value is None:
        return "—"
    steps = ENGLISH_STEPS[:1] if _is_english() else CHINESE_STEPS
    for size, word in [step for step in steps if abs(value) >= step[0]][:1]:
        scaled = (value / size).normalize()
        if -int(scaled.as_tuple().exponent) <= (1 if size < 10**8 else 4):
            return f"{scaled:,f}{word}"
    return f"{value:,f}"


@register.filter
def short_number(value: Decimal | int | None) -> str:
    """A number as people say it, rounded to two decimals: 134.24 萬, 206.01 億; 1.34 million, 20.60 billion. A dash for None."""
    if value is None:
        return "—"
    amount = Decimal(value)
    for size, word in ENGLISH_STEPS if _is_english() else CHINESE_STEPS:
        if abs(amount) >= size:
            return f"{_rounded(amount / size)}{word}"
    return _rounded(amount)


@register.filter
def ntd(value: Decimal | int | None) -> str:
    """New Taiwan dollars as people say them: 206.01 億元, NT$20.60 billion. A dash for None."""
    if value is None:
        return "—"
    words = short_number(value)
    return f"NT${words}" if _is_english() else f"{words}元" if not words[-1].isdigit() else f"{words} 元"


@register.filter
def co2e(value: Decimal | int | None) -> str:
    """Tonnes of CO2e as people say them: 134.24 萬公噸 CO₂e, 1.34 million t CO₂e. A dash for None."""
    if value is None:
        return "—"
    words = short_number(value)
    return f"{words} t CO₂e" if _is_english() else f"{words}公噸 CO₂e" if not words[-1].isdigit() else f"{words} 公噸 CO₂e"


@register.filter
def unit_word(unit: str | None, per: str | None = None) -> str:
    """A unit in the reader's language, with what it is counted against: 人（每十萬人）, people per 100,000 people. What a compound unit
    says itself (人/十萬人) is not said twice, nor of a pure number that it is of one household (每戶可支配所得基尼係數 0.35); the Chinese
    word where there is no English one."""
    word = english_unit(unit or "") if _is_english() else unit or ""
    if not per or "/" in (unit or "") or (not unit and per[0] not in SIZES):
        return word
    return f"{word} per {english_base(per)}".strip() if _is_english() else f"{word}（每{per.replace('/', '每')}）"


@register.simple_tag
def language_of(english: str) -> SafeString:
    """The lang attribute of a text that stands in Chinese for want of English: ``<a href="…"{% language_of item.name_en %}>``."""
    return mark_safe("" if english or not _is_english() else ' lang="zh-Hant-TW"')  # noqa: S308  (one of two constants)


@register.filter
def clauses(text: str) -> SafeString:
    """A Chinese heading whose lines break after its commas rather than inside a word."""
    return format_html_join("", '<span class="clause">{}</span>', ((part,) for part in CLAUSE.findall(text)))


@register.filter
def title_size(title: str) -> str:
    """The class of a heading: one too long to be set large is set smaller. A Chinese character takes the room of two letters."""
    return "title-long" if sum(2 if letter > "\u2e80" else 1 for letter in title) > LONG_TITLE else ""


@register.filter
def place_words(place: str) -> str:
    """Where a row stood in its file, in the reader's language: row 6, column 2 is 第 6 列第 2 欄."""
    return place if _is_english() else PLACE.sub(lambda found: f"第 {found[2]} {PLACES[found[1]]}", place).replace(", ", "")


@register.filter
def first_words(text: str, length: int = 60) -> str:
    """The first sentence of a text, cut at a clause where it is long; a leading number (1.) is dropped."""
    line = NUMBERED.sub("", text.strip().partition("\n")[0]).strip()
    sentence = line.partition("。")[0]
    if len(sentence) <= length:
        return sentence if sentence.endswith(("…", "！", "？")) else f"{sentence}。"
    clauses = sentence[:length].rpartition("，")
    return f"{clauses[0] or sentence[:length]}……"


@register.filter
def roc_year(year: int) -> int:
    """The ROC year of a CE year."""
    return year - 1911


@register.filter
def both_years(year: int) -> str:
    """A CE year with its ROC year: 2024 年（民國 113 年）, 2024 (ROC 113)."""
    return gettext("%(year)s 年（民國 %(roc)s 年）") % {"year": year, "roc": year - 1911}


@register.simple_tag
def day(value: date | datetime | None, *, time: bool = False) -> SafeString | str:
    """A day of both calendars, as an element: 2024-09-01（民國 113 年）; with ``time`` the hour and minute too.

    Moments are told in the site's time zone; nothing for None.
    """
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    said, exact = (f"{local:%Y-%m-%d %H:%M}", local.isoformat()) if time else (f"{local:%Y-%m-%d}",) * 2
    roc = gettext("（民國 %(roc)s 年）") % {"roc": roc_year(local.year)}
    return format_html('<span class="day"><time datetime="{}">{}</time><small>{}</small></span>', exact, said, roc)


@register.filter
def count_of(count: int) -> str:
    """A count of indicators in words."""
    return ngettext("%(count)s 項指標", "%(count)s 項指標", count) % {"count": count}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign beside words."""
    return draw_icon(name)


@register.inclusion_tag("ui/verdict.html")
def verdict(code: Verdict | str, count: int | None = None, *, pill: bool = False) -> dict[str, object]:
    """A verdict as sign and word, never by colour alone; with ``count`` how many, with ``pill`` on a ground of its own."""
    return {"code": Verdict(code).value, "label": VERDICTS[Verdict(code)], "count": count, "pill": pill}


@register.filter
def verdict_label(code: Verdict | str) -> str:
    """The word for a verdict."""
    return str(VERDICTS[Verdict(code)])


@register.inclusion_tag("ui/bar.html")
def achievement_bar(counts: Achievement, *, large: bool = False) -> dict[str, object]:
    """The counts of a goal as one bar; its words stand beside it, so it is decoration to a screen reader."""
    return {"segments": list(_segments(counts)), "large": large}


@register.inclusion_tag("ui/counts.html")
def achievement_counts(counts: Achievement, *, address: str = "", small: bool = False, zeros: bool = False) -> dict[str, object]:
    """The counts in words; with ``address`` each links to the list filtered by that verdict (``?verdict=…``)."""
    items = [(verdict, getattr(counts, verdict.value)) for verdict in Verdict]
    return {"items": [item for item in items if item[1] or zeros], "address": address, "small": small}


@register.inclusion_tag("ui/goal_tile.html")
def goal_tile(code: str, colour: str, size: str = "") -> dict[str, object]:
    """A goal's number on its colour; ``size`` is empty, ``large`` or ``small``."""
    ground = colour or "#0b5c6b"
    return {"code": code, "colour": ground, "ink": _ink_on(ground), "size": size}


def _segments(counts: Achievement) -> Iterator[Segment]:
    start = Decimal(0)
    for code in Verdict:
        share = Decimal(100) * getattr(counts, code.value) / counts.total if counts.total else Decimal(0)
        if share:
            yield Segment(code, f"{start:.3f}%", f"{share:.3f}%")
        start += share


def _ink_on(colour: str) -> str:
    """White, or dark ink where white would not be read (relative luminance after WCAG 2.1)."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if luminance < 0.3 else LIGHT_COLOURS_NEED


def _rounded(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
