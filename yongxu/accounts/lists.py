"""The list of people: searched, filtered, sorted and paged by what stands in the address, always within one's reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from yongxu.accounts.models import Invitation, Role, RoleHolding, Substitution, User
from yongxu.accounts.selectors import Place, Reach, holdings_within, invitations_within, people_within, place_of
from yongxu.organizations.models import Organization, pick_language

PER_PAGE = 50
SORTS = {"name": ("name", "pk"), "email": ("email",), "joined": ("joined_at", "pk"), "seen": ("last_login", "pk")}


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in words. ``state`` is current, future or past."""

    holding: RoleHolding
    at: Place
    label: str
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person and the roles that the reader may see."""

    person: User
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One page of people, and what may be filtered by: only organisations at which somebody within reach holds a role."""

    page: Page[User]
    rows: tuple[PersonRow, ...]
    organizations: tuple[Organization, ...]


def name_of_place(holding: RoleHolding | Invitation) -> str:
    """The organisation or body in the reader's language. No query when both are loaded with names."""
    if holding.organization is not None:
        return holding.organization.name()
    return pick_language(holding.body.name_zh, holding.body.name_en) if holding.body is not None else ""


def role_in_words(holding: RoleHolding, *, on: date) -> HeldRole:
    """The role as a page shows it."""
    ended = holding.ends_on is not None and holding.ends_on <= on
    state = "past" if ended else "future" if holding.starts_on > on else "current"
    return HeldRole(holding, place_of(holding), str(Role(holding.role).label), name_of_place(holding), state)


def select_people(reach: Reach, query: Mapping[str, str], *, on: date) -> QuerySet[User]:
    """The people whom a query asks for, in its order. A role or organisation filters by roles within reach alone."""
    people, holdings = people_within(reach), holdings_within(reach)
    words = query.get("q", "").strip()
    if words:
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
    state = query.get("state", "")
    in_force = holdings.on(on)
    if state == "without":
        people = people.filter(is_active=True).exclude(pk__in=in_force.values("user_id"))
    elif state == "closed":
        people = people.filter(is_active=False)
    elif state != "all":
        people = people.filter(is_active=True, pk__in=in_force.values("user_id"))
    looked_at = holdings if state in ("all", "closed", "without") else in_force
    if query.get("role") in Role.values:
        looked_at = looked_at.filter(role=query["role"])
    if query.get("organization"):
        looked_at = looked_at.filter(organization__code=query["organization"])
    if query.get("role") in Role.values or query.get("organization"):
        people = people.filter(pk__in=looked_at.values("user_id"))
    sort = query.get("sort", "")
    fields = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return people.order_by(*(f"-{field}" if sort.startswith("-") else field for field in fields))


def list_people(reach: Reach, query: Mapping[str, str], *, on: date) -> PeopleList:
    """One page of the list. Seven queries, however many people."""
    page = Paginator(select_people(reach, query, on=on), PER_PAGE).get_page(query.get("page"))
    rows = rows_of(list(page.object_list), reach, on=on)
    holding_here = holdings_within(reach).exclude(organization=None).values("organization_id")
    organizations = Organization.objects.filter(pk__in=holding_here).prefetch_related("names").order_by("code")
    return PeopleList(page, rows, tuple(organizations))


def rows_of(people: list[User], reach: Reach, *, on: date) -> tuple[PersonRow, ...]:
    """The people with their roles within reach. Two queries."""
    holdings = holdings_within(reach).filter(user__in=[person.pk for person in people]).select_related("organization", "body")
    roles: dict[int, list[HeldRole]] = {}
    for holding in holdings.prefetch_related("organization__names").order_by("starts_on", "pk"):
        roles.setdefault(holding.user_id, []).append(role_in_words(holding, on=on))
    return tuple(PersonRow(person, tuple(roles.get(person.pk, ()))) for person in people)


def own_roles(person: User, *, on: date) -> tuple[HeldRole, ...]:
    """All roles of a person, the present ones first. Two queries."""
    holdings = RoleHolding.objects.filter(user=person).select_related("organization", "body").prefetch_related("organization__names")
    order = ("current", "future", "past")
    return tuple(sorted((role_in_words(item, on=on) for item in holdings), key=lambda item: order.index(item.state)))


def substitutions_of(person: User, *, on: date) -> list[Substitution]:
    """The person's deputies, now and to come. One query."""
    lasting = Substitution.objects.filter(absent=person, ends_on__gte=on, withdrawn_at=None)
    return list(lasting.select_related("substitute").order_by("starts_on"))


def standing_in_of(person: User, *, on: date) -> list[Substitution]:
    """For whom the person stands in, now and to come. One query."""
    lasting = Substitution.objects.filter(substitute=person, ends_on__gte=on, withdrawn_at=None)
    return list(lasting.select_related("absent").order_by("starts_on"))


def state_of(invitation: Invitation, *, at: datetime) -> str:
    """accepted, withdrawn, expired or open."""
    if invitation.accepted_at is not None:
        return "accepted"
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    return "open" if invitation.expires_at > at else "expired"


def list_invitations(reach: Reach, *, state: str, at: datetime) -> QuerySet[Invitation]:
    """Invitations within reach: the open ones, or all."""
    invitations = invitations_within(reach).select_related("organization", "body", "invited_by").prefetch_related("organization__names")
    return invitations if state == "all" else invitations.open(at=at)
