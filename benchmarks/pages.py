"""How pages grow with the record, and how fast the home page leaves the server.

Run from the repository's root: ``python -m benchmarks.pages``; it makes its own record in a temporary folder.

1. Cold: Django makes the page anew for every request, first with the demo (64 indicators, 47 measures), then with 20 times as many in a
   fictional framework and fictional programmes. Their rows have the shape and length of the demo's, their words and figures are
   invented. This is what a visitor waits for who is the first to ask a server for this page since the record changed. What pages show
   of all rows together was computed by an earlier page (`keep_while_unchanged`): the column ``first`` is the one visitor for whom that
   too had to be done. It grows with the record and has no limit here. A cold page is one of many thousands: the others come from memory.
2. Warm: the home page is fetched from `yongxu serve`, and the same bytes from a server with the same settings that holds them in memory,
   in turns and by the same requests. The load comes from this computer and shares its processors with both servers; at these rates it
   is a large part of the work, which brings the rates closer together. So the servers' own processor time per answer is given too.

Exit status 1 when a page needs other queries, a p95 ratio of cold pages is above 1.5, or the home page reaches less than half of
memory's rate.
"""

import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="yongxu-bench-")
for setting in ("DATABASE_URL", "YONGXU_HOSTS", "YONGXU_DEBUG", "YONGXU_SECRET_KEY"):
    os.environ.pop(setting, None)
os.environ |= {"YONGXU_DATA": FOLDER.name, "DJANGO_SETTINGS_MODULE": "config.settings"}

import django  # noqa: E402

django.setup()

from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from yongxu.accounts.models import User  # noqa: E402
from yongxu.cli import server_command  # noqa: E402
from yongxu.climate.interchange import report_from_json as measures_from_json  # noqa: E402
from yongxu.climate.management.commands.demo import INDICATORS, MEASURES  # noqa: E402
from yongxu.climate.models import Programme  # noqa: E402
from yongxu.climate.rows import MeasureRow, ProgrammeReport  # noqa: E402
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes  # noqa: E402
from yongxu.goals.services import load_framework, load_mapping, read_framework, read_mapping  # noqa: E402
from yongxu.indicators.interchange import report_from_json as indicators_from_json  # noqa: E402
from yongxu.indicators.rows import IndicatorReport, IndicatorRow  # noqa: E402
from yongxu.indicators.services import load_report  # noqa: E402
from yongxu.organizations.services import load_organizations  # noqa: E402
from yongxu.public.views import overview  # noqa: E402
from yongxu.quantities.statements import ResultPart, TargetPart  # noqa: E402
from yongxu.reporting.differences import Source  # noqa: E402

