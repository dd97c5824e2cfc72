"""Who holds which role on a day, by himself or as somebody's deputy."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yongxu.accounts.models import Role, RoleHolding, Substitution, User
from yongxu.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Powers:
    """Where a person may act in which role on one day. ``organizations`` and ``bodies`` are pairs of role and primary key.

    ``stands_in_for`` are the people whose roles are among them because he is their deputy.
    """

    user_id: int
    organizations: frozenset[tuple[str, int]]
    bodies: frozenset[tuple[str, int]]
    stands_in_for: frozenset[int]

    def holds(self, role: Role) -> bool:
        """Whether he holds the role anywhere."""
        return any(held == role for held, _ in self.organizations | self.bodies)

    def places(self, *roles: Role) -> frozenset[int]:
        """The organisations (or, for roles at bodies, the bodies) at which he holds one of the roles."""
        return frozenset(place for held, place in self.organizations | self.bodies if held in roles)

    @property
    def sees_everything(self) -> bool:
        """Secretariat and auditors see all that is filed; auditors change nothing."""
        return self.holds(Role.SECRETARIAT) or self.holds(Role.AUDITOR)


NO_POWERS = Powers(0, frozenset(), frozenset(), frozenset())


def powers_of(user: User | None, *, on: date) -> Powers:
    """The person's own roles on that day and those of the people whose deputy he is then. Two queries.

    An inactive account has none. Roles of an absent person count only while that account itself holds them.
    """
    if user is None or not user.is_active or user.is_system:
        return NO_POWERS
    absent = frozenset(Substitution.objects.on(on).filter(substitute=user, absent__is_active=True).values_list("absent_id", flat=True))
    organizations, bodies = set(), set()
    for role, organization, body in (
        RoleHolding.objects.on(on).filter(user_id__in=[user.pk, *absent]).values_list("role", "organization_id", "body_id")
    ):
        if organization is not None:
            organizations.add((role, organization))
        if body is not None:
            bodies.add((role, body))
    return Powers(user.pk, frozenset(organizations), frozenset(bodies), absent)


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
