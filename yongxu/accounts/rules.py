"""Who may do what with accounts, and the register in which every room describes its permissions (docs/roles.md is made from it)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ParamSpec

from django.db import models
from django.utils import timezone
from rules.permissions import add_perm
from rules.predicates import Predicate

from yongxu.accounts.models import Role, RoleHolding, User
from yongxu.accounts.selectors import Place, Powers, below, colleagues_at, people_within, place_of, powers_of, reach_of
from yongxu.organizations.selectors import NOWHERE, Area, area_of
from yongxu.quantities.wording import Bilingual

P = ParamSpec("P")
COUNCIL = Bilingual(zh="所屬永續會的全部", en="everything of its council")
BELOW = Bilingual(zh="本機關及所屬", en="own organisation and below")
OWN_PLACE = Bilingual(zh="同機關", en="same organisation")
HIMSELF = Bilingual(zh="本人", en="own")
STAFF = (Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR)
"""The roles that an organisation gives to its own people; all others are given by the secretariat."""
KEEPERS = (Role.COORDINATOR, Role.MINISTRY_WINDOW)
"""Those who keep the accounts of an organisation and of all below it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A role that has a permission, and where; without a role, everybody who is signed in."""

    role: Role | None
    where: Bilingual


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission as people read of it and as the code decides it. ``holders`` describes the predicate; tests hold them together."""

    code: str
    label: Bilingual
    predicate: Predicate
    holders: tuple[Holder, ...]


_REGISTER: dict[str, Permission] = {}


def register(code: str, label: Bilingual, predicate: Callable[P, bool], holders: tuple[Holder, ...]) -> Permission:
    """Make a permission known, to ``user.has_perm`` and to the table of roles. A code is registered once; ValueError else.

    The predicate takes the user and, where the permission is about something, that thing.
    """
    if code in _REGISTER:
        raise ValueError(f"the permission {code} is registered twice")
    permission = Permission(code, label, Predicate(predicate), holders)
    add_perm(code, permission.predicate)
    _REGISTER[code] = permission
    return permission


def registered() -> Iterator[Permission]:
    """All permissions, by code."""
    return iter(sorted(_REGISTER.values(), key=lambda item: item.code))


def held(*roles: Role, where: Bilingual) -> tuple[Holder, ...]:
    """The holders of these roles, all within the same bounds."""
    return tuple(Holder(role, where) for role in roles)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where somebody fills places: any place, those of staff at some organisations, and every place of the area of his council."""

    everything: bool
    staff: frozenset[int]
    area: Area

    @property
    def fills_all_roles(self) -> bool:
        return self.everything or bool(self.area.bodies)

    @property
    def organizations(self) -> frozenset[int]:
        return self.staff | self.area.organizations

    def reaches(self, holding: RoleHolding) -> bool:
        """Whether the role is held at a place that he keeps. No query."""
        return self.everything or holding.organization_id in self.organizations or holding.body_id in self.area.bodies


ALL_KEPT = Kept(True, frozenset(), NOWHERE)


def lists_with(powers: Powers) -> bool:
    """Secretariat, auditors, coordinators and windows have a list of people. No query."""
    return bool(powers.watched) or any(powers.holds(role) for role in KEEPERS)


def invites_with(powers: Powers) -> bool:
    """Whether somebody with these powers may invite anybody at all. No query."""
    return any(powers.holds(role) for role in (Role.SECRETARIAT, *KEEPERS))


def keeps_accounts(user: User) -> bool:
    """Whether he has a list of people."""
    return lists_with(powers_of(user, on=timezone.localdate()))


def invites(user: User) -> bool:
    """Whether he may invite anybody at all."""
    return invites_with(powers_of(user, on=timezone.localdate()))


def sees_person(user: User, person: User) -> bool:
    """The person stands in the user's list of people."""
    return people_within(reach_of(user, on=timezone.localdate())).filter(pk=person.pk).exists()


def kept_places(powers: Powers) -> Kept:
    """Where he fills places: the secretariat every place of its council, keepers the staff of theirs and below. At most three queries."""
    area = area_of(powers.councils_as(Role.SECRETARIAT))
    return ALL_KEPT if area.everything else Kept(False, below(powers.places(*KEEPERS)), area)


def is_kept(place: Place, kept: Kept) -> bool:
    """Whether a place is among those that `kept_places` gives. No query."""
    if kept.everything or place.organization_id in kept.area.organizations or place.body_id in kept.area.bodies:
        return True
    return place.role in STAFF and place.organization_id in kept.staff


