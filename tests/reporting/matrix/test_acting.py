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
from tests.reporting.matrix.world import ROLES, World, sees
from yongxu.accounts.models import RoleHolding, Substitution, User
from yongxu.attachments.models import Attachment
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.decisions import submit, withdraw
from yongxu.reporting.services.filings import save_filing

pytestmark = pytest.mark.django_db
EVERYBODY = (*ROLES, "anonymous")
Typed = Callable[[World, DueItem], dict[str, object]]
WRITE, SEND = {"officer", "stand_in", "other_officer"}, {"officer", "stand_in"}
SEEN = ["officer", "stand_in", "supervisor", "coordinator", "window", "other_officer", "other_supervisor", "secretariat"]
REPORT: dict[str, object] = {
    "version": 1, "target_text": "降至 10.0%", "remarks": "改過了",
    "part-TOTAL_FORMS": 1, "part-INITIAL_FORMS": 1, "part-0-result": "11%", "group-TOTAL_FORMS": 0, "group-INITIAL_FORMS": 0,
}  # fmt: skip
ITEM_ACTS: dict[str, tuple[Typed, dict[str, set[str]]]] = {
    "indicators-work:item": (lambda _w, _i: REPORT, {"F": WRITE}),
    "indicators-work:autosave": (lambda _w, _i: REPORT, {"F": WRITE}),
    "indicators-work:live": (lambda _w, _i: REPORT, {}),
    "reporting:approve": (lambda _w, _i: {"comment": "好"}, {"S3": {"group"}}),
    "reporting:return": (lambda _w, _i: {"to_position": "0", "comment": "請補"}, {"S3": {"group"}}),
    "reporting:correct": (lambda _w, _i: {"note": "更正"}, {"P": {"secretariat"}}),
    "reporting:withdraw": (lambda _w, _i: {}, {"S3": {"window"}}),
    "reporting:comment": (
        lambda _w, _i: {"text": "意見"},
        {"F": {*SEEN}, "S3": {*SEEN, "other_window", "group"}, "P": {*SEEN, "other_window", "group", "deputy", "member"}},
    ),
    "reporting:settle": (
        lambda _w, i: {"comment": i.comments.get().pk},
        {"F": {*WRITE, "secretariat"}, "S3": {"officer", "group", "secretariat"}, "P": {"officer", "secretariat"}},
    ),
    "reporting:answer": (lambda _w, _i: {"finding": "x", "place": "", "text": "說明"}, {"F": WRITE, "S3": {"group"}}),
    "reporting:judge": (lambda _w, _i: {"verdict": "met", "reason": "理由"}, {"S3": {"group"}}),
    "reporting:close": (lambda _w, i: {"answer": i.finding_answers.get().pk}, {"S3": {"group"}}),
    "reporting:evidence": (
        lambda _w, _i: {"files": SimpleUploadedFile("new.pdf", pdf(b"<</Title(New)>>"))},
        {"F": WRITE, "S3": {"group"}},
    ),
    "reporting:evidence-withdraw": (lambda _w, _i: {"reason": "撤回"}, {"F": WRITE}),
}
"""Act → what is typed, and by the item's state who may. In every other state of the three that are tried nobody may."""
TRIED = ("F", "S3", "P")


def refused(answer: HttpResponseBase, role: str) -> bool:
    """Anonymous are sent to the door; everybody else is told no, or sent back with the reason."""
    return answer.status_code == 302 if role == "anonymous" else answer.status_code in (200, 302, 403, 404, 405, 409, 422)


def test_every_act_on_an_item_is_tried() -> None:
    acts = {name for name, kind in EXPECTED.items() if kind in (ITEM_ACT, FILE_ACT) or (kind == ITEM and name.endswith(":item"))}
    assert {name for name in acts if not name.startswith("climate")} == set(ITEM_ACTS)


