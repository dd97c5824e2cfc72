"""From finished reports on indicators to the public record."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.indicators.filing import filing_from_json, row_of_filing
from yongxu.indicators.interchange import row_to_json
from yongxu.indicators.models import Indicator, Judgement, YearReport
from yongxu.indicators.plans import headings_of
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.indicators.services import load_report
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem, Publication
from yongxu.reporting.selectors import judgement_in_force
from yongxu.reporting.services.publishing import Frozen, publication_of, publish_items
from yongxu.reporting.subjects import Published


def publish_indicators(cycle: Cycle, *, by: User, at: datetime) -> Published:
    """Publish what of a cycle of indicators is ready; raises as `publish_items`."""
    return publish_items(cycle, lambda items: _store(cycle, items, by=by, at=at), by=by, at=at)


def rows_of(items: Sequence[DueItem], *, year: int) -> dict[int, list[IndicatorRow]]:
    """The typed rows of these items, one for each code under which an item appears, by the item's key. Six queries."""
    headings = headings_of(items, year=year)
    found = {}
    for item in items:
        filing = filing_from_json(item.filing.content) if hasattr(item, "filing") else filing_from_json({})
        found[item.pk] = [row_of_filing(filing, headings[place.code], year=year) for place in item.appearances.all()]
    return found


def _store(cycle: Cycle, items: Sequence[DueItem], *, by: User, at: datetime) -> list[Frozen]:
    rows = rows_of(items, year=cycle.year)
    first = Indicator.objects.select_related("edition__framework").get(pk=items[0].subject_key)
    framework = first.edition.framework
    report = IndicatorReport(cycle.title, cycle.year, tuple(row for item in items for row in rows[item.pk]), ())
    source = Source("", "", is_demo=cycle.is_demo)
    load_report(report, framework=framework.code, source=source, by=by, at=at, replace_published=True)
    codes = [row.code for row in report.rows]
    stored = YearReport.objects.filter(indicator__edition=first.edition, indicator__code__in=codes, year=cycle.year)
    found = Publication.objects.filter(indicator_reports__in=stored, loaded_at=at).first()
    publication = publication_of(cycle, found=found, is_fictional=framework.is_fictional, by=by, at=at)
    _publish_plans(stored, publication, by=by, at=at)
    _store_judgements(items, rows, stored, at=at)
    return [Frozen(item, publication, row.code, row_to_json(row)) for item in items for row in rows[item.pk]]


def _publish_plans(stored: QuerySet[YearReport], publication: Publication, *, by: User, at: datetime) -> None:
    """A row that says no more than the plan did (not due, not applicable) was stored with the plan: it is public from now on."""
    plans = stored.filter(publication__published_at=None)
    for report in plans.select_related("indicator"):
        record(report, "publish", by=by, at=at)
    plans.update(publication=publication)


def _store_judgements(
    items: Sequence[DueItem], rows: dict[int, list[IndicatorRow]], reports: QuerySet[YearReport], *, at: datetime
) -> None:
    """What reviewers judged becomes part of the record, under every code of the item, with its name, reason and time."""
    by_code = {report.indicator.code: report for report in reports.select_related("indicator")}
    for item in items:
        judged = judgement_in_force(item.judgements.all(), item.decisions.all())
        if judged is None:
            continue
        for row in rows[item.pk]:
            report = by_code[row.code]
            judgement = Judgement(report=report, verdict=judged.verdict, reason=judged.reason, judged_by=judged.by, judged_at=judged.at)
            judgement.full_clean()
            judgement.save()
            difference = {"computed": row.verdict.value, "judged": judged.verdict}
            record(report, "judge", by=judged.by, at=at, reason=judged.reason, difference=difference)
