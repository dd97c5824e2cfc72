"""The record: written only with its change, never altered, seals that notice."""

from datetime import datetime

import pytest
from django.db import Error, connection, transaction

from yongxu.accounts.models import User
from yongxu.goals.models import Framework
from yongxu.history.models import Entry, Seal
from yongxu.history.services import digest_of, find_broken_seals, record, seal_entries


@pytest.fixture
def entry(owner: User, now: datetime) -> Entry:
    framework = Framework.objects.create(code="demo", name_zh="示範體系", name_en="Demo")
    return record(framework, "create", by=owner, at=now, difference={"name_zh": ["", "示範體系"]}, reason="開始", origin="test")


def test_record_keeps_who_when_what_and_why(entry: Entry, owner: User, now: datetime) -> None:
    stored = Entry.objects.get()
    assert (stored.actor, stored.actor_name, stored.at, stored.verb) == (owner, "陳主辦", now, "create")
    assert (stored.subject_type, stored.subject_name, stored.reason) == ("goals.framework", "示範體系", "開始")
    assert stored.digest == digest_of(stored)


@pytest.mark.parametrize("statement", ["UPDATE history_entry SET reason = 'other'", "DELETE FROM history_entry"])
def test_database_refuses_to_alter_an_entry(entry: Entry, statement: str) -> None:
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.get().reason == "開始"


@pytest.mark.parametrize("statement", ["UPDATE history_seal SET digest = 'x'", "DELETE FROM history_seal"])
def test_database_refuses_to_alter_a_seal(entry: Entry, now: datetime, statement: str) -> None:
    seal_entries(at=now)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Seal.objects.get().entry_count == 1


def test_seals_chain_and_hold(entry: Entry, owner: User, now: datetime) -> None:
    first = seal_entries(at=now)
    assert seal_entries(at=now) is None
    record(owner, "rename", by=owner, at=now)
    second = seal_entries(at=now)
    assert first is not None
    assert second is not None
    assert (second.previous_digest, second.entry_count) == (first.digest, 1)
    assert find_broken_seals() == []


def test_altered_entry_breaks_its_seal(entry: Entry, now: datetime) -> None:
    seal = seal_entries(at=now)
    with connection.cursor() as cursor:
        trigger = "history_entry_no_update" if connection.vendor == "sqlite" else "history_entry_append_only ON history_entry"
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("UPDATE history_entry SET reason = 'forged'")
    assert find_broken_seals() == [seal]


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(now: datetime) -> None:
    user = User.objects.system_user("load")
    with pytest.raises(RuntimeError, match="only inside the transaction"):
        record(user, "create", by=user, at=now)
    assert Entry.objects.count() == 0
