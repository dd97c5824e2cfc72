"""Everything that changes the record of indicators."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.goals.models import Edition, Goal, sort_key_of
from yongxu.history.services import record
from yongxu.indicators.models import (
    Indicator,
    IndicatorOrganization,
    Observation,
    TwinGroup,
    YearReport,
    YearTarget,
    write_decimal,
)
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.indicators.selectors import row_of
from yongxu.organizations.models import Organization
from yongxu.organizations.selectors import OrganizationMatch, match_organizations
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Publication


class LoadRefused(Exception):
    """The content of a report cannot become part of the record; ``message`` says why."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Difference:
    """What a load changes: codes that are new, changed (with the names of the fields) or the same; agencies that are not known."""

    new: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    same: tuple[str, ...]
    unknown_organizations: tuple[OrganizationMatch, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a report was read from."""

    file_name: str
    sha256: str


def load_report(
    report: IndicatorReport, *, framework: str, source: Source, by: User, at: datetime, dry_run: bool = False, published: bool = True
) -> Difference:
    """Store a report in one transaction and say what that changed; with ``dry_run`` say it and change nothing.

    Loading the same report again changes nothing. Raises `LoadRefused` when the year, a code or a goal makes it impossible.
    """
    with transaction.atomic():
        difference = _load(report, framework=framework, source=source, by=by, at=at, published=published)
        if dry_run:
            transaction.set_rollback(True)
    return difference


def _load(report: IndicatorReport, *, framework: str, source: Source, by: User, at: datetime, published: bool) -> Difference:
    if report.year is None:
        raise LoadRefused(
            Bilingual(zh="檔案沒有寫明年度，無法載入。", en="The file does not say which year it reports, so it cannot be loaded.")
        )
    edition = Edition.objects.filter(framework__code=framework, is_current=True).first()
    if edition is None:
        raise LoadRefused(Bilingual(zh=f"沒有目標體系「{framework}」。", en=f"There is no framework {framework!r}."))
    _refuse_doubles(report.rows)
    goals = {goal.code: goal for goal in edition.goals.all()}
    for row in report.rows:
        if row.goal not in goals:
            raise LoadRefused(
                Bilingual(
                    zh=f"{row.place}：指標 {row.code} 的核心目標「{row.goal}」不在目標體系中。",
                    en=f"{row.place}: indicator {row.code} names goal {row.goal!r}, which the framework does not have.",
                )
            )
    matches = match_organizations({name for row in report.rows for name in row.agencies}, on=date(report.year, 12, 31))
    stored = {
        item.indicator.code: item
        for item in YearReport.objects.for_year(report.year)
        .filter(indicator__edition=edition)
        .select_related("indicator__goal")
        .with_parts()
    }
    publication: Publication | None = None
    new, changed, same = [], [], []
    for row in report.rows:
        before = stored.get(row.code)
        altered = _changed_fields(row_of(before), row) if before else ()
        if before and not altered:
            same.append(row.code)
            continue
        if publication is None:
            publication = Publication(
                title=report.title[:300] or source.file_name,
                year=report.year,
                file_name=source.file_name,
                sha256=source.sha256,
                published_at=at if published else None,
                loaded_at=at,
                loaded_by=by,
            )
            publication.full_clean()
            publication.save()
        _store_row(row, edition=edition, goal=goals[row.goal], year=report.year, publication=publication, matches=matches, by=by, at=at)
        if before:
            changed.append((row.code, altered))
        else:
            new.append(row.code)
    _join_twins(report.rows, edition=edition)
    unknown = tuple(match for match in matches.values() if match.organization is None)
    return Difference(tuple(new), tuple(changed), tuple(same), unknown)


def _refuse_doubles(rows: Iterable[IndicatorRow]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        if row.code in seen:
            raise LoadRefused(
                Bilingual(
                    zh=f"指標 {row.code} 出現兩次（{seen[row.code]}、{row.place}），請先確認以哪一列為準。",
                    en=f"Indicator {row.code} stands twice ({seen[row.code]} and {row.place}); decide first which row counts.",
                )
            )
        seen[row.code] = row.place


def _changed_fields(before: IndicatorRow, after: IndicatorRow) -> tuple[str, ...]:
    """Names of the fields that differ. The place in the file is no content."""
    after = replace(after, place=before.place)
    return tuple(field.name for field in fields(IndicatorRow) if getattr(before, field.name) != getattr(after, field.name))


def _store_row(
    row: IndicatorRow,
    *,
    edition: Edition,
    goal: Goal,
    year: int,
    publication: Publication,
    matches: dict[str, OrganizationMatch],
    by: User,
    at: datetime,
) -> None:
    indicator = Indicator.objects.filter(edition=edition, code=row.code).first()
    if indicator is None:
        indicator = Indicator(
            edition=edition, goal=goal, code=row.code, sort_key=sort_key_of(row.code), name_zh=row.name, starred=row.starred
        )
        indicator.full_clean()
        indicator.save()
    report = YearReport.objects.filter(indicator=indicator, year=year).with_parts().first()
    before = None if report is None else repr(row_of(report))
    if report is None:
        report = YearReport(indicator=indicator, year=year)
    else:
        report.target_parts.all().delete()
        report.observations.all().delete()
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
    report.lag_reason, report.countermeasures, report.remarks = row.lag_reason, row.countermeasures, row.remarks
    report.full_clean()
    report.save()
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
    _add_filers(indicator, [match.organization for name in row.agencies if (match := matches[name]).organization])
    difference: dict[str, object] = {"after": repr(row)} if before is None else {"before": before, "after": repr(row)}
    record(report, "load", by=by, at=at, difference=difference, origin=publication.file_name)


def _add_filers(indicator: Indicator, organizations: Iterable[Organization | None]) -> None:
    for organization in organizations:
        IndicatorOrganization.objects.get_or_create(indicator=indicator, organization=organization, role=IndicatorOrganization.Role.FILER)


def _join_twins(rows: Iterable[IndicatorRow], *, edition: Edition) -> None:
    """Put indicators that are marked as one fact into one group; a mark on one side is enough."""
    indicators = {indicator.code: indicator for indicator in Indicator.objects.filter(edition=edition).select_related("twin_group")}
    for row in rows:
        members = [indicators[code] for code in (row.code, *row.same_as) if code in indicators]
        if len(members) < 2:
            continue
        group = next((member.twin_group for member in members if member.twin_group), None)
        if group is None:
            group = TwinGroup.objects.create(name=" / ".join(member.code for member in members))
        for member in members:
            if member.twin_group_id != group.pk:
                member.twin_group = group
                member.save(update_fields=["twin_group"])


@transaction.atomic
def remove_fictional_framework(framework: str, *, by: User, at: datetime) -> int:
    """Take away all indicators and reports of a fictional framework; returns how many indicators. The history keeps what was there."""
    indicators = list(Indicator.objects.filter(edition__framework__code=framework, edition__framework__is_fictional=True))
    reports = YearReport.objects.filter(indicator__in=indicators)
    publications = list(Publication.objects.filter(indicator_reports__in=reports).distinct())
    for indicator in indicators:
        record(indicator, "remove", by=by, at=at, reason="fictional demo data removed")
    reports.delete()
    for publication in publications:
        publication.delete()
    for indicator in indicators:
        indicator.delete()
    return len(indicators)
