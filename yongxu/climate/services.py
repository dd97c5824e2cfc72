"""Everything that changes the record of programmes and measures."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TypedDict

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.climate.findings import find_all
from yongxu.climate.interchange import row_to_json
from yongxu.climate.models import Benefit, Expenditure, Measure, MeasureOrganization, MeasureResult, MeasureYear, Programme, Strategy
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.climate.selectors.figures import assign_sources
from yongxu.climate.selectors.rows import row_of
from yongxu.goals.models import sort_key_of
from yongxu.history.differences import Row, rows_by_key
from yongxu.history.services import record, record_loaded
from yongxu.indicators.models import write_decimal
from yongxu.organizations.models import Organization
from yongxu.quantities.comparing import bare
from yongxu.quantities.findings import Finding
from yongxu.quantities.interchange import Json
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.differences import Conflict, Difference, LoadRefused, Source
from yongxu.reporting.loading import Occasion, Shelf, load_rows, year_of
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
def load_programmes(items: Iterable[ProgrammeData], *, by: User, at: datetime, is_fictional: bool = False) -> None:
    """Create programmes or bring them up to the data. Each one that is new or changes is an entry of the history; doing it again
    changes nothing.
    """
    before = _programme_rows()
    loaded: dict[str, Programme] = {}
    organizations = {organization.code: organization for organization in Organization.objects.all()}
    for item in items:
        names = {"name_zh": item["name_zh"], "name_en": item["name_en"], "is_fictional": is_fictional}
        defaults = {"kind": item["kind"], "position": item["position"], "lead": organizations.get(item["lead"]), **names}
        loaded[item["code"]], _ = Programme.objects.update_or_create(code=item["code"], defaults=defaults)
    record_loaded(loaded, before=before, after=_programme_rows(), by=by, at=at)


def _programme_rows() -> dict[str, Row]:
    """What is known of every programme, by its code. One query."""
    return rows_by_key(Programme.objects.values("code", "kind", "position", "name_zh", "name_en", "lead__code", "is_fictional"), "code")


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


FIGURES = ("targets", "results", "executed_ntd", "execution_rate", "co2e")
"""The fields in which two documents can contradict each other; names and plans may be worded differently."""


def load_programme_report(
    report: ProgrammeReport,
    *,
    programme: str | None,
    source: Source,
    by: User,
    at: datetime,
    dry_run: bool = False,
    published: bool = True,
    replace_published: bool = False,
) -> Difference:
    """Store a report in one transaction and say what that changed; with ``dry_run`` say it and change nothing.

    ``programme`` is a code, or None to take the programme that the title names. Raises `LoadRefused`, also when the report contradicts
    what another document published, unless ``replace_published``.
    """
    year = year_of(report.year) + ROC_OFFSET
    chosen = Programme.objects.filter(code=programme).first() if programme else find_programme(report.title)
    if chosen is None:
        raise LoadRefused(Bilingual(zh=f"沒有方案「{programme}」。", en=f"There is no programme {programme!r}."))
    occasion = Occasion(report.title, year, source, by, at, published=published, is_fictional=chosen.is_fictional)
    return load_rows(report.rows, _MeasureShelf(occasion, chosen, report), dry_run=dry_run, replace_published=replace_published)


def _contradictions(rows: Sequence[MeasureRow], *, programme: Programme) -> Iterator[Conflict]:
    """Rows whose code the record knows under another name or strategy. None of them refuses."""
    by_code = {row.code: row for row in rows}
    for measure in Measure.objects.filter(strategy__programme=programme, code__in=by_code).select_related("strategy"):
        row = by_code[measure.code]
        if bare(measure.name_zh) != bare(row.name):
            zh, en = f"紀錄中名稱為「{measure.name_zh}」，檔案為「{row.name}」", f"is called {measure.name_zh!r} in the record"
            yield Conflict(row.code, Bilingual(zh, f"{en}, {row.name!r} in the file"))
        if row.strategy.code and measure.strategy.code and row.strategy.code != measure.strategy.code:
            zh, en = f"紀錄中屬於策略 {measure.strategy.code}，檔案為 {row.strategy.code}", f"stands under strategy {measure.strategy.code}"
            yield Conflict(row.code, Bilingual(zh, f"{en} in the record, under {row.strategy.code} in the file"))


@dataclass
class _MeasureShelf(Shelf[MeasureRow, MeasureYear]):
    """The measures of a programme in the year that a report is of."""

    programme: Programme
    report: ProgrammeReport
    figures = FIGURES

    def printed_names(self) -> set[str]:
        return {name for row in self.report.rows for name in (*row.agencies, *row.co_agencies)}

    def find_stored(self) -> Mapping[str, MeasureYear]:
        years = MeasureYear.objects.for_year(self.occasion.year).filter(measure__strategy__programme=self.programme)
        return {item.measure.code: item for item in years.select_related("publication").with_parts()}

    def find_conflicts(self) -> Iterator[Conflict]:
        return _contradictions(self.report.rows, programme=self.programme)

    def find_doubts(self) -> Iterator[Finding]:
        return chain.from_iterable(find_all(self.report))

    def publication_of(self, stored: MeasureYear) -> Publication:
        return stored.publication

    def row_of(self, stored: MeasureYear) -> MeasureRow:
        return row_of(stored)

    def to_json(self, row: MeasureRow) -> dict[str, Json]:
        return row_to_json(row)

    def content_of(self, row: MeasureRow, *, beside: MeasureRow) -> MeasureRow:
        return replace(row, place=beside.place)

    def put(self, row: MeasureRow, *, in_place_of: MeasureYear | None, publication: Publication) -> MeasureYear:
        if in_place_of is not None:
            in_place_of.benefits.all().delete()
            in_place_of.results.all().delete()
            in_place_of.expenditures.all().delete()
        measure = self._measure_of(row)
        item = in_place_of or MeasureYear(measure=measure, year=publication.year)
        _fill(item, row, publication=publication)
        _store_parts(item, row)
        self._store_roles(measure, row)
        return item

    def _measure_of(self, row: MeasureRow) -> Measure:
        """The measure under its code; the newest report says to which strategy it belongs and by which name that goes."""
        measure = Measure.objects.filter(strategy__programme=self.programme, code=row.code).select_related("strategy").first()
        if measure is not None and (measure.years.filter(year__gt=self.occasion.year).exists() or _is_strategy_of(measure.strategy, row)):
            return measure
        code = row.strategy.code or ""
        strategy, _ = Strategy.objects.get_or_create(
            programme=self.programme, code=code, name_zh=row.strategy.name, defaults={"sort_key": sort_key_of(code)}
        )
        if measure is None:
            measure = Measure(code=row.code, sort_key=sort_key_of(row.code), name_zh=row.name)
        measure.strategy = strategy
        measure.full_clean()
        measure.save()
        return measure

    def _store_roles(self, measure: Measure, row: MeasureRow) -> None:
        if measure.years.filter(year__gt=self.occasion.year).exists():
            return
        measure.roles.all().delete()
        lead, co_agency = MeasureOrganization.Role.LEAD, MeasureOrganization.Role.CO_AGENCY
        printed = [*((name, lead) for name in row.agencies), *((name, co_agency) for name in row.co_agencies)]
        wanted = dict.fromkeys((match.organization.pk, role) for name, role in printed if (match := self.matches[name]).organization)
        MeasureOrganization.objects.bulk_create(
            MeasureOrganization(measure=measure, organization_id=organization, role=role) for organization, role in wanted
        )


def _is_strategy_of(strategy: Strategy, row: MeasureRow) -> bool:
    return strategy.code == (row.strategy.code or "") and strategy.name_zh == row.strategy.name


def _fill(item: MeasureYear, row: MeasureRow, *, publication: Publication) -> None:
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
    item.co2e_kind, item.co2e_recurrence = row.co2e.kind, row.co2e.recurrence
    # What was judged was the report that this one takes the place of.
    item.judged_verdict, item.judged_reason, item.judged_at = "", "", None
    item.full_clean()
    item.save()


def _store_parts(item: MeasureYear, row: MeasureRow) -> None:
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
        expenditure = Expenditure(measure_year=item, position=position, amount_ntd=amount, source=source, sources_printed=printed)
        expenditure.full_clean()
        expenditure.save()


@transaction.atomic
def mark_overlap(measure: Measure, *, counted_in: Measure, reason: str, by: User, at: datetime) -> Measure:
    """Say that a measure's reductions are already in another one's, so that no sum counts them twice. Raises ValidationError."""
    measure.counted_in, measure.overlap_reason = counted_in, reason.strip()
    measure.full_clean()
    measure.save(update_fields=["counted_in", "overlap_reason"])
    record(measure, "mark_overlap", by=by, at=at, reason=measure.overlap_reason, difference={"counted_in": str(counted_in)})
    return measure


@transaction.atomic
def remove_demo_measures(*, by: User, at: datetime) -> int:
    """Take away every measure's year that the demo loaded, with measures, strategies and fictional programmes nothing else speaks of.

    The history stays.
    """
    years = list(MeasureYear.objects.filter(publication__is_demo=True).select_related("measure"))
    for item in years:
        record(item, "remove", by=by, at=at, reason="demo data removed", difference={"before": row_to_json(row_of(item))})
        item.delete()
    empty = Measure.objects.filter(pk__in={item.measure_id for item in years}, years=None)
    Measure.objects.filter(counted_in__in=empty).update(counted_in=None, overlap_reason="")
    strategies = {measure.strategy_id for measure in empty}
    empty.delete()
    Strategy.objects.filter(pk__in=strategies, measures=None).delete()
    for programme in Programme.objects.filter(is_fictional=True, strategies=None):
        record(programme, "remove", by=by, at=at, reason="demo data removed")
        programme.delete()
    return len(years)
