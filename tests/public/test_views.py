"""Public pages: strict headers, both languages, a fixed number of queries, nothing unpublished."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.services import Source, load_report
from yongxu.organizations.services import load_organizations, read_organizations

pytestmark = pytest.mark.django_db
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:; manifest-src 'self'; object-src 'none'; script-src 'self'; style-src 'self'"
)


@pytest.fixture
def frameworks() -> None:
    load_organizations(read_organizations())
    load_framework(read_framework("tsdg"))
    load_framework(read_framework(DEMO_FRAMEWORK), is_fictional=True)


def load_rows(count: int, *, by: User, at: datetime, published: bool = True) -> None:
    report = city_reports()[-1]
    load_report(
        replace(report, rows=report.rows[:count]), framework=DEMO_FRAMEWORK, source=Source("demo", ""), by=by, at=at, published=published
    )


def test_home_lists_the_18_goals_in_both_languages(frameworks: None, client: Client) -> None:
    chinese, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    assert (chinese.count('class="goal-card '), english.count('class="goal-card ')) == (18, 18)
    assert '<html lang="zh-Hant-TW">' in chinese
    assert '<html lang="en">' in english
    assert "Ensure environmental quality" in english


def test_every_page_has_the_strict_policy(frameworks: None, client: Client) -> None:
    response = client.get("/")
    policy = "; ".join(sorted(response["Content-Security-Policy"].split("; ")))
    assert policy == POLICY
    headers = (response["X-Content-Type-Options"], response["X-Frame-Options"], response["Referrer-Policy"])
    assert headers == ("nosniff", "DENY", "strict-origin-when-cross-origin")


@pytest.mark.parametrize(("address", "queries"), [("/demo-city/", 7), ("/demo-city/goals/1/", 5), ("/demo-city/indicators/1.1.1/", 6)])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    frameworks: None,
    client: Client,
    owner: User,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    rows: int,
) -> None:
    load_rows(rows, by=owner, at=now)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_indicator_page_shows_figures_reason_and_fiction(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(4, by=owner, at=now)
    page = client.get("/demo-city/indicators/1.1.1/").content.decode()
    for text in ("自來水漏水率降至 13.0%", "13.4%", "兩處幹管工程延後", "虛構示範資料", "verdict-missed"):
        assert text in page


def test_chart_is_one_drawing_with_a_lasting_address(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(1, by=owner, at=now)
    svg = client.get("/demo-city/indicators/1.1.1/chart.svg?v=1")
    assert (svg["Content-Type"], svg["Cache-Control"]) == ("image/svg+xml", "public, max-age=31536000, immutable")
    assert svg.content == client.get("/demo-city/indicators/1.1.1/chart.svg").content
    vega = client.get("/en/demo-city/indicators/1.1.1/chart.json").json()
    assert vega["$schema"] == "https://vega.github.io/schema/vega/v6.json"


def test_unpublished_is_not_there(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(4, by=owner, at=now, published=False)
    statuses = [client.get(address).status_code for address in ("/demo-city/indicators/1.1.1/", "/demo-city/indicators/1.1.1/chart.svg")]
    assert statuses == [404, 404]
    assert "漏水" not in client.get("/demo-city/goals/1/").content.decode()


@pytest.mark.parametrize(("address", "words"), [("/nothing/", "找不到這個頁面"), ("/en/nothing/", "Page not found")])
def test_missing_page_helps_in_the_readers_language(client: Client, address: str, words: str) -> None:
    response = client.get(address)
    assert (response.status_code, words in response.content.decode()) == (404, True)


def test_national_framework_has_one_address(frameworks: None, client: Client) -> None:
    response = client.get("/tsdg/")
    assert (response.status_code, response["Location"]) == (301, "/")


def test_unchanged_page_is_not_sent_again(frameworks: None, client: Client) -> None:
    first = client.get("/")
    assert client.get("/", headers={"if-none-match": first["ETag"]}).status_code == 304
