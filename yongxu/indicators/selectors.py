"""Reads that span indicators, their reports and goals; every verdict here is computed from the stored facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from yongxu.goals.models import Goal
from yongxu.history.models import Entry
from yongxu.indicators.models import Indicator, IndicatorOrganization, YearReport, YearTarget, read_decimal
from yongxu.indicators.rows import IndicatorRow
from yongxu.organizations.selectors import spellings_of
from yongxu.quantities.statements import LastKnown, ResultPart, TargetPart
from yongxu.quantities.verdicts import Achievement, Verdict, achievement, judge, row_verdict

ROC_OFFSET = 1911
SEARCHED = ("code", "name_zh", "name_en", "definition", "goal__name_zh", "goal__name_en", "roles__organization__names__name_zh")


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
    judgement: Verdict | None

    @property
    def counts_as(self) -> Verdict:
        """The verdict that the achievement rate counts: a person's where there is one."""
        return self.judgement or self.verdict


@dataclass(frozen=True, slots=True)
class GoalAchievement:
    """The achievement of one goal in one year."""

    goal: Goal
    counts: Achievement


@dataclass(frozen=True, slots=True)
class YearOverview:
    """The achievement of all goals of a framework in one year."""

    goals: tuple[GoalAchievement, ...]
    total: Achievement


def judge_report(report: YearReport) -> JudgedReport:
    """Judge every part of a report. No query when it comes from ``with_parts()``."""
    parts = []
    for part in report.target_parts.all():
        target = part.statement()
        result = part.observation.statement() if part.observation else None
        parts.append(JudgedPart(target, result, judge(target, result, roc_year=report.year - ROC_OFFSET)))
    judgements = list(report.judgements.all())
    return JudgedReport(
        report=report,
        parts=tuple(parts),
        verdict=row_verdict([part.verdict for part in parts]),
        judgement=Verdict(judgements[-1].verdict) if judgements else None,
    )


def row_of(report: YearReport) -> IndicatorRow:
    """The typed row that a report was stored from. No query when it comes from ``with_parts()`` with indicator and goal."""
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
        last_known=None if known is None else LastKnown(report.last_known_year, known, report.last_known_unit),
        claims_met=report.claims_met,
        lag_reason=report.lag_reason,
        countermeasures=report.countermeasures,
        remarks=report.remarks,
        place=report.place,
    )


def published_rows(framework: str, *, year: int) -> list[IndicatorRow]:
    """Every published row of a year in the order of the goals. Four queries."""
    return [row_of(report) for report in _reports_of(framework, year=year)]


def list_years(framework: str) -> list[int]:
    """Years with published reports, the newest first. One query."""
    reports = YearReport.objects.published().filter(indicator__in=Indicator.objects.current(framework))
    return sorted(set(reports.order_by().values_list("year", flat=True).distinct()), reverse=True)


def judge_year(framework: str, *, year: int) -> list[JudgedReport]:
    """Every published report of a year, judged. Four queries."""
    return [judge_report(report) for report in _reports_of(framework, year=year)]


def overview_of(framework: str, *, year: int, twins: str = "printed") -> YearOverview:
    """The achievement of every goal of the current edition, and of all; ``twins`` is ``printed`` or ``once``. Five queries.

    With ``once`` a twin counts in the goal in which its first code stands.
    """
    goals = list(Goal.objects.current(framework).select_related("lead"))
    counted = count_twins(judge_year(framework, year=year), twins=twins)
    by_goal: dict[int, list[Verdict]] = defaultdict(list)
    for judged in counted:
        by_goal[judged.report.indicator.goal_id].append(judged.counts_as)
    return YearOverview(
        goals=tuple(GoalAchievement(goal, achievement(by_goal[goal.pk])) for goal in goals),
        total=achievement(judged.counts_as for judged in counted),
    )


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


def _reports_of(framework: str, *, year: int) -> Iterable[YearReport]:
    return (
        YearReport.objects.published()
        .for_year(year)
        .filter(indicator__in=Indicator.objects.current(framework))
        .select_related("indicator__goal", "publication")
        .order_by("indicator__goal__sort_key", "indicator__sort_key")
        .with_parts()
    )


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """An indicator whose verdict is not what it was in the year before."""

    report: JudgedReport
    before: Verdict


