"""Columns of money that only their neighbours explain: one for each source of the money, and a formula of marks (B/A) as the rate."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix

from yongxu.climate.imports.money import EXECUTES, names_by_mark
from yongxu.documents.header_text import squeeze
from yongxu.documents.layout import Heading
from yongxu.documents.table import Row, Table
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.vocabulary import headers as words

_SOURCE = Pattern(
    rf"[-:、]?(?P<source>{words.SOURCES})(?P<what>(執行|實支|支用|決算|實現|支出|動支|核銷|投入|編列|核定|預算)?(數|額|金額|經費)?)"
)
_IN_BRACKETS = Pattern(r"\([^()]*\)")
_OF_MONEY = Pattern("經費|金額|預算|執行|支用|實支|決算|支出|投入")
_TOTAL = Pattern("(合計|小計|總計|總額|總數|總經費|計)$")
_AMOUNT = Pattern(r"[\d,.\s()元千百萬億約-]*\d[\d,.\s()元千百萬億%]*")
_FORMULA = Pattern(r"=?\(?([A-Z甲乙丙丁]|\d)\)?[/÷]\(?([A-Z甲乙丙丁]|\d)\)?([*x×]?100)?(%|\(%\))?")
_BLANK = ("", "-", "－", "—", "–", "無", "0", "／", "/")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of one group: what the header says of the group, where each source stands, and where their total does."""

    group: str
    sources: tuple[tuple[int, str], ...]
    total: int | None

    @property
    def rank(self) -> int:
        """0 for money spent, 1 for money without a word, 2 for money that is only at hand."""
        if re.search(words.SPENT, self.group):
            return 0
        return 2 if re.search(words.ONLY_BUDGET, self.group) else 1


def with_money_explained(heading: Heading, table: Table) -> tuple[Heading, Table]:
    """The heading and table with the columns of all sources as one column of money and one of funding, and a formula of marks as rate."""
    heading = _with_rate_by_formula(heading)
    best = min(_groups(heading, table), key=lambda columns: columns.rank, default=None)
    if best is None:
        return heading, table
    own = [position for position, _ in best.sources] + [best.total] * (best.total is not None)
    elsewhere = [position for position, key in enumerate(heading.keys) if key == "money" and position not in own]
    if elsewhere and best.rank > 0:
        return heading, table
    first, second = (position for position, _ in best.sources[:2])
    key = "money" if best.rank == 0 else "budget"
    dropped = {"money", "budget"} if best.rank < 2 else {"budget"}
    keys = [None if known in dropped or position in own else known for position, known in enumerate(heading.keys)]
    keys[first] = key
    if "funding" not in keys:
        keys[second] = "funding"
    texts = [best.group if position == first else text for position, text in enumerate(heading.texts)]
    rows = [row if index <= heading.last else _joined(row, best) for index, row in enumerate(table.rows)]
    return replace(heading, keys=tuple(keys), texts=tuple(texts)), replace(table, rows=tuple(rows))


def _groups(heading: Heading, table: Table) -> Iterator[_Columns]:
    """Every group of two or more columns side by side that are called by sources of money and hold amounts."""
    found: dict[str, list[tuple[int, str]]] = {}
    for position, text in enumerate(heading.texts):
        if heading.keys[position] not in (None, "money", "budget", "funding"):
            continue
        for group in dict.fromkeys((_shared_with_neighbours(heading.texts, position), "")):
            own = text.removeprefix(group)
            named = _SOURCE.fullmatch(_IN_BRACKETS.sub("", own))
            if named is not None and _holds_amounts(table.rows[heading.last + 1 :], position):
                unit = "".join(_IN_BRACKETS.findall(own))
                found.setdefault(f"{group}{named['what']}{unit}", []).append((position, named["source"]))
                break
    for group, sources in found.items():
        if len({source for _, source in sources}) < 2:
            continue
        beside = range(sources[0][0] - 1, sources[-1][0] + 2)
        totals = (p for p in beside if 0 <= p < len(heading.texts) and _TOTAL.search(_IN_BRACKETS.sub("", heading.texts[p])))
        yield _Columns(
            group if re.search(r"[\u3400-\u9fff]", _IN_BRACKETS.sub("", group)) else f"經費{group}", tuple(sources), next(totals, None)
        )


def _shared_with_neighbours(texts: Sequence[str], position: int) -> str:
    """What a header and the one beside it begin with, where it speaks of money: the name of their group; "" where there is none."""
    beside = (texts[p] for p in (position - 1, position + 1) if 0 <= p < len(texts))
    shared = max((commonprefix((texts[position], text)) for text in beside), key=len, default="")  # noqa: RUF071  (the words are no paths)
    return shared if _OF_MONEY.search(shared) else ""


def _holds_amounts(rows: Sequence[Row], position: int) -> bool:
    spanning = (len({cell.text for cell in row.cells if cell.text.strip()}) < 2 for row in rows)
    cells = [
        squeeze(row.cells[position].text) for row, alone in zip(rows, spanning, strict=True) if not alone and position < len(row.cells)
    ]
    filled = [text for text in cells if text not in _BLANK]
    return bool(cells) and 5 * sum(_AMOUNT.fullmatch(text) is not None for text in filled) >= 4 * len(filled)


def _joined(row: Row, columns: _Columns) -> Row:
    """The row with the amounts of all sources in the first of their cells and the names of those sources in the second."""
    if len({cell.text for cell in row.cells if cell.text.strip()}) < 2:
        return row
    cells = list(row.cells)
    if len(cells) <= columns.sources[-1][0]:
        return row
    filled = [(cells[position].text.strip(), name) for position, name in columns.sources if squeeze(cells[position].text) not in _BLANK]
    total = "" if columns.total is None or columns.total >= len(cells) else cells[columns.total].text
    noughts = [cells[position].text for position, _ in columns.sources if squeeze(cells[position].text) == "0"]
    amounts = "；".join(amount for amount, _ in filled) or total or "".join(noughts[:1])
    for (position, _), text in zip(columns.sources, (amounts, "、".join(name for _, name in filled)), strict=False):
        cells[position] = replace(cells[position], text=text)
    return replace(row, cells=tuple(cells))


def _with_rate_by_formula(heading: Heading) -> Heading:
    """The heading with B/A as the rate where other headers name B as money spent and A as the money at hand."""
    named = {mark: name for text in heading.texts for mark, name in names_by_mark(text)}
    for position, text in enumerate(heading.texts):
        found = _FORMULA.fullmatch(text)
        if found is None or heading.keys[position] is not None or "rate" in heading.keys:
            continue
        spent, whole = (named.get(mark, "") for mark in found.group(1, 2))
        if EXECUTES.search(spent) and whole and not EXECUTES.search(whole):
            keys = ["rate" if p == position else key for p, key in enumerate(heading.keys)]
            return replace(heading, keys=tuple(keys))
    return heading
