"""Saving what an officer writes: every save counts up the version and is in the history; a save on an old version is never lost."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.quantities.interchange import Json
from yongxu.reporting.models import DueItem, Filing

Content = Mapping[str, Json]


class FilingConflict(Exception):
    """Somebody saved another version since the page was loaded; ``current`` is what stands there now, nothing was changed."""

    def __init__(self, current: Filing) -> None:
        super().__init__(f"version {current.version} was saved by {current.saved_by}")
        self.current = current


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
