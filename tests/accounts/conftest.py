"""A ministry with an agency, another ministry, the council, and one person for every role, with passwords that are quick to check."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.conftest import NOW
from yongxu.accounts.models import AT_ORGANIZATION, Role, RoleHolding, User
from yongxu.organizations.models import Body, Organization, OrganizationName

PASSWORD = "a-long-password-of-mine"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def places(db: None) -> dict[str, Organization]:
    """示範部 with 示範署 under it, and 他部 with 他署."""
    made: dict[str, Organization] = {}
    for code, name, parent in (("moe", "示範部", None), ("ea", "示範署", "moe"), ("other", "他部", None), ("oa", "他署", "other")):
        kind = Organization.Kind.AGENCY if parent else Organization.Kind.MINISTRY
        made[code] = Organization.objects.create(code=code, kind=kind, parent=made[parent] if parent else None, is_fictional=True)
        OrganizationName.objects.create(organization=made[code], name_zh=name, name_en=code.upper())
    return made


@pytest.fixture
def council(db: None) -> Body:
    return Body.objects.create(code="council", kind=Body.Kind.COUNCIL, name_zh="示範委員會", name_en="Example Council")


@pytest.fixture
def make_person(db: None, council: Body) -> Callable[..., User]:
    """A person with a role, held for years."""

    def make(name: str, role: Role | None = None, at: Organization | None = None, *, ends_on: date | None = None) -> User:
        person = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name)
        if role is not None:
            RoleHolding.objects.create(
                user=person,
                role=role,
                organization=at if role in AT_ORGANIZATION else None,
                body=None if role in AT_ORGANIZATION else council,
                starts_on=date(2020, 1, 1),
                ends_on=ends_on,
                granted_by=person,
                granted_at=NOW,
            )
        return person

    return make


@pytest.fixture
def secretary(make_person: Callable[..., User]) -> User:
    return make_person("secretary", Role.SECRETARIAT)


@pytest.fixture
def coordinator(make_person: Callable[..., User], places: dict[str, Organization]) -> User:
    """Keeps the accounts of 示範部 and 示範署."""
    return make_person("coordinator", Role.COORDINATOR, places["moe"])


@pytest.fixture
def officer(make_person: Callable[..., User], places: dict[str, Organization]) -> User:
    return make_person("officer", Role.OFFICER, places["ea"])


@pytest.fixture
def foreigner(make_person: Callable[..., User], places: dict[str, Organization]) -> User:
    """An officer of 他署, whom 示範部 must not see."""
    return make_person("foreigner", Role.OFFICER, places["oa"])


@pytest.fixture
def today() -> date:
    return timezone.localdate()
