"""Fictional people to try the roles with, at a fictional ministry and city. They cannot exist where the site is in production."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from yongxu.accounts.models import Role, RoleHolding, User
from yongxu.accounts.selectors import Place
from yongxu.accounts.services.roles import give_role
from yongxu.history.services import record
from yongxu.organizations.models import Body, Organization, OrganizationName

DOMAIN = "demo.example"
PLACES = (
    ("demo-ministry", Organization.Kind.MINISTRY, "示範部", "Ministry of Examples", ""),
    ("demo-agency", Organization.Kind.AGENCY, "示範署", "Examples Agency", "demo-ministry"),
    ("demo-city-government", Organization.Kind.LOCAL_GOVERNMENT, "示範市政府", "Example City Government", ""),
    ("demo-city-environment", Organization.Kind.UNIT, "示範市政府環境局", "Example City Environment Bureau", "demo-city-government"),
    ("demo-city-water", Organization.Kind.UNIT, "示範水務處", "Example City Water Office", "demo-city-government"),
    ("demo-city-transport", Organization.Kind.UNIT, "示範交通局", "Example City Transport Bureau", "demo-city-government"),
)
ALIASES = {"demo-city-environment": "示範環境局"}
"""Code → the name by which the city's tables call it."""
REVIEWS = {
    "demo-group": ("demo-city:1", "demo-city:2"),
    "demo-partners": ("demo-city:3",),
    "demo-council": ("sectors:demo-city-net-zero",),
    "demo-task-force": ("strategies:demo-city-energy",),
}
"""Code of a body → what it reviews: a goal or a programme. Goal 3's group is under no circle: the executive officer approves."""
BODIES = (
    ("demo-council", Body.Kind.COUNCIL, "示範永續發展委員會", "Example Council for Sustainable Development", ""),
    ("demo-circle", Body.Kind.CIRCLE, "示範工作圈", "Example Circle", "demo-council"),
    ("demo-group", Body.Kind.GROUP, "示範工作分組", "Example Working Group", "demo-circle"),
    ("demo-partners", Body.Kind.GROUP, "示範夥伴專案分組", "Example Group on Partnerships", "demo-council"),
    ("demo-task-force", Body.Kind.TASK_FORCE, "示範專案小組", "Example Task Force", "demo-council"),
)
PEOPLE = (
    ("officer", "示範承辦人", Role.OFFICER, "demo-agency demo-city-water"),
    ("colleague", "示範承辦人乙", Role.OFFICER, "demo-agency demo-city-water"),
    ("supervisor", "示範主管", Role.SUPERVISOR, "demo-agency demo-city-water"),
    ("coordinator", "示範帳號管理者", Role.COORDINATOR, "demo-ministry"),
    ("window", "示範彙整窗口", Role.MINISTRY_WINDOW, "demo-ministry demo-city-government"),
    ("city-officer", "示範市承辦人", Role.OFFICER, "demo-city-environment demo-city-transport"),
    ("city-supervisor", "示範市主管", Role.SUPERVISOR, "demo-city-environment demo-city-transport"),
    ("city-window", "示範市彙整窗口", Role.MINISTRY_WINDOW, "demo-city-government"),
    ("group", "示範分組窗口", Role.GROUP_CONTACT, "demo-group demo-partners"),
    ("deputy", "示範副執行長", Role.DEPUTY_EXECUTIVE, "demo-circle"),
    ("executive", "示範執行長", Role.EXECUTIVE, "demo-council"),
    ("task-force", "示範專案小組窗口", Role.TASK_FORCE_CONTACT, "demo-task-force"),
    ("secretariat", "示範秘書", Role.SECRETARIAT, "demo-council"),
    ("member", "示範委員", Role.MEMBER, "demo-council"),
    ("auditor", "示範稽核", Role.AUDITOR, "demo-council"),
)
"""Short address, name, role, and the codes of the places where the role is held."""


def demo_password(folder: Path) -> str:
    """The password of all demo accounts of this installation: made once, kept beside the database."""
    path = folder / "demo.password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.token_hex(2) for _ in range(4)), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def demo_addresses() -> list[tuple[str, Role]]:
    """The addresses to sign in with, and the role of each."""
    return [(f"{name}@{DOMAIN}", role) for name, _, role, _ in PEOPLE]


