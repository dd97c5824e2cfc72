"""Everything that changes the record of programmes and measures."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.climate.models import Benefit, Expenditure, Measure, MeasureOrganization, MeasureResult, MeasureYear, Programme, Strategy
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.climate.selectors.figures import assign_sources
from yongxu.climate.selectors.rows import row_of
from yongxu.goals.models import sort_key_of
from yongxu.history.services import record
from yongxu.indicators.models import write_decimal
from yongxu.indicators.services import Difference, LoadRefused, Source
from yongxu.organizations.models import Organization
from yongxu.organizations.selectors import OrganizationMatch, match_organizations
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Publication

DATA = Path(__file__).parent / "data"
ROC_OFFSET = 1911


class ProgrammeData(TypedDict):
    code: str
    kind: str
    position: int
    name_zh: str
    name_en: str
    lead: str


@transaction.atomic
def load_programmes(items: Iterable[ProgrammeData]) -> None:
    """Create programmes or bring them up to the data. Doing it again changes nothing."""
    organizations = {organization.code: organization for organization in Organization.objects.all()}
    for item in items:
        defaults = {"kind": item["kind"], "position": item["position"], "name_zh": item["name_zh"], "name_en": item["name_en"]}
        Programme.objects.update_or_create(code=item["code"], defaults={**defaults, "lead": organizations.get(item["lead"])})


def read_programmes() -> list[ProgrammeData]:
    """The six sectors and the twelve key strategies."""
    data: list[ProgrammeData] = json.loads((DATA / "taiwan.json").read_text(encoding="utf-8"))
    return data


def find_programme(title: str) -> Programme:
    """The programme that a report's title names. Raises `LoadRefused` where none or several are named."""
    named = [item for item in Programme.objects.all() if item.name_zh.removesuffix("行動方案") in title]
    if len(named) != 1:
        raise LoadRefused(
            Bilingual(
                zh="從標題看不出是哪一個方案，請用 --programme 指定代碼。",
                en="The title does not say which programme this is; name its code with --programme.",
            )
        )
    return named[0]


def load_programme_report(
    report: ProgrammeReport, *, programme: str | None, source: Source, by: User, at: datetime, dry_run: bool = False, published: bool = True
) -> Difference:
    """Store a report in one transaction and say what that changed; with ``dry_run`` say it and change nothing.

    ``programme`` is a code, or None to take the programme that the title names. Raises `LoadRefused`.
    """
    with transaction.atomic():
        difference = _load(report, programme=programme, source=source, by=by, at=at, published=published)
        if dry_run:
            transaction.set_rollback(True)
    return difference


def _load(report: ProgrammeReport, *, programme: str | None, source: Source, by: User, at: datetime, published: bool) -> Difference:
    if report.year is None:
        raise LoadRefused(
            Bilingual(zh="檔案沒有寫明年度，無法載入。", en="The file does not say which year it reports, so it cannot be loaded.")
        )
    chosen = Programme.objects.filter(code=programme).first() if programme else find_programme(report.title)
    if chosen is None:
        raise LoadRefused(Bilingual(zh=f"沒有方案「{programme}」。", en=f"There is no programme {programme!r}."))
    codes = [row.code for row in report.rows]
    doubles = sorted({code for code in codes if codes.count(code) > 1})
    if doubles:
        raise LoadRefused(
            Bilingual(
                zh=f"措施 {'、'.join(doubles)} 出現兩次，請先確認以哪一列為準。",
                en=f"Measures {', '.join(doubles)} stand twice; decide which row counts.",
            )
        )
    year = report.year + ROC_OFFSET
    matches = match_organizations({name for row in report.rows for name in (*row.agencies, *row.co_agencies)}, on=date(year, 12, 31))
    stored = {
        item.measure.code: item for item in MeasureYear.objects.for_year(year).filter(measure__strategy__programme=chosen).with_parts()
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
                year=year,
                file_name=source.file_name,
                sha256=source.sha256,
                published_at=at if published else None,
                loaded_at=at,
                loaded_by=by,
            )
            publication.full_clean()
            publication.save()
        _store_row(row, before=before, programme=chosen, year=year, publication=publication, matches=matches, by=by, at=at)
        if before:
            changed.append((row.code, altered))
        else:
            new.append(row.code)
    return Difference(tuple(new), tuple(changed), tuple(same), tuple(match for match in matches.values() if match.organization is None))


