"""Target statements 目標 and expected benefits 預期效益 into their parts."""

import re
from dataclasses import dataclass
from decimal import Decimal

from yongxu.quantities.directions import achieves, find_direction
from yongxu.quantities.numbers import normalise
from yongxu.quantities.parts import Share, phrase_of, principal_shares
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.pending import without_frequency
from yongxu.quantities.periods import Period, find_periods
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.rates import base_of_name
from yongxu.quantities.segments import Item, bracketed, clauses, split_items, trim
from yongxu.quantities.statements import Comparator, TargetPart
from yongxu.quantities.vocabulary import states as words

_NOT_APPLICABLE = Pattern(words.NOT_APPLICABLE)
_NOT_DUE = Pattern(words.NOT_DUE)
_NOT_MONITORED = Pattern(words.NOT_MONITORED)
_NOT_TRACKED = Pattern(words.NOT_TRACKED)
_TRACKED = frozenset("列考填追訂免設")
_NOUGHT = Pattern(r"零|(?<![\d.])0(?![\d.])")
_NONE_OF, _BY_HALF, _DOUBLED, _ALL_OF = (Pattern(pattern) for pattern in (words.NONE_OF, words.BY_HALF, words.DOUBLED, words.ALL_OF))
_BASES = (
    ("per_case", Pattern(words.PER_CASE)),
    ("change_from_base", Pattern(words.CHANGE_FROM_BASE)),
    ("cumulative", Pattern(words.CUMULATIVE)),
    ("average", Pattern(words.AVERAGE)),
    ("growth", Pattern(words.GROWTH)),
    ("per_year", Pattern(words.PER_YEAR)),
    ("phase", Pattern(words.PHASE)),
)
_SHARE_LIST = Pattern(r"^[^%：:]*[：:]\s*(?=.*%)")
_RATIOS = ("%", "‰", "個百分點")
_TIME_OF_SCOPE = Pattern(r"(民國|西元)?\s?\d{2,4}\s?年度?底?前?|[本當全]年度?|全[國市縣]|本[市縣]|轄內|主要|[\s，,]")
_SCOPE = Pattern(
    r"\s?(?!以|之內|內|及|與|和|並|且)(?:[\u3400-\u9fff\d.()A-Za-z]|\s(?!\d+\.)){3,}?"
    r"(?:率|比例|比率|占比|量|長度|面積|濃度|指數|時間|天數|[人件戶]數)(?:較|比|相較|降|提|達|為|維持|平均|至|減|增|$|\s|不低於|不高於)[^、；;，。]*"
)
_COMPARED = Pattern(r"(較|比|相較於?|相對於?|以)\s*$")
_COMPARES = Pattern(r"(不低於|不少於|高於|多於|優於|至少)|(低於|少於|不高於|不超過|不多於|小於)")
_JOINED = Pattern(r"(並|且|另|同時|以及)")
_MILESTONE = Pattern(
    r"(?:並且?|且|另|同時|以及)?(?:於)?[\d年月日底前度 ]*"
    r"(?:完成|訂定|訂頒|公告|發布|頒布|施行|啟用|成立|通過|制定|開辦|上線|落成|取得|簽署|建置完成|修正)"
)
_SHORTEST_MILESTONE = 6
_RESTATES = Pattern(r"\s*(即|亦即|也就是|換算為)")
"""Says again as a number what the clause before says in per cent: 較前一年減少 5%，即不逾 2,871 人."""
_BRACKET_AT_END = Pattern(r"^(.*\d[^()]*)\(([^()]*\d[^()]*)\)$", re.DOTALL)
_EMPTY = Pattern(r"^[\s\-－—–─/無。、，；;,.]*$")


@dataclass(frozen=True, slots=True)
class Context:
    """What a statement's cell does not say itself. ``roc_year`` is the year reported; ``benefit`` marks a programme's benefit,
    whose time basis is the phase and whose bare number is at least."""

    roc_year: int | None = None
    name: str = ""
    benefit: bool = False
    default_basis: str | None = None

    @property
    def unstated_basis(self) -> str:
        """The time basis of a target that states none."""
        return self.default_basis or ("phase" if self.benefit else "per_year")


def roc(year: int) -> int:
    """A year as ROC year; numbers above 1900 are CE years (ROC = CE − 1911)."""
    return year - 1911 if year > 1900 else year


def is_blank(text: str) -> bool:
    """True for an empty cell and for one that holds only a dash."""
    return _EMPTY.match(text) is not None


