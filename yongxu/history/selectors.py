"""What the record's newest entries say about its state."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from yongxu.history.models import Entry

NEWEST = 50


@dataclass(frozen=True, slots=True)
class RecordState:
    """``tag`` changes whenever a change is recorded; ``changed_at`` is None while the record is empty."""

    tag: str
    changed_at: datetime | None


def record_state() -> RecordState:
    """The state of the record, told by its newest changes; events change nothing that is shown. One query.

    Several entries are read and not only the last, because on PostgreSQL one with a lower key may become visible later.
    """
    newest = list(Entry.objects.changes().order_by("-pk").values_list("pk", "digest", "at")[:NEWEST])
    text = "|".join(f"{key}:{digest}" for key, digest, _ in newest)
    return RecordState(hashlib.sha256(text.encode()).hexdigest()[:32], max((at for _, _, at in newest), default=None))
