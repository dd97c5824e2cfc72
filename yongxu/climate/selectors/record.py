"""Reads over the whole record, indicators and measures together: an organisation's duties, what changed, what is behind, search."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from yongxu.climate.models import Measure, MeasureYear, Programme, Strategy
from yongxu.climate.selectors.pages import MeasureStanding, ProgrammeOverview, overview_of_programmes, standing_of, standings_of
from yongxu.goals.models import Framework, Goal
from yongxu.history.selectors import NO_VERSIONS, UNCHANGED, RowVersions, changes_loaded
from yongxu.indicators.models import Indicator, YearReport
from yongxu.indicators.selectors import JudgedReport, YearOverview, judge_report, judge_year, overview_from
from yongxu.organizations.models import Organization
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models import Publication

FOUND_AT_MOST = 50
"""Hits shown of each kind; the page says when there are more."""


@dataclass(frozen=True, slots=True)
class IndicatorDuty:
    """An indicator an organisation answers for, in which roles (codes), and its newest published report."""

    roles: tuple[str, ...]
    latest: JudgedReport


@dataclass(frozen=True, slots=True)
class MeasureDuty:
    """A measure an organisation answers for, in which roles (codes), and how it stands in its newest published year."""

    roles: tuple[str, ...]
    latest: MeasureStanding


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """An organisation, its place among others, and everything published that it is responsible for."""

    organization: Organization
    parent: Organization | None
    predecessor: Organization | None
    parts: tuple[Organization, ...]
    successors: tuple[Organization, ...]
    goals: tuple[Goal, ...]
    programmes: tuple[Programme, ...]
    indicators: tuple[IndicatorDuty, ...]
    measures: tuple[MeasureDuty, ...]


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """A report that came with a publication; ``changed`` names the fields that were different before, empty for a new one."""

    report: YearReport
    changed: tuple[str, ...]
    versions: RowVersions = NO_VERSIONS


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure's year that came with a publication; ``changed`` names the fields that were different before, empty for a new one."""

    year: MeasureYear
    changed: tuple[str, ...]
    versions: RowVersions = NO_VERSIONS


