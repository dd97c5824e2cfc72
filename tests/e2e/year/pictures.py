"""Pictures for the how-tos: ``manage.py shell -c "from tests.e2e.year.pictures import take; take('docs/howto/pictures')"``.

All are of the demo, which has something in every state.
"""

import asyncio
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, async_playwright

from tests.e2e.conftest import serve
from tests.e2e.pages import DEMO, MIGRATE
from tests.e2e.year.people import Office

DESKTOP, PHONE = 1280, 390
DEMO_PICTURES = (
    ("officer-work", "officer", "/work/", DESKTOP),
    ("officer-form", "officer", "indicators 1.1.3", DESKTOP),
    ("officer-form-phone", "officer", "indicators 1.1.3", PHONE),
    ("officer-measure", "city-officer", "measures 2.1.2", DESKTOP),
    ("officer-measure-phone", "city-officer", "measures 2.1.2", PHONE),
    ("supervisor-review", "city-supervisor", "indicators 2.1.1", DESKTOP),
    ("window-table", "window", "/work/indicators/table/", DESKTOP),
    ("window-measure", "window", "measures 2.1.1", DESKTOP),
    ("group-queue", "group", "/work/indicators/", DESKTOP),
    ("group-judge", "group", "indicators 1.2.2", DESKTOP),
    ("deputy-review", "deputy", "indicators 2.2.2", DESKTOP),
    ("executive-review", "executive", "indicators 3.1.1", DESKTOP),
    ("task-force-review", "task-force", "measures 1.1.1", DESKTOP),
    ("secretariat-cycles", "secretariat", "/work/cycles/", DESKTOP),
    ("secretariat-new-cycle", "secretariat", "/work/indicators/cycles/new/indicators/", DESKTOP),
    ("secretariat-board", "secretariat", "indicators cycle", DESKTOP),
    ("secretariat-publish", "secretariat", "indicators cycle #sure", DESKTOP),
    ("member-compiled", "member", "indicators compiled", DESKTOP),
    ("auditor-item", "auditor", "indicators 1.1.3", DESKTOP),
    ("coordinator-people", "coordinator", "/accounts/people/", DESKTOP),
    ("coordinator-invite", "coordinator", "/accounts/invitations/new/", DESKTOP),
)
"""Name, who, where, and how wide. Where: an address; or a subject with the code of an item, its cycle or what is compiled, and what to
scroll to.
"""


def take(folder: str) -> None:
    """All pictures into the folder, as WebP."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serve(Path(data), MIGRATE, DEMO) as address:
        password = (Path(data) / "demo.password").read_text(encoding="ascii").strip()
        asyncio.run(_look_at_demo(address, Path(folder), password))
    for picture in Path(folder).glob("*.png"):
        Image.open(picture).save(picture.with_suffix(".webp"), quality=82, method=6)
        picture.unlink()


async def _look_at_demo(address: str, folder: Path, password: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        office = Office(browser, address, folder, password)
        for name, person, place, width in DEMO_PICTURES:
            async with office.desk(f"{person}@demo.example", width=width) as page:
                await _go(page, address, place)
                await office.picture(page, name)
        await browser.close()


async def _go(page: Page, address: str, place: str) -> None:
    """Open the place that a picture is of."""
    if place.startswith("/"):
        await page.goto(address + place)
        return
    subject, where, *scrolled_to = place.split()
    await page.goto(f"{address}/work/{subject}/?show=all")
    if where in ("cycle", "compiled"):
        cycle = await page.locator("#cycle").input_value() if await page.locator("#cycle").count() else "1"
        await page.goto(f"{address}/work/{subject}/cycles/{cycle}/{'compiled/' if where == 'compiled' else ''}")
    else:
        await page.locator(".queue tbody th a").filter(has=page.get_by_text(where, exact=True)).click()
    for selector in scrolled_to:
        await page.locator(selector).scroll_into_view_if_needed()
