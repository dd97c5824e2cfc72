"""What an entry and a seal say, as one number each (SHA-256, hexadecimal)."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder

from yongxu.history.journal import Anchor
from yongxu.history.models import Entry, Seal


def digest_of(entry: Entry) -> str:
    """The digest of everything the entry says, in a form that does not depend on the database."""
    content = [
        entry.at.timestamp(),
        entry.actor_id,
        entry.actor_name,
        entry.origin,
        entry.verb,
        entry.subject_type,
        entry.subject_key,
        entry.subject_name,
        json.loads(json.dumps(entry.difference, cls=DjangoJSONEncoder), parse_float=_number),
        entry.reason,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def seal_digest(seal: Seal, entries: Iterable[tuple[int, str]]) -> str:
    """The digest of a seal: its own columns, the seal before it, and key and digest of every entry under it."""
    head = [seal.sealed_at.timestamp(), seal.last_key, seal.entry_count, seal.previous_digest]
    chain = hashlib.sha256(json.dumps(head).encode())
    for key, digest in entries:
        chain.update(f"\n{key} {digest}".encode())
    return chain.hexdigest()


def anchor_of(seal: Seal) -> Anchor:
    """The seal as it is printed."""
    moment = seal.sealed_at.astimezone(UTC).isoformat(timespec="seconds")
    return Anchor(moment, seal.pk, seal.last_key, seal.entry_count, seal.digest)


def _number(text: str) -> float | int:
    """PostgreSQL gives 1e16 back as a whole number."""
    number = float(text)
    return int(number) if number.is_integer() else number
