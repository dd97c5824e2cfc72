"""The typed rows of the record, as they were read, and what does not add up in them."""

from yongxu.climate.findings import find_all
from yongxu.climate.interchange import KIND
from yongxu.climate.models import MeasureYear
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.indicators.models import read_decimal
from yongxu.indicators.selectors import ROC_OFFSET
from yongxu.quantities.findings import Examined


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
        co2e=EmissionReduction(
            read_decimal(year.co2e_year_text), read_decimal(year.co2e_cumulative_text), year.co2e_kind, year.co2e_recurrence
        ),
        place=year.place,
    )


def published_rows(programme: str, *, year: int) -> list[MeasureRow]:
    """Every published row of a programme's (CE) year, in order. Four queries."""
    years = MeasureYear.objects.published().for_year(year).filter(measure__strategy__programme__code=programme)
    return [row_of(item) for item in years.order_by("measure__sort_key").with_parts()]


def find_in_measures(*, year: int | None = None) -> list[Examined]:
    """Findings of what is published, per programme and CE year, or of one year alone. Four queries per programme and year."""
    published = MeasureYear.objects.published() if year is None else MeasureYear.objects.published().for_year(year)
    tables = (
        published.order_by("measure__strategy__programme", "-year").values_list("measure__strategy__programme__code", "year").distinct()
    )
    examined = []
    for programme, each in tables:
        found = find_all(ProgrammeReport(programme, each - ROC_OFFSET, tuple(published_rows(programme, year=each)), ()))
        examined.append(Examined(KIND, programme, each, tuple(finding for row in found for finding in row)))
    return examined
