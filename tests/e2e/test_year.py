"""The scripted year in the real browser, on both databases: what is filed, returned, reviewed and published becomes the record."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from scripts.postgres import find_server, running_postgres
from tests.e2e.conftest import ROOT, serve
from tests.e2e.pages import MIGRATE
from tests.e2e.year.before import MEASURE_ROWS, read_routes
from tests.e2e.year.people import Office
from tests.e2e.year.reports import NONE_LISTED
from tests.e2e.year.story import PREPARE, year_of_indicators, year_of_measures
from tests.indicators.test_demo_data import FIELDS, PRINTED
from yongxu.climate.interchange import report_from_json
from yongxu.climate.rows import MeasureRow

pytestmark = pytest.mark.browser


@pytest.fixture(params=["sqlite", "postgresql"])
def settings_of_site(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """What the site's environment says of its database."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield {}
            return
        server = find_server()
        if server is None:
            pytest.skip("no PostgreSQL server found")
        yield {"DATABASE_URL": stack.enter_context(running_postgres(server))}


def live(address: str, folder: Path) -> Office:
    """Both chapters of the year, at the site under this address; ten people at a time."""
    offices: list[Office] = []
    failures: list[BaseException] = []

    async def story() -> None:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            office = Office(browser, address)
            offices.append(office)
            routes = read_routes(folder)
            await year_of_indicators(office, routes["indicators"])
            await year_of_measures(office, routes["measures"])
            await browser.close()

    def run() -> None:
        try:
            asyncio.run(story())
        except BaseException as failure:
            failures.append(failure)

    # A thread of its own: the loop of the other browser tests runs in this one.
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return offices[0]


def command(folder: Path, settings: dict[str, str], *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "YONGXU_DATA": str(folder)} | settings
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def test_the_year_is_filed_reviewed_and_published(settings_of_site: dict[str, str], tmp_path: Path) -> None:
    with serve(tmp_path, MIGRATE, PREPARE, **settings_of_site) as address:
        office = live(address, tmp_path)
    assert office.complaints == []
    document = json.loads(command(tmp_path, settings_of_site, "achievement", "--year", "2024", "--json"))
    counted = {goal.get("goal", "all"): tuple(goal[field] for field in FIELDS) for goal in (*document["goals"], document["all"])}
    assert counted == PRINTED
    exported = report_from_json(json.loads(command(tmp_path, settings_of_site, "export", "measures", "--year", "2024", "--format", "json")))
    assert {row.code: figures_of(row) for row in exported.rows} == {code: figures_of(row) for code, row in MEASURE_ROWS.items()}
    assert command(tmp_path, settings_of_site, "verify_history")


def figures_of(row: MeasureRow) -> tuple[object, ...]:
    """What a row says in figures. Results stand in the order of the benefits they answer, not in that of the printed table."""
    results = Counter((item.value, item.unit, item.span, item.phrase) for item in row.results if NONE_LISTED not in item.text)
    return row.targets, results, row.executed_ntd, row.execution_rate, row.funding, row.co2e, row.ended
