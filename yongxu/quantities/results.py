"""Results 實績值, 執行成果 into what they say: number, unit, years covered, or that the figure is not out yet."""

import re
from collections.abc import Sequence
from decimal import Decimal

from yongxu.quantities.nought import is_none_of
from yongxu.quantities.numbers import normalise
from yongxu.quantities.parts import Share, phrase_of, principal_shares
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.pending import expected_on, is_estimate, is_pending, is_undone, last_known, read_pending
from yongxu.quantities.periods import find_periods
from yongxu.quantities.quantities import Quantity, find_quantities
from yongxu.quantities.rates import find_bases
from yongxu.quantities.segments import Item, bracketed, clauses, split_items, trim
from yongxu.quantities.statements import ResultPart, TargetPart
from yongxu.quantities.targets import is_blank
from yongxu.quantities.units import same_dimension
from yongxu.quantities.vocabulary import states as words

_CLAIM_MET = Pattern(words.CLAIM_MET)
_CLAIM_MISSED = Pattern(words.CLAIM_MISSED)
_OF_TARGET = Pattern(r"(目標|預期|目標值|目標為|原訂|原定)(值|數)?(為|的|之)?\s*$")
_FROM = Pattern(r"(自|由|從|較|(?<![配占佔對])比(?![例率重值較])|相較於)[^，。；:]{0,14}$")
_TIMES_OF_YEAR = Pattern(r"\d年(?:度|底)?[之的](?:約)?\s*$")
"""The year that a multiple or a share is taken of (110年之1.8倍) is not the year of the figure."""
_FALLS = Pattern(r"(減少|降低|下降|減量|減幅|衰退|減)\s*(約|達|了)?\s*[\d約達%]|(減少|降低|下降|減量|衰退|減幅)\s*$")
_RISES = Pattern(r"(增加|上升|成長|提高|提升|增幅|增)\s*(約|達|了)?\s*[\d約達%]|(增加|上升|成長|提高|提升|增幅)\s*$")
_SHARE_TITLE = Pattern(r"^[^%:：()]*[:：]\s*")
_COMPARED = Pattern(r"(較|比|相較於?|相對於?|以)\s*$")
_SAYS_WHEN = Pattern(r"預計|預定|預期|俟|待|將於|前次|上次|最近|(20|1)\d\d\s*年?度?(值|實績值?|統計值|調查結果|數據)?(為|:|達)")
_OF_SEVERAL = Pattern(r"累計|累積")
_IN_ALL = Pattern(r"(累計|累積|總計|合計)[^，。；]{0,4}$")
_BREAKDOWN = Pattern(r"(男|女|其中|都會|偏鄉|本國|外籍|公立|私立|城|鄉|最高|最低)[^，。；、]{0,4}$")
_CHANGE = Pattern(r"(減少|降低|減量|下降|改善|增加|提升|成長|提高|上升|減幅|增幅)\s*(約|達|了)?\s*$")
_COMPARES = Pattern(
    r"(?:較|比|相較於?|與)[^，。；]{1,16}?(?:年|期|月|季|基準|平均)[^，。；]{0,8}?"
    r"(?:減少|降低|下降|增加|提升|成長|提高|上升|多|少|增|減)(?!至|到|為)[^，。；\d]{0,4}$"
)
"""A comparison with another time: its number is how much more or less, never the level (較前一年增加 5 場)."""
_ARRIVES = Pattern(r"(達|為|至|=|計|共|成|占|約|僅|到|是)\s*$")


def claim_of(text: str) -> bool | None:
    """The agency's own word on whether the target is met (已達標 / 未達標), None where it says nothing."""
    if _CLAIM_MISSED.search(text):
        return False
    return True if _CLAIM_MET.search(text) else None


