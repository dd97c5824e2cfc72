"""Making, opening, extending and cancelling cycles."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.organizations.models import Body, Organization
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Appearance, Cycle, CycleStep, DueItem, Extension, Station
from yongxu.reporting.plans import PlannedItem, PlannedStep, council_of, route_of
from yongxu.reporting.workflow import CYCLE
from yongxu.workflow.engine import perform


class CycleRefused(Exception):
    """A cycle that cannot be made, opened or changed so; ``message`` says why to the person."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


def _require_secretariat(by: User, cycle: Cycle) -> None:
    if not by.has_perm("reporting.manage_cycle", cycle):
        raise PermissionDenied("Only the secretariat of the council manages its cycles.")


@transaction.atomic
def draft_cycle(
    *,
    subject: str,
    scope: str,
    title: str,
    year: int,
    half: int | None = None,
    opens_on: date,
    steps: Sequence[PlannedStep],
    audience: str = "",
    follows: Cycle | None = None,
    is_demo: bool = False,
    by: User,
    at: datetime,
) -> Cycle:
    """A new cycle in preparation, with its chain, of the council that reviews the scope (`plans.council_of`).

    Raises `CycleRefused` when there is one already or its dates go backwards, and `PermissionDenied`.
    """
    council = council_of(subject, scope, bodies=Body.objects.in_bulk())
    if council is None:
        raise CycleRefused(Bilingual(zh="還沒有永續會的組織資料，請先載入。", en="There is no council yet; load its bodies first."))
    cycle = Cycle(subject=subject, scope=scope, title=title, year=year, half=half, opens_on=opens_on, audience=audience, follows=follows)
    cycle.council, cycle.made_by, cycle.made_at, cycle.is_demo = council, by, at, is_demo
    _require_secretariat(by, cycle)
    _refuse_backward_dates(opens_on, [step.due_on for step in steps])
    if Cycle.objects.of_period(subject, scope, year=year, half=half).exists():
        raise CycleRefused(
            Bilingual(
                zh="同一項目、範圍與期間已有填報週期，請直接使用該週期。", en="There is a cycle for this subject, scope and period already."
            )
        )
    cycle.full_clean()
    cycle.save()
    _store_steps(cycle, steps)
    record(cycle, "draft", by=by, at=at, difference={"after": {"title": title, "steps": [step.code for step in steps]}})
    return cycle


@transaction.atomic
def change_draft(cycle: Cycle, *, title: str, opens_on: date, audience: str, steps: Sequence[PlannedStep], by: User, at: datetime) -> Cycle:
    """Change a cycle that has not opened, its steps too. Raises `CycleRefused` once it is open."""
    _require_secretariat(by, cycle)
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.state != Cycle.State.DRAFT:
        raise CycleRefused(Bilingual(zh="週期已開放，期限請以展延調整。", en="The cycle is open; use an extension to change a date."))
    _refuse_backward_dates(opens_on, [step.due_on for step in steps])
    before: dict[str, object] = {"title": locked.title, "opens_on": locked.opens_on.isoformat(), "audience": locked.audience}
    before |= {"steps": [f"{step.code} {step.due_on}" for step in locked.steps.all()]}
    locked.title, locked.opens_on, locked.audience = title, opens_on, audience
    locked.full_clean()
    locked.save(update_fields=["title", "opens_on", "audience"])
    locked.steps.all().delete()
    _store_steps(locked, steps)
    after: dict[str, object] = {"title": title, "opens_on": opens_on.isoformat(), "audience": audience}
    after |= {"steps": [f"{step.code} {step.due_on}" for step in steps]}
    changed = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if changed:
        record(locked, "change", by=by, at=at, difference=changed)
    return locked


def _refuse_backward_dates(opens_on: date, dates: Sequence[date]) -> None:
    if not dates:
        raise CycleRefused(Bilingual(zh="至少要有一個步驟。", en="A cycle needs at least one step."))
    for earlier, later in pairwise([opens_on, *dates]):
        if later < earlier:
            raise CycleRefused(
                Bilingual(
                    zh=f"期限須依步驟順序：{later} 早於前一步驟的 {earlier}。", en=f"Dates follow the steps: {later} is before {earlier}."
                )
            )


