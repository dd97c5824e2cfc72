"""Pages of organisations: names over time, what each answers for, a fixed number of queries."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.conftest import NOW, loader
from tests.public.measures import ROWS, load_measures, name_it
from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.models import Indicator, IndicatorOrganization
from yongxu.indicators.services import load_report
from yongxu.organizations.models import Organization
from yongxu.reporting.differences import Source

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def record(owner: User, now: datetime) -> None:
    load_measures(*ROWS, by=owner, at=now)
    old = Organization.objects.create(code="old-agency", kind="agency")
    name_it(old, "示範舊署", "Former Agency of Examples", until=date(2023, 9, 26))
    Organization.objects.filter(code="example-agency").update(predecessor=old)


def test_page_shows_names_parent_and_measures_by_role(record: None, client: Client) -> None:
    page = read(client, "/organisations/example-agency/")
    for words in ("示範部", "示範舊署", "2023-09-26", "主辦的措施（2）", "示範節能輔導", "示範舊計畫"):
        assert words in page
    assert "協辦的措施（2）" in read(client, "/organisations/example-bureau/")
    assert "Measures (lead): 2" in read(client, "/en/organisations/example-agency/")


def test_reorganised_agency_keeps_its_page_and_names_its_successor(record: None, client: Client) -> None:
    page = read(client, "/organisations/old-agency/")
    assert "這個機關已改制為 範例署" in page
    assert 'href="/organisations/example-agency/"' in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["example-ministry", "example-agency", "example-bureau", "old-agency"]),
        ("?name=舊署", ["old-agency"]),
        ("?name=bureau", ["example-bureau"]),
        ("?kind=ministry", ["example-ministry"]),
        ("?duty=any", ["example-agency", "example-bureau"]),
        ("?name=nothing", []),
    ],
)
def test_list_narrows_in_the_order_of_the_tree(record: None, client: Client, query: str, codes: list[str]) -> None:
    page = read(client, f"/organisations/{query}")
    every = ["example-agency", "example-bureau", "example-ministry", "old-agency"]
    shown = [code for code in every if f'href="/organisations/{code}/"' in page]
    assert sorted(shown, key=lambda code: page.find(f"/organisations/{code}/")) == codes


@pytest.mark.parametrize(("address", "queries"), [("/organisations/", 5), ("/organisations/example-agency/", 10)])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(
    owner: User, now: datetime, client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int, rows: int
) -> None:
    load_measures(*ROWS[:rows], by=owner, at=now)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_indicators_and_measures(
    owner: User, now: datetime, client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    load_measures(*ROWS[:rows], by=owner, at=now)
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    report = city_reports()[-1]
    load_report(replace(report, rows=report.rows[:rows]), framework=DEMO_FRAMEWORK, source=Source("demo", ""), by=owner, at=now)
    agency = Organization.objects.get(code="example-agency")
    for indicator in Indicator.objects.all():
        IndicatorOrganization.objects.create(indicator=indicator, organization=agency, role=IndicatorOrganization.Role.LEAD)
    with django_assert_num_queries(12):
        page = read(client, "/organisations/example-agency/")
    assert f"主辦的指標（{rows}）" in page


def test_unknown_organisation_is_not_found(client: Client) -> None:
    assert client.get("/organisations/nobody/").status_code == 404


def test_unpublished_measures_are_nobodys_duty(owner: User, now: datetime, client: Client) -> None:
    load_measures(*ROWS, by=owner, at=now, published=False)
    assert "沒有由這個機關直接負責" in read(client, "/organisations/example-agency/")
    assert "example-agency/" not in read(client, "/organisations/?duty=any")
