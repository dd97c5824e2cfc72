"""Every role × every state × everything that can be read: who may not see an item finds nothing of it, and reading changes nothing."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.reporting.matrix.addresses import COMPILED, CYCLE, EXPECTED, FILE, ITEM, LIST, NEW, OWN, PERSON, WATCH, working_addresses
from tests.reporting.matrix.looking import digest, found_in, signed_in, text_of
from tests.reporting.matrix.promises import BY_KEY, FOREIGN, INDICATORS, OTHER, PAGES, PROMISES, ROLES, Promise, secret, sees
from tests.reporting.matrix.world import World
from yongxu.attachments.models import Attachment
from yongxu.history.models import Entry
from yongxu.reporting.models import DueItem

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
    for key, addresses in {key: _addresses_of(key, item) for key, item in world.items.items()}.items():
        promise = BY_KEY[key][0]
        expected = 302 if role == "anonymous" else 200 if sees(role, key) else 404
        shown = {}
        for name, address in addresses.items():
            answer = client.get(address)
            shown[name] = text_of(answer)
            assert (address, answer.status_code, found_in(answer, hidden)) == (address, expected, [])
        if expected == 200:
            read = {"name", "comment", "file", *promise.written} - promise.unread
            wanted = {"page": read, "sheet": promise.written, "file": ("content",)}
            missing = [(name, kind) for name in wanted if name in shown for kind in wanted[name] if secret(kind, key) not in shown[name]]
            assert (key, missing) == (key, [])
    assert digest() == before


def _addresses_of(key: str, item: DueItem) -> dict[str, str]:
    """Its page, its sheet and its file, by short names; of one state also what else can be asked of the page."""
    promise, state = BY_KEY[key]
    page, sheet = (reverse(f"{promise.namespace}:{name}", args=[item.pk]) for name in ("item", "sheet"))
    file = reverse("reporting:evidence-file", args=[item.pk, Attachment.objects.about(item).standing().get().pk])
    if promise not in PAGES:
        return {"page": page}
    further = {"older": f"{page}?before=999999999", "english": f"/en{page}"} if state == "S3" else {}
    return {"page": page, "sheet": sheet, "file": file, **further}


def test_every_address_of_an_item_is_read() -> None:
    read = {f"{promise.namespace}:{name}" for promise in PROMISES for name in ("item", "sheet")} | {"reporting:evidence-file"}
    assert {name for name, kind in EXPECTED.items() if kind in (ITEM, FILE)} == read


@pytest.mark.parametrize("role", EVERYBODY)
def test_item_is_not_found_under_another_subject_or_item(world: World, role: str) -> None:
    client, hidden = signed_in(world, role), world.hidden_from(role)
    strange = {"indicators-work": "climate-work", "climate-work": "indicators-work"}
    asked = [(reverse(f"{namespace}:item", args=[10**9]), {404}) for namespace in strange]
    for promise in PAGES:
        wrong, round_ = strange[promise.namespace], world.rounds[promise.subject]
        own, other = world.items[promise.key("F")], world.items[promise.key(OTHER)]
        file = Attachment.objects.about(other).standing().get()
        asked += [(reverse(f"{wrong}:{name}", args=[own.pk]), {404}) for name in ("item", "sheet")]
        asked += [(reverse("reporting:evidence-file", args=[own.pk, file.pk]), {404})]
        asked += [(reverse(f"{wrong}:{name}", args=[round_.cycle.pk]), {403, 404}) for name in ("cycle", "cycle-compiled")]
        asked += [(reverse(f"{wrong}:cycle-new", args=[promise.subject]), {403, 404})]
    for address, expected in asked:
        answer = client.get(address)
        assert (address, answer.status_code in ({302} if role == "anonymous" else expected)) == (address, True)
        assert (address, found_in(answer, hidden)) == (address, [])


@pytest.mark.parametrize("role", EVERYBODY)
def test_lists_show_and_count_what_the_role_sees(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    asked = [reverse(name) + query for name, queries in _queries_of(world).items() for query in queries]
    for address in asked:
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 302 if role == "anonymous" else 200)
        assert (address, found_in(answer, [*hidden, "@example.org", "zxdraftzx"])) == (address, [])
    if role == "anonymous":
        return
    for round_ in world.rounds.values():
        promise, query = round_.promise, f"?cycle={round_.cycle.pk}"
        page, file = (client.get(reverse(f"{promise.namespace}:{name}") + query) for name in ("queue", "queue-csv"))
        rows = page.context["rows"]
        assert {row.item.name for row in rows} in _listed(role, promise)
        assert (found_in(page, hidden), found_in(file, hidden), text_of(file).count("zxname")) == ([], [], len(rows))
        if promise == INDICATORS:
            goals = client.get(reverse("indicators-work:table") + query).context["goals"]
            assert sum(len(goal.lines) for goal in goals) == len(rows)
    assert digest() == before


def test_every_list_is_asked_for(world: World) -> None:
    assert {name for name, kind in EXPECTED.items() if kind == LIST} == set(_queries_of(world))


def _queries_of(world: World) -> dict[str, list[str]]:
    """What is asked of every list: one's own cycle, another council's, a draft, every filter, every order, and nonsense."""
    own, strategies, sectors = (world.rounds[promise.subject] for promise in PROMISES)
    plain = ["", f"?cycle={own.cycle.pk}", f"?cycle={own.foreign.pk}", f"?cycle={own.draft.pk}"]
    shows = ("mine", "late", "findings", "returned")
    queue = [*plain, "?cycle=x&show=x&section=x&page=2", *(f"{plain[1]}&show={show}" for show in shows)]
    queue += ["?section=1", "?section=2", "?sort=-name", "?q=1.1"]
    strange = [f"?cycle={cycle.pk}" for each in (strategies, sectors) for cycle in (each.foreign, each.draft)]
    kept = [f"?cycle={strategies.cycle.pk}&show={show}" for show in ("mine", "findings")]
    return {
        "workspace:home": plain[:1],
        "indicators-work:table": plain,
        "indicators-work:table-csv": plain,
        "indicators-work:queue": queue,
        "indicators-work:queue-csv": queue,
        "climate-work:queue": ["?cycle=x&show=x&page=2", *strange, *kept, f"?cycle={sectors.cycle.pk}&sort=-verdict&q=1.1"],
        "climate-work:queue-csv": [strange[0], kept[1], f"?cycle={sectors.cycle.pk}&section={sectors.section}"],
    }


def _listed(role: str, promise: Promise) -> list[set[str]]:
    """The names that the list of a round has; who sees none of it is shown what he sees of another round of these pages, if any."""
    found = []
    for each in sorted(PROMISES, key=lambda each: each != promise):
        here = {secret("name", each.key(state)) for state in (*each.ways, OTHER) if sees(role, each.key(state))}
        abroad = {secret("name", each.key(FOREIGN))} if role in each.abroad else set()
        if each.namespace == promise.namespace and (here or abroad):
            found.append(here or abroad)
            if each == promise and here:
                break
    return found or [set()]


@pytest.mark.parametrize("role", ROLES)
def test_search_tells_nothing_of_what_is_hidden(world: World, role: str) -> None:
    """Searching for a secret gives what searching for nonsense gives: no rows, the same choices, the same length but for the words."""
    client = signed_in(world, role)

    def answered(namespace: str, cycle: int, words: str) -> tuple[int, str, str]:
        query = {"cycle": str(cycle), "q": words}
        page = client.get(reverse(f"{namespace}:queue"), query).content.decode()
        file = client.get(reverse(f"{namespace}:queue-csv"), query).content.decode()
        main = page.replace(words, "").partition("<main")[2]
        return len(file), file, main.partition("csrfmiddlewaretoken")[0]

    for promise in PROMISES:
        cycle = world.rounds[promise.subject].cycle.pk
        nothing = answered(promise.namespace, cycle, "zxnonsensezx")
        for state in ("F", "S3", "P", OTHER, FOREIGN) if promise == INDICATORS else ("S3", OTHER):
            key = promise.key(state)
            if not sees(role, key):
                assert (key, answered(promise.namespace, cycle, secret("name", key))) == (key, nothing)
        assert answered(promise.namespace, cycle, secret("remark", promise.key("S3")))[:2] == nothing[:2]


@pytest.mark.parametrize("role", EVERYBODY)
def test_cycles_are_read_by_their_council(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    private = (
        ["zxsectionzx", "zxextensionzx", "zxdraftzx"] if role not in HERE_WIDE else ["zxextensionzx", "zxdraftzx"] * (role == "member")
    )
    expected: dict[tuple[str, int], int] = {}
    cycles = [
        (round_, cycle, wide)
        for subject, round_ in world.rounds.items()
        for cycle, wide in ((round_.cycle, HERE_WIDE), (round_.draft, HERE_WIDE), (round_.foreign, ABROAD_WIDE))
        if subject != "sectors" or cycle == round_.cycle
    ]
    for round_, cycle, wide in cycles:
        for name, kind in EXPECTED.items():
            if not name.startswith(round_.promise.namespace):
                continue
            if kind == CYCLE:
                inside = role in wide and role in WATCHERS
                edits = not name.endswith("edit") or role.endswith("secretariat")
                expected[name, cycle.pk] = 403 if role not in WATCHERS or not edits else 200 if inside else 404
            elif kind == COMPILED:
                reads = role in wide and (role in WATCHERS or round_.promise == INDICATORS)
                expected[name, cycle.pk] = 200 if reads and cycle != round_.draft else 404
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
    for promise in PROMISES:
        for address in ("item", "sheet"):
            keys = (world.items[promise.key("F")].pk, 10**9)
            answers = [client.get(reverse(f"{promise.namespace}:{address}", args=[key])) for key in keys]
            assert [answer.status_code for answer in answers] == [302, 302]
            assert all(answer["Location"].startswith(reverse("account_login")) for answer in answers)


@pytest.mark.parametrize("role", ["stranger", "b-secretariat", "anonymous"])
def test_known_tag_of_anothers_page_opens_nothing(world: World, role: str) -> None:
    """A tag that the secretariat was given does not make an answer of it for somebody else."""
    owner, client = signed_in(world, "secretariat"), signed_in(world, role)
    addresses = []
    for round_ in world.rounds.values():
        namespace, item, cycle = round_.promise.namespace, world.items[round_.promise.key("S3")], round_.cycle
        addresses += [reverse(f"{namespace}:{name}", args=[item.pk]) for name in ("item", "sheet")]
        addresses += [f"{reverse(f'{namespace}:queue-csv')}?cycle={cycle.pk}", reverse(f"{namespace}:cycle-compiled", args=[cycle.pk])]
        file = Attachment.objects.about(item).standing().get()
        addresses.append(reverse("reporting:evidence-file", args=[item.pk, file.pk]))
    for address in addresses:
        own = owner.get(address)
        assert (own.status_code, bool(found_in(own, world.hidden_from(role)))) == (200, True)
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
