"""Who holds which role on a day, by himself or as somebody's deputy."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q

from yongxu.accounts.models import HoldingQuerySet, Invitation, InvitationQuerySet, Role, RoleHolding, Substitution, User
from yongxu.organizations.models import Body, Organization
from yongxu.organizations.selectors import area_of, councils_of_bodies


@dataclass(frozen=True, slots=True)
class Powers:
    """Where a person may act in which role on one day. ``organizations`` and ``bodies`` are pairs of role and primary key.

    ``councils`` are pairs of a role that counts for a whole council (`COUNCIL_WIDE`) and that council's key.
    """

    user_id: int
    organizations: frozenset[tuple[str, int]]
    bodies: frozenset[tuple[str, int]]
    councils: frozenset[tuple[str, int]] = frozenset()

    def holds(self, role: Role) -> bool:
        """Whether he holds the role anywhere."""
        return any(held == role for held, _ in self.organizations | self.bodies)

    def places(self, *roles: Role) -> frozenset[int]:
        """The organisations (or, for roles at bodies, the bodies) at which he holds one of the roles."""
        return frozenset(place for held, place in self.organizations | self.bodies if held in roles)

    def councils_as(self, *roles: Role) -> frozenset[int]:
        """The councils in which he holds one of the council-wide roles."""
        return frozenset(council for held, council in self.councils if held in roles)

    @property
    def watched(self) -> frozenset[int]:
        """The councils of which he sees all that is filed: as secretariat, or as auditor, who changes nothing."""
        return self.councils_as(Role.SECRETARIAT, Role.AUDITOR)

    def without(self, role: Role) -> "Powers":
        """The same person without this role."""
        kept = [frozenset(pair for pair in pairs if pair[0] != role) for pairs in (self.organizations, self.bodies, self.councils)]
        return Powers(self.user_id, kept[0], kept[1], kept[2])


COUNCIL_WIDE = (Role.SECRETARIAT, Role.MEMBER, Role.AUDITOR)
"""Roles that count for all that belongs to the council above the body at which they are held (docs/decisions/0010)."""
NO_POWERS = Powers(0, frozenset(), frozenset())
_KNOWN: ContextVar[dict[tuple[int, date], Powers] | None] = ContextVar("known powers", default=None)


@contextmanager
def powers_known() -> Iterator[None]:
    """While something is only read, ask once what a person may do: what the first `powers_of` said holds until the end."""
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def powers_of(user: User | None, *, on: date) -> Powers:
    """The person's own roles on that day and those of the people whose deputy he is then.

    One query, none where it is known (`powers_known`); one more for a council-wide role that is held at a part of the council. An
    inactive account has none. Roles of an absent person count only while that account itself holds them.
    """
    if user is None or not user.is_active or user.is_system:
        return NO_POWERS
    known = _KNOWN.get()
    if known is None:
        return _read_powers(user, on=on)
    if (user.pk, on) not in known:
        known[user.pk, on] = _read_powers(user, on=on)
    return known[user.pk, on]


def _read_powers(user: User, *, on: date) -> Powers:
    absent = Substitution.objects.on(on).filter(substitute=user, absent__is_active=True)
    organizations, bodies, wide = set(), set(), dict[tuple[str, int], bool]()
    holdings = RoleHolding.objects.on(on).filter(Q(user=user) | Q(user_id__in=absent.values("absent_id")))
    for role, organization, body, kind in holdings.values_list("role", "organization_id", "body_id", "body__kind"):
        if organization is not None:
            organizations.add((role, organization))
        if body is not None:
            bodies.add((role, body))
            if role in COUNCIL_WIDE:
                wide[role, body] = kind == Body.Kind.COUNCIL
    above = {} if all(wide.values()) else councils_of_bodies()
    councils = frozenset((role, above.get(body, body)) for role, body in wide)
    return Powers(user.pk, frozenset(organizations), frozenset(bodies), councils)


def holders_of(role: Role, *, on: date, organization: int | None = None, body: int | None = None) -> list[User]:
    """The people who hold the role at that place on that day, their deputies after them. Two queries."""
    place = Q(organization_id=organization) if organization is not None else Q(body_id=body)
    holders = list(User.objects.filter(is_active=True, holdings__in=RoleHolding.objects.on(on).filter(place, role=role)).distinct())
    deputies = Substitution.objects.on(on).filter(absent__in=[user.pk for user in holders], substitute__is_active=True)
    found = {user.pk: user for user in [*holders, *(item.substitute for item in deputies.select_related("substitute"))]}
    return list(found.values())


def ministry_of(organization: Organization) -> Organization:
    """The ministry or local government above an agency, unit or state firm; itself where there is none. A query per level."""
    top = organization
    while top.kind not in (Organization.Kind.MINISTRY, Organization.Kind.LOCAL_GOVERNMENT) and top.parent is not None:
        top = top.parent
    return top if top.kind in (Organization.Kind.MINISTRY, Organization.Kind.LOCAL_GOVERNMENT) else organization


@dataclass(frozen=True, slots=True)
class Place:
    """A role at one organisation or one body, held or to be held."""

    role: Role
    organization_id: int | None = None
    body_id: int | None = None

    def unheld(self) -> RoleHolding:
        """The role as a row that nobody has yet: what the permission `accounts.fill_place` is asked about."""
        return RoleHolding(role=self.role, organization_id=self.organization_id, body_id=self.body_id)


def place_of(item: RoleHolding | Invitation) -> Place:
    """The place that is held or offered."""
    return Place(Role(item.role), item.organization_id, item.body_id)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose accounts somebody sees: everybody's, or those of who has, had or will have a role at these organisations and bodies."""

    user_id: int
    everybody: bool
    organizations: frozenset[int]
    bodies: frozenset[int] = frozenset()


