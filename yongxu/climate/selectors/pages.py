"""What the pages of programmes, strategies and measures show, in the reader's own shape; every read has a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yongxu.climate.models import Measure, MeasureOrganization, MeasureYear, Programme, Strategy
from yongxu.climate.rows import MeasureRow
from yongxu.climate.selectors.figures import (
    EmissionTotal,
    JudgedBenefit,
    Spending,
    SpentAmount,
    add_emissions,
    add_spending,
    judge_benefits,
    spent_amounts,
)
from yongxu.climate.selectors.rows import row_of
from yongxu.indicators.selectors import ROC_OFFSET
from yongxu.organizations.models import Organization
from yongxu.quantities.verdicts import Achievement, Verdict, achievement, row_verdict
from yongxu.reporting.models import Publication


@dataclass(frozen=True, slots=True)
class MeasureStanding:
    """How a measure stands in one year: its typed row and the verdicts of its benefits.

    ``status`` is the verdict over all benefits, ``not_applicable`` for a measure that had ended; or what reviewers judged, and
    ``computed`` is what the figures alone say.
    """

    measure: Measure
    year: MeasureYear
    row: MeasureRow
    benefits: tuple[JudgedBenefit, ...]
    status: Verdict
    computed: Verdict


@dataclass(frozen=True, slots=True)
class MeasureCard(MeasureStanding):
    """How a measure stands, with its money and who is responsible."""

    spending: tuple[SpentAmount, ...]
    leads: tuple[Organization, ...]
    co_agencies: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over measures of one year: how they stand, reductions by kind, executed money by source, and how many had ended."""

    counts: Achievement
    ended: int
    emissions: tuple[EmissionTotal, ...]
    spending: Spending


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A sector's programme or a key strategy in one year. ``totals`` is None where nothing is published for the year."""

    programme: Programme
    totals: Totals | None


@dataclass(frozen=True, slots=True)
class ProgrammeOverview:
    """The six sectors and the twelve key strategies in one (CE) year."""

    year: int
    sectors: tuple[ProgrammeCard, ...]
    strategies: tuple[ProgrammeCard, ...]

    @property
    def cards(self) -> tuple[ProgrammeCard, ...]:
        """Of both kinds, the sectors first."""
        return (*self.sectors, *self.strategies)


