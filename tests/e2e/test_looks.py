"""Every page in every state of the record: nothing sticks out, nothing moves, nothing complains, nothing is lost without scripts."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

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


class Window:
    """A window of one width in which one page after the other is opened; it notes what each complains of, until the next."""

    def __init__(self, context: BrowserContext, width: int) -> None:
        self.width, self.complaints = width, list[str]()
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def open(self, address: str) -> int:
        """Go to the address, on a screen of the window's own width, until everything has been drawn. Returns the status."""
        self.page.emulate_media(media="screen")
        self.page.set_viewport_size({"width": self.width, "height": 900})
        self.complaints.clear()
        response = self.page.goto(address, wait_until="load")
        self.page.evaluate("async () => { await document.fonts.ready; await new Promise(done => requestAnimationFrame(done)); }")
        assert response is not None
        return response.status


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    with ExitStack() as stack:
        yield Sites(tmp_path_factory, stack)


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[dict[int, Window]]:
    contexts = {width: browser.new_context(viewport={"width": width, "height": 900}) for width in (DESKTOP, PHONE)}
    for context in contexts.values():
        context.add_init_script(f"({WATCH})(); ({SHIFT})()")
    yield {width: Window(context, width) for width, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """A telephone that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 900})
    yield context.new_page()
    context.close()


def sticking_out(page: Page) -> tuple[int, list[str]]:
    """By how much the page can be pushed sideways, and what is wider than the screen."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"), page.evaluate(WIDE)


def out_of_order(levels: list[int]) -> list[tuple[int, int]]:
    """Headings that skip a level on the way down, or a page that does not begin with its only h1."""
    jumps = [(before, after) for before, after in pairwise(levels) if after > before + 1]
    return jumps if levels[:1] == [1] and levels.count(1) == 1 else [(0, levels[0] if levels else 0), *jumps]


@pytest.mark.parametrize(("prefix", "width"), [("", PHONE), ("/en", DESKTOP)])
@pytest.mark.parametrize(("state", "path"), CASES)
def test_page_is_sound(sites: Sites, windows: dict[int, Window], plain: Page, state: str, path: str, prefix: str, width: int) -> None:
    """Loaded at one width, then made as wide or narrow as the other: both languages are seen at both."""
    status, window, address = STATUSES[state, path], windows[width], sites.address(state) + prefix + path
    page = window.page
    assert (window.open(address), sticking_out(page)) == (status, (0, []))
    if prefix == "" and status == 200:
        assert_same_without_scripts(page, plain, address)
    complaints = [line for line in window.complaints if status == 200 or "Failed to load resource" not in line]
    assert (faults(page), complaints, page.evaluate(LONELY)) == ([], [], [])
    assert out_of_order(page.evaluate(HEADINGS)) == []
    assert page.evaluate("() => window.shift") < MOST_SHIFT
    page.set_viewport_size({"width": PHONE if width == DESKTOP else DESKTOP, "height": 900})
    assert sticking_out(page) == (0, [])


def assert_same_without_scripts(page: Page, plain: Page, address: str) -> None:
    """Only what opens on demand is missing where scripts are off."""
    plain.goto(address, wait_until="load")
    said = [shown.locator("main").inner_text().replace("開啟互動圖", "").split() for shown in (page, plain)]
    assert said[0] == said[1]
    assert plain.locator(".chart-button:visible").count() == 0


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
