"""What the record's newest entries say about its state."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar

from django.core.cache import caches

from yongxu.history.models import Entry

NEWEST = 50
KEEP_SECONDS = 86_400
COMPUTING = Lock()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RecordState:
    """``tag`` changes whenever anything in the record does; ``changed_at`` is None while the record is empty."""

    tag: str
    changed_at: datetime | None


def record_state() -> RecordState:
    """The state of the record, told by its newest entries. One query.

    Several entries are read and not only the last, because on PostgreSQL one with a lower key may become visible later.
    """
    newest = list(Entry.objects.order_by("-pk").values_list("pk", "digest", "at")[:NEWEST])
    text = "|".join(f"{key}:{digest}" for key, digest, _ in newest)
    return RecordState(hashlib.sha256(text.encode()).hexdigest()[:32], max((at for _, _, at in newest), default=None))


def keep_while_unchanged(name: str, *, state: str, compute: Callable[[], T]) -> T:
    """What a read of the record alone gives, computed once in a process for every ``state`` (`RecordState.tag`). Only the read's queries.

    What is kept dies with the process, so that no old rule's verdicts can outlive a new release. Whoever asks meanwhile waits.
    """
    summaries = caches["summaries"]
    key = hashlib.sha256(f"{state} {name}".encode()).hexdigest()
    kept: tuple[T] | None = summaries.get(key)
    if kept is None:
        with COMPUTING:
            kept = summaries.get(key) or (compute(),)
            summaries.set(key, kept, KEEP_SECONDS)
    return kept[0]