@transaction.atomic
def create_demo_people(*, password: str, by: User, at: datetime) -> int:
    """One person per role, signing in with this password. Returns how many there are; none in production. Doing it again changes little."""
    if settings.PRODUCTION:
        return 0
    organizations, bodies = create_demo_places(by=by, at=at)
    today = timezone.localdate(at)
    for short, name, role, places in PEOPLE:
        person = User.objects.filter(email=f"{short}@{DOMAIN}").first()
        if person is None:
            person = User.objects.create_user(f"{short}@{DOMAIN}", password, name=name)
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
            record(person, "open_account", by=by, at=at, difference={"name": [None, name]})
        elif not person.is_active or not person.check_password(password):
            person.is_active = True
            person.set_password(password)
            person.save(update_fields=["is_active", "password"])
            record(person, "reopen_account", by=by, at=at)
        held = RoleHolding.objects.on(today).filter(user=person)
        for code in places.split():
            organization, body = organizations.get(code), bodies.get(code)
            if not held.filter(role=role, organization=organization, body=body).exists():
                place = Place(role, organization.pk if organization else None, body.pk if body else None)
                give_role(person, place, starts_on=today, by=by, at=at)
    return len(PEOPLE)


@transaction.atomic
def remove_demo_people(*, by: User, at: datetime) -> int:
    """Take the fictional people away. One who did something stays on record under his name, without account or role."""
    people = list(User.objects.filter(email__endswith=f"@{DOMAIN}"))
    for person in people:
        try:
            with transaction.atomic():
                person.holdings.all().delete()
                person.delete()
        except ProtectedError:
            RoleHolding.objects.filter(user=person, ends_on=None).update(ends_on=timezone.localdate(at))
            person.is_active = False
            person.set_unusable_password()
            person.save(update_fields=["is_active", "password"])
        record(by, "remove_demo_person", by=by, at=at, difference={"name": [person.name, None]})
    for code in (item[0] for item in reversed(PLACES)):
        _delete_where_possible(Organization.objects.filter(code=code).first())
    for organization in Organization.objects.filter(council__code="demo-council"):
        record(organization, "change", by=by, at=at, difference={"council": ["demo-council", None]})
        organization.council = None
        organization.save(update_fields=["council"])
    for code in (item[0] for item in reversed(BODIES)):
        _delete_where_possible(Body.objects.filter(code=code).first())
    return len(people)


def _delete_where_possible(place: Organization | Body | None) -> None:
    if place is not None:
        try:
            with transaction.atomic():
                place.delete()
        except ProtectedError:
            return


@transaction.atomic
def create_demo_places(*, by: User, at: datetime) -> tuple[dict[str, Organization], dict[str, Body]]:
    """The fictional organisations and bodies by their codes; doing it again changes nothing."""
    organizations: dict[str, Organization] = {}
    for code, kind, name_zh, name_en, parent in PLACES:
        organization, is_new = Organization.objects.get_or_create(
            code=code, defaults={"kind": kind, "parent": organizations.get(parent), "is_fictional": True}
        )
        OrganizationName.objects.get_or_create(organization=organization, name_zh=name_zh, defaults={"name_en": name_en})
        if code in ALIASES:
            OrganizationName.objects.get_or_create(organization=organization, name_zh=ALIASES[code], defaults={"is_alias": True})
        if is_new:
            record(organization, "load", by=by, at=at, difference={"name": [None, name_zh]})
        organizations[code] = organization
    bodies: dict[str, Body] = {}
    for code, body_kind, name_zh, name_en, parent in BODIES:
        body, is_new = Body.objects.get_or_create(
            code=code, defaults={"kind": body_kind, "name_zh": name_zh, "name_en": name_en, "parent": bodies.get(parent)}
        )
        if is_new:
            record(body, "load", by=by, at=at, difference={"name": [None, name_zh]})
        reviews = list(REVIEWS.get(code, ()))
        if body.reviews != reviews:
            record(body, "change", by=by, at=at, difference={"reviews": [body.reviews, reviews]})
            body.reviews = reviews
            body.save(update_fields=["reviews"])
        bodies[code] = body
    _place_under(bodies["demo-council"], organizations, by=by, at=at)
    return organizations, bodies


def _place_under(council: Body, organizations: Mapping[str, Organization], *, by: User, at: datetime) -> None:
    """The fictional organisations report to the fictional council, so that its people see nobody else's."""
    for organization in organizations.values():
        if organization.parent_id is None and organization.council_id != council.pk:
            record(organization, "change", by=by, at=at, difference={"council": [None, council.code]})
            organization.council = council
            organization.save(update_fields=["council"])
