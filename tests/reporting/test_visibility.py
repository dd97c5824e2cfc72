"""Who sees which item at which state: the list and the question about one item give the same answer for everybody, everywhere."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.reporting.people import AT, Council, appearance, give, open_demo_cycle, planned, small_council
from yongxu.accounts.models import Role, Substitution, User
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.decisions import approve, send_back, submit

STEPS = ("supervisor", "window", "group", "deputy", "secretariat", "secretariat")
# Who sees an item of 示範署 in goal 1, by how far it ever came: the first position at which it shows.
FIRST_SEEN = {
    "officer": 0,
    "supervisor": 0,
    "window": 0,
    "other_officer": 0,  # contributes
    "other_supervisor": 0,
    "secretariat": 0,
    "auditor": 0,
    "other_window": 1,  # its ministry leads the goal
    "group": 3,
    "deputy": 4,
    "member": 6,
    "other_group": None,
    "executive": None,
    "stranger": None,
}


@pytest.fixture
def council(db: None) -> Council:
    return small_council()


@pytest.fixture
def items(council: Council) -> list[DueItem]:
    """Items of one agency, one at every position of the chain, and one of the other agency in the other group."""
    places = [appearance(f"1.1.{number}", "1", council.group, council.other_ministry) for number in range(8)]
    plans = [planned(place.code, council.agency, place, co=(council.other_agency,)) for place in places]
    plans.append(planned("2.1.1", council.other_agency, appearance("2.1.1", "2", council.other_group)))
    made = open_demo_cycle(council, plans)[1]
    for number, item in enumerate(made[1:8], start=1):
        submit(item, content=None, by=council["officer"], at=AT)
        for key in STEPS[: number - 1]:
            approve(item, by=council[key], at=AT)
    return made


def seen(user: User) -> set[str]:
    return set(DueItem.objects.visible_to(user).values_list("code", flat=True))


@pytest.mark.parametrize("key", list(FIRST_SEEN))
def test_item_is_seen_from_the_step_that_concerns_the_person(items: list[DueItem], council: Council, key: str) -> None:
    first = FIRST_SEEN[key]
    expected = {f"1.1.{number}" for number in range(8) if first is not None and number >= first}
    own = {"other_officer", "other_supervisor", "other_window", "secretariat", "auditor"}
    assert seen(council[key]) == expected | ({"2.1.1"} if key in own else set())


@pytest.mark.parametrize("key", list(FIRST_SEEN))
def test_list_equals_the_question_asked_of_every_row(items: list[DueItem], council: Council, key: str) -> None:
    user = council[key]
    assert seen(user) == {item.code for item in DueItem.objects.all() if user.has_perm("reporting.see_item", item)}


@pytest.mark.parametrize("key", list(FIRST_SEEN))
def test_what_waits_for_somebody_is_what_he_may_decide_or_submit(items: list[DueItem], council: Council, key: str) -> None:
    user = council[key]
    waiting = set(DueItem.objects.waiting_for(user).values_list("code", flat=True))
    asked = {
        item.code
        for item in DueItem.objects.all()
        if user.has_perm("reporting.decide_item", item) or user.has_perm("reporting.submit_item", item)
    }
    assert waiting == asked


def test_returned_item_stays_visible_to_those_it_had_come_to(items: list[DueItem], council: Council) -> None:
    send_back(items[4], to_position=0, comment="請補", by=council["deputy"], at=AT)
    assert "1.1.4" in seen(council["deputy"])
    assert "1.1.4" in seen(council["group"])


def test_nobody_sees_anything_without_a_role_in_force(items: list[DueItem], council: Council) -> None:
    council["officer"].holdings.update(ends_on=date(2024, 6, 1))
    council["secretariat"].is_active = False
    council["secretariat"].save()
    assert seen(council["officer"]) == set()
    assert seen(User.objects.get(pk=council["secretariat"].pk)) == set()
    assert not DueItem.objects.visible_to(AnonymousUser()).exists()


def test_deputy_sees_and_decides_for_the_absent_person_but_not_for_himself(items: list[DueItem], council: Council) -> None:
    today = date.today()  # noqa: DTZ011
    Substitution.objects.create(
        absent=council["supervisor"], substitute=council["officer"], starts_on=today, ends_on=today, made_by=council["officer"], made_at=AT
    )
    Substitution.objects.create(
        absent=council["supervisor"], substitute=council["stranger"], starts_on=today, ends_on=today, made_by=council["officer"], made_at=AT
    )
    assert not council["officer"].has_perm("reporting.decide_item", items[1])  # he wrote it
    assert council["stranger"].has_perm("reporting.decide_item", items[1])
    assert seen(council["stranger"]) == {f"1.1.{number}" for number in range(8)}


def test_second_role_adds_what_it_shows(items: list[DueItem], council: Council) -> None:
    give(council["stranger"], Role.GROUP_CONTACT, at=council.other_group)
    assert seen(council["stranger"]) == set()
    submit(items[8], content=None, by=council["other_officer"], at=AT)
    for key in ("other_supervisor", "other_window"):
        approve(items[8], by=council[key], at=AT)
    assert seen(council["stranger"]) == {"2.1.1"}
