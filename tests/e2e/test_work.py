"""A working day in the real browser: every page of every role is sound, and nothing that somebody typed is ever lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import serve
from tests.e2e.pages import DEMO, MIGRATE
from tests.e2e.test_looks import DESKTOP, HEADINGS, PHONE, Window, out_of_order, sticking_out
from tests.e2e.test_pages import WATCH, faults

pytestmark = pytest.mark.browser
PAGES: dict[str, tuple[str, ...]] = {
    "officer": ("/work/", "/work/indicators/", "/work/indicators/?q=nothing", "item 1.1.1", "item 1.1.2", "item 1.1.3", "item 1.1.4"),
    "city-officer": ("/work/", "/work/measures/", "measure 1.1.1", "measure 2.1.2", "measure 2.2.2"),
    "city-supervisor": ("/work/", "item 2.1.1", "measure 2.2.1"),
    "window": ("/work/", "/work/indicators/table/", "/work/indicators/?show=late", "item 2.1.2", "measure 2.1.1"),
    "group": ("/work/", "/work/indicators/?show=mine", "item 1.2.2", "item 2.1.3"),
    "deputy": ("/work/", "item 2.2.2"),
    "secretariat": (
        "/work/",
        "/work/cycles/",
        "item cycle",
        "item compiled",
        "measure cycle",
        "measure compiled",
        "measure 1.1.2",
        "/work/indicators/table/",
        "/work/indicators/cycles/new/indicators/",
        "item 1.2.1",
        "item 1.1.1",
    ),
    "member": ("/work/", "/work/indicators/", "item compiled"),
    "auditor": ("/work/", "/work/cycles/", "item cycle", "item 1.1.3", "measure 1.2.1"),
    "task-force": ("/work/", "/work/indicators/", "strategy 1.1.1"),
    "executive": ("/work/", "item 3.1.1"),
}
"""Role → the pages it works on; items and measures (of the sector, of the strategy) with their codes, the cycle and what it compiles."""
CASES = [(role, page) for role, pages in PAGES.items() for page in pages]


class Office:
    """The site with its demo people, each signed in once."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser, self.address = browser, address
        self.password = (folder / "demo.password").read_text(encoding="ascii")
        self._signed_in: dict[str, object] = {}
        self._windows: dict[tuple[str, int], Window] = {}
        self._addresses: dict[str, str] = {}

    def context(self, name: str, *, width: int = DESKTOP, scripts: bool = True) -> BrowserContext:
        if name not in self._signed_in:
            first = self.browser.new_context()
            page = first.new_page()
            self.sign_in(page, name)
            self._signed_in[name] = first.storage_state()
            first.close()
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            storage_state=self._signed_in[name],  # type: ignore[arg-type]
            java_script_enabled=scripts,
        )
        if scripts:
            context.add_init_script(f"({WATCH})()")
        context.set_default_timeout(15_000)
        return context

    def window(self, name: str, width: int) -> Window:
        """The person's window of this width, the same as before; it closes with the browser."""
        if (name, width) not in self._windows:
            self._windows[name, width] = Window(self.context(name, width=width), width)
        return self._windows[name, width]

    def sign_in(self, page: Page, name: str) -> None:
        if "/accounts/login/" not in page.url:
            page.goto(self.address + "/accounts/login/")
        page.locator("#id_login").fill(f"{name}@demo.example")
        page.locator("#id_password").fill(self.password)
        page.locator("form[action$='/accounts/login/'] button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/accounts/login/" not in address)

    def path(self, page: str) -> str:
        """The address of a page; items and cycles by their keys, which the secretariat's queue tells."""
        if not self._addresses:
            context = self.context("secretariat")
            queue = context.new_page()
            for subject, kinds in (("measures", ("measure", "strategy")), ("indicators", ("item",))):
                queue.goto(f"{self.address}/work/{subject}/")
                cycles = sorted(queue.locator("#cycle option").evaluate_all("options => options.map(option => option.value)"), key=int)
                for kind, cycle in zip(kinds, cycles, strict=True):
                    queue.goto(f"{self.address}/work/{subject}/?cycle={cycle}&show=all")
                    for link in queue.locator(".queue tbody th a").all():
                        self._addresses[f"{kind} {link.locator('.code').inner_text()}"] = link.get_attribute("href") or ""
                    address = f"/work/{subject}/cycles/{cycle}/"
                    self._addresses |= {f"{kind} cycle": address, f"{kind} compiled": f"{address}compiled/"}
            context.close()
        return self._addresses.get(page, page)


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("work")
    with serve(folder, MIGRATE, DEMO) as address:
        yield Office(browser, address, folder)


@pytest.mark.parametrize(("prefix", "width"), [("", PHONE), ("/en", DESKTOP)])
@pytest.mark.parametrize(("role", "path"), CASES)
def test_page_is_sound(office: Office, role: str, path: str, prefix: str, width: int) -> None:
    """Loaded at one width, then made as wide or narrow as the other: both languages are seen at both; then on paper."""
    window = office.window(role, width)
    page = window.page
    assert (window.open(office.address + prefix + office.path(path)), sticking_out(page)) == (200, (0, []))
    assert (faults(page), window.complaints) == ([], [])
    assert out_of_order(page.evaluate(HEADINGS)) == []
    page.set_viewport_size({"width": PHONE if width == DESKTOP else DESKTOP, "height": 900})
    assert sticking_out(page) == (0, [])
    page.set_viewport_size({"width": 673, "height": 950})
    page.emulate_media(media="print")
    assert sticking_out(page)[0] == 0


