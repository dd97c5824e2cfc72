"""Filing: the officer opens what waits for him, types what the published table says, and sends it."""

from playwright.async_api import Page, expect

from tests.e2e.year.before import INDICATOR_ROWS, MEASURE_ROWS
from tests.e2e.year.people import Office, press, reveal, said, tasks, write
from yongxu.climate import filing as measures
from yongxu.indicators import filing as indicators

EXPLANATION = "已向主辦單位確認，數值無誤。"
CONFIRMED = "已依審查意見確認"
NONE_LISTED = "公布的資料未列成果"
"""What is typed where the published table has no result for a benefit that asks for one."""


async def file_everything(page: Page, office: Office, *, shelf: str = "file") -> None:
    """Send a report for every task on the shelf, each opened from the list of one's work.

    A report that came back (``correct``) keeps what it says: its findings are explained and the confirmation is added.
    """
    await page.goto(f"{office.address}/work/")
    for code, address in await tasks(page, shelf):
        await page.locator(f".task-name[href='{address}']").first.click()
        await page.wait_for_selector("form[data-ready]")
        if shelf == "correct":
            await answer_findings(page)
            await write(page, "document_number" if "/indicators/" in page.url else "remarks", CONFIRMED)
        else:
            await type_report(page, code)
        await press(page, "送出")
        answer = await said(page)
        assert f"{code} 已送出" in answer, answer
        assert page.url.endswith("/work/")


async def answer_findings(page: Page) -> None:
    """Say to every finding on the open report what it is about."""
    findings = page.locator(".finding")
    for number in range(await findings.count()):
        if not await findings.nth(number).get_by_text(EXPLANATION).count():
            await findings.nth(number).get_by_text("說明或結案").click()
            await findings.nth(number).locator("textarea").fill(EXPLANATION)
            await press(page, "送出說明")
            await page.wait_for_selector("form[data-ready]")


async def type_report(page: Page, code: str) -> None:
    """Fill the open form with the published row of this code."""
    if "/indicators/" in page.url:
        await _type_indicator(page, indicators.filing_of_row(INDICATOR_ROWS[code]))
    else:
        await _type_measure(page, measures.filing_of_row(MEASURE_ROWS[code]))


async def _type_indicator(page: Page, filing: indicators.IndicatorFiling) -> None:
    for number, part in enumerate(filing.parts):
        await write(page, f"part-{number}-result", part.result)
        if part.not_due:
            await page.locator(f"[name=part-{number}-not_due]").check()
        for field in ("expected_on", "last_known_year", "last_known", "estimate"):
            await write(page, f"part-{number}-{field}", getattr(part, field))
        await write(page, f"part-{number}-data_year", str(part.data_year or ""))
    for field in ("lag_reason", "countermeasures", "remarks"):
        await write(page, field, getattr(filing, field))
    if filing.claims_met is not None:
        await (await reveal(page.locator("[name=claims_met]"))).select_option("met" if filing.claims_met else "missed")


async def _type_measure(page: Page, filing: measures.MeasureFiling) -> None:
    answered = {result.benefit for result in filing.results}
    for result in filing.results:
        form = await _form_for(page, result.benefit)
        await write(page, f"{form}-number", result.number if result.benefit is None else "")
        await write(page, f"{form}-text", result.text)
        await write(page, f"{form}-first_year", str(result.first_year or ""))
        await write(page, f"{form}-last_year", str(result.last_year or ""))
    if filing.ended:
        await (await reveal(page.locator("[name=ended]"))).check()
    else:
        for benefit in await page.locator("#filing-form fieldset[data-benefit]").all():
            if int(await benefit.get_attribute("data-benefit") or 0) not in answered:
                await benefit.locator("textarea").first.fill(NONE_LISTED)
    for number, amount in enumerate(filing.amounts):
        if number >= await page.locator("[name^=amount-][name$=-source]").count():
            await page.get_by_role("button", name="新增一筆經費").click()
        await write(page, f"amount-{number}-source", amount.source)
        await write(page, f"amount-{number}-amount", amount.amount)
        await page.locator(f"[name=amount-{number}-unit]").select_option(amount.unit)
    for field in ("rate", "explanation", "co2e_year", "co2e_cumulative", "ended_text", "remarks"):
        await write(page, field, getattr(filing, field))
    for field in ("co2e_kind", "co2e_recurrence"):
        await page.locator(f"[name={field}]").select_option(getattr(filing, field))


async def _form_for(page: Page, benefit: int | None) -> str:
    """The prefix of the first empty form for a result of this benefit, or for any other result; a new one where none is left."""
    scope = page.locator("#filing-form").locator("[data-other-results]" if benefit is None else f"fieldset[data-benefit='{benefit}']")
    for _ in range(2):
        for area in await scope.locator("textarea[name$=-text]").all():
            if not await area.input_value():
                return (await area.get_attribute("name") or "").removesuffix("-text")
        summary = scope.locator("summary").first
        if benefit is None and not await scope.get_by_role("button", name="新增一列成果").is_visible():
            await summary.click()
        await page.get_by_role("button", name="新增一列成果").click()
    raise AssertionError(f"no empty form for benefit {benefit}")


async def withdraw_and_mend(page: Page, office: Office, address: str, code: str) -> None:
    """Take a report back before anybody has decided, and send it again."""
    await page.goto(office.address + address)
    await press(page, "撤回")
    await expect(page.locator("form[data-ready]")).to_be_visible()
    await type_report(page, code)
    await press(page, "送出")
    assert f"{code} 已送出" in await said(page)