@dataclass(frozen=True, slots=True)
class PublicationChanges:
    """What one publication brought that is still in force."""

    publication: Publication
    indicators: tuple[IndicatorChange, ...]
    measures: tuple[MeasureChange, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """What missed its target in a (CE) year: each report and card carries the reason and the countermeasures that were given."""

    year: int
    indicators: tuple[JudgedReport, ...]
    measures: tuple[MeasureStanding, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """A CE year at a glance, for the home page. ``changes`` is what the newest publication of the year brought."""

    year: int
    years: tuple[int, ...]
    overview: YearOverview
    programmes: ProgrammeOverview
    behind: Behind
    changes: PublicationChanges | None


@dataclass(frozen=True, slots=True)
class SearchHits:
    """What a search found, at most `FOUND_AT_MOST` of each kind."""

    words: str
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    programmes: tuple[Programme, ...]
    strategies: tuple[Strategy, ...]
    measures: tuple[Measure, ...]
    organizations: tuple[Organization, ...]

    @property
    def count(self) -> int:
        groups = (self.goals, self.indicators, self.programmes, self.strategies, self.measures, self.organizations)
        return sum(len(group) for group in groups)


def organization_page(code: str) -> OrganizationPage | None:
    """An organisation with all it is responsible for; None where there is no such code. Eleven queries."""
    own = Q(code=code)
    near = Q(parent__code=code) | Q(predecessor__code=code) | Q(children__code=code) | Q(successors__code=code)
    family = {item.pk: item for item in Organization.objects.filter(own | near).distinct().prefetch_related("names")}
    chosen = next((item for item in family.values() if item.code == code), None)
    if chosen is None:
        return None
    return OrganizationPage(
        organization=chosen,
        parent=family.get(chosen.parent_id or 0),
        predecessor=family.get(chosen.predecessor_id or 0),
        parts=tuple(item for item in family.values() if item.parent_id == chosen.pk),
        successors=tuple(item for item in family.values() if item.predecessor_id == chosen.pk),
        goals=tuple(Goal.objects.filter(lead=chosen, edition__is_current=True).select_related("edition__framework")),
        programmes=tuple(Programme.objects.filter(lead=chosen)),
        indicators=_indicator_duties(chosen),
        measures=_measure_duties(chosen),
    )


def _indicator_duties(organization: Organization) -> tuple[IndicatorDuty, ...]:
    reports = (
        YearReport.objects.published()
        .with_role_of(organization)
        .select_related("indicator__goal", "indicator__edition__framework", "publication")
        .order_by("indicator__edition", "indicator__goal__sort_key", "indicator__sort_key", "-year")
        .for_verdicts()
    )
    newest: dict[int, list[YearReport]] = defaultdict(list)
    roles: dict[int, list[str]] = defaultdict(list)
    for report in reports:
        newest[report.indicator_id].append(report)
        if report.year == newest[report.indicator_id][0].year:
            roles[report.indicator_id].append(report.own_role)
    return tuple(IndicatorDuty(tuple(sorted(roles[key])), judge_report(found[0])) for key, found in newest.items())


def _measure_duties(organization: Organization) -> tuple[MeasureDuty, ...]:
    years = (
        MeasureYear.objects.published()
        .with_role_of(organization)
        .order_by("measure__strategy__programme__position", "measure__sort_key", "-year")
        .with_parts()
        .select_related("measure__strategy__programme", "publication")
    )
    newest: dict[int, list[MeasureYear]] = defaultdict(list)
    roles: dict[int, list[str]] = defaultdict(list)
    for year in years:
        newest[year.measure_id].append(year)
        if year.year == newest[year.measure_id][0].year:
            roles[year.measure_id].append(year.own_role)
    return tuple(MeasureDuty(tuple(sorted(roles[key])), standing_of(found[0])) for key, found in newest.items())


def glance(framework: str, *, year: int | None = None) -> Glance | None:
    """A year at a glance, by default the newest one; None where nothing is published. Eleven queries."""
    published = YearReport.objects.published().filter(indicator__edition__is_current=True, indicator__edition__framework__code=framework)
    kinds = dict(published.order_by("-year").values_list("year", "indicator__edition__framework__is_fictional").distinct())
    years = tuple(kinds)
    chosen = year or next(iter(years), None)
    if chosen is None or chosen not in years:
        return None
    fictional = kinds[chosen]
    judged = judge_year(framework, year=chosen)
    standings = standings_of(year=chosen, fictional=fictional)
    return Glance(
        year=chosen,
        years=years,
        overview=overview_from(judged, framework=framework, twins="printed"),
        programmes=overview_of_programmes(standings, year=chosen, fictional=fictional),
        behind=_behind(judged, standings, year=chosen),
        changes=_newest_changes([item.report for item in judged], [item.year for item in standings]),
    )


def what_is_behind(framework: str, *, year: int) -> Behind:
    """Indicators and measures that missed a target in the year, in the order of their codes. Eight queries."""
    fictional = _is_fictional(framework)
    return _behind(judge_year(framework, year=year), standings_of(year=year, fictional=fictional), year=year)


def _is_fictional(framework: str) -> bool:
    """Fiction is never shown beside what agencies reported."""
    return Framework.objects.filter(code=framework, is_fictional=True).exists()


def _behind(judged: Iterable[JudgedReport], standings: Iterable[MeasureStanding], *, year: int) -> Behind:
    return Behind(
        year=year,
        indicators=tuple(item for item in judged if item.counts_as is Verdict.MISSED),
        measures=tuple(item for item in standings if item.status is Verdict.MISSED),
    )


def _newest_changes(reports: Sequence[YearReport], years: Sequence[MeasureYear]) -> PublicationChanges | None:
    """What is still in force of the newest publication among these rows. One query."""
    publications = {*(item.publication for item in reports), *(item.publication for item in years)}
    if not publications:
        return None
    newest = max(publications, key=lambda item: (item.published_at or item.loaded_at, item.pk))
    types = (YearReport._meta.label_lower, MeasureYear._meta.label_lower)
    keys = [str(item.pk) for item in reports if item.publication_id == newest.pk]
    keys += [str(item.pk) for item in years if item.publication_id == newest.pk]
    loaded = changes_loaded(types, keys, at=newest.loaded_at)
    indicators = [(item, loaded.get((types[0], str(item.pk)), UNCHANGED)) for item in reports if item.publication_id == newest.pk]
    measures = [(item, loaded.get((types[1], str(item.pk)), UNCHANGED)) for item in years if item.publication_id == newest.pk]
    return PublicationChanges(
        publication=newest,
        indicators=tuple(IndicatorChange(item, change.fields, change.versions) for item, change in indicators),
        measures=tuple(MeasureChange(item, change.fields, change.versions) for item, change in measures),
    )


def search(words: str) -> SearchHits:
    """Everything published that contains all the words (separated by spaces), two-character Chinese words too. Seven queries.

    臺 and 台 find each other. An empty search finds nothing.
    """
    terms = words.split()
    if not terms:
        return SearchHits(words, (), (), (), (), (), ())
    found = FOUND_AT_MOST
    measures = Measure.objects.filter(years__publication__published_at__isnull=False)
    organizations = Organization.objects.filter(_contains(terms, "names__name_zh", "names__name_en")).distinct()
    goals = Goal.objects.filter(edition__is_current=True).filter(_contains(terms, "code", "name_zh", "name_en", "short_name_zh"))
    indicators = Indicator.objects.published().filter(
        _contains(terms, "code", "name_zh", "name_en", "definition", "reports__target_text", "reports__result_text")
    )
    measures = measures.filter(_contains(terms, "code", "name_zh", "name_en", "years__plan", "years__target_text", "years__result_text"))
    return SearchHits(
        words=words,
        goals=tuple(goals.select_related("edition__framework")[:found]),
        indicators=tuple(indicators.select_related("goal", "edition__framework")[:found]),
        programmes=tuple(Programme.objects.filter(_contains(terms, "name_zh", "name_en"))[:found]),
        strategies=tuple(
            Strategy.objects.filter(measures__years__publication__published_at__isnull=False)
            .filter(_contains(terms, "code", "name_zh", "name_en"))
            .select_related("programme")
            .distinct()[:found]
        ),
        measures=tuple(measures.select_related("strategy__programme").distinct()[:found]),
        organizations=tuple(organizations.prefetch_related("names")[:found]),
    )


def _contains(terms: list[str], *fields: str) -> Q:
    """Every term in one of the fields."""
    spellings = [{term, term.replace("臺", "台"), term.replace("台", "臺")} for term in terms]
    return reduce(
        and_, (reduce(or_, (Q(**{f"{field}__icontains": spelling}) for field in fields for spelling in each)) for each in spellings)
    )