def read_actuals(text: str, targets: Sequence[TargetPart], *, year: int | None) -> tuple[tuple[ResultPart, ...], tuple[int | None, ...]]:
    """Results of an indicator and, per target part, the position of its result (None where there is none).

    A result belongs to the part of the same number (1., 2.), else to that of the same quantity phrase and unit, else by order.
    ``year`` is the CE year reported; a figure of another year is used only when there is no better one.
    """
    if is_blank(text):
        return (), (None,) * len(targets)
    items = [item for item in split_items(normalise(text)) if not (item.heads and not principal_shares(item.text))]
    if len(targets) <= 1 or len(items) > 1:
        return _by_item(items, targets, year)
    return _within(items[0], targets, year)


def _by_item(items: list[Item], targets: Sequence[TargetPart], year: int | None) -> tuple[tuple[ResultPart, ...], tuple[int | None, ...]]:
    by_number = {item.number: i for i, item in enumerate(items) if item.number}
    pairs: list[int | None] = []
    for order, target in enumerate(targets):
        if len(targets) == 1:
            pairs.append(max(range(len(items)), key=lambda i: (_fitness(items[i], target, year), -i)))
        elif target.number in by_number:
            pairs.append(by_number[target.number])
        else:
            pairs.append(order if order < len(items) else None)
    owner = {item: targets[order] for order, item in reversed(list(enumerate(pairs))) if item is not None}
    return tuple(read_result(item.text, owner.get(i), year=year, number=item.number) for i, item in enumerate(items)), tuple(pairs)


def _fitness(item: Item, target: TargetPart, year: int | None) -> float:
    shares = principal_shares(item.text)
    return max((_score(share, item.text, target, year) for share in shares), default=-9.0)


def _within(item: Item, targets: Sequence[TargetPart], year: int | None) -> tuple[tuple[ResultPart, ...], tuple[int | None, ...]]:
    """Several targets answered in one running text: each takes its best clause, a clause serves only once."""
    pieces = _pieces(item.text, worded=any(target.value is None for target in targets), year=year)
    taken: set[int] = set()
    results: list[ResultPart] = []
    pairs: list[int | None] = []
    for order, target in enumerate(targets):
        free = [i for i in range(len(pieces)) if i not in taken]
        if not free:
            pairs.append(None)
            continue
        best = max(free, key=lambda i: (_piece_score(pieces[i], target, year) + (0.3 if i == order else 0.0), -i))
        if (
            target.value is not None
            and pieces[best].numberless
            and not pieces[best].not_due
            and any(not pieces[i].numberless for i in free)
        ):
            best = next(i for i in free if not pieces[i].numberless)
        taken.add(best)
        pairs.append(len(results))
        text = _SHARE_TITLE.sub("", pieces[best].text) if target.basis == "share" else pieces[best].text
        results.append(read_result(text, target, year=year))
    if len(pieces) == 1 and pieces[0].not_due:
        pairs = [0] * len(targets)
    return _in_printed_order(results, pairs, item.text)


def _in_printed_order(
    results: list[ResultPart], pairs: list[int | None], text: str
) -> tuple[tuple[ResultPart, ...], tuple[int | None, ...]]:
    order = sorted(range(len(results)), key=lambda i: (text.find(results[i].text), i))
    return tuple(results[i] for i in order), tuple(None if pair is None else order.index(pair) for pair in pairs)


class _Piece:
    """One stretch of a running result: a number with its words, or a clause that says the figure is not out."""

    def __init__(self, text: str, share: Share | None, whole: str, *, year: int | None) -> None:
        self.text = text
        self.whole = whole
        self.share = share
        self.not_due = is_pending(text, year=year)
        self.numberless = share is None


def _pieces(text: str, *, worded: bool, year: int | None) -> list[_Piece]:
    """The pieces of a running result; with ``worded`` clauses without a number too, which may answer a milestone."""
    found: list[_Piece] = []
    shares = principal_shares(text)
    spans = clauses(text)
    for index, (start, end) in enumerate(spans):
        clause = trim(text[start:end])
        own = [share for share in shares if share.clause == index and not share.bracketed]
        if found and found[-1].not_due and _SAYS_WHEN.match(clause):
            found[-1] = _Piece(trim(text[text.find(found[-1].text) : end]), None, text, year=year)
        elif is_pending(clause, year=None if worded else year):
            found.append(_Piece(clause, None, text, year=year))
        elif own:
            found.extend(_Piece(clause if len(own) == 1 else share.text, share, text, year=year) for share in own)
        elif worded:
            found.append(_Piece(clause, None, text, year=year))
    return found or [_Piece(text, None, text, year=year)]


