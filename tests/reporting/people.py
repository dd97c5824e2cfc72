"""A small council for tests: two ministries with an agency each, two groups in a circle, and people in every role."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client
from django.utils import timezone

from yongxu.accounts.models import Role, RoleHolding, User
from yongxu.organizations.models import Body, Organization, OrganizationName
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.plans import PlannedAppearance, PlannedItem, standard_steps
from yongxu.reporting.services.cycles import draft_cycle, open_cycle

AT = datetime(2025, 2, 3, 2, 0, tzinfo=UTC)
DAY = date(2025, 2, 3)


def organization(code: str, kind: str, name: str, parent: Organization | None = None) -> Organization:
    made = Organization.objects.create(code=code, kind=kind, parent=parent, is_fictional=True)
    OrganizationName.objects.create(organization=made, name_zh=name)
    return made


def person(key: str, role: Role, *, at: Organization | Body) -> User:
    """A person who has held one role since 2024."""
    user = User.objects.create_user(f"{key}@example.org", None, name=f"{key}員")
    give(user, role, at=at)
    return user


def give(user: User, role: Role, *, at: Organization | Body, until: date | None = None) -> RoleHolding:
    holding = RoleHolding(user=user, role=role, starts_on=date(2024, 1, 1), ends_on=until, granted_by=user, granted_at=AT)
    if isinstance(at, Organization):
        holding.organization = at
    else:
        holding.body = at
    holding.full_clean()
    holding.save()
    return holding


@dataclass(frozen=True)
class Council:
    """The people and places of the small council."""

    ministry: Organization
    agency: Organization
    other_ministry: Organization
    other_agency: Organization
    council: Body
    group: Body
    other_group: Body
    people: dict[str, User]

    def __getitem__(self, key: str) -> User:
        return self.people[key]


def small_council(near: str = "") -> Council:
    """The council; with ``near`` one beside it whose codes, names and addresses begin so, and which reviews that scope."""
    council = Body.objects.create(code=f"{near}council", kind="council", name_zh=f"{near}永續會")
    circle = Body.objects.create(code=f"{near}circle", kind="circle", name_zh=f"{near}示範工作圈", parent=council)
    group = Body.objects.create(code=f"{near}group-x", kind="group", name_zh=f"{near}示範分組", parent=circle)
    other_group = Body.objects.create(code=f"{near}group-y", kind="group", name_zh=f"{near}另一分組", parent=circle)
    ministry = organization(f"{near}demo-m", "ministry", f"{near}示範部")
    agency = organization(f"{near}demo-a", "agency", f"{near}示範署", ministry)
    other_ministry = organization(f"{near}demo-m2", "ministry", f"{near}另一部")
    other_agency = organization(f"{near}demo-a2", "agency", f"{near}另一署", other_ministry)
    if near:
        group.reviews = [f"{near}:1"]
        group.save()
        Organization.objects.filter(pk__in=[ministry.pk, other_ministry.pk]).update(council=council)
    places: dict[str, tuple[Role, Organization | Body]] = {
        "officer": (Role.OFFICER, agency),
        "supervisor": (Role.SUPERVISOR, agency),
        "window": (Role.MINISTRY_WINDOW, ministry),
        "other_officer": (Role.OFFICER, other_agency),
        "other_supervisor": (Role.SUPERVISOR, other_agency),
        "other_window": (Role.MINISTRY_WINDOW, other_ministry),
        "group": (Role.GROUP_CONTACT, group),
        "other_group": (Role.GROUP_CONTACT, other_group),
        "deputy": (Role.DEPUTY_EXECUTIVE, circle),
        "executive": (Role.EXECUTIVE, council),
        "secretariat": (Role.SECRETARIAT, council),
        "member": (Role.MEMBER, council),
        "auditor": (Role.AUDITOR, council),
    }
    people = {key: person(f"{near}{key}", role, at=place) for key, (role, place) in places.items()}
    people["stranger"] = User.objects.create_user(f"{near}nobody@example.org", None, name="路人")
    return Council(ministry, agency, other_ministry, other_agency, council, group, other_group, people)


def appearance(code: str, section: str, group: Body | None, lead: Organization | None = None) -> PlannedAppearance:
    return PlannedAppearance(code, code, f"指標{code}", section, section, f"目標{section}", group, lead)


def planned(code: str, organization: Organization | None, *places: PlannedAppearance, co: tuple[Organization, ...] = ()) -> PlannedItem:
    ministry = organization.parent if organization else None
    return PlannedItem("indicators.indicator", code, places, organization, ministry, co)


def open_demo_cycle(
    council: Council, items: list[PlannedItem], *, year: int = 2024, scope: str = "demo", subject: str = "indicators"
) -> tuple[Cycle, list[DueItem]]:
    """A cycle over these items, open since the test's day."""
    cycle = draft_cycle(
        subject=subject,
        scope=scope,
        title="示範週期",
        year=year,
        opens_on=DAY,
        steps=standard_steps(subject, opens_on=DAY),
        by=council["secretariat"],
        at=AT,
    )
    return cycle, open_cycle(cycle, items, by=council["secretariat"], at=AT)


def sign_in(client: Client, user: User) -> None:
    """Signed in with a password a moment ago, so that grave acts need no second proof."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session.save()