def _store_steps(cycle: Cycle, steps: Sequence[PlannedStep]) -> None:
    for position, step in enumerate(steps):
        row = CycleStep(cycle=cycle, position=position, code=step.code, label_zh=step.label_zh, label_en=step.label_en)
        row.role, row.place, row.due_on, row.reader_role = step.role.value, step.place.value, step.due_on, step.reader_role
        row.only_sections = list(step.only_sections)
        row.full_clean()
        row.save()


@transaction.atomic
def open_cycle(cycle: Cycle, items: Iterable[PlannedItem], *, by: User, at: datetime) -> list[DueItem]:
    """Open a cycle: every planned item becomes a due item with its route. Raises `CycleRefused` where somebody or everything is missing.

    A cycle may open late; officers file from the day it opens or from ``opens_on``, whichever is later.
    """
    planned = list(items)
    homeless = [item.code for item in planned if item.organization is None]
    if not planned or homeless:
        raise CycleRefused(
            Bilingual(
                zh=f"沒有填報機關：{'、'.join(homeless)}。請先指定。", en=f"Nobody files {', '.join(homeless)}; name an organisation first."
            )
            if homeless
            else Bilingual(zh="這個週期沒有任何應填報項目。", en="There is nothing to report in this cycle.")
        )
    perform(cycle, CYCLE, "open", by=by, at=at, changes={"opened_at": at}, difference={"items": len(planned)})
    return _make_items(cycle, planned, at=at)


def _make_items(cycle: Cycle, planned: Sequence[PlannedItem], *, at: datetime) -> list[DueItem]:
    steps = list(cycle.steps.all())
    made = []
    for plan in planned:
        if plan.organization is None:
            raise ValueError(plan.code)
        first = plan.appearances[0]
        item = DueItem(cycle=cycle, subject_type=plan.subject_type, subject_key=plan.subject_key, code=first.code, sort_key=first.sort_key)
        item.name, item.organization, item.ministry = first.name[:300], plan.organization, plan.ministry or plan.organization
        item.full_clean()
        item.save()
        item.co_organizations.set(plan.co_organizations)
        places = Appearance.objects.bulk_create(
            Appearance(
                item=item,
                code=place.code,
                sort_key=place.sort_key,
                name=place.name[:300],
                section=place.section,
                section_key=place.section_key,
                section_name=place.section_name[:300],
                group=place.group,
                lead_ministry=place.lead_ministry,
            )
            for place in plan.appearances
        )
        Station.objects.bulk_create(
            Station(
                item=item,
                step=steps[stop.step],
                appearance=None if stop.appearance is None else places[stop.appearance],
                position=position,
                role=stop.role.value,
                organization=stop.organization,
                body=stop.body,
                due_on=steps[stop.step].due_on,
                since=at if position == 0 else None,
            )
            for position, stops in enumerate(route_of(plan, steps, council=cycle.council))
            for stop in stops
        )
        made.append(item)
    return made


@transaction.atomic
def extend_step(
    step: CycleStep, *, due_on: date, reason: str, organization: Organization | None = None, by: User, at: datetime
) -> Extension:
    """Give everybody, or one organisation's items, a later date for a step. Raises `CycleRefused` without reason or for an earlier date."""
    _require_secretariat(by, step.cycle)
    if not reason.strip():
        raise CycleRefused(Bilingual(zh="展延必須寫明理由。", en="Give the reason of the extension."))
    stations = Station.objects.filter(step=step, approved_at=None, due_on__lt=due_on)
    if organization is not None:
        stations = stations.filter(item__organization=organization)
    moved = stations.update(due_on=due_on)
    if not moved:
        raise CycleRefused(
            Bilingual(
                zh="沒有可展延的項目：新期限須晚於原期限，且該步驟尚未完成。",
                en="Nothing to extend: the new date must be later and the step not done.",
            )
        )
    extension = Extension(step=step, organization=organization, due_on=due_on, reason=reason.strip(), by=by, at=at)
    extension.full_clean()
    extension.save()
    whom = organization.code if organization else "all"
    record(
        step.cycle,
        "extend",
        by=by,
        at=at,
        difference={"step": step.code, "for": whom, "until": due_on, "items": moved},
        reason=reason.strip(),
    )
    return extension


def cancel_cycle(cycle: Cycle, *, reason: str, by: User, at: datetime) -> None:
    """Cancel a cycle that will not be finished; what was written stays in the history. Raises `TransitionRefused` without reason."""
    perform(cycle, CYCLE, "cancel", by=by, at=at, comment=reason)
