"""Whatever is done to the record behind the program's back is found and named."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from yongxu.accounts.models import User
from yongxu.history.digests import anchor_of, digest_of, seal_digest
from yongxu.history.journal import Anchor, Kind, State, anchor_path, note, read_anchors
from yongxu.history.models import Entry, Event, Seal
from yongxu.history.services import anchor_seals, record, record_event, seal_entries
from yongxu.history.verification import verify_history

DAY = timedelta(days=1)


@pytest.fixture
def entries(owner: User, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> list[Entry]:
    """Three sealed entries, two under a second seal, two not sealed yet; all committed."""
    made: list[Entry] = []
    for number, sealed in ((3, True), (2, True), (2, False)):
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(number):
                at = now + len(made) * DAY
                made.append(record(owner, f"step{len(made)}", by=owner, at=at, difference={"n": [1, 2.5]}, reason="理由", origin="test"))
        if sealed:
            with django_capture_on_commit_callbacks(execute=True):
                seal_entries(at=made[-1].at)
    assert verify_history().tamperings == ()
    return made


def unprotect(table: str) -> None:
    """Take the triggers away, as somebody with the database in his hands would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_update")
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
        else:
            cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")


def found() -> list[tuple[str, str, int]]:
    return [(item.trace.value, item.of.value, item.key) for item in verify_history().tamperings]


def forge(entry: Entry, **columns: object) -> None:
    """Change columns and make the digest fit again."""
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.digest = digest_of(entry)
    Entry.objects.filter(pk=entry.pk).update(**columns, digest=entry.digest)


def reseal() -> None:
    """Make the whole chain fit what the entries now say."""
    start, previous = 0, ""
    for seal in Seal.objects.all():
        under = [(entry.pk, digest_of(entry)) for entry in Entry.objects.filter(pk__gt=start, pk__lte=seal.last_key)]
        seal.entry_count, seal.previous_digest = len(under), previous
        seal.digest = seal_digest(seal, under)
        Seal.objects.filter(pk=seal.pk).update(entry_count=len(under), previous_digest=previous, digest=seal.digest)
        start, previous = seal.last_key, seal.digest


def forget_journal() -> None:
    for path in anchor_path().parent.glob("history/*.txt"):
        path.unlink()


def test_untouched_record_is_intact(entries: list[Entry]) -> None:
    result = verify_history()
    assert (result.intact, result.entries, result.seals, result.unsealed, result.pruned, result.unwitnessed) == (True, 7, 2, 2, 0, 0)


