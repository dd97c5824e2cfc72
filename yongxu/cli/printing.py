"""Reports as JSON (docs/reading.md) and as a table for people."""

from collections.abc import Sequence
from pathlib import Path

from yongxu.cli.files import read_file
from yongxu.cli.kinds import Kind, Report, kind_of
from yongxu.climate.rows import MeasureRow
from yongxu.documents.table import Problem
from yongxu.indicators.rows import IndicatorRow
from yongxu.quantities.findings import Finding
from yongxu.quantities.interchange import Json, finding_to_json
from yongxu.quantities.verdicts import Verdict
from yongxu.quantities.wording import Bilingual


def read_document(path: Path, *, language: str) -> dict[str, Json]:
    """What `yongxu read` prints of a file (docs/reading.md). Raises `UnreadableFile`."""
    kind, report = read_file(path)
    return document_of(kind, report, language=language)


def document_of(kind: Kind, report: Report, *, language: str) -> dict[str, Json]:
    """A report as one JSON object, with the findings of every row."""
    rows: list[Json] = []
    for row, found in zip(rows_of(report), findings_of(report), strict=True):
        listed: list[Json] = [finding_to_json(item, language=language) for item in found]
        rows.append({**row, "findings": listed})
    problems: list[Json] = [{"place": item.place, "message": item.message.text(language)} for item in report.problems]
    return {"kind": kind.name, "title": report.title, "year": report.year, "rows": rows, "problems": problems}


def rows_of(report: Report) -> list[dict[str, Json]]:
    """The rows as JSON has them."""
    return [kind_of(report).interchange.row_to_json(row) for row in report.rows]


def findings_of(report: Report) -> tuple[tuple[Finding, ...], ...]:
    """The findings of every row."""
    return kind_of(report).findings.find_all(report)


def summary_of(report: Report, *, language: str) -> str:
    """A table for people: title, a line per row with verdict and number of findings, then the problems."""
    counts = [len(found) for found in findings_of(report)]
    rows: Sequence[IndicatorRow | MeasureRow] = report.rows
    lines = [f"{report.title} ({report.year})"]
    for row, count in zip(rows, counts, strict=True):
        verdict = VERDICT_WORDS[row.verdict].text(language) if isinstance(row, IndicatorRow) else money_words(row, language=language)
        noted = FINDINGS_WORD.text(language).format(count=count) if count else ""
        lines.append(f"{row.code:<8}{wide(verdict, 18)}{wide(noted, 14)}{row.name}")
    lines += [problem_line(problem, language=language) for problem in report.problems]
    return "\n".join(lines)


VERDICT_WORDS = {
    Verdict.MET: Bilingual("達成", "met"),
    Verdict.MISSED: Bilingual("未達成", "missed"),
    Verdict.NOT_DUE: Bilingual("未達統計週期", "not due"),
    Verdict.NOT_APPLICABLE: Bilingual("不適用", "not applicable"),
    Verdict.NEEDS_JUDGEMENT: Bilingual("待人工判定", "needs judgement"),
}
FINDINGS_WORD = Bilingual("疑義 {count} 項", "findings: {count}")


def money_words(row: MeasureRow, *, language: str) -> str:
    """The execution rate of a measure, or that it has ended."""
    if row.ended:
        return Bilingual("已結束", "ended").text(language)
    return "" if row.execution_rate is None else Bilingual(f"執行率 {row.execution_rate}%", f"rate {row.execution_rate}%").text(language)


def wide(text: str, width: int) -> str:
    """The text filled up to a width in which a Chinese character takes two places."""
    return text + " " * max(1, width - sum(2 if ord(character) > 0x2E80 else 1 for character in text))


def problem_line(problem: Problem, *, language: str) -> str:
    """A problem with its place."""
    return f"{problem.place}: {problem.message.text(language)}"
