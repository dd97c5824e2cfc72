"""Two councils in one house: each one's secretariat, auditors and members see and do what is theirs, and learn nothing of the other."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.proof import proved
from tests.reporting.people import AT, DAY, Council, appearance, give, open_demo_cycle, planned, sign_in, small_council
from yongxu.accounts.models import Role, RoleHolding, Substitution, User
from yongxu.accounts.refusals import LastSecretariat
from yongxu.accounts.selectors import Place, invitations_within, people_within, reach_of
from yongxu.accounts.services.invitations import invite
from yongxu.accounts.services.roles import close_account, end_role
from yongxu.organizations.models import Body, Organization
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.plans import council_of, standard_steps
from yongxu.reporting.services.cycles import cancel_cycle, draft_cycle, extend_step
from yongxu.reporting.services.decisions import approve, correct, submit
from yongxu.reporting.services.publishing import publish_items
from yongxu.reporting.services.remarks import agree_to_section, comment_on_item, comment_on_section, settle_comment
from yongxu.workflow.engine import TransitionRefused

WIDE = ("secretariat", "auditor", "member")
CHAIN = ("supervisor", "window", "group", "deputy", "secretariat", "secretariat")


@pytest.fixture
def here(db: None) -> Council:
    return small_council()


@pytest.fixture
def there(here: Council) -> Council:
    return small_council("b-")


def opened(council: Council, code: str, *, scope: str = "demo") -> DueItem:
    """An item that has come all the way to the council."""
    places = [planned(code, council.agency, appearance(code, "1", council.group))]
    item = open_demo_cycle(council, places, scope=scope)[1][0]
    submit(item, content=None, by=council["officer"], at=AT)
    for key in CHAIN:
        approve(item, by=council[key], at=AT)
    return item


@pytest.fixture
def items(here: Council, there: Council) -> tuple[DueItem, DueItem]:
    return opened(here, "1.1.1"), opened(there, "9.9.9", scope="b-")


def test_cycle_belongs_to_the_council_that_reviews_its_scope(items: tuple[DueItem, DueItem], here: Council, there: Council) -> None:
    own, other = items
    assert (own.cycle.council, other.cycle.council) == (here.council, there.council)
    assert [station.body for station in other.stations.filter(role=Role.SECRETARIAT)] == [there.council, there.council]


@pytest.mark.parametrize(
    ("subject", "scope", "council"),
    [
        ("indicators", "frame", "two"),
        ("indicators", "unknown", "one"),
        ("sectors", "programme", "two"),
        ("sectors", "another", "one"),
        ("strategies", "all", "two"),
    ],
)
def test_council_is_found_by_framework_programme_or_kind(db: None, subject: str, scope: str, council: str) -> None:
    one = Body.objects.create(code="one", kind="council", name_zh="一", reviews=["sectors:*"])
    two = Body.objects.create(code="two", kind="council", name_zh="二", reviews=["sectors:programme"])
    Body.objects.create(code="group", kind="group", name_zh="組", parent=two, reviews=["frame:1"])
    Body.objects.create(code="force", kind="task_force", name_zh="專案", parent=two, reviews=["strategies:*"])
    Body.objects.create(code="loose", kind="group", name_zh="散", parent=None)
    found = council_of(subject, scope, bodies=Body.objects.in_bulk())
    assert found == {"one": one, "two": two}[council]


@pytest.mark.parametrize("key", WIDE)
def test_nothing_of_the_other_council_is_seen(items: tuple[DueItem, DueItem], here: Council, there: Council, key: str) -> None:
    own, other = items
    for council, mine, hidden in ((here, own, other), (there, other, own)):
        user = council[key]
        assert list(DueItem.objects.visible_to(user)) == [mine]
        assert [user.has_perm("reporting.see_item", item) for item in (mine, hidden)] == [True, False]
        assert list(Cycle.objects.compiled_for(user)) == [mine.cycle]
        assert list(Cycle.objects.watched_by(user)) == ([] if key == "member" else [mine.cycle])
        assert list(Cycle.objects.managed_by(user)) == ([mine.cycle] if key == "secretariat" else [])


@pytest.mark.parametrize("key", WIDE)
@pytest.mark.parametrize("name", ["manage_cycle", "see_board", "read_compiled", "remark_compiled", "agree_compiled"])
def test_permission_counts_in_ones_own_council(items: tuple[DueItem, DueItem], here: Council, key: str, name: str) -> None:
    own, other = items
    holders = {
        "manage_cycle": {"secretariat"},
        "see_board": {"secretariat", "auditor"},
        "read_compiled": set(WIDE),
        "remark_compiled": {"secretariat", "member"},
        "agree_compiled": {"member"},
    }
    holds, code = key in holders[name], f"reporting.{name}"
    user = here[key]
    assert [user.has_perm(code), user.has_perm(code, own.cycle), user.has_perm(code, other.cycle)] == [holds, holds, False]


@pytest.mark.parametrize(("key", "reads"), [("secretariat", True), ("auditor", True), ("member", False)])
def test_compiled_year_is_for_members_only_where_the_chain_names_them(
    items: tuple[DueItem, DueItem], here: Council, key: str, reads: bool
) -> None:
    cycle, user = items[0].cycle, here[key]
    cycle.steps.update(reader_role="")
    assert list(Cycle.objects.compiled_for(user)) == ([cycle] if reads else [])
    held = [user.has_perm(f"reporting.{name}_compiled", cycle) for name in ("read", "remark", "agree")]
    assert held == [reads, key == "secretariat", False]


def test_another_cycle_can_be_chosen_from_the_compiled_year(client: Client, here: Council, there: Council) -> None:
    first, other = opened(here, "1.1.1"), opened(there, "9.9.9", scope="b-")
    second = draft_cycle(
        subject="indicators",
        scope="demo",
        title="下一年",
        year=first.cycle.year + 1,
        opens_on=DAY,
        steps=standard_steps("indicators", opens_on=DAY),
        by=here["secretariat"],
        at=AT,
    )
    Cycle.objects.filter(pk=second.pk).update(state=Cycle.State.OPEN)
    sign_in(client, here["member"])
    chooser = reverse("reporting:compiled")
    pages = {pk: reverse("indicators-work:cycle-compiled", args=[pk]) for pk in (first.cycle_id, second.pk)}
    assert client.get(chooser)["Location"] == pages[second.pk]
    assert client.get(f"{chooser}?cycle={first.cycle_id}")["Location"] == pages[first.cycle_id]
    assert client.get(f"{chooser}?cycle={other.cycle_id}").status_code == 404


def test_secretariat_does_nothing_in_the_other_councils_cycle(items: tuple[DueItem, DueItem], here: Council, there: Council) -> None:
    own, _other = items
    foreign, cycle = there["secretariat"], own.cycle
    remark = comment_on_section(cycle, section="1", text="本會的意見", answers=None, by=here["member"], at=AT)
    before = Cycle.objects.values().get(pk=cycle.pk)
    with pytest.raises(PermissionDenied):
        draft_cycle(
            subject="indicators",
            scope="demo",
            title="別人的",
            year=2030,
            opens_on=DAY,
            steps=standard_steps("indicators", opens_on=DAY),
            by=foreign,
            at=AT,
        )
    with pytest.raises(PermissionDenied):
        extend_step(cycle.steps.all()[0], due_on=date(2030, 1, 1), reason="理由", by=foreign, at=AT)
    with pytest.raises(PermissionDenied):
        publish_items(cycle, lambda _items: [], by=foreign, at=AT)
    with pytest.raises(PermissionDenied):
        comment_on_section(cycle, section="1", text="意見", answers=None, by=foreign, at=AT)
    with pytest.raises(PermissionDenied):
        settle_comment(remark, by=foreign, at=AT)
    with pytest.raises(PermissionDenied):
        agree_to_section(cycle, section="1", by=there["member"], at=AT)
    with pytest.raises(PermissionDenied):
        comment_on_item(own, text="意見", by=foreign, at=AT)
    with pytest.raises(TransitionRefused):
        cancel_cycle(cycle, reason="理由", by=foreign, at=AT)
    DueItem.objects.filter(pk=own.pk).update(state=DueItem.State.PUBLISHED)
    with pytest.raises(TransitionRefused):
        correct(own, note="勘誤", by=foreign, at=AT)
    assert Cycle.objects.values().get(pk=cycle.pk) == before


def test_pages_of_the_other_councils_cycle_do_not_exist(items: tuple[DueItem, DueItem], there: Council) -> None:
    own, other = items
    client = proved(there["secretariat"])
    for name in ("cycle", "cycle-edit", "cycle-compiled"):
        assert client.get(reverse(f"indicators-work:{name}", args=[own.cycle_id])).status_code == 404
    for name in ("cycle-start", "cycle-extend", "cycle-stop", "cycle-publish", "cycle-edit"):
        assert client.post(reverse(f"indicators-work:{name}", args=[own.cycle_id])).status_code == 404
    Cycle.objects.filter(pk=own.cycle_id).update(title="別人的週期")
    for address in (reverse("reporting:cycles"), reverse("workspace:home")):
        page = client.get(address).content.decode()
        assert ("別人的週期" in page, other.cycle.title in page) == (False, True)
    assert client.get(reverse("reporting:compiled"))["Location"] == reverse("indicators-work:cycle-compiled", args=[other.cycle_id])


def test_role_at_a_part_counts_for_the_council_above_it(items: tuple[DueItem, DueItem], there: Council) -> None:
    give(there["stranger"], Role.AUDITOR, at=there.group)
    assert list(DueItem.objects.visible_to(there["stranger"])) == [items[1]]


def test_deputy_acts_for_the_absent_in_their_council_alone(items: tuple[DueItem, DueItem], here: Council, there: Council) -> None:
    today = timezone.localdate()
    Substitution.objects.create(
        absent=there["secretariat"],
        substitute=here["secretariat"],
        starts_on=today,
        ends_on=today,
        made_by=there["secretariat"],
        made_at=AT,
    )
    Substitution.objects.create(
        absent=there["auditor"], substitute=here["officer"], starts_on=today, ends_on=today, made_by=there["secretariat"], made_at=AT
    )
    assert set(Cycle.objects.managed_by(here["secretariat"])) == {item.cycle for item in items}
    officer = here["officer"]
    assert [officer.has_perm("reporting.see_item", item) for item in items] == [True, True]
    assert [officer.has_perm("reporting.comment_item", item) for item in items] == [True, False]  # an auditor's deputy changes nothing


def test_with_one_council_everything_is_its_own(here: Council) -> None:
    loose = Body.objects.create(code="loose", kind="advisory", name_zh="諮詢小組")
    give(here["stranger"], Role.SECRETARIAT, at=loose)
    item = opened(here, "1.1.1")
    everybody = set(User.objects.filter(is_system=False))
    for key in ("secretariat", "auditor", "stranger"):
        assert list(DueItem.objects.visible_to(here[key])) == [item]
        assert set(people_within(reach_of(here[key], on=timezone.localdate()))) == everybody
    assert here["stranger"].has_perm("reporting.manage_cycle", item.cycle)
    assert here["stranger"].has_perm("accounts.fill_place", Place(Role.SECRETARIAT, None, here.council.pk).unheld())


@pytest.mark.parametrize("key", ["secretariat", "auditor"])
def test_accounts_are_seen_within_ones_council(here: Council, there: Council, key: str) -> None:
    own = {user for user in there.people.values() if user != there["stranger"]}  # who holds no role belongs to no council
    assert set(people_within(reach_of(there[key], on=timezone.localdate()))) == own
    here_own = {user for user in here.people.values() if user != here["stranger"]}
    assert set(people_within(reach_of(here[key], on=timezone.localdate()))) == here_own


def test_accounts_are_kept_within_ones_council(here: Council, there: Council) -> None:
    foreign = there["secretariat"]
    for role in Role:
        for council, fills in ((here, False), (there, True)):
            at_body = Place(role, None, council.group.pk).unheld()
            at_agency = Place(role, council.agency.pk).unheld()
            assert [foreign.has_perm("accounts.fill_place", place) for place in (at_body, at_agency)] == [fills, fills]
    for code in ("keep_account", "arrange_substitute", "view_person"):
        assert [foreign.has_perm(f"accounts.{code}", council["officer"]) for council in (here, there)] == [False, True]
    holding = here["officer"].holdings.get()
    assert not foreign.has_perm("accounts.end_role", holding)


def test_who_serves_two_councils_is_kept_by_neither_alone(here: Council, there: Council) -> None:
    give(there["officer"], Role.MEMBER, at=here.council)
    for council in (here, there):
        assert council["secretariat"].has_perm("accounts.view_person", there["officer"])
        assert not council["secretariat"].has_perm("accounts.keep_account", there["officer"])


def test_forms_and_lists_of_accounts_name_nobody_of_the_other_council(here: Council, there: Council, client: Client) -> None:
    with_link = invite(
        Place(Role.MEMBER, None, here.council.pk),
        email="invited@example.org",
        name="受邀",
        language="zh-hant",
        address_of=str,
        by=here["secretariat"],
        at=timezone.now(),
    )
    assert not invitations_within(reach_of(there["secretariat"], on=timezone.localdate())).exists()
    sign_in(client, there["secretariat"])
    for address in ("people/?state=all", "people.csv?state=all", "invitations/?state=all", "invitations/new/"):
        page = client.get(f"/accounts/{address}").content.decode()
        found = [name for name in (">示範署", ",示範署", ">永續會", with_link.email, ">officer@", ",officer@") if name in page]
        assert (found, "b-示範署" in page or "invitations/?" in address) == ([], True), address
    assert client.get(f"/accounts/people/{here['officer'].pk}/").status_code == 404
    typed = {"email": "x@example.org", "name": "", "language": "zh-hant", "role": "secretariat", "at": f"body-{here.council.pk}"}
    assert client.post("/accounts/invitations/new/", typed).status_code == 200
    assert not invitations_within(reach_of(here["secretariat"], on=timezone.localdate())).filter(email="x@example.org").exists()


def test_last_of_each_councils_secretariat_stays(here: Council, there: Council) -> None:
    superuser = User.objects.create_superuser("root@example.org")
    with pytest.raises(LastSecretariat):
        end_role(here["secretariat"].holdings.get(), ends_on=timezone.localdate(), by=superuser, at=timezone.now())
    with pytest.raises(LastSecretariat):
        close_account(here["secretariat"], by=superuser, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_cycles_that_were_there_get_their_council() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("reporting", "0004_review_judgements"), ("organizations", "0004_organization_council")])
    old = executor.loader.project_state([("reporting", "0004_review_judgements"), ("organizations", "0004_organization_council")]).apps
    body, user = old.get_model("organizations", "Body"), old.get_model("accounts", "User")
    first = body.objects.create(code="first", kind="council", name_zh="一", reviews=["sectors:*"])
    second = body.objects.create(code="second", kind="council", name_zh="二")
    body.objects.create(code="group", kind="group", name_zh="組", parent=second, reviews=["city:1"])
    maker = user.objects.create(email="maker@example.org", name="甲")
    cycles = old.get_model("reporting", "Cycle").objects
    for subject, scope in (("indicators", "city"), ("indicators", "nation"), ("sectors", "all")):
        cycles.create(subject=subject, scope=scope, title=scope, year=2024, opens_on=DAY, made_by=maker, made_at=AT)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    found = dict(Cycle.objects.values_list("scope", "council__code"))
    assert found == {"city": second.code, "nation": first.code, "all": first.code}


def test_organization_reports_to_the_council_named_above_it(here: Council, there: Council) -> None:
    unit = Organization.objects.create(code="unit", kind="unit", parent=there.agency)
    assert there["secretariat"].has_perm("accounts.fill_place", Place(Role.OFFICER, unit.pk).unheld())
    Organization.objects.filter(pk=unit.pk).update(council=here.council)
    assert not there["secretariat"].has_perm("accounts.fill_place", Place(Role.OFFICER, unit.pk).unheld())


@pytest.mark.parametrize(("hour", "may"), [(15, False), (17, True)])
def test_a_role_begins_at_midnight_in_taipei(here: Council, monkeypatch: pytest.MonkeyPatch, hour: int, may: bool) -> None:
    """A member from 2 March on: at 01:00 of that day in Taipei it is still 1 March in UTC."""
    item = opened(here, "1.1.1")
    remark = comment_on_section(item.cycle, section="1", text="意見", answers=None, by=here["member"], at=AT)
    now = datetime(2025, 3, 1, hour, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    for key, role in (("stranger", Role.MEMBER), ("other_group", Role.SECRETARIAT)):
        RoleHolding.objects.create(
            user=here[key], role=role, body=here.council, starts_on=date(2025, 3, 2), granted_by=here["secretariat"], granted_at=AT
        )
    for act in (
        lambda: agree_to_section(item.cycle, section="1", by=here["stranger"], at=now),
        lambda: settle_comment(remark, by=here["other_group"], at=now),
    ):
        if may:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()
