"""Pages of programmes, strategies and measures: what is shown, what is kept apart, a fixed number of queries, nothing unpublished."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.public.conftest import load_rows
from tests.public.measures import ENDED, FIRST, NEW, ROWS, load_measures
from yongxu.accounts.models import User
from yongxu.climate.interchange import report_from_json
from yongxu.climate.rows import MeasureRow

pytestmark = pytest.mark.django_db
PROGRAMME = "/programmes/manufacturing/"
MEASURE = "/programmes/manufacturing/measures/1.1.1/"


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def codes_on(page: str, *rows: MeasureRow) -> list[str]:
    """The codes of the rows in the order in which the page links them."""
    places = {row.code: page.find(f"measures/{row.code}/") for row in rows}
    return sorted((code for code, place in places.items() if place >= 0), key=lambda code: places[code])


def test_overview_without_data_says_so(owner: User, now: datetime, client: Client) -> None:
    load_measures(by=owner, at=now)
    assert "還沒有任何方案的執行情形" in read(client, "/programmes/")
    assert "Not loaded yet: 12" in read(client, "/en/programmes/")


def test_overview_keeps_kinds_and_purses_apart(owner: User, now: datetime, client: Client) -> None:
    load_measures(*ROWS, by=owner, at=now)
    page = read(client, "/programmes/")
    for words in ("5,000 公噸 CO₂e", "134.24 萬公噸 CO₂e", "2,060.1 萬元", "300 萬元", "98.2%", "152%", "5 個方案尚未載入"):
        assert words in page
    for sum_of_different_things in ("134.74 萬", "2,360.1 萬"):
        assert sum_of_different_things not in page


@pytest.mark.parametrize(("sort", "order"), [("executed", ["energy", "manufacturing"]), ("-executed", ["manufacturing", "energy"])])
def test_overview_sorts_what_is_loaded(owner: User, now: datetime, client: Client, sort: str, order: list[str]) -> None:
    load_measures(FIRST, by=owner, at=now)
    load_measures(replace(FIRST, executed_ntd=(Decimal(5),)), by=owner, at=now, programme="energy")
    page = read(client, f"/programmes/?sort={sort}")
    assert sorted(order, key=lambda code: page.find(f'href="/programmes/{code}/"')) == order


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["1.1.1", "1.1.2", "2.1.1"]),
        ("?state=running", ["1.1.1", "1.1.2"]),
        ("?state=ended", ["2.1.1"]),
        ("?state=new", ["1.1.2"]),
        ("?element=減緩", ["1.1.1", "2.1.1"]),
        ("?agency=example-agency", ["1.1.1", "2.1.1"]),
        ("?agency=-", ["1.1.2"]),
        ("?funding=國營事業預算", ["1.1.2"]),
        ("?state=running&funding=nothing", []),
        ("?sort=year", ["1.1.2", "1.1.1", "2.1.1"]),
        ("?sort=-rate", ["1.1.2", "1.1.1", "2.1.1"]),
        ("?sort=-code", ["2.1.1", "1.1.2", "1.1.1"]),
        ("?sort=nonsense&page=99", ["1.1.1", "1.1.2", "2.1.1"]),
    ],
)
def test_programme_page_narrows_and_sorts(owner: User, now: datetime, client: Client, query: str, codes: list[str]) -> None:
    load_measures(*ROWS, by=owner, at=now)
    assert codes_on(read(client, PROGRAMME + query), *ROWS) == codes


def test_programme_page_turns_after_25_measures(owner: User, now: datetime, client: Client) -> None:
    rows = tuple(replace(FIRST, code=f"1.1.{number}") for number in range(1, 29))
    load_measures(*rows, by=owner, at=now)
    assert [len(codes_on(read(client, f"{PROGRAMME}?page={page}"), *rows)) for page in (1, 2)] == [25, 3]


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/programmes/", 7),
        (PROGRAMME, 10),
        ("/programmes/manufacturing/2024/", 10),
        ("/programmes/manufacturing/strategies/1.1/", 10),
        (MEASURE, 11),
        ("/milestones/", 1),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    owner: User,
    now: datetime,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    rows: int,
) -> None:
    load_measures(*ROWS[:rows], by=owner, at=now)
    with django_assert_num_queries(queries):
        assert client.get(address, {"fresh": "1"}).status_code == 200


def test_measure_page_pairs_benefits_with_results(owner: User, now: datetime, client: Client) -> None:
    load_measures(*ROWS, by=owner, at=now)
    page = read(client, MEASURE)
    for words in (
        "2021–2025 年（民國 110–114 年）", "範例署", "範例局", "達預期數的 112.5%", "達預期數的 80%", "期程進行中", "另辦說明會 3 場",
        "預期減量",
        "1,342,400 公噸 CO₂e", "2,060.1 萬元", "20,601,000 元", "98.2%", "流標一次", "公務預算", "113 年製造部門行動方案執行情形",
        "http://testserver/programmes/manufacturing/measures/1.1.1/",
    ):  # fmt: skip
        assert words in page
    english = read(client, f"/en{MEASURE}")
    for words in ("2021–2025 (ROC years 110–114)", "Agency of Examples", "NT$20,601,000", "1,342,400 t CO₂e", "Under way", "Expected"):
        assert words in english


def test_one_year_against_a_whole_phase_is_said_to_be_that(owner: User, now: datetime, client: Client) -> None:
    one_year = replace(FIRST.results[1], span=(113, 113), value=Decimal(500000))
    load_measures(replace(FIRST, results=(FIRST.results[0], one_year)), by=owner, at=now)
    page = read(client, MEASURE)
    assert ("這一年相當於全程預期數的 20%" in page, "達預期數的 20%" in page, "期程進行中" in page) == (True, False, True)


def test_measure_that_ended_is_not_called_behind(owner: User, now: datetime, client: Client) -> None:
    load_measures(*ROWS, by=owner, at=now)
    page = read(client, "/programmes/manufacturing/measures/2.1.1/")
    assert ("已結束" in page, "verdict-missed" in page, "文件沒有列出執行數。" in page) == (True, False, True)


def test_measure_page_keeps_earlier_years(owner: User, now: datetime, client: Client) -> None:
    load_measures(replace(FIRST, money_note="前一年的說明"), by=owner, at=now, year=112)
    load_measures(FIRST, by=owner, at=now)
    page = read(client, MEASURE)
    assert 0 < page.find("流標一次") < page.find("2023 年（民國 112 年）") < page.find("前一年的說明")


def test_programme_data_is_what_load_reads_back(owner: User, now: datetime, client: Client) -> None:
    load_measures(*ROWS, by=owner, at=now)
    response = client.get("/programmes/manufacturing/2024/data.json")
    assert response["Content-Disposition"] == 'attachment; filename="manufacturing-2024.json"'
    assert report_from_json(json.loads(response.content)).rows == ROWS


def test_table_for_spreadsheets_has_every_measure_and_no_formula(owner: User, now: datetime, client: Client) -> None:
    load_measures(replace(FIRST, money_note="=1+1"), NEW, ENDED, by=owner, at=now)
    text = client.get("/programmes/manufacturing/2024/data.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["code"], row["executed_ntd"], row["money_note"]) for row in rows] == [
        ("1.1.1", "20601000", "'=1+1"), ("1.1.2", "3000000", "流標一次"), ("2.1.1", "", ""),
    ]  # fmt: skip
    own = client.get(f"{MEASURE}data.csv").content.decode("utf-8-sig")
    assert [row["code"] for row in csv.DictReader(io.StringIO(own))] == ["1.1.1"]
    assert client.get(f"{MEASURE}data.json").json()["years"][0]["rows"][0]["code"] == "1.1.1"


@pytest.mark.parametrize(
    "address",
    [
        MEASURE, f"{MEASURE}data.json", "/programmes/manufacturing/2024/", "/programmes/manufacturing/2024/data.csv",
        "/programmes/manufacturing/strategies/1.1/", "/programmes/manufacturing/2024/chart.svg", "/programmes/nothing/",
    ],
)  # fmt: skip
def test_unpublished_is_not_there(owner: User, now: datetime, client: Client, address: str) -> None:
    load_measures(*ROWS, by=owner, at=now, published=False)
    assert client.get(address).status_code == 404
    assert "示範節能輔導" not in read(client, PROGRAMME)


@pytest.mark.parametrize("address", ["/programmes/chart", "/programmes/manufacturing/2024/chart"])
def test_chart_has_two_widths_and_lasting_addresses(owner: User, now: datetime, client: Client, address: str) -> None:
    load_measures(*ROWS, by=owner, at=now)
    wide, narrow = client.get(f"{address}.svg?v=1"), client.get(f"{address}.svg?narrow=1&v=1")
    assert (wide["Content-Type"], wide["Cache-Control"]) == ("image/svg+xml", "public, max-age=31536000, immutable")
    assert wide.content != narrow.content
    assert client.get(f"{address}.json").json()["$schema"] == "https://vega.github.io/schema/vega/v6.json"


def test_unchanged_page_is_not_sent_again_and_a_load_changes_it(owner: User, now: datetime, client: Client) -> None:
    load_measures(FIRST, by=owner, at=now)
    first = client.get(MEASURE)
    assert client.get(MEASURE, headers={"if-none-match": first["ETag"]}).status_code == 304
    load_measures(replace(FIRST, money_note="改正後的說明"), by=owner, at=now)
    second = client.get(MEASURE, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, "改正後的說明" in second.content.decode()) == (200, True)


def test_milestones_stand_in_order_with_both_calendars(client: Client) -> None:
    page = read(client, "/milestones/")
    days = ["2021-04-22", "2021-08-30", "2022-03-30", "2022-12-28", "2023-02-15", "2023-04-21"]
    places = [page.find(f'<time datetime="{day}">') for day in days]
    assert places == sorted(places)
    assert (places[0] > 0, "民國 112 年 4 月 21 日" in page, "8.11.3" in page) == (True, True, True)
    assert "The Climate Change Response Act is promulgated" in read(client, "/en/milestones/")


@pytest.mark.parametrize("rows", [1, 3])
def test_home_with_indicators_and_measures_links_both_in_twelve_queries(
    frameworks: None, owner: User, now: datetime, client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    load_rows(rows, by=owner, at=now, framework="tsdg")
    load_measures(*ROWS[:rows], by=owner, at=now)
    with django_assert_num_queries(12):
        page = read(client, "/")
    listed = page[page.index('class="hits changes"') :]
    links = re.findall(r'<li><a href="([^"]+)"', listed[: listed.index("</ul>")])
    assert links == [f"/programmes/manufacturing/measures/{row.code}/" for row in ROWS[:rows]]
