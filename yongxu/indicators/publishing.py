"""From finished reports to the public record: what was approved becomes facts, frozen as it was, and corrections carry their note."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.indicators.filing import filing_from_json, row_of_filing
from yongxu.indicators.interchange import row_to_json
from yongxu.indicators.models import Indicator, Judgement, YearReport
from yongxu.indicators.plans import SUBJECT_TYPE, headings_of
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.indicators.services import load_report
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem, Erratum, Publication, Snapshot
from yongxu.reporting.selectors import judgement_in_force
from yongxu.reporting.subjects import Published
from yongxu.reporting.workflow import CYCLE, ITEM
from yongxu.workflow.engine import TransitionRefused, perform


@transaction.atomic
def publish_indicators(cycle: Cycle, *, by: User, at: datetime) -> Published:
    """Publish every item of the cycle that all stations have approved; the public site shows them at once.

    Each row is frozen with values, texts, names and verdict. The cycle is published when nothing is left on its way. Raises
    `PermissionDenied`, and `TransitionRefused` where there is nothing to publish.
    """
    if not by.has_perm("reporting.manage_cycle"):
        raise PermissionDenied("Only the secretariat publishes.")
    waiting = DueItem.objects.select_for_update(of=("self",)).filter(cycle=cycle, subject_type=SUBJECT_TYPE, state=DueItem.State.READY)
    items = list(waiting.select_related("filing", "cycle").prefetch_related("appearances", "judgements__by", "decisions"))
    if not items:
        raise TransitionRefused(Bilingual(zh="沒有審查完成、可公布的項目。", en="No item has been approved to the end yet."))
    rows = rows_of(items, year=cycle.year)
    _store(cycle, items, rows, by=by, at=at)
    for item in items:
        perform(item, ITEM, "publish", by=by, at=at, changes={"corrects_note": ""})
    remaining = DueItem.objects.filter(cycle=cycle).exclude(state=DueItem.State.PUBLISHED).count()
    if not remaining and cycle.state == Cycle.State.OPEN:
        perform(cycle, CYCLE, "publish", by=by, at=at)
    return Published(len(items), remaining)


def rows_of(items: Sequence[DueItem], *, year: int) -> dict[int, list[IndicatorRow]]:
    """The typed rows of these items, one for each code under which an item appears, by the item's key. Six queries."""
    headings = headings_of(items, year=year)
    found = {}
    for item in items:
        filing = filing_from_json(item.filing.content) if hasattr(item, "filing") else filing_from_json({})
        found[item.pk] = [row_of_filing(filing, headings[place.code], year=year) for place in item.appearances.all()]
    return found


def _store(cycle: Cycle, items: Sequence[DueItem], rows: dict[int, list[IndicatorRow]], *, by: User, at: datetime) -> Publication:
    first = Indicator.objects.select_related("edition__framework").get(pk=items[0].subject_key)
    before = {snapshot.code: snapshot.content for snapshot in _frozen(cycle)}
    report = IndicatorReport(cycle.title, cycle.year, tuple(row for item in items for row in rows[item.pk]), ())
    load_report(
        report,
        framework=first.edition.framework.code,
        source=Source("", "", is_demo=cycle.is_demo),
        by=by,
        at=at,
        replace_published=True,
    )
    codes = [row.code for row in report.rows]
    stored = YearReport.objects.filter(indicator__edition=first.edition, indicator__code__in=codes, year=cycle.year)
    publication = Publication.objects.filter(indicator_reports__in=stored, loaded_at=at).first() or Publication(
        title=cycle.title, year=cycle.year, is_demo=cycle.is_demo, published_at=at, loaded_at=at, loaded_by=by
    )
    publication.cycle, publication.is_fictional = cycle, first.edition.framework.is_fictional
    publication.full_clean()
    publication.save()
    # A row that says no more than the plan did (not due, not applicable) was stored with the plan: it is public from now on.
    stored.filter(publication__published_at=None).update(publication=publication)
    _store_judgements(items, rows, stored, at=at)
    for item in items:
        for row in rows[item.pk]:
            content = row_to_json(row)
            text = json.dumps(content, ensure_ascii=False, sort_keys=True)
            digest = hashlib.sha256(text.encode()).hexdigest()
            Snapshot.objects.create(publication=publication, code=row.code, content=content, digest=digest)
            if item.corrects_note and row.code in before:
                Erratum.objects.create(
                    publication=publication, item=item, note=item.corrects_note, before=before[row.code], after=content, by=by, at=at
                )
    return publication


def _store_judgements(items: Sequence[DueItem], rows: dict[int, list[IndicatorRow]], reports: QuerySet[YearReport], *, at: datetime) -> None:
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


def _frozen(cycle: Cycle) -> list[Snapshot]:
    """The rows of the cycle as they were published, the newest of each code last."""
    return list(Snapshot.objects.filter(publication__cycle=cycle).order_by("pk"))
