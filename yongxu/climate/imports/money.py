"""The money cell of a programme table: executed amounts in 元, the execution rate, and the explanation beside them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yongxu.quantities.numbers import normalise
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import Quantity, find_quantities
from yongxu.quantities.segments import unwrap
from yongxu.quantities.targets import is_blank

FACTORS = {unit: Decimal(10**power) for unit, power in (("元", 0), ("千元", 3), ("萬元", 4), ("百萬元", 6), ("千萬元", 7), ("億元", 8))}
_ABOVE = Pattern(r"(?:金額|經費|預算)(?:單位)?[:：為]([^；;)）]*元)")
"""(金額：千元；減量：公噸): the unit of money above a table that names others too."""
_UNIT = Pattern("百萬元|千萬元|萬元|億元|千元|元")
_RATE = Pattern(r"[(（]?\s*(?:執行率|達成率)?\s*[:：]?\s*(-?\d+(?:\.\d+)?)\s*%\s*[)）]?")
_BUDGET = Pattern(
    r"(?:^|[\s,，;；、/])(?:\d{2,4}\s*年度?)?(?:原|原列)?(?:編列|核定|法定)?(?:預算|編列|核定|法定)(?:數|額|金額|經費)?"
    r"\s*[:：]?\s*(?:約|計)?\s*$"
)
_EXECUTED = Pattern(
    r"(?:(?:已|實際|累計|全年|本年度)*(?:執行|實支|支用|決算|核銷|動支|支出|實現)(?:數|額|金額|經費)?|累計)?\s*[:：]?\s*(?:約|(?<![合總小共])計)*\s*$"
)
_PART_OF_IT = Pattern(r"[(（]\s*(?:內含|包含|含|其中)[^()（）]*$")
"""What opens a bracket that names a part of the amount before it: 1,250（含112年保留款200）."""
EXECUTES = Pattern("執行|實支|支用|決算|實現|動支|支出|核銷|實付|結算|付款")
_MARK_BEFORE = Pattern(
    r"(?:(?<![A-Za-z])\(?(?P<mark>[A-D])(?![A-Za-z])\)?[.、:]?|(?P<other>[甲乙丙丁])[.、:)]|\((?P<number>[1-4])\))"
    r"(?P<name>[\u3400-\u9fff]{2,14}?)(?=$|[^\u3400-\u9fff]|[甲乙丙丁][.、:)])"
)
_MARK_BEHIND = Pattern(r"(?P<name>[\u3400-\u9fff]{2,14})\(?(?P<mark>[A-D甲乙丙丁])\)?(?![A-Za-z])")
_BUDGET_OR_SPENT = Pattern(r"(?:預算|核定|編列|核列|法定|可支用|(?P<spent>執行|實支|支用|決算|實現))(?:數|額|金額)")
_TWO = 2
_EDGES = " :：、,，/();；.-－—+"
_EXPLANATION = Pattern(
    r"本計畫|(?<![\u3400-\u9fff])因.{3,}"
    r"|(?:(?<=元)|(?<![\u3400-\u9fff]))[\u3400-\u9fff、]{4,}[，。；](?!\d)"
    r"|[\u3400-\u9fff]{11,}"
)
_NEXT_NAME = Pattern(r"(?<=\d)\s*(?=(?![元千百萬億兆年月日]|等|餘)[\u3400-\u9fff]{2,14}\s*[:：]\s*-?\d)")
"""Between an amount and the name of the next one, which a line end alone parts: 38,400 縣配合款：9,600."""
_LABEL_OF_NOTE = Pattern(
    r"(?:^|(?<=[\s;；。,，)%元\d]))(?:差異|落差|落後|未達|超支|賸餘|執行|執行率|經費|預算|補充)?(?:之)?(?:說明|原因|原因說明|理由|備註|備考)\s*[:：]\s*"
)
_COUNTED = Pattern(r"(?<=\d)\s+(?=\d+\s*$)")
_MEASURE_WORD = Pattern(r"[家件案項戶人名場座個處台臺輛]")
_OTHER_THING = Pattern(r"\s*(?![萬億千百元及與和、])[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Money:
    """``executed`` in 元, one per amount printed; ``rate`` in per cent, None where several differ; ``note`` is what else is said."""

    executed: tuple[Decimal, ...]
    rate: Decimal | None
    note: str


def unit_factor(header: str, preface: str) -> Decimal | None:
    """How many 元 one printed unit is: by the column's header, else by 單位： or 金額： above the table; None where neither says."""
    lines = re.sub(r"\s", "", preface)
    above = _ABOVE.search(lines)
    found = _UNIT.search(header) or _UNIT.search(above[1] if above else lines.partition("單位")[2])
    return FACTORS[found[0]] if found else None


def executed_of(cell: str, header: str) -> str:
    """The cell without the budget that its header says stands beside what was executed: 8,520/8,600(99.1%) under 決算/預算."""
    marked = names_by_mark(header)
    if len(marked) > 1 and (said := _executed_by_mark(normalise(cell), marked)):
        return said
    names = re.search(r"([^()（）/／:：]+)[/／]([^()（）/／:：]+)", header)
    plain = [found[0] for found in _BUDGET_OR_SPENT.finditer(header)]
    pair = [name for _, name in marked] if len(marked) == _TWO else [str(name) for name in names.groups()] if names else plain
    printed = re.fullmatch(r"\s*([\d,.]+)\s*[/／\n]\s*([\d,.]+)(.*)", cell, re.DOTALL)
    if len(pair) != _TWO or printed is None or "率" in "".join(pair) or printed[3].lstrip().startswith("%"):
        return cell
    first, second = (EXECUTES.search(name) is not None for name in pair)
    return cell if first == second else f"{printed[1] if first else printed[2]}{printed[3]}"


