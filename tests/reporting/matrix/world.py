"""Two councils with an item in every state, people in every role, and an unmistakable secret in every place that people write in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.attachments.files import pdf
from tests.reporting.people import AT, DAY, Council, appearance, give, open_demo_cycle, person, small_council
from yongxu.accounts.models import Invitation, Role, Substitution, User
from yongxu.accounts.selectors import Place
from yongxu.accounts.services.invitations import invite
from yongxu.goals.models import Edition, Framework, Goal, sort_key_of
from yongxu.indicators.filing import IndicatorFiling, PartFiling, filing_to_json
from yongxu.indicators.models import Indicator, IndicatorOrganization
from yongxu.indicators.publishing import publish_indicators
from yongxu.organizations.models import Organization
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.plans import PlannedItem, standard_steps
from yongxu.reporting.services.cycles import draft_cycle, extend_step
from yongxu.reporting.services.decisions import approve, correct, send_back, submit
from yongxu.reporting.services.evidence import attach_evidence, withdraw_evidence
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.services.remarks import answer_finding, comment_on_item, comment_on_section, judge_item

CHAIN = ("supervisor", "window", "group", "deputy", "secretariat", "secretariat")
REACHED = {"F": 0, "S1": 1, "S2": 2, "S3": 3, "S4": 4, "S5": 5, "S6": 6, "R": 3, "READY": 7, "P": 7, "C": 7}
"""State of an item of 示範署 in goal 1 → how far it ever came; its code is 1.1. and its place in this table."""
CODES = {state: f"1.1.{number}" for number, state in enumerate(REACHED)}
OTHER, FOREIGN = "OTHER", "FOREIGN"
"""An item of 另一署 alone in another group, and one of the other council that has come to its end."""
FIRST_SEEN: dict[str, int] = {
    "officer": 0,
    "stand_in": 0,
    "supervisor": 0,
    "coordinator": 0,
    "window": 0,
    "other_officer": 0,
    "other_supervisor": 0,
    "secretariat": 0,
    "auditor": 0,
    "other_window": 1,
    "group": 3,
    "deputy": 4,
    "member": 6,
}
"""From how far on a person sees an item of goal 1; who is not here never does."""
OTHERS = {"other_officer", "other_supervisor", "other_window", "secretariat", "auditor"}
NOBODY = ("other_group", "executive", "task_force", "expired", "past_stand_in", "stranger", "superseded")
ABROAD = ("b-secretariat", "b-auditor", "b-member", "b-officer")
ROLES = (*FIRST_SEEN, *NOBODY, *ABROAD)


def sees(role: str, state: str) -> bool:
    """What the rules promise, said once more without the code."""
    if state == FOREIGN:
        return role in ABROAD
    if state == OTHER:
        return role in OTHERS
    return role in FIRST_SEEN and REACHED[state] >= FIRST_SEEN[role]


@dataclass(frozen=True)
class World:
    """Everything by short names; ``secrets`` are the texts that only who sees the item may find, by its state."""

    here: Council
    there: Council
    people: dict[str, User]
    items: dict[str, DueItem]
    cycle: Cycle
    foreign: Cycle
    draft: Cycle
    invitation: Invitation
    secrets: dict[str, tuple[str, ...]]

    def hidden_from(self, role: str) -> list[str]:
        """Every secret that the role may not find."""
        return [secret for state, secrets in self.secrets.items() if not sees(role, state) for secret in secrets]


WRITTEN = ("result", "lag", "counter", "remark")
SAID = ("comment", "file", "content", "withdrawn", "answer", "judgement", "returned", "name")


def secrets_of(state: str) -> tuple[str, ...]:
    """All that is planted in one item."""
    return tuple(f"zx{kind}{state.lower()}zx" for kind in (*WRITTEN, *SAID))


def secret(kind: str, state: str) -> str:
    return f"zx{kind}{state.lower()}zx"


def build_world() -> World:
    here, there = small_council(), small_council("b-")
    people = {**here.people, **{f"b-{key}": user for key, user in there.people.items()}}
    people["coordinator"] = person("coordinator", Role.COORDINATOR, at=here.agency)
    task_force = here.council.children.create(code="task-force", kind="task_force", name_zh="示範專案小組")
    people["task_force"] = person("task_force", Role.TASK_FORCE_CONTACT, at=task_force)
    people["expired"] = User.objects.create_user("expired@example.org", None, name="離職員")
    give(people["expired"], Role.OFFICER, at=here.agency, until=date(2024, 6, 1))
    today = timezone.localdate()
    for key, days in (("stand_in", 0), ("past_stand_in", -30)):
        people[key] = User.objects.create_user(f"{key}@example.org", None, name=key)
        day = today + timedelta(days=days)
        Substitution.objects.create(
            absent=here["officer"], substitute=people[key], starts_on=day, ends_on=day, made_by=here["officer"], made_at=AT
        )
    people["superseded"] = User.objects.create_user("superseded@example.org", None, name="新人")
    give(people["superseded"], Role.OFFICER, at=here.agency, until=today)
    plans = [
        planned_indicator(f"1.1.{number}", state, here, (here.other_agency,)) for state, number in zip(REACHED, range(11), strict=True)
    ]
    plans.append(planned_indicator("2.1.1", OTHER, here, other=True))
    cycle, made = open_demo_cycle(here, plans)
    items = dict(zip([*REACHED, OTHER], made, strict=True))
    foreign, (items[FOREIGN],) = open_demo_cycle(there, [planned_indicator("1.1.1", FOREIGN, there)], scope="b-")
    for state, item in items.items():
        _write(state, item, there if state == FOREIGN else here)
    publish_indicators(cycle, by=here["secretariat"], at=AT)
    correct(items["C"], note=secret("returned", "C"), by=here["secretariat"], at=AT)
    _approve(items["READY"], here, CHAIN[3:])
    comment_on_section(cycle, section="1", text="zxsectionzx", answers=None, by=here["member"], at=AT)
    extend_step(cycle.steps.all()[0], due_on=date(2030, 1, 1), reason="zxextensionzx", by=here["secretariat"], at=AT)
    draft = draft_cycle(
        subject="indicators",
        scope="demo",
        title="zxdraftzx",
        year=2025,
        opens_on=DAY,
        steps=standard_steps("indicators", opens_on=DAY),
        by=here["secretariat"],
        at=AT,
    )
    invitation = invite(
        Place(Role.OFFICER, here.agency.pk),
        email="invited@example.org",
        name="受邀者",
        language="zh-hant",
        address_of=str,
        by=here["secretariat"],
        at=timezone.now(),
    )
    fresh = {state: DueItem.objects.with_route().get(pk=item.pk) for state, item in items.items()}
    return World(here, there, people, fresh, cycle, foreign, draft, invitation, {state: secrets_of(state) for state in items})


def planned_indicator(code: str, state: str, council: Council, co: tuple[Organization, ...] = (), *, other: bool = False) -> PlannedItem:
    """An item over an indicator of its own."""
    scope = "demo" if council.council.code == "council" else "b-"
    framework, _ = Framework.objects.get_or_create(code=scope, defaults={"name_zh": scope, "name_en": scope, "is_fictional": True})
    edition, _ = Edition.objects.get_or_create(framework=framework, code="one", defaults={"name_zh": "一", "is_current": True})
    section, _, _ = code.partition(".")
    goal, _ = Goal.objects.get_or_create(
        edition=edition, code=section, defaults={"name_zh": f"目標{section}", "sort_key": sort_key_of(section)}
    )
    name = secret("name", state)
    indicator = Indicator.objects.create(edition=edition, goal=goal, code=code, name_zh=name, sort_key=sort_key_of(code), direction="lower")
    filer = council.other_agency if other else council.agency
    IndicatorOrganization.objects.create(indicator=indicator, organization=filer, role="lead")
    group, lead = (council.other_group, None) if other else (council.group, council.other_ministry)
    place = appearance(code, section, group, lead)
    place = type(place)(code, sort_key_of(code), name, section, section, f"目標{section}", group, lead)
    return PlannedItem("indicators.indicator", str(indicator.pk), (place,), filer, filer.parent, co)


def _write(state: str, item: DueItem, council: Council) -> None:
    """Bring an item to its state, writing a secret wherever somebody can write."""
    officer = council["other_officer" if state == OTHER else "officer"]
    filing = IndicatorFiling(
        target_text="降至 10.0%",
        parts=(PartFiling(f"12.3%（{secret('result', state)}）"),),
        lag_reason=secret("lag", state),
        countermeasures=secret("counter", state),
        remarks=secret("remark", state),
    )
    content = filing_to_json(filing)
    save_filing(item, content, version=0, by=officer, at=AT)
    comment_on_item(item, text=secret("comment", state), by=officer, at=AT)
    answer_finding(item, finding="missed_without_reason", place="", text=secret("answer", state), by=officer, at=AT)
    upload = SimpleUploadedFile(f"{secret('file', state)}.pdf", pdf(f"<</Title({secret('content', state)})>>".encode()))
    attach_evidence(item, upload, by=officer, at=AT)
    gone = attach_evidence(item, SimpleUploadedFile("taken-back.pdf", pdf(b"<</Title(%s)>>" % state.encode())), by=officer, at=AT)
    withdraw_evidence(item, gone, reason=secret("withdrawn", state), by=officer, at=AT)
    reached = {**REACHED, OTHER: 0, FOREIGN: 7}[state]
    if not reached:
        return
    submit(item, content=content, by=officer, at=AT)
    approved = 2 if state in ("R", "READY") else reached - 1
    _approve(item, council, CHAIN[: min(approved, 2)])
    if reached >= 3:
        judge_item(item, verdict="missed", reason=secret("judgement", state), by=council["group"], at=AT)
    if state == "R":
        send_back(item, to_position=0, comment=secret("returned", state), by=council["group"], at=AT)
    elif state == "READY":
        _approve(item, council, CHAIN[2:3])
    else:
        _approve(item, council, CHAIN[2:approved])


def _approve(item: DueItem, council: Council, keys: tuple[str, ...]) -> None:
    for key in keys:
        approve(item, by=council[key], at=AT)
