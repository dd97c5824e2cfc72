"""Every page in a real browser: axe finds nothing, the policy is never violated, at desktop and phone width, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
AXE = (
    (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8") if (ROOT / "node_modules" / "axe-core").exists() else ""
)
PATHS = ("/", "/tsdg/goals/6/", "/demo-city/", "/demo-city/goals/1/", "/demo-city/indicators/1.1.1/", "/nothing-here/")
WATCH = """() => { window.violations = []; document.addEventListener("securitypolicyviolation",
  event => window.violations.push(event.violatedDirective + " " + event.blockedURI)); }"""


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    yield page
    context.close()


def faults(page: Page) -> list[str]:
    """What axe and the browser's policy complain about."""
    page.evaluate(AXE)
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(item => item.id + ': ' + item.nodes.map(node => node.html).join(' | '))"
    )
    return [*found, *page.evaluate("() => window.violations")]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_is_accessible_and_keeps_the_policy(site: str, page: Page, prefix: str, path: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site + prefix + path, wait_until="networkidle")
    wide = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (faults(page), errors, wide) == ([], [], False)


def test_interactive_chart_opens_without_breaking_the_policy(site: str, page: Page) -> None:
    page.goto(site + "/demo-city/indicators/1.1.1/")
    page.get_by_role("button", name="開啟互動圖").click()
    page.wait_for_selector(".chart-view[data-done] svg")
    assert faults(page) == []


def test_keyboard_goes_from_home_to_the_lagging_indicator(site: str, page: Page) -> None:
    page.goto(site + "/en/demo-city/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/demo-city/goals/1/")
    page.get_by_role("link", name="1.1.1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/demo-city/indicators/1.1.1/")
    assert page.get_by_role("heading", name="Why it is behind").is_visible()
