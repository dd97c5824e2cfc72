"""A row of an indicator execution table, typed: what `imports` produces, `findings` reads and `services` stores."""

from dataclasses import dataclass
from decimal import Decimal

from yongxu.documents.table import Problem
from yongxu.quantities.statements import LastKnown, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One figure of a group (女, 18–24 歲, 北區) beside the total; ``part`` is the position of the actual value it breaks down."""

    part: int
    dimension: str
    category: str
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of one year. ``verdicts`` has one entry per target part; ``target_text`` and ``result_text`` are as printed."""

    code: str
    starred: bool
    goal: str
    goal_name: str
    goal_lead: str | None
    name: str
    agencies: tuple[str, ...]
    agency_note: str
    same_as: tuple[str, ...]
    target_text: str
    result_text: str
    targets: tuple[TargetPart, ...]
    actuals: tuple[ResultPart, ...]
    pairs: tuple[int | None, ...]
    verdicts: tuple[Verdict, ...]
    verdict: Verdict
    expected_on: str | None
    last_known: LastKnown | None
    claims_met: bool | None
    lag_reason: str
    countermeasures: str
    remarks: str
    place: str
    breakdowns: tuple[Breakdown, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """One file: the year it reports (CE) and its rows. ``problems`` name everything that was not certain."""

    title: str
    year: int | None
    rows: tuple[IndicatorRow, ...]
    problems: tuple[Problem, ...]
