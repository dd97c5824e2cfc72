"""The page of a measure, and measures as data."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yongxu.climate.interchange import KIND, row_to_json
from yongxu.climate.selectors.pages import MeasureCard, MeasurePage, measure_page, programme_page
from yongxu.public.errata import csv_cells, errata_of_measure, errata_of_programme, errata_to_json, newest_by_row, tell_erratum
from yongxu.public.serving import published_page
from yongxu.quantities.spreadsheets import csv_of
from yongxu.reporting.models import Erratum
from yongxu.ui.navigation import Crumb

ROC_OFFSET = 1911
COLUMNS = (
    "year", "programme", "strategy_code", "strategy", "code", "measure", "is_new", "ended", "element", "agencies", "co_agencies",
    "period_first", "period_last", "plan", "expected_benefit", "result", "standing", "co2e_year_tonnes", "co2e_cumulative_tonnes",
    "co2e_kind", "co2e_recurrence", "executed_ntd", "source", "execution_rate_percent", "funding", "money_note", "document",
    "judged_verdict", "judged_reason", "corrected_on", "correction_note",
)  # fmt: skip


@published_page
def measure(request: HttpRequest, programme: str, code: str) -> HttpResponse:
    """A measure: what it promised, brought and cost in every published year, and who answers for it."""
    page = _page(programme, code)
    owner = page.measure.strategy.programme
    strategy = page.measure.strategy
    crumbs = [
        Crumb(gettext("行動方案"), reverse("public:programmes")),
        Crumb(owner.name(), reverse("public:programme", args=[owner.code]), language="" if owner.name_en else "zh-Hant-TW"),
    ]
    if strategy.code:
        address = reverse("public:strategy", args=[owner.code, strategy.code])
        crumbs.append(Crumb(gettext("策略 %(code)s") % {"code": strategy.code}, address))
    errata = [tell_erratum(item) for item in errata_of_measure(page.measure)]
    context = {
        "section": "programmes",
        "framework": owner,
        "trail": [*crumbs, Crumb(gettext("措施 %(code)s") % {"code": code})],
        "page": page,
        "measure": page.measure,
        "strategy": strategy,
        "programme": owner,
        "latest": page.latest,
        "earlier": page.years[1:],
        "errata": errata,
        "latest_erratum": next((item for item in errata if item.year == page.latest.year.year), None),
        "publications": tuple({card.year.publication_id: card.year.publication for card in page.years}.values()),
        "unlinked_leads": _unlinked(page.latest.row.agencies, len(page.latest.leads)),
        "unlinked_co_agencies": _unlinked(page.latest.row.co_agencies, len(page.latest.co_agencies)),
    }
    return render(request, "public/programmes/measure.html", context)


@require_safe
def measure_json(request: HttpRequest, programme: str, code: str) -> HttpResponse:
    """Every published year of a measure as JSON."""
    del request
    page = _page(programme, code)
    years = [_document(f"{card.year.publication.title}", card.year.year, [card]) for card in page.years]
    judgements = [
        {"year": year.year, "verdict": year.judged_verdict, "reason": year.judged_reason, "at": year.judged_at.isoformat()}
        for year in (card.year for card in page.years)
        if year.judged_at
    ]
    errata = errata_to_json(errata_of_measure(page.measure))
    body = {"programme": programme, "code": code, "years": years, "judgements": judgements, "errata": errata}
    return _file(json.dumps(body, ensure_ascii=False, indent=1), f"{programme}-{code}.json", "application/json")


@require_safe
def measure_csv(request: HttpRequest, programme: str, code: str) -> HttpResponse:
    """Every published year of a measure as a table."""
    del request
    page = _page(programme, code)
    return _file(_table(page.years, errata_of_measure(page.measure)), f"{programme}-{code}.csv", "text/csv")


@require_safe
def programme_json(request: HttpRequest, programme: str, year: int) -> HttpResponse:
    """A programme's year as JSON, in the shape that `yongxu load` reads back."""
    del request
    cards = _cards(programme, year)
    body = _document(cards[0].year.publication.title, year, cards)
    return _file(json.dumps(body, ensure_ascii=False, indent=1), f"{programme}-{year}.json", "application/json")


@require_safe
def programme_csv(request: HttpRequest, programme: str, year: int) -> HttpResponse:
    """A programme's year as a table, one line per measure."""
    del request
    return _file(_table(_cards(programme, year), errata_of_programme(programme)), f"{programme}-{year}.csv", "text/csv")


def _page(programme: str, code: str) -> MeasurePage:
    page = measure_page(programme, code)
    if page is None:
        raise Http404
    return page


def _cards(programme: str, year: int) -> list[MeasureCard]:
    page = programme_page(programme, year=year)
    if page is None:
        raise Http404
    return [card for strategy in page.strategies for card in strategy.measures]


def _unlinked(printed: Sequence[str], linked: int) -> Sequence[str]:
    """The names as printed where not every one of them was recognised."""
    return printed if len(printed) > linked else ()


def _document(title: str, year: int, cards: Iterable[MeasureCard]) -> dict[str, object]:
    rows = [row_to_json(card.row) for card in cards]
    return {"kind": KIND, "title": title, "year": year - ROC_OFFSET, "rows": rows, "problems": []}


def _table(cards: Iterable[MeasureCard], errata: Iterable[Erratum]) -> str:
    """Comma-separated values with a byte order mark, so that spreadsheets read the Chinese. One query for the errata."""
    newest = newest_by_row(errata)
    return csv_of([COLUMNS, *((*_values(card), *csv_cells(newest.get((card.measure.code, card.year.year)))) for card in cards)])


def _values(card: MeasureCard) -> tuple[str | int | Decimal | bool | None, ...]:
    row, strategy = card.row, card.measure.strategy
    first, last = row.period or (None, None)
    return (
        card.year.year, strategy.programme.name_zh, strategy.code, strategy.name_zh, card.measure.code, row.name, row.is_new, row.ended,
        row.element, "、".join(row.agencies), "、".join(row.co_agencies), first, last, row.plan, row.target_text, row.result_text,
        card.status.value, row.co2e.year, row.co2e.cumulative, row.co2e.kind, row.co2e.recurrence,
        "、".join(_plain(amount) for amount in row.executed_ntd), "、".join(item.source for item in card.spending),
        row.execution_rate, "、".join(row.funding), row.money_note,
        card.year.publication.title, card.year.judged_verdict, card.year.judged_reason,
    )  # fmt: skip


def _plain(amount: Decimal) -> str:
    """An amount without the decimals that its column adds: 20601000, 1500.5."""
    whole = amount.to_integral_value()
    return f"{whole:f}" if whole == amount else f"{amount.normalize():f}"


def _file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
