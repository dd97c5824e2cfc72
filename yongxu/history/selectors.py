"""What the record's newest entries say about its state."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar

from django.core.cache import caches
from django.db.models import Case, F, JSONField, Value, When
from django.db.models.functions import Cast

from yongxu.history.models import Entry

NEWEST = 50
WHOLE = 24
"""Changes that are read with all that was there before and after; of further ones only the fields' names are."""


@dataclass(frozen=True, slots=True)
class RowVersions:
    """A row of a document before and after a change, as JSON; empty where it was not there or was not read."""

    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class LoadedChange:
    """Which fields a load changed, and both versions of the row for the first `WHOLE` of them."""

    fields: tuple[str, ...]
    versions: RowVersions


NO_VERSIONS = RowVersions({}, {})
UNCHANGED = LoadedChange((), NO_VERSIONS)


def versions_of(difference: object) -> RowVersions:
    """Both versions of a row that an entry's difference keeps."""
    if not isinstance(difference, dict):
        return NO_VERSIONS
    before, after = difference.get("before"), difference.get("after")
    return RowVersions(before if isinstance(before, dict) else {}, after if isinstance(after, dict) else {})


def changes_loaded(types: Iterable[str], keys: Iterable[str], *, at: datetime) -> dict[tuple[str, str], LoadedChange]:
    """What the load of that moment changed in these subjects, by type and key; what was new or the same is not there. One query."""
    changing = Entry.objects.filter(subject_type__in=types, subject_key__in=keys, at=at, verb="load", difference__has_key="changed")
    first = changing.order_by("pk").values("pk")[:WHOLE]
    whole = Case(When(pk__in=first, then=F("difference")), default=Cast(Value("null"), JSONField()))
    found = changing.annotate(whole=whole).values_list("subject_type", "subject_key", "difference__changed", "whole")
    return {(kind, key): LoadedChange(tuple(names), versions_of(difference)) for kind, key, names, difference in found}


KEEP_SECONDS = 86_400
COMPUTING = Lock()
T = TypeVar("T")


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
