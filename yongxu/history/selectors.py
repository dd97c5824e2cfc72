"""The history of one row as people read it, and what the newest entries say about the state of the whole."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar

from django.core.cache import caches
from django.db import models
from django.db.models import Case, F, JSONField, Q, Value, When
from django.db.models.functions import Cast
from django.utils.functional import Promise

from yongxu.history.models import EVENT, Entry, event_key
from yongxu.history.wording import VERBS, FieldChange, Vocabulary, read_difference

NEWEST = 50
PAGE = 20
KEY_DIGITS_AT_MOST = 18
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
    """What the load of that moment changed of what was published of these subjects, by type and key; what was new, the same or only a
    plan before is not there. One query."""
    changing = Entry.objects.filter(subject_type__in=types, subject_key__in=keys, at=at, verb="load", difference__has_key="changed")
    changing = changing.exclude(difference__has_key="was_published", difference__was_published=False)
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
    """The state of the record, told by its newest changes to what is shown in public. One query.

    Several entries are read and not only the last, because on PostgreSQL one with a lower key may become visible later.
    """
    newest = list(Entry.objects.shown().order_by("-pk").values_list("pk", "digest", "at")[:NEWEST])
    text = "|".join(f"{key}:{digest}" for key, digest, _ in newest)
    return RecordState(hashlib.sha256(text.encode()).hexdigest()[:32], max((at for _, _, at in newest), default=None))


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One entry in words; ``actor`` is the name as it was then."""

    key: int
    at: datetime
    actor: str
    action: str
    reason: str
    origin: str
    is_event: bool
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some of a row's history, newest first. ``older`` is what `history_of` wants as ``before`` for the next page, None on the last."""

    items: tuple[HistoryItem, ...]
    older: int | None
    is_first: bool


def history_of(
    subject: models.Model,
    *,
    limit: int = PAGE,
    before: int | None = None,
    labels: Mapping[str, str | Promise] | None = None,
    within: Mapping[str, str | Promise] | None = None,
    choices: Mapping[str, Mapping[str, str | Promise]] | None = None,
    verbs: Mapping[str, str | Promise] | None = None,
    with_events: bool = False,
) -> HistoryPage:
    """What was done to a row, for those who may see it; ``with_events`` also its exports, downloads and refusals. One query.

    ``labels`` are the page's words for fields that the model does not have or names otherwise, ``within`` those
    for the parts of rows in its lists, ``choices`` those for the codes of a field, ``verbs`` those for its own steps.
    """
    subject_type = subject._meta.label_lower
    about = Q(subject_type=subject_type, subject_key=str(subject.pk))
    if with_events:
        about |= Q(subject_type=EVENT, subject_key=event_key(subject))
    entries = Entry.objects.filter(about).order_by("-pk")
    found = list((entries.filter(pk__lt=before) if before is not None else entries)[: limit + 1])
    known = {**VERBS, **(verbs or {})}
    vocabulary = Vocabulary(subject_type, labels or {}, within or {}, choices or {})
    return HistoryPage(
        items=tuple(
            HistoryItem(
                key=entry.pk,
                at=entry.at,
                actor=entry.actor_name,
                action=str(known.get(entry.verb, entry.verb)),
                reason=entry.reason,
                origin=entry.origin,
                is_event=entry.subject_type == EVENT,
                changes=tuple(read_difference(entry.difference, vocabulary)),
            )
            for entry in found[:limit]
        ),
        older=found[limit - 1].pk if len(found) > limit else None,
        is_first=before is None,
    )


def read_before(text: str) -> int | None:
    """The ``before`` of an address (``?before=…``); None for anything that is no key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS_AT_MOST else None


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
