"""Everything that changes the record of indicators."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.goals.models import Edition, Goal, sort_key_of
from yongxu.history.services import record
from yongxu.indicators.earlier import figures_of_other_years
from yongxu.indicators.findings import find_all
from yongxu.indicators.interchange import row_to_json
from yongxu.indicators.models import (
    BreakdownFigure,
    EarlierFigure,
    Indicator,
    IndicatorOrganization,
    Judgement,
    Observation,
    TwinGroup,
    YearReport,
    YearTarget,
    write_decimal,
)
from yongxu.indicators.roles import printed_roles
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.indicators.selectors import judge_report, row_of
from yongxu.quantities.comparing import bare, stated_parts
from yongxu.quantities.findings import Finding
from yongxu.quantities.interchange import Json
from yongxu.quantities.verdicts import Verdict
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.differences import Conflict, Difference, LoadRefused, Source
from yongxu.reporting.loading import Occasion, Shelf, load_rows, year_of
from yongxu.reporting.models import Publication

DATA = Path(__file__).parent / "data"
FIGURES = ("targets", "actuals")
"""The fields in which two documents can contradict each other; names and reasons may be worded differently."""


class JudgementRefused(Exception):
    """A person may not judge this report, or gave no reason; the message says why."""


def load_report(
    report: IndicatorReport,
    *,
    framework: str,
    source: Source,
    by: User,
    at: datetime,
    dry_run: bool = False,
    published: bool = True,
    replace_published: bool = False,
) -> Difference:
    """Store a report in one transaction and say what that changed; with ``dry_run`` say it and change nothing.

    Loading the same report again changes nothing. Raises `LoadRefused` when the year, a code or a goal makes it impossible, or when
    it contradicts what another document published, unless ``replace_published``.
    """
    year = year_of(report.year)
    edition = Edition.objects.filter(framework__code=framework, is_current=True).select_related("framework").first()
    if edition is None:
        raise LoadRefused(Bilingual(zh=f"沒有目標體系「{framework}」。", en=f"There is no framework {framework!r}."))
    occasion = Occasion(report.title, year, source, by, at, published=published, is_fictional=edition.framework.is_fictional)
    shelf = _IndicatorShelf(occasion, edition, {goal.code: goal for goal in edition.goals.all()}, report)
    return load_rows(report.rows, shelf, dry_run=dry_run, replace_published=replace_published)


def _refuse_unknown_goals(rows: Iterable[IndicatorRow], goals: Container[str]) -> None:
    for row in rows:
        if row.goal not in goals:
            raise LoadRefused(
                Bilingual(
                    zh=f"{row.place}：指標 {row.code} 的核心目標「{row.goal}」不在目標體系中。",
                    en=f"{row.place}: indicator {row.code} names goal {row.goal!r}, which the framework does not have.",
                )
            )


def _contradictions(rows: Sequence[IndicatorRow], *, edition: Edition) -> Iterator[Conflict]:
    """Rows that contradict each other (twins) or what the record knows of their indicator (name, goal). None of them refuses."""
    by_code = {row.code: row for row in rows}
    told = set()
    for row in rows:
        for code in row.same_as:
            twin = by_code.get(code)
            if twin is None or frozenset((row.code, code)) in told:
                continue
            told.add(frozenset((row.code, code)))
            if _figures(row) != _figures(twin):
                zh = f"與同指標 {code} 的目標或實績值不同"
                yield Conflict(row.code, Bilingual(zh, f"differs from its twin {code} in target or actual value"))
    for indicator in Indicator.objects.filter(edition=edition, code__in=by_code).select_related("goal"):
        row = by_code[indicator.code]
        if indicator.goal.code != row.goal:
            zh, en = (
                f"紀錄中屬於核心目標 {indicator.goal.code}，檔案為 {row.goal}",
                f"stands under goal {indicator.goal.code} in the record",
            )
            yield Conflict(row.code, Bilingual(zh, f"{en}, under {row.goal} in the file"))
        if bare(indicator.name_zh) != bare(row.name):
            zh, en = f"紀錄中名稱為「{indicator.name_zh}」，檔案為「{row.name}」", f"is called {indicator.name_zh!r} in the record"
            yield Conflict(row.code, Bilingual(zh, f"{en}, {row.name!r} in the file"))


def _figures(row: IndicatorRow) -> list[tuple[Decimal | None, Decimal | None, str | None]]:
    return [(part.value, part.upper, part.unit) for part in stated_parts(row.targets, row.actuals)]


@dataclass
class _IndicatorShelf(Shelf[IndicatorRow, YearReport]):
    """The indicators of an edition in the year that a report is of."""

    edition: Edition
    goals: dict[str, Goal]
    report: IndicatorReport
    figures = FIGURES

    def printed_names(self) -> set[str]:
        return {role.name for row in self.report.rows for role in printed_roles(row)}

    def find_stored(self) -> Mapping[str, YearReport]:
        reports = YearReport.objects.for_year(self.occasion.year).filter(indicator__edition=self.edition)
        return {item.indicator.code: item for item in reports.select_related("publication").with_rows()}

    def find_conflicts(self) -> Iterator[Conflict]:
        _refuse_unknown_goals(self.report.rows, self.goals)
        return _contradictions(self.report.rows, edition=self.edition)

    def find_doubts(self) -> Iterator[Finding]:
        return chain.from_iterable(find_all(self.report))

    def publication_of(self, stored: YearReport) -> Publication:
        return stored.publication

    def row_of(self, stored: YearReport) -> IndicatorRow:
        return row_of(stored)

    def to_json(self, row: IndicatorRow) -> dict[str, Json]:
        return row_to_json(row)

    def content_of(self, row: IndicatorRow, *, beside: IndicatorRow) -> IndicatorRow:
        """Verdicts are no content either: they are computed from the rest."""
        return replace(row, place=beside.place, verdict=beside.verdict, verdicts=beside.verdicts)

    def put(self, row: IndicatorRow, *, in_place_of: YearReport | None, publication: Publication) -> YearReport:
        report = in_place_of or YearReport(indicator=self._indicator_of(row), year=publication.year)
        if in_place_of is not None:
            in_place_of.target_parts.all().delete()
            in_place_of.observations.all().delete()
            in_place_of.earlier_figures.all().delete()
            in_place_of.breakdowns.all().delete()
        _fill(report, row, publication=publication)
        _store_parts(report, row)
        self._store_roles(report, row)
        return report

    def finish(self) -> None:
        _join_twins(self.report.rows, edition=self.edition)

    def _indicator_of(self, row: IndicatorRow) -> Indicator:
        indicator = Indicator.objects.filter(edition=self.edition, code=row.code).first()
        if indicator is None:
            indicator = Indicator(edition=self.edition, goal=self.goals[row.goal], code=row.code, sort_key=sort_key_of(row.code))
            indicator.name_zh, indicator.starred = row.name, row.starred
            indicator.full_clean()
            indicator.save()
        return indicator

    def _store_roles(self, report: YearReport, row: IndicatorRow) -> None:
        """The newest report says who is responsible now; an older one says nothing about it."""
        if YearReport.objects.filter(indicator=report.indicator, year__gt=report.year).exists():
            return
        report.indicator.roles.all().delete()
        wanted = {(match.organization.pk, role.role) for role in printed_roles(row) if (match := self.matches[role.name]).organization}
        IndicatorOrganization.objects.bulk_create(
            IndicatorOrganization(indicator=report.indicator, organization_id=organization, role=role)
            for organization, role in sorted(wanted)
        )


def _fill(report: YearReport, row: IndicatorRow, *, publication: Publication) -> None:
    report.publication = publication
    report.place = row.place
    report.starred, report.name_printed = row.starred, row.name
    report.goal_printed, report.goal_lead_printed = row.goal_name, row.goal_lead
    report.target_text, report.result_text = row.target_text, row.result_text
    report.agencies_printed, report.agency_note = list(row.agencies), row.agency_note
    report.same_as_printed = list(row.same_as)
    report.claims_met, report.expected_on = row.claims_met, row.expected_on
    report.last_known_year = row.last_known.year if row.last_known else ""
    report.last_known_text = write_decimal(row.last_known.value) if row.last_known else ""
    report.last_known_unit = row.last_known.unit if row.last_known else None
    report.last_known_per = row.last_known.per if row.last_known else None
    report.lag_reason, report.countermeasures, report.remarks = row.lag_reason, row.countermeasures, row.remarks
    report.full_clean()
    report.save()


def _store_parts(report: YearReport, row: IndicatorRow) -> None:
    observations = []
    for position, actual in enumerate(row.actuals, start=1):
        observation = Observation(report=report, position=position)
        observation.take(actual)
        observation.full_clean()
        observation.save()
        observations.append(observation)
    for position, (target, pair) in enumerate(zip(row.targets, row.pairs, strict=True), start=1):
        part = YearTarget(report=report, position=position, observation=None if pair is None else observations[pair])
        part.take(target)
        part.full_clean()
        part.save()
    for position, figure in enumerate(figures_of_other_years(row, year=report.year), start=1):
        earlier = EarlierFigure(report=report, position=position, year=figure.year, phrase=figure.phrase)
        earlier.unit, earlier.per = figure.unit, figure.per
        earlier.value, earlier.value_text, earlier.text = figure.value, write_decimal(figure.value), figure.text
        earlier.full_clean()
        earlier.save()
    for position, item in enumerate(row.breakdowns, start=1):
        figure_of_group = BreakdownFigure(
            report=report, position=position, part=item.part, dimension=item.dimension, category=item.category
        )
        figure_of_group.value, figure_of_group.value_text, figure_of_group.unit = item.value, write_decimal(item.value), item.unit
        figure_of_group.full_clean()
        figure_of_group.save()


def _join_twins(rows: Iterable[IndicatorRow], *, edition: Edition) -> None:
    """Put indicators that are marked as one fact into one group; a mark on one side is enough, and groups that meet become one."""
    indicators = {indicator.code: indicator for indicator in Indicator.objects.filter(edition=edition).select_related("twin_group")}
    for row in rows:
        members = [indicators[code] for code in (row.code, *row.same_as) if code in indicators]
        if len(members) < 2:
            continue
        groups = list(dict.fromkeys(member.twin_group for member in members if member.twin_group))
        group = groups[0] if groups else TwinGroup.objects.create(name=" / ".join(member.code for member in members))
        for member in indicators.values():
            if member.twin_group != group and (member in members or member.twin_group in groups):
                member.twin_group = group
                member.save(update_fields=["twin_group"])


@transaction.atomic
def judge_by_hand(report: YearReport, *, verdict: Verdict, reason: str, by: User, at: datetime) -> Judgement:
    """Put a person's verdict beside the computed one; neither is ever overwritten. Raises `JudgementRefused`."""
    if by.is_system or not by.has_perm("indicators.add_judgement"):
        raise JudgementRefused("Only a person who may judge reports can do this.")
    if not reason.strip():
        raise JudgementRefused("A judgement needs its reason.")
    judgement = Judgement(report=report, verdict=verdict.value, reason=reason.strip(), judged_by=by, judged_at=at)
    judgement.full_clean()
    judgement.save()
    computed = judge_report(report).verdict
    record(report, "judge", by=by, at=at, reason=judgement.reason, difference={"computed": computed.value, "judged": verdict.value})
    return judgement


@transaction.atomic
def remove_demo_indicators(*, by: User, at: datetime) -> int:
    """Take away every report that the demo loaded, and indicators nothing else speaks of; returns how many reports. The history stays.

    A report that a person has judged stays: a judgement is never deleted.
    """
    reports = list(YearReport.objects.filter(publication__is_demo=True, judgements=None).with_rows())
    for report in reports:
        record(report, "remove", by=by, at=at, reason="demo data removed", difference={"before": row_to_json(row_of(report))})
        report.delete()
    empty = Indicator.objects.filter(pk__in={report.indicator_id for report in reports}, reports=None)
    groups = {indicator.twin_group_id for indicator in empty if indicator.twin_group_id}
    empty.delete()
    TwinGroup.objects.filter(pk__in=groups, indicators=None).delete()
    return len(reports)