def report(office: Office, name: str, code: str, **wishes: bool) -> Page:
    """The report with this code, opened by that person."""
    page = office.context(name, **wishes).new_page()  # type: ignore[arg-type]
    page.goto(office.address + office.path(f"item {code}"))
    if wishes.get("scripts", True):
        page.wait_for_selector("form[data-ready]")
    return page


def test_what_is_typed_is_saved_by_itself_and_by_the_keyboard(office: Office) -> None:
    page = report(office, "officer", "1.1.3")
    page.locator("#id_part-1-result").fill("新增 9 家")
    expect(page.locator("[data-save-state]")).to_contain_text("已於")
    expect(page.locator("[data-live]")).to_contain_text("未達成")
    expect(page.locator("#id_lag_reason")).to_be_visible()
    page.locator("#id_lag_reason").fill("兩家用戶延後接管。")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save-state]")).to_contain_text("已於")
    page.reload()
    assert page.locator("#id_lag_reason").input_value() == "兩家用戶延後接管。"
    assert faults(page) == []
    page.context.close()


def test_nothing_typed_is_lost_when_the_server_goes_away(office: Office) -> None:
    page = report(office, "officer", "1.1.3")
    page.context.set_offline(True)
    page.locator("#id_part-0-result").fill("每日 3.4 萬立方公尺（離線時填）")
    expect(page.locator("[data-save-state]")).to_contain_text("連不上網路")
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(office.address + office.path("item 1.1.3"))
    expect(again.locator("#id_part-0-result")).to_have_value("每日 3.4 萬立方公尺（離線時填）")
    expect(again.locator("[data-save-state]")).to_contain_text("已於")
    again.context.close()
    other = report(office, "colleague", "1.1.3")
    assert other.locator("#id_part-0-result").input_value() == "每日 3.4 萬立方公尺（離線時填）"
    other.context.close()


def test_nothing_typed_is_lost_when_the_connection_comes_back_by_itself(office: Office) -> None:
    page = report(office, "officer", "1.1.3")
    page.context.set_offline(True)
    page.locator("#id_part-0-result").fill("每日 3.5 萬立方公尺")
    expect(page.locator("[data-save-state]")).to_contain_text("連不上網路")
    page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_contain_text("已於")
    page.context.close()


@pytest.mark.parametrize("by_button", [False, True])
def test_nothing_typed_is_lost_when_the_session_ends(office: Office, by_button: bool) -> None:
    page = report(office, "officer", "1.1.3")
    words = f"每日 3.6 萬立方公尺（{by_button}）"
    page.context.clear_cookies(name="session")
    page.locator("#id_part-0-result").fill(words)
    if by_button:
        page.locator("button[name=save]").click()
    else:
        expect(page.locator("[data-save-state]")).to_contain_text("您已登出")
        page.locator("[data-save-state] a").click()
    page.wait_for_url("**/accounts/login/**")
    office.sign_in(page, "officer")
    page.wait_for_url("**" + office.path("item 1.1.3"))
    expect(page.locator("#id_part-0-result")).to_have_value(words)
    expect(page.locator("[data-save-state]")).to_contain_text("已於")
    page.reload()
    assert page.locator("#id_part-0-result").input_value() == words
    page.context.close()


def test_two_who_write_at_once_see_both_versions(office: Office) -> None:
    mine, theirs = report(office, "officer", "1.1.4"), report(office, "colleague", "1.1.4")
    theirs.locator("#id_remarks").evaluate("field => field.closest('details').open = true")
    theirs.locator("#id_remarks").fill("同事先寫的備註。")
    expect(theirs.locator("[data-save-state]")).to_contain_text("已於")
    mine.locator("#id_remarks").evaluate("field => field.closest('details').open = true")
    mine.locator("#id_remarks").fill("我寫的備註。")
    expect(mine.locator("[data-save-state]")).to_contain_text("剛剛儲存了另一個版本")
    assert mine.locator("#id_remarks").input_value() == "我寫的備註。"
    mine.locator("button[name=save]").click()
    expect(mine.locator("h1")).to_have_text("這份填報有兩個版本")
    assert (faults(mine), sticking_out(mine)) == ([], (0, []))
    remarks = mine.get_by_role("group", name="備註")
    assert "同事先寫的備註。" in remarks.inner_text()
    expect(remarks.get_by_role("radio", checked=True)).to_have_count(0)
    remarks.get_by_role("radio", name="您輸入的").check()
    mine.get_by_role("button", name="依選擇儲存").click()
    expect(mine.locator("#id_remarks")).to_have_value("我寫的備註。")
    theirs.locator("#id_remarks").fill("同事又寫的備註。")
    expect(theirs.locator("[data-save-state]")).to_contain_text("剛剛儲存了另一個版本")
    theirs.locator("button[name=save]").click()
    theirs.get_by_role("link", name="全部保留對方的版本").click()
    expect(theirs.locator("#id_remarks")).to_have_value("我寫的備註。")
    mine.reload()
    mine.locator("#id_document_number").evaluate("field => field.closest('details').open = true")
    mine.locator("#id_document_number").fill("示字第 1 號")
    expect(mine.locator("[data-save-state]")).to_contain_text("已於")
    theirs.locator("#id_remarks").fill("同事最後寫的備註。")
    expect(theirs.locator("[data-save-state]")).to_contain_text("剛剛儲存了另一個版本")
    theirs.locator("button[name=save]").click()
    expect(theirs.locator(".messages")).to_contain_text("核定文號")
    assert [theirs.locator(f"#id_{name}").input_value() for name in ("remarks", "document_number")] == ["同事最後寫的備註。", "示字第 1 號"]
    for page in (mine, theirs):
        page.context.close()


