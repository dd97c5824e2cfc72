"""Pages of the action programmes: all of them in a year, one of them, one of its strategies; and their charts."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yongxu.climate.models import Programme
from yongxu.climate.selectors.figures import EmissionTotal, Spending, spent_amounts
from yongxu.climate.selectors.pages import (
    MeasureCard,
    MeasureStanding,
    ProgrammeCard,
    ProgrammePage,
    StrategyCard,
    Totals,
    overview_of_programmes,
    programme_page,
    programme_years,
    standings_of,
)
from yongxu.public.measure_charts import Bar, amounts_of, bars_of_kinds, bars_of_measures, draw_bars
from yongxu.public.measure_lists import UNNAMED, MeasureQuery, narrow, options_of, page_of
from yongxu.public.serving import published_page
from yongxu.public.templatetags.measures import element_name
from yongxu.ui.charts import Specification, chart_digest, compile_vega, draw_svg
from yongxu.ui.navigation import Crumb

KINDS = ("realised", "expected", "potential", "unspecified")


@dataclass(frozen=True, slots=True)
class Spent:
    """What one source paid. ``rate`` weighs the measures' rates by the budgets that follow from them, None where none has one."""

    source: str
    amount: Decimal
    share: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A programme in a list, with what is sorted by."""

    card: ProgrammeCard
    strategies: int
    spending: tuple[Spent, ...]
    emissions: tuple[EmissionTotal, ...]

    @property
    def measures(self) -> int:
        return self.card.totals.counts.total if self.card.totals else 0

    @property
    def executed(self) -> Decimal:
        return sum((item.amount for item in self.spending), Decimal(0))

    @property
    def reduction(self) -> Decimal:
        """The largest reduction of one kind: kinds are not added up, not even to sort."""
        return max((item.year for item in self.emissions if item.year is not None), default=Decimal(0))


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart in two widths with its words."""

    wide: str
    narrow: str
    specification: str
    height: int
    label: str
    description: str


@published_page
def overview(request: HttpRequest) -> HttpResponse:
    """The six sectors and the twelve key strategies in one year."""
    years = programme_years()
    year = _chosen_year(request, years)
    standings = [] if year is None else standings_of(year=year)
    overview = overview_of_programmes(standings, year=year or 0)
    rows = {
        card.programme.pk: _overview_row(card, [item for item in standings if item.measure.strategy.programme_id == card.programme.pk])
        for card in overview.cards
    }
    sort = request.GET.get("sort", "")
    context = {
        "section": "programmes",
        "trail": [Crumb(gettext("行動方案"))],
        "year": year,
        "years": years,
        "sectors": _sorted([rows[card.programme.pk] for card in overview.sectors], sort),
        "strategies": _sorted([rows[card.programme.pk] for card in overview.strategies], sort),
        "sectors_loaded": _count_loaded(rows, overview.sectors),
        "sectors_missing": len(overview.sectors) - _count_loaded(rows, overview.sectors),
        "strategies_loaded": _count_loaded(rows, overview.strategies),
        "strategies_missing": len(overview.strategies) - _count_loaded(rows, overview.strategies),
        "loaded": sum(row.card.totals is not None for row in rows.values()),
        "programmes": len(rows),
        "measures": len(standings),
        "ended": sum(item.row.ended for item in standings),
        "chart": _chart(
            _overview_bars(list(rows.values())),
            reverse("public:programmes-chart"),
            reverse("public:programmes-chart-specification"),
            query=f"year={year}&",
            label=gettext("各方案當年減量互動圖"),
            description=gettext("各方案當年減量長條圖，實際、預期、潛力與未說明性質者分列，數字見下表。"),
        ),
    }
    return render(request, "public/programmes/overview.html", context)


@require_safe
def overview_chart(request: HttpRequest) -> HttpResponse:
    """The chart of all programmes as a picture."""
    return _picture(request, _specification(_bars_of_year(request), request))


@require_safe
def overview_chart_specification(request: HttpRequest) -> HttpResponse:
    """The chart of all programmes for the interactive view."""
    return _interactive(request, _specification(_bars_of_year(request), request))


def programme(request: HttpRequest, programme: str, year: int | None = None) -> HttpResponseBase:
    """A programme in a year: what it brought and cost, and its measures to narrow and sort."""
    return _programme(request, programme=programme, year=year)