def fills_place(user: User, holding: RoleHolding) -> bool:
    """The secretariat fills every place of its council; a coordinator or window those of the staff of his organisation and below."""
    return is_kept(place_of(holding), kept_places(powers_of(user, on=timezone.localdate())))


def ends_role(user: User, holding: RoleHolding) -> bool:
    """Who fills a place may also end it, but nobody his own."""
    return holding.user_id != user.pk and fills_place(user, holding)


def keeps_account(user: User, person: User) -> bool:
    """An account is kept by whoever could end every role in force that its holder has; never by himself."""
    today = timezone.localdate()
    powers = powers_of(user, on=today)
    return keeps_with(powers, kept_places(powers), person, list(RoleHolding.objects.filter(user=person)), on=today)


def keeps_with(powers: Powers, kept: Kept, person: User, holdings: list[RoleHolding], *, on: date) -> bool:
    """The same from what was read before: all roles that the person has or had. No query."""
    if powers.user_id == person.pk or person.is_system or person.is_superuser:
        return False
    lasting = [item for item in holdings if item.ends_on is None or item.ends_on > on]
    return kept.everything or (any(kept.reaches(item) for item in holdings) and all(is_kept(place_of(item), kept) for item in lasting))


def arranges_substitute(user: User, person: User) -> bool:
    """The person himself, the secretariat, and his supervisors and coordinators where he holds a role."""
    today = timezone.localdate()
    powers = powers_of(user, on=today)
    return arranges_with(powers, kept_places(powers), person, list(RoleHolding.objects.filter(user=person)), on=today)


def arranges_with(powers: Powers, kept: Kept, person: User, holdings: list[RoleHolding], *, on: date) -> bool:
    """The same from what was read before. No query."""
    if powers.user_id == person.pk or kept.everything:
        return True
    in_force = [item for item in holdings if item.starts_on <= on and (item.ends_on is None or item.ends_on > on)]
    return any(_arranges_at(item, powers, kept) for item in in_force)


def _arranges_at(holding: RoleHolding, powers: Powers, kept: Kept) -> bool:
    return holding.organization_id in powers.places(Role.SUPERVISOR) or kept.reaches(holding)


def deputies_for(absent: User, *, by: User, on: date) -> models.QuerySet[User]:
    """Whom somebody may name as deputy from that day on: colleagues at the places at which he may arrange it, and of no other place."""
    powers = powers_of(by, on=timezone.localdate())
    kept = ALL_KEPT if by.is_superuser else kept_places(powers)
    holdings = RoleHolding.objects.on(on).filter(user=absent)
    places = [place_of(item) for item in holdings if by.pk == absent.pk or _arranges_at(item, powers, kept)]
    return colleagues_at(places, than=absent, on=on)


SECRETARIAT = held(Role.SECRETARIAT, where=COUNCIL)

register(
    "accounts.list_people",
    Bilingual(zh="查看人員與職務", en="see people and their roles"),
    keeps_accounts,
    (*SECRETARIAT, *held(Role.AUDITOR, where=COUNCIL), *held(*KEEPERS, where=BELOW)),
)
register(
    "accounts.view_person",
    Bilingual(zh="查看一個人的職務", en="see a person's roles"),
    sees_person,
    (*SECRETARIAT, *held(Role.AUDITOR, where=COUNCIL), *held(*KEEPERS, where=BELOW), Holder(None, HIMSELF)),
)
register(
    "accounts.invite",
    Bilingual(zh="邀請人員", en="invite people"),
    invites,
    (*SECRETARIAT, *held(*KEEPERS, where=BELOW)),
)
register(
    "accounts.fill_place",
    Bilingual(
        zh="核予職務（機關只能核予承辦人、主管、機關帳號管理者）",
        en="give a role (an organisation gives officer, supervisor and coordinator only)",
    ),
    fills_place,
    (*SECRETARIAT, *held(*KEEPERS, where=BELOW)),
)
register(
    "accounts.end_role",
    Bilingual(zh="結束職務（自己的除外）", en="end a role (not one's own)"),
    ends_role,
    (*SECRETARIAT, *held(*KEEPERS, where=BELOW)),
)
register(
    "accounts.keep_account",
    Bilingual(zh="停用、啟用帳號與辦理交接（自己的除外）", en="close and reopen an account, hand over its work (not one's own)"),
    keeps_account,
    (*SECRETARIAT, *held(*KEEPERS, where=BELOW)),
)
register(
    "accounts.arrange_substitute",
    Bilingual(zh="設定職務代理人", en="name a deputy"),
    arranges_substitute,
    (*SECRETARIAT, *held(*KEEPERS, where=BELOW), *held(Role.SUPERVISOR, where=OWN_PLACE), Holder(None, HIMSELF)),
)
