"""Every role × every state × everything that can be read: who may not see an item finds nothing of it, and reading changes nothing."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.reporting.matrix.addresses import COMPILED, CYCLE, EXPECTED, FILE, ITEM, LIST, NEW, OWN, PERSON, WATCH, working_addresses
from tests.reporting.matrix.looking import digest, found_in, signed_in, text_of
from tests.reporting.matrix.world import ABROAD, FOREIGN, ROLES, WRITTEN, World, secret, sees
from yongxu.attachments.models import Attachment
from yongxu.history.models import Entry

pytestmark = pytest.mark.django_db
EVERYBODY = (*ROLES, "anonymous")
HERE_WIDE, ABROAD_WIDE = ("secretariat", "auditor", "member"), ("b-secretariat", "b-auditor", "b-member")
WATCHERS = ("secretariat", "auditor", "b-secretariat", "b-auditor")
AGENCY = {"officer", "supervisor", "coordinator", "expired", "superseded"}
LISTED: dict[str, set[str]] = {
    "coordinator": AGENCY,
    "window": {*AGENCY, "window"},
    "other_window": {"other_officer", "other_supervisor", "other_window"},
}
"""Who has a list of people, and who stands in it; secretariat and auditors have all of their council."""
TARGETS = ("officer", "expired", "other_officer", "window", "secretariat", "stranger", "b-officer", "b-secretariat")
"""Of whom everybody asks for every page."""
ROLELESS = {"stranger", "stand_in", "past_stand_in", "b-stranger"}


def reach(world: World, role: str) -> set[str]:
    """Whose address the role may read on the pages of accounts."""
    if role in WATCHERS:
        return {key for key in world.people if key not in ROLELESS and key.startswith("b-") == role.startswith("b-")} | {role}
    colleagues = AGENCY - {"expired", "superseded"} if role in AGENCY else set()  # offered as deputies
    return LISTED.get(role, set()) | ({role} | colleagues if role in ("officer", "supervisor") else {role})


def test_every_address_has_an_expectation() -> None:
    assert working_addresses() == set(EXPECTED)


@pytest.mark.parametrize("role", EVERYBODY)
def test_item_is_read_by_whom_it_concerns_and_by_nobody_else(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    names = [name for name, kind in EXPECTED.items() if kind == ITEM and not name.startswith("climate")]
    for state, item in world.items.items():
        file = Attachment.objects.about(item).standing().get()
        addresses = [reverse(name, args=[item.pk]) for name in names]
        if state == "S3":
            addresses += [f"{addresses[0]}?before=999999999", f"/en{addresses[0]}"]
        addresses += [reverse(name, args=[item.pk, file.pk]) for name, kind in EXPECTED.items() if kind == FILE]
        for address in addresses:
            answer = client.get(address)
            expected = 302 if role == "anonymous" else 200 if sees(role, state) else 404
            assert (address, answer.status_code, found_in(answer, hidden)) == (address, expected, [])
        if sees(role, state):
            shown = text_of(client.get(addresses[0]))
            assert [kind for kind in ("name", *WRITTEN, "comment", "file") if secret(kind, state) not in shown] == []
            assert secret("content", state) in text_of(client.get(addresses[-1]))
    assert digest() == before


@pytest.mark.parametrize("role", EVERYBODY)
def test_item_is_not_found_under_another_subject_or_item(world: World, role: str) -> None:
    client, hidden = signed_in(world, role), world.hidden_from(role)
    own, other = world.items["F"], world.items["OTHER"]
    file = Attachment.objects.about(other).standing().get()
    for address in (
        reverse("climate-work:item", args=[own.pk]),
        reverse("climate-work:sheet", args=[own.pk]),
        reverse("reporting:evidence-file", args=[own.pk, file.pk]),
        reverse("climate-work:cycle", args=[world.cycle.pk]),
        reverse("climate-work:cycle-compiled", args=[world.cycle.pk]),
        reverse("indicators-work:item", args=[10**9]),
    ):
        answer = client.get(address)
        assert answer.status_code in ({302} if role == "anonymous" else {403, 404})
        assert found_in(answer, hidden) == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_lists_show_and_count_what_the_role_sees(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    names = [name for name, kind in EXPECTED.items() if kind == LIST]
    queries = ["", f"?cycle={world.cycle.pk}", f"?cycle={world.foreign.pk}", f"?cycle={world.draft.pk}", "?cycle=x&show=x&section=x&page=2"]
    queries += [f"?cycle={world.cycle.pk}&show={show}" for show in ("mine", "late", "findings", "returned")]
    queries += ["?section=1", "?section=2", "?sort=-name", "?q=1.1"]
    for name in names:
        for query in queries if name.startswith("indicators-work:queue") else queries[:4]:
            answer = client.get(reverse(name) + query)
            assert answer.status_code == (302 if role == "anonymous" else 200)
            assert (name, query, found_in(answer, hidden)) == (name, query, [])
            assert "@example.org" not in text_of(answer)
            assert ("zxdraftzx" in text_of(answer)) is False
    if role == "anonymous":
        return
    seen = {item.code for state, item in world.items.items() if sees(role, state) and state != FOREIGN}
    own = f"?cycle={world.cycle.pk}"
    rows = client.get(reverse("indicators-work:queue") + own).context["rows"]
    assert {row.item.code for row in rows} == (seen if role not in ABROAD else {"1.1.1"})
    lines = text_of(client.get(reverse("indicators-work:queue-csv") + own)).count("zxname")
    goals = client.get(reverse("indicators-work:table") + own).context["goals"]
    assert lines == sum(len(goal.lines) for goal in goals) == len(rows)
    assert digest() == before


@pytest.mark.parametrize("role", ROLES)
def test_search_tells_nothing_of_what_is_hidden(world: World, role: str) -> None:
    """Searching for a secret gives what searching for nonsense gives: no rows, the same choices, the same length but for the words."""
    client = signed_in(world, role)

    def answered(words: str) -> tuple[int, str, str]:
        page = client.get(reverse("indicators-work:queue"), {"q": words}).content.decode()
        file = client.get(reverse("indicators-work:queue-csv"), {"q": words}).content.decode()
        main = page.replace(words, "").partition("<main")[2]
        return len(file), file, main.partition("csrfmiddlewaretoken")[0]

    nothing = answered("zxnonsensezx")
    for state in ("F", "S3", "P", "OTHER", FOREIGN):
        if not sees(role, state):
            assert answered(secret("name", state)) == nothing
        assert answered(secret("remark", state))[:2] == nothing[:2]


@pytest.mark.parametrize("role", EVERYBODY)
def test_cycles_are_read_by_their_council(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    private = (
        ["zxsectionzx", "zxextensionzx", "zxdraftzx"] if role not in HERE_WIDE else ["zxextensionzx", "zxdraftzx"] * (role == "member")
    )
    expected: dict[tuple[str, int], int] = {}
    for cycle, wide in ((world.cycle, HERE_WIDE), (world.draft, HERE_WIDE), (world.foreign, ABROAD_WIDE)):
        for name, kind in EXPECTED.items():
            if kind == CYCLE and name.startswith("indicators"):
                inside = role in wide and role in WATCHERS
                edits = not name.endswith("edit") or role.endswith("secretariat")
                expected[name, cycle.pk] = 403 if role not in WATCHERS or not edits else 200 if inside else 404
            elif kind == COMPILED and name.startswith("indicators"):
                expected[name, cycle.pk] = 200 if role in wide and cycle != world.draft else 404
    for (name, pk), status in expected.items():
        answer = client.get(reverse(name, args=[pk]))
        assert (name, pk, answer.status_code) == (name, pk, 302 if role == "anonymous" else status)
        assert (name, found_in(answer, [*hidden, *private])) == (name, [])
    for name, kind in EXPECTED.items():
        if kind not in (WATCH, NEW) and name != "reporting:compiled":
            continue
        holders = {WATCH: WATCHERS, NEW: ("secretariat", "b-secretariat")}.get(kind, (*HERE_WIDE, *ABROAD_WIDE))
        answer = client.get(reverse(name, args=["indicators" if "indicators" in name else "sectors"] if kind == NEW else []))
        status = (302 if kind == COMPILED else 200) if role in holders else (404 if kind == COMPILED else 403)
        assert (name, answer.status_code) == (name, 302 if role == "anonymous" else status)
        assert (name, found_in(answer, [*hidden, *private])) == (name, [])
    assert digest() == before


@pytest.mark.parametrize("role", EVERYBODY)
def test_accounts_name_nobody_beyond_reach(world: World, role: str) -> None:
    client, before = signed_in(world, role), digest()
    known = reach(world, role)
    unknown = [f"{user.email}" for key, user in world.people.items() if key not in known]
    lists = role in WATCHERS or role in LISTED
    plain = {
        "accounts:home": 200,
        "accounts:profile": 200,
        **dict.fromkeys(("accounts:people", "accounts:people-export"), 200 if lists else 403),
    }
    plain |= {"accounts:invitations": 200 if lists else 403, "accounts:invite": 200 if lists and not role.endswith("auditor") else 403}
    assert {name for name, kind in EXPECTED.items() if kind in (OWN, PERSON)} == {
        *plain,
        *(f"accounts:{name}" for name in ("person", "grant", "end-role", "substitute", "hand-over", "close", "reopen")),
    }
    asked = [
        (reverse(name) + query, status) for name, status in plain.items() for query in ("", "?state=all&q=example&sort=-seen&role=officer")
    ]
    for key in {*TARGETS, role} - {"anonymous"}:
        target = world.people[key]
        inside = key in (known if lists else {role})
        kept = role.endswith("secretariat") or (role in LISTED and key in LISTED[role] - {"window", "other_window"})
        for name in ("grant", "hand-over", "close", "reopen"):
            may = lists and not role.endswith("auditor") if name == "grant" else kept and key != role
            asked.append((reverse(f"accounts:{name}", args=[target.pk]), 404 if not inside else 200 if may else 403))
        holding = target.holdings.first()
        if holding is not None:
            address = reverse("accounts:end-role", args=[target.pk, holding.pk])
            asked.append((address, 404 if not inside else 200 if kept and key != role else 403))
        asked.append((reverse("accounts:person", args=[target.pk]), 302 if key == role and not lists else 200 if inside else 404))
    for address, status in asked:
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 302 if role == "anonymous" else status)
        text = text_of(answer)
        shown = [mail for mail in unknown if any(f"{mark}{mail}" in text for mark in ("· ", ",", '"', ">"))]
        assert (address, shown) == (address, [])
    invited = "invited@example.org" in text_of(client.get(reverse("accounts:invitations")))
    assert invited == (role in ("secretariat", "auditor", "window", "coordinator"))
    assert digest() == before


def test_addresses_that_ask_for_a_person_send_strangers_to_the_door(world: World, client: Client) -> None:
    """Anonymous: no page, no redirect that tells whether a thing exists."""
    for address in ("item", "sheet"):
        answers = [client.get(reverse(f"indicators-work:{address}", args=[key])) for key in (world.items["F"].pk, 10**9)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert all(answer["Location"].startswith(reverse("account_login")) for answer in answers)


@pytest.mark.parametrize("role", ["stranger", "b-secretariat", "anonymous"])
def test_known_tag_of_anothers_page_opens_nothing(world: World, role: str) -> None:
    """A tag that the secretariat was given does not make an answer of it for somebody else."""
    owner, client = signed_in(world, "secretariat"), signed_in(world, role)
    item = world.items["S3"]
    for address in (
        reverse("indicators-work:item", args=[item.pk]),
        reverse("indicators-work:sheet", args=[item.pk]),
        reverse("indicators-work:queue-csv") + f"?cycle={world.cycle.pk}",
        reverse("indicators-work:cycle-compiled", args=[world.cycle.pk]),
    ):
        own = owner.get(address)
        assert own.status_code == 200
        assert "public" not in own.get("Cache-Control", "")
        headers = {"If-None-Match": own.get("ETag", '"none"'), "If-Modified-Since": own.get("Last-Modified", "")}
        answer = client.get(address, headers=headers)
        assert answer.status_code != 304
        assert found_in(answer, world.hidden_from(role)) == []


def test_reading_sends_no_mail_and_is_noted_only_as_an_event(world: World) -> None:
    client = signed_in(world, "secretariat")
    before, noted = digest(), Entry.objects.count()
    item = world.items["S3"]
    file = Attachment.objects.about(item).standing().get()
    for address in (reverse("reporting:evidence-file", args=[item.pk, file.pk]), reverse("accounts:people-export")):
        assert text_of(client.get(address))
    assert (digest(), mail.outbox) == (before, [])
    assert [entry.verb for entry in Entry.objects.order_by("pk")[noted:]] == ["download", "export"]