def _piece_score(piece: _Piece, target: TargetPart, year: int | None) -> float:
    if target.value is None and not piece.not_due:
        return _overlap(target.text, piece.text) + (3.0 if piece.numberless else 0.0)
    if piece.share is None:
        return _overlap(target.phrase, piece.text) if piece.not_due else -5.0
    return _score(piece.share, piece.whole, target, year)


def _overlap(phrase: str, text: str) -> float:
    """How much of the target's phrase the text repeats, 0 to 2: shared pairs of characters, without the spaces of wrapped lines."""
    phrase, text = re.sub(r"\s", "", phrase), re.sub(r"\s", "", text)
    pairs = {phrase[i : i + 2] for i in range(len(phrase) - 1)}
    return 2.0 * sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _score(share: Share, text: str, target: TargetPart | None, year: int | None) -> float:
    quantity, before = share.quantity, share.before
    score = 0.0
    if target is not None and target.value is not None:
        if share.unit is not None and target.unit is not None and same_dimension(share.unit, target.unit):
            score += 4.0
        elif share.unit is None and target.unit is None:
            score += 2.5
        elif share.unit is None:
            score += 1.0
        start = max((a for a, _ in clauses(text) if a <= quantity.start), default=0)
        score += max(_overlap(target.phrase, before), 0.7 * _overlap(target.phrase, text[start : quantity.start]))
    if _OF_TARGET.search(text[: quantity.number_start]):
        score -= 8.0
    if _FROM.search(before) and not _CHANGE.search(before):
        score -= 3.0
    if _ARRIVES.search(before):
        score += 0.5
    if target is not None and (parted := _BREAKDOWN.search(before)) and parted[1] not in target.phrase + target.text:
        score -= 1.5
    if _among(text, quantity):
        score -= 1.5
    changes = target is not None and target.basis in ("change_from_base", "growth")
    if not changes and _COMPARES.search(before) and not (target is not None and _COMPARES.search(target.text)):
        score -= 6.0
    if _CHANGE.search(text[: quantity.number_start]):
        score += 2.5 if changes else -1.0
    if _year_before(text, quantity, year):
        score -= 1.5
    if _IN_ALL.search(before):
        score += 1.5 if target is not None and target.basis == "cumulative" else -0.5
    return score + quantity.start / (len(text) + 1) * 0.4


def _among(text: str, quantity: Quantity) -> bool:
    """True for a number of the list that 其中 opens behind another number: a part of it."""
    sentence = re.split(r"[。；]", text[: quantity.number_start])[-1]
    before, opened, _ = sentence.partition("其中")
    return bool(opened) and bool(find_quantities(before))


def _year_before(text: str, quantity: Quantity, year: int | None) -> bool:
    """True where the nearest year in front of the number, in its clause, is not the year reported."""
    if year is None:
        return False
    start = max((a for a, _ in clauses(text) if a <= quantity.start), default=0)
    years = [period.end.year for period in find_periods(text[start : quantity.start]) if period.end]
    return bool(years) and years[-1] != year