@dataclass(frozen=True, slots=True)
class StrategyCard:
    """A strategy of a programme with its measures of one year."""

    strategy: Strategy
    measures: tuple[MeasureCard, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A programme in one (CE) year: its strategies with measures, the sums, the sources, the years that are published."""

    programme: Programme
    year: int
    years: tuple[int, ...]
    totals: Totals
    strategies: tuple[StrategyCard, ...]
    publications: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A measure with all its published years, the newest first, and the other measures of its strategy in the newest year."""

    measure: Measure
    latest: MeasureCard
    years: tuple[MeasureCard, ...]
    siblings: tuple[Measure, ...]
    overlapped_by: tuple[Measure, ...]


def programme_years() -> list[int]:
    """CE years for which any programme is published, the newest first; fiction is no year of the nation. One query."""
    published = MeasureYear.objects.published().filter(measure__strategy__programme__is_fictional=False)
    return list(published.order_by("-year").values_list("year", flat=True).distinct())


def list_programmes(*, year: int, fictional: bool = False) -> ProgrammeOverview:
    """All programmes with reductions and money of the year, also those that nothing is published of. Five queries."""
    return overview_of_programmes(standings_of(year=year, fictional=fictional), year=year, fictional=fictional)


def standings_of(*, year: int, fictional: bool = False) -> list[MeasureStanding]:
    """How every published measure stands in a CE year, in the order of the codes. Four queries."""
    years = MeasureYear.objects.published().for_year(year).filter(measure__strategy__programme__is_fictional=fictional)
    ordered = years.order_by("measure__strategy__programme__position", "measure__sort_key").with_parts()
    return [standing_of(item) for item in ordered.select_related("measure__strategy__programme", "publication")]


def overview_of_programmes(standings: Iterable[MeasureStanding], *, year: int, fictional: bool = False) -> ProgrammeOverview:
    """The programmes over measures that were read already. One query."""
    by_programme: dict[int, list[MeasureStanding]] = defaultdict(list)
    for standing in standings:
        by_programme[standing.measure.strategy.programme_id].append(standing)
    programmes = Programme.objects.filter(is_fictional=fictional)
    cards = [ProgrammeCard(item, _totals_of(by_programme[item.pk]) if item.pk in by_programme else None) for item in programmes]
    return ProgrammeOverview(
        year=year,
        sectors=tuple(card for card in cards if card.programme.kind == Programme.Kind.SECTOR),
        strategies=tuple(card for card in cards if card.programme.kind == Programme.Kind.STRATEGY),
    )


def programme_page(code: str, *, year: int | None = None) -> ProgrammePage | None:
    """A programme in a CE year, by default the newest published one; None where there is nothing. Ten queries."""
    programme = Programme.objects.filter(code=code).select_related("lead").prefetch_related("lead__names").first()
    if programme is None:
        return None
    published = MeasureYear.objects.published().filter(measure__strategy__programme=programme)
    years = tuple(published.order_by("-year").values_list("year", flat=True).distinct())
    chosen = year or next(iter(years), None)
    if chosen is None or chosen not in years:
        return None
    items = published.for_year(chosen).order_by("measure__strategy__sort_key", "measure__sort_key").for_pages()
    cards = [card_of(item) for item in items]
    strategies: dict[int, list[MeasureCard]] = defaultdict(list)
    for card in cards:
        strategies[card.measure.strategy_id].append(card)
    return ProgrammePage(
        programme=programme,
        year=chosen,
        years=years,
        totals=_totals_of(cards),
        strategies=tuple(StrategyCard(own[0].measure.strategy, tuple(own), _totals_of(own)) for own in strategies.values()),
        publications=tuple({card.year.publication_id: card.year.publication for card in cards}.values()),
    )


def strategy_page(programme: str, code: str, *, year: int | None = None) -> tuple[ProgrammePage, StrategyCard] | None:
    """A strategy within its programme's page; None where there is nothing. As many queries as `programme_page`."""
    page = programme_page(programme, year=year)
    if page is None:
        return None
    found = next((card for card in page.strategies if card.strategy.code == code), None)
    return None if found is None else (page, found)


def measure_page(programme: str, code: str) -> MeasurePage | None:
    """A measure with every published year; None where nothing is published of it. Nine queries."""
    years = MeasureYear.objects.published().filter(measure__strategy__programme__code=programme, measure__code=code)
    cards = [card_of(item) for item in years.order_by("-year").for_pages()]
    if not cards:
        return None
    measure = cards[0].measure
    siblings = Measure.objects.filter(strategy=measure.strategy_id, years__publication__published_at__isnull=False).distinct()
    return MeasurePage(
        measure=measure,
        latest=cards[0],
        years=tuple(cards),
        siblings=tuple(siblings.exclude(pk=measure.pk)),
        overlapped_by=tuple(measure.overlapped_by.all()),
    )


def standing_of(year: MeasureYear) -> MeasureStanding:
    """How a measure stands in a year. No query when it comes from ``with_parts()``."""
    row = row_of(year)
    benefits = judge_benefits(row, roc_year=year.year - ROC_OFFSET)
    computed = Verdict.NOT_APPLICABLE if row.ended else row_verdict([benefit.verdict for benefit in benefits])
    return MeasureStanding(year.measure, year, row, benefits, Verdict(year.judged_verdict or computed), computed)


def card_of(year: MeasureYear) -> MeasureCard:
    """A measure's year as pages show it. No query when it comes from ``for_pages()``."""
    standing = standing_of(year)
    roles = list(year.measure.roles.all())
    lead, co_agency = MeasureOrganization.Role.LEAD, MeasureOrganization.Role.CO_AGENCY
    return MeasureCard(
        measure=standing.measure,
        year=year,
        row=standing.row,
        benefits=standing.benefits,
        status=standing.status,
        computed=standing.computed,
        spending=spent_amounts(year),
        leads=tuple(role.organization for role in roles if role.role == lead),
        co_agencies=tuple(role.organization for role in roles if role.role == co_agency),
    )


def count_by_source(cards: Iterable[MeasureCard]) -> dict[str, int]:
    """How many measures each printed source pays for, most first."""
    return dict(Counter(source for card in cards for source in card.row.funding).most_common())


def _totals_of(standings: Sequence[MeasureStanding]) -> Totals:
    years = [standing.year for standing in standings]
    ended = sum(standing.row.ended for standing in standings)
    return Totals(achievement(standing.status for standing in standings), ended, add_emissions(years), add_spending(years))
