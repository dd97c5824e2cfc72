"""The record: written only with its change, never altered, seals that notice."""

import json
import logging
from datetime import datetime
from threading import Thread

import pytest
from django.db import Error, connection, transaction
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from yongxu.accounts.models import User
from yongxu.goals.models import Framework
from yongxu.history.models import Entry, Event, Seal
from yongxu.history.selectors import record_state
from yongxu.history.services import digest_of, mask_address, record, record_event, seal_entries
from yongxu.organizations.models import Organization


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
    assert (first.last_key, second.last_key) == tuple(Entry.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(now: datetime) -> None:
    user = User.objects.system_user("load")
    with pytest.raises(RuntimeError, match="only inside the transaction"):
        record(user, "create", by=user, at=now)
    assert Entry.objects.count() == 0


def test_event_concerns_its_actor_unless_it_says_otherwise(owner: User, now: datetime) -> None:
    record_event(Event.SIGN_IN, by=owner, at=now, origin="192.0.2.7")
    stored = Entry.objects.get()
    assert (stored.verb, stored.subject_type, stored.subject_key) == ("sign_in", "event", f"accounts.user:{owner.pk}")
    assert (stored.subject_name, stored.origin, stored.digest) == ("陳主辦", "192.0.2.7", digest_of(stored))


def test_event_about_nobody_known_keeps_a_masked_name(now: datetime, db: None) -> None:
    system = User.objects.system_user("sign-in")
    record_event(Event.SIGN_IN_FAILED, by=system, at=now, about=mask_address("wang@example.org"))
    stored = Entry.objects.get()
    assert (stored.subject_key, stored.subject_name, stored.actor) == ("", "w…@example.org", system)


def test_event_about_a_row_is_found_by_it(entry: Entry, owner: User, now: datetime) -> None:
    record_event(Event.EXPORT, by=owner, at=now, about=Framework.objects.get(), difference={"rows": 64, "format": "csv"})
    stored = Entry.objects.events().get()
    assert (stored.subject_key, stored.subject_name) == (f"goals.framework:{entry.subject_key}", "示範體系")
    assert list(Entry.objects.changes()) == [entry]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("wang@example.org", "w…@example.org"),
        ("my-password", "…"),
        ("", "…"),
        ("@example.org", "…"),
        (" 王@example.org ", "王…@example.org"),
    ],
)
def test_masked_address_shows_one_letter_and_the_domain(typed: str, kept: str) -> None:
    assert mask_address(typed) == kept


def test_only_what_the_public_sees_changes_the_state_of_the_record(entry: Entry, owner: User, now: datetime) -> None:
    before = record_state()
    record_event(Event.SIGN_OUT, by=owner, at=now)
    record(owner, "rename", by=owner, at=now)
    assert record_state() == before
    record(Organization.objects.create(code="demo", kind="agency"), "rename", by=owner, at=now)
    assert record_state() != before


def test_each_committed_entry_is_one_json_line_for_a_log_collector(
    owner: User, now: datetime, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    caplog.set_level("INFO")
    logger = logging.getLogger("yongxu.history.entries")
    logger.addHandler(caplog.handler)
    logger.setLevel("INFO")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            entry = record_event(Event.REFUSE, by=owner, at=now, about="/filings/7", origin="192.0.2.7", difference={"secret": "x"})
            assert caplog.messages == []
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel("CRITICAL")
    [line] = [json.loads(message) for message in caplog.messages]
    assert (line["entry"], line["verb"], line["name"], line["origin"], line["about"]) == (
        entry.pk,
        "refuse",
        "陳主辦",
        "192.0.2.7",
        "/filings/7",
    )
    assert (line["digest"], "secret" in caplog.text) == (entry.digest, False)


def test_event_is_recorded_whatever_was_typed(owner: User, now: datetime) -> None:
    record_event(Event.REFUSE, by=owner, at=now, about="/a\x00b\ud800/" + "x" * 400, origin="y" * 400)
    stored = Entry.objects.get()
    assert (stored.subject_name, stored.origin) == ("/a\ufffdb?/" + "x" * 294, "y" * 200)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_seal_waits_for_those_who_have_not_committed(now: datetime) -> None:
    user = User.objects.system_user("load")
    sealed: list[Seal | None] = []

    def seal() -> None:
        sealed.append(seal_entries(at=now))
        connection.close()

    sealer = Thread(target=seal)
    with transaction.atomic():
        late = record_event(Event.SIGN_IN, by=user, at=now)
        sealer.start()
        sealer.join(timeout=0.5)
        assert sealed == []
    sealer.join(timeout=20)
    assert [seal and (seal.last_key, seal.entry_count) for seal in sealed] == [(late.pk, 1)]
