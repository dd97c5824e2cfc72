"""The fictional people: one for each role, never in production, gone with the demo."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.conftest import NOW, loader
from yongxu.accounts.models import Role, RoleHolding, User
from yongxu.accounts.services.demo import PEOPLE, create_demo_people, demo_addresses, demo_password, remove_demo_people
from yongxu.accounts.services.signing import change_profile
from yongxu.organizations.models import Body, Organization

pytestmark = pytest.mark.django_db


def test_there_is_one_for_each_role_and_again_changes_nothing() -> None:
    for _ in range(2):
        assert create_demo_people(password="the-demo-password", by=loader(), at=NOW) == len(PEOPLE)
    held = set(RoleHolding.objects.values_list("role", flat=True))
    assert (held, RoleHolding.objects.count()) == ({role.value for role in Role}, sum(len(places.split()) for *_, places in PEOPLE))
    assert set(User.objects.filter(is_system=False).values_list("email", flat=True)) == {address for address, _ in demo_addresses()}
    assert not Organization.objects.filter(is_fictional=False).exists()


def test_production_gets_none(settings: Settings) -> None:
    settings.PRODUCTION = True
    assert create_demo_people(password="the-demo-password", by=loader(), at=NOW) == 0
    assert (User.objects.filter(is_system=False).count(), Organization.objects.count()) == (0, 0)


def test_removed_people_are_gone_and_who_acted_cannot_sign_in() -> None:
    create_demo_people(password="the-demo-password", by=loader(), at=NOW)
    officer = User.objects.get(email="officer@demo.example")
    change_profile(officer, name="示範某", language="en", by=officer, at=NOW)
    assert remove_demo_people(by=loader(), at=NOW) == len(PEOPLE)
    left = User.objects.filter(is_system=False).get()
    assert (left, left.is_active, left.has_usable_password()) == (officer, False, False)
    kept = ["demo-agency", "demo-city-government", "demo-city-water", "demo-ministry"]
    assert list(Organization.objects.values_list("code", flat=True)) == kept
    assert Body.objects.count() == 0
    create_demo_people(password="the-demo-password", by=loader(), at=NOW)
    officer.refresh_from_db()
    assert (officer.is_active, officer.check_password("the-demo-password")) == (True, True)


def test_password_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    assert demo_password(tmp_path) == demo_password(tmp_path) != demo_password(tmp_path.parent)
    assert (tmp_path / "demo.password").stat().st_mode & 0o077 == 0
    (tmp_path.parent / "demo.password").unlink()
