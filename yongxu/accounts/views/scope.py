"""Whom the reader of a list sees, and where he may place people."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from yongxu.accounts.models import User
from yongxu.accounts.requests import signed_in
from yongxu.accounts.rules import ALL_KEPT, Kept, invites_with, kept_places, lists_with
from yongxu.accounts.selectors import Reach, powers_of, reach_of, reach_with


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the reader sees, and whether he may invite."""

    reach: Reach
    invites: bool


def scope_of(request: HttpRequest) -> Scope:
    """What the permissions `accounts.list_people` and `accounts.invite` say. At most six queries. PermissionDenied where he has no list."""
    person, today = signed_in(request), timezone.localdate()
    if person.is_superuser:
        return Scope(reach_of(person, on=today), invites=True)
    powers = powers_of(person, on=today)
    if not lists_with(powers):
        raise PermissionDenied(gettext("人員名冊只提供秘書處、稽核人員、機關帳號管理者與部會彙整窗口查看。"))
    return Scope(reach_with(powers), invites_with(powers))


def choosable(reader: User) -> Kept:
    """The places he may choose from."""
    return ALL_KEPT if reader.is_superuser else kept_places(powers_of(reader, on=timezone.localdate()))