def names_by_mark(header: str) -> list[tuple[str, str]]:
    """The marks of a header with the names they stand for: A.核列 B.實支, ①預算數②執行數, 預算數(A); [] where it has none."""
    flat = normalise(header)
    before = [(found["mark"] or found["other"] or found["number"], found["name"]) for found in _MARK_BEFORE.finditer(flat)]
    return before or [(found["mark"], found["name"]) for found in _MARK_BEHIND.finditer(flat)]


def _executed_by_mark(cell: str, marked: Sequence[tuple[str, str]]) -> str:
    """What stands in a cell behind the marks of money spent and of its rate; "" where the cell has not all marks of the header."""
    starts: list[tuple[int, int, str]] = []
    for mark, name in marked:
        shown = rf"\({mark}\)" if mark.isdigit() else rf"(?:^|[\s;；、,，/])\(?{mark}\)?"
        opens = re.compile(rf"{shown}\s*[.、:]?\s*[\u3400-\u9fff]{{0,8}}\s*:?\s*(?=[-\d無])")
        found = opens.search(cell, starts[-1][1] if starts else 0)
        if found is None:
            return ""
        starts.append((found.start(), found.end(), name))
    ends = [*(start for start, _, _ in starts[1:]), len(cell)]
    said = [(name, cell[begin:end].strip(" \n;；、,，")) for (_, begin, name), end in zip(starts, ends, strict=True)]
    kept = [text if "率" not in name or "%" in text else f"{text}%" for name, text in said if EXECUTES.search(name) or "率" in name]
    return "；".join(kept) if any(EXECUTES.search(name) for name, _ in said) else ""


def read_money(cell: str, rate_cell: str, note_cell: str, *, factor: Decimal | None, doubt: Callable[[str], None]) -> Money:
    """What the money columns of one row say. ``doubt`` is told of an amount that has no unit anywhere (it is taken as 元)."""
    text, rate_text = _LABEL_OF_NOTE.sub(" ", _NEXT_NAME.sub("；", unwrap(normalise(cell)))), normalise(rate_cell)
    notes = [note for note in (unwrap(normalise(note_cell)),) if not is_blank(note)]
    if is_blank(text) and is_blank(rate_text):
        return Money((), None, "\n".join(notes))
    rates = [Decimal(found[1]) for found in _RATE.finditer(text)]
    amounts, beside = _amounts(_RATE.sub(" ", text), factor, doubt)
    if not rates and not is_blank(rate_text):
        rates, said = _rate_of_own_column(rate_text)
        notes = [said, *notes]
    notes = [note for note in (beside, *notes) if note]
    return Money(amounts, rates[0] if len(set(rates)) == 1 else None, "\n".join(notes))


def _rate_of_own_column(text: str) -> tuple[list[Decimal], str]:
    """The rate, with or without %, and the words that stand below it."""
    number = re.search(r"-?\d+(?:\.\d+)?", text)
    rest = _RATE.sub(" ", text) if "%" in text else re.sub(r"^\W*[\d.]+", "", text)
    return ([Decimal(number[0])] if number else []), unwrap(rest).strip(" ()")


def _amounts(text: str, factor: Decimal | None, doubt: Callable[[str], None]) -> tuple[tuple[Decimal, ...], str]:
    """The amounts in front of any explanation, and all other words of the cell."""
    cut = _explanation_start(text)
    head, explanation = text[:cut], text[cut:].strip()
    amounts: list[Decimal] = []
    between: list[str] = []
    cursor = 0
    for found in find_quantities(head, money=True):
        if found.unit not in ("元", None) or (amounts and found.unit is None and _OTHER_THING.match(head[found.end :])):
            break
        words = head[cursor : found.start]
        cursor = found.end
        if _BUDGET.search(words):
            continue
        if amounts and _PART_OF_IT.search(words):
            between.append(f"{words}{head[found.start : found.end]}")
            continue
        amounts.append(_in_ntd(found, head, factor, doubt))
        between.append(_EXECUTED.sub("", words))
    rest = head[cursor:].strip(_EDGES)
    if amounts and re.search(r"[\u3400-\u9fff].*\d|\d.*[\u3400-\u9fff]", rest):
        explanation = f"{rest} {explanation}".strip()
    else:
        between.append(rest)
    labels = re.sub(r"\s+", "", "".join(between).strip(_EDGES))
    return tuple(amounts), " ".join(part for part in (labels, explanation) if part)


def _explanation_start(text: str) -> int:
    """Where the words that explain begin: not in front of every number, and with the count that opens them (7 家用戶 …)."""
    found = _EXPLANATION.search(text)
    if found is None or not re.search(r"\d", text[: found.start()]):
        return len(text)
    counted = _COUNTED.search(text, 0, found.start())
    return counted.end() if counted and _MEASURE_WORD.match(found[0]) else found.start()


def _in_ntd(found: Quantity, text: str, factor: Decimal | None, doubt: Callable[[str], None]) -> Decimal:
    if "元" in text[found.start : found.end] or found.scale > 1:
        return found.value
    if factor is None:
        doubt(found.text)
        return found.value
    return found.value * factor
