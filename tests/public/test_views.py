"""Public pages: strict headers, both languages, a fixed number of queries, nothing unpublished."""

import csv
import io
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.conftest import NOW, loader
from tests.public.conftest import city_report, load_rows
from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators import interchange
from yongxu.indicators.demo import DEMO_FRAMEWORK
from yongxu.indicators.services import load_report
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.differences import Source
from yongxu.ui.icons import SHAPES
from yongxu.ui.templatetags.ui import VERDICTS

pytestmark = pytest.mark.django_db
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:; manifest-src 'self'; object-src 'none'; script-src 'self'; style-src 'self'"
)
INDICATOR = "/demo-city/indicators/1.1.1/"
STATIC_PAGES = ("/search/", "/method/", "/site-map/", "/policies/privacy/", "/policies/open-data/", "/policies/accessibility/")


def test_home_lists_the_18_goals_in_both_languages(frameworks: None, client: Client) -> None:
    chinese, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    assert (chinese.count('class="goal-row"'), english.count('class="goal-row"')) == (18, 18)
    assert '<html lang="zh-Hant-TW">' in chinese
    assert '<html lang="en">' in english
    assert "Ensure environmental quality" in english


def test_home_says_the_year_in_one_sentence(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(4, by=owner, at=now, framework="tsdg")
    chinese, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    headline = re.search(r'<h1 class="headline">(.*?)</h1>', chinese)
    assert headline is not None
    assert re.sub(r"<.*?>", "", headline[1]) == "4 項指標中，2 項達成，1 項落後。"
    headline = re.search(r'<h1 class="headline">(.*?)</h1>', english)
    assert headline is not None
    assert re.sub(r"<.*?>", "", headline[1]) == "2 of 4 indicators met, 1 behind."
    assert "<strong>66.67<small>%</small></strong>" in chinese


def test_home_says_what_is_behind_and_why(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(4, by=owner, at=now, framework="tsdg")
    page = client.get("/").content.decode()
    behind = page[page.index('class="lags"') : page.index("</ul>", page.index('class="lags"'))]
    assert behind.count('class="lag"') == 1
    for words in ("降低自來水漏水率", "至多 13", "13.4%", "兩處幹管工程延後。", "示範水務處"):
        assert words in behind


def changes_of(page: str) -> list[tuple[str, str]]:
    part = page[page.index('class="hits changes"') :]
    lines = re.findall(r'<li><a href="([^"]+)">.*?</a> <span class="soft small">(.*?)</span>\s*(?:</li>|<dl)', part[: part.index("</ul>")])
    return [(address, words) for address, words in lines]


@pytest.mark.parametrize("rows", [1, 3])
def test_home_lists_what_the_last_publication_brought(frameworks: None, client: Client, owner: User, now: datetime, rows: int) -> None:
    load_rows(rows, by=owner, at=now, framework="tsdg")
    codes = [row.code for row in city_report().rows[:rows]]
    page = client.get("/").content.decode()
    assert changes_of(page) == [(f"/tsdg/indicators/{code}/", "新增") for code in codes]
    assert "這次公布沒有更動先前公布的內容。" in page
    assert "This publication changed nothing that was published before." in client.get("/en/").content.decode()


def test_home_names_what_a_publication_corrected(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(3, by=owner, at=now, framework="tsdg")
    report = city_report()
    row = replace(report.rows[0], lag_reason="更正後的原因")
    later = now.replace(year=now.year + 1)
    load_report(replace(report, rows=(row,)), framework="tsdg", source=Source("demo", ""), by=owner, at=later, replace_published=True)
    chinese, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    assert [words for _, words in changes_of(chinese)] == ["更動 · 落後原因"]
    assert changes_of(english)[0][0].startswith("/en/")
    assert "這次公布沒有更動" not in chinese


def test_every_page_has_the_strict_policy(frameworks: None, client: Client) -> None:
    response = client.get("/")
    policy = "; ".join(sorted(response["Content-Security-Policy"].split("; ")))
    assert policy == POLICY
    headers = (response["X-Content-Type-Options"], response["X-Frame-Options"], response["Referrer-Policy"])
    assert headers == ("nosniff", "DENY", "strict-origin-when-cross-origin")


@pytest.mark.parametrize(
    ("address", "first", "later"),
    [
        ("/", 9, 1),
        ("/demo-city/", 9, 1),
        ("/demo-city/goals/1/", 10, 6),
        ("/demo-city/indicators/", 9, 5),
        (INDICATOR, 10, 10),
        ("/search/?q=用水", 7, 7),
        ("/method/", 5, 5),
        ("/site-map/", 3, 3),
        ("/policies/privacy/", 1, 1),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    frameworks: None,
    client: Client,
    owner: User,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    first: int,
    later: int,
    rows: int,
) -> None:
    """Queries when the record has just changed, and of the same page made anew from a record that has not."""
    for framework in ("tsdg", DEMO_FRAMEWORK):
        load_rows(rows, by=owner, at=now, framework=framework)
    for queries in (first, later):
        caches["pages"].clear()
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


@pytest.mark.parametrize("address", STATIC_PAGES)
def test_pages_about_the_site_are_there_in_both_languages(frameworks: None, client: Client, address: str) -> None:
    chinese, english = client.get(address), client.get(f"/en{address}")
    assert (chinese.status_code, english.status_code) == (200, 200)
    text = re.sub(
        r"<(script|style).*?</\1>|<[^>]*lang=\"zh-Hant-TW\".*?>.*?<|<[^>]+>",
        " ",
        english.content.decode().partition("<main")[2],
        flags=re.DOTALL,
    )
    assert re.findall(r"[\u4e00-\u9fff]{5,}", text) == []


@pytest.mark.parametrize(("query", "codes"), [("漏水", ["1.1.1"]), ("用水", ["1.1.2"]), ("公共 運輸", ["2.1.1"]), ("飛碟", [])])
def test_search_finds_words_of_two_characters(
    frameworks: None, client: Client, owner: User, now: datetime, query: str, codes: list[str]
) -> None:
    load_rows(4, by=owner, at=now)
    page = client.get("/search/", {"q": query}).content.decode()
    assert sorted(set(re.findall(r'href="/demo-city/indicators/([\d.]+)/"', page))) == codes
    assert ("找不到含有" in page) == (not codes)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["1.1.1", "1.1.2", "2.1.1", "2.1.2"]),
        ("?verdict=missed", ["1.1.1"]),
        ("?verdict=met&sort=-code", ["2.1.1", "1.1.2"]),
        ("?sort=verdict", ["1.1.1", "2.1.2", "1.1.2", "2.1.1"]),
        ("?verdict=nonsense&sort=nonsense&page=99", ["1.1.1", "1.1.2", "2.1.1", "2.1.2"]),
    ],
)
def test_list_filters_and_sorts_by_its_address(
    frameworks: None, client: Client, owner: User, now: datetime, query: str, codes: list[str]
) -> None:
    load_rows(4, by=owner, at=now)
    page = client.get(f"/demo-city/indicators/{query}").content.decode()
    assert re.findall(r'<th scope="row"><a href="/demo-city/indicators/([\d.]+)/"', page) == codes


def test_json_of_an_indicator_reads_back_as_the_row_that_was_loaded(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(1, by=owner, at=now)
    document = client.get(f"{INDICATOR}data.json").json()
    assert interchange.row_from_json(document["years"][0]["row"]) == city_report().rows[0]


def test_csv_of_an_indicator_has_a_line_per_part(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(1, by=owner, at=now)
    response = client.get(f"{INDICATOR}data.csv")
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    found = [(line["code"], line["year"], line["target"], line["result"], line["verdict"]) for line in lines]
    assert found == [("1.1.1", "2024", "13", "13.4", "missed")]
    assert response["Content-Disposition"] == 'attachment; filename="yongxu-demo-city-1.1.1.csv"'


def test_csv_cell_is_never_a_formula(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    report = city_report()
    row = replace(report.rows[0], targets=(replace(report.rows[0].targets[0], text="=1+1"),))
    load_report(replace(report, rows=(row,)), framework=DEMO_FRAMEWORK, source=Source("demo", ""), by=owner, at=now)
    lines = list(csv.DictReader(io.StringIO(client.get(f"{INDICATOR}data.csv").content.decode("utf-8-sig"))))
    assert lines[0]["target_text"] == "'=1+1"


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


def test_unchanged_page_is_not_sent_again(
    frameworks: None, client: Client, owner: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_rows(1, by=owner, at=now)
    first = client.get(INDICATOR)
    with django_assert_num_queries(1):
        by_tag = client.get(INDICATOR, headers={"if-none-match": first["ETag"]})
    with django_assert_num_queries(1):
        by_date = client.get(INDICATOR, headers={"if-modified-since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)


def test_kept_page_is_the_same_and_ends_with_the_record_it_shows(
    frameworks: None, client: Client, owner: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_rows(1, by=owner, at=now)
    first = client.get(INDICATOR)
    with django_assert_num_queries(1):
        assert client.get(INDICATOR).content == first.content
    report = city_report()
    corrected = replace(report.rows[0], lag_reason="更正後的原因")
    load_report(
        replace(report, rows=(corrected,)), framework=DEMO_FRAMEWORK, source=Source("demo", ""), by=owner, at=now, replace_published=True
    )
    later = client.get(INDICATOR, headers={"if-none-match": first["ETag"]})
    assert (later.status_code, "更正後的原因" in later.content.decode()) == (200, True)


def test_kept_page_ends_with_a_changed_goal_but_not_with_the_same_data(frameworks: None, client: Client) -> None:
    first = client.get("/")
    load_framework(read_framework("tsdg"), by=loader(), at=NOW)
    assert client.get("/", headers={"if-none-match": first["ETag"]}).status_code == 304
    data = read_framework("tsdg")
    data["framework"]["name_zh"] = "改寫的名稱"
    load_framework(data, by=loader(), at=NOW)
    later = client.get("/", headers={"if-none-match": first["ETag"]})
    assert (later.status_code, "改寫的名稱" in later.content.decode()) == (200, True)


def test_languages_and_hosts_do_not_share_a_kept_page(frameworks: None, client: Client) -> None:
    chinese, english = client.get("/method/"), client.get("/en/method/")
    assert (chinese["ETag"] == english["ETag"], chinese.content == english.content) == (False, False)
    assert "http://127.0.0.1/method/" in client.get("/method/", headers={"host": "127.0.0.1"}).content.decode()


def test_every_verdict_has_its_word_its_icon_and_its_colour() -> None:
    styles = (Path(__file__).resolve().parents[2] / "yongxu" / "ui" / "assets" / "tokens.css").read_text(encoding="utf-8")
    assert set(VERDICTS) == set(Verdict)
    assert {verdict.value for verdict in Verdict} <= set(SHAPES)
    assert all(f"--{verdict.value}:" in styles for verdict in Verdict)
