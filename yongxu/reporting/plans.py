"""What a cycle will ask of whom, worked out before it opens: planned items, their routes, and who is missing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NotRequired, TypedDict

from yongxu.accounts.models import Role
from yongxu.organizations.models import Body, Organization
from yongxu.reporting.models import CycleStep, Place

DATA = Path(__file__).parent / "data"


class StepData(TypedDict):
    code: str
    label_zh: str
    label_en: str
    role: str
    place: str
    days: int
    reader_role: NotRequired[str]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step before its cycle exists. ``only_sections`` limits it to some goals or programmes; empty means all."""

    code: str
    label_zh: str
    label_en: str
    role: Role
    place: Place
    due_on: date
    reader_role: str = ""
    only_sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedAppearance:
    """One code under which an item is shown, and who reviews it there."""

    code: str
    sort_key: str
    name: str
    section: str
    section_key: str
    section_name: str
    group: Body | None
    lead_ministry: Organization | None


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """What one organisation will have to report; the first appearance gives code and name. ``organization`` is None where nobody files."""

    subject_type: str
    subject_key: str
    appearances: tuple[PlannedAppearance, ...]
    organization: Organization | None
    ministry: Organization | None
    co_organizations: tuple[Organization, ...] = ()

    @property
    def code(self) -> str:
        return self.appearances[0].code

    @property
    def name(self) -> str:
        return self.appearances[0].name


@dataclass(frozen=True, slots=True)
class Stop:
    """A station before it exists: which step, which role, at which organisation or body, for which appearance (its index) or for all."""

    step: int
    role: Role
    organization: Organization | None
    body: Body | None
    appearance: int | None = None

    @property
    def place_key(self) -> tuple[str, int | None, int | None]:
        return (
            self.role.value,
            self.organization.pk if self.organization else None,
            self.body.pk if self.body else None,
        )


class NoRoute(ValueError):
    """An item that nobody can file."""


def standard_steps(subject: str, *, opens_on: date) -> list[PlannedStep]:
    """The chain that a subject starts with (data/chains.json), its dates counted in days from the opening."""
    chains: dict[str, list[StepData]] = json.loads((DATA / "chains.json").read_text(encoding="utf-8"))
    return [
        PlannedStep(
            item["code"],
            item["label_zh"],
            item["label_en"],
            Role(item["role"]),
            Place(item["place"]),
            opens_on + timedelta(days=item["days"]),
            item.get("reader_role", ""),
        )
        for item in chains[subject]
    ]


def council_of(subject: str, scope: str, *, bodies: Mapping[int, Body]) -> Body | None:
    """The council whose round a cycle of this subject and scope is: above a body that reviews the framework, else the programme, else all
    programmes of the kind; else the first council, None where there is none. ``bodies`` are all, by key. No query.
    """
    councils = sorted(key for key, body in bodies.items() if body.kind == Body.Kind.COUNCIL)
    for wanted in (f"{scope}:", f"{subject}:{scope}", f"{subject}:*"):
        for _, body in sorted(bodies.items()):
            if any(review == wanted or (wanted.endswith(":") and str(review).startswith(wanted)) for review in body.reviews):
                above: Body | None = body
                while above is not None and above.kind != Body.Kind.COUNCIL:
                    above = bodies.get(above.parent_id) if above.parent_id else None
                return above or bodies[councils[0]]
    return bodies[councils[0]] if councils else None


def route_of(item: PlannedItem, steps: Sequence[CycleStep], *, council: Body) -> list[list[Stop]]:
    """The item's route under its cycle's council: per position the stops that decide there.

    A step that has no place for the item is left out. Raises `NoRoute` where no organisation files. A circle step for a
    group that stands directly under the council (goal 18's task force) goes to the executive officer (mission T6).
    """
    if item.organization is None:
        raise NoRoute(item.code)
    sections = {place.section for place in item.appearances}
    route = []
    for number, step in enumerate(steps):
        if step.only_sections and not sections & set(step.only_sections):
            continue
        stops = list({stop.place_key: stop for stop in reversed(list(_stops(item, number, step, council=council)))}.values())[::-1]
        if stops:
            route.append(stops)
    return route


def _stops(item: PlannedItem, number: int, step: CycleStep, *, council: Body) -> Iterable[Stop]:
    role = Role(step.role)
    several = len(item.appearances) > 1
    if step.place == Place.FILER:
        yield Stop(number, role, item.organization, None)
    elif step.place == Place.MINISTRY:
        yield Stop(number, role, item.ministry or item.organization, None)
    elif step.place == Place.COUNCIL:
        yield Stop(number, role, None, council)
    else:
        for index, place in enumerate(item.appearances):
            own = index if several else None
            if step.place == Place.LEAD_MINISTRY:
                if place.lead_ministry is not None:
                    yield Stop(number, role, place.lead_ministry, None, own)
            elif place.group is None or (step.place == Place.TASK_FORCE and place.group.kind != Body.Kind.TASK_FORCE):
                continue
            elif step.place == Place.CIRCLE:
                circle = place.group.parent
                under_circle = circle is not None and circle.kind == Body.Kind.CIRCLE
                yield Stop(number, role, None, circle, own) if under_circle else Stop(number, Role.EXECUTIVE, None, council, own)
            else:
                yield Stop(number, role, None, place.group, own)
