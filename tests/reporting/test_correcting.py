"""Starting a correction from the page: the secretariat alone, with a note, and only of something published."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.proof import BACKEND, proved
from tests.reporting.matrix.indicators import planned_indicator
from tests.reporting.people import AT, Council, open_demo_cycle, sign_in, small_council
from yongxu.history.models import Entry
from yongxu.reporting.models import DueItem
from yongxu.reporting.selectors import list_tasks
from yongxu.reporting.services.decisions import approve, submit
from yongxu.reporting.workflow import ITEM
from yongxu.workflow.engine import perform

CHAIN = ("supervisor", "window", "group", "deputy", "secretariat", "secretariat")


@pytest.fixture
def council(db: None) -> Council:
    return small_council()


@pytest.fixture
def item(council: Council) -> DueItem:
    made = open_demo_cycle(council, [planned_indicator("1.1.1", "Q1", council)])[1][0]
    submit(made, content=None, by=council["officer"], at=AT)
    for key in CHAIN:
        approve(made, by=council[key], at=AT)
    return made


def press(council: Council, key: str, item: DueItem, note: str) -> int:
    return proved(council[key]).post(reverse("reporting:correct", args=[item.pk]), {"note": note, "note_en": "Unit corrected"}).status_code


@pytest.mark.parametrize(
    ("key", "note", "status", "state"),
    [
        ("secretariat", "單位誤植", 302, "filing"),
        ("secretariat", "  ", 302, "published"),
        ("officer", "單位誤植", 302, "published"),
        ("auditor", "單位誤植", 302, "published"),
        ("stranger", "單位誤植", 404, "published"),
    ],
)
def test_correction_is_started_by_the_secretariat_with_a_note(
    council: Council, item: DueItem, key: str, note: str, status: int, state: str
) -> None:
    perform(item, ITEM, "publish", by=council["secretariat"], at=AT)
    assert press(council, key, item, note) == status
    item.refresh_from_db()
    noted = (note, "Unit corrected") if state == "filing" else ("", "")
    assert (item.state, item.corrects_note, item.corrects_note_en) == (state, *noted)
    started = Entry.objects.filter(subject_type="reporting.dueitem", verb="correct")
    assert [entry.difference.get("corrects_note_en") for entry in started] == ([["", "Unit corrected"]] if state == "filing" else [])


def test_correction_and_publication_ask_who_is_there(council: Council, item: DueItem) -> None:
    """Who signed in long ago gives his password again before what cannot be taken back."""
    client, person = Client(), council["secretariat"]
    person.set_password("a-long-password-3")
    person.save()
    client.force_login(person, backend=BACKEND)
    for address in ("indicators-work:cycle-publish", "indicators-work:cycle-stop"):
        answer = client.post(reverse(address, args=[item.cycle_id]), {"sure": "yes", "reason": "理由"})
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    perform(item, ITEM, "publish", by=council["secretariat"], at=AT)
    answer = client.post(reverse("reporting:correct", args=[item.pk]), {"note": "單位誤植"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    item.refresh_from_db()
    assert (item.state, item.cycle.state) == (DueItem.State.PUBLISHED, "open")


def test_unpublished_item_is_not_corrected(council: Council, item: DueItem) -> None:
    assert press(council, "secretariat", item, "單位誤植") == 302
    item.refresh_from_db()
    assert item.state == DueItem.State.READY


def test_correction_waits_for_the_officer_with_its_note_and_is_never_late(council: Council, item: DueItem) -> None:
    perform(item, ITEM, "publish", by=council["secretariat"], at=AT)
    long_after = AT.date() + timedelta(days=900)
    assert list_tasks(council["officer"], day=long_after) == []
    press(council, "secretariat", item, "單位誤植")
    (task,) = list_tasks(council["officer"], day=long_after)
    assert (task.kind, task.is_late, task.station.deadline, task.item.corrects_note) == ("correct", False, None, "單位誤植")
    client = Client()
    sign_in(client, council["officer"])
    for address in (reverse("workspace:home"), reverse("indicators-work:item", args=[item.pk])):
        page = client.get(address).content.decode()
        assert ("單位誤植" in page, "勘誤，不另訂期限" in page, "已逾期" in page) == (True, True, False)
    for number in range(7):
        item = DueItem.objects.get(pk=item.pk)
        assert not any(station.is_late(long_after) for station in item.stations.all()), number
        if number == 0:
            submit(item, content=None, by=council["officer"], at=AT)
        else:
            approve(item, by=council[CHAIN[number - 1]], at=AT)
