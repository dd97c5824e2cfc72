"""Writing the record: one entry per change, in the transaction of the change, and the seals over them."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction

from yongxu.history.differences import Row, changed_fields
from yongxu.history.digests import anchor_of, digest_of, seal_digest
from yongxu.history.journal import Kind, State, add_anchors, anchor_path, note, read_anchors, read_journal
from yongxu.history.models import EVENT, PRUNED, Entry, Event, Seal, event_key
from yongxu.history.triggers import events_deletable

logger = logging.getLogger("yongxu.history.entries")


def record(
    subject: models.Model,
    verb: str,
    *,
    by: AbstractBaseUser,
    at: datetime,
    difference: Mapping[str, object] | None = None,
    reason: str = "",
    origin: str = "",
) -> Entry:
    """Write one entry. Call it inside the transaction that makes the change, so that both happen or neither does."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A history entry is written only inside the transaction of its change.")
    return _insert(
        Entry(
            at=at,
            actor_id=by.pk,
            actor_name=str(by)[:200],
            origin=origin,
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_key=str(subject.pk),
            subject_name=str(subject)[:300],
            difference=dict(difference or {}),
            reason=reason,
        )
    )


@transaction.atomic
def record_event(
    verb: Event,
    *,
    by: AbstractBaseUser,
    at: datetime,
    about: models.Model | str = "",
    difference: Mapping[str, object] | None = None,
    reason: str = "",
    origin: str = "",
) -> Entry:
    """Write one entry of what changed no row, in the transaction that is open or in one of its own.

    ``about`` is the row it concerns or, where there is none, its name: an address (masked, see `mask_address`), a path. Without
    it the event concerns the actor. Record a refusal outside the transaction that it ends, or it is rolled back with it.
    """
    subject = about or by
    return _insert(
        Entry(
            at=at,
            actor_id=by.pk,
            actor_name=str(by)[:200],
            origin=origin[:200],
            verb=verb.value,
            subject_type=EVENT,
            subject_key=event_key(subject) if isinstance(subject, models.Model) else "",
            subject_name=str(subject)[:300],
            difference=dict(difference or {}),
            reason=reason,
        )
    )


def mask_address(address: str) -> str:
    """An e-mail address of which only the first letter and the domain are kept: somebody may have typed a password for it."""
    name, _, domain = address.strip().rpartition("@")
    return f"{name[0]}…@{domain}" if name else "…"


def _insert(entry: Entry) -> Entry:
    """Store the entry and let it leave its digest in the journal, before and after the transaction ends."""
    entry.digest = digest_of(entry)
    entry.full_clean()
    entry.save(force_insert=True)
    note(Kind.ENTRY, entry.pk, entry.digest, State.WRITTEN)
    transaction.on_commit(partial(note, Kind.ENTRY, entry.pk, entry.digest, State.KEPT), robust=True)
    transaction.on_commit(partial(_log, entry), robust=True)
    return entry


def _log(entry: Entry) -> None:
    """One JSON line for a log collector; what was changed stays in the database."""
    line = {
        "entry": entry.pk,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "name": entry.actor_name,
        "origin": entry.origin,
        "verb": entry.verb,
        "subject": entry.subject_type,
        "key": entry.subject_key,
        "about": entry.subject_name,
        "digest": entry.digest,
    }
    logger.info("%s", json.dumps(line, ensure_ascii=False))


def record_loaded(
    subjects: Mapping[str, models.Model], *, before: Mapping[str, Row], after: Mapping[str, Row], by: AbstractBaseUser, at: datetime
) -> None:
    """One entry for each subject that is new or says something else than before; subjects and rows go by the same keys."""
    for key, subject in subjects.items():
        if key not in before:
            record(subject, "load", by=by, at=at, difference={"after": after[key]})
        elif before[key] != after[key]:
            difference = {"before": before[key], "after": after[key], "changed": changed_fields(before[key], after[key])}
            record(subject, "load", by=by, at=at, difference=difference)


@transaction.atomic
def seal_entries(*, at: datetime) -> Seal | None:
    """Seal all entries since the last seal and add the seal to the file of seals; None when there are none."""
    hold_writers()
    previous = Seal.objects.last()
    entries = [(entry.pk, digest_of(entry)) for entry in Entry.objects.filter(pk__gt=previous.last_key if previous else 0)]
    if not entries:
        return None
    seal = Seal(
        sealed_at=at,
        last_key=entries[-1][0],
        entry_count=len(entries),
        previous_digest=previous.digest if previous else "",
    )
    seal.digest = seal_digest(seal, entries)
    seal.save(force_insert=True)
    note(Kind.SEAL, seal.pk, seal.digest, State.WRITTEN)
    transaction.on_commit(anchor_seals)
    return seal


def hold_writers() -> None:
    """Wait until nobody has an entry that is not yet committed, and let nobody write one until this transaction ends.

    PostgreSQL gives keys before it shows rows: without this, an entry could appear below a seal that has been made. SQLite has
    one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            cursor.execute("LOCK TABLE history_entry IN SHARE ROW EXCLUSIVE MODE")


def anchor_seals() -> None:
    """Add to the file of seals those which it lacks and the journal knows: the newest, and any whose program stopped before this."""
    path = anchor_path()
    anchored = {anchor.key for anchor in read_anchors(path)} if path.exists() else set()
    written = read_journal(Kind.SEAL).written
    add_anchors(anchor_of(seal) for seal in Seal.objects.all() if seal.pk not in anchored and seal.digest in written.get(seal.pk, ()))


@transaction.atomic
def prune_events(*, by: AbstractBaseUser, at: datetime, limit: int = 5000) -> Entry | None:
    """Delete the oldest sealed events that are past their time, at most ``limit``; None when there are none.

    What remains is one entry, kept for good, with key and digest of each, so that the seals over them can still be proved. Changes
    of rows are never pruned. Events are kept for ``HISTORY_EVENT_DAYS`` days (資通安全責任等級分級辦法 wants six months at least).
    """
    seal = Seal.objects.last()
    before = at - timedelta(days=settings.HISTORY_EVENT_DAYS)
    old = list(Entry.objects.events().filter(at__lt=before, pk__lte=seal.last_key if seal else 0)[:limit])
    if not old:
        return None
    subject_type, verb = PRUNED
    entry = _insert(
        Entry(
            at=at,
            actor_id=by.pk,
            actor_name=str(by)[:200],
            verb=verb,
            subject_type=subject_type,
            subject_name=f"{old[0].at:%Y-%m-%d}–{old[-1].at:%Y-%m-%d}",
            difference={"before": before, "entries": [[event.pk, digest_of(event)] for event in old]},
        )
    )
    with events_deletable():
        Entry.objects.events().filter(pk__in=[event.pk for event in old]).delete()
    return entry