@pytest.mark.parametrize("role", EVERYBODY)
def test_act_on_an_item_is_done_by_whom_it_is_promised_to(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    for name, (typed, allowed) in ITEM_ACTS.items():
        for state in TRIED:
            item = world.items[state]
            keys = [item.pk]
            if EXPECTED[name] == FILE_ACT:
                keys.append(Attachment.objects.about(item).standing().get().pk)
            address = reverse(name, args=keys)
            if EXPECTED[name] != ITEM:
                assert client.get(address).status_code == (302 if role == "anonymous" else 405)
            may = role in allowed.get(state, ())
            with put_back(expected=may) as changed:
                answer = client.post(address, typed(world, item))
            assert (name, state, changed) == (name, state, [may])
            assert refused(answer, role)
            if role != "anonymous" and not sees(role, state):
                assert (name, state, answer.status_code) == (name, state, 404)
            assert (name, found_in(answer, hidden)) == (name, [])
    assert (digest(), mail.outbox) == (before, [])


@pytest.mark.parametrize("role", EVERYBODY)
def test_act_on_what_has_come_to_another_state_changes_nothing(world: World, role: str) -> None:
    """Returned, approved to the end, in correction, in another group, in another council: deciding needs the item at one's own step."""
    client, before = signed_in(world, role), digest()
    for state in ("R", "READY", "C", "OTHER", "FOREIGN"):
        item = world.items[state]
        for name in ("approve", "return", "judge", "close"):
            with put_back(expected=False) as changed:
                client.post(reverse(f"reporting:{name}", args=[item.pk]), ITEM_ACTS[f"reporting:{name}"][0](world, item))
            assert (state, name, changed) == (state, name, [False])
    assert digest() == before


MANY = {"supervisor": {"S1"}, "window": {"S2"}, "group": {"S3"}, "deputy": {"S4"}, "secretariat": {"S5", "S6"}}
"""Who approves what when every item is chosen at once."""


@pytest.mark.parametrize("role", EVERYBODY)
def test_bulk_approval_asks_for_every_item(world: World, role: str) -> None:
    client, hidden = signed_in(world, role), world.hidden_from(role)
    before = {state: DueItem.objects.values().get(pk=item.pk) for state, item in world.items.items()}
    typed = {"item": [item.pk for item in world.items.values()], "cycle": world.cycle.pk}
    with put_back(expected=True):
        answer = client.post(reverse("indicators-work:approve-many"), typed, follow=role != "anonymous")
        moved = {state for state, item in world.items.items() if DueItem.objects.values().get(pk=item.pk) != before[state]}
    assert moved == MANY.get(role, set())
    assert found_in(answer, hidden) == []
    with put_back(expected=True):  # the pages of measures approve no indicators
        client.post(reverse("climate-work:approve-many"), typed)
        assert {state for state, item in world.items.items() if DueItem.objects.values().get(pk=item.pk) != before[state]} == set()


@pytest.mark.parametrize("many", [False, True])
def test_report_that_changed_since_it_was_read_is_not_approved(world: World, many: bool) -> None:
    """The officer takes it back, changes it and sends it again while the supervisor has the page open."""
    item, at = world.items["S1"], timezone.now()
    withdraw(item, by=world.people["officer"], at=at)
    filing = save_filing(item, {**item.filing.content, "remarks": "改過了"}, version=1, by=world.people["officer"], at=at)
    submit(item, content=filing.content, by=world.people["officer"], at=at)
    client = signed_in(world, "supervisor")
    for version, position in ((1, 1), (2, 2)):
        if many:
            client.post(reverse("indicators-work:approve-many"), {"item": f"{item.pk}:{version}", "cycle": world.cycle.pk})
        else:
            client.post(reverse("reporting:approve", args=[item.pk]), {"version": version})
        assert DueItem.objects.get(pk=item.pk).position == position
    assert f'value="{item.pk}:2"' in signed_in(world, "window").get(reverse("indicators-work:queue")).content.decode()


def test_answer_leads_back_to_its_finding(world: World) -> None:
    client, address = signed_in(world, "officer"), reverse("indicators-work:item", args=[world.items["F"].pk])
    silent = {**world.items["F"].filing.content, "lag_reason": "", "countermeasures": ""}
    save_filing(world.items["F"], silent, version=1, by=world.people["officer"], at=timezone.now())
    findings = [found.finding for found in client.get(address).context["live"].findings]
    assert findings
    for finding in findings:
        typed = {"finding": finding.code, "place": finding.part or "", "text": "說明"}
        location = client.post(reverse("reporting:answer", args=[world.items["F"].pk]), typed)["Location"]
        page, _, place = location.partition("#")
        assert (page, f'<li id="{place}" class="finding' in client.get(page).content.decode()) == (address, True)
    assert client.post(reverse("reporting:comment", args=[world.items["F"].pk]), {"text": "意見"})["Location"] == f"{address}#comments"


@pytest.mark.parametrize("odd", ["²", "9" * 40, "-1", "x", ""])
def test_odd_keys_are_no_keys(world: World, odd: str) -> None:
    """What no form sends is refused like anything else that does not exist, not by breaking."""
    client, item, before = signed_in(world, "group"), world.items["S3"], digest()
    for name, field in (("settle", "comment"), ("close", "answer"), ("return", "to_position")):
        answer = client.post(reverse(f"reporting:{name}", args=[item.pk]), {field: odd, "comment": odd or "x"})
        assert answer.status_code in (302, 404)
    client.post(reverse("indicators-work:approve-many"), {"item": odd, "cycle": odd})
    for name, field in (("section-settle", "comment"), ("section-comment", "answers")):
        answer = signed_in(world, "secretariat").post(reverse(f"reporting:{name}", args=[world.cycle.pk]), {field: odd, "text": ""})
        assert answer.status_code in (302, 404)
    assert signed_in(world, "officer").post(
        reverse("indicators-work:autosave", args=[world.items["F"].pk]), {**REPORT, "version": odd}
    ).status_code in (409, 422)
    assert digest() == before


CYCLE_ACTS: dict[str, tuple[dict[str, object], set[str]]] = {
    "reporting:section-comment": ({"section": "1", "text": "意見"}, {"secretariat", "member"}),
    "reporting:section-agree": ({"section": "1"}, {"member"}),
    "reporting:section-settle": ({}, {"secretariat", "member"}),
    "indicators-work:cycle-start": ({}, {"secretariat"}),
    "indicators-work:cycle-extend": ({"extension-due_on": "2031-01-01", "extension-reason": "理由"}, {"secretariat"}),
    "indicators-work:cycle-stop": ({"reason": "理由"}, {"secretariat"}),
    "indicators-work:cycle-publish": ({"sure": "yes"}, {"secretariat"}),
    "indicators-work:cycle-edit": ({}, {"secretariat"}),
    "indicators-work:cycle-new": ({}, {"secretariat"}),
}


def test_every_act_on_a_cycle_is_tried() -> None:
    acts = {name for name, kind in EXPECTED.items() if kind in (CYCLE_ACT, NEW) or (kind == CYCLE and name.endswith("edit"))}
    assert {name for name in acts if not name.startswith("climate")} == set(CYCLE_ACTS)


@pytest.mark.parametrize("role", EVERYBODY)
def test_act_on_a_cycle_is_done_by_its_own_council(world: World, role: str) -> None:
    client, hidden, before = signed_in(world, role), world.hidden_from(role), digest()
    for name, (typed, allowed) in CYCLE_ACTS.items():
        cycle = world.draft if name.endswith(("start", "edit")) else world.cycle
        given = dict(typed)
        if name.endswith("settle"):
            given["comment"] = cycle.comments.get(item=None).pk
        if name.endswith("extend"):
            given["extension-step"] = cycle.steps.get(code="verify").pk
        if name.endswith(("edit", "new")):
            given |= {"scope": "demo", "title": "新名稱", "year": 2025 if name.endswith("edit") else 2031, "half": ""}
            given |= {"opens_on": "2031-02-01", "step-TOTAL_FORMS": 1, "step-INITIAL_FORMS": 0, "step-0-used": "on", "step-0-code": "file"}
            given |= {"step-0-label_zh": "填報", "step-0-role": "officer", "step-0-place": "filer", "step-0-due_on": "2031-03-01"}
        address = reverse(name, args=["indicators"] if name.endswith("new") else [cycle.pk])
        with put_back(expected=role in allowed) as changed:
            answer = client.post(address, given)
        assert (name, changed) == (name, [role in allowed])
        assert refused(answer, role)
        assert (name, found_in(answer, hidden)) == (name, [])
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