def read_result(text: str, target: TargetPart | None, *, year: int | None, number: str | None = None) -> ResultPart:
    """One result for one target part; of several numbers the one that answers the target (unit, phrase, 達/為 before it)."""
    claim = claim_of(text)
    undone = is_undone(text, target)
    if not undone and is_pending(text, year=None if target is not None and target.value is None else year):
        return read_pending(text, target, claim, number, year)
    shares = () if undone else _with_rate_in_bracket(principal_shares(text), text, target)
    if not shares and target is not None and is_none_of(text, target):
        return ResultPart(text, Decimal(0), unit=target.unit, number=number, claims_met=claim, data_year=_data_year(text, None, year))
    if not shares or (target is not None and target.value is None and not target.not_due and len(shares) != 1):
        return ResultPart(text, number=number, claims_met=claim, expected_on=expected_on(text), data_year=_data_year(text, None, year))
    share = max(shares, key=lambda one: _score(one, text, target, year))
    quantity = share.quantity
    if target is not None and target.value is None and len(text) > 24:
        return ResultPart(text, number=number, claims_met=claim, expected_on=expected_on(text), data_year=_data_year(text, None, year))
    if is_estimate(text, quantity):
        return ResultPart(
            text, unit=share.unit, per=_base(share, target), number=number, phrase=phrase_of(share.before), not_due=True,
            estimate=quantity.value, expected_on=expected_on(text), last_known=last_known(text, year), claims_met=claim,
            data_year=_data_year(text, quantity, year),
        )  # fmt: skip
    sign = -1 if target is not None and _opposite(target, share) else 1
    return ResultPart(
        text=text,
        value=quantity.value * sign,
        upper=None if quantity.upper is None else quantity.upper * sign,
        unit=share.unit,
        per=_base(share, target),
        data_year=_data_year(text, quantity, year),
        phrase=phrase_of(share.before),
        number=number,
        claims_met=claim,
        approximate=quantity.approximate,
    )


def _with_rate_in_bracket(shares: tuple[Share, ...], text: str, target: TargetPart | None) -> tuple[Share, ...]:
    """The numbers of a result, with the one rate in a bracket behind its counts where a rate is asked for: 已改善 23 處(95.8%)."""
    if target is None or target.unit != "%" or any(share.unit == "%" for share in shares):
        return shares
    rates = [share for share in principal_shares(text, brackets=True) if share.bracketed and share.unit == "%"]
    return (*shares, *rates) if len(rates) == 1 else shares


def _base(share: Share, target: TargetPart | None) -> str | None:
    """What the figure is counted against: its own words, else what the indicator's name gave the target (勞工職災死亡千人率)."""
    if share.per is not None or target is None or target.per is None or "/" in (target.unit or ""):
        return share.per
    if any(base.per == target.per for base in find_bases(target.text)) or share.unit in ("%", "‰", "個百分點"):
        return None
    return target.per if share.unit is None or target.unit is None or same_dimension(share.unit, target.unit) else None


def _opposite(target: TargetPart, share: Share) -> bool:
    """True where the target asks for a fall by some amount and the result reports a rise by one, or the other way round."""
    asked, told = target.text, share.before[-8:]
    if target.direction_from != "statement" or target.better != "higher":
        return False
    falls, rises = _FALLS.search(asked), _RISES.search(asked)
    return bool((falls and not rises and _RISES.search(told) and not _FALLS.search(told)) or (rises and not falls and _FALLS.search(told)))


def _data_year(text: str, quantity: Quantity | None, year: int | None) -> int | None:
    """The CE year the figure is of where its clause names one year that is not the year reported."""
    if quantity is None or year is None or not _year_before(text, quantity, year):
        return None
    if quantity.unit in ("倍", "%") and _TIMES_OF_YEAR.search(text[: quantity.start]):
        return None
    start = max((a for a, _ in clauses(text) if a <= quantity.start), default=0)
    years = [p.end.year for p in find_periods(text[start : quantity.start]) if p.end and p.start and p.start.year == p.end.year]
    return years[-1] if years and years[-1] != year and len(set(years)) == 1 and not _FROM.search(text[start : quantity.start]) else None


def read_results(text: str, *, roc_year: int | None, first_year: int | None) -> tuple[ResultPart, ...]:
    """Results of a programme's measure: one per number, one without a value for an item that has none.

    ``span`` follows the years a clause names, else those of the clause before it in the same item; 累計 without years runs from
    ``first_year`` (the measure's first ROC year) to ``roc_year``; otherwise it is the year reported.
    """
    if is_blank(text):
        return ()
    results: list[ResultPart] = []
    for item in split_items(normalise(text)):
        shares = _reported_shares(item.text)
        if not shares:
            if not item.heads:
                results.append(ResultPart(item.text, span=_span(item.text, (roc_year, roc_year), roc_year, first_year), number=item.number))
            continue
        span = (roc_year, roc_year)
        cursor = 0
        for share in shares:
            own = _span(
                item.text[cursor : share.quantity.start] + item.text[share.quantity.end :][:2], span, roc_year, first_year, share=share
            )
            if not share.bracketed:
                span = own or span
            cursor = share.quantity.end
            results.append(_measured(share, item, own))
    return tuple(results)


