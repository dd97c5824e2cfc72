"""Live through the year and keep pictures of it: ``manage.py shell -c "from tests.e2e.year.pictures import take; take('FOLDER')"``."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.e2e.conftest import serve
from tests.e2e.pages import MIGRATE
from tests.e2e.year.before import read_seats
from tests.e2e.year.people import Office
from tests.e2e.year.story import INDICATORS, MEASURES, PREPARE, year_of_indicators, year_of_measures

CHAPTERS = {INDICATORS.subject: year_of_indicators, MEASURES.subject: year_of_measures}


def take(folder: str, *subjects: str) -> None:
    """The pictures of both chapters, or of those named, into the folder."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serve(Path(data), MIGRATE, PREPARE) as address:
        asyncio.run(_live(address, Path(folder), Path(data), subjects or tuple(CHAPTERS)))


async def _live(address: str, folder: Path, data: Path, subjects: tuple[str, ...]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        office = Office(browser, address, folder)
        for subject in subjects:
            await CHAPTERS[subject](office, read_seats(data))
        await browser.close()