COPIES = 20
TURNS = 5
REQUESTS = 12
"""So often a kind of page is asked for in every turn, and every address at least once."""
COUNTED = 12
"""So many addresses of every kind of page are asked for."""
MOST_P95_RATIO = 1.5
LEAST_RATE_RATIO = 0.5
THREADS = 4
ROUNDS = 5
SECONDS = 1
FICTION = "bench"
HEADERS = {"Accept-Language": "zh-TW", "Host": "localhost"}
PARTS_OF_WORDS = re.compile("[\u4e00-\u9fff]")
DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the records that are compared: its database, the framework its home page shows, and its addresses by kind of page."""

    database: Path
    national: str
    addresses: dict[str, list[str]]

    @contextmanager
    def open(self) -> Iterator[Client]:
        connection.close()
        connection.settings_dict["NAME"] = str(self.database)
        overview.NATIONAL = self.national
        for name in ("pages", "summaries"):
            caches[name].clear()
        yield Client(headers=HEADERS)


@dataclass(slots=True)
class Measured:
    """One kind of page: queries of each address for the first visitor after a change and for a later one; milliseconds of both."""

    queries: list[tuple[int, int]] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]

    def count_queries(self, client: Client, addresses: Sequence[str]) -> None:
        for address in addresses:
            counted = []
            for forgotten in (("pages", "summaries"), ("pages",)):
                for name in forgotten:
                    caches[name].clear()
                with CaptureQueriesContext(connection) as captured:
                    status = client.get(address).status_code
                if status != 200:
                    raise RuntimeError(f"{address} answers {status}")
                counted.append(len(captured))
            self.queries.append((counted[0], counted[1]))

    def take_times(self, client: Client, addresses: Sequence[str]) -> None:
        """Every address once for the first visitor, then so that all are asked for in turn, each time made anew.

        Processor time is taken, so that waiting for other work on the computer does not count; the database works in this process.
        """
        for address in addresses:
            caches["pages"].clear()
            self.first.append(_milliseconds(client, address))
        for turn in range(max(REQUESTS, len(addresses))):
            caches["pages"].clear()
            self.times.append(_milliseconds(client, addresses[turn % len(addresses)]))


def _milliseconds(client: Client, address: str) -> float:
    started = time.process_time()
    client.get(address)
    return (time.process_time() - started) * 1000


class Fiction:
    """Invented names and figures in the shape of the demo's."""

    def __init__(self) -> None:
        self.indicators: IndicatorReport = indicators_from_json(json.loads(INDICATORS.read_bytes()))
        self.measures: ProgrammeReport = measures_from_json(json.loads(MEASURES.read_bytes()))
        printed = [name for row in self.indicators.rows for name in (*row.agencies, row.goal_lead) if name]
        printed += [name for row in self.measures.rows for name in (*row.agencies, *row.co_agencies)]
        self.agencies = {name: f"示範第{number}署" for number, name in enumerate(dict.fromkeys(printed), start=1)}

    def load(self) -> None:
        user, now = User.objects.system_user("bench"), timezone.now()
        load_organizations(
            [
                {
                    "code": f"{FICTION}-{number}", "kind": "agency", "name_zh": name,
                    "name_en": f"Fictional Agency {number}", "parent": None,
                    "predecessor": None, "valid_from": None, "valid_until": None, "aliases": [],
                }
                for number, name in enumerate(self.agencies.values(), start=1)
            ],
            by=user, at=now,
        )  # fmt: skip
        framework = deepcopy(read_framework("tsdg"))
        framework["framework"] = {"code": FICTION, "name_zh": "虛構目標", "name_en": "Fictional goals"}
        for goal in framework["goals"]:
            goal["name_zh"], goal["lead"] = _words(goal["name_zh"]), goal["lead"] and f"{FICTION}-1"
        load_framework(framework, by=user, at=now, is_fictional=True)
        load_mapping({**read_mapping("tsdg", "sdg"), "source": FICTION}, by=user, at=now)
        programmes = deepcopy(read_programmes())
        for item in programmes:
            item["code"], item["name_zh"], item["lead"] = f"{FICTION}-{item['code']}", _words(item["name_zh"]), f"{FICTION}-1"
        load_programmes(programmes, by=user, at=now)
        Programme.objects.filter(code__startswith=f"{FICTION}-").update(is_fictional=True)
        with transaction.atomic():
            for copy in range(COPIES):
                source = Source(f"{FICTION}-{copy}", "", is_demo=True)
                rows = tuple(self._indicator(row, copy) for row in self.indicators.rows)
                report = replace(self.indicators, title=f"虛構 {copy}", rows=rows)
                load_report(report, framework=FICTION, source=source, by=user, at=now)
                measures = tuple(self._measure(row, copy) for row in self.measures.rows)
                programme = replace(self.measures, title=f"虛構 {copy}", rows=measures)
                load_programme_report(programme, programme=f"{FICTION}-manufacturing", source=source, by=user, at=now)

    def _indicator(self, row: IndicatorRow, copy: int) -> IndicatorRow:
        return replace(
            row,
            code=_code(row.code, copy),
            same_as=tuple(_code(code, copy) for code in row.same_as),
            goal_name=_words(row.goal_name),
            goal_lead=row.goal_lead and self.agencies[row.goal_lead],
            name=_words(row.name),
            agencies=tuple(self.agencies[name] for name in row.agencies),
            target_text=_words(row.target_text),
            result_text=_words(row.result_text),
            targets=tuple(_target(part) for part in row.targets),
            actuals=tuple(_result(part) for part in row.actuals),
            lag_reason=_words(row.lag_reason),
            countermeasures=_words(row.countermeasures),
            remarks=_words(row.remarks),
        )

    def _measure(self, row: MeasureRow, copy: int) -> MeasureRow:
        code = row.strategy.code and _code(row.strategy.code, copy)
        return replace(
            row,
            code=_code(row.code, copy),
            strategy=replace(row.strategy, code=code, name=_words(row.strategy.name)),
            name=_words(row.name),
            plan=_words(row.plan),
            agencies=tuple(self.agencies[name] for name in row.agencies),
            co_agencies=tuple(self.agencies[name] for name in row.co_agencies),
            target_text=_words(row.target_text),
            result_text=_words(row.result_text),
            targets=tuple(_target(part) for part in row.targets),
            results=tuple(_result(part) for part in row.results),
            executed_ntd=tuple(amount * 3 for amount in row.executed_ntd),
            money_text=_words(row.money_text),
            money_note=_words(row.money_note),
        )


