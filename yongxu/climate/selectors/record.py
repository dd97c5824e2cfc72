"""Reads over the whole record, indicators and measures together: an organisation's duties, search."""

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from yongxu.climate.models import Measure, MeasureYear, Programme, Strategy
from yongxu.climate.selectors.pages import MeasureStanding, standing_of
from yongxu.goals.models import Goal
from yongxu.indicators.models import Indicator, YearReport
from yongxu.indicators.selectors import JudgedReport, judge_report
from yongxu.organizations.models import Organization

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
