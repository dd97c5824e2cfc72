"""A programme table of one measure, made in code, and how it is read."""

from decimal import Decimal

from tests.documents.grids import grid
from yongxu.climate.imports import read_report
from yongxu.climate.layout import LAYOUT
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.documents.layout import recognise

HEADER = {
    "strategy": "推動策略",
    "measure": "推動措施",
    "plan": "具體計畫",
    "element": "元素",
    "agency": "主(協)辦機關",
    "target": "預期效益",
    "result": "113年執行成果",
    "period": "推動期程",
    "money": "經費執行(萬元)/執行率",
    "funding": "經費來源",
}
ROW = {
    "strategy": "1.1 示範策略",
    "measure": "1.1.1 示範措施",
    "plan": "辦理示範",
    "element": "減緩",
    "agency": "示範署",
    "target": "輔導 80 家",
    "result": "輔導 45 家",
    "period": "110-113",
    "money": "500(98%)",
    "funding": "公務預算",
}


def read(*rows: list[str], header: dict[str, str] = HEADER, **others: object) -> ProgrammeReport:
    table = grid([list(header.values()), *rows], **others)
    heading = recognise(table, (LAYOUT,))
    assert heading is not None
    return read_report(table, heading)


def cells(**changed: str) -> list[str]:
    return list({**ROW, **changed}.values())


def rate_of(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def measure(header: dict[str, str] | None = None, *, heading: tuple[str, ...] = (), **changed: str) -> MeasureRow:
    report = read(cells(**changed), header={**HEADER, **(header or {})}, heading=heading)
    assert report.problems == ()
    (row,) = report.rows
    return row


def problems(report: ProgrammeReport) -> list[tuple[str, str]]:
    return [(problem.place, problem.message.en) for problem in report.problems]


def amounts(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)
