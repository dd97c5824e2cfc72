"""Files that hold an execution table, or what this program exported, to the report they make."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from yongxu.cli.kinds import KINDS, Kind, Report
from yongxu.climate.rows import ProgrammeReport
from yongxu.documents.forms import as_list
from yongxu.documents.layout import recognise
from yongxu.documents.reading import read_tables
from yongxu.documents.table import Problem, Table, UnreadableFile
from yongxu.documents.value_rows import with_values_side_by_side
from yongxu.indicators.rows import IndicatorReport
from yongxu.quantities.interchange import MalformedRow, Object, document_from_csv, is_csv_document
from yongxu.quantities.wording import Bilingual


def read_file(path: Path) -> tuple[Kind, Report]:
    """The table of a known kind in a file. Raises `UnreadableFile` when there is none."""
    stored = read_export(path)
    if stored is not None:
        return stored
    known = [kind.layout for kind in KINDS]
    tables = [with_values_side_by_side(as_list(table, known)) for table in read_tables(path)]
    recognised = [(heading, table) for table in tables if (heading := recognise(table, known))]
    if not recognised:
        found = "；".join(" | ".join(text for text in table.rows[0].texts() if text)[:120] for table in tables[:3] if table.rows)
        raise UnreadableFile(
            Bilingual(
                zh=f"認不出這是哪一種表。需要指標執行情形表或行動方案執行情形表；檔案的第一列是：{found}",
                en=f"The table is of no known kind (indicator report, programme report). Its first row: {found}",
            )
        )
    layouts = {id(kind.layout): kind for kind in KINDS}
    kind = layouts[id(max(recognised, key=lambda pair: pair[0].score)[0].layout)]
    reports = [kind.imports.read_report(table, heading) for heading, table in recognised if heading.layout is kind.layout]
    others = [table for heading, table in recognised if heading.layout is not kind.layout]
    return kind, join_reports(reports, [other_table(table) for table in others])


def join_reports(reports: Sequence[Report], problems: Sequence[Problem]) -> Report:
    """The rows of all tables of one kind in a file (a sheet for each goal, say) as one report, with what else was noticed."""
    first, rest = reports[0], reports[1:]
    noticed = (*first.problems, *(problem for report in rest for problem in report.problems), *problems)
    if isinstance(first, IndicatorReport):
        more = tuple(row for report in rest if isinstance(report, IndicatorReport) for row in report.rows)
        return replace(first, rows=(*first.rows, *more), problems=noticed)
    measures_more = tuple(row for report in rest if isinstance(report, ProgrammeReport) for row in report.rows)
    return replace(first, rows=(*first.rows, *measures_more), problems=noticed)


def other_table(table: Table) -> Problem:
    """That a file holds a table of the other kind too, which was not read."""
    header = " | ".join(text for text in table.rows[0].texts() if text)[:80]
    return Problem(
        str(table.rows[0].place),
        Bilingual(
            zh=f"檔案中另有一張不同種類的表，未讀取，請另存成一個檔案：{header}",
            en=f"The file holds a table of the other kind, which was not read; save it to a file of its own: {header}",
        ),
    )


def read_export(path: Path) -> tuple[Kind, Report] | None:
    """What `yongxu export` or `yongxu read` wrote, JSON or CSV; None for any other file. Raises `UnreadableFile` where it is damaged."""
    suffix = path.suffix.lower()
    if suffix not in (".json", ".csv") or not path.is_file():
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if suffix == ".csv" and not is_csv_document(text):
            return None
        document: Object = document_from_csv(text) if suffix == ".csv" else json.loads(text)
        kinds = {kind.name: kind for kind in KINDS}
        kind = kinds[str(document["kind"])]
        return kind, kind.interchange.report_from_json(document)
    except UnicodeDecodeError:
        if suffix == ".csv":
            return None
        raise UnreadableFile(Bilingual(zh="這個 JSON 檔不是 UTF-8 編碼。", en="This JSON file is not encoded in UTF-8.")) from None
    except MalformedRow as error:
        raise UnreadableFile(
            Bilingual(zh=f"這不是 yongxu 匯出的檔案：{error.message.zh}", en=f"This is no file that yongxu exports: {error.message.en}")
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error) as error:
        raise UnreadableFile(
            Bilingual(zh=f"這不是 yongxu 匯出的檔案：{error}", en=f"This is no file that yongxu exports: {error}")
        ) from error
