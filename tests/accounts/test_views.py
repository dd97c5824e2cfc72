"""Pages of one person: what each button does, and that strangers find nothing behind it."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.accounts.conftest import PASSWORD
from yongxu.accounts.models import Role, Substitution, User
from yongxu.organizations.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_person(client: Client) -> Callable[[User], Client]:
    def sign_in(person: User) -> Client:
        client.logout()
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        return client

    return sign_in


def test_person_page_offers_what_may_be_done(
    coordinator: User, officer: User, make_person: Callable[..., User], as_person: Callable[[User], Client]
) -> None:
    words = ("結束職務", "核予職務", "設定職務代理人", "辦理交接", "停用帳號")
    pages = [
        as_person(viewer).get(f"/accounts/people/{officer.pk}/").content.decode()
        for viewer in (coordinator, make_person("auditor", Role.AUDITOR))
    ]
    assert [[word in page for word in words] for page in pages] == [[True] * 5, [False] * 5]


def test_person_page_costs_the_same_however_many_roles(
    coordinator: User,
    officer: User,
    secretary: User,
    places: dict[str, Organization],
    as_person: Callable[[User], Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    viewer = as_person(coordinator)
    viewer.get(f"/accounts/people/{officer.pk}/")
    for role in (Role.SUPERVISOR, Role.COORDINATOR):
        with django_assert_num_queries(10):  # type: ignore[attr-defined]
            viewer.get(f"/accounts/people/{officer.pk}/")
        viewer.post(
            f"/accounts/people/{officer.pk}/roles/new/",
            {"role": role.value, "at": f"organization-{places['ea'].pk}", "starts_on": "2025-01-01"},
        )
    assert officer.holdings.count() == 3


def test_role_is_ended_closed_and_reopened_by_buttons(coordinator: User, officer: User, as_person: Callable[[User], Client]) -> None:
    client, holding = as_person(coordinator), officer.holdings.get()
    page = client.get(f"/accounts/people/{officer.pk}/roles/{holding.pk}/end/").content.decode()
    assert "承辦人</strong> · 示範署" in page
    client.post(f"/accounts/people/{officer.pk}/roles/{holding.pk}/end/", {"ends_on": "2025-06-01", "reason": "調職"})
    assert [str(item.ends_on) for item in officer.holdings.all()] == ["2025-06-01"]
    client.post(f"/accounts/people/{officer.pk}/close/", {"reason": ""})
    officer.refresh_from_db()
    assert officer.is_active
    client.post(f"/accounts/people/{officer.pk}/close/", {"reason": "離職"})
    officer.refresh_from_db()
    assert not officer.is_active
    client.post(f"/accounts/people/{officer.pk}/reopen/", {"reason": "回任"})
    officer.refresh_from_db()
    assert officer.is_active


def test_deputy_is_named_and_withdrawn_by_himself_and_by_no_stranger(
    officer: User, foreigner: User, make_person: Callable[..., User], places: dict[str, Organization], as_person: Callable[[User], Client]
) -> None:
    deputy = make_person("deputy", Role.OFFICER, places["ea"])
    form = {"substitute": str(deputy.pk), "starts_on": "2030-01-01", "ends_on": "2030-01-05"}
    client = as_person(officer)
    assert client.post(f"/accounts/people/{officer.pk}/substitute/", form | {"substitute": str(foreigner.pk)}).status_code == 200
    assert client.post(f"/accounts/people/{officer.pk}/substitute/", form)["Location"] == "/accounts/"
    made = Substitution.objects.get()
    assert as_person(foreigner).post(f"/accounts/substitutes/{made.pk}/withdraw/").status_code == 404
    assert as_person(officer).get(f"/accounts/substitutes/{made.pk}/withdraw/").status_code == 405
    as_person(officer).post(f"/accounts/substitutes/{made.pk}/withdraw/")
    made.refresh_from_db()
    assert made.withdrawn_by == officer


def test_hand_over_by_its_page(
    coordinator: User, officer: User, make_person: Callable[..., User], places: dict[str, Organization], as_person: Callable[[User], Client]
) -> None:
    successor = make_person("successor", Role.SUPERVISOR, places["ea"])
    form = {"successor": str(successor.pk), "on": "2025-06-01", "reason": "退休"}
    assert as_person(coordinator).post(f"/accounts/people/{officer.pk}/hand-over/", form).status_code == 302
    assert {item.role for item in successor.holdings.all()} == {"supervisor", "officer"}


def test_own_page_of_the_list_leads_home(officer: User, as_person: Callable[[User], Client]) -> None:
    assert as_person(officer).get(f"/accounts/people/{officer.pk}/")["Location"] == "/accounts/"


@pytest.mark.parametrize("path", ["", "people/", "people.csv", "invitations/", "invitations/new/", "people/1/", "people/1/close/"])
def test_strangers_are_led_to_the_door(path: str, client: Client) -> None:
    assert client.get(f"/accounts/{path}")["Location"] == f"/accounts/login/?next=/accounts/{path}"
