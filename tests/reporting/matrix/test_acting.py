"""Every role × every act of the working side: what happens is what the rules promise; a refusal changes nothing and tells nothing."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.attachments.files import pdf
from tests.reporting.matrix.addresses import ACT, CYCLE, CYCLE_ACT, EXPECTED, FILE_ACT, ITEM, ITEM_ACT, NEW, PERSON
from tests.reporting.matrix.looking import digest, found_in, put_back, signed_in
from tests.reporting.matrix.promises import BY_KEY, FOREIGN, INDICATORS, OTHER, PAGES, PROMISES, ROLES, SECTORS, STRATEGIES, Promise, sees
from tests.reporting.matrix.world import Round, World
from yongxu.accounts.models import RoleHolding, Substitution, User
from yongxu.attachments.models import Attachment
from yongxu.quantities.interchange import Json
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.decisions import submit, withdraw
from yongxu.reporting.services.filings import save_filing

pytestmark = pytest.mark.django_db
EVERYBODY = (*ROLES, "anonymous")
Typed = Callable[[World, DueItem], dict[str, object]]
WRITE = {"officer", "stand_in", "other_officer"}
REPORTS: dict[str, dict[str, object]] = {
    "indicators-work": {
        "version": 1, "target_text": "降至 10.0%", "remarks": "改過了",
        "part-TOTAL_FORMS": 1, "part-INITIAL_FORMS": 1, "part-0-result": "11%", "group-TOTAL_FORMS": 0, "group-INITIAL_FORMS": 0,
    },
    "climate-work": {
        "version": 1, "target_text": "輔導 80 家", "remarks": "改過了",
        "result-TOTAL_FORMS": 1, "result-INITIAL_FORMS": 1, "result-0-benefit": 0, "result-0-text": "輔導 50 家",
        "amount-TOTAL_FORMS": 0, "amount-INITIAL_FORMS": 0,
    },
}  # fmt: skip


def acts_of(promise: Promise) -> dict[str, tuple[Typed, dict[str, set[str]]]]:
    """Act → what is typed, and by the item's state who may. In every other state of the three that are tried nobody may."""
    report, approver, decider = REPORTS[promise.namespace], promise.chain[1], promise.chain[2]
    return {
        f"{promise.namespace}:item": (lambda _w, _i: report, {"F": WRITE}),
        f"{promise.namespace}:autosave": (lambda _w, _i: report, {"F": WRITE}),
        f"{promise.namespace}:live": (lambda _w, _i: report, {}),
        "reporting:approve": (lambda _w, _i: {"comment": "好"}, {"S3": {decider}}),
        "reporting:return": (lambda _w, _i: {"to_position": "0", "comment": "請補"}, {"S3": {decider}}),
        "reporting:correct": (lambda _w, _i: {"note": "更正"}, {"P": {"secretariat"}}),
        "reporting:withdraw": (lambda _w, _i: {}, {"S3": {approver}}),
        "reporting:comment": (lambda _w, _i: {"text": "意見"}, {state: promise.readers(state) - {"auditor"} for state in TRIED}),
        "reporting:settle": (
            lambda _w, i: {"comment": i.comments.get().pk},
            {"F": {*WRITE, "secretariat"}, "S3": {"officer", decider, "secretariat"}, "P": {"officer", "secretariat"}},
        ),
        "reporting:answer": (lambda _w, _i: {"finding": "x", "place": "", "text": "說明"}, {"F": WRITE, "S3": {decider}}),
        "reporting:judge": (lambda _w, _i: {"verdict": "met", "reason": "理由"}, {"S3": {decider}}),
        "reporting:close": (lambda _w, i: {"answer": i.finding_answers.get().pk}, {"S3": {decider}}),
        "reporting:evidence": (
            lambda _w, _i: {"files": SimpleUploadedFile("new.pdf", pdf(b"<</Title(New)>>"))},
            {"F": WRITE, "S3": {decider}},
        ),
        "reporting:evidence-withdraw": (lambda _w, _i: {"reason": "撤回"}, {"F": WRITE}),
    }


TRIED = ("F", "S3", "P")


