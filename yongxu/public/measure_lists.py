"""Lists of measures as readers narrow, sort and page them: the query of the address in, rows out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from yongxu.climate.selectors.pages import MeasureCard

PAGE_SIZE = 25
UNNAMED = "-"
"""In the address: rows whose cell is empty in the document."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter: what stands in the address, what is shown, how many rows it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MeasureQuery:
    """What a reader asked for; empty means all. ``sort`` is a key of `SORTS`, with ``-`` before it the largest first."""

    element: str = ""
    agency: str = ""
    state: str = ""
    funding: str = ""
    sort: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> "MeasureQuery":
        """What the address asks for; an unknown sort counts as none."""
        sort = given.get("sort", "")
        return cls(
            element=given.get("element", ""),
            agency=given.get("agency", ""),
            state=given.get("state", ""),
            funding=given.get("funding", ""),
            sort=sort if sort.removeprefix("-") in SORTS else "",
        )

    @property
    def is_narrow(self) -> bool:
        return bool(self.element or self.agency or self.state or self.funding)

    def keeps(self, card: MeasureCard) -> bool:
        return all(not value or value in FACETS[name](card) for name, value in self._facets())

    def _facets(self) -> tuple[tuple[str, str], ...]:
        return (("element", self.element), ("agency", self.agency), ("state", self.state), ("funding", self.funding))


def _agencies(card: MeasureCard) -> set[str]:
    return {item.code for item in (*card.leads, *card.co_agencies)} or {UNNAMED}


def _states(card: MeasureCard) -> set[str]:
    return {"ended" if card.row.ended else "running", *(["new"] if card.row.is_new else [])}


FACETS: dict[str, Callable[[MeasureCard], set[str]]] = {
    "element": lambda card: {card.row.element or UNNAMED},
    "agency": _agencies,
    "state": _states,
    "funding": lambda card: set(card.row.funding) or {UNNAMED},
}


def _executed(card: MeasureCard) -> Decimal | None:
    return sum((item.amount for item in card.spending), Decimal(0)) if card.spending else None


SORTS: dict[str, Callable[[MeasureCard], Decimal | None]] = {
    "code": lambda _card: None,
    "year": lambda card: card.row.co2e.year,
    "cumulative": lambda card: card.row.co2e.cumulative,
    "executed": _executed,
    "rate": lambda card: card.row.execution_rate,
}


def narrow(cards: Sequence[MeasureCard], query: MeasureQuery) -> list[MeasureCard]:
    """The rows that the reader asked for, in the order asked for; rows without the figure come last either way."""
    kept = [card for card in cards if query.keeps(card)]
    key = query.sort.removeprefix("-")
    if key in ("", "code"):
        return kept[::-1] if query.sort == "-code" else kept
    known: list[tuple[Decimal, MeasureCard]] = []
    unknown = []
    for card in kept:
        value = SORTS[key](card)
        if value is None:
            unknown.append(card)
        else:
            known.append((value, card))
    known.sort(key=lambda item: item[0], reverse=query.sort.startswith("-"))
    return [card for _, card in known] + unknown


def page_of(cards: Sequence[MeasureCard], number: str | None) -> Page:  # type: ignore[type-arg]
    """A page of rows; a number that is none, or too large, gives the nearest page."""
    return Paginator(cards, PAGE_SIZE).get_page(number)


def options_of(cards: Sequence[MeasureCard], facet: str, *, chosen: str, labels: Callable[[str], str]) -> list[Option]:
    """The choices of one filter with how many rows each has, most first."""
    counts: dict[str, int] = {}
    for card in cards:
        for value in FACETS[facet](card):
            counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (item[0] == UNNAMED, -item[1], item[0]))
    return [Option(value, labels(value), count, value == chosen) for value, count in ordered]