def below(organizations: frozenset[int]) -> frozenset[int]:
    """The organisations and all under them. One query, none for an empty set."""
    if not organizations:
        return frozenset()
    children: dict[int, list[int]] = {}
    for key, parent in Organization.objects.exclude(parent=None).values_list("pk", "parent_id"):
        children.setdefault(parent or 0, []).append(key)
    found, waiting = set(organizations), list(organizations)
    while waiting:
        fresh = [key for key in children.get(waiting.pop(), []) if key not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)


def reach_of(user: User, *, on: date) -> Reach:
    """Secretariat and auditors see all of their council, superusers everybody, coordinators and windows their own. At most six queries."""
    if user.is_superuser and user.is_active:
        return Reach(user.pk, True, frozenset())
    return reach_with(powers_of(user, on=on))


def reach_with(powers: Powers) -> Reach:
    """The reach that these powers give. At most three queries."""
    area = area_of(powers.watched)
    if area.everything:
        return Reach(powers.user_id, True, frozenset())
    own = below(powers.places(Role.COORDINATOR, Role.MINISTRY_WINDOW))
    return Reach(powers.user_id, False, own | area.organizations, area.bodies)


def people_within(reach: Reach) -> models.QuerySet[User]:
    """The people whose accounts are within reach: who holds, held or will hold a role there, and oneself. No program's user."""
    people = User.objects.filter(is_system=False)
    if reach.everybody:
        return people
    holders = RoleHolding.objects.filter(_within(reach)).values("user_id")
    return people.filter(Q(pk=reach.user_id) | Q(pk__in=holders))


def holdings_within(reach: Reach) -> HoldingQuerySet:
    """The roles within reach: of a colleague who also serves elsewhere, only those here; one's own all."""
    if reach.everybody:
        return RoleHolding.objects.filter(user__is_system=False)
    return RoleHolding.objects.filter(_within(reach) | Q(user_id=reach.user_id))


def invitations_within(reach: Reach) -> InvitationQuerySet:
    """The invitations to places within reach."""
    return Invitation.objects.all() if reach.everybody else Invitation.objects.filter(_within(reach))


def _within(reach: Reach) -> Q:
    return Q(organization_id__in=reach.organizations) | Q(body_id__in=reach.bodies)


def colleagues_at(places: Iterable[Place], *, than: User, on: date) -> models.QuerySet[User]:
    """Active people other than one who hold a role at one of the places. No query but its own."""
    given = list(places)
    at_organizations = [place.organization_id for place in given if place.organization_id]
    here = Q(organization_id__in=at_organizations) | Q(body_id__in=[place.body_id for place in given if place.body_id])
    holders = RoleHolding.objects.on(on).filter(here).values("user_id")
    return User.objects.filter(pk__in=holders, is_active=True, is_system=False).exclude(pk=than.pk).order_by("name", "pk")