def refused(answer: HttpResponseBase, role: str) -> bool:
    """Anonymous are sent to the door; everybody else is told no, or sent back with the reason."""
    return answer.status_code == 302 if role == "anonymous" else answer.status_code in (200, 302, 403, 404, 405, 409, 422)


def test_every_act_on_an_item_is_tried() -> None:
    acts = {name for name, kind in EXPECTED.items() if kind in (ITEM_ACT, FILE_ACT) or (kind == ITEM and name.endswith(":item"))}
    assert acts == {name for promise in PROMISES for name in acts_of(promise)}


@pytest.mark.parametrize("role", EVERYBODY)
def test_act_on_an_item_is_done_by_whom_it_is_promised_to(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    for promise, state in [*((promise, state) for promise in PAGES for state in TRIED), (SECTORS, "S3")]:
        key = promise.key(state)
        item = world.items[key]
        file = Attachment.objects.about(item).standing().get()
        for name, (typed, allowed) in acts_of(promise).items():
            address = reverse(name, args=[item.pk, file.pk] if EXPECTED[name] == FILE_ACT else [item.pk])
            may = role in allowed.get(state, ())
            with put_back(expected=may) as changed:
                answer = client.post(address, typed(world, item))
            assert (name, key, changed) == (name, key, [may])
            assert refused(answer, role)
            if role != "anonymous" and not sees(role, key):
                assert (name, key, answer.status_code) == (name, key, 404)
            assert (name, found_in(answer, hidden)) == (name, [])
    assert (digest(), mail.outbox) == (before, [])


@pytest.mark.parametrize("role", ["anonymous", "stranger", "officer", "secretariat"])
def test_act_on_an_item_is_posted(world: World, role: str) -> None:
    client = signed_in(world, role)
    for promise in PAGES:
        item = world.items[promise.key("S3")]
        file = Attachment.objects.about(item).standing().get()
        for name in acts_of(promise):
            if EXPECTED[name] != ITEM:
                answer = client.get(reverse(name, args=[item.pk, file.pk] if EXPECTED[name] == FILE_ACT else [item.pk]))
                assert (name, answer.status_code) == (name, 302 if role == "anonymous" else 405)


@pytest.mark.parametrize("role", EVERYBODY)
def test_act_on_what_has_come_to_another_state_changes_nothing(world: World, role: str) -> None:
    """Returned, approved to the end, in correction, with another reviewer, of another council: deciding needs one's own step."""
    client, before = signed_in(world, role), digest()
    for key, (promise, state) in BY_KEY.items():
        if promise not in PAGES or state not in ("R", "READY", "C", OTHER, FOREIGN):
            continue
        acts, item = acts_of(promise), world.items[key]
        may = state == OTHER and role in promise.other_chain[2:]
        for name in ("approve", "return", "judge", "close"):
            with put_back(expected=may) as changed:
                client.post(reverse(f"reporting:{name}", args=[item.pk]), acts[f"reporting:{name}"][0](world, item))
            assert (key, name, changed) == (key, name, [may])
    assert digest() == before


@pytest.mark.parametrize("role", ["anonymous", "stranger", "officer", "other_officer", "secretariat"])
def test_report_is_not_written_on_the_pages_of_another_subject(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    for key, wrong in (("F", "climate-work"), ("strategies-F", "indicators-work"), ("sectors-F", "indicators-work")):
        for name in ("item", "autosave", "live"):
            answer = client.post(reverse(f"{wrong}:{name}", args=[world.items[key].pk]), REPORTS[wrong])
            assert (key, name, answer.status_code) == (key, name, 302 if role == "anonymous" else 404)
            assert (key, name, found_in(answer, hidden)) == (key, name, [])
    assert digest() == before


MANY: dict[str, dict[str, set[str]]] = {
    "indicators-work": {"supervisor": {"S1"}, "window": {"S2"}, "group": {"S3"}, "deputy": {"S4"}, "secretariat": {"S5", "S6"}},
    "climate-work": {
        "supervisor": {"strategies-S1", "sectors-S1"},
        "other_window": {"strategies-S2", "sectors-S2"},
        "task_force": {"strategies-S3"},
        "other_task_force": {"strategies-OTHER"},
        "secretariat": {"strategies-S4", "sectors-S3"},
    },
}
"""On the pages of a subject: who approves what when every item of every subject is chosen at once."""


@pytest.mark.parametrize("role", EVERYBODY)
def test_bulk_approval_asks_for_every_item(world: World, role: str) -> None:
    client, hidden = signed_in(world, role), world.hidden_from(role)
    before = _standings(world)
    for namespace, approved in MANY.items():
        cycle = next(each.cycle.pk for each in world.rounds.values() if each.promise.namespace == namespace)
        typed = {"item": [item.pk for item in world.items.values()], "cycle": cycle}
        with put_back(expected=True):
            answer = client.post(reverse(f"{namespace}:approve-many"), typed, follow=role != "anonymous")
            after = _standings(world)
        assert {key for key in before if after[key] != before[key]} == approved.get(role, set())
        assert found_in(answer, hidden) == []


def _standings(world: World) -> dict[str, object]:
    rows = DueItem.objects.in_bulk([item.pk for item in world.items.values()])
    return {key: (rows[item.pk].state, rows[item.pk].position, rows[item.pk].reached) for key, item in world.items.items()}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.subject)
@pytest.mark.parametrize("many", [False, True])
def test_report_that_changed_since_it_was_read_is_not_approved(world: World, promise: Promise, many: bool) -> None:
    """The officer takes it back, changes it and sends it again while the supervisor has the page open."""
    item, at, cycle = world.items[promise.key("S1")], timezone.now(), world.rounds[promise.subject].cycle
    withdraw(item, by=world.people["officer"], at=at)
    filing = save_filing(item, {**item.filing.content, "remarks": "改過了"}, version=1, by=world.people["officer"], at=at)
    submit(item, content=filing.content, by=world.people["officer"], at=at)
    client = signed_in(world, "supervisor")
    for version, position in ((1, 1), (2, 2)):
        if many:
            client.post(reverse(f"{promise.namespace}:approve-many"), {"item": f"{item.pk}:{version}", "cycle": cycle.pk})
        else:
            client.post(reverse("reporting:approve", args=[item.pk]), {"version": version})
        assert DueItem.objects.get(pk=item.pk).position == position
    queue = signed_in(world, promise.chain[1]).get(reverse(f"{promise.namespace}:queue"), {"cycle": cycle.pk})
    assert f'value="{item.pk}:2"' in queue.content.decode()


@pytest.mark.parametrize(
    ("promise", "empty"),
    [
        (INDICATORS, {"lag_reason": "", "countermeasures": ""}),
        (STRATEGIES, {"rate": "130", "explanation": ""}),
        (SECTORS, {"rate": "130", "explanation": ""}),
    ],
    ids=lambda each: each.subject if isinstance(each, Promise) else "",
)
def test_answer_leads_back_to_its_finding(world: World, promise: Promise, empty: dict[str, Json]) -> None:
    item = world.items[promise.key("F")]
    client, address = signed_in(world, "officer"), reverse(f"{promise.namespace}:item", args=[item.pk])
    save_filing(item, {**item.filing.content, **empty}, version=1, by=world.people["officer"], at=timezone.now())
    findings = [found.finding for found in client.get(address).context["live"].findings]
    assert findings
    for finding in findings:
        typed = {"finding": finding.code, "place": finding.part or "", "text": "說明"}
        location = client.post(reverse("reporting:answer", args=[item.pk]), typed)["Location"]
        page, _, place = location.partition("#")
        assert (page, f'<li id="{place}" class="finding' in client.get(page).content.decode()) == (address, True)
    assert client.post(reverse("reporting:comment", args=[item.pk]), {"text": "意見"})["Location"] == f"{address}#comments"


@pytest.mark.parametrize("odd", ["²", "9" * 40, "-1", "x", ""])
def test_odd_keys_are_no_keys(world: World, odd: str) -> None:
    """What no form sends is refused like anything else that does not exist, not by breaking."""
    before = digest()
    for subject, round_ in world.rounds.items():
        promise, client = round_.promise, signed_in(world, round_.promise.chain[2])
        for name, field in (("settle", "comment"), ("close", "answer"), ("return", "to_position")):
            address = reverse(f"reporting:{name}", args=[world.items[promise.key("S3")].pk])
            answer = client.post(address, {field: odd, "comment": odd or "x"})
            assert answer.status_code in (302, 404)
        client.post(reverse(f"{promise.namespace}:approve-many"), {"item": odd, "cycle": odd})
        for name, field in (("section-settle", "comment"), ("section-comment", "answers")):
            address = reverse(f"reporting:{name}", args=[round_.cycle.pk])
            assert (subject, signed_in(world, "secretariat").post(address, {field: odd, "text": ""}).status_code) in (
                (subject, status) for status in (302, 404)
            )
        autosave = reverse(f"{promise.namespace}:autosave", args=[world.items[promise.key("F")].pk])
        typed = {**REPORTS[promise.namespace], "version": odd}
        assert signed_in(world, "officer").post(autosave, typed).status_code in (409, 422)
    assert digest() == before


CYCLE_ACTS: dict[str, tuple[dict[str, object], set[str]]] = {
    "reporting:section-comment": ({"text": "意見"}, {"secretariat", "member"}),
    "reporting:section-agree": ({}, {"member"}),
    "reporting:section-settle": ({}, {"secretariat", "member"}),
    "cycle-start": ({}, {"secretariat"}),
    "cycle-extend": ({"extension-due_on": "2031-01-01", "extension-reason": "理由"}, {"secretariat"}),
    "cycle-stop": ({"reason": "理由"}, {"secretariat"}),
    "cycle-publish": ({"sure": "yes"}, {"secretariat"}),
    "cycle-edit": ({}, {"secretariat"}),
    "cycle-new": ({}, {"secretariat"}),
}


def test_every_act_on_a_cycle_is_tried() -> None:
    acts = {name for name, kind in EXPECTED.items() if kind in (CYCLE_ACT, NEW) or (kind == CYCLE and name.endswith("edit"))}
    assert acts == {_name_in(promise.namespace, name) for promise in PROMISES for name in CYCLE_ACTS}


def _name_in(namespace: str, name: str) -> str:
    return name if ":" in name else f"{namespace}:{name}"


def _typed_on_cycle(round_: Round, name: str, *, namespace: str = "") -> tuple[str, dict[str, object]]:
    """The address of an act on a cycle, on its subject's pages or others, and what is typed there."""
    cycle = round_.draft if name.endswith(("start", "edit")) else round_.cycle
    given = {**CYCLE_ACTS[name][0], "section": round_.section}
    if name.endswith("settle"):
        given["comment"] = cycle.comments.get(item=None).pk
    if name.endswith("extend"):
        given["extension-step"] = cycle.steps.get(code="verify").pk
    if name.endswith(("edit", "new")):
        given |= {"scope": cycle.scope, "title": "新名稱", "year": 2025 if name.endswith("edit") else 2031, "half": ""}
        given |= {"opens_on": "2031-02-01", "step-TOTAL_FORMS": 1, "step-INITIAL_FORMS": 0, "step-0-used": "on", "step-0-code": "file"}
        given |= {"step-0-label_zh": "填報", "step-0-role": "officer", "step-0-place": "filer", "step-0-due_on": "2031-03-01"}
    key = round_.promise.subject if name.endswith("new") else cycle.pk
    return reverse(_name_in(namespace or round_.promise.namespace, name), args=[key]), given


@pytest.mark.parametrize("role", EVERYBODY)
def test_act_on_a_cycle_is_done_by_its_own_council(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    for subject, round_ in [(promise.subject, world.rounds[promise.subject]) for promise in PAGES]:
        strangers: set[str] = set() if round_.promise == INDICATORS else {"member"}
        for name, (_, holders) in CYCLE_ACTS.items():
            allowed = holders - strangers
            address, typed = _typed_on_cycle(round_, name)
            with put_back(expected=role in allowed) as changed:
                answer = client.post(address, typed)
            assert (subject, name, changed) == (subject, name, [role in allowed])
            assert refused(answer, role)
            assert (subject, name, found_in(answer, hidden)) == (subject, name, [])
    assert digest() == before


@pytest.mark.parametrize("role", ["secretariat", "member"])
def test_cycle_is_not_managed_on_the_pages_of_another_subject(world: World, role: str) -> None:
    client, before = signed_in(world, role), digest()
    for round_ in world.rounds.values():
        wrong = "indicators-work" if round_.promise.namespace == "climate-work" else "climate-work"
        for name in (name for name in CYCLE_ACTS if ":" not in name):
            address, typed = _typed_on_cycle(round_, name, namespace=wrong)
            assert (address, client.post(address, typed).status_code) == (address, 404 if role == "secretariat" else 403)
    assert digest() == before


KEEPERS = {"secretariat", "coordinator", "window"}
ACCOUNT_ACTS: dict[str, set[str]] = {
    "accounts:grant": KEEPERS,
    "accounts:end-role": KEEPERS,
    "accounts:hand-over": KEEPERS,
    "accounts:close": KEEPERS,
    "accounts:reopen": KEEPERS,
    "accounts:substitute": {*KEEPERS, "supervisor", "officer"},
    "accounts:withdraw-substitute": {*KEEPERS, "supervisor", "officer"},
    "accounts:invite": KEEPERS,
    "accounts:resend": KEEPERS,
    "accounts:withdraw-invitation": KEEPERS,
}


def test_every_act_on_accounts_is_tried() -> None:
    only_read = {"accounts:people", "accounts:people-export", "accounts:invitations", "accounts:person"}
    acts = {name for name, kind in EXPECTED.items() if kind in (ACT, PERSON) and not name.endswith("approve-many")}
    assert acts - only_read == set(ACCOUNT_ACTS)


@pytest.mark.parametrize("role", EVERYBODY)
def test_act_on_accounts_is_done_within_ones_bounds(
    world: World, role: str, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    """About an officer of 示範署: his keepers, for the deputy also he and his supervisor; nobody of another ministry or council."""
    client = signed_in(world, role)
    officer, today = world.people["officer"], timezone.localdate().isoformat()
    place = f"organization-{world.here.agency.pk}"
    holding, standing = RoleHolding.objects.get(user=officer), Substitution.objects.get(substitute=world.people["stand_in"])
    days = {"starts_on": "2031-01-01", "ends_on": "2031-01-02"}
    typed: dict[str, tuple[list[int], dict[str, object]]] = {
        "accounts:grant": ([officer.pk], {"role": "supervisor", "at": place, "starts_on": today}),
        "accounts:end-role": ([officer.pk, holding.pk], {"ends_on": today, "reason": "調職"}),
        "accounts:hand-over": ([officer.pk], {"successor": world.people["supervisor"].pk, "on": today}),
        "accounts:close": ([officer.pk], {"reason": "離職"}),
        "accounts:reopen": ([world.people["expired"].pk], {"reason": "復職"}),
        "accounts:substitute": (
            [officer.pk],
            {"substitute": world.people["supervisor"].pk, **days},
        ),
        "accounts:withdraw-substitute": ([standing.pk], {}),
        "accounts:invite": ([], {"email": "new@example.org", "language": "en", "role": "officer", "at": place}),
        "accounts:resend": ([world.invitation.pk], {}),
        "accounts:withdraw-invitation": ([world.invitation.pk], {}),
    }
    User.objects.filter(pk=world.people["expired"].pk).update(is_active=False)
    before = digest()
    for name, (keys, given) in typed.items():
        mail.outbox.clear()
        may = role in ACCOUNT_ACTS[name]
        with put_back(expected=may) as changed, django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            answer = client.post(reverse(name, args=keys), given)
        assert (name, changed) == (name, [may])
        assert refused(answer, role)
        sent = [letter.to for letter in mail.outbox]
        letters = {"accounts:invite": [["new@example.org"]], "accounts:resend": [["invited@example.org"]]}
        assert (name, sent) == (name, letters.get(name, []) if may else [])
        secrets = [each for own in world.secrets.values() for each in own]
        assert [each for letter in mail.outbox for each in secrets if each in f"{letter.subject}{letter.body}".lower()] == []
    assert digest() == before


@pytest.mark.parametrize("token", ["wrong", "zx"])
def test_wrong_link_opens_nothing(world: World, token: str, client: Client) -> None:
    before = digest()
    for answer in (
        client.get(reverse("accounts:accept", args=[token])),
        client.post(reverse("accounts:accept", args=[token]), {"name": "x"}),
    ):
        assert (answer.status_code, "invited@example.org" in answer.content.decode()) == (404, False)
    assert digest() == before
