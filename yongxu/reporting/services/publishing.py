"""From finished reports to the public record, the same for every subject: what was published is frozen, corrections are errata."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.quantities.interchange import Json
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Cycle, DueItem, Erratum, Publication, Snapshot
from yongxu.reporting.subjects import Published
from yongxu.reporting.workflow import CYCLE, ITEM
from yongxu.workflow.engine import TransitionRefused, perform


@dataclass(frozen=True, slots=True)
class Frozen:
    """One row as it is published; ``section`` tells apart rows of the same code (a programme's code, or empty)."""

    item: DueItem
    publication: Publication
    code: str
    content: Mapping[str, Json]
    section: str = ""


Store = Callable[[list[DueItem]], Iterable[Frozen]]
"""Makes facts of these items' reports."""


@transaction.atomic
def publish_items(cycle: Cycle, store: Store, *, by: User, at: datetime) -> Published:
    """Publish every item of the cycle that all stations have approved; the public site shows them at once.

    Each row is frozen as it is. The cycle is published when nothing is left on its way. Raises `PermissionDenied`, and
    `TransitionRefused` where there is nothing to publish.
    """
    if not by.has_perm("reporting.manage_cycle", cycle):
        raise PermissionDenied("Only the secretariat of the council publishes.")
    waiting = DueItem.objects.select_for_update(of=("self",)).filter(cycle=cycle, state=DueItem.State.READY)
    items = list(waiting.select_related("filing", "cycle").prefetch_related("appearances", "judgements__by", "decisions"))
    if not items:
        raise TransitionRefused(Bilingual(zh="沒有審查完成、可公布的項目。", en="No item has been approved to the end yet."))
    before = {(_section(row.content), row.code): row.content for row in Snapshot.objects.filter(publication__cycle=cycle).order_by("pk")}
    for row in store(items):
        _freeze(row, before=before, by=by, at=at)
    for item in items:
        perform(item, ITEM, "publish", by=by, at=at, changes={"corrects_note": "", "corrects_note_en": ""})
    remaining = DueItem.objects.filter(cycle=cycle).exclude(state=DueItem.State.PUBLISHED).count()
    if not remaining and cycle.state == Cycle.State.OPEN:
        perform(cycle, CYCLE, "publish", by=by, at=at)
    return Published(len(items), remaining)


def publication_of(cycle: Cycle, *, found: Publication | None, is_fictional: bool, by: User, at: datetime) -> Publication:
    """The publication that a cycle's rows were stored with, else a new one, marked as the cycle's."""
    publication = found or Publication(
        title=cycle.title, year=cycle.year, is_demo=cycle.is_demo, published_at=at, loaded_at=at, loaded_by=by
    )
    publication.cycle, publication.is_fictional = cycle, is_fictional
    publication.full_clean()
    publication.save()
    return publication


def _freeze(row: Frozen, *, before: Mapping[tuple[str, str], Mapping[str, Json]], by: User, at: datetime) -> None:
    content = {**row.content, "section": row.section} if row.section else dict(row.content)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    Snapshot.objects.create(publication=row.publication, code=row.code, content=content, digest=digest)
    known = before.get((row.section, row.code))
    if row.item.corrects_note and known is not None:
        erratum = Erratum.objects.create(
            publication=row.publication,
            item=row.item,
            note=row.item.corrects_note,
            note_en=row.item.corrects_note_en,
            before=known,
            after=content,
            by=by,
            at=at,
        )
        record(
            erratum,
            "create",
            by=by,
            at=at,
            reason=erratum.note,
            difference={"after": {"code": row.code, "note": erratum.note, "note_en": erratum.note_en}},
        )


def _section(content: Mapping[str, Json]) -> str:
    return str(content.get("section", ""))
