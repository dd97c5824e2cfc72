"""What people do on the pages of goals and indicators: by keyboard alone, with the interactive chart, without scripts."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
AXE = (
    (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8") if (ROOT / "node_modules" / "axe-core").exists() else ""
)
FAULTS = """async () => (await axe.run({ resultTypes: ["violations"] })).violations
  .map(item => item.id + ": " + item.nodes.map(node => node.html).join(" | "))"""
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
    found = page.evaluate(FAULTS)
    return [*found, *page.evaluate("() => window.violations")]


def test_interactive_chart_opens_without_breaking_the_policy(site: str, page: Page) -> None:
    page.goto(site + "/demo-city/indicators/1.1.1/")
    page.get_by_role("button", name="開啟互動圖").click()
    page.wait_for_selector(".chart-view[data-done] svg")
    assert faults(page) == []


def tab_to(page: Page, selector: str, *, most: int = 250) -> None:
    """Press Tab until the focus stands on what the selector names, as a person without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


@pytest.mark.parametrize(
    ("prefix", "why", "agency"), [("", "落後原因", "經濟部水利署"), ("/en", "Why it is behind", "Water Resources Agency")]
)
def test_keyboard_alone_goes_from_home_to_the_reason_the_agency_and_the_data(
    site: str, page: Page, prefix: str, why: str, agency: str
) -> None:
    page.goto(f"{site}{prefix}/")
    tab_to(page, ".skip-link", most=1)
    page.keyboard.press("Enter")
    tab_to(page, f'.goal-row-link[href="{prefix}/tsdg/goals/6/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{prefix}/tsdg/goals/6/")
    tab_to(page, f'a[href="{prefix}/tsdg/indicators/6.4.1/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{prefix}/tsdg/indicators/6.4.1/")
    assert page.get_by_role("heading", name=why).is_visible()
    assert page.locator("#why + div").inner_text().strip() != ""
    tab_to(page, f'aside a[href="{prefix}/organisations/moea-water/"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{prefix}/organisations/moea-water/")
    assert page.get_by_role("heading", level=1).inner_text() == agency
    page.go_back()
    tab_to(page, f'a[href="{prefix}/tsdg/indicators/6.4.1/data.csv"]')
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert (download.value.suggested_filename, len(lines)) == ("yongxu-tsdg-6.4.1.csv", 2)


def test_home_is_light(site: str, page: Page) -> None:
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({response.url: len(gzip.compress(response.body()))}))
    page.goto(site + "/", wait_until="networkidle")
    assert sum(size for address, size in sizes.items() if not address.endswith(".woff2")) < 250_000


def test_pages_say_everything_without_scripts(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/en/demo-city/indicators/1.1.1/")
    picture = page.locator(".chart img")
    assert (picture.is_visible(), picture.get_attribute("alt") != "", page.locator(".chart-button").is_visible()) == (True, True, False)
    page.goto(site + "/en/tsdg/indicators/")
    page.get_by_label("Verdict").select_option("missed")
    page.get_by_role("button", name="Filter").click()
    assert page.locator("tbody tr").count() == 11
    context.close()
