"""What a target or a result says: its number, unit, direction, basis and time, beside the words themselves."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "=="
    BETWEEN = "between"
    QUALITATIVE = "qualitative"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TargetPart:
    """One measurable (or qualitative) demand of a target 目標分項.

    ``value`` and ``upper`` are in the base unit named by ``unit``. ``direction_from`` says where ``comparator`` comes
    from: ``statement``, ``indicator`` or ``rule:<name>``; None where there is no direction. ``better`` is ``higher`` or
    ``lower``, which of two results is the better one, so that a range can be judged from outside. ``basis`` is ``per_year``,
    ``cumulative``, ``phase``, ``by_year:114`` (ROC year), ``per_case``, ``average``, ``growth``, ``change_from_base`` or ``share``.
    ``phrase`` is the quantity phrase, the words that name what is counted. ``per`` is what a rate is counted against (每十萬人口, 千人率:
    ``十萬人``, ``千人``; 每人每日: ``人/日``), None for a plain figure; ``unit`` stays as printed.
    """

    text: str
    comparator: Comparator
    direction_from: str | None = None
    better: str | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    basis: str = "per_year"
    basis_stated: bool = False
    phrase: str = ""
    number: str | None = None
    not_applicable: bool = False
    not_due: bool = False
    approximate: bool = False
    per: str | None = None


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The last published figure of a series whose current year is not yet out."""

    year: str
    value: Decimal
    unit: str | None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class ResultPart:
    """One stated result 實績分項. ``span`` is the first and last ROC year it covers, None where it is not stated.

    ``estimate`` is a provisional figure and never the actual value; ``claims_met`` is the agency's own word.
    """

    text: str
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    span: tuple[int, int] | None = None
    data_year: int | None = None
    phrase: str = ""
    number: str | None = None
    not_due: bool = False
    estimate: Decimal | None = None
    expected_on: str | None = None
    last_known: LastKnown | None = None
    claims_met: bool | None = None
    approximate: bool = False
    per: str | None = None
