"""The year itself: opened, filed, returned, filed again, verified, compiled, reviewed, approved, read by the members, published."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from playwright.async_api import Page, expect

from tests.e2e.year.before import YEAR, Routes, Seat
from tests.e2e.year.people import Office, code_of, press, said
from tests.e2e.year.reports import file_everything, withdraw_and_mend
from tests.e2e.year.reviews import approve_all, close_findings, open_queue, send_back
from yongxu.accounts.models import Role

PREPARE = ("shell", "-v0", "-c", "from tests.e2e.year.before import prepare; prepare()")
"""The command that makes the record before the year, in a data folder that has been migrated."""
SECRETARIAT = Seat(Role.SECRETARIAT, "council")
MEMBER = Seat(Role.MEMBER, "council")
FIRST_FILER = "moea-water"
"""Who takes a report back: the officer here reports on water, the goal that the members talk about."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is reported: the subject's addresses, how its cycle is called in the list, its scope, how many items it has.

    ``public`` is the public page of one of them, ``figure`` a result that stands on it once it is published.
    """

    subject: str
    label: str
    scope: str
    title: str
    items: int
    public: str
    figure: str


INDICATORS = Chapter("indicators", "指標", "tsdg", "2024 年指標執行情形", 60, "/tsdg/indicators/6.4.1/", "289")
"""64 codes, four pairs of twins."""
MEASURES = Chapter(
    "measures", "部門行動方案", "manufacturing", "113 年製造部門執行情形", 47, "/programmes/manufacturing/measures/1.1.1/", "134.24"
)


async def open_year(office: Office, chapter: Chapter) -> str:
    """The secretariat makes the cycle, sees who is in it and that nobody is missing, and opens it. Returns the cycle's address."""
    async with office.desk(SECRETARIAT.email) as page:
        await page.goto(f"{office.address}/work/cycles/")
        await page.locator("main .chips").get_by_role("link", name=chapter.label).first.click()
        await page.locator("[name=scope]").select_option(chapter.scope)
        await page.locator("[name=year]").fill(str(YEAR))
        await page.locator("[name=title]").fill(chapter.title)
        await press(page, "儲存草案")
        draft = await page.locator("main").inner_text()
        assert f"{chapter.items} 項應填報" in draft
        assert "沒有人擔任" not in draft, draft
        await press(page, "開放填報")
        assert f"共 {chapter.items} 項" in await said(page)
        return page.url


async def publish_year(office: Office, chapter: Chapter, cycle: str) -> None:
    """Publish; the public site shows it at once."""
    async with office.desk(SECRETARIAT.email) as page:
        answer = await page.request.get(office.address + chapter.public)
        assert chapter.figure not in await answer.text()
        await page.goto(cycle)
        await page.locator("#sure").check()
        await press(page, "公布這些項目")
        assert f"已公布 {chapter.items} 項" in await said(page)
        await page.goto(office.address + chapter.public)
        await expect(page.locator("main")).to_contain_text(chapter.figure)


async def read_and_agree(office: Office, cycle: str, section: str) -> None:
    """A member comments on a section; the secretariat answers and closes; the member agrees."""
    async with office.desk(MEMBER.email) as page:
        await page.goto(f"{cycle}compiled/")
        await page.locator(f"#comment-{section}").fill("請補充說明用水量下降的原因。")
        part = page.locator(f"#section-{section}")
        async with page.expect_navigation():
            await part.get_by_role("button", name="送出意見").click()
    async with office.desk(SECRETARIAT.email) as page:
        await page.goto(f"{cycle}compiled/")
        part = page.locator(f"#section-{section}")
        await part.get_by_text("回覆或結案").click()
        await part.get_by_label("回覆", exact=True).fill("已於備註補充。")
        async with page.expect_navigation():
            await part.get_by_role("button", name="送出回覆").click()
        await part.get_by_text("回覆或結案").click()
        async with page.expect_navigation():
            await part.get_by_role("button", name="結案", exact=True).click()
        await expect(part.locator(".comment-settled")).to_have_count(1)
    async with office.desk(MEMBER.email) as page:
        await page.goto(f"{cycle}compiled/")
        part = page.locator(f"#section-{section}")
        async with page.expect_navigation():
            await part.get_by_role("button", name="同意").click()
        await expect(part).to_contain_text("已同意")