def _reported_shares(text: str) -> tuple[Share, ...]:
    """The numbers of a result: those outside brackets, and those in a bracket that names its own year (003 row 2.3.2)."""
    outside = principal_shares(text)
    hidden = bracketed(text)
    dated = [
        share
        for share in principal_shares(text, brackets=True)
        if share.bracketed
        and share.unit is not None
        and any(find_periods(text[a : share.quantity.start]) for a, b in hidden if a <= share.quantity.start < b)
    ]
    if any(share.bracketed for share in outside):
        return outside
    return tuple(sorted([*outside, *dated], key=lambda share: share.quantity.start))


def _measured(share: Share, item: Item, span: tuple[int, int] | None) -> ResultPart:
    quantity = share.quantity
    return ResultPart(
        text=share.text,
        value=quantity.value,
        upper=quantity.upper,
        unit=share.unit,
        per=share.per,
        span=span,
        phrase=phrase_of(share.before),
        number=item.number,
        approximate=quantity.approximate,
    )


def _span(
    lead: str, inherited: tuple[int | None, int | None], roc_year: int | None, first_year: int | None, *, share: Share | None = None
) -> tuple[int, int] | None:
    visible = lead
    if share is None or not share.bracketed:
        for start, end in reversed(bracketed(lead)):
            visible = visible[:start] + visible[end:]
    years = [
        (p.start.year - 1911, p.end.year - 1911)
        for p in find_periods(visible)
        if p.start and p.end and not _COMPARED.search(visible[: p.start_index])
    ]
    if years:
        return years[-1]
    near = share.before if share is not None else visible
    if re.search(r"[上下]半年|本年度?|當年度?|今年", near) and roc_year is not None:
        return (roc_year, roc_year)
    if re.search(r"(^|[，、；;\s])年(可|約|節|減|省)", near) and roc_year is not None:
        return (roc_year, roc_year)
    if re.search(r"累計|累積|全程|歷年|迄今", near) and roc_year is not None and first_year is not None:
        return (min(first_year, roc_year), roc_year)
    first, last = inherited
    return None if first is None or last is None else (first, last)


def pair_by_meaning(targets: Sequence[TargetPart], results: Sequence[ResultPart]) -> tuple[int | None, ...]:
    """For each target the position of the result that answers it best, None where no result has its dimension and words.

    Of the year and the cumulative figure, the one of the target's basis is preferred; a result may answer one target only.
    """
    pairs: list[int | None] = []
    taken: set[int] = set()
    for target in targets:
        scores = [(_answers(target, result), -i) for i, result in enumerate(results) if i not in taken]
        best = max(scores, default=(0.0, 0))
        rivals = sum(same_dimension(target.unit, other.unit) for other in targets)
        pairs.append(-best[1] if best[0] >= (2.0 if rivals > 1 or target.value is None else 1.5) else None)
        if pairs[-1] is not None:
            taken.add(pairs[-1])
    return tuple(pairs)


def _answers(target: TargetPart, result: ResultPart) -> float:
    if target.value is None or result.value is None:
        return 2.0 if target.value is None and result.value is None and target.number == result.number else 0.0
    if not same_dimension(target.unit, result.unit) and not (target.unit or "").startswith((result.unit or "?")[:1]):
        return 0.0
    score = 1.5 + _overlap(target.phrase + re.sub(r"\s", "", target.text)[-12:], result.text)
    score += 0.8 if target.number is not None and target.number == result.number else 0.0
    if result.span is not None:
        several = result.span[0] != result.span[1]
        score += 1.2 if several == (target.basis in ("cumulative", "phase") or _OF_SEVERAL.search(target.text) is not None) else 0.0
    return score
