"""Writing the record: one entry per change, in the transaction of the change, and the seals over them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from yongxu.history.differences import Row, changed_fields
from yongxu.history.models import EVENT, Entry, Event, Seal, event_key


def digest_of(entry: Entry) -> str:
    """SHA-256 (hexadecimal) of everything the entry says, in a form that does not depend on the database."""
    content = [
        entry.at.timestamp(),
        entry.actor_id,
        entry.actor_name,
        entry.origin,
        entry.verb,
        entry.subject_type,
        entry.subject_key,
        entry.subject_name,
        json.loads(json.dumps(entry.difference, cls=DjangoJSONEncoder)),
        entry.reason,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


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
    entry.digest = digest_of(entry)
    entry.full_clean()
    entry.save(force_insert=True)
    return entry


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


def chain_digests(entries: Iterable[Entry], *, previous: str) -> str:
    """The digest of a seal: the seal before it and every entry's own digest, computed anew from its content."""
    chain = hashlib.sha256(previous.encode())
    for entry in entries:
        chain.update(digest_of(entry).encode())
    return chain.hexdigest()


@transaction.atomic
def seal_entries(*, at: datetime) -> Seal | None:
    """Seal all entries since the last seal; None when there are none."""
    previous = Seal.objects.select_related("last_entry").last()
    entries = list(Entry.objects.filter(pk__gt=previous.last_entry_id if previous else 0))
    if not entries:
        return None
    previous_digest = previous.digest if previous else ""
    return Seal.objects.create(
        sealed_at=at,
        last_entry=entries[-1],
        entry_count=len(entries),
        previous_digest=previous_digest,
        digest=chain_digests(entries, previous=previous_digest),
    )


def find_broken_seals() -> list[Seal]:
    """Seals whose entries no longer give their digest: something was altered. One query, plus one per seal."""
    broken = []
    first, previous_digest = 0, ""
    for seal in Seal.objects.all():
        entries = list(Entry.objects.filter(pk__gt=first, pk__lte=seal.last_entry_id))
        if (
            len(entries) != seal.entry_count
            or seal.previous_digest != previous_digest
            or chain_digests(entries, previous=previous_digest) != seal.digest
        ):
            broken.append(seal)
        first, previous_digest = seal.last_entry_id, seal.digest
    return broken
