"""The engine: transitions as data, `available` draws the buttons, `perform` is the only way a state changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from yongxu.history.models import Entry
from yongxu.history.services import record
from yongxu.quantities.wording import Bilingual
from yongxu.workflow.actors import Actor


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: its name, from which states to which, the permission it needs, how it is called inside and in public."""

    name: str
    sources: tuple[str, ...]
    target: str
    permission: str
    label: Bilingual
    public_label: Bilingual
    comment_required: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """The transition table of one model, whose state stands in ``field``."""

    transitions: Sequence[Transition]
    field: str = "state"

    def transition(self, name: str) -> Transition:
        """The transition of that name; KeyError when the table has none."""
        return {item.name: item for item in self.transitions}[name]


class TransitionRefused(Exception):
    """A step that may not be done now; ``message`` says why to the person."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


def available(obj: models.Model, workflow: Workflow, *, user: Actor) -> list[Transition]:
    """The transitions that the user may perform on the object now, in the order of the table."""
    state = getattr(obj, workflow.field)
    return [item for item in workflow.transitions if state in item.sources and user.has_perm(item.permission, obj)]


def perform(
    obj: models.Model,
    workflow: Workflow,
    name: str,
    *,
    by: Actor,
    at: datetime,
    comment: str = "",
    origin: str = "",
    difference: Mapping[str, object] | None = None,
    changes: Mapping[str, object] | None = None,
) -> Entry:
    """Perform a transition and write its history in one transaction, or raise `TransitionRefused` and change nothing.

    ``changes`` are other fields of the row that change with the state, as part of the same step.

    The row is locked and read anew, so of two people who press at the same time one is told that the state has changed.
    """
    step = workflow.transition(name)
    with transaction.atomic():
        current = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
        state = getattr(current, workflow.field)
        if state not in step.sources:
            raise TransitionRefused(
                Bilingual(
                    zh=f"目前狀態是「{state}」，不能{step.label.zh}；請重新整理頁面。",
                    en=f"The state is now {state!r}; it is too late to {step.label.en.lower()}.",
                )
            )
        if not by.has_perm(step.permission, current):
            raise TransitionRefused(Bilingual(zh=f"您沒有權限{step.label.zh}。", en=f"You may not {step.label.en.lower()}."))
        if step.comment_required and not comment.strip():
            raise TransitionRefused(Bilingual(zh=f"{step.label.zh}必須寫明理由。", en=f"Give a reason to {step.label.en.lower()}."))
        new = {workflow.field: step.target, **(changes or {})}
        changed: dict[str, object] = {}
        for field, value in new.items():
            if field == workflow.field or getattr(current, field) != value:
                changed[field] = [getattr(current, field), value]
                setattr(current, field, value)
        current.full_clean()
        current.save(update_fields=list(new))
        entry = record(
            current,
            step.name,
            by=by,
            at=at,
            difference={**changed, **(difference or {})},
            reason=comment.strip(),
            origin=origin,
        )
    for field, value in new.items():
        setattr(obj, field, value)
    return entry