@dataclass(frozen=True, slots=True)
class YearReview:
    """A year at a glance. ``lagging`` names every twin once; ``improved`` and ``worsened`` compare with the year before.

    ``first_time`` counts the indicators that have no published report of the year before.
    """

    year: int
    overview: YearOverview
    reports: tuple[JudgedReport, ...]
    lagging: tuple[JudgedReport, ...]
    improved: tuple[VerdictChange, ...]
    worsened: tuple[VerdictChange, ...]
    first_time: int


def review_year(framework: str, *, year: int) -> YearReview:
    """What the front page says of a year. Six queries."""
    goals = list(Goal.objects.current(framework).select_related("lead"))
    both = [judge_report(report) for report in reports_for_lists(framework, years=(year, year - 1))]
    reports = [judged for judged in both if judged.report.year == year]
    before = {judged.report.indicator_id: judged.counts_as for judged in both if judged.report.year == year - 1}
    known = [VerdictChange(judged, before[judged.report.indicator_id]) for judged in reports if judged.report.indicator_id in before]
    by_goal: dict[int, list[Verdict]] = defaultdict(list)
    for judged in reports:
        by_goal[judged.report.indicator.goal_id].append(judged.counts_as)
    return YearReview(
        year=year,
        overview=YearOverview(
            goals=tuple(GoalAchievement(goal, achievement(by_goal[goal.pk])) for goal in goals),
            total=achievement(judged.counts_as for judged in reports),
        ),
        reports=tuple(reports),
        lagging=tuple(judged for judged in count_twins(reports, twins="once") if judged.counts_as is Verdict.MISSED),
        improved=tuple(item for item in known if item.report.counts_as is Verdict.MET and item.before is not Verdict.MET),
        worsened=tuple(item for item in known if item.report.counts_as is Verdict.MISSED and item.before is not Verdict.MISSED),
        first_time=len(reports) - len(known),
    )


def reports_for_lists(framework: str, *, years: Iterable[int], goal: str | None = None) -> Iterable[YearReport]:
    """Published reports of some years with what a list shows of them: indicator, goal, parts, organisations. Five queries."""
    reports = YearReport.objects.published().filter(year__in=list(years), indicator__in=Indicator.objects.current(framework))
    if goal is not None:
        reports = reports.filter(indicator__goal__code=goal)
    return (
        reports.select_related("indicator__goal", "publication")
        .order_by("indicator__goal__sort_key", "indicator__sort_key", "year")
        .prefetch_related(
            Prefetch("target_parts", queryset=YearTarget.objects.select_related("observation")),
            "judgements",
            Prefetch("indicator__roles", queryset=IndicatorOrganization.objects.select_related("organization")),
            "indicator__roles__organization__names",
        )
    )


def find_indicators(terms: Iterable[str]) -> list[Indicator]:
    """Published indicators of current editions in which every term occurs: code, names, definition, goal, organisations. One query.

    Plain ``icontains``, because SQLite's trigram index finds no word of two characters.
    """
    found = Indicator.objects.published().filter(edition__is_current=True)
    for term in terms:
        words = Q()
        for spelling in spellings_of(term):
            for field in SEARCHED:
                words |= Q(**{f"{field}__icontains": spelling})
        found = found.filter(words)
    return list(found.select_related("goal", "edition__framework").order_by("edition__framework__is_fictional", "sort_key").distinct())


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of an indicator's published report, as the record keeps it: when, from which file, and whether it was the first."""

    year: int
    at: datetime
    origin: str
    is_first: bool


def list_corrections(reports: Iterable[YearReport]) -> list[Correction]:
    """Every entry of the record about these reports, the newest first. One query."""
    years = {str(report.pk): report.year for report in reports}
    entries = Entry.objects.filter(subject_type=YearReport._meta.label_lower, subject_key__in=years).order_by("-at", "-pk")
    return [Correction(years[entry.subject_key], entry.at, entry.origin, "before" not in entry.difference) for entry in entries]
