"""Giving and ending roles, closing and reopening accounts, handing work over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yongxu.accounts.models import Role, RoleHolding, User
from yongxu.accounts.refusals import (
    AccountClosed,
    AlreadyEnded,
    AlreadyHeld,
    AuditorStandsAlone,
    DatesOutOfOrder,
    LastSecretariat,
    NotAllowed,
    NothingToHandOver,
    OwnRole,
)
from yongxu.accounts.selectors import Place, place_of
from yongxu.history.services import record
from yongxu.organizations.selectors import councils_of_bodies


@dataclass(frozen=True, slots=True)
class HandOver:
    """What a room is told when somebody's work passes to a successor: the roles that end, and from which day the successor has them."""

    leaving: User
    successor: User
    holdings: tuple[RoleHolding, ...]
    on: date
    by: User
    at: datetime


_HAND_OVER_HOOKS: list[Callable[[HandOver], None]] = []


def on_hand_over(hook: Callable[[HandOver], None]) -> None:
    """Register what a room above does with its own tasks when work is handed over. It runs inside the transaction."""
    if hook not in _HAND_OVER_HOOKS:
        _HAND_OVER_HOOKS.append(hook)


def place_in_words(holding: RoleHolding) -> dict[str, str | None]:
    """Role and place as the history keeps them: codes, which never change."""
    return {
        "role": holding.role,
        "organization": holding.organization.code if holding.organization else None,
        "body": holding.body.code if holding.body else None,
    }


@transaction.atomic
def grant_role(
    person: User, place: Place, *, starts_on: date, by: User, at: datetime, ends_on: date | None = None, origin: str = ""
) -> RoleHolding:
    """Give a role for a term. Raises `NotAllowed`, `OwnRole`, `AccountClosed`, `AlreadyHeld`, `AuditorStandsAlone`, `DatesOutOfOrder`."""
    if not by.has_perm("accounts.fill_place", place.unheld()):
        raise NotAllowed
    if by.pk == person.pk and not by.is_superuser:
        raise OwnRole
    return give_role(person, place, starts_on=starts_on, by=by, at=at, ends_on=ends_on, origin=origin)


@transaction.atomic
def give_role(
    person: User, place: Place, *, starts_on: date, by: User, at: datetime, ends_on: date | None = None, origin: str = ""
) -> RoleHolding:
    """Give a role on a permission that was checked before: by an accepted invitation, a hand-over, the demo."""
    User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active or person.is_system:
        raise AccountClosed
    if ends_on is not None and ends_on < starts_on:
        raise DatesOutOfOrder
    lasting = RoleHolding.objects.filter(user=person).filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        lasting = lasting.filter(starts_on__lt=ends_on)
    if lasting.filter(role=place.role, organization=place.organization_id, body=place.body_id).exists():
        raise AlreadyHeld
    others = lasting.exclude(role=Role.AUDITOR) if place.role == Role.AUDITOR else lasting.filter(role=Role.AUDITOR)
    if others.exists():
        raise AuditorStandsAlone
    holding = RoleHolding(
        user=person,
        role=place.role,
        organization_id=place.organization_id,
        body_id=place.body_id,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
        granted_at=at,
    )
    holding.full_clean()
    holding.save(force_insert=True)
    difference = {"role": [None, {**place_in_words(holding), "starts_on": starts_on, "ends_on": ends_on}]}
    record(person, "grant_role", by=by, at=at, difference=difference, origin=origin)
    return holding


@transaction.atomic
def end_role(holding: RoleHolding, *, ends_on: date, by: User, at: datetime, reason: str = "", origin: str = "") -> RoleHolding:
    """End a role; ``ends_on`` is the first day on which it is no longer held. Raises `NotAllowed`, `AlreadyEnded`, `LastSecretariat`.

    A role that has not begun ends on the day on which it would have begun.
    """
    if not by.has_perm("accounts.end_role", holding):
        raise NotAllowed
    return _close_role(holding, ends_on=ends_on, by=by, at=at, reason=reason, origin=origin)


