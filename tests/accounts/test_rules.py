"""Every role against owner, colleague and stranger: the predicates, the lists, and that nothing of a stranger leaks."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from tests.conftest import NOW
from yongxu.accounts.lists import list_people, select_people
from yongxu.accounts.models import AT_ORGANIZATION, Role, RoleHolding, User
from yongxu.accounts.refusals import NotAColleague
from yongxu.accounts.rules import Holder, deputies_for, held, register, registered
from yongxu.accounts.selectors import Place, holdings_within, invitations_within, people_within, reach_of
from yongxu.accounts.services.substitutions import name_substitute
from yongxu.organizations.models import Body, Organization
from yongxu.quantities.wording import Bilingual

pytestmark = pytest.mark.django_db
EVERYBODY = {Role.SECRETARIAT, Role.AUDITOR}
KEEPERS = {Role.COORDINATOR, Role.MINISTRY_WINDOW}


@pytest.fixture
def cast(make_person: Callable[..., User], places: dict[str, Organization]) -> dict[str, User]:
    """A colleague below, a colleague who left, a stranger, somebody in both houses, and one without any role."""
    people = {
        "colleague": make_person("colleague", Role.OFFICER, places["ea"]),
        "former": make_person("former", Role.OFFICER, places["ea"], ends_on=date(2021, 1, 1)),
        "stranger": make_person("stranger-secret", Role.OFFICER, places["oa"]),
        "both": make_person("both", Role.OFFICER, places["ea"]),
        "nobody": make_person("nobody"),
    }
    elder = RoleHolding.objects.get(user=people["both"])
    RoleHolding.objects.create(
        user=people["both"],
        role=Role.SUPERVISOR,
        organization=places["oa"],
        starts_on=elder.starts_on,
        granted_by=people["both"],
        granted_at=elder.granted_at,
    )
    return people


@pytest.mark.parametrize("role", list(Role))
def test_list_of_people_equals_the_predicate_row_by_row(
    role: Role, cast: dict[str, User], make_person: Callable[..., User], places: dict[str, Organization], today: date
) -> None:
    viewer = make_person("viewer", role, places["moe"])
    everybody = User.objects.filter(is_system=False)
    listed = set(people_within(reach_of(viewer, on=today)).values_list("pk", flat=True))
    assert listed == {person.pk for person in everybody if viewer.has_perm("accounts.view_person", person)}
    expected = {viewer.pk}
    if role in EVERYBODY:
        expected = {person.pk for person in everybody}
    elif role in KEEPERS:
        expected |= {cast[name].pk for name in ("colleague", "former", "both")}
    assert listed == expected


@pytest.mark.parametrize("role", list(Role))
def test_who_lists_invites_and_keeps(
    role: Role, cast: dict[str, User], make_person: Callable[..., User], places: dict[str, Organization]
) -> None:
    viewer = make_person("viewer", role, places["moe"])
    fills = role in KEEPERS or role == Role.SECRETARIAT
    assert viewer.has_perm("accounts.list_people") == (role in EVERYBODY | KEEPERS)
    assert viewer.has_perm("accounts.invite") == fills
    keeps = {name for name, person in cast.items() if viewer.has_perm("accounts.keep_account", person)}
    of_ours = {"colleague", "former"} if role in KEEPERS else set()
    assert keeps == (set(cast) if role == Role.SECRETARIAT else of_ours)
    assert not viewer.has_perm("accounts.keep_account", viewer)


@pytest.mark.parametrize("role", list(Role))
def test_who_fills_which_place(role: Role, make_person: Callable[..., User], places: dict[str, Organization], council: Body) -> None:
    viewer = make_person("viewer", role, places["moe"])
    filled = set()
    for offered in Role:
        for code, organization in places.items():
            place = Place(offered, organization.pk) if offered in AT_ORGANIZATION else Place(offered, None, council.pk)
            if viewer.has_perm("accounts.fill_place", place.unheld()):
                filled.add((offered, code))
    everything = {(offered, code) for offered in Role for code in places}
    ours = {(offered, code) for offered in (Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR) for code in ("moe", "ea")}
    assert filled == (everything if role == Role.SECRETARIAT else ours if role in KEEPERS else set())


@pytest.mark.parametrize("role", list(Role))
def test_who_names_a_deputy(role: Role, cast: dict[str, User], make_person: Callable[..., User], places: dict[str, Organization]) -> None:
    above, same = make_person("above", role, places["moe"]), make_person("same", role, places["ea"])
    person = cast["colleague"]
    assert above.has_perm("accounts.arrange_substitute", person) == (role in KEEPERS or role == Role.SECRETARIAT)
    assert same.has_perm("accounts.arrange_substitute", person) == (role in KEEPERS | {Role.SECRETARIAT, Role.SUPERVISOR})
    assert person.has_perm("accounts.arrange_substitute", person)
    assert not cast["stranger"].has_perm("accounts.arrange_substitute", person)


def test_closed_account_may_nothing(secretary: User, officer: User) -> None:
    secretary.is_active = False
    assert not any(secretary.has_perm(f"accounts.{code}") for code in ("list_people", "invite"))
    assert not any(secretary.has_perm(f"accounts.{code}", officer) for code in ("keep_account", "arrange_substitute"))
    assert not secretary.has_perm("accounts.end_role", officer.holdings.get())


def test_roles_elsewhere_stay_unseen(cast: dict[str, User], coordinator: User, places: dict[str, Organization], today: date) -> None:
    seen = holdings_within(reach_of(coordinator, on=today)).filter(user=cast["both"])
    assert [item.organization for item in seen] == [places["ea"]]
    listed = list_people(reach_of(coordinator, on=today), {"state": "all"}, on=today)
    assert {item.code for item in listed.organizations} == {"moe", "ea"}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "stranger-secret"},
        {"q": "STRANGER"},
        {"organization": "oa"},
        {"organization": "oa", "state": "all"},
        {"state": "all", "sort": "-seen"},
        {"role": "officer", "state": "all"},
        {"state": "without"},
        {"state": "closed"},
    ],
)
def test_no_query_finds_a_stranger(query: dict[str, str], cast: dict[str, User], coordinator: User, today: date) -> None:
    reach = reach_of(coordinator, on=today)
    found = set(select_people(reach, query, on=today))
    assert found <= {cast["colleague"], cast["former"], cast["both"], coordinator}
    assert list_people(reach, query, on=today).page.paginator.count == len(found)


@pytest.mark.parametrize(
    "address",
    ["/accounts/people/", "/accounts/people/?state=all&q=secret", "/accounts/people.csv?state=all", "/accounts/invitations/?state=all"],
)
def test_no_page_or_file_names_a_stranger(
    address: str, cast: dict[str, User], coordinator: User, secretary: User, places: dict[str, Organization], client: Client
) -> None:
    client.force_login(coordinator)
    answer = client.get(address)
    text = answer.content.decode()
    assert (answer.status_code, "stranger" in text, "他署" in text) == (200, False, False)
    client.force_login(secretary)
    if "invitations" not in address:
        assert "stranger-secret" in client.get(address).content.decode()


@pytest.mark.parametrize("page", ["", "roles/new/", "hand-over/", "close/", "reopen/", "substitute/"])
def test_pages_of_a_stranger_do_not_exist(page: str, cast: dict[str, User], coordinator: User, client: Client) -> None:
    client.force_login(coordinator)
    assert client.get(f"/accounts/people/{cast['stranger'].pk}/{page}").status_code == 404
    assert client.get(f"/accounts/people/999999/{page}").status_code == 404


def test_stranger_is_not_offered_as_successor_or_deputy(cast: dict[str, User], coordinator: User, client: Client) -> None:
    client.force_login(coordinator)
    for page in ("hand-over/", "substitute/"):
        assert "stranger-secret" not in client.get(f"/accounts/people/{cast['colleague'].pk}/{page}").content.decode()
    assert mail.outbox == []


def test_colleagues_elsewhere_are_not_offered_as_deputies(cast: dict[str, User], coordinator: User, client: Client, today: date) -> None:
    """One who also serves at 他署: who keeps his accounts at 示範署 learns nothing of his colleagues there, and cannot name one."""
    client.force_login(coordinator)
    page = client.get(f"/accounts/people/{cast['both'].pk}/substitute/").content.decode()
    assert ("stranger-secret" in page, "colleague@" in page) == (False, True)
    with pytest.raises(NotAColleague):
        name_substitute(cast["both"], cast["stranger"], starts_on=today, ends_on=today, by=coordinator, at=NOW)
    assert set(deputies_for(cast["both"], by=cast["both"], on=today)) == {cast["colleague"], cast["stranger"]}


def test_auditor_sees_and_changes_nothing(cast: dict[str, User], make_person: Callable[..., User], client: Client) -> None:
    auditor = make_person("auditor", Role.AUDITOR)
    client.force_login(auditor)
    assert client.get(f"/accounts/people/{cast['stranger'].pk}/").status_code == 200
    for page in ("roles/new/", "hand-over/", "close/"):
        assert client.get(f"/accounts/people/{cast['stranger'].pk}/{page}").status_code == 403
    assert client.get("/accounts/invitations/new/").status_code == 403
    assert invitations_within(reach_of(auditor, on=date(2025, 1, 1))).count() == 0


def test_a_code_is_registered_once() -> None:
    words = Bilingual(zh="重複", en="twice")
    with pytest.raises(ValueError, match="twice"):
        register("accounts.invite", words, User.has_usable_password, held(Role.OFFICER, where=words))
    assert Holder(None, words) not in [holder for item in registered() for holder in item.holders]
