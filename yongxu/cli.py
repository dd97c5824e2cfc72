"""The `yongxu` command: thin. What needs no database never imports Django; everything else is a Django command."""

import argparse
import csv
import hashlib
import json
import locale
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from yongxu.climate import findings as measure_findings
from yongxu.climate import imports as measures
from yongxu.climate import interchange as measure_rows
from yongxu.climate.rows import ProgrammeReport
from yongxu.documents.layout import Heading, Layout, recognise
from yongxu.documents.reading import read_tables
from yongxu.documents.table import Problem, Table, UnreadableFile
from yongxu.indicators import findings as indicator_findings
from yongxu.indicators import imports as indicators
from yongxu.indicators import interchange as indicator_rows
from yongxu.indicators.rows import IndicatorReport
from yongxu.quantities.findings import Finding, findings_table
from yongxu.quantities.interchange import Json, MalformedRow, Object, document_from_csv, finding_to_json, is_csv_document
from yongxu.quantities.wording import Bilingual

DONE, REFUSED, WRONG_USE = 0, 1, 2

HELP = """yongxu: official execution tables, read, judged and published.

Without a database
  yongxu read FILE                 read a table (PDF, ODT, DOCX, ODS, XLSX, CSV, text) and print it as JSON
  yongxu read FILE --summary       the same for people; --language zh|en
  yongxu findings FILE…            what does not add up in these files; --json
  yongxu serve [--port 8000]       serve the site on http://localhost:8000
  yongxu secret                    print a good YONGXU_SECRET_KEY

With the database (YONGXU_DATA, by default ./data; or DATABASE_URL)
  yongxu migrate                   make or update the tables
  yongxu demo [--remove]           goals, organisations and a fictional city to look at; --remove takes the city away
  yongxu load FILE [--dry-run]     store a table; says what is new, changed, the same, in conflict, unknown
  yongxu findings [--year 2024]    what does not add up in the record; --json
  yongxu achievement --year 2024   achievement of every goal; --json, --twins once|printed
  yongxu export indicators --year 2024 --format json|csv
  yongxu work                      run queued tasks
  yongxu COMMAND …                 any other Django command; `yongxu help` lists them

Exit status: 0 done, 1 refused because of its content, 2 wrong use or an unreadable file."""

