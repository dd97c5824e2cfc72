"""The `yongxu` command: thin. What needs no database never imports Django; everything else is a Django command."""

import argparse
import gc
import json
import locale
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from yongxu.cli.files import read_file
from yongxu.cli.printing import document_of, findings_of, summary_of
from yongxu.documents.table import UnreadableFile
from yongxu.indicators.rows import IndicatorReport
from yongxu.quantities.findings import findings_table
from yongxu.quantities.interchange import Json, finding_to_json
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
  yongxu load FILE [--dry-run]     store a table; says what is new, changed, the same, in conflict, unknown; --targets-only
  yongxu findings [--year 2024]    what does not add up in the record; --json
  yongxu achievement --year 2024   achievement of every goal; --json, --twins once|printed
  yongxu export indicators --year 2024 --format json|csv
  yongxu verify-history [--json]   find whatever was altered in the history behind the program's back; --anchor FILE
  yongxu seal-history              seal the history now and print the seal, to be kept elsewhere
  yongxu prune-history             delete sign-ins, exports and the like that are past their time (the nightly task does it too)
  yongxu bodies [FILE]             names of circles that are still to be entered; FILE enters them; --dry-run
  yongxu demo_accounts             with which fictional accounts one can sign in here
  yongxu roles [--write]           the table of roles and permissions
  yongxu work                      run queued tasks, and the nightly ones
  yongxu COMMAND …                 any other Django command; `yongxu help` lists them

Exit status: 0 done, 1 refused because of its content, 2 wrong use or an unreadable file."""


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
        return fail(error.message, WRONG_USE, language=language_of(rest))
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (the reader of our output has gone)
        return DONE


def read(arguments: Sequence[str]) -> int:
    """`yongxu read FILE`: print what a table says."""
    gc.set_threshold(100_000)  # a short process leaves little behind; looking for cycles less often saves it time
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
    parser.add_argument("--targets-only", action="store_true", help="leave out the results: what a reporting cycle begins with")
    options = parser.parse_args(arguments)
    if options.targets_only and options.replace:
        parser.error("--targets-only publishes nothing, so it cannot --replace what was published")
    kind, report = read_file(options.file)
    import hashlib  # not at the top: `yongxu read` needs neither this nor secrets and starts faster without

    checksum = hashlib.sha256(options.file.read_bytes()).hexdigest()
    return run_django(
        [kind.load_command],
        report=report,
        file_name=options.file.name,
        sha256=checksum,
        dry_run=options.dry_run,
        replace_published=options.replace,
        targets_only=options.targets_only,
        within=options.framework if isinstance(report, IndicatorReport) else options.programme,
    )


def serve(arguments: Sequence[str]) -> int:
    """`yongxu serve`: the site, by granian."""
    parser = argparse.ArgumentParser(prog="yongxu serve", description="Serve the site.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    options = parser.parse_args(arguments)
    print(f"http://localhost:{options.port}", flush=True)
    command = server_command("config.wsgi:application", host=options.host, port=options.port)
    os.execv(sys.executable, command)  # noqa: S606  (our own interpreter, a list of arguments, no shell)


def server_command(application: str, *, host: str = "127.0.0.1", port: int) -> list[str]:
    """How granian is started, with the settings that the site is served with."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    return [*command, "--log-level", "warning", "--blocking-threads", "4", application]


def secret(arguments: Sequence[str]) -> int:
    """`yongxu secret`: a good secret key."""
    argparse.ArgumentParser(prog="yongxu secret", description="Print a good YONGXU_SECRET_KEY.").parse_args(arguments)
    import secrets

    print(secrets.token_urlsafe(64))
    return DONE


def own_language() -> str:
    """The language of the terminal: English only where the locale says so."""
    return "en" if (os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or "").lower().startswith("en") else "zh"


def language_of(arguments: Sequence[str]) -> str:
    """The language that ``--language`` asks for, else the terminal's."""
    following = dict(pairwise(arguments))
    asked = following.get("--language") or next((word.partition("=")[2] for word in arguments if word.startswith("--language=")), "")
    return asked or own_language()


def fail(message: Bilingual, status: int, *, language: str) -> int:
    """Say in one line what is wrong."""
    print(f"yongxu: {message.text(language)}", file=sys.stderr)
    return status


def run_django(arguments: Sequence[str], **options: object) -> int:
    """Run a Django command. With ``options`` it gets objects instead of text."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility, call_command, get_commands
    from django.core.management.base import CommandError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        if options:
            call_command(arguments[0], **options)
        else:
            command = arguments[0].replace("-", "_") if arguments[0].replace("-", "_") in get_commands() else arguments[0]
            if command not in {*get_commands(), "help", "version", "--version"}:
                unknown = Bilingual(f"沒有 {arguments[0]} 這個指令；請看 yongxu --help", f"no command {arguments[0]}; see yongxu --help")
                return fail(unknown, WRONG_USE, language=own_language())
            ManagementUtility(["yongxu", command, *arguments[1:]]).execute()
    except ImproperlyConfigured as error:
        print(f"yongxu: {error}", file=sys.stderr)
        return WRONG_USE
    except CommandError as error:
        print(f"yongxu: {error}", file=sys.stderr)
        return error.returncode
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else REFUSED
    return DONE
