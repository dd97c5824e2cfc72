"""A row of an action programme's execution table, typed: what `imports` produces, `findings` reads and `services` stores."""

from dataclasses import dataclass
from decimal import Decimal

from yongxu.documents.table import Problem
from yongxu.quantities.statements import ResultPart, TargetPart


@dataclass(frozen=True, slots=True)
class Strategy:
    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class EmissionReduction:
    """Tonnes of CO2e: in the year, and cumulative since the phase began; ``kind`` as the row says, ``unspecified`` if it does not.

    ``recurrence`` is what the figure of the year counts: ``per_year`` comes again every year, ``one_off`` once, ``cumulative`` is a sum
    up to that year, ``mixed`` was put together from figures that say different things, None where the row does not say.
    """

    year: Decimal | None
    cumulative: Decimal | None
    kind: str | None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of one year. ``executed_ntd`` are the printed executed amounts in 元, ``execution_rate`` a percentage.

    ``period`` is the first and last ROC year; ``ended`` says the row itself states that it ran only to an earlier year.
    """

    code: str
    strategy: Strategy
    name: str
    plan: str
    is_new: bool
    element: str | None
    agencies: tuple[str, ...]
    co_agencies: tuple[str, ...]
    period: tuple[int, int] | None
    target_text: str
    result_text: str
    targets: tuple[TargetPart, ...]
    results: tuple[ResultPart, ...]
    pairs: tuple[int | None, ...]
    executed_ntd: tuple[Decimal, ...]
    execution_rate: Decimal | None
    money_text: str
    money_note: str
    funding: tuple[str, ...]
    ended: bool
    co2e: EmissionReduction
    place: str


@dataclass(frozen=True, slots=True)
class ProgrammeReport:
    """One file: the ROC year it reports and its rows. ``problems`` name everything that was not certain."""

    title: str
    year: int | None
    rows: tuple[MeasureRow, ...]
    problems: tuple[Problem, ...]