class Year:
    """One chapter of the year and the people of every role."""

    def __init__(self, office: Office, chapter: Chapter, routes: Routes) -> None:
        self.office, self.chapter = office, chapter
        self.routes = routes

    def seats(self, *roles: Role, only: str | None = None) -> list[Seat]:
        """The seats in these roles that reports come to, or that one item's report comes to."""
        routes = self.routes.values() if only is None else [self.routes[only]]
        return sorted({seat for route in routes for seat in route if seat.role in roles}, key=str)

    async def all_of(self, seats: Sequence[Seat], act: Callable[[Page], Awaitable[None]]) -> None:
        """Everybody does his part, ten at once."""
        await self.office.everybody([(seat, act) for seat in seats])

    async def file(self, shelf: str = "file", *, only: str | None = None) -> None:
        await self.all_of(self.seats(Role.OFFICER, only=only), lambda page: file_everything(page, self.office, shelf=shelf))

    async def approve(self, *roles: Role, only: str | None = None) -> int:
        """All that waits for these roles is approved, or for those on one item's route. Returns how much that was."""
        done: list[int] = []

        async def act(page: Page) -> None:
            done.append(await approve_all(page, self.office, self.chapter.subject))

        await self.all_of(self.seats(*roles, only=only), act)
        return sum(done)


async def year_of_indicators(office: Office, routes: Routes) -> None:
    """The 64 indicators, from opening to publication, with what happens on the way: a withdrawal, returns, an answered finding."""
    chapter, year = INDICATORS, Year(office, INDICATORS, routes)
    cycle = await open_year(office, chapter)
    await year.file()
    await withdraw_one(office, year)
    await return_from(office, year, Role.SUPERVISOR, "請確認資料年度後再送。")
    assert await year.approve(Role.SUPERVISOR) == chapter.items
    assert await year.approve(Role.MINISTRY_WINDOW) == chapter.items
    returned = await return_from(office, year, Role.GROUP_CONTACT, "請說明與前一年度的差異。")
    assert await year.approve(Role.SUPERVISOR, only=returned) == 1
    assert await year.approve(Role.MINISTRY_WINDOW, only=returned) == 1
    assert await year.approve(Role.GROUP_CONTACT) >= chapter.items
    assert await year.approve(Role.DEPUTY_EXECUTIVE, Role.EXECUTIVE) >= chapter.items
    assert await year.approve(Role.SECRETARIAT) == chapter.items
    await read_and_agree(office, cycle, "6")
    assert await year.approve(Role.SECRETARIAT) == chapter.items
    await publish_year(office, chapter, cycle)


async def year_of_measures(office: Office, routes: Routes) -> None:
    """The 47 measures of the manufacturing sector, which their lead ministry and the secretariat compile."""
    chapter, year = MEASURES, Year(office, MEASURES, routes)
    cycle = await open_year(office, chapter)
    await year.file()
    await return_from(office, year, Role.SUPERVISOR, "請補充經費執行說明。")
    assert await year.approve(Role.SUPERVISOR) == chapter.items
    assert await year.approve(Role.MINISTRY_WINDOW) == chapter.items
    assert await year.approve(Role.SECRETARIAT) == chapter.items
    await publish_year(office, chapter, cycle)


async def withdraw_one(office: Office, year: Year) -> None:
    """An officer takes back what nobody has looked at yet, and sends it again."""
    officer = next(seat for seat in year.seats(Role.OFFICER) if seat.place == FIRST_FILER)
    async with office.desk(officer.email) as page:
        await page.goto(f"{office.address}/work/{year.chapter.subject}/?show=all")
        link = page.locator(".queue tbody th a").first
        code, address = await code_of(link), await link.get_attribute("href") or ""
        await withdraw_and_mend(page, office, address, code)


async def return_from(office: Office, year: Year, role: Role, reason: str) -> str:
    """The first in this role for whom something waits returns a report, one with findings where there is one.

    Its officer explains the findings and sends it again. Where it comes straight back, the reviewer closes them. Returns the report's code.
    """
    for seat in year.seats(role):
        async with office.desk(seat.email) as page:
            await open_queue(page, office, year.chapter.subject)
            waiting = page.locator(".queue tr.mine")
            if not await waiting.count():
                continue
            questioned = waiting.filter(has=page.locator(".finding-count"))
            chosen = (questioned if await questioned.count() else waiting).first
            code, findings = await code_of(chosen.locator("th a")), await chosen.locator(".finding-count").count()
            await send_back(page, office, year.chapter.subject, code, reason)
        await year.file("correct", only=code)
        if role == Role.SUPERVISOR and findings:
            async with office.desk(seat.email) as page:
                assert await close_findings(page, office, year.chapter.subject, code)
        return code
    raise AssertionError(f"nothing waits for any {role}")
