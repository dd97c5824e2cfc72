"""Pictures for the how-tos: ``manage.py shell -c "from tests.e2e.year.pictures import take; take('docs/howto/pictures')"``.

Opening and publishing are taken while the year is lived through, the rest from the demo, which has something in every state.
"""

import asyncio
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import async_playwright

from tests.e2e.conftest import serve
from tests.e2e.pages import DEMO, MIGRATE
from tests.e2e.year.before import read_seats
from tests.e2e.year.people import Office
from tests.e2e.year.story import PREPARE, year_of_indicators

DESKTOP, PHONE = 1280, 390
DEMO_PICTURES = (
    ("officer-work", "officer", "/work/", DESKTOP),
    ("officer-form", "officer", "1.1.3", DESKTOP),
    ("officer-form-phone", "officer", "1.1.3", PHONE),
    ("supervisor-review", "city-supervisor", "2.1.1", DESKTOP),
    ("window-table", "window", "/work/indicators/table/", DESKTOP),
    ("group-queue", "group", "/work/indicators/", DESKTOP),
    ("group-judge", "group", "1.2.2", DESKTOP),
    ("deputy-review", "deputy", "2.2.2", DESKTOP),
    ("secretariat-cycles", "secretariat", "/work/cycles/", DESKTOP),
    ("secretariat-board", "secretariat", "cycle", DESKTOP),
    ("member-compiled", "member", "compiled", DESKTOP),
    ("auditor-item", "auditor", "1.1.3", DESKTOP),
)
"""Name, who, where (an address, the code of an item, or the year's cycle or its compilation), and how wide."""


def take(folder: str, *, year: bool = True) -> None:
    """All pictures into the folder, as WebP; without the year only those of the demo."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serve(Path(data), MIGRATE, DEMO) as address:
        password = (Path(data) / "demo.password").read_text(encoding="ascii").strip()
        asyncio.run(_look_at_demo(address, Path(folder), password))
    if year:
        with tempfile.TemporaryDirectory() as data, serve(Path(data), MIGRATE, PREPARE) as address:
            asyncio.run(_live(address, Path(folder), Path(data)))
    for picture in Path(folder).glob("*.png"):
        Image.open(picture).save(picture.with_suffix(".webp"), quality=82, method=6)
        picture.unlink()


async def _look_at_demo(address: str, folder: Path, password: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        office = Office(browser, address, folder, password)
        for name, person, place, width in DEMO_PICTURES:
            async with office.desk(f"{person}@demo.example", width=width) as page:
                if place.startswith("/"):
                    await page.goto(address + place)
                else:
                    await page.goto(f"{address}/work/indicators/?show=all")
                    cycle = await page.locator("#cycle").input_value() if await page.locator("#cycle").count() else ""
                    if place in ("cycle", "compiled"):
                        end = "" if place == "cycle" else "compiled/"
                        await page.goto(f"{address}/work/indicators/cycles/{cycle}/{end}")
                    else:
                        await page.locator(".queue th a").filter(has=page.get_by_text(place, exact=True)).click()
                await office.picture(page, name)
        await browser.close()


async def _live(address: str, folder: Path, data: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        await year_of_indicators(Office(browser, address, folder), read_seats(data))
        await browser.close()
