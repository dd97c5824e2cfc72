"""Events are pruned by rule, changes never; what was pruned can still be proved."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from yongxu.accounts.models import User
from yongxu.history.digests import digest_of
from yongxu.history.models import Entry, Event, Seal
from yongxu.history.services import prune_events, record, record_event, seal_entries
from yongxu.history.tasks import keep_history, schedule_nightly
from yongxu.history.triggers import events_deletable
from yongxu.history.verification import verify_history

LONG_AGO = datetime(2024, 3, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
KEEP = timedelta(days=settings.HISTORY_EVENT_DAYS)


@pytest.fixture
def record_of_years(owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> list[Entry]:
    """An event long ago, a change long ago, two events at the two sides of the limit, and an event long ago that is not sealed."""
    made = []
    with django_capture_on_commit_callbacks(execute=True):
        made.append(record_event(Event.SIGN_IN, by=owner, at=LONG_AGO))
        made.append(record(owner, "rename", by=owner, at=LONG_AGO))
        made.append(record_event(Event.EXPORT, by=owner, at=NOW - KEEP - timedelta(seconds=1)))
        made.append(record_event(Event.EXPORT, by=owner, at=NOW - KEEP))
        seal_entries(at=NOW - timedelta(days=1))
        made.append(record_event(Event.SIGN_OUT, by=owner, at=LONG_AGO))
    return made


def prune(by: User, capture: DjangoCaptureOnCommitCallbacks) -> Entry | None:
    with capture(execute=True):
        return prune_events(by=by, at=NOW)


def test_only_sealed_events_past_their_time_go(
    record_of_years: list[Entry], owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in, change, old, young, unsealed = record_of_years
    stub = prune(owner, django_capture_on_commit_callbacks)
    assert list(Entry.objects.all()) == [change, young, unsealed, stub]
    assert stub is not None
    assert stub.difference["entries"] == [[sign_in.pk, sign_in.digest], [old.pk, old.digest]]
    result = verify_history()
    assert (result.intact, result.entries, result.pruned, result.seals, result.unsealed) == (True, 4, 2, 1, 2)
    assert prune(owner, django_capture_on_commit_callbacks) is None


def test_rest_of_a_pruned_seal_is_still_proved(
    record_of_years: list[Entry], owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    prune(owner, django_capture_on_commit_callbacks)
    with connection.cursor() as cursor:
        trigger = "history_entry_no_update" if connection.vendor == "sqlite" else "history_entry_append_only ON history_entry"
        cursor.execute(f"DROP TRIGGER {trigger}")
    Entry.objects.filter(pk=record_of_years[1].pk).update(reason="改過")
    result = verify_history()
    assert [(item.trace, item.of) for item in result.tamperings] == [("changed", "entry"), ("broken", "seal")]
    assert [name for name in result.missing_triggers if trigger.startswith(name)] == list(result.missing_triggers) != []


def test_seal_over_events_that_were_all_pruned_is_still_proved(
    owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record_event(Event.SIGN_IN, by=owner, at=LONG_AGO)
        seal_entries(at=LONG_AGO)
    prune(owner, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        assert seal_entries(at=NOW) is not None
    assert (verify_history().intact, verify_history().pruned, Seal.objects.count()) == (True, 1, 2)


def test_pruned_in_batches(
    record_of_years: list[Entry], owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        stubs = [prune_events(by=owner, at=NOW, limit=1) for _ in range(3)]
    assert [stub and len(stub.difference["entries"]) for stub in stubs] == [1, 1, None]
    assert (verify_history().intact, verify_history().pruned) == (True, 2)


def test_changes_are_protected_after_pruning_as_before(
    record_of_years: list[Entry], owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    prune(owner, django_capture_on_commit_callbacks)
    for entry in record_of_years[1], record_of_years[3]:
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            Entry.objects.filter(pk=entry.pk).delete()
    assert verify_history().missing_triggers == ()


def test_pruning_that_fails_changes_nothing(record_of_years: list[Entry], owner: User) -> None:
    with transaction.atomic():
        prune_events(by=owner, at=NOW)
        transaction.set_rollback(True)
    assert list(Entry.objects.all()) == record_of_years
    assert verify_history().intact
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=record_of_years[0].pk).delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's trigger stands aside as a whole")
def test_database_lets_only_old_events_go(record_of_years: list[Entry], owner: User) -> None:
    young = record_event(Event.SIGN_IN, by=owner, at=timezone.now())
    for entry in record_of_years[1], young:
        with pytest.raises(Error, match="append-only"), transaction.atomic(), events_deletable():
            Entry.objects.filter(pk=entry.pk).delete()


def test_inserted_prune_record_hides_nothing(
    record_of_years: list[Entry], owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stub = prune(owner, django_capture_on_commit_callbacks)
    assert stub is not None
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER {'history_entry_no_delete' if connection.vendor == 'sqlite' else 'history_entry_append_only ON history_entry'}"
        )
    change = record_of_years[1]
    Entry.objects.filter(pk=change.pk).delete()
    stub.pk, stub.difference = stub.pk + 1000, {"entries": [[change.pk, change.digest]]}
    stub.digest = digest_of(stub)
    stub.save(force_insert=True)
    found = {(item.trace.value, item.key) for item in verify_history().tamperings}
    assert {("inserted", stub.pk), ("deleted", change.pk)} <= found


def test_nightly_task_seals_what_missed_days_left_and_comes_back(
    record_of_years: list[Entry], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        keep_history.call()
    assert Seal.objects.latest("pk").last_key >= record_of_years[-1].pk
    assert set(Entry.objects.events()) <= {record_of_years[3]}
    assert verify_history().intact
    waiting = DBTaskResult.objects.get()
    assert (timezone.localtime(waiting.run_after).hour, waiting.run_after > timezone.now()) == (0, True)


def test_nightly_task_waits_once(db: None) -> None:
    schedule_nightly(keep_history, after=NOW)
    schedule_nightly(keep_history, after=NOW)
    assert timezone.localtime(DBTaskResult.objects.get().run_after).isoformat() == "2026-11-02T00:10:00+08:00"
