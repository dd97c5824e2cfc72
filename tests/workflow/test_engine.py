"""The engine on a small model: who may do what when, and that a refusal changes nothing."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import rules

from yongxu.accounts.models import User
from yongxu.history.models import Entry
from yongxu.organizations.models import Organization
from yongxu.quantities.wording import Bilingual
from yongxu.workflow.engine import Transition, TransitionRefused, Workflow, available, perform

DONE = Bilingual(zh="完成", en="Done")
# An organisation's kind stands in for a state: a real row with a choices field, no model made for the test alone.
TABLE = Workflow(
    field="kind",
    transitions=(
        Transition("upgrade", ("unit",), "agency", "organizations.move", Bilingual(zh="升格", en="Upgrade"), DONE),
        Transition("return", ("agency",), "unit", "organizations.move", Bilingual(zh="退回", en="Return"), DONE, comment_required=True),
    ),
)


@pytest.fixture
def unit(db: None) -> Organization:
    return Organization.objects.create(code="demo", kind="unit")


@rules.predicate
def is_owner(user: User, _organization: Organization | None) -> bool:
    return user.email == "owner@example.org"


@pytest.fixture(autouse=True)
def permission() -> Iterator[None]:
    rules.add_perm("organizations.move", is_owner)
    yield
    rules.remove_perm("organizations.move")


def test_buttons_are_what_this_person_may_do_now(unit: Organization, owner: User, stranger: User) -> None:
    assert [item.name for item in available(unit, TABLE, user=owner)] == ["upgrade"]
    assert available(unit, TABLE, user=stranger) == []


def test_step_changes_state_and_writes_history(unit: Organization, owner: User, now: datetime) -> None:
    perform(unit, TABLE, "upgrade", by=owner, at=now)
    entry = Entry.objects.get()
    assert (unit.kind, Organization.objects.get().kind) == ("agency", "agency")
    assert (entry.verb, entry.difference, entry.actor) == ("upgrade", {"kind": ["unit", "agency"]}, owner)


@pytest.mark.parametrize(
    ("state", "step", "comment", "said"),
    [
        ("agency", "upgrade", "", "The state is now 'agency'"),
        ("agency", "return", "  ", "Give a reason to return"),
    ],
)
def test_refused_step_changes_nothing(
    unit: Organization, owner: User, now: datetime, state: str, step: str, comment: str, said: str
) -> None:
    Organization.objects.update(kind=state)
    with pytest.raises(TransitionRefused, match=said):
        perform(unit, TABLE, step, by=owner, at=now, comment=comment)
    assert (Organization.objects.get().kind, Entry.objects.count()) == (state, 0)


def test_stranger_is_refused_with_a_reason(unit: Organization, stranger: User, now: datetime) -> None:
    with pytest.raises(TransitionRefused, match="You may not upgrade") as refusal:
        perform(unit, TABLE, "upgrade", by=stranger, at=now)
    assert refusal.value.message.zh == "您沒有權限升格。"
    assert Organization.objects.get().kind == "unit"


def test_reason_is_kept(unit: Organization, owner: User, now: datetime) -> None:
    perform(unit, TABLE, "upgrade", by=owner, at=now)
    perform(unit, TABLE, "return", by=owner, at=now, comment="編制未核定")
    assert [entry.reason for entry in Entry.objects.all()] == ["", "編制未核定"]