COLUMNS: dict[str, object] = {
    "at": datetime(2020, 1, 1, tzinfo=UTC),
    "actor_name": "別人",
    "origin": "elsewhere",
    "verb": "other",
    "subject_type": "goals.goal",
    "subject_key": "99",
    "subject_name": "別的",
    "difference": {"n": [1, 3]},
    "reason": "改過",
    "digest": "0" * 64,
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", [1, 6])
def test_changed_column_is_found(entries: list[Entry], column: str, place: int) -> None:
    unprotect("history_entry")
    Entry.objects.filter(pk=entries[place].pk).update(**{column: COLUMNS[column]})
    assert ("changed", "entry", entries[place].pk) in found()


def test_changed_actor_is_found(entries: list[Entry], stranger: User) -> None:
    unprotect("history_entry")
    Entry.objects.filter(pk=entries[1].pk).update(actor=stranger)
    assert found() == [("changed", "entry", entries[1].pk), ("broken", "seal", Seal.objects.all()[0].pk)]


@pytest.mark.parametrize("place", [1, 6])
def test_changed_row_with_a_fitting_digest_is_found(entries: list[Entry], place: int) -> None:
    unprotect("history_entry")
    forge(entries[place], reason="改過")
    assert ("changed", "entry", entries[place].pk) in found()


def test_changed_sealed_row_is_found_without_the_journal(entries: list[Entry]) -> None:
    forget_journal()
    unprotect("history_entry")
    forge(entries[1], reason="改過")
    assert ("broken", "seal", Seal.objects.all()[0].pk) in found()


@pytest.mark.parametrize("place", [0, 1, 4, 5, 6])
def test_deleted_row_is_found(entries: list[Entry], place: int) -> None:
    unprotect("history_entry")
    key = entries[place].pk
    Entry.objects.filter(pk=key).delete()
    assert ("deleted", "entry", key) in found()


def test_deleted_tables_are_found(entries: list[Entry]) -> None:
    keys, seals = [entry.pk for entry in entries], [seal.pk for seal in Seal.objects.all()]
    for table in ("history_entry", "history_seal"):
        unprotect(table)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    assert found() == [*(("deleted", "entry", key) for key in keys), *(("deleted", "seal", key) for key in seals)]


@pytest.mark.parametrize("key", [0, -5, 10_000_000])
def test_inserted_row_is_found(entries: list[Entry], owner: User, now: datetime, key: int) -> None:
    forged = Entry(
        pk=key, at=now, actor=owner, actor_name="陳主辦", verb="approve", subject_type="goals.goal", subject_key="1", subject_name="假"
    )
    forged.digest = digest_of(forged)
    forged.save(force_insert=True)
    assert ("inserted", "entry", key) in found()


def test_inserted_row_in_a_gap_under_a_seal_is_found(entries: list[Entry], owner: User) -> None:
    unprotect("history_entry")
    gone = entries[1]
    Entry.objects.filter(pk=gone.pk).delete()
    gone.reason = "改過"
    gone.digest = digest_of(gone)
    gone.save(force_insert=True)
    assert ("changed", "entry", gone.pk) in found()


@pytest.mark.parametrize("pair", [(0, 1), (5, 6), (1, 6)])
def test_swapped_rows_are_found(entries: list[Entry], pair: tuple[int, int]) -> None:
    unprotect("history_entry")
    one, two = (entries[place].pk for place in pair)
    for old, new in ((one, -1), (two, one), (-1, two)):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE history_entry SET id = %s WHERE id = %s", [new, old])
    assert {("changed", "entry", one), ("changed", "entry", two)} <= set(found())


@pytest.mark.parametrize(
    ("column", "value"),
    [("sealed_at", datetime(2020, 1, 1, tzinfo=UTC)), ("entry_count", 1), ("previous_digest", "1" * 64), ("digest", "1" * 64)],
)
def test_changed_seal_is_found(entries: list[Entry], column: str, value: object) -> None:
    unprotect("history_seal")
    seal = Seal.objects.all()[0]
    Seal.objects.filter(pk=seal.pk).update(**{column: value})
    assert ("broken", "seal", seal.pk) in found()


def test_moved_seal_is_found(entries: list[Entry]) -> None:
    unprotect("history_seal")
    first = Seal.objects.all()[0]
    Seal.objects.filter(pk=first.pk).update(last_key=first.last_key - 1)
    assert ("broken", "seal", first.pk) in found()


@pytest.mark.parametrize("place", [0, 1])
def test_deleted_seal_is_found(entries: list[Entry], place: int) -> None:
    unprotect("history_seal")
    key = Seal.objects.all()[place].pk
    Seal.objects.filter(pk=key).delete()
    assert ("deleted", "seal", key) in found()


def test_inserted_seal_is_found(entries: list[Entry]) -> None:
    last = Seal.objects.latest("pk")
    seal = Seal(sealed_at=entries[-1].at, last_key=entries[-1].pk, entry_count=2, previous_digest=last.digest)
    seal.digest = seal_digest(seal, [(entry.pk, digest_of(entry)) for entry in entries[5:]])
    seal.save(force_insert=True)
    assert found() == [("inserted", "seal", seal.pk)]


def test_chain_sealed_anew_is_found_by_the_file_of_seals(entries: list[Entry]) -> None:
    forget_journal()
    for table in ("history_entry", "history_seal"):
        unprotect(table)
    forge(entries[1], reason="改過")
    reseal()
    assert [item for item in found() if item[1] == "seal"] == [("changed", "seal", seal.pk) for seal in Seal.objects.all()]


def test_chain_sealed_anew_with_its_file_is_found_by_a_copy_kept_elsewhere(entries: list[Entry], tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(anchor_path().read_bytes())
    for table in ("history_entry", "history_seal"):
        unprotect(table)
    forge(entries[1], reason="改過")
    forget_journal()
    anchor_path().unlink()
    reseal()
    for entry in entries:
        note(Kind.ENTRY, entry.pk, entry.digest, State.KEPT)
        note(Kind.ENTRY, entry.pk, entry.digest, State.WRITTEN)
    for seal in Seal.objects.all():
        note(Kind.SEAL, seal.pk, seal.digest, State.WRITTEN)
    anchor_seals()
    assert found() == []
    tampered = verify_history(anchors=read_anchors(copy)).tamperings
    assert [(item.trace, item.of) for item in tampered] == [("changed", "seal"), ("changed", "seal")]


def test_lost_journal_leaves_what_is_not_sealed_unproved(entries: list[Entry]) -> None:
    forget_journal()
    assert found() == [("inserted", "entry", entry.pk) for entry in entries[5:]]


def test_rolled_back_entry_is_not_missed(entries: list[Entry], owner: User, now: datetime) -> None:
    with transaction.atomic():
        record_event(Event.SIGN_IN, by=owner, at=now)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 7
    assert found() == []


def test_record_older_than_the_journal_is_proved_by_its_first_seal(
    entries: list[Entry], owner: User, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    unprotect("history_seal")
    Seal.objects.all().delete()
    forget_journal()
    anchor_path().unlink()
    assert (found(), verify_history().unwitnessed) == ([], 7)
    with django_capture_on_commit_callbacks(execute=True):
        seal_entries(at=now)
    assert (found(), verify_history().unwitnessed) == ([], 0)


def test_whole_numbers_written_as_powers_of_ten_keep_their_digest(owner: User, now: datetime) -> None:
    entry = record(owner, "load", by=owner, at=now, difference={"a": 1e16, "b": 1.0, "c": 1e-7, "d": [True, None, "é"]})
    assert digest_of(Entry.objects.get(pk=entry.pk)) == entry.digest
    assert verify_history().intact


def test_seal_is_added_to_the_file_even_when_the_program_stopped_before(entries: list[Entry]) -> None:
    lines = anchor_path().read_text().splitlines()
    assert lines == [str(anchor_of(seal)) for seal in Seal.objects.all()]
    anchor_path().write_text(lines[0] + "\n")
    assert found() == []
    anchor_seals()
    assert anchor_path().read_text().splitlines() == lines


def test_missing_protection_is_found(entries: list[Entry]) -> None:
    assert verify_history().missing_triggers == ()
    unprotect("history_seal")
    result = verify_history()
    assert (result.intact, result.tamperings) == (False, ())
    assert {name.startswith("history_seal_") for name in result.missing_triggers} == {True}


def test_command_says_intact(entries: list[Entry]) -> None:
    out = StringIO()
    call_command("verify_history", language="en", stdout=out)
    assert out.getvalue() == "7 entries and 2 seals examined; 2 not sealed yet, 0 pruned by rule.\nThe record is intact.\n"


def test_command_names_what_was_tampered_with_and_stops_with_one(entries: list[Entry]) -> None:
    unprotect("history_entry")
    Entry.objects.filter(pk=entries[6].pk).update(reason="改過")
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("verify_history", as_json=True, language="en", stdout=out)
    document = json.loads(out.getvalue())
    assert stop.value.code == 1
    assert (document["intact"], [item["key"] for item in document["tamperings"]]) == (False, [entries[6].pk])
    assert document["tamperings"][0]["message"] == f"Entry {entries[6].pk} was altered; it now says: {entries[6]}"
    assert document["tamperings"][0]["at"] == entries[6].at.isoformat()


@pytest.mark.parametrize("content", [None, "", "nothing like a seal\n"])
def test_command_refuses_a_file_without_seals(entries: list[Entry], tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "anchors.txt"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CommandError) as refused:
        call_command("verify_history", anchor=path)
    assert refused.value.returncode == 2


def test_command_seals_and_prints_what_to_keep(entries: list[Entry]) -> None:
    out = StringIO()
    call_command("seal_history", stdout=out)
    seal = Seal.objects.latest("pk")
    assert out.getvalue() == f"{anchor_of(seal)}\n"
    assert (seal.last_key, seal.entry_count) == (entries[6].pk, 2)
    call_command("seal_history", stdout=out)
    assert Seal.objects.count() == 3


def test_anchor_is_read_as_it_was_printed(entries: list[Entry]) -> None:
    anchors = read_anchors(anchor_path())
    assert anchors == [anchor_of(seal) for seal in Seal.objects.all()]
    assert all(isinstance(anchor, Anchor) for anchor in anchors)