@published_page
def _programme(request: HttpRequest, *, programme: str, year: int | None) -> HttpResponse:
    page = programme_page(programme, year=year)
    if page is None:
        return _empty_programme(request, programme, year)
    query = MeasureQuery.of(request.GET)
    cards = [card for strategy in page.strategies for card in strategy.measures]
    found = narrow(cards, query)
    names = {item.code: item.name() for card in cards for item in (*card.leads, *card.co_agencies)}
    context = {
        **_of_programme(page, cards),
        "trail": [_programmes(), Crumb(page.programme.name(), language=_language_of(page.programme))],
        "query": query,
        "found": len(found),
        "rows": page_of(found, request.GET.get("page")),
        "is_grouped": query.sort in ("", "code"),
        "elements": options_of(cards, "element", chosen=query.element, labels=lambda value: _or_unnamed(value, element_name(value))),
        "agencies": options_of(cards, "agency", chosen=query.agency, labels=lambda value: _or_unnamed(value, names.get(value, value))),
        "states": options_of(cards, "state", chosen=query.state, labels=_state_name),
        "funding": options_of(cards, "funding", chosen=query.funding, labels=lambda value: _or_unnamed(value, value)),
        "chart": _programme_chart(page, cards),
    }
    return render(request, "public/programmes/programme.html", context)


@require_safe
def programme_chart(request: HttpRequest, programme: str, year: int) -> HttpResponse:
    """The largest reductions of a programme's year as a picture."""
    return _picture(request, _specification(_bars_of_programme(programme, year), request))


@require_safe
def programme_chart_specification(request: HttpRequest, programme: str, year: int) -> HttpResponse:
    """The largest reductions of a programme's year for the interactive view."""
    return _interactive(request, _specification(_bars_of_programme(programme, year), request))


@published_page
def strategy(request: HttpRequest, programme: str, code: str) -> HttpResponse:
    """A strategy of a programme with its measures in the newest year."""
    page = programme_page(programme)
    chosen = None if page is None else next((item for item in page.strategies if item.strategy.code == code), None)
    if page is None or chosen is None:
        raise Http404
    position = page.strategies.index(chosen)
    context = {
        **_of_programme(page, list(chosen.measures), totals=chosen.totals),
        "trail": [
            _programmes(),
            Crumb(page.programme.name(), reverse("public:programme", args=[programme]), language=_language_of(page.programme)),
            Crumb(gettext("策略 %(code)s") % {"code": code}),
        ],
        "chosen": chosen,
        "before": _coded(page.strategies[position - 1]) if position else None,
        "after": _coded(page.strategies[position + 1]) if position + 1 < len(page.strategies) else None,
    }
    return render(request, "public/programmes/strategy.html", context)


def spent_by_source(spending: Spending, standings: list[MeasureStanding] | list[MeasureCard]) -> tuple[Spent, ...]:
    """What each source paid. The rate is executed ÷ budget, and the budget is what follows from a measure's amount and rate, over the
    measures that print one amount and its rate. No query."""
    amounts = amounts_of(spending)
    largest = max((amount for _, amount in amounts), default=Decimal(0))
    known = [item for standing in standings for item in spent_amounts(standing.year) if item.budget]
    spent = []
    for source, amount in amounts:
        own = [item for item in known if item.source == source]
        budget = sum((item.budget for item in own if item.budget), Decimal(0))
        executed = sum((item.amount for item in own), Decimal(0))
        rate = (executed * 100 / budget).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if budget else None
        spent.append(Spent(source, amount, f"{amount * 100 / largest:.2f}%", rate))
    return tuple(spent)


def _of_programme(page: ProgrammePage, cards: list[MeasureCard], totals: Totals | None = None) -> dict[str, object]:
    """What the pages of a programme and of its strategies share."""
    shown = totals or page.totals
    return {
        "section": "programmes",
        "page": page,
        "programme": page.programme,
        "framework": page.programme,
        "year": page.year,
        "totals": shown,
        "running": shown.counts.total - shown.ended,
        "new": sum(card.row.is_new for card in cards),
        "emissions": _in_order(shown.emissions),
        "spending": spent_by_source(shown.spending, cards),
    }


def _empty_programme(request: HttpRequest, code: str, year: int | None) -> HttpResponse:
    chosen = get_object_or_404(Programme.objects.select_related("lead").prefetch_related("lead__names"), code=code)
    if year is not None:
        raise Http404
    trail = [_programmes(), Crumb(chosen.name(), language=_language_of(chosen))]
    return render(request, "public/programmes/empty.html", {"section": "programmes", "programme": chosen, "trail": trail})


