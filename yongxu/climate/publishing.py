"""From finished reports on measures to the public record."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from yongxu.accounts.models import User
from yongxu.climate.filing import filing_from_json, row_of_filing
from yongxu.climate.interchange import row_to_json
from yongxu.climate.models import Measure, MeasureYear, MeasureYearQuerySet, Programme
from yongxu.climate.plans import planned_rows
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.climate.selectors.pages import standing_of
from yongxu.climate.services import ROC_OFFSET, load_programme_report
from yongxu.history.services import record
from yongxu.quantities.interchange import Json
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem, Publication
from yongxu.reporting.selectors import judgement_in_force
from yongxu.reporting.services.publishing import Frozen, publication_of, publish_items
from yongxu.reporting.subjects import Published


def publish_measures(cycle: Cycle, *, by: User, at: datetime) -> Published:
    """Publish what of a cycle of measures is ready; raises as `publish_items`.

    The report of a first half-year is frozen, but is no fact of the year: the record holds whole years.
    """
    return publish_items(cycle, lambda items: _store(cycle, items, by=by, at=at), by=by, at=at)


def rows_of(items: Sequence[DueItem], *, year: int) -> dict[int, MeasureRow]:
    """The typed row of each of these items, by the item's key. Five queries."""
    planned = planned_rows(items, year=year)
    found = {}
    for item in items:
        filing = filing_from_json(item.filing.content) if hasattr(item, "filing") else filing_from_json({})
        found[item.pk] = row_of_filing(filing, planned[item.subject_key], year=year)
    return found


def _store(cycle: Cycle, items: Sequence[DueItem], *, by: User, at: datetime) -> list[Frozen]:
    rows = rows_of(items, year=cycle.year)
    measures = Measure.objects.select_related("strategy__programme").in_bulk([int(item.subject_key) for item in items])
    groups: dict[Programme, list[DueItem]] = defaultdict(list)
    for item in items:
        groups[measures[int(item.subject_key)].strategy.programme].append(item)
    frozen = []
    for programme, own in groups.items():
        found = None
        if cycle.half != 1:
            found = _store_year(cycle, programme, {int(item.subject_key): rows[item.pk] for item in own}, by=by, at=at)
        publication = publication_of(cycle, found=found, is_fictional=programme.is_fictional, by=by, at=at)
        if cycle.half != 1:
            years = MeasureYear.objects.filter(measure__in=[int(item.subject_key) for item in own], year=cycle.year)
            plans = years.filter(publication__published_at=None)
            # A row that says no more than the plan did was stored with the plan: it is public from now on.
            for year in plans.select_related("measure__strategy__programme"):
                record(year, "publish", by=by, at=at)
            plans.update(publication=publication)
            _store_judgements(own, years, at=at)
        frozen += [Frozen(item, publication, item.code, _content(item, rows[item.pk]), programme.code) for item in own]
    return frozen


def _store_judgements(items: Sequence[DueItem], years: MeasureYearQuerySet, *, at: datetime) -> None:
    """What reviewers judged becomes part of the record, with reason and time; who judged stands in the history."""
    by_measure = {str(year.measure_id): year for year in years.select_related("measure__strategy__programme").with_parts()}
    for item in items:
        judged = judgement_in_force(item.judgements.all(), item.decisions.all())
        if judged is None:
            continue
        year = by_measure[item.subject_key]
        computed = standing_of(year).computed
        year.judged_verdict, year.judged_reason, year.judged_at = judged.verdict, judged.reason, judged.at
        year.full_clean()
        year.save(update_fields=["judged_verdict", "judged_reason", "judged_at"])
        difference: dict[str, Json] = {"computed": computed.value, "judged": judged.verdict}
        record(year, "judge", by=judged.by, at=at, reason=judged.reason, difference=difference)


def _content(item: DueItem, row: MeasureRow) -> dict[str, Json]:
    """The row, and what a reviewer judged where figures alone do not decide."""
    judged = judgement_in_force(item.judgements.all(), item.decisions.all())
    if judged is None:
        return row_to_json(row)
    said: dict[str, Json] = {"verdict": judged.verdict, "reason": judged.reason, "by": str(judged.by), "at": judged.at.isoformat()}
    return {**row_to_json(row), "judgement": said}


def _store_year(cycle: Cycle, programme: Programme, rows: dict[int, MeasureRow], *, by: User, at: datetime) -> Publication | None:
    """Store the rows as the programme's year; the publication they were stored with, None where nothing was new."""
    report = ProgrammeReport(cycle.title, cycle.year - ROC_OFFSET, tuple(rows.values()), ())
    source = Source("", "", is_demo=cycle.is_demo)
    load_programme_report(report, programme=programme.code, source=source, by=by, at=at, replace_published=True)
    return Publication.objects.filter(measure_years__measure__in=rows, measure_years__year=cycle.year, loaded_at=at).first()