def parse_targets(text: str, context: Context) -> tuple[TargetPart, ...]:
    """The parts of a target, in order. A statement without a usable number is one qualitative part; nothing is guessed.

    A blank text has no parts; 不適用 is one part marked ``not_applicable``, 本年度不予列管 one marked ``not_due``.
    """
    if is_blank(text):
        return ()
    whole = trim(normalise(text))
    if _NOT_APPLICABLE.match(whole):
        return (TargetPart(whole, Comparator.QUALITATIVE, not_applicable=True),)
    if (
        _NOT_DUE.search(whole)
        or _NOT_MONITORED.match(whole)
        or (not _TRACKED.isdisjoint(whole) and not find_quantities(without_frequency(whole)) and _NOT_TRACKED.search(whole))
    ):
        return (TargetPart(whole, Comparator.QUALITATIVE, not_due=True),)
    items = split_items(normalise(text))
    parts: list[TargetPart] = []
    for item in items:
        if not (item.heads and not principal_shares(item.text)):
            parts.extend(_parts_of(item, context))
    return tuple(parts) or (TargetPart(whole, Comparator.QUALITATIVE),)


def _parts_of(item: Item, context: Context) -> list[TargetPart]:
    shares = _without_scope(principal_shares(item.text), item.text)
    if not shares and (worded := _worded(item, context)):
        return [worded]
    if not shares:
        return [TargetPart(item.text, Comparator.QUALITATIVE, number=item.number, basis=context.unstated_basis)]
    mix = _mix(item, shares)
    if mix:
        return mix
    if pair := _milestone_beside(item, shares, context) or _named_in_bracket(item, context):
        first, second = pair
        return [part for clause in (first, second) for part in _parts_of(Item(clause, item.number, item.heads), context)]
    parts: list[TargetPart] = []
    inherited: str | None = None
    for share in shares:
        text = item.text if len(shares) == 1 and not context.benefit else share.text
        lead = item.text[: share.quantity.start] if share is shares[0] else share.before
        if parts and _RESTATES.match(share.before) and parts[-1].unit == "%":
            text = f"{parts.pop().text}，{share.text}"
        part = _part(share, text, lead, item.number, context, inherited)
        inherited = part.basis if part.basis_stated and not part.basis.startswith(("per_case", "by_year")) else inherited
        parts.append(part)
    return parts


def _without_scope(shares: tuple[Share, ...], text: str) -> tuple[Share, ...]:
    """The numbers without a count that opens the statement and only says of how many things a rate is: 50 條河川污染長度減少 30%."""
    if len(shares) < 2 or shares[0].unit in (None, *_RATIOS) or shares[1].unit not in _RATIOS or shares[0].clause != shares[1].clause:
        return shares
    first, second = shares[0].quantity, shares[1].quantity
    opens = first.affix is None and not _TIME_OF_SCOPE.sub("", text[: first.start]).strip()
    return shares[1:] if opens and _SCOPE.fullmatch(text[first.end : second.start]) else shares


def _worded(item: Item, context: Context) -> TargetPart | None:
    """A target whose number is a word: 零死亡 (at most 0), 較基準年減半 (50 % less), 倍增 (2 倍), 全數完成 (100 %); None for any other."""
    text = item.text.rstrip("。；")
    compared = "change_from_base" if _BASES[1][1].search(text) or re.match(r"(較|比|相較)", text) else None
    for pattern, comparator, source, value, unit, basis in (
        (_NONE_OF, Comparator.AT_MOST, "rule:零目標", 0, None, None),
        (_BY_HALF, Comparator.AT_LEAST, "statement", 50, "%", "change_from_base"),
        (_DOUBLED, Comparator.AT_LEAST, "statement", 2, "倍", compared),
        (_ALL_OF, Comparator.AT_LEAST, "rule:全數", 100, "%", None),
    ):
        found = None if pattern is _NONE_OF and _NOUGHT.search(text) is None else pattern.search(text)
        if found is None:
            continue
        return TargetPart(
            item.text,
            comparator,
            direction_from=source,
            better="lower" if comparator is Comparator.AT_MOST else "higher",
            value=Decimal(value),
            unit=unit,
            basis=basis or context.unstated_basis,
            basis_stated=basis is not None,
            phrase=(found[1] or found[2]) if pattern is _NONE_OF else phrase_of(text[: found.start()]),
            number=item.number,
        )
    return None


def _milestone_beside(item: Item, shares: tuple[Share, ...], context: Context) -> tuple[str, str] | None:
    """A milestone and a number joined by 並, 且 or a semicolon, as two statements: 完成種原庫第二期工程，並保存種原 9 萬份以上.

    A clause without a number beside one with a number is otherwise its means or its purpose, and a programme's benefit is one sentence.
    """
    if context.benefit or len({share.clause for share in shares}) != 1:
        return None
    spans = clauses(item.text)
    if len(spans) != 2:
        return None
    (_, end), (start, _) = spans
    texts = item.text[:end].strip(), item.text[start:].strip()
    joined = item.text[end] in "；;" or _JOINED.match(texts[1]) is not None
    without = texts[1 - shares[0].clause]
    return texts if joined and _MILESTONE.match(without) and len(without) > _SHORTEST_MILESTONE else None


def _named_in_bracket(item: Item, context: Context) -> tuple[str, str] | None:
    """A second number in a bracket whose words stand in the indicator's name: 1,850 床(占床率 90%) of 床位數及占床率."""
    found = _BRACKET_AT_END.match(item.text)
    if found is None or context.benefit or not principal_shares(found[1]):
        return None
    inner = principal_shares(found[2])
    phrase = phrase_of(inner[0].before) if len(inner) == 1 else ""
    return (found[1].strip(), found[2].strip()) if len(phrase) > 1 and phrase in context.name else None


