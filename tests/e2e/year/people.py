"""People at their browsers: ten at once, each signed in as himself, doing by the pages alone what his role does."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, StorageState

from tests.e2e.year.before import PASSWORD, Seat

AT_ONCE = 10
PATIENCE = 60_000
"""How long a page may take, in milliseconds: ten people share one computer with their server."""
Act = Callable[[Page], Awaitable[None]]


class Office:
    """The site and everybody who works there, with one password. ``pictures`` is a folder for screenshots, or None."""

    def __init__(self, browser: Browser, address: str, pictures: Path | None = None, password: str = PASSWORD) -> None:
        self.browser, self.address, self.pictures, self.password = browser, address, pictures, password
        self._keys: dict[str, StorageState] = {}
        self._desks = asyncio.Semaphore(AT_ONCE)
        self.complaints: list[str] = []

    @asynccontextmanager
    async def desk(self, email: str, *, width: int = 1280) -> AsyncIterator[Page]:
        """The person's browser, signed in; one of at most ten at a time. What the browser complains of is kept."""
        async with self._desks:
            known = self._keys.get(email)
            context = await self.browser.new_context(viewport={"width": width, "height": 900}, storage_state=known)
            context.set_default_timeout(PATIENCE)
            page = await context.new_page()
            page.on("pageerror", lambda error: self.complaints.append(f"{email}: {error}"))
            page.on("response", lambda answer: self._note(email, answer.status, answer.url))
            try:
                if known is None:
                    await page.goto(f"{self.address}/accounts/login/?next=/work/")
                    await page.locator("#id_login").fill(email)
                    await page.locator("#id_password").fill(self.password)
                    await page.locator("form[action$='/accounts/login/'] button[type=submit]").first.click()
                    await page.wait_for_url("**/work/")
                    self._keys[email] = await context.storage_state()
                yield page
            finally:
                await context.close()

    def _note(self, email: str, status: int, url: str) -> None:
        if status >= 400 and status != 422:
            self.complaints.append(f"{email}: {status} {url}")

    async def everybody(self, acts: Iterable[tuple[Seat, Act]]) -> None:
        """All at once, ten desks at a time."""

        async def one(seat: Seat, act: Act) -> None:
            async with self.desk(seat.email) as page:
                await act(page)

        await asyncio.gather(*(one(seat, act) for seat, act in acts))

    async def picture(self, page: Page, name: str, *, full: bool = False) -> None:
        """A screenshot, where pictures are wanted."""
        if self.pictures is not None:
            await page.evaluate("() => document.fonts.ready")
            await page.screenshot(path=self.pictures / f"{name}.png", full_page=full)


async def reveal(field: Locator) -> Locator:
    """The field, after opening what it is folded into."""
    if not await field.is_visible():
        await field.locator("xpath=ancestor::details[not(@open)][1]").locator("summary").first.click()
    return field


async def write(page: Page, name: str, text: str) -> None:
    """Type a text into a field by its name; nothing where there is nothing to type."""
    if text:
        await (await reveal(page.locator(f"#filing-form [name={name}]"))).fill(text)


async def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that answers."""
    button = page.get_by_role("button", name=name, exact=True)
    async with page.expect_navigation():
        await button.click()
    await _prove(page)


async def _prove(page: Page) -> None:
    """Give the password again where a grave act asks for it."""
    if "/reauthenticate/" in page.url:
        await page.locator("#id_password").fill(PASSWORD)
        async with page.expect_navigation():
            await page.locator("form[action$='/reauthenticate/'] button[type=submit]").first.click()


async def said(page: Page) -> str:
    """What the page says happened; the whole page where it says nothing."""
    message = page.locator(".message").first
    return await (message if await message.count() else page.locator("main")).inner_text()


async def code_of(link: Locator) -> str:
    return (await link.locator(".code").first.inner_text()).strip()


async def tasks(page: Page, shelf: str) -> list[tuple[str, str]]:
    """Code and address of what lies on a shelf of the person's work: ``file``, ``correct`` or ``review``."""
    links = await page.locator(f"section[aria-labelledby=shelf-{shelf}] .task-name").all()
    return [(await code_of(link), await link.get_attribute("href") or "") for link in links]


def number_in(text: str) -> int:
    """The first whole number of a text."""
    return int(re.findall(r"\d+", text.replace(",", ""))[0])
