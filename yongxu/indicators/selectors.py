"""Reads that span indicators, their reports and goals; every verdict here is computed from the stored facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, Subquery

from yongxu.goals.models import Framework, Goal
from yongxu.history.models import Entry
from yongxu.history.selectors import NO_VERSIONS, RowVersions, versions_of
from yongxu.indicators.findings import find_all
from yongxu.indicators.interchange import KIND
from yongxu.indicators.models import Indicator, IndicatorOrganization, Judgement, YearReport, YearReportQuerySet, read_decimal
from yongxu.indicators.rows import Breakdown, IndicatorReport, IndicatorRow
from yongxu.quantities.comparing import comparable
from yongxu.quantities.findings import Examined
from yongxu.quantities.rates import restate
from yongxu.quantities.statements import LastKnown, ResultPart, TargetPart
from yongxu.quantities.units import DimensionMismatch, InexactConversion, UnknownUnit
from yongxu.quantities.verdicts import Achievement, Verdict, achievement, judge_parts, row_verdict

ROC_OFFSET = 1911


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """A target part, the result that answers it, and the verdict."""

    target: TargetPart
    result: ResultPart | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class JudgedReport:
    """A year's report with its computed verdict and, beside it, the newest judgement of a person."""

    report: YearReport
    parts: tuple[JudgedPart, ...]
    verdict: Verdict
    judged: Judgement | None

    @property
    def judgement(self) -> Verdict | None:
        """What the person judged."""
        return Verdict(self.judged.verdict) if self.judged else None

    @property
    def counts_as(self) -> Verdict:
        """The verdict that the achievement rate counts: a person's where there is one."""
        return self.judgement or self.verdict


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of an indicator's published report, as the record keeps it: when, from which file, whether it was the first,
    and where it was not, which fields changed with the row before and after."""

    year: int
    at: datetime
    origin: str
    is_first: bool
    changed: tuple[str, ...] = ()
    versions: RowVersions = NO_VERSIONS


@dataclass(frozen=True, slots=True)
class GoalAchievement:
    """The achievement of one goal in one year."""

    goal: Goal
    counts: Achievement


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """What is known of one part in one CE year. ``source`` is the report that prints the value; where that is of another year,
    ``is_earlier`` says so (a last known value, the figure a change started from). ``estimate`` is never the actual value."""

    year: int
    target: Decimal | None
    upper: Decimal | None
    actual: Decimal | None
    estimate: Decimal | None
    is_earlier: bool
    source: YearReport


@dataclass(frozen=True, slots=True)
class Series:
    """One part of an indicator over the years, oldest first, in one unit and against one base (``per``: 十萬人)."""

    phrase: str
    unit: str | None
    per: str | None
    points: tuple[SeriesPoint, ...]


@dataclass(frozen=True, slots=True)
class YearOverview:
    """The achievement of all goals of a framework in one year."""

    goals: tuple[GoalAchievement, ...]
    total: Achievement


def judge_report(report: YearReport) -> JudgedReport:
    """Judge every part of a report. No query when it comes from ``with_parts()``."""
    pairs = [(part.statement(), part.observation.statement() if part.observation else None) for part in report.target_parts.all()]
    verdicts = judge_parts(pairs, report.target_text, roc_year=report.year - ROC_OFFSET)
    parts = [JudgedPart(target, result, verdict) for (target, result), verdict in zip(pairs, verdicts, strict=True)]
    judgements = list(report.judgements.all())
    return JudgedReport(
        report=report,
        parts=tuple(parts),
        verdict=row_verdict([part.verdict for part in parts]),
        judged=judgements[-1] if judgements else None,
    )


def row_of(report: YearReport) -> IndicatorRow:
    """The typed row that a report was stored from. No query when it comes from ``with_rows()``."""
    judged = judge_report(report)
    observations = list(report.observations.all())
    order = {observation.pk: index for index, observation in enumerate(observations)}
    known = read_decimal(report.last_known_text)
    return IndicatorRow(
        code=report.indicator.code,
        starred=report.starred,
        goal=report.indicator.goal.code,
        goal_name=report.goal_printed,
        goal_lead=report.goal_lead_printed,
        name=report.name_printed,
        agencies=tuple(report.agencies_printed),
        agency_note=report.agency_note,
        same_as=tuple(report.same_as_printed),
        target_text=report.target_text,
        result_text=report.result_text,
        targets=tuple(part.target for part in judged.parts),
        actuals=tuple(observation.statement() for observation in observations),
        pairs=tuple(None if part.observation_id is None else order[part.observation_id] for part in report.target_parts.all()),
        verdicts=tuple(part.verdict for part in judged.parts),
        verdict=judged.verdict,
        expected_on=report.expected_on,
        last_known=None if known is None else LastKnown(report.last_known_year, known, report.last_known_unit, report.last_known_per),
        claims_met=report.claims_met,
        lag_reason=report.lag_reason,
        countermeasures=report.countermeasures,
        remarks=report.remarks,
        place=report.place,
        breakdowns=tuple(
            Breakdown(item.part, item.dimension, item.category, Decimal(item.value_text), item.unit) for item in report.breakdowns.all()
        ),
    )


def published_rows(framework: str, *, year: int) -> list[IndicatorRow]:
    """Every published row of a year in the order of the goals. Five queries."""
    return [row_of(report) for report in _reports_of(framework, year=year).with_rows()]


def find_in_indicators(*, year: int | None = None) -> list[Examined]:
    """Findings of what is published, per framework and year, or of one year alone. Five queries per framework and year."""
    examined = []
    for framework in Framework.objects.values_list("code", flat=True):
        for each in [year] if year is not None else list_years(framework):
            rows = tuple(published_rows(framework, year=each))
            if rows:
                found = find_all(IndicatorReport(framework, each, rows, ()))
                examined.append(Examined(KIND, framework, each, tuple(finding for row in found for finding in row)))
    return examined


def list_years(framework: str) -> list[int]:
    """Years with published reports, the newest first. One query."""
    reports = YearReport.objects.published().filter(indicator__in=Indicator.objects.current(framework))
    return sorted(set(reports.order_by().values_list("year", flat=True).distinct()), reverse=True)


def judge_year(framework: str, *, year: int) -> list[JudgedReport]:
    """Every published report of a year, judged. Three queries."""
    return [judge_report(report) for report in _reports_of(framework, year=year).for_verdicts()]


def overview_of(framework: str, *, year: int, twins: str = "printed") -> YearOverview:
    """The achievement of every goal of the current edition, and of all; ``twins`` is ``printed`` or ``once``. Four queries.

    With ``once`` a twin counts in the goal in which its first code stands.
    """
    return overview_from(judge_year(framework, year=year), framework=framework, twins=twins)


def overview_from(judged: Iterable[JudgedReport], *, framework: str, twins: str) -> YearOverview:
    """The achievement over reports of one year that were judged already. One query."""
    goals = list(Goal.objects.current(framework).select_related("lead", "edition__framework"))
    counted = count_twins(judged, twins=twins)
    by_goal: dict[int, list[Verdict]] = defaultdict(list)
    for item in counted:
        by_goal[item.report.indicator.goal_id].append(item.counts_as)
    return YearOverview(
        goals=tuple(GoalAchievement(goal, achievement(by_goal[goal.pk])) for goal in goals),
        total=achievement(item.counts_as for item in counted),
    )


def series_of(indicator: Indicator) -> tuple[Series, ...]:
    """Every part of the newest report over all years that any published report prints a figure of. Six queries."""
    reports = YearReport.objects.published().filter(indicator=indicator).select_related("publication").order_by("-year")
    return series_from([judge_report(report) for report in reports.with_parts().prefetch_related("earlier_figures")])


def series_from(judged: Sequence[JudgedReport]) -> tuple[Series, ...]:
    """The series of reports of one indicator, the newest first. No query where ``earlier_figures`` were prefetched.

    Parts of other years belong to the part of the same position and unit; figures of other years to the first part of their unit. What
    a report says of its own year wins over what another one says of it.
    """
    if not judged:
        return ()
    series = []
    kinds = [_kind_of(part) for part in judged[0].parts]
    for index, part in enumerate(judged[0].parts):
        points: dict[int, SeriesPoint] = {}
        for item in judged:
            for point in _points_of(item, index, kinds):
                known = points.get(point.year)
                if known is None or (known.actual is None and known.estimate is None and point.actual is not None and point.is_earlier):
                    points[point.year] = point if known is None else replace(point, target=known.target, upper=known.upper)
        if any(point.actual is not None or point.target is not None for point in points.values()):
            series.append(Series(part.target.phrase, *kinds[index], tuple(points[year] for year in sorted(points))))
    return tuple(series)


_Kind = tuple[str | None, str | None]
"""Unit and base (每十萬人口) in which the figures of one series are shown."""


def _kind_of(part: JudgedPart) -> _Kind:
    unit = part.target.unit or (part.result.unit if part.result else None)
    return unit, part.target.per or (part.result.per if part.result else None)


def _points_of(judged: JudgedReport, index: int, kinds: Sequence[_Kind]) -> Iterator[SeriesPoint]:
    """The points one report gives to the part at a position: its own year first, then the figures of other years."""
    report, kind = judged.report, kinds[index]
    if index < len(judged.parts) and (part := judged.parts[index]).target.unit in (kind[0], None):
        asked = (part.target.unit, part.target.per)
        told = asked if part.result is None else (part.result.unit, part.result.per)
        data_year = part.result.data_year if part.result and part.result.data_year else report.year
        actual = None if part.result is None else _in_kind(part.result.value, told, kind)
        estimate = None if part.result is None else _in_kind(part.result.estimate, told, kind)
        own = data_year == report.year
        value = actual if own else None
        target, upper = _in_kind(part.target.value, asked, kind), _in_kind(part.target.upper, asked, kind)
        yield SeriesPoint(report.year, target, upper, value, estimate, False, report)
        if not own:
            yield SeriesPoint(data_year, None, None, actual, None, True, report)
    for figure in report.earlier_figures.all():
        own_kind = (figure.unit, figure.per)
        if next((position for position, (unit, per) in enumerate(kinds) if comparable(unit, figure.unit, per, figure.per)), 0) == index:
            yield SeriesPoint(figure.year, None, None, _in_kind(Decimal(figure.value_text), own_kind, kind), None, True, report)


def _in_kind(value: Decimal | None, kind: _Kind, wanted: _Kind) -> Decimal | None:
    """A figure in the unit and against the base of its series; None where it is of another dimension and has no place there."""
    if value is None:
        return None
    try:
        return restate(value, *kind, *wanted)
    except (DimensionMismatch, UnknownUnit, InexactConversion):
        return None


def count_twins(reports: Iterable[JudgedReport], *, twins: str) -> list[JudgedReport]:
    """The reports to count: all as printed, or of every group of twins only the first."""
    if twins == "printed":
        return list(reports)
    seen: set[int] = set()
    counted = []
    for judged in reports:
        group = judged.report.indicator.twin_group_id
        if group is None or group not in seen:
            counted.append(judged)
        if group is not None:
            seen.add(group)
    return counted


def _reports_of(framework: str, *, year: int | None) -> YearReportQuerySet:
    """Published reports of a CE year, by default the newest one of the framework, in the order of the codes."""
    reports = YearReport.objects.published().filter(indicator__in=Indicator.objects.current(framework))
    own_year = Subquery(reports.order_by("-year").values("year")[:1]) if year is None else year
    return (
        reports.filter(year=own_year)
        .select_related("indicator__goal", "publication")
        .order_by("indicator__goal__sort_key", "indicator__sort_key")
    )


def judge_for_list(framework: str, *, goal: str | None = None) -> list[JudgedReport]:
    """Every published report of the newest year, judged, with the organisations of its indicator; of one goal or of all. Five queries."""
    reports = _reports_of(framework, year=None)
    if goal is not None:
        reports = reports.filter(indicator__goal__code=goal)
    roles = Prefetch("indicator__roles", queryset=IndicatorOrganization.objects.select_related("organization"))
    return [judge_report(report) for report in reports.for_verdicts().prefetch_related(roles, "indicator__roles__organization__names")]


def judge_reports(keys: Iterable[int]) -> list[JudgedReport]:
    """The published reports with these keys, judged. Three queries."""
    reports = YearReport.objects.published().filter(pk__in=keys).select_related("indicator__goal", "publication")
    return [judge_report(report) for report in reports.for_verdicts()]


def list_corrections(reports: Iterable[YearReport]) -> list[Correction]:
    """Every publication of these reports and every change since, the newest first. One query."""
    years = {str(report.pk): report.year for report in reports}
    entries = Entry.objects.filter(subject_type=YearReport._meta.label_lower, subject_key__in=years, verb__in=("load", "publish"))
    return [
        Correction(
            year=years[entry.subject_key],
            at=entry.at,
            origin=entry.origin,
            is_first="before" not in entry.difference or entry.difference.get("was_published") is False,
            changed=tuple(entry.difference.get("changed", ())),
            versions=versions_of(entry.difference),
        )
        for entry in entries.order_by("-at", "-pk")
    ]
