"""Reads that span programmes, measures and their years."""

from collections.abc import Iterable

from django.db.models import Q

from yongxu.climate.models import Measure, MeasureYear
from yongxu.climate.rows import EmissionReduction, MeasureRow, Strategy
from yongxu.indicators.models import read_decimal
from yongxu.organizations.selectors import spellings_of

SEARCHED = ("code", "name_zh", "name_en", "years__plan", "strategy__name_zh", "roles__organization__names__name_zh")


def row_of(year: MeasureYear) -> MeasureRow:
    """The typed row that a year was stored from. No query when it comes from ``with_parts()``."""
    results = list(year.results.all())
    order = {result.pk: index for index, result in enumerate(results)}
    benefits = list(year.benefits.all())
    strategy = year.measure.strategy
    return MeasureRow(
        code=year.measure.code,
        strategy=Strategy(strategy.code or None, strategy.name_zh),
        name=year.name_printed,
        plan=year.plan,
        is_new=year.is_new,
        element=year.element,
        agencies=tuple(year.agencies_printed),
        co_agencies=tuple(year.co_agencies_printed),
        period=None if year.period_first is None or year.period_last is None else (year.period_first, year.period_last),
        target_text=year.target_text,
        result_text=year.result_text,
        targets=tuple(benefit.statement() for benefit in benefits),
        results=tuple(result.statement() for result in results),
        pairs=tuple(None if benefit.result_id is None else order[benefit.result_id] for benefit in benefits),
        executed_ntd=tuple(expenditure.amount_ntd for expenditure in year.expenditures.all()),
        execution_rate=read_decimal(year.execution_rate_text),
        money_text=year.money_text,
        money_note=year.money_note,
        funding=tuple(year.funding),
        ended=year.ended,
        co2e=EmissionReduction(read_decimal(year.co2e_year_text), read_decimal(year.co2e_cumulative_text), year.co2e_kind),
        place=year.place,
    )


def published_rows(programme: str, *, year: int) -> list[MeasureRow]:
    """Every published row of a programme's (CE) year, in order. Four queries."""
    years = MeasureYear.objects.published().for_year(year).filter(measure__strategy__programme__code=programme)
    return [row_of(item) for item in years.order_by("measure__sort_key").with_parts()]


def find_measures(terms: Iterable[str]) -> list[Measure]:
    """Published measures in whose code, name, plan, strategy or organisations every term occurs. Two queries."""
    found = Measure.objects.filter(years__publication__published_at__isnull=False)
    for term in terms:
        words = Q()
        for spelling in spellings_of(term):
            for field in SEARCHED:
                words |= Q(**{f"{field}__icontains": spelling})
        found = found.filter(words)
    return list(found.select_related("strategy__programme").distinct().order_by("strategy__programme__position", "sort_key"))
