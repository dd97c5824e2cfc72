"""The kinds of table there are. What reads, judges and prints one kind is loaded when a table of that kind comes."""

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from yongxu.climate.layout import LAYOUT as MEASURES
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.documents.layout import Heading, Layout
from yongxu.documents.table import Table
from yongxu.indicators.layout import LAYOUT as INDICATORS
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.findings import Finding
from yongxu.quantities.interchange import Json, Object

Report = IndicatorReport | ProgrammeReport


class _Imports(Protocol):
    def read_report(self, table: Table, heading: Heading) -> Report: ...


class _Interchange(Protocol):
    def report_from_json(self, document: Object) -> Report: ...
    def row_to_json(self, row: IndicatorRow | MeasureRow) -> dict[str, Json]: ...


class _Findings(Protocol):
    def find_all(self, report: Report) -> tuple[tuple[Finding, ...], ...]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: how its header looks, what it makes, whose subject it is, and which command stores it."""

    layout: Layout
    report: type[Report]
    subject: str
    load_command: str

    @property
    def name(self) -> str:
        return self.layout.kind

    @property
    def imports(self) -> _Imports:
        imports: _Imports = import_module(f"{self.subject}.imports")
        return imports

    @property
    def interchange(self) -> _Interchange:
        interchange: _Interchange = import_module(f"{self.subject}.interchange")
        return interchange

    @property
    def findings(self) -> _Findings:
        findings: _Findings = import_module(f"{self.subject}.findings")
        return findings


KINDS = (
    Kind(INDICATORS, IndicatorReport, "yongxu.indicators", "load_indicators"),
    Kind(MEASURES, ProgrammeReport, "yongxu.climate", "load_measures"),
)


def kind_of(report: Report) -> Kind:
    """The kind of table that a report was read from."""
    return next(kind for kind in KINDS if isinstance(report, kind.report))
