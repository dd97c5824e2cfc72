"""The fictional city's programme: read without doubt, loaded twice without change, marked as fiction, gone with the demo."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client

from tests.conftest import NOW, loader
from yongxu.climate.demo import CITY_PROGRAMME, OVERLAP, city_programme_reports, load_city_programmes
from yongxu.climate.models import Expenditure, Measure, MeasureYear, Programme, Strategy
from yongxu.climate.selectors.figures import EmissionTotal
from yongxu.climate.selectors.pages import list_programmes, programme_page, programme_years
from yongxu.climate.services import load_programmes, read_programmes
from yongxu.goals.models import Framework, Goal
from yongxu.goals.services import load_framework, read_framework
from yongxu.history.models import Entry
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.services import load_report
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Publication

CODE = CITY_PROGRAMME["code"]
FICTION = "虛構示範資料"


@pytest.fixture
def demo(db: None) -> None:
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    load_programmes(read_programmes(), by=loader(), at=NOW)
    load_city_programmes(by=loader(), at=NOW)
    load_report(city_reports()[-1], framework=DEMO_FRAMEWORK, source=Source("demo", "", is_demo=True), by=loader(), at=NOW)


def test_reports_are_read_without_a_doubt() -> None:
    reports = list(city_programme_reports())
    assert [(report.year, len(report.rows), report.problems) for report in reports] == [
        (110, 5, ()),
        (111, 5, ()),
        (112, 7, ()),
        (113, 7, ()),
    ]
    assert {strategy.code for report in reports for strategy in (row.strategy for row in report.rows)} == {"1.1", "1.2", "2.1", "2.2"}


def test_reductions_once_per_year_and_overlapping_stay_apart(demo: None) -> None:
    page = programme_page(CODE)
    assert page is not None
    left_out = Measure.objects.get(strategy__programme__code=CODE, code=OVERLAP[0])
    assert (left_out.counted_in, left_out.overlap_reason) == (
        Measure.objects.get(strategy__programme__code=CODE, code=OVERLAP[1]),
        OVERLAP[2],
    )
    assert page.totals.emissions == (
        EmissionTotal("realised", Decimal(3400), None, 1, (), "one_off"),
        EmissionTotal("expected", Decimal(2250), Decimal(6100), 1, (left_out,), "per_year"),
        EmissionTotal("unspecified", Decimal(710), None, 1, (), "per_year"),
        EmissionTotal("realised", Decimal(430), None, 1, (), "per_year"),
    )
    spending = page.totals.spending
    assert (spending.government, spending.fund, spending.private, spending.mixed) == (449500000, 8000000, 33000000, 36000000)
    assert page.years == (2024, 2023, 2022, 2021)


def test_money_has_its_explanation_where_the_rate_is_off(demo: None) -> None:
    years = MeasureYear.objects.filter(measure__strategy__programme__code=CODE, execution_rate__isnull=False)
    off = {(year.measure.code, year.year) for year in years.select_related("measure") if not 80 <= (year.execution_rate or 0) <= 100}
    explained = {(year.measure.code, year.year) for year in years.select_related("measure") if year.money_note}
    assert off == explained == {("1.1.1", 2021), ("2.1.1", 2023), ("2.1.1", 2024)}
    assert Expenditure.objects.filter(source=Expenditure.Source.UNSTATED, measure_year__in=years).count() == 0


def test_loading_it_again_changes_nothing(demo: None) -> None:
    before = Entry.objects.count()
    load_city_programmes(by=loader(), at=NOW)
    assert Entry.objects.count() == before


def test_one_command_removes_every_trace_but_the_history(demo: None) -> None:
    call_command("demo", "--remove")
    left = (
        Programme.objects.filter(is_fictional=True),
        Framework.objects.filter(is_fictional=True),
        Strategy.objects.all(),
        Publication.objects.all(),
    )
    assert [rows.count() for rows in left] == [0, 0, 0, 0]
    assert Goal.objects.filter(edition__framework__code="demo-city").count() == 0
    assert Entry.objects.filter(verb="remove", subject_type="climate.programme").count() == 2


def test_fiction_is_no_part_of_the_nation(demo: None) -> None:
    assert programme_years() == []
    overview = list_programmes(year=2024)
    assert CODE not in {card.programme.code for card in overview.cards}


@pytest.mark.parametrize(
    "path", ["", "2023/", "strategies/2.1/", "measures/1.1.1/", "measures/2.2.1/"], ids=["programme", "year", "strategy", "measure", "once"]
)
def test_every_page_of_it_says_that_it_is_fiction(demo: None, client: Client, path: str) -> None:
    assert FICTION in client.get(f"/programmes/{CODE}/{path}").content.decode()


def test_lists_and_downloads_name_it_as_fiction(demo: None, client: Client) -> None:
    city = client.get("/demo-city/").content.decode()
    assert (FICTION in city, f"/programmes/{CODE}/" in city) == (True, True)
    found = client.get("/search/", {"q": "電動公車"}).content.decode()
    assert "虛構 · 示範市淨零行動方案" in found
    assert "（虛構）" in client.get(f"/programmes/{CODE}/2024/data.csv").content.decode()
    assert "示範市" not in client.get("/programmes/").content.decode()
    assert "示範市" not in client.get("/").content.decode().partition("<footer")[0]
