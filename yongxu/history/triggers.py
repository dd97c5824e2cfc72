"""The database's own protection of the record: whether it stands, and the one way past it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

NO_DELETE = (
    "CREATE TRIGGER history_entry_no_delete BEFORE DELETE ON history_entry BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
)
NAMES = {
    "sqlite": {f"history_{table}_no_{action}" for table in ("entry", "seal") for action in ("update", "delete")},
    "postgresql": {f"history_{table}_append_only" for table in ("entry", "seal")},
}
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
}


def missing_triggers() -> list[str]:
    """The triggers that should refuse changes and are gone or switched off. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        return sorted(NAMES[connection.vendor] - {name for (name,) in cursor.fetchall()})


@contextmanager
def events_deletable() -> Iterator[None]:
    """Let this transaction alone delete events. PostgreSQL's trigger looks at a setting and at each row; SQLite's stands aside."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Events are deleted only inside the transaction that says so.")
    opening, closing = (
        ("SET LOCAL yongxu.pruning = 'on'", "SET LOCAL yongxu.pruning = 'off'")
        if connection.vendor == "postgresql"
        else ("DROP TRIGGER history_entry_no_delete", NO_DELETE)
    )
    with connection.cursor() as cursor:
        cursor.execute(opening)
        yield
        cursor.execute(closing)