def _mix(item: Item, shares: tuple[Share, ...]) -> list[TargetPart]:
    """Shares of one whole (001 row 7.1.2): three or more percentages in one list that add up to 100; each has no direction (T4)."""
    if len(shares) < 3 or any(share.unit != "%" or share.quantity.affix for share in shares):
        return []
    if not Decimal(99) <= sum((share.quantity.value for share in shares), Decimal(0)) <= Decimal(101):
        return []
    parts = []
    for share in shares:
        text = _SHARE_LIST.sub("", share.text)
        phrase = phrase_of(_SHARE_LIST.sub("", share.before + "%")[:-1] if _SHARE_LIST.match(share.before + "%") else share.before)
        parts.append(
            TargetPart(
                text,
                Comparator.NONE,
                value=share.quantity.value,
                unit="%",
                basis="share",
                basis_stated=True,
                phrase=phrase,
                number=item.number,
            )
        )
    return parts


def _part(share: Share, text: str, lead: str, number: str | None, context: Context, inherited: str | None) -> TargetPart:
    quantity = share.quantity
    unit = share.unit
    basis = _basis(lead, share, context)
    if unit is not None and unit.endswith("/年"):
        unit = unit.removesuffix("/年")
        basis = basis or "per_year"
    affix = quantity.affix or (_affix_before_bracket(lead) if share.bracketed else None)
    direction = find_direction(
        share.before or lead,
        affix=affix,
        unit=unit,
        name=context.name,
        expected_benefit=context.benefit,
        zero=quantity.value == 0,
        full=unit == "%" and quantity.value == 100,
    )
    comparator = Comparator.BETWEEN if quantity.upper is not None else direction.comparator
    return TargetPart(
        text=text,
        comparator=comparator,
        direction_from=direction.source,
        better=direction.better,
        value=quantity.value,
        upper=quantity.upper,
        unit=unit,
        basis=basis or _inherited(inherited, unit) or context.unstated_basis,
        basis_stated=basis is not None,
        phrase=phrase_of(share.before),
        number=number,
        approximate=quantity.approximate,
        per=share.per or _base_of_name(share, context),
    )


def _base_of_name(share: Share, context: Context) -> str | None:
    """The base that the indicator's name gives a number without one; a ratio and a count of things done have none."""
    if share.unit in ("%", "‰", "個百分點") or "/" in (share.unit or "") or achieves(share.before):
        return None
    return base_of_name(context.name)


def _affix_before_bracket(before: str) -> str | None:
    """低於前十年平均(210人): the number in the bracket is what the words in front of the bracket compare with."""
    found = _COMPARES.search(before)
    return None if found is None else ">=" if found[1] else "<="


def _inherited(basis: str | None, unit: str | None) -> str | None:
    """The basis of the clause before; a rate is not cumulative because a count beside it is."""
    return None if basis == "cumulative" and unit in ("%", "‰", "個百分點") else basis


def _basis(lead: str, share: Share, context: Context) -> str | None:
    """The time basis that the words around the number state, None where they state none.

    每年, 累計 and the years named may stand anywhere in front of the number (``lead``); the others only in its own clause.
    """
    unused = ("average", "growth", "change_from_base") if context.benefit else ("per_case",)
    behind = share.text.partition(share.quantity.text)[2][:3]
    for basis, pattern in _BASES:
        if basis in unused:
            continue
        where = lead if basis in ("cumulative", "per_year") else share.before
        if pattern.search(where) or (basis == "per_year" and behind.startswith("/年")):
            named = _named_year(lead, context) if basis == "cumulative" and context.benefit else None
            return named or basis
    if _spans_years(lead):
        return "average" if share.unit in ("%", "‰", None) and not context.benefit else "cumulative"
    return _named_year(lead, context)


def _spans_years(lead: str) -> bool:
    """True where the words in front name several years as one period (2021 年至 2024 年計培訓)."""
    for period in reversed(find_periods(lead)):
        if period.start and period.end:
            return period.end.year > period.start.year and not _COMPARED.search(lead[: period.start_index])
    return False


def _named_year(lead: str, context: Context) -> str | None:
    """``by_year:114`` where the statement names one year: any year of a programme, a year after the one reported otherwise."""
    years = [
        period
        for period in find_periods(lead)
        if period.end and (period.start or period.end).year == period.end.year and not _COMPARED.search(lead[: period.start_index])
    ]
    hidden = bracketed(lead)
    years = [period for period in years if not any(a <= period.start_index < b for a, b in hidden)] or years
    if not years or context.roc_year is None:
        return None
    year = _roc_of(years[-1])
    return f"by_year:{year}" if context.benefit or year > context.roc_year else None


def _roc_of(period: Period) -> int:
    assert period.end is not None  # noqa: S101  (asked only of periods with an end)
    return period.end.year - 1911