def _close_role(holding: RoleHolding, *, ends_on: date, by: User, at: datetime, reason: str, origin: str = "") -> RoleHolding:
    current = RoleHolding.objects.select_for_update().select_related("user").get(pk=holding.pk)
    ends_on = max(ends_on, current.starts_on)
    if current.ends_on is not None and current.ends_on <= ends_on:
        raise AlreadyEnded
    if current.role == Role.SECRETARIAT and not _another_stays(current, ends_on):
        raise LastSecretariat
    before, current.ends_on = current.ends_on, ends_on
    current.full_clean()
    current.save(update_fields=["ends_on"])
    difference = {"ended": place_in_words(current), "ends_on": [before, ends_on]}
    record(current.user, "end_role", by=by, at=at, difference=difference, reason=reason.strip(), origin=origin)
    return current


def _another_stays(holding: RoleHolding, day: date) -> bool:
    """Whether somebody else of the same council's secretariat is there on that day. Two queries."""
    councils = councils_of_bodies()
    others = RoleHolding.objects.on(day).filter(role=Role.SECRETARIAT, user__is_active=True).exclude(user_id=holding.user_id)
    held = others.values_list("body_id", flat=True)
    return any(councils.get(body or 0) == councils.get(holding.body_id or 0) for body in held)


@transaction.atomic
def close_account(person: User, *, by: User, at: datetime, reason: str = "", origin: str = "") -> User:
    """The person can no longer sign in; every session ends with the next click. Roles stay on record, without effect."""
    _check_keeps(person, by)
    current = User.objects.select_for_update().get(pk=person.pk)
    if not current.is_active:
        raise AccountClosed
    for holding in RoleHolding.objects.on(timezone.localdate(at)).filter(user=current, role=Role.SECRETARIAT):
        if not _another_stays(holding, timezone.localdate(at)):
            raise LastSecretariat
    current.is_active = False
    current.save(update_fields=["is_active"])
    record(current, "close_account", by=by, at=at, difference={"is_active": [True, False]}, reason=reason.strip(), origin=origin)
    return current


@transaction.atomic
def reopen_account(person: User, *, by: User, at: datetime, reason: str = "", origin: str = "") -> User:
    """The person can sign in again, with the password he had and the roles that are still in force."""
    _check_keeps(person, by)
    current = User.objects.select_for_update().get(pk=person.pk)
    if not current.is_active:
        current.is_active = True
        current.save(update_fields=["is_active"])
        record(current, "reopen_account", by=by, at=at, difference={"is_active": [False, True]}, reason=reason.strip(), origin=origin)
    return current


@transaction.atomic
def hand_over(
    leaving: User, successor: User, *, on: date, by: User, at: datetime, reason: str = "", origin: str = ""
) -> tuple[RoleHolding, ...]:
    """End the leaving person's roles that ``by`` may end, give them to the successor from the same day, and pass on the work.

    What a successor already holds he keeps. Returns the roles that ended. Raises `NotAllowed`, `NothingToHandOver`, `AccountClosed`,
    `AuditorStandsAlone`; then nothing has changed.
    """
    _check_keeps(leaving, by)
    if leaving.pk == successor.pk or not by.has_perm("accounts.view_person", successor):
        raise NotAllowed
    if not successor.is_active or successor.is_system:
        raise AccountClosed
    lasting = RoleHolding.objects.filter(user=leaving).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    holdings = [item for item in lasting.select_related("organization", "body") if by.has_perm("accounts.end_role", item)]
    if not holdings:
        raise NothingToHandOver
    for holding in holdings:
        place = place_of(holding)
        if by.pk == successor.pk and not by.is_superuser:
            raise OwnRole
        try:
            with transaction.atomic():
                give_role(successor, place, starts_on=max(on, holding.starts_on), ends_on=holding.ends_on, by=by, at=at, origin=origin)
        except AlreadyHeld:
            continue
    ended = tuple(_close_role(holding, ends_on=on, by=by, at=at, reason=reason, origin=origin) for holding in holdings)
    difference = {"successor": successor.pk, "on": on, "roles": [place_in_words(holding) for holding in ended]}
    record(leaving, "hand_over", by=by, at=at, difference=difference, reason=reason.strip(), origin=origin)
    for hook in _HAND_OVER_HOOKS:
        hook(HandOver(leaving, successor, ended, on, by, at))
    return ended


def _check_keeps(person: User, by: User) -> None:
    """A superuser has every permission, but his own account he does not close either."""
    if person.pk == by.pk or person.is_system or not by.has_perm("accounts.keep_account", person):
        raise NotAllowed
