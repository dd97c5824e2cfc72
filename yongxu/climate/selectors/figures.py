"""What may be added up and what may not: verdicts of benefits, emission reductions, money. Pure functions over typed rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from yongxu.climate.findings.pairing import figure_in, pairs_of, same_kind
from yongxu.climate.models import Expenditure, Measure, MeasureYear
from yongxu.climate.rows import MeasureRow
from yongxu.indicators.models import read_decimal
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict, judge

OVER_YEARS = ("cumulative", "phase")


@dataclass(frozen=True, slots=True)
class JudgedBenefit:
    """An expected benefit, the result that answers it, its verdict, and how far it is, in percent of a number to be reached."""

    target: TargetPart
    result: ResultPart | None
    verdict: Verdict
    progress: Decimal | None


@dataclass(frozen=True, slots=True)
class EmissionTotal:
    """Tonnes of CO2e of one kind (expected, realised, potential, unspecified), one recurrence (per year, one-off, cumulative, mixed,
    unspecified) and one year; unlike ones are never added together.

    ``cumulative`` is since the phase began, of those measures that state it. ``left_out`` are measures whose figures are already
    in another one's: they are named here and in no sum.
    """

    kind: str
    year: Decimal | None
    cumulative: Decimal | None
    measures: int
    left_out: tuple[Measure, ...]
    recurrence: str = "unspecified"


@dataclass(frozen=True, slots=True)
class SpentAmount:
    """One executed amount in 元 with where it came from; ``rate`` in percent, as printed for all amounts of the row.

    ``budget`` (元) is computed as amount ÷ rate, None where one rate stands for several amounts or there is none.
    """

    source: str
    sources_printed: tuple[str, ...]
    amount: Decimal
    rate: Decimal | None
    budget: Decimal | None


@dataclass(frozen=True, slots=True)
class Spending:
    """Executed amounts in 元 kept apart by who pays. ``mixed`` were printed as one amount of several kinds of sources.

    ``public`` is government budgets and public funds together; state firms, private investment and mixed amounts are never in it.
    """

    government: Decimal
    fund: Decimal
    state_firm: Decimal
    private: Decimal
    mixed: Decimal
    unstated: Decimal

    @property
    def public(self) -> Decimal:
        return self.government + self.fund


def judge_benefits(row: MeasureRow, *, roc_year: int) -> tuple[JudgedBenefit, ...]:
    """The verdict of every expected benefit in a year.

    =================================================================================  ================
    the measure had ended before the year                                              not applicable
    the benefit is for a later year than the one reported                              not due
    the benefit is for an earlier year and that year's result is not in the row        not applicable
    no number on either side, or figures of different things                           needs judgement
    a yearly benefit answered only by a total of several years                         needs judgement
    reached                                                                            met
    not reached, of the phase or cumulative, and the measure runs on                   not due
    not reached, of the phase or cumulative, answered by one year alone at its end     needs judgement
    not reached                                                                        missed
    =================================================================================  ================
    """
    return tuple(_judge_benefit(row, target, result, roc_year) for _, target, result in pairs_of(row))


def _judge_benefit(row: MeasureRow, target: TargetPart, result: ResultPart | None, roc_year: int) -> JudgedBenefit:
    if row.ended or target.not_applicable:
        return JudgedBenefit(target, result, Verdict.NOT_APPLICABLE, None)
    named = int(target.basis.partition(":")[2]) if target.basis.startswith("by_year:") else None
    if target.not_due or (named is not None and named > roc_year and (result is None or result.span == (named, named))):
        return JudgedBenefit(target, result, Verdict.NOT_DUE, None)
    if named is not None and named < roc_year and result is None:
        return JudgedBenefit(target, result, Verdict.NOT_APPLICABLE, None)
    if target.basis == "per_year":
        result = _of_one_year(row, target, result, roc_year)
    elif target.basis in OVER_YEARS:
        result = _of_all_years(row, target, result)
    own = None if result is None else figure_in(target, result)
    if own is None or target.value is None or target.comparator in (Comparator.QUALITATIVE, Comparator.NONE):
        return JudgedBenefit(target, result, Verdict.NEEDS_JUDGEMENT, None)
    verdict = judge(replace(target, unit=None, basis="per_year"), ResultPart("", own))
    if verdict is Verdict.MISSED and (target.basis in OVER_YEARS or (named is not None and named > roc_year)):
        runs_on = row.period is not None and row.period[1] > roc_year
        one_year = result is not None and result.span is not None and result.span[0] == result.span[1]
        whole = row.period is not None and row.period[0] == row.period[1]
        verdict = Verdict.NOT_DUE if runs_on else Verdict.NEEDS_JUDGEMENT if one_year and not whole else verdict
    reach = target.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN) and target.value > 0
    progress = (Decimal(100) * own / target.value).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if reach else None
    return JudgedBenefit(target, result, verdict, progress)


def _of_one_year(row: MeasureRow, target: TargetPart, result: ResultPart | None, roc_year: int) -> ResultPart | None:
    """The result of the year reported; of a total over several years the stated yearly mean; None where there is neither."""
    if result is None or result.span is None or result.span[0] == result.span[1] or target.unit == "%":
        return result
    alike = [item for item in row.results if item.value is not None and same_kind(target, item) and item.number == result.number]
    own = next((item for item in alike if item.span == (roc_year, roc_year)), None)
    return own or next((item for item in alike if "平均" in item.text), None)


def _of_all_years(row: MeasureRow, target: TargetPart, result: ResultPart | None) -> ResultPart | None:
    """The total over the years where the row states one beside the figure of the year (003 row 3.1.1)."""
    if result is None or result.span is None or result.span[0] != result.span[1]:
        return result
    alike = (item for item in row.results if item.value is not None and same_kind(target, item) and item.number == result.number)
    return next((item for item in alike if item.span is not None and item.span[0] < item.span[1] and "平均" not in item.text), result)


class UnlikeReductions(ValueError):
    """Reductions of several years, kinds or recurrences were to be added to one sum."""


def add_emissions(years: Iterable[MeasureYear]) -> tuple[EmissionTotal, ...]:
    """Sums of one kind, one recurrence and one year, largest first. Measures marked as overlapping are left out.

    Raises `UnlikeReductions` for rows of several years: figures of years are never added here, the cumulative figure is what is stated.
    """
    stated = [year for year in years if year.co2e_year is not None or year.co2e_cumulative is not None]
    groups: dict[tuple[str, str], list[MeasureYear]] = defaultdict(list)
    for year in stated:
        groups[_sort_of(year)].append(year)
    if len({year.year for year in stated}) > 1:
        raise UnlikeReductions("emission reductions of several years cannot be added")
    totals = [add_alike(own) for own in groups.values()]
    return tuple(sorted(totals, key=lambda total: total.year or Decimal(0), reverse=True))


def add_alike(years: Sequence[MeasureYear]) -> EmissionTotal:
    """One sum of reductions that are all of one year, kind and recurrence. Raises `UnlikeReductions` for others, and for none."""
    if len({(year.year, *_sort_of(year)) for year in years}) != 1:
        raise UnlikeReductions("only emission reductions of one year, kind and recurrence can be added")
    kind, recurrence = _sort_of(years[0])
    counted = [year for year in years if year.measure.counted_in_id is None]
    return EmissionTotal(
        kind=kind,
        year=_sum(read_decimal(year.co2e_year_text) for year in counted),
        cumulative=_sum(read_decimal(year.co2e_cumulative_text) for year in counted),
        measures=len(counted),
        left_out=tuple(year.measure for year in years if year.measure.counted_in_id is not None),
        recurrence=recurrence,
    )


def _sort_of(year: MeasureYear) -> tuple[str, str]:
    return year.co2e_kind or "unspecified", year.co2e_recurrence or "unspecified"


def spent_amounts(year: MeasureYear) -> tuple[SpentAmount, ...]:
    """The executed amounts of a measure's year. No query when it comes from ``with_parts()``."""
    rate = read_decimal(year.execution_rate_text)
    amounts = list(year.expenditures.all())
    return tuple(
        SpentAmount(
            source=item.source,
            sources_printed=tuple(item.sources_printed),
            amount=item.amount_ntd,
            rate=rate,
            budget=(item.amount_ntd * 100 / rate).quantize(Decimal(1), rounding=ROUND_HALF_UP) if rate and len(amounts) == 1 else None,
        )
        for item in amounts
    )