def _overview_row(card: ProgrammeCard, standings: list[MeasureStanding]) -> OverviewRow:
    if card.totals is None:
        return OverviewRow(card, 0, (), ())
    strategies = len({item.measure.strategy_id for item in standings})
    return OverviewRow(card, strategies, spent_by_source(card.totals.spending, standings), _in_order(card.totals.emissions))


def _count_loaded(rows: dict[int, OverviewRow], cards: tuple[ProgrammeCard, ...]) -> int:
    return sum(rows[card.programme.pk].card.totals is not None for card in cards)


def _in_order(emissions: tuple[EmissionTotal, ...]) -> tuple[EmissionTotal, ...]:
    """What was realised first, what is not explained last."""
    return tuple(sorted(emissions, key=lambda item: KINDS.index(item.kind) if item.kind in KINDS else len(KINDS)))


def _sorted(rows: list[OverviewRow], sort: str) -> list[OverviewRow]:
    """Rows by a column; what was not loaded comes last either way."""
    loaded, missing = [row for row in rows if row.card.totals], [row for row in rows if not row.card.totals]
    keys = {"measures": lambda row: row.measures, "executed": lambda row: row.executed, "reduction": lambda row: row.reduction}
    key = keys.get(sort.removeprefix("-"))
    if key is None:
        return rows[::-1] if sort == "-position" else rows
    return sorted(loaded, key=key, reverse=sort.startswith("-")) + missing


def _chosen_year(request: HttpRequest, years: list[int]) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and int(asked) in years else next(iter(years), None)


def _overview_bars(rows: list[OverviewRow]) -> list[Bar]:
    loaded = [row for row in rows if row.card.totals]
    several = len(loaded) > 1
    return bars_of_kinds((row.card.programme.name() if several else "", row.emissions) for row in loaded)


def _bars_of_year(request: HttpRequest) -> list[Bar]:
    year = _chosen_year(request, programme_years())
    if year is None:
        return []
    standings = standings_of(year=year)
    overview = overview_of_programmes(standings, year=year)
    return _overview_bars([_overview_row(card, []) for card in overview.cards])


def _bars_of_programme(code: str, year: int) -> list[Bar]:
    page = programme_page(code, year=year)
    return [] if page is None else bars_of_measures(card for strategy in page.strategies for card in strategy.measures)


def _programme_chart(page: ProgrammePage, cards: list[MeasureCard]) -> BarChart | None:
    return _chart(
        bars_of_measures(cards),
        reverse("public:programme-chart", args=[page.programme.code, page.year]),
        reverse("public:programme-chart-specification", args=[page.programme.code, page.year]),
        label=gettext("各措施當年減量互動圖"),
        description=gettext("當年減量最多的措施長條圖，顏色區分實際、預期、潛力與未說明性質，數字見措施表。"),
    )


def _chart(bars: list[Bar], picture: str, specification: str, *, label: str, description: str, query: str = "") -> BarChart | None:
    wide, narrow_one = draw_bars(bars, narrow=False), draw_bars(bars, narrow=True)
    if wide is None or narrow_one is None:
        return None
    return BarChart(
        wide=f"{picture}?{query}v={chart_digest(wide)}",
        narrow=f"{picture}?{query}narrow=1&v={chart_digest(narrow_one)}",
        specification=f"{specification}?{query}v={chart_digest(wide)}",
        height=60 + 30 * len(bars),
        label=label,
        description=description,
    )


def _specification(bars: list[Bar], request: HttpRequest) -> Specification:
    drawn = draw_bars(bars, narrow="narrow" in request.GET)
    if drawn is None:
        raise Http404
    return drawn


def _picture(request: HttpRequest, specification: Specification) -> HttpResponse:
    return _lasting(request, HttpResponse(draw_svg(specification), content_type="image/svg+xml"))


def _interactive(request: HttpRequest, specification: Specification) -> HttpResponse:
    return _lasting(request, HttpResponse(compile_vega(specification), content_type="application/json"))


def _lasting(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A chart whose address names its content never changes."""
    response["Cache-Control"] = "public, max-age=31536000, immutable" if request.GET.get("v") else "no-cache"
    return response


def _programmes() -> Crumb:
    return Crumb(gettext("行動方案"), reverse("public:programmes"))


def _language_of(programme: Programme) -> str:
    return "" if programme.name_en else "zh-Hant-TW"


def _coded(card: StrategyCard) -> StrategyCard | None:
    return card if card.strategy.code else None


def _or_unnamed(value: str, label: str) -> str:
    return gettext("文件未列") if value == UNNAMED else label


def _state_name(value: str) -> str:
    return {"running": gettext("執行中"), "ended": gettext("已結束"), "new": gettext("新增措施")}[value]