def _changed_fields(before: MeasureRow, after: MeasureRow) -> tuple[str, ...]:
    after = replace(after, place=before.place)
    return tuple(field.name for field in fields(MeasureRow) if getattr(before, field.name) != getattr(after, field.name))


def _store_row(
    row: MeasureRow,
    *,
    before: MeasureYear | None,
    programme: Programme,
    year: int,
    publication: Publication,
    matches: dict[str, OrganizationMatch],
    by: User,
    at: datetime,
) -> None:
    code = row.strategy.code or ""
    strategy, _ = Strategy.objects.get_or_create(
        programme=programme, code=code, name_zh=row.strategy.name, defaults={"sort_key": sort_key_of(code)}
    )
    measure = Measure.objects.filter(strategy__programme=programme, code=row.code).first()
    if measure is None:
        measure = Measure(code=row.code, sort_key=sort_key_of(row.code), name_zh=row.name)
    measure.strategy = strategy
    measure.full_clean()
    measure.save()
    item = before or MeasureYear(measure=measure, year=year)
    was = None if before is None else repr(row_of(before))
    if before is not None:
        before.benefits.all().delete()
        before.results.all().delete()
        before.expenditures.all().delete()
    item.publication, item.place = publication, row.place
    item.name_printed, item.plan, item.is_new, item.element = row.name, row.plan, row.is_new, row.element
    item.period_first, item.period_last = row.period or (None, None)
    item.target_text, item.result_text = row.target_text, row.result_text
    item.money_text, item.money_note, item.funding = row.money_text, row.money_note, list(row.funding)
    item.execution_rate, item.execution_rate_text = row.execution_rate, write_decimal(row.execution_rate)
    item.agencies_printed, item.co_agencies_printed = list(row.agencies), list(row.co_agencies)
    item.ended = row.ended
    item.co2e_year, item.co2e_year_text = row.co2e.year, write_decimal(row.co2e.year)
    item.co2e_cumulative, item.co2e_cumulative_text = row.co2e.cumulative, write_decimal(row.co2e.cumulative)
    item.co2e_kind = row.co2e.kind
    item.full_clean()
    item.save()
    results = []
    for position, stated in enumerate(row.results, start=1):
        result = MeasureResult(measure_year=item, position=position)
        result.take(stated)
        result.full_clean()
        result.save()
        results.append(result)
    for position, (target, pair) in enumerate(zip(row.targets, row.pairs, strict=True), start=1):
        benefit = Benefit(measure_year=item, position=position, result=None if pair is None else results[pair])
        benefit.take(target)
        benefit.full_clean()
        benefit.save()
    sources = assign_sources(len(row.executed_ntd), row.funding)
    for position, (amount, (source, printed)) in enumerate(zip(row.executed_ntd, sources, strict=True), start=1):
        Expenditure.objects.create(measure_year=item, position=position, amount_ntd=amount, source=source, sources_printed=printed)
    roles = MeasureOrganization.Role
    for names, role in ((row.agencies, roles.LEAD), (row.co_agencies, roles.CO_AGENCY)):
        for name in names:
            if matches[name].organization:
                MeasureOrganization.objects.get_or_create(measure=measure, organization=matches[name].organization, role=role)
    difference: dict[str, object] = {"after": repr(row)} if was is None else {"before": was, "after": repr(row)}
    record(item, "load", by=by, at=at, difference=difference, origin=publication.file_name)