def _code(code: str, copy: int) -> str:
    return f"{code}.{copy + 1}"


def _words(text: str) -> str:
    return DIGITS.sub("8", PARTS_OF_WORDS.sub("示", text))


def _three_times(value: Decimal | None) -> Decimal | None:
    return None if value is None else value * 3


def _target(part: TargetPart) -> TargetPart:
    value, upper = _three_times(part.value), _three_times(part.upper)
    return replace(part, text=_words(part.text), phrase=_words(part.phrase), value=value, upper=upper)


def _result(part: ResultPart) -> ResultPart:
    value, upper = _three_times(part.value), _three_times(part.upper)
    return replace(part, text=_words(part.text), phrase=_words(part.phrase), value=value, upper=upper)


def addresses_of(framework: str, programme: str, fiction: Fiction, code: Callable[[str], str]) -> dict[str, list[str]]:
    """The addresses of every kind of page; those of the two records answer to each other in order."""
    goals = dict.fromkeys(row.goal for row in fiction.indicators.rows)
    return {
        "home": ["/"],
        "goal": [f"/{framework}/goals/{goal}/" for goal in goals],
        "indicator": [f"/{framework}/indicators/{code(row.code)}/" for row in fiction.indicators.rows[:COUNTED]],
        "measure": [f"/programmes/{programme}/measures/{code(row.code)}/" for row in fiction.measures.rows[:COUNTED]],
    }


def compare_records() -> bool:
    """Measure the pages with both records, in turns; True where all keep to the limits."""
    fiction = Fiction()
    call_command("demo", verbosity=0, stdout=sys.stderr)
    connection.close()
    database = Path(FOLDER.name) / "yongxu.sqlite3"
    demo_alone = Path(shutil.copy(database, database.with_name("small.sqlite3")))
    started = time.perf_counter()
    fiction.load()
    print(f"{COPIES} times the demo's rows loaded in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    own = addresses_of("tsdg", "manufacturing", fiction, lambda code: code)
    invented = addresses_of(FICTION, f"{FICTION}-manufacturing", fiction, lambda code: _code(code, COPIES - 1))
    sides = (Side(demo_alone, "tsdg", own), Side(database, "tsdg", own), Side(database, FICTION, invented))
    measured = {name: tuple(Measured() for _ in sides) for name in own}
    for turn in range(TURNS):
        for place, side in enumerate(sides):
            with side.open() as client:
                for name, addresses in side.addresses.items():
                    if turn == 0:
                        measured[name][place].count_queries(client, addresses)
                        caches["summaries"].clear()
                    measured[name][place].take_times(client, addresses)
    indicators, measures = len(fiction.indicators.rows), len(fiction.measures.rows)
    print(f"small: {indicators} indicators, {measures} measures; large: the same times {COPIES}; beside: small's pages in large's record")
    print("queries: first visitor after a change / later; ms of processor time; first: the first visitor after a change")
    print(f"{'page':<10}{'queries':>8}{'large':>7}{'p95 ms':>9}{'beside':>8}{'large':>8}{'beside':>10}{'large':>8}{'first':>8}{'large':>8}")
    kept = True
    for name, (one, near, last) in measured.items():
        ratios = (near.p95 / one.p95, last.p95 / one.p95)
        same = one.queries == last.queries == near.queries
        good = same and max(ratios) <= MOST_P95_RATIO
        kept &= good
        print(
            f"{name:<10}{_most(one):>8}{_most(last):>7}{one.p95:>9.1f}{near.p95:>8.1f}{last.p95:>8.1f}"
            f"{ratios[0]:>8.2f} ×{ratios[1]:>6.2f} ×{max(one.first):>8.0f}{max(last.first):>8.0f}"
            f"  {'ok' if good else 'queries differ' if not same else f'above {MOST_P95_RATIO}'}"
        )
    sys.stdout.flush()
    return kept


def _most(measured: Measured) -> str:
    return "/".join(str(max(counts)) for counts in zip(*measured.queries, strict=True))


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A server with the site's own settings on a free port of this computer: the port and the process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(server_command(application, port=port), env={**os.environ, **environment})
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=10)