def add_spending(years: Iterable[MeasureYear]) -> Spending:
    """The executed amounts of all rows, kept apart by source. No query when they come from ``with_parts()``."""
    amounts = [item for year in years for item in year.expenditures.all()]
    source = Expenditure.Source

    def total(kind: Expenditure.Source) -> Decimal:
        return sum((item.amount_ntd for item in amounts if item.source == kind), Decimal(0))

    return Spending(
        government=total(source.GOVERNMENT),
        fund=total(source.FUND),
        state_firm=total(source.STATE_FIRM),
        private=total(source.PRIVATE),
        mixed=total(source.MIXED),
        unstated=total(source.UNSTATED),
    )


def kind_of_source(printed: str) -> Expenditure.Source:
    """Which kind a printed source 經費來源 is: 公務預算, 石油基金, 國營事業預算, 民間投資."""
    for kind, words in SOURCE_WORDS:
        if any(word in printed for word in words):
            return kind
    return Expenditure.Source.UNSTATED


SOURCE_WORDS: tuple[tuple[Expenditure.Source, tuple[str, ...]], ...] = (
    (Expenditure.Source.STATE_FIRM, ("國營", "事業預算", "台電", "中油", "台水", "台糖")),
    (Expenditure.Source.PRIVATE, ("民間", "業者", "自籌", "自有", "企業", "廠商")),
    (Expenditure.Source.FUND, ("基金",)),
    (Expenditure.Source.GOVERNMENT, ("預算", "公務", "前瞻", "補助", "政府", "經費")),
)
"""Kind of source and the words that show it; the first line that applies decides (documents of 2024; common usage)."""


def assign_sources(amounts: int, funding: Sequence[str]) -> list[tuple[Expenditure.Source, list[str]]]:
    """The source of each printed amount. As many sources as amounts belong to each other in order (003 row 3.1.1); one amount for
    several sources is of their common kind, or mixed where they are of different kinds."""
    if amounts == len(funding):
        return [(kind_of_source(source), [source]) for source in funding]
    kinds = {kind_of_source(source) for source in funding}
    together = Expenditure.Source.UNSTATED if not kinds else kinds.pop() if len(kinds) == 1 else Expenditure.Source.MIXED
    return [(together, list(funding))] * amounts


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
