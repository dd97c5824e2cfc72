"""Which of the numbers in a statement are what it demands or reports, and the words that belong to each."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from yongxu.quantities.patterns import HAN, REMEMBERED, Pattern
from yongxu.quantities.periods import find_periods
from yongxu.quantities.quantities import Quantity, find_quantities
from yongxu.quantities.rates import base_at
from yongxu.quantities.segments import bracketed, clauses, trim

_DESCRIPTIVE = Pattern(r"(等|其中|(?<!年)(?<!年度)之|此|該|前|上述|共同|任)\s*(約)?$")
_TEMPERATURE = Pattern(r"溫度|氣溫|升溫|降溫|暖化")
_TIME_ONLY = Pattern(r"[\s截至自從迄止起底,，]|期間|累計")
_STANDS = Pattern(r"[=為達至是]\s*約?\s*$")
_MONEY = Pattern(
    r"投資|產值|金額|經費|營收|營業額|補助|採購|商機|融資|貸款|捐|基金|成本|收入|出口|效益達|投入|規模|編列|預算|挹注|籌措|撥付|核撥|罰鍰|薪資|費用"
)
_BOUNDARY = Pattern(
    r"、|；|，|,|;|以及|(?<![普觸提以企涉])及(?![格時])|(?<!參)與(?![會否])|(?<![飽緩共溫柔中總])和(?![平解諧])|暨|並(?!聯)|且|或"
)
_LONG = ("年", "個月", "月", "天", "日", "週", "分", "秒", "工作天", "工作日")
_DURATION = (*_LONG, "小時", "分鐘")
_CLOCK = ("小時", "分鐘", "秒")
_NAMED_BY = Pattern(r"\s?(?!以|之|內|及|與|和|並|完)[\u3400-\u9fff]{2,}[^，。；]{0,12}\d")
"""Behind a time that only names another figure: 24 小時路徑預報誤差 75 公里."""
_OF_TIME = Pattern(r"時|秒|分鐘|停電|延誤|等候|行車")
"""Where none of these stands, 分 is a score and no minute (全球第19名、69分)."""
_SHORT = ("秒", "分鐘", "小時", "天", "日", "工作天", "工作日")
_WITHIN = Pattern(r"\s*(之內|內|期|前|後|來|間|以來|計畫|中程|長程|滾動|一次|1次)")
_DONE = Pattern(r"完成|累計|訂定|建立|辦理|已|設置|建置|新增|公告|修正|修訂")
_JOINS = Pattern(rf"^(以及|並且|及|並|且|與|另)(?=[\d ]|{HAN})")
_RANK = Pattern(r"(前|第)\s?(\d{1,3})\s?(?:名|位)(?!額)")
_RATIO = Pattern(r"(?<![\d.])(\d+(?:\.\d+)?)\s?:\s?(\d+(?:\.\d+)?)(?![\d.:])")
_RATIO_AFFIX = (
    ("<=", r"(不高於|不超過|低於|不大於|至多|≤|≦)\s*$", r"\s*(以內|以下|之內)"),
    (">=", r"(不低於|至少|高於|不小於|≥|≧)\s*$", r"\s*以上"),
)
_BASE_BEFORE = Pattern(r"(較|(?<![配占佔對])比(?![例率重值較])|相較於?|以)[^，。；]{0,24}$")
_BASE_AFTER = Pattern(r"\s*(減少|降低|減量|下降|改善|節省|增加|提升|成長|提高|上升|增)(約|達|了)?\s*\d")
_FROM_LEVEL = Pattern(r"(由|從|自|原)[^，。；]{0,16}$")
_TO_LEVEL = Pattern(
    r"[^，。；\d]{0,8}(降|減|增|提升|提高|擴|升|縮|調|成長|上升|改善)[^，。；\d]{0,6}[至到為達]\s?(約|民國|西元|\d{2,4}\s?年底?的?)?\s?\d"
)
"""The level a change starts from is no demand: 由 3.6% 降至 3.4%."""
_GRADE = Pattern(r"\s?[級代型號樓期層段階]")
_AGE_GROUP = Pattern(r"\s*(以上|以下|至|~|的|之|組|前|後)?\s*[\u3400-\u9fff]")
_CONDITION = Pattern(
    rf"\s?(?:內|之內|以內)?[之的]?{HAN}{{0,12}}?(?:比率|比例|占比|百分比|率|者|人數|家數|件數|戶數|案件)"
    r"(?:為|達到?|至|[降提升高低於增減少不超過以上下在維持約占]|比率|比例|占比)*\s?\d"
)
"""A number that is a condition in the name of another: 急診停留超過 24 小時比率低於 3%, 員工 100 人以上企業家數 50 家."""
_TIME_QUANTITY = Pattern(
    r"時間|天數|日數|時數|期限|縮短|提前|延長|餘命|年齡|年限|年資|年數|[屋車機船樹]齡|候補|候審|刑期|租期|里程|壽命|停電|等候|SAIDI|完成|內"
)


@dataclass(frozen=True, slots=True)
class Share:
    """One number of a statement with its own words: ``text`` is cut at the clause, ``before`` are the words in front of the number.

    ``per`` is what it is counted against where the words say so (每十萬人口).
    """

    text: str
    before: str
    quantity: Quantity
    unit: str | None
    bracketed: bool
    clause: int
    per: str | None = None


def _unit_of(quantity: Quantity, before: str, after: str) -> str | None:
    """元 for an amount of money printed without its unit (003 row 1.1.6: 促進產業投資 2,000 萬)."""
    if quantity.unit is None and quantity.scale >= 1000 and _MONEY.search(before[-16:] + after[:4]):
        return "元"
    return quantity.unit


@lru_cache(REMEMBERED)
def principal_shares(text: str, *, brackets: bool = False) -> tuple[Share, ...]:
    """The numbers that a statement (already normalised) reports, in order, each with its words.

    A fraction without a unit is a percentage (三分之一以上). Left out: numbers that only describe (等 7 個行業, 其中一項), durations,
    numbers in brackets unless ``brackets`` or there is no
    other; a number without unit beside one that has a unit in the same clause.
    """
    hidden = bracketed(text)
    spans = clauses(text)
    found: list[Share] = []
    special = _places_and_ratios(text)
    read = find_quantities(text)
    nested = {b for a in read for b in read if a is not b and a.start < b.number_start < a.end}
    taken = [(one.start, one.end) for one in special]
    plain = (one for one in read if one not in nested and not any(a < one.end and one.number_start < b for a, b in taken))
    for quantity in sorted((*plain, *special), key=lambda one: one.start):
        clause = next((i for i, (a, b) in enumerate(spans) if a <= quantity.start < b), 0)
        start, end = spans[clause] if spans else (0, len(text))
        before, after = text[start : quantity.start], text[quantity.end : end]
        inside = any(a <= quantity.start < b for a, b in hidden)
        if quantity.unit is None and "分之" in quantity.text:
            quantity = replace(quantity, value=quantity.value * 100, unit="%")
        if quantity.unit == "°C" and not _TEMPERATURE.search(before + after[:6]):
            continue
        if _BASE_BEFORE.search(before) and _BASE_AFTER.match(after):
            continue
        if quantity.unit is None and _GRADE.match(after):
            continue
        if _FROM_LEVEL.search(before) and _TO_LEVEL.match(after):
            continue
        if _CONDITION.match(text[quantity.end :]) and (quantity.affix is not None or quantity.unit in _DURATION):
            continue
        if quantity.unit == "歲" and _AGE_GROUP.match(after):
            continue
        if (
            _DESCRIPTIVE.search(before)
            and quantity.unit not in ("%", "‰", "個百分點")
            and not _counts_a_list(before, after, text[quantity.end :])
        ):
            continue
        if quantity.unit in _DURATION and (within := _WITHIN.match(after)):
            if quantity.unit not in _SHORT or within[1] not in ("內", "之內"):
                continue
            quantity = replace(quantity, affix="<=")
        found.append(Share(trim(text[start:end]), before, quantity, _unit_of(quantity, before, after), inside, clause))
    if any(share.unit not in _LONG for share in found):
        scored = _OF_TIME.search(text) is None
        found = [
            share for share in found if share.unit not in _LONG or _TIME_QUANTITY.search(share.before) or (scored and share.unit == "分")
        ]
    if any(share.unit not in _DURATION for share in found):
        found = [
            share
            for share in found
            if share.unit not in _SHORT or share.quantity.affix != "<=" or "內" not in text[share.quantity.end :][:3]
        ]
    if any(share.unit not in _DURATION for share in found):
        found = [share for share in found if share.unit not in _CLOCK or not _NAMED_BY.match(text[share.quantity.end :])]
    outer = [share for share in found if not share.bracketed]
    kept = found if brackets or (not outer and _only_brackets(found, hidden)) else outer
    with_unit = {share.clause for share in kept if share.unit is not None}
    kept = [share for share in kept if share.unit is not None or share.clause not in with_unit or _STANDS.search(share.before)]
    kept = [share for index, share in enumerate(kept) if not _describes(text, kept, hidden, index)]
    return tuple(_cut(text, kept, spans, hidden, index) for index in range(len(kept)))


def _describes(text: str, shares: list[Share], hidden: tuple[tuple[int, int], ...], index: int) -> bool:
    """True for a percentage inside the words of another number: 完成1座機組混氫5%試驗 is one plant, not five per cent."""
    if not index or shares[index].bracketed or shares[index].unit != "%" or shares[index - 1].clause != shares[index].clause:
        return False
    between = text[shares[index - 1].quantity.end : shares[index].quantity.start]
    joined = _breaks(text, shares[index - 1].quantity.end, shares[index].quantity.start, hidden)
    return (
        not joined
        and re.search(
            r"(達|為|率|至|占|約|比|的|之|比例|增|減|成長|減少|降低|減量|下降|改善|增加|提升|提高|上升|縮減|縮短|削減|節省|擴大|[:：=])\s*$",
            between,
        )
        is None
    )


def _places_and_ratios(text: str) -> tuple[Quantity, ...]:
    """Places in a ranking (前10名, 第8名: the smaller the better, so 前 asks for at most that place) and ratios to one (16.5:1 is 16.5)."""
    return tuple(
        Quantity(
            value=Decimal(found[2]),
            upper=None,
            unit="名",
            scale=Decimal(1),
            start=found.start(),
            end=found.end(),
            number_start=found.start(2),
            text=found[0],
            places=0,
            approximate=False,
            affix="<=" if found[1] == "前" else None,
        )
        for found in _RANK.finditer(text)
    ) + tuple(
        Quantity(
            value=Decimal(found[1] if found[2] == "1" else found[2]),
            upper=None,
            unit=None,
            scale=Decimal(1),
            start=found.start(),
            end=found.end(),
            number_start=found.start(),
            text=found[0],
            places=len((found[1] if found[2] == "1" else found[2]).partition(".")[2]),
            approximate=False,
            affix=_ratio_affix(text, found.start(), found.end()),
        )
        for found in _RATIO.finditer(text)
        if "1" in (found[1], found[2])
    )


def _ratio_affix(text: str, start: int, end: int) -> str | None:
    before, after = text[:start], text[end:]
    return next((sign for sign, prefix, suffix in _RATIO_AFFIX if re.search(prefix, before) or re.match(suffix, after)), None)


def _counts_a_list(before: str, after: str, rest: str) -> bool:
    """等 2 項 closes a list of what was achieved (003 row 3.3.2), unless one of them is meant or another number follows."""
    return (
        before.rstrip().endswith("等")
        and _DONE.search(before) is not None
        and not re.match(r"\s*[\u3400-\u9fff]{0,8}(中|之一|任一|其一)", after)
        and re.search(r"\d", rest.split("，")[0]) is None
    )


def _only_brackets(found: list[Share], hidden: tuple[tuple[int, int], ...]) -> bool:
    """True where a bracket holds nothing but its number: 失業率(3.5%)."""
    return any(
        a <= share.quantity.start and share.quantity.end <= b and b - a - (share.quantity.end - share.quantity.start) <= 4
        for share in found
        for a, b in hidden
    )


def _cut(text: str, shares: list[Share], spans: tuple[tuple[int, int], ...], hidden: tuple[tuple[int, int], ...], index: int) -> Share:
    """The share with its text cut from its neighbours in the same clause at 、 及 與 and the like."""
    share = shares[index]
    start, end = spans[share.clause] if spans else (0, len(text))
    own = share.quantity
    if index and shares[index - 1].clause == share.clause:
        previous = shares[index - 1].quantity
        breaks = _breaks(text, previous.end, own.start, hidden)
        start = breaks[-1].end() if breaks else previous.end
    if index + 1 < len(shares) and shares[index + 1].clause == share.clause:
        following = shares[index + 1].quantity
        breaks = _breaks(text, own.end, following.start, hidden)
        end = breaks[-1].start() if breaks else own.end
    elif share.clause and not (index and shares[index - 1].clause == share.clause) and _is_time(text, spans[share.clause - 1]):
        start = spans[share.clause - 1][0]
    if share.bracketed:
        start, end = next((a + 1, b - 1) for a, b in hidden if a <= own.start < b)
    per = base_at(
        text,
        own.start,
        own.end,
        clause=spans[share.clause][0] if spans else 0,
        unit=share.unit,
        others=tuple((other.quantity.start, other.unit) for other in shares if other is not share),
    )
    return Share(
        _JOINS.sub("", trim(text[start:end])).strip(), text[start : own.start], own, share.unit, share.bracketed, share.clause, per
    )


def _breaks(text: str, start: int, end: int, hidden: tuple[tuple[int, int], ...]) -> list[re.Match[str]]:
    return [found for found in _BOUNDARY.finditer(text, start, end) if not any(a <= found.start() < b for a, b in hidden)]


def _is_time(text: str, span: tuple[int, int]) -> bool:
    """True for a clause that only says when (截至113年12月)."""
    clause = text[span[0] : span[1]]
    for period in reversed(find_periods(clause)):
        clause = clause[: period.start_index] + clause[period.end_index :]
    return len(clause) < span[1] - span[0] and not _TIME_ONLY.sub("", clause)


def phrase_of(before: str) -> str:
    """The words that name what is counted: those in front of the number, without years, numbers and words of time."""
    words = re.sub(
        r"(?<![每\d,.A-Za-z>])\d[\d,.]*(?![\d,.A-Za-z])(?!\s?歲)\s*(年度?|月|日)?|(?<=[\d年月日\s])[至到](?=\s*\d)|[\s~\-]|截至|累計|累積|合計|共計|年底|起至|至今",
        "",
        before,
    )
    words = re.sub(r"^(自(?=起|$)|約|起)+|(約|達|為|至|到|共|計|起)+$", "", words.strip("，、：:。()"))
    return words.strip("，、：:。()")