Report = IndicatorReport | ProgrammeReport


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: how its header looks, who reads it, and which command stores it."""

    name: str
    layout: Layout
    read: Callable[[Table, Heading], Report]
    restore: Callable[[Object], Report]
    load_command: str


KINDS = (
    Kind(indicator_rows.KIND, indicators.LAYOUT, indicators.read_report, indicator_rows.report_from_json, "load_indicators"),
    Kind(measure_rows.KIND, measures.LAYOUT, measures.read_report, measure_rows.report_from_json, "load_measures"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        print(HELP)
        return DONE
    name, rest = given[0], given[1:]
    own = {"read": read, "findings": findings, "load": load, "serve": serve, "secret": secret}
    try:
        return own[name](rest) if name in own else run_django([name, *rest])
    except UnreadableFile as error:
        return fail(error.message, WRONG_USE)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (the reader of our output has gone)
        return DONE


def read(arguments: Sequence[str]) -> int:
    """`yongxu read FILE`: print what a table says."""
    parser = argparse.ArgumentParser(prog="yongxu read", description="Read an official table and print it as JSON.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--summary", action="store_true", help="print a table for people instead of JSON")
    parser.add_argument("--language", choices=("zh", "en"), default=own_language(), help="language of messages")
    options = parser.parse_args(arguments)
    kind, report = read_file(options.file)
    if options.summary:
        print(summary_of(report, language=options.language))
    else:
        print(json.dumps(document_of(kind, report, language=options.language), ensure_ascii=False, indent=1))
    return DONE


def findings(arguments: Sequence[str]) -> int:
    """`yongxu findings [FILE…]`: what does not add up, in files or, without any, in the record."""
    parser = argparse.ArgumentParser(prog="yongxu findings", description="Say what does not add up, in files or in the record.")
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="tables to examine; without any, what is published")
    parser.add_argument("--year", type=int, help="only this CE year of the record")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table for people")
    parser.add_argument("--language", choices=("zh", "en"), default=own_language(), help="language of messages")
    options = parser.parse_args(arguments)
    if not options.files:
        given = ["findings", "--language", options.language]
        return run_django([*given, *(["--json"] if options.json else []), *(["--year", str(options.year)] if options.year else [])])
    documents: list[Json] = []
    for path in options.files:
        kind, report = read_file(path)
        found = [finding for row in findings_of(report) for finding in row]
        if options.json:
            listed: list[Json] = [finding_to_json(item, language=options.language) for item in found]
            documents.append({"file": path.name, "kind": kind.name, "title": report.title, "year": report.year, "findings": listed})
        else:
            print(f"{path.name} · {report.title}\n{findings_table(found, language=options.language)}")
    if options.json:
        print(json.dumps(documents, ensure_ascii=False, indent=1))
    return DONE


def load(arguments: Sequence[str]) -> int:
    """`yongxu load FILE`: store what a table says."""
    parser = argparse.ArgumentParser(prog="yongxu load", description="Store an official table and say what that changes.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    parser.add_argument("--replace", action="store_true", help="let the file take the place of what another document published")
    parser.add_argument("--framework", default="tsdg", help="code of the framework the indicators belong to")
    parser.add_argument("--programme", help="code of the programme the measures belong to; by default the one the title names")
    options = parser.parse_args(arguments)
    kind, report = read_file(options.file)
    checksum = hashlib.sha256(options.file.read_bytes()).hexdigest()
    return run_django(
        [kind.load_command],
        report=report,
        file_name=options.file.name,
        sha256=checksum,
        dry_run=options.dry_run,
        replace_published=options.replace,
        **({"framework": options.framework} if kind.name == indicator_rows.KIND else {"programme": options.programme}),
    )


def serve(arguments: Sequence[str]) -> int:
    """`yongxu serve`: the site, by granian."""
    parser = argparse.ArgumentParser(prog="yongxu serve", description="Serve the site.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    options = parser.parse_args(arguments)
    print(f"http://localhost:{options.port}", flush=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port)]
    command += ["--log-level", "warning", "--blocking-threads", "4", "config.wsgi:application"]
    os.execv(sys.executable, command)  # noqa: S606  (our own interpreter, a list of arguments, no shell)


def secret(arguments: Sequence[str]) -> int:
    """`yongxu secret`: a good secret key."""
    argparse.ArgumentParser(prog="yongxu secret", description="Print a good YONGXU_SECRET_KEY.").parse_args(arguments)
    print(secrets.token_urlsafe(64))
    return DONE


def read_file(path: Path) -> tuple[Kind, Report]:
    """The table of a known kind in a file. Raises `UnreadableFile` when there is none."""
    stored = read_export(path)
    if stored is not None:
        return stored
    tables = read_tables(path)
    layouts = {id(kind.layout): kind for kind in KINDS}
    best: tuple[Heading, Table] | None = None
    for table in tables:
        heading = recognise(table, [kind.layout for kind in KINDS])
        if heading is not None and (best is None or heading.score > best[0].score):
            best = heading, table
    if best is None:
        found = "；".join(" | ".join(text for text in table.rows[0].texts() if text)[:120] for table in tables[:3] if table.rows)
        raise UnreadableFile(
            Bilingual(
                zh=f"認不出這是哪一種表。需要指標執行情形表或行動方案執行情形表；檔案的第一列是：{found}",
                en=f"The table is of no known kind (indicator report, programme report). Its first row: {found}",
            )
        )
    kind = layouts[id(best[0].layout)]
    return kind, kind.read(best[1], best[0])


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
        return kind, kind.restore(document)
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
    if isinstance(report, IndicatorReport):
        return [indicator_rows.row_to_json(row) for row in report.rows]
    return [measure_rows.row_to_json(row) for row in report.rows]


def findings_of(report: Report) -> tuple[tuple[Finding, ...], ...]:
    """The findings of every row."""
    if isinstance(report, IndicatorReport):
        return indicator_findings.find_all(report)
    return measure_findings.find_all(report)


def summary_of(report: Report, *, language: str) -> str:
    """A few lines for people: title, a line per row, the problems."""
    lines = [f"{report.title} ({report.year})"]
    for row in report.rows:
        verdict = row.verdict.value if hasattr(row, "verdict") else ""
        lines.append(f"{row.code:<8} {verdict:<16} {row.name}")
    lines += [problem_line(problem, language=language) for problem in report.problems]
    return "\n".join(lines)


def problem_line(problem: Problem, *, language: str) -> str:
    """A problem with its place."""
    return f"{problem.place}: {problem.message.text(language)}"


def own_language() -> str:
    """The language of the terminal: English only where the locale says so."""
    return "en" if (os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or "").lower().startswith("en") else "zh"


def fail(message: Bilingual, status: int) -> int:
    """Say in one line what is wrong."""
    print(f"yongxu: {message.text(own_language())}", file=sys.stderr)
    return status


def run_django(arguments: Sequence[str], **options: object) -> int:
    """Run a Django command. With ``options`` it gets objects instead of text."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility, call_command
    from django.core.management.base import CommandError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if options:
            import django

            django.setup()
            call_command(arguments[0], **options)
        else:
            names = {"work": "db_worker", "migrate": "prepare_database"} if len(arguments) == 1 else {"work": "db_worker"}
            ManagementUtility(["yongxu", names.get(arguments[0], arguments[0]), *arguments[1:]]).execute()
    except ImproperlyConfigured as error:
        print(f"yongxu: {error}", file=sys.stderr)
        return WRONG_USE
    except CommandError as error:
        print(f"yongxu: {error}", file=sys.stderr)
        return error.returncode
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else REFUSED
    return DONE
