"""A year at a glance for the front page, what is behind in it, and what the newest publication brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yongxu.climate.models import MeasureYear
from yongxu.climate.selectors.pages import MeasureStanding, ProgrammeOverview, overview_of_programmes, standings_of
from yongxu.goals.models import Framework
from yongxu.history.selectors import NO_VERSIONS, UNCHANGED, RowVersions, changes_loaded, keep_while_unchanged
from yongxu.indicators.models import YearReport
from yongxu.indicators.selectors import JudgedReport, YearOverview, count_twins, judge_year, overview_from
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models import Publication

BEHIND_SHOWN = 20
CHANGES_SHOWN = 8


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
    """What one publication brought that is still in force: the first `CHANGES_SHOWN` of each kind, corrections first.

    The counts are of all; ``corrected`` counts corrections of both kinds.
    """

    publication: Publication
    indicators: tuple[IndicatorChange, ...]
    measures: tuple[MeasureChange, ...]
    indicator_count: int
    measure_count: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Behind:
    """What missed its target in a (CE) year: each report and card carries the reason and the countermeasures that were given."""

    year: int
    indicators: tuple[JudgedReport, ...]
    measures: tuple[MeasureStanding, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """A CE year at a glance, for the home page. Its size does not grow with the record.

    ``lagging`` are the first `BEHIND_SHOWN` indicators that are behind, of twins only the first; ``lagging_count`` is of all such.
    ``changes`` is what the newest publication of the year brought.
    """

    year: int
    years: tuple[int, ...]
    overview: YearOverview
    programmes: ProgrammeOverview
    lagging: tuple[JudgedReport, ...]
    lagging_count: int
    changes: PublicationChanges | None


def glance(framework: str, *, state: str, year: int | None = None) -> Glance | None:
    """A year at a glance, by default the newest one; None where nothing is published.

    Computed from the facts once for every ``state`` of the record (`RecordState.tag`): no query, at the first time those of `read_glance`.
    """
    return keep_while_unchanged(f"glance {framework} {year}", state=state, compute=lambda: read_glance(framework, year=year))


def read_glance(framework: str, *, year: int | None = None) -> Glance | None:
    """The same computed anew. Eleven queries."""
    published = YearReport.objects.published().filter(indicator__edition__is_current=True, indicator__edition__framework__code=framework)
    kinds = dict(published.order_by("-year").values_list("year", "indicator__edition__framework__is_fictional").distinct())
    years = tuple(kinds)
    chosen = year or next(iter(years), None)
    if chosen is None or chosen not in years:
        return None
    fictional = kinds[chosen]
    judged = judge_year(framework, year=chosen)
    standings = standings_of(year=chosen, fictional=fictional)
    lagging = count_twins(_missed(judged), twins="once")
    return Glance(
        year=chosen,
        years=years,
        overview=overview_from(judged, framework=framework, twins="printed"),
        programmes=overview_of_programmes(standings, year=chosen, fictional=fictional),
        lagging=tuple(lagging[:BEHIND_SHOWN]),
        lagging_count=len(lagging),
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
    missed = tuple(item for item in standings if item.status is Verdict.MISSED)
    return Behind(year=year, indicators=tuple(_missed(judged)), measures=missed)


def _missed(judged: Iterable[JudgedReport]) -> list[JudgedReport]:
    return [item for item in judged if item.counts_as is Verdict.MISSED]


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
    reports_told = [(item, loaded.get((types[0], str(item.pk)), UNCHANGED)) for item in reports if item.publication_id == newest.pk]
    years_told = [(item, loaded.get((types[1], str(item.pk)), UNCHANGED)) for item in years if item.publication_id == newest.pk]
    indicators = [IndicatorChange(item, change.fields, change.versions) for item, change in reports_told]
    measures = [MeasureChange(item, change.fields, change.versions) for item, change in years_told]
    return PublicationChanges(
        publication=newest,
        indicators=tuple(sorted(indicators, key=lambda item: not item.changed)[:CHANGES_SHOWN]),
        measures=tuple(sorted(measures, key=lambda item: not item.changed)[:CHANGES_SHOWN]),
        indicator_count=len(indicators),
        measure_count=len(measures),
        corrected=sum(bool(item.changed) for item in indicators) + sum(bool(item.changed) for item in measures),
    )
