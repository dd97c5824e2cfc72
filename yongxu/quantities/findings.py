"""What a finding 檢核疑義 is, and how a table of rules is run over typed rows; the rules themselves live in their subject."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from yongxu.quantities.wording import Bilingual


class Severity(StrEnum):
    """``error`` contradicts the row itself, ``warning`` must be explained or completed, ``note`` is for the reviewer to weigh."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says about one row: the message, the words or numbers it rests on, and the part (1., 2.) where it has parts."""

    message: Bilingual
    evidence: str = ""
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about one row. ``code`` names the rule (docs/findings.md), ``place`` the row in the file as its reader names it."""

    code: str
    severity: Severity
    row: str
    place: str
    part: str | None
    evidence: str
    message: Bilingual


RowType = TypeVar("RowType")
ReportType = TypeVar("ReportType")


@dataclass(frozen=True, slots=True)
class Rule(Generic[RowType, ReportType]):
    """One rule: a pure function over a row and the report it stands in, and how grave what it finds is."""

    severity: Severity
    check: Callable[[RowType, ReportType], Iterable[Remark]]


def examine(
    rules: Mapping[str, Rule[RowType, ReportType]], row: RowType, report: ReportType, *, code: str, place: str
) -> tuple[Finding, ...]:
    """Every finding of one row, errors first, then in the order of the rules."""
    found = [
        Finding(name, rule.severity, code, place, remark.part, remark.evidence, remark.message)
        for name, rule in rules.items()
        for remark in rule.check(row, report)
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def remark(zh: str, en: str, *, evidence: str = "", part: str | None = None) -> Remark:
    """A remark from its two sentences."""
    return Remark(Bilingual(zh, en), evidence, part)
