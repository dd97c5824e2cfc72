"""Every page in every state of the record: nothing sticks out, nothing moves, nothing complains, nothing is lost without scripts."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.e2e.conftest import serve
from tests.e2e.pages import STATES
from tests.e2e.test_pages import WATCH, faults

pytestmark = pytest.mark.browser
DESKTOP, PHONE = 1280, 390
MOST_SHIFT = 0.01
SHIFT = """() => { window.shift = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].filter(item => item.checkVisibility()).map(item => +item.tagName[1])"
WIDE = """() => { const room = document.documentElement.clientWidth; return [...document.querySelectorAll("main *, header *, footer *")]
  .filter(item => item.getBoundingClientRect().right > room + 1 && item.checkVisibility()
    && !item.closest(".table-scroll, .chart-view, svg, .visually-hidden, .skip-link"))
  .map(item => item.tagName + "." + item.className).slice(0, 3); }"""
LONELY = """() => [...document.querySelectorAll("figure.chart")].filter(figure => {
  const picture = figure.querySelector("img");
  return !picture.alt || !picture.complete || !picture.naturalWidth || !figure.closest("main").querySelector("table");
}).map(figure => figure.outerHTML.slice(0, 200))"""
CASES = [(state, path) for state, record in STATES.items() for _status, path in record.addresses]
STATUSES = {(state, path): status for state, record in STATES.items() for status, path in record.addresses}


@dataclass(slots=True)
class Sites:
    """A server per state, started when first asked for; all end with the tests."""

    folders: pytest.TempPathFactory
    stack: ExitStack
    addresses: dict[str, str] = field(default_factory=dict)

    def address(self, state: str) -> str:
        if state not in self.addresses:
            record = serve(self.folders.mktemp(state), *STATES[state].commands)
            self.addresses[state] = self.stack.enter_context(record)
        return self.addresses[state]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    with ExitStack() as stack:
        yield Sites(tmp_path_factory, stack)


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[dict[int, BrowserContext]]:
    made = {width: browser.new_context(viewport={"width": width, "height": 900}) for width in (DESKTOP, PHONE)}
    for context in made.values():
        context.add_init_script(f"({WATCH})(); ({SHIFT})()")
    yield made
    for context in made.values():
        context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 900})
    yield context
    context.close()


def open_page(page: Page, address: str, complaints: list[str]) -> Response:
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    response = page.goto(address, wait_until="load")
    page.evaluate("async () => { await document.fonts.ready; await new Promise(done => requestAnimationFrame(done)); }")
    assert response is not None
    return response


def sticking_out(page: Page) -> tuple[int, list[str]]:
    """By how much the page can be pushed sideways, and what is wider than the screen."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"), page.evaluate(WIDE)


def out_of_order(levels: list[int]) -> list[tuple[int, int]]:
    """Headings that skip a level on the way down, or a page that does not begin with its only h1."""
    jumps = [(before, after) for before, after in pairwise(levels) if after > before + 1]
    return jumps if levels[:1] == [1] and levels.count(1) == 1 else [(0, levels[0] if levels else 0), *jumps]


@pytest.mark.parametrize(("prefix", "width"), [("", PHONE), ("/en", DESKTOP)])
@pytest.mark.parametrize(("state", "path"), CASES)
def test_page_is_sound(sites: Sites, contexts: dict[int, BrowserContext], state: str, path: str, prefix: str, width: int) -> None:
    """Loaded at one width, then made as wide or narrow as the other: both languages are seen at both."""
    complaints: list[str] = []
    page = contexts[width].new_page()
    try:
        status = STATUSES[state, path]
        response = open_page(page, sites.address(state) + prefix + path, complaints)
        complaints = [line for line in complaints if status == 200 or "Failed to load resource" not in line]
        assert (response.status, sticking_out(page)) == (status, (0, []))
        assert (faults(page), complaints, page.evaluate(LONELY)) == ([], [], [])
        assert out_of_order(page.evaluate(HEADINGS)) == []
        assert page.evaluate("() => window.shift") < MOST_SHIFT
        page.set_viewport_size({"width": PHONE if width == DESKTOP else DESKTOP, "height": 900})
        assert sticking_out(page) == (0, [])
    finally:
        page.close()


@pytest.mark.parametrize(("state", "path"), [case for case in CASES if STATUSES[case] == 200])
def test_page_says_the_same_without_scripts(
    sites: Sites, contexts: dict[int, BrowserContext], plain: BrowserContext, state: str, path: str
) -> None:
    """Only what opens on demand is missing where scripts are off."""
    with_scripts, without = contexts[PHONE].new_page(), plain.new_page()
    try:
        for page in (with_scripts, without):
            page.goto(sites.address(state) + path, wait_until="load")
        said = [page.locator("main").inner_text().replace("開啟互動圖", "").split() for page in (with_scripts, without)]
        assert said[0] == said[1]
        assert without.locator(".chart-button:visible").count() == 0
    finally:
        with_scripts.close()
        without.close()


@pytest.mark.parametrize("state", ["demo", "extremes"])
def test_no_page_is_cut_on_paper(sites: Sites, browser: Browser, state: str) -> None:
    """At the width of A4 less its margins (178 mm), nothing is wider than the paper."""
    page = browser.new_page(viewport={"width": 673, "height": 950})
    page.emulate_media(media="print")
    cut = []
    for _status, path in STATES[state].addresses:
        page.goto(sites.address(state) + path, wait_until="load")
        if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            cut.append(path)
    page.close()
    assert cut == []
