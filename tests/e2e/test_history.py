"""The history of a record in a real browser: axe, the policy, both widths, both languages, paging with and without scripts."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import serve
from tests.e2e.test_pages import faults, page

pytestmark = pytest.mark.browser
__all__ = ["page"]

MAKE = "from tests.e2e.record_site.changes import make_record; make_record()"
SHOTS = os.environ.get("SHOTS")


@pytest.fixture(scope="module")
def record_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    commands = (("migrate",), ("demo",), ("shell", "-v0", "-c", MAKE))
    with serve(tmp_path_factory.mktemp("record"), *commands, DJANGO_SETTINGS_MODULE="tests.e2e.record_site.settings") as address:
        yield address


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_history_is_accessible_and_pages_by_htmx(record_site: str, page: Page, prefix: str) -> None:
    page.goto(f"{record_site}{prefix}/record/", wait_until="networkidle")
    assert page.locator(".history-item").count() == 4
    page.locator("#history-older").click()
    page.wait_for_selector(".history-item:nth-child(8)")
    assert (page.locator("#history-older").count(), page.locator("#history").count()) == (0, 1)
    assert page.url == f"{record_site}{prefix}/record/"
    page.locator("summary").click()
    wide = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/history{prefix.replace('/', '-')}-{page.viewport_size['width']}.png", full_page=True)
    assert (faults(page), wide) == ([], False)


def test_history_pages_without_scripts(record_site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(f"{record_site}/record/")
    bare.locator("#history-older").click()
    bare.wait_for_url("**/record/?before=*#history")
    assert bare.locator(".history-item").count() == 4
    bare.get_by_role("link", name="回到最新的紀錄").click()
    bare.wait_for_url(lambda address: "before=" not in address)
    assert bare.locator(".history-item").first.inner_text().startswith("匯出")
    context.close()
