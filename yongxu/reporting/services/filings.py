"""Saving what an officer writes: every save counts up the version and is in the history; a save on an old version is never lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yongxu.accounts.models import User
from yongxu.history.models import Entry
from yongxu.history.services import record
from yongxu.quantities.interchange import Json
from yongxu.reporting.merging import Content, Spot, combine, spots_of
from yongxu.reporting.models import DueItem, Filing


class FilingConflict(Exception):
    """Somebody saved another version since the page was loaded; ``current`` is what stands there now, nothing was changed.

    ``spots`` are the fields in which the two differ, where the save tried to bring them together.
    """

    def __init__(self, current: Filing, spots: tuple[Spot, ...] = ()) -> None:
        super().__init__(f"version {current.version} was saved by {current.saved_by}")
        self.current, self.spots = current, spots


@dataclass(frozen=True, slots=True)
class Together:
    """A report that was saved, and what somebody else had written in the meantime and stands beside one's own changes."""

    filing: Filing
    other: User | None = None
    kept: tuple[Spot, ...] = ()


@transaction.atomic
def save_together(item: DueItem, content: Content, *, version: int, by: User, at: datetime, theirs: Collection[str] = ()) -> Together:
    """Save as `save_filing` does; where somebody else saved since and nobody changed what the other did, both changes stand.

    ``theirs`` are the keys of spots (`Spot.key`) that shall stay as they are in ``version``. Raises `FilingConflict` with the spots
    where both changed the same, and `PermissionDenied` when the person may not write now.
    """
    DueItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    current = Filing.objects.filter(item=item).first()
    base = {} if current is None else content_at(current, version)
    mine = combine(base, content, theirs)
    try:
        return Together(save_filing(item, mine, version=version, by=by, at=at))
    except FilingConflict as conflict:
        spots = spots_of(base, conflict.current.content, mine)
        if any(spot.is_clash for spot in spots):
            raise FilingConflict(conflict.current, spots) from None
        kept = tuple(spot for spot in spots if spot.keeps_theirs)
        both = combine(conflict.current.content, mine, [spot.key for spot in kept])
        saved = save_filing(item, both, version=conflict.current.version, by=by, at=at)
        return Together(saved, conflict.current.saved_by, kept)


def content_at(filing: Filing, version: int) -> dict[str, Json]:
    """The report as it stood in an earlier version, from the record of its saves; empty before the first. One query."""
    content = dict(filing.content)
    saves = Entry.objects.filter(subject_type=DueItem._meta.label_lower, subject_key=str(filing.item_id), verb="write").order_by("-pk")
    for difference in saves.values_list("difference", flat=True)[: max(filing.version - version, 0)]:
        content |= {field: before for field, (before, _after) in difference.items()}
    return content


@transaction.atomic
def save_filing(item: DueItem, content: Content, *, version: int, by: User, at: datetime) -> Filing:
    """Save what is being written and return it with its new version; saving the same again changes nothing.

    ``version`` is the one that the writer started from. Raises `FilingConflict` when another one was saved since, and
    `PermissionDenied` when the person may not write now.
    """
    locked = DueItem.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=item.pk)
    if not by.has_perm("reporting.write_item", locked):
        raise PermissionDenied("This report cannot be written now.")
    filing, _ = Filing.objects.select_related("saved_by").get_or_create(item=locked)
    before: Content = filing.content
    changed = {field: [before.get(field), value] for field, value in content.items() if before.get(field) != value}
    changed |= {field: [value, None] for field, value in before.items() if field not in content}
    if filing.version != version:
        if not changed:
            return filing
        raise FilingConflict(filing)
    if not changed:
        return filing
    filing.content, filing.version = dict(content), version + 1
    filing.saved_by, filing.saved_at = by, at
    filing.full_clean()
    filing.save()
    locked.authors.add(by)
    record(locked, "write", by=by, at=at, difference=changed)
    return filing
