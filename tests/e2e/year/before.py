"""What stands on record before the year begins: the targets of two published tables, and fictional people in every role they need."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from yongxu.accounts.models import Role, RoleHolding, User
from yongxu.climate import filing as measure_filing
from yongxu.climate import interchange as measure_interchange
from yongxu.climate.plans import plan_items as plan_measures
from yongxu.climate.rows import MeasureRow
from yongxu.climate.services import DATA as MEASURES
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes
from yongxu.goals.services import load_framework, load_mapping, read_framework, read_mapping
from yongxu.indicators import filing as indicator_filing
from yongxu.indicators import interchange as indicator_interchange
from yongxu.indicators.plans import plan_items as plan_indicators
from yongxu.indicators.rows import IndicatorRow
from yongxu.indicators.services import DATA as INDICATORS
from yongxu.indicators.services import load_report
from yongxu.organizations.models import Body
from yongxu.organizations.services import load_bodies, load_organizations, read_bodies, read_organizations
from yongxu.reporting.differences import Source
from yongxu.reporting.models import CycleStep
from yongxu.reporting.plans import PlannedItem, Stop, route_of, standard_steps

YEAR = 2024
AT = datetime(2025, 2, 3, 2, 0, tzinfo=UTC)
SEATS = "seats.json"
PASSWORD = "a-year-of-reports-113"
INDICATOR_REPORT = indicator_interchange.report_from_json(json.loads((INDICATORS / "indicators-2024.json").read_text(encoding="utf-8")))
MEASURE_REPORT = measure_interchange.report_from_json(json.loads((MEASURES / "manufacturing-113.json").read_text(encoding="utf-8")))
INDICATOR_ROWS: dict[str, IndicatorRow] = {row.code: row for row in INDICATOR_REPORT.rows}
MEASURE_ROWS: dict[str, MeasureRow] = {row.code: row for row in MEASURE_REPORT.rows}
SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂"
GIVEN = ("怡安", "柏翰", "雅筑", "冠宇", "佩真", "子傑", "思妤", "承恩", "惠雯", "宗翰")


@dataclass(frozen=True, slots=True)
class Seat:
    """A role at a place, by the place's code; what the address of its holder is made of."""

    role: Role
    place: str

    @property
    def email(self) -> str:
        return f"{self.role.value}.{self.place}@example.org"

    def __str__(self) -> str:
        return f"{self.role.value} {self.place}"


Routes = Mapping[str, Sequence[Seat]]
"""Code of an item → the seats that its report comes to, the officer's first."""


def prepare() -> None:
    """Fill an empty, migrated record."""
    by = User.objects.system_user("load")
    load_organizations(read_organizations(), by=by, at=AT)
    load_bodies(read_bodies(), by=by, at=AT)
    for code in ("tsdg", "sdg"):
        load_framework(read_framework(code), by=by, at=AT)
    load_mapping(read_mapping("tsdg", "sdg"), by=by, at=AT)
    load_programmes(read_programmes(), by=by, at=AT)
    targets, benefits = indicator_filing.without_results(INDICATOR_REPORT), measure_filing.without_results(MEASURE_REPORT)
    load_report(targets, framework="tsdg", source=Source("targets.json", ""), by=by, at=AT, published=False)
    load_programme_report(benefits, programme="manufacturing", source=Source("plan.json", ""), by=by, at=AT, published=False)
    planned = {"indicators": ("indicators", plan_indicators("tsdg")), "measures": ("sectors", plan_measures("sectors", "manufacturing"))}
    routes = {chapter: _routes(subject, items) for chapter, (subject, items) in planned.items()}
    seats: dict[Seat, Stop | None] = {Seat(role, "council"): None for role in (Role.MEMBER, Role.AUDITOR, Role.EXECUTIVE)}
    for item in routes.values():
        for route in item.values():
            seats |= route
    _appoint(seats, by)
    told = {chapter: {code: [str(seat) for seat in route] for code, route in items.items()} for chapter, items in routes.items()}
    (settings.YONGXU_DATA / SEATS).write_text(json.dumps(told), encoding="ascii")


def read_routes(folder: Path) -> dict[str, Routes]:
    """Per chapter (``indicators``, ``measures``) and code whose desks a report comes to, from what `prepare` left in the data folder."""
    told: dict[str, dict[str, list[str]]] = json.loads((folder / SEATS).read_text(encoding="ascii"))
    return {
        chapter: {
            code: [Seat(Role(role), place) for role, _, place in (seat.partition(" ") for seat in seats)] for code, seats in items.items()
        }
        for chapter, items in told.items()
    }


def _routes(subject: str, items: list[PlannedItem]) -> dict[str, dict[Seat, Stop]]:
    """Every seat that the route of each of these items needs."""
    council = Body.objects.get(code="council")
    steps = [CycleStep(role=step.role, place=step.place, due_on=step.due_on) for step in standard_steps(subject, opens_on=date(2025, 2, 3))]
    found: dict[str, dict[Seat, Stop]] = {}
    for item in items:
        stops = [stop for here in route_of(item, steps, council=council) for stop in here]
        found[item.code] = {Seat(stop.role, place.code if (place := stop.organization or stop.body) else ""): stop for stop in stops}
    return found


def _appoint(seats: dict[Seat, Stop | None], by: User) -> None:
    """One person for each seat. They share a password, which is hashed once."""
    council = Body.objects.get(code="council")
    password = make_password(PASSWORD)
    names = ("".join(pair) for pair in product(GIVEN, SURNAMES))
    for (seat, stop), name in zip(sorted(seats.items(), key=lambda entry: entry[0].email), names, strict=False):
        person = User.objects.create_user(seat.email, None, name=name[-1] + name[:-1])
        User.objects.filter(pk=person.pk).update(password=password)
        holding = RoleHolding(user=person, role=seat.role, starts_on=date(2024, 1, 1), granted_by=by, granted_at=AT)
        holding.organization = stop.organization if stop else None
        holding.body = (stop.body if stop else council) if not holding.organization else None
        holding.full_clean()
        holding.save()
