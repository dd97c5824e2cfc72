"""Corrections of what was published: told on the page, in its data and in the list of all, in both languages, not before their time."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import loader
from tests.reporting.walking import file, someone, walk
from yongxu.accounts.models import Role, User
from yongxu.climate import filing as measure_filing
from yongxu.climate.interchange import report_from_json as programme_from_json
from yongxu.climate.plans import plan_items as plan_measures
from yongxu.climate.publishing import publish_measures
from yongxu.climate.services import DATA as CLIMATE_DATA
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.filing import filing_of_row, filing_to_json, without_results
from yongxu.indicators.interchange import report_from_json
from yongxu.indicators.plans import plan_items
from yongxu.indicators.publishing import publish_indicators
from yongxu.indicators.services import DATA, load_report
from yongxu.organizations.models import Body
from yongxu.organizations.services import load_bodies, load_organizations, read_bodies, read_organizations
from yongxu.public.doorway import ask_record
from yongxu.quantities.interchange import Json
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem, Erratum
from yongxu.reporting.plans import PlannedItem, standard_steps
from yongxu.reporting.services.cycles import draft_cycle, open_cycle
from yongxu.reporting.services.decisions import correct
from yongxu.reporting.services.removal import remove_demo_cycles
from yongxu.reporting.subjects import Published

AT = datetime(2025, 2, 3, 2, 0, tzinfo=UTC)
LATER = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
CODES = ("6.4.1", "3.9.2", "6.1.1")
REPORT = report_from_json(json.loads((DATA / "indicators-2024.json").read_text(encoding="utf-8")))
ROWS = {row.code: row for row in REPORT.rows if row.code in CODES}
MEASURES = programme_from_json(json.loads((CLIMATE_DATA / "manufacturing-113.json").read_text(encoding="utf-8")))
MEASURE = next(row for row in MEASURES.rows if row.code == "1.1.7")
INDICATOR_PAGE = "/tsdg/indicators/6.4.1/"
MEASURE_PAGE = "/programmes/manufacturing/measures/1.1.7/"
NOTE = "用水量改採 <b>修正後</b> 之人口數計算。"


@pytest.fixture
def council(db: None) -> User:
    by = loader()
    load_organizations(read_organizations(), by=by, at=AT)
    load_bodies(read_bodies(), by=by, at=AT)
    load_framework(read_framework("tsdg"), by=by, at=AT)
    load_programmes(read_programmes(), by=by, at=AT)
    return someone(Role.SECRETARIAT, Body.objects.get(code="council"))


def begin(subject: str, scope: str, items: list[PlannedItem], *, by: User, half: int | None = None) -> Cycle:
    day = date(2025, 2, 3)
    steps = standard_steps(subject, opens_on=day)
    made = draft_cycle(subject=subject, scope=scope, title="2024 年執行情形", year=2024, half=half, opens_on=day, steps=steps, by=by, at=AT)
    open_cycle(made, items, by=by, at=AT)
    return made


def report_item(item: DueItem, content: Mapping[str, Json], *, at: datetime = AT) -> None:
    file(item, dict(content), at=at)
    walk(item, at=at)


@pytest.fixture
def indicators(council: User) -> Cycle:
    """A year of three indicators, two of them twins, published."""
    rows = tuple(ROWS.values())
    plan = without_results(replace(REPORT, rows=rows))
    load_report(plan, framework="tsdg", source=Source("targets.json", ""), by=loader(), at=AT - timedelta(days=9), published=False)
    cycle = begin("indicators", "tsdg", plan_items("tsdg"), by=council)
    for item in cycle.items.all():
        report_item(item, filing_to_json(filing_of_row(ROWS[item.code])))
    publish_indicators(cycle, by=council, at=AT)
    return Cycle.objects.get(pk=cycle.pk)


@pytest.fixture
def measures(council: User) -> Cycle:
    """A year of one measure, published."""
    return publish_measure(council)


def publish_measure(council: User, *, half: int | None = None) -> Cycle:
    plan = measure_filing.without_results(replace(MEASURES, rows=(MEASURE,)))
    load_programme_report(plan, programme="manufacturing", source=Source("plan.json", ""), by=loader(), at=AT, published=False)
    cycle = begin("sectors", "manufacturing", plan_measures("sectors", "manufacturing"), by=council, half=half)
    report_item(cycle.items.get(), measure_filing.filing_to_json(measure_filing.filing_of_row(MEASURE)))
    publish_measures(cycle, by=council, at=AT)
    return Cycle.objects.get(pk=cycle.pk)


def begin_correction(cycle: Cycle, code: str, *, by: User, note: str = NOTE, note_en: str = "") -> DueItem:
    item = cycle.items.get(code=code)
    correct(item, note=note, note_en=note_en, by=by, at=AT)
    return DueItem.objects.get(pk=item.pk)


def correct_indicator(cycle: Cycle, *, by: User, value: str = "288", at: datetime = LATER) -> Published:
    item = begin_correction(cycle, "6.4.1", by=by)
    row = ROWS["6.4.1"]
    part = replace(row.actuals[0], text=f"每人每日用水量 {value} 公升")
    report_item(item, filing_to_json(filing_of_row(replace(row, actuals=(part,), lag_reason=f"原因 <i>{value}</i>"))))
    return publish_indicators(Cycle.objects.get(pk=cycle.pk), by=by, at=at)


def correct_measure(cycle: Cycle, *, by: User, note_en: str = "") -> None:
    item = begin_correction(cycle, "1.1.7", by=by, note="輔導家數重複計列一家。", note_en=note_en)
    filing = measure_filing.filing_of_row(MEASURE)
    results = tuple(replace(said, text=said.text.replace("11 家", "10 家")) for said in filing.results)
    report_item(item, measure_filing.filing_to_json(replace(filing, results=results)))
    publish_measures(Cycle.objects.get(pk=cycle.pk), by=by, at=LATER)


def words(client: Client, address: str, start: str = 'id="errata"', end: str = "</section>") -> str:
    page = client.get(address).content.decode()
    part = page[page.index(start) + len(start) :].partition(">")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part[: part.index(end)])).split())


def test_indicator_page_tells_date_old_new_and_note(indicators: Cycle, council: User, client: Client) -> None:
    correct_indicator(indicators, by=council)
    said = words(client, INDICATOR_PAGE)
    assert said.startswith("勘誤紀錄 2025-09-01 （民國 114 年） 2024 年（民國 113 年）的內容")
    assert "實績值 原為 289 公升 → 改為 288 公升" in said
    assert said.endswith("勘誤說明 用水量改採 <b>修正後</b> 之人口數計算。")
    english = words(client, f"/en{INDICATOR_PAGE}")
    assert english.startswith("Corrections 2025-09-01 (ROC 114) As reported for 2024 (ROC year 113)")
    assert "Actual was 289 litres → now 288 litres" in english
    page = client.get(INDICATOR_PAGE).content.decode()
    assert '這個年度的內容已於 <span class="day"><time datetime="2025-09-01">' in page
    record = page[page.index("公布與更正紀錄") :]
    assert ('2024 年資料更正：<a href="#errata">勘誤</a>' in record, "原為" in record, "2024 年資料首次公布" in record) == (
        True,
        False,
        True,
    )


def test_verdict_that_a_correction_changes_is_told_once(indicators: Cycle, council: User, client: Client) -> None:
    correct_indicator(indicators, by=council, value="258")
    said = words(client, INDICATOR_PAGE)
    assert ("判定 原為 未達成 → 改為 達成" in said, said.count("達成 →"), "其他內容" in said) == (True, 1, False)


def test_what_people_wrote_is_escaped(indicators: Cycle, council: User, client: Client) -> None:
    for number, value in enumerate(("288", "287")):
        correct_indicator(indicators, by=council, value=value, at=LATER + timedelta(days=number))
    for address in (INDICATOR_PAGE, "/errata/"):
        page = client.get(address).content.decode()
        assert ("<b>修正後</b>" in page, "<i>28" in page, page.count("&lt;b&gt;修正後&lt;/b&gt;")) == (False, False, 2)
        assert "原為 </span>原因 &lt;i&gt;288&lt;/i&gt;</del>" in page


def test_measure_page_tells_it_too(measures: Cycle, council: User, client: Client) -> None:
    assert 'id="errata"' not in client.get(MEASURE_PAGE).content.decode()
    correct_measure(measures, by=council)
    said = words(client, MEASURE_PAGE)
    assert said.startswith("勘誤紀錄 2025-09-01 （民國 114 年） 2024 年（民國 113 年）的內容 實績值 原為")
    assert ("11 家" in said.partition("改為")[0], "10 家" in said.partition("改為")[2]) == (True, True)
    assert said.endswith("勘誤說明 輔導家數重複計列一家。")
    assert words(client, f"/en{MEASURE_PAGE}").startswith("Corrections 2025-09-01 (ROC 114)")
    data = client.get(f"{MEASURE_PAGE}data.json").json()
    assert [(item["year"], item["note"]) for item in data["errata"]] == [(2024, "輔導家數重複計列一家。")]
    for address in (f"{MEASURE_PAGE}data.csv", "/programmes/manufacturing/2024/data.csv"):
        lines = list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
        assert [(line["code"], line["corrected_on"], line["correction_note"]) for line in lines] == [
            ("1.1.7", "2025-09-01", "輔導家數重複計列一家。")
        ]


def test_readers_of_english_get_the_english_note_where_there_is_one(measures: Cycle, council: User, client: Client) -> None:
    correct_measure(measures, by=council, note_en=" One company was counted twice. ")
    assert words(client, MEASURE_PAGE).endswith("勘誤說明 輔導家數重複計列一家。")
    assert words(client, f"/en{MEASURE_PAGE}").endswith("One company was counted twice.")
    (erratum,) = client.get(f"{MEASURE_PAGE}data.json").json()["errata"]
    assert (erratum["note"], erratum["note_en"]) == ("輔導家數重複計列一家。", "One company was counted twice.")
    item = measures.items.get(code="1.1.7")
    assert (item.corrects_note, item.corrects_note_en) == ("", "")


def test_nothing_is_told_before_the_correction_is_published(indicators: Cycle, council: User, client: Client) -> None:
    pages = (INDICATOR_PAGE, f"/en{INDICATOR_PAGE}", f"{INDICATOR_PAGE}data.json", f"{INDICATOR_PAGE}data.csv", "/errata/", "/")
    before = [client.get(page).content for page in pages]
    state = ask_record()
    item = begin_correction(indicators, "6.4.1", by=council)
    report_item(item, filing_to_json(filing_of_row(ROWS["6.4.1"])))
    assert (ask_record(), [client.get(page).content for page in pages]) == (state, before)
    assert not any("修正後" in content.decode() for content in before)


@pytest.mark.parametrize("changes", [True, False])
def test_published_correction_changes_the_state_of_the_record(indicators: Cycle, council: User, client: Client, changes: bool) -> None:
    """Also one that leaves every figure as it was."""
    state = ask_record()
    correct_indicator(indicators, by=council, value="288" if changes else "289")
    assert ask_record() != state
    assert NOTE in words(client, INDICATOR_PAGE)


def test_twins_tell_it_under_both_codes(indicators: Cycle, council: User, client: Client) -> None:
    row = ROWS["3.9.2"]
    item = begin_correction(indicators, indicators.items.exclude(code="6.4.1").get().code, by=council)
    report_item(item, filing_to_json(filing_of_row(replace(row, remarks="更正後附註"))))
    publish_indicators(Cycle.objects.get(pk=indicators.pk), by=council, at=LATER)
    for code in ("3.9.2", "6.1.1"):
        assert words(client, f"/tsdg/indicators/{code}/").count("勘誤說明") == 1
    assert 'id="errata"' not in client.get(INDICATOR_PAGE).content.decode()


def test_data_say_what_was_corrected(indicators: Cycle, council: User, client: Client) -> None:
    assert client.get(f"{INDICATOR_PAGE}data.json").json()["errata"] == []
    correct_indicator(indicators, by=council)
    (erratum,) = client.get(f"{INDICATOR_PAGE}data.json").json()["errata"]
    values = (erratum["before"]["actuals"][0]["value"], erratum["after"]["actuals"][0]["value"])
    assert (erratum["note"], erratum["year"], values) == (NOTE, 2024, ("289", "288"))
    (line,) = csv.DictReader(io.StringIO(client.get(f"{INDICATOR_PAGE}data.csv").content.decode("utf-8-sig")))
    assert (line["corrected_on"], line["correction_note"]) == ("2025-09-01", NOTE)


def test_list_of_all_has_the_newest_first(indicators: Cycle, measures: Cycle, council: User, client: Client) -> None:
    assert "還沒有任何勘誤。" in client.get("/errata/").content.decode()
    correct_measure(measures, by=council)
    correct_indicator(indicators, by=council, at=LATER + timedelta(days=1))
    page = client.get("/errata/").content.decode()
    links = re.findall(r'<h2 class="erratum-title"><a href="([^"]+)"><span class="code">([\d.]+)', page)
    assert links == [(INDICATOR_PAGE, "6.4.1"), (MEASURE_PAGE, "1.1.7")]
    assert "原為 289 公升 → 改為 288 公升" in words(client, "/errata/", "<h1", "</main>")
    assert client.get("/").content.decode().count('href="/errata/"') == 2


def test_half_year_is_no_part_of_the_record(council: User, client: Client) -> None:
    correct_measure(publish_measure(council, half=1), by=council)
    assert Erratum.objects.count() == 1
    assert "還沒有任何勘誤。" in client.get("/errata/").content.decode()


def test_what_is_no_longer_shown_is_named_without_a_link(measures: Cycle, council: User, client: Client) -> None:
    correct_measure(measures, by=council)
    Erratum.objects.update(after={**Erratum.objects.get().after, "code": "9.9.9"})
    page = client.get("/errata/").content.decode()
    assert '<h2 class="erratum-title"><span class="code">9.9.9</span>' in page


def test_removed_demo_takes_its_errata_along(indicators: Cycle, council: User, client: Client) -> None:
    correct_indicator(indicators, by=council)
    Cycle.objects.update(is_demo=True)
    state = ask_record()
    remove_demo_cycles(scopes=(), by=council, at=LATER)
    assert (Erratum.objects.count(), ask_record() != state) == (0, True)
    assert 'id="errata"' not in client.get(INDICATOR_PAGE).content.decode()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_queries_do_not_grow_with_errata(
    indicators: Cycle, measures: Cycle, council: User, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        correct_indicator(indicators, by=council, value=str(280 + number), at=LATER + timedelta(days=number))
    if count:
        correct_measure(measures, by=council)
    for address, queries in ((INDICATOR_PAGE, 11), ("/tsdg/indicators/3.9.2/", 12), (MEASURE_PAGE, 11)):
        with django_assert_num_queries(queries):
            assert client.get(address, {"fresh": "1"}).status_code == 200
    with django_assert_num_queries(5 if count else 2):
        assert client.get("/errata/").status_code == 200


def test_first_publication_of_a_planned_year_is_no_correction(indicators: Cycle, client: Client) -> None:
    """The targets were loaded before anybody reported; that is nothing the public saw."""
    page = client.get(INDICATOR_PAGE).content.decode()
    record = page[page.index("公布與更正紀錄") :]
    assert re.findall(r'<li><span class="day"><time datetime="([\d-]+)".*?</span> (\S+ 年\S+)', record) == [
        ("2025-02-03", "2024 年資料首次公布")
    ]
    home = client.get("/").content.decode()
    assert ("更動 ·" in home, "這次公布沒有更動先前公布的內容。" in home) == (False, True)
