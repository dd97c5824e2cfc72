"""Programmes, measures, organisations and milestones in a real browser: axe, policy, both widths, both languages, keyboard, no scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import serve
from tests.e2e.pages import DEMO, MIGRATE
from tests.e2e.test_pages import faults, page

pytestmark = pytest.mark.browser
__all__ = ["page"]
LOADED = (
    "/programmes/",
    "/programmes/transport/",
    "/programmes/transport/?state=running&sort=-executed",
    "/programmes/transport/strategies/1.1/",
    "/programmes/transport/measures/1.1.1/",
    "/programmes/transport/measures/1.1.2/",
    "/organisations/example-agency/",
)
LOAD = """
from datetime import UTC, datetime
from tests.public.measures import ROWS, load_measures
from yongxu.accounts.models import User
load_measures(*ROWS, by=User.objects.system_user("load"), at=datetime(2025, 6, 1, tzinfo=UTC), programme="transport")
"""


@pytest.fixture(scope="module")
def loaded_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with a fictional year of measures."""
    with serve(tmp_path_factory.mktemp("measures"), MIGRATE, DEMO, ("shell", "-v0", "-c", LOAD)) as address:
        yield address


def check(page: Page, address: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    response = page.goto(address, wait_until="networkidle")
    wide = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (response.status if response else 0, faults(page), errors, wide) == (200, [], [], False)


@pytest.mark.parametrize("path", LOADED)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_with_measures_is_accessible_and_keeps_the_policy(loaded_site: str, page: Page, prefix: str, path: str) -> None:
    check(page, loaded_site + prefix + path)


def test_keyboard_goes_from_the_overview_to_the_agency_of_a_measure(loaded_site: str, page: Page) -> None:
    page.goto(loaded_site + "/en/programmes/")
    for role, name, address in (
        ("link", "Transport sector action programme", "**/en/programmes/transport/"),
        ("link", "1.1.1 ", "**/measures/1.1.1/"),
        ("link", "Agency of Examples", "**/en/organisations/example-agency/"),
    ):
        page.get_by_role(role, name=name).first.focus()  # type: ignore[arg-type]
        page.keyboard.press("Enter")
        page.wait_for_url(address)
    assert page.get_by_role("heading", name="Measures (lead)").is_visible()


def test_interactive_chart_opens_without_breaking_the_policy(loaded_site: str, page: Page) -> None:
    page.goto(loaded_site + "/programmes/transport/")
    page.get_by_role("button", name="開啟互動圖").click()
    page.wait_for_selector(".chart-view[data-done] svg")
    assert faults(page) == []


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    yield context.new_page()
    context.close()


def test_filter_sort_and_data_work_without_scripts(loaded_site: str, plain_page: Page) -> None:
    plain_page.goto(loaded_site + "/en/programmes/transport/")
    plain_page.get_by_label("State").select_option("ended")
    plain_page.get_by_role("button", name="Filter").click()
    assert "state=ended" in plain_page.url
    assert plain_page.get_by_role("status").inner_text() == "1 of 3 measures fit"
    with plain_page.expect_download() as download:
        plain_page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "transport-2024.csv"