def test_incomplete_report_is_saved_but_not_sent_and_the_first_gap_has_the_focus(office: Office) -> None:
    page = report(office, "officer", "1.1.4")
    page.locator("#id_part-0-result").fill("")
    page.locator("button[name=submit]").click()
    expect(page.locator("#errors")).to_contain_text("請填實績值")
    assert page.evaluate("() => document.activeElement.id") == "id_part-0-result"
    page.locator("#id_part-0-result").fill("12%")
    expect(page.locator("[data-save-state]")).to_contain_text("已於")
    page.locator("button[name=submit]").click()
    assert re.findall(r"請填\S+?。", page.locator("#errors").inner_text()) == ["請填落後原因。", "請填因應對策。"]
    assert page.evaluate("() => document.activeElement.id") == "id_lag_reason"
    assert faults(page) == []
    page.context.close()


def test_report_goes_up_and_comes_back_without_scripts(office: Office) -> None:
    page = report(office, "city-officer", "2.2.1", scripts=False)
    page.locator("#id_part-0-result").fill("63.5%")
    page.locator("button[name=save]").click()
    assert page.locator("#id_part-0-result").input_value() == "63.5%"
    page.locator("button[name=submit]").click()
    expect(page.locator("h1")).to_have_text("我的工作")
    page.context.close()
    page = report(office, "city-supervisor", "2.2.1", scripts=False)
    page.get_by_text("退回這份填報").click()
    page.locator("#return-comment").fill("請在備註寫明候車亭總數。")
    page.get_by_role("button", name="退回", exact=True).click()
    page.context.close()
    page = office.context("city-officer", scripts=False).new_page()
    page.goto(office.address + "/work/")
    expect(page.locator(".task-reason").filter(has_text="請在備註寫明候車亭總數。")).to_be_visible()
    page.goto(office.address + office.path("item 2.2.1"))
    page.get_by_text("機關自評、核定文號、備註").click()
    page.locator("#id_remarks").fill("候車亭共 1,204 座。")
    page.locator("button[name=submit]").click()
    page.context.close()
    page = report(office, "city-supervisor", "2.2.1", scripts=False)
    expect(page.locator("#changes + dl")).to_contain_text("候車亭共 1,204 座。")
    page.get_by_role("button", name="同意，送下一步驟").click()
    expect(page.locator(".message")).to_contain_text("已同意 2.2.1")
    page.context.close()


def test_reviewer_judges_what_no_rule_can_and_approves_in_bulk(office: Office) -> None:
    page = office.context("group").new_page()
    page.goto(office.address + office.path("item 1.2.2"))
    page.locator("#judge-met").check()
    page.locator("#judge-reason").fill("計畫已核定，有會議紀錄。")
    page.get_by_role("button", name="記錄判定").click()
    expect(page.locator("#judged")).to_contain_text("達成")
    page.goto(office.address + "/work/indicators/?show=mine")
    for box in page.locator("input[name=item]").all():
        box.check()
    page.get_by_role("button", name="同意勾選的項目").click()
    expect(page.locator(".message")).to_contain_text("已同意 2 項")
    page.context.close()


def test_tab_reaches_the_fields_in_the_order_of_the_page(office: Office) -> None:
    page = report(office, "officer", "1.1.3")
    page.locator("#id_target_text").focus()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.id || document.activeElement.name || ''"))
        if reached[-1] == "submit":
            break
    wanted = ["id_part-0-result", "id_part-0-not_due", "id_part-1-result", "id_part-1-not_due", "save", "submit"]
    assert [name for name in reached if name in wanted] == wanted
    page.context.close()


def test_live_panel_stays_in_view_on_a_wide_screen(office: Office) -> None:
    page = report(office, "officer", "1.1.3")
    page.set_viewport_size({"width": DESKTOP, "height": 600})
    page.locator("#id_part-1-not_due").evaluate("field => field.scrollIntoView({ block: 'center', behavior: 'instant' })")
    assert page.evaluate("() => window.scrollY") > 300
    expect(page.locator("#live-heading")).to_be_in_viewport()
    expect(page.locator("button[name=save]")).to_be_in_viewport()
    page.context.close()
