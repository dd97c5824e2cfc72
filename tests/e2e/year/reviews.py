"""Reviewing: what waits for a person, decided one by one or together."""

from playwright.async_api import Page

from tests.e2e.year.people import Office, number_in, press, said


async def open_queue(page: Page, office: Office, subject: str) -> None:
    """The list of what waits for the person; subjects are ``indicators`` and ``measures``."""
    await page.goto(f"{office.address}/work/{subject}/?show=mine")


async def approve_all(page: Page, office: Office, subject: str) -> int:
    """Approve together all that waits for the person. Returns how many there were."""
    await open_queue(page, office, subject)
    boxes = page.locator(".queue tbody input[name=item]")
    waiting = await boxes.count()
    if not waiting:
        return 0
    await page.get_by_label("全選等我審查的項目").check()
    await press(page, "同意勾選的項目")
    done = number_in(await said(page))
    assert done == waiting, await page.locator("main").inner_text()
    return done


async def send_back(page: Page, office: Office, subject: str, code: str, reason: str) -> None:
    """Return one report to its officer, with the reason."""
    await open_queue(page, office, subject)
    await page.locator(".queue tbody th a").filter(has=page.get_by_text(code, exact=True)).click()
    await page.get_by_text("退回這份填報").click()
    await page.locator("#return-comment").fill(reason)
    await press(page, "退回")
    assert "退回" in await said(page)


async def close_findings(page: Page, office: Office, subject: str, code: str) -> int:
    """Accept every explanation that the officer gave on this report. Returns how many findings were closed."""
    await open_queue(page, office, subject)
    await page.locator(".queue tbody th a").filter(has=page.get_by_text(code, exact=True)).click()
    closed = 0
    answered = page.locator(".finding:not(.finding-closed)").filter(
        has=page.get_by_role("button", name="接受說明並結案", include_hidden=True)
    )
    while await answered.count():
        await answered.first.get_by_text("說明或結案").click()
        await press(page, "接受說明並結案")
        closed += 1
    return closed
