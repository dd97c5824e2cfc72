"""The demo's reporting year: something in every state, made once, gone with the demo while the history stays."""

from django.core.management import call_command
from django.test import override_settings

from yongxu.accounts.models import Role, User
from yongxu.accounts.services.demo import DOMAIN, PEOPLE
from yongxu.history.models import Entry
from yongxu.indicators.models import YearReport
from yongxu.organizations.models import Organization
from yongxu.reporting.models import Cycle, Decision, DueItem, Filing

DEMO_ITEMS = 13 + 7 + 3
"""Indicators and measures of two programmes that the demo's cycles ask for."""

DECIDING = set(Role) - {Role.OFFICER, Role.COORDINATOR, Role.MEMBER, Role.AUDITOR}


def test_demo_has_something_in_every_state_and_is_made_once(db: None) -> None:
    call_command("demo")
    call_command("demo")
    cycle = Cycle.objects.get(subject=Cycle.Subject.INDICATORS)
    states = {item.code: (item.state, item.position, item.is_returned) for item in cycle.items.all()}
    assert (cycle.is_demo, cycle.state) == (True, Cycle.State.OPEN)
    assert states == {
        "1.1.1": (DueItem.State.READY, 7, False),
        "1.1.2": (DueItem.State.FILING, 0, True),
        "1.1.3": (DueItem.State.FILING, 0, False),
        "1.1.4": (DueItem.State.FILING, 0, False),
        "1.1.5": (DueItem.State.REVIEW, 1, False),
        "1.2.1": (DueItem.State.REVIEW, 6, False),
        "1.2.2": (DueItem.State.REVIEW, 3, False),
        "2.1.1": (DueItem.State.REVIEW, 1, False),
        "2.1.2": (DueItem.State.REVIEW, 2, False),
        "2.1.3": (DueItem.State.REVIEW, 3, False),
        "2.2.1": (DueItem.State.FILING, 0, False),
        "2.2.2": (DueItem.State.REVIEW, 4, False),
        "3.1.1": (DueItem.State.REVIEW, 4, False),
    }
    assert set(Filing.objects.filter(item__cycle=cycle, item__state=DueItem.State.FILING).values_list("item__code", flat=True)) == {
        "1.1.2",
        "1.1.3",
    }


def test_whoever_reviews_finds_something_to_review(db: None) -> None:
    call_command("demo")
    reviewers = [name for name, _, role, _ in PEOPLE if role in DECIDING]
    idle = [name for name in reviewers if not DueItem.objects.waiting_for(User.objects.get(email=f"{name}@{DOMAIN}")).exists()]
    assert (len(reviewers), idle) == (9, [])


def test_demo_invents_nothing_under_a_real_agency(db: None) -> None:
    call_command("demo")
    assert not DueItem.objects.filter(organization__is_fictional=False).exists()
    assert not YearReport.objects.published().filter(year=2025).exists()


def test_removing_the_demo_takes_the_cycle_and_leaves_its_history(db: None) -> None:
    call_command("demo")
    written = Entry.objects.filter(subject_type="reporting.dueitem").count()
    call_command("demo", "--remove")
    left = [model.objects.count() for model in (Cycle, DueItem, Decision, Filing, YearReport)]
    assert left == [0, 0, 0, 0, 0]
    assert Entry.objects.filter(subject_type="reporting.dueitem").count() == written + DEMO_ITEMS


@override_settings(PRODUCTION=True)
def test_production_gets_no_fictional_people_places_or_cycle(db: None) -> None:
    call_command("demo")
    assert (Cycle.objects.exists(), Organization.objects.filter(is_fictional=True).exists()) == (False, False)