def fetch(port: int) -> tuple[list[tuple[str, str]], bytes]:
    """The home page's head and body."""
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connected.request("GET", "/", headers=HEADERS)
    response = connected.getresponse()
    body = response.read()
    connected.close()
    if response.status != 200:
        raise RuntimeError(f"the home page answers {response.status}")
    return response.getheaders(), body


def rate_of(port: int) -> float:
    """Requests per second of a few connections that are kept open."""
    request = b"GET / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items()).encode() + b"\r\n"
    until = time.perf_counter() + SECONDS
    answered = [0] * THREADS

    def ask(place: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connected:
            buffer = bytearray(1 << 20)
            while time.perf_counter() < until:
                connected.sendall(request)
                _receive(connected, buffer)
                answered[place] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered) / (time.perf_counter() - started)


def _receive(connected: socket.socket, buffer: bytearray) -> None:
    """Read one whole answer; its head must say 200 and its length."""
    filled, wanted = 0, 0
    while not wanted or filled < wanted:
        count = connected.recv_into(memoryview(buffer)[filled:])
        if not count:
            raise ConnectionError("the server closed the connection")
        filled += count
        end = buffer.find(b"\r\n\r\n", 0, filled) if not wanted else -1
        if end >= 0:
            head = bytes(buffer[:end]).lower()
            length = re.search(rb"\r\ncontent-length: (\d+)", head)
            if length is None or not head.startswith(b"http/1.1 200"):
                raise ConnectionError(f"unexpected answer: {head[:80]!r}")
            wanted = end + 4 + int(length[1])


def processor_seconds(process: int) -> float:
    """What a process and its children have used of the processor so far (Linux)."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if process in (int(path.parent.name), int(fields[1])):
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Round:
    """A server's requests per second, and microseconds of its processor time per answer."""

    rate: float
    microseconds: float


def round_of(port: int, process: int) -> Round:
    before, started = processor_seconds(process), time.perf_counter()
    rate = rate_of(port)
    answers = rate * (time.perf_counter() - started)
    return Round(rate, (processor_seconds(process) - before) / answers * 1_000_000)


def compare_servers() -> bool:
    """The home page's rate as a ratio to the same bytes from memory; True where it keeps to the limit."""
    answer = Path(FOLDER.name)
    with serving("config.wsgi:application", {}) as site:
        fetch(site[0])
        head, body = fetch(site[0])
        kept_by_server = {"date", "server", "connection"}
        (answer / "body").write_bytes(body)
        (answer / "head.json").write_text(json.dumps([item for item in head if item[0].lower() not in kept_by_server]), encoding="utf-8")
        with serving("benchmarks.memory:application", {"YONGXU_BENCH_ANSWER": FOLDER.name}) as memory:
            if fetch(memory[0])[1] != body:
                raise RuntimeError("the server from memory does not send the home page's bytes")
            rounds = [(round_of(*site), round_of(*memory)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(each.rate for each in side) for side in zip(*rounds, strict=True))
    own, bare = (statistics.median(each.microseconds for each in side) for side in zip(*rounds, strict=True))
    ratio = statistics.median(one.rate / other.rate for one, other in rounds)
    good = ratio >= LEAST_RATE_RATIO
    print(
        f"home page, warm: {ours:.0f} requests/s, the same {len(body) / 1000:.0f} kB from memory {theirs:.0f}: "
        f"{ratio:.0%}  {'ok' if good else f'below {LEAST_RATE_RATIO:.0%}'}; processor time per answer {own:.0f} µs against {bare:.0f} µs"
    )
    return good


def main() -> int:
    call_command("migrate", verbosity=0)
    kept = [compare_records(), compare_servers()]
    connection.close()
    FOLDER.cleanup()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
