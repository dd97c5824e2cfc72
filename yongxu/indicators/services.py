"""Everything that changes the record of indicators."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
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
    YearReportQuerySet,
    YearTarget,
    write_decimal,
)
from yongxu.indicators.roles import printed_roles
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.indicators.selectors import judge_report, row_of
from yongxu.organizations.selectors import OrganizationMatch, match_organizations
from yongxu.quantities.comparing import bare, stated_parts
from yongxu.quantities.verdicts import Verdict
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.differences import (
    Conflict,
    Difference,
    FieldChange,
    LoadRefused,
    RowChange,
    Source,
    changed_fields,
    contradicts,
    refuse_doubles,
    refuse_invalid,
)
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
    with transaction.atomic():
        difference = _load(report, framework=framework, source=source, by=by, at=at, published=published)
        refusing = [conflict for conflict in difference.conflicts if conflict.refuses]
        if refusing and not replace_published:
            transaction.set_rollback(True)
            raise LoadRefused(refusing[0].message, difference)
        if dry_run:
            transaction.set_rollback(True)
    return difference


def _load(report: IndicatorReport, *, framework: str, source: Source, by: User, at: datetime, published: bool) -> Difference:
    if report.year is None:
        raise LoadRefused(
            Bilingual(zh="檔案沒有寫明年度，無法載入。", en="The file does not say which year it reports, so it cannot be loaded.")
        )
    edition = Edition.objects.filter(framework__code=framework, is_current=True).select_related("framework").first()
    if edition is None:
        raise LoadRefused(Bilingual(zh=f"沒有目標體系「{framework}」。", en=f"There is no framework {framework!r}."))
    refuse_doubles((row.code, row.place) for row in report.rows)
    goals = {goal.code: goal for goal in edition.goals.all()}
    for row in report.rows:
        if row.goal not in goals:
            raise LoadRefused(
                Bilingual(
                    zh=f"{row.place}：指標 {row.code} 的核心目標「{row.goal}」不在目標體系中。",
                    en=f"{row.place}: indicator {row.code} names goal {row.goal!r}, which the framework does not have.",
                )
            )
    printed = {role.name for row in report.rows for role in printed_roles(row)}
    matches = match_organizations(printed, on=date(report.year, 12, 31))
    stored = {item.indicator.code: item for item in _stored(edition, report.year)}
    loading = _Loading(edition, goals, report, report.year, source, matches, by, at, published)
    new, changed, same = [], [], []
    conflicts = list(_contradictions(report.rows, edition=edition))
    for row in report.rows:
        before = stored.get(row.code)
        if before is None:
            new.append(row.code)
            with refuse_invalid(row.code, row.place):
                loading.store(row, before=None, change=None)
            continue
        change = RowChange(row.code, _changed_fields(row_of(before), row))
        if not change.fields:
            same.append(row.code)
            continue
        changed.append(change)
        conflict = contradicts(change, before=before.publication, title=report.title, figures=FIGURES)
        conflicts += [conflict] if conflict else []
        with refuse_invalid(row.code, row.place):
            loading.store(row, before=before, change=change)
    _join_twins(report.rows, edition=edition)
    unknown = tuple(match for match in matches.values() if match.organization is None)
    findings = tuple(finding for found in find_all(report) for finding in found)
    return Difference(tuple(new), tuple(changed), tuple(same), tuple(conflicts), unknown, findings)


def _stored(edition: Edition, year: int) -> YearReportQuerySet:
    reports = YearReport.objects.for_year(year).filter(indicator__edition=edition)
    return reports.select_related("publication").with_rows()


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


def _changed_fields(before: IndicatorRow, after: IndicatorRow) -> tuple[FieldChange, ...]:
    """What differs between two rows. The place in the file is no content, and verdicts are computed from the rest."""
    after = replace(after, place=before.place, verdict=before.verdict, verdicts=before.verdicts)
    return changed_fields(row_to_json(before), row_to_json(after))


@dataclass
class _Loading:
    """One load: what every row of it shares. The publication is made with the first row that is stored."""

    edition: Edition
    goals: dict[str, Goal]
    report: IndicatorReport
    year: int
    source: Source
    matches: dict[str, OrganizationMatch]
    by: User
    at: datetime
    published: bool
    publication: Publication | None = None

    def publish(self) -> Publication:
        if self.publication is None:
            self.publication = Publication(
                title=self.report.title[:300] or self.source.file_name,
                year=self.year,
                file_name=self.source.file_name,
                sha256=self.source.sha256,
                is_demo=self.source.is_demo,
                is_fictional=self.edition.framework.is_fictional,
                published_at=self.at if self.published else None,
                loaded_at=self.at,
                loaded_by=self.by,
            )
            self.publication.full_clean()
            self.publication.save()
        return self.publication

    def store(self, row: IndicatorRow, *, before: YearReport | None, change: RowChange | None) -> None:
        """Put a row in the place of what was there, and what was there into the history."""
        publication = self.publish()
        difference: dict[str, object] = {"after": row_to_json(row)}
        if before is not None and change is not None:
            difference |= {"before": row_to_json(row_of(before)), "changed": {item.field: [item.old, item.new] for item in change.fields}}
            difference["publication_before"] = before.publication.pk
        report = before or YearReport(indicator=self._indicator_of(row), year=publication.year)
        if before is not None:
            before.target_parts.all().delete()
            before.observations.all().delete()
            before.earlier_figures.all().delete()
            before.breakdowns.all().delete()
        _fill(report, row, publication=publication)
        _store_parts(report, row)
        self._store_roles(report, row)
        record(report, "load", by=self.by, at=self.at, difference=difference, origin=publication.file_name)

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
