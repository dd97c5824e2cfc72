"""Roles, accounts, deputies, hand-over: each with its entry in the history, or refused with a reason and nothing changed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from tests.conftest import NOW
from yongxu.accounts.models import Role, RoleHolding, User
from yongxu.accounts.refusals import (
    AccountClosed,
    AlreadyEnded,
    AlreadyHeld,
    AuditorStandsAlone,
    DatesOutOfOrder,
    DeputyAlready,
    LastSecretariat,
    NotAColleague,
    NotAllowed,
    NothingToHandOver,
    OwnRole,
    TooLong,
)
from yongxu.accounts.selectors import Place, powers_of
from yongxu.accounts.services import roles
from yongxu.accounts.services.roles import HandOver, close_account, end_role, grant_role, hand_over, on_hand_over, reopen_account
from yongxu.accounts.services.signing import change_profile
from yongxu.accounts.services.substitutions import name_substitute, withdraw_substitute
from yongxu.history.models import Entry
from yongxu.organizations.models import Body, Organization

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


def verbs() -> list[tuple[str, str]]:
    """What was written: who did what."""
    return [(item.actor_name, item.verb) for item in Entry.objects.changes()]


def test_coordinator_gives_and_ends_a_role(coordinator: User, make_person: Callable[..., User], places: dict[str, Organization]) -> None:
    person = make_person("new")
    holding = grant_role(person, Place(Role.OFFICER, places["ea"].pk), starts_on=DAY, by=coordinator, at=NOW)
    assert powers_of(person, on=DAY).organizations == {("officer", places["ea"].pk)}
    ended = end_role(holding, ends_on=DAY + timedelta(days=30), by=coordinator, at=NOW, reason="調職")
    assert powers_of(person, on=ended.ends_on or DAY).organizations == set()
    again = grant_role(person, Place(Role.OFFICER, places["ea"].pk), starts_on=DAY + timedelta(days=60), by=coordinator, at=NOW)
    assert again.pk != holding.pk
    assert verbs() == [("coordinator", "grant_role"), ("coordinator", "end_role"), ("coordinator", "grant_role")]
    entry = Entry.objects.changes()[1]
    assert (entry.reason, entry.difference["ended"]["organization"], entry.subject_name) == ("調職", "ea", "new")


def test_role_is_refused_with_its_reason(
    coordinator: User, secretary: User, officer: User, foreigner: User, places: dict[str, Organization], council: Body
) -> None:
    here, secretariat = Place(Role.OFFICER, places["ea"].pk), Place(Role.SECRETARIAT, None, council.pk)
    cases: list[tuple[type[Exception], User, Place, User, date | None]] = [
        (NotAllowed, foreigner, Place(Role.OFFICER, places["oa"].pk), coordinator, None),
        (NotAllowed, officer, secretariat, coordinator, None),
        (NotAllowed, officer, Place(Role.MINISTRY_WINDOW, places["ea"].pk), coordinator, None),
        (NotAllowed, foreigner, here, officer, None),
        (OwnRole, coordinator, here, coordinator, None),
        (AlreadyHeld, officer, here, coordinator, None),
        (DatesOutOfOrder, foreigner, here, coordinator, DAY - timedelta(days=1)),
        (AuditorStandsAlone, officer, Place(Role.AUDITOR, None, council.pk), secretary, None),
    ]
    before = RoleHolding.objects.count()
    for refusal, person, place, by, ends_on in cases:
        with pytest.raises(refusal):
            grant_role(person, place, starts_on=DAY, by=by, at=NOW, ends_on=ends_on)
    assert (RoleHolding.objects.count(), verbs()) == (before, [])


def test_nobody_ends_his_own_role_nor_another_ministrys(coordinator: User, foreigner: User, officer: User) -> None:
    for person, by in ((coordinator, coordinator), (foreigner, coordinator), (officer, foreigner)):
        with pytest.raises(NotAllowed):
            end_role(person.holdings.get(), ends_on=DAY, by=by, at=NOW)


def test_role_ends_once(coordinator: User, officer: User) -> None:
    end_role(officer.holdings.get(), ends_on=DAY, by=coordinator, at=NOW)
    with pytest.raises(AlreadyEnded):
        end_role(officer.holdings.get(), ends_on=DAY, by=coordinator, at=NOW)


def test_last_of_the_secretariat_stays(secretary: User, make_person: Callable[..., User]) -> None:
    chief = User.objects.create_superuser("root@example.org", "a-long-password-4")
    with pytest.raises(LastSecretariat):
        end_role(secretary.holdings.get(), ends_on=DAY, by=chief, at=NOW)
    with pytest.raises(LastSecretariat):
        close_account(secretary, by=chief, at=NOW)
    make_person("second", Role.SECRETARIAT)
    end_role(secretary.holdings.get(), ends_on=DAY, by=chief, at=NOW)
    assert not powers_of(secretary, on=DAY).watched


def test_closed_account_has_no_powers_until_reopened(coordinator: User, officer: User, places: dict[str, Organization]) -> None:
    closed = close_account(officer, by=coordinator, at=NOW, reason="離職")
    assert powers_of(closed, on=DAY).organizations == set()
    with pytest.raises(AccountClosed):
        grant_role(closed, Place(Role.SUPERVISOR, places["ea"].pk), starts_on=DAY, by=coordinator, at=NOW)
    assert powers_of(reopen_account(closed, by=coordinator, at=NOW), on=DAY).organizations == {("officer", places["ea"].pk)}
    assert verbs() == [("coordinator", "close_account"), ("coordinator", "reopen_account")]


def test_coordinator_does_not_close_who_serves_elsewhere_too(
    coordinator: User, secretary: User, officer: User, places: dict[str, Organization]
) -> None:
    grant_role(officer, Place(Role.SUPERVISOR, places["oa"].pk), starts_on=DAY, by=secretary, at=NOW)
    with pytest.raises(NotAllowed):
        close_account(officer, by=coordinator, at=NOW)


def test_hand_over_passes_roles_and_tells_the_rooms_above(
    coordinator: User, officer: User, make_person: Callable[..., User], places: dict[str, Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[HandOver] = []
    monkeypatch.setattr(roles, "_HAND_OVER_HOOKS", [])
    on_hand_over(told.append)
    on_hand_over(told.append)
    successor = make_person("successor", Role.SUPERVISOR, places["ea"])
    ended = hand_over(officer, successor, on=DAY, by=coordinator, at=NOW, reason="退休")
    assert powers_of(officer, on=DAY).organizations == set()
    assert powers_of(successor, on=DAY).organizations == {("supervisor", places["ea"].pk), ("officer", places["ea"].pk)}
    assert [(item.leaving, item.successor, item.holdings, item.on) for item in told] == [(officer, successor, ended, DAY)]
    assert [verb for _, verb in verbs()] == ["grant_role", "end_role", "hand_over"]
    with pytest.raises(NothingToHandOver):
        hand_over(officer, successor, on=DAY, by=coordinator, at=NOW)


def test_hand_over_that_fails_above_changes_nothing(
    coordinator: User, officer: User, make_person: Callable[..., User], places: dict[str, Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_told: HandOver) -> None:
        raise NotAllowed

    monkeypatch.setattr(roles, "_HAND_OVER_HOOKS", [refuse])
    successor = make_person("successor", Role.SUPERVISOR, places["ea"])
    with pytest.raises(NotAllowed):
        hand_over(officer, successor, on=DAY, by=coordinator, at=NOW)
    assert (powers_of(officer, on=DAY).organizations, verbs()) == ({("officer", places["ea"].pk)}, [])


def test_hand_over_to_a_stranger_or_by_a_stranger_is_refused(coordinator: User, officer: User, foreigner: User) -> None:
    with pytest.raises(NotAllowed):
        hand_over(officer, foreigner, on=DAY, by=coordinator, at=NOW)
    with pytest.raises(NotAllowed):
        hand_over(officer, coordinator, on=DAY, by=foreigner, at=NOW)


def test_deputy_has_the_powers_on_these_days_alone(
    officer: User, make_person: Callable[..., User], places: dict[str, Organization]
) -> None:
    deputy = make_person("deputy", Role.SUPERVISOR, places["ea"])
    last = DAY + timedelta(days=2)
    substitution = name_substitute(officer, deputy, starts_on=DAY, ends_on=last, by=officer, at=NOW)
    held = [("officer", places["ea"].pk) in powers_of(deputy, on=DAY + timedelta(days=days)).organizations for days in (-1, 0, 2, 3)]
    assert held == [False, True, True, False]
    with pytest.raises(DeputyAlready):
        name_substitute(officer, deputy, starts_on=last, ends_on=last, by=officer, at=NOW)
    withdraw_substitute(substitution, by=officer, at=NOW)
    assert ("officer", places["ea"].pk) not in powers_of(deputy, on=DAY).organizations
    with pytest.raises(AlreadyEnded):
        withdraw_substitute(substitution, by=officer, at=NOW)
    assert verbs() == [("officer", "name_substitute"), ("officer", "withdraw_substitute")]


def test_deputy_is_refused_with_its_reason(
    officer: User, foreigner: User, secretary: User, make_person: Callable[..., User], places: dict[str, Organization]
) -> None:
    deputy = make_person("deputy", Role.SUPERVISOR, places["ea"])
    cases: list[tuple[type[Exception], User, User, timedelta, User]] = [
        (NotAColleague, officer, foreigner, timedelta(1), officer),
        (NotAColleague, officer, officer, timedelta(1), officer),
        (NotAllowed, officer, deputy, timedelta(1), foreigner),
        (DatesOutOfOrder, officer, deputy, timedelta(-1), officer),
        (TooLong, officer, deputy, timedelta(days=400), secretary),
    ]
    for refusal, absent, substitute, length, by in cases:
        with pytest.raises(refusal):
            name_substitute(absent, substitute, starts_on=DAY, ends_on=DAY + length, by=by, at=NOW)
    assert verbs() == []


def test_supervisor_names_a_deputy_for_his_officer(
    officer: User, make_person: Callable[..., User], places: dict[str, Organization], now: datetime
) -> None:
    supervisor, other = make_person("supervisor", Role.SUPERVISOR, places["ea"]), make_person("other", Role.OFFICER, places["ea"])
    assert name_substitute(officer, other, starts_on=DAY, ends_on=DAY, by=supervisor, at=now).made_by == supervisor


def test_profile_is_recorded_only_when_it_changes(officer: User) -> None:
    change_profile(officer, name="新名", language="en", by=officer, at=NOW)
    change_profile(officer, name="新名", language="en", by=officer, at=NOW)
    assert [entry.difference for entry in Entry.objects.changes()] == [{"name": ["officer", "新名"], "language": ["zh-hant", "en"]}]
