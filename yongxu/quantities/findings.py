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


@dataclass(frozen=True, slots=True)
class Examined:
    """The findings of one published table: ``kind`` of table, ``of`` the framework's or programme's code, CE ``year``."""

    kind: str
    of: str
    year: int
    findings: tuple[Finding, ...]


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


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each severity, the gravest first; none is shown as 0."""
    found = [finding.severity for finding in findings]
    return {severity: found.count(severity) for severity in Severity}


def findings_table(findings: Iterable[Finding], *, language: str) -> str:
    """Findings for people: one line each (severity, row, part, message, rule, place) and a line with the counts."""
    found = list(findings)
    labels = {
        Severity.ERROR: Bilingual("錯誤", "error"),
        Severity.WARNING: Bilingual("警告", "warning"),
        Severity.NOTE: Bilingual("提醒", "note"),
    }
    lines = []
    for finding in found:
        row = f"{finding.row} ({finding.part})" if finding.part else finding.row
        label = labels[finding.severity].text(language)
        lines.append(f"{label}  {row:<10} {finding.message.text(language)}  [{finding.code}; {finding.place}]")
    counts = " · ".join(f"{labels[severity].text(language)} {count}" for severity, count in count_by_severity(found).items())
    return "\n".join([*lines, counts])
