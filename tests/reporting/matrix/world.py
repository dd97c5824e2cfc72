"""Two councils with an item of every subject in every state, people in every role, and an unmistakable secret wherever people write."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.attachments.files import pdf
from tests.reporting.matrix.indicators import plan_indicators, write_indicator
from tests.reporting.matrix.measures import plan_measures, write_measure
from tests.reporting.matrix.promises import BY_KEY, FOREIGN, INDICATORS, OTHER, PROMISES, Promise, secret, sees
from tests.reporting.people import AT, DAY, Council, give, open_demo_cycle, person, small_council
from yongxu.accounts.models import Invitation, Role, Substitution, User
from yongxu.accounts.selectors import Place
from yongxu.accounts.services.invitations import invite
from yongxu.climate.publishing import publish_measures
from yongxu.indicators.publishing import publish_indicators
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.plans import PlannedItem, standard_steps
from yongxu.reporting.services.cycles import draft_cycle, extend_step
from yongxu.reporting.services.decisions import approve, correct, send_back, submit
from yongxu.reporting.services.evidence import attach_evidence, withdraw_evidence
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import answer_finding, comment_on_item, comment_on_section, judge_item


@dataclass(frozen=True)
class Round:
    """One subject's cycles: the one under way, the other council's, and a draft of the next year; ``section`` holds 示範署's items."""

    promise: Promise
    cycle: Cycle
    foreign: Cycle
    draft: Cycle
    section: str


@dataclass(frozen=True)
class World:
    """Everything by short names; ``secrets`` are the texts that only who sees the item may find, by the item's name (`Promise.key`)."""

    here: Council
    there: Council
    people: dict[str, User]
    items: dict[str, DueItem]
    rounds: dict[str, Round]
    invitation: Invitation
    secrets: dict[str, tuple[str, ...]]

    def hidden_from(self, role: str) -> list[str]:
        """Every secret that the role may not find."""
        return [secret for key, secrets in self.secrets.items() if not sees(role, key) for secret in secrets]


def build_world() -> World:
    here, there = small_council(), small_council("b-")
    _add_task_forces(here, there)
    _add_people(here)
    people = {**here.people, **{f"b-{key}": user for key, user in there.people.items()}}
    rounds, items = {}, {}
    for promise in PROMISES:
        rounds[promise.subject], own = _build_round(promise, here, there)
        items |= {promise.key(state): item for state, item in own.items()}
    invitation = invite(
        Place(Role.OFFICER, here.agency.pk),
        email="invited@example.org",
        name="受邀者",
        language="zh-hant",
        address_of=str,
        by=here["secretariat"],
        at=timezone.now(),
    )
    fresh = {key: DueItem.objects.with_route().get(pk=item.pk) for key, item in items.items()}
    secrets = {key: promise.secrets(state) for key, (promise, state) in BY_KEY.items()}
    return World(here, there, people, fresh, rounds, invitation, secrets)


def _add_task_forces(here: Council, there: Council) -> None:
    """A task force for each programme of strategies; the council itself reviews the sectors."""
    for council, near, key, programme in (
        (here, "", "task_force", "strategies"),
        (here, "", "other_task_force", "other-strategies"),
        (there, "b-", "task_force", "b-strategies"),
    ):
        code, name = f"{near}{key.replace('_', '-')}", f"{programme}專案小組"
        body = council.council.children.create(code=code, kind="task_force", name_zh=name, reviews=[f"strategies:{programme}"])
        council.people[key] = person(f"{near}{key}", Role.TASK_FORCE_CONTACT, at=body)
    for council, scope in ((here, "*"), (there, "b-sectors")):
        council.council.reviews = [f"sectors:{scope}"]
        council.council.save()


def _add_people(here: Council) -> None:
    """Who keeps accounts, and who has lost his role, or holds it for somebody else."""
    people, today = here.people, timezone.localdate()
    people["coordinator"] = person("coordinator", Role.COORDINATOR, at=here.agency)
    people["expired"] = User.objects.create_user("expired@example.org", None, name="離職員")
    give(people["expired"], Role.OFFICER, at=here.agency, until=date(2024, 6, 1))
    for key, days in (("stand_in", 0), ("past_stand_in", -30)):
        people[key] = User.objects.create_user(f"{key}@example.org", None, name=key)
        day = today + timedelta(days=days)
        Substitution.objects.create(
            absent=here["officer"], substitute=people[key], starts_on=day, ends_on=day, made_by=here["officer"], made_at=AT
        )
    people["superseded"] = User.objects.create_user("superseded@example.org", None, name="新人")
    give(people["superseded"], Role.OFFICER, at=here.agency, until=today)


