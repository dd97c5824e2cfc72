"""Naming a deputy 職務代理人 for a time, and withdrawing it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from yongxu.accounts.models import Substitution, User
from yongxu.accounts.refusals import AccountClosed, AlreadyEnded, DatesOutOfOrder, DeputyAlready, NotAColleague, NotAllowed, TooLong
from yongxu.accounts.rules import deputies_for
from yongxu.history.services import record

LONGEST = timedelta(days=366)


@transaction.atomic
def name_substitute(
    absent: User, substitute: User, *, starts_on: date, ends_on: date, by: User, at: datetime, origin: str = ""
) -> Substitution:
    """A colleague acts for the absent person on these days, both included. Raises `NotAllowed`, `NotAColleague` and others with reasons."""
    if not by.has_perm("accounts.arrange_substitute", absent):
        raise NotAllowed
    if ends_on < starts_on:
        raise DatesOutOfOrder
    if ends_on - starts_on >= LONGEST:
        raise TooLong
    if not absent.is_active:
        raise AccountClosed
    if not deputies_for(absent, by=by, on=starts_on).filter(pk=substitute.pk).exists():
        raise NotAColleague
    same = Substitution.objects.filter(absent=absent, substitute=substitute, withdrawn_at=None)
    if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise DeputyAlready
    substitution = Substitution(absent=absent, substitute=substitute, starts_on=starts_on, ends_on=ends_on, made_by=by, made_at=at)
    substitution.full_clean()
    substitution.save(force_insert=True)
    difference = {"substitute": [None, substitute.pk], "starts_on": starts_on, "ends_on": ends_on}
    record(absent, "name_substitute", by=by, at=at, difference=difference, origin=origin)
    return substitution


@transaction.atomic
def withdraw_substitute(substitution: Substitution, *, by: User, at: datetime, origin: str = "") -> Substitution:
    """The deputy no longer acts, from now on. What he did stays done, in his own name."""
    current = Substitution.objects.select_for_update().select_related("absent").get(pk=substitution.pk)
    if not by.has_perm("accounts.arrange_substitute", current.absent):
        raise NotAllowed
    if current.withdrawn_at is not None:
        raise AlreadyEnded
    current.withdrawn_at, current.withdrawn_by = at, by
    current.full_clean()
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    difference = {"substitute": [current.substitute_id, None], "starts_on": current.starts_on, "ends_on": current.ends_on}
    record(current.absent, "withdraw_substitute", by=by, at=at, difference=difference, origin=origin)
    return current