def _build_round(promise: Promise, here: Council, there: Council) -> tuple[Round, dict[str, DueItem]]:
    """A subject's cycles and items, each item brought to its state."""
    subject, secretariat = promise.subject, here["secretariat"]
    own = (*promise.ways, OTHER)
    cycle, made = open_demo_cycle(here, _plan(promise, own, here), subject=subject, scope="demo" if promise == INDICATORS else subject)
    abroad = _plan(promise, (FOREIGN,), there)
    foreign, strange = open_demo_cycle(there, abroad, subject=subject, scope="b-" if promise == INDICATORS else f"b-{subject}")
    items = dict(zip((*own, FOREIGN), (*made, *strange), strict=True))
    for state, item in items.items():
        _bring(item, promise, state, there if state == FOREIGN else here)
    (publish_indicators if promise == INDICATORS else publish_measures)(cycle, by=secretariat, at=AT)
    if "C" in items:
        correct(items["C"], note=secret("returned", promise.key("C")), by=secretariat, at=AT)
    _approve(items["READY"], here, promise.chain[2:])
    section = items["F"].appearances.get().section
    reader = here["member"] if promise == INDICATORS else secretariat
    comment_on_section(cycle, section=section, text="zxsectionzx", answers=None, by=reader, at=AT)
    extend_step(cycle.steps.all()[0], due_on=date(2030, 1, 1), reason="zxextensionzx", by=secretariat, at=AT)
    draft = draft_cycle(
        subject=subject,
        scope=cycle.scope,
        title="zxdraftzx",
        year=2025,
        opens_on=DAY,
        steps=standard_steps(subject, opens_on=DAY),
        by=secretariat,
        at=AT,
    )
    return Round(promise, cycle, foreign, draft, section), items


def _plan(promise: Promise, states: tuple[str, ...], council: Council) -> list[PlannedItem]:
    return plan_indicators(states, council) if promise == INDICATORS else plan_measures(promise, states, council)


def _bring(item: DueItem, promise: Promise, state: str, council: Council) -> None:
    """Bring an item to its state, writing a secret wherever somebody can write."""
    key, reached = promise.key(state), promise.reached(state)
    officer, chain = (council["other_officer"], promise.other_chain) if state == OTHER else (council["officer"], promise.chain)
    content = write_indicator(key) if promise == INDICATORS else write_measure(key)
    save_filing(item, content, version=0, by=officer, at=AT)
    comment_on_item(item, text=secret("comment", key), by=officer, at=AT)
    answer_finding(item, finding="missed_without_reason", place="", text=secret("answer", key), by=officer, at=AT)
    upload = SimpleUploadedFile(f"{secret('file', key)}.pdf", pdf(f"<</Title({secret('content', key)})>>".encode()))
    attach_evidence(item, upload, by=officer, at=AT)
    gone = attach_evidence(item, SimpleUploadedFile("taken-back.pdf", pdf(b"<</Title(%s)>>" % key.encode())), by=officer, at=AT)
    withdraw_evidence(item, gone, reason=secret("withdrawn", key), by=officer, at=AT)
    if not reached:
        return
    submit(item, content=content, by=officer, at=AT)
    _approve(item, council, chain[: min(reached - 1, 2)])
    if reached >= 3:
        judge_item(item, verdict="missed", reason=secret("judgement", key), by=council[chain[2]], at=AT)
    if state == "R":
        send_back(item, to_position=0, comment=secret("returned", key), by=council[chain[2]], at=AT)
    elif state != "READY":
        _approve(item, council, chain[2 : reached - 1])


def _approve(item: DueItem, council: Council, keys: tuple[str, ...]) -> None:
    for key in keys:
        approve(item, by=council[key], at=AT)
