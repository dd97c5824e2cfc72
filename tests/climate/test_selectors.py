"""What pages of programmes, organisations and the home page read: sums that never count twice, duties, search, queries that do not grow."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from tests.conftest import NOW, loader
from yongxu.accounts.models import User
from yongxu.climate.models import Expenditure, Measure, MeasureYear
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.climate.selectors.figures import (
    EmissionTotal,
    Spending,
    UnlikeReductions,
    add_alike,
    add_emissions,
    add_spending,
    assign_sources,
    judge_benefits,
    spent_amounts,
)
from yongxu.climate.selectors.glance import glance, what_is_behind
from yongxu.climate.selectors.pages import (
    count_by_source,
    list_programmes,
    measure_page,
    programme_page,
    programme_years,
    strategy_page,
)
from yongxu.climate.selectors.record import organization_page, search
from yongxu.climate.selectors.rows import find_in_measures
from yongxu.climate.services import load_programme_report, load_programmes, mark_overlap, read_programmes
from yongxu.goals.services import load_framework, read_framework
from yongxu.history.selectors import record_state
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.selectors import find_in_indicators
from yongxu.indicators.services import load_report
from yongxu.organizations.models import Organization, OrganizationName
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.differences import Source

NOTHING = EmissionReduction(None, None, None)
TARGET = TargetPart("每年輔導 80 家", Comparator.AT_LEAST, "rule:expected-benefit", value=Decimal(80), unit="家", basis_stated=True)
PHASE = replace(TARGET, text="全程輔導 300 家", value=Decimal(300), basis="phase")
RESULT = ResultPart("輔導 90 家", Decimal(90), unit="家", span=(113, 113))
TOTAL = ResultPart("110 至 113 年累計輔導 250 家", Decimal(250), unit="家", span=(110, 113))


def row(code: str = "1.1.1", **changes: object) -> MeasureRow:
    base = MeasureRow(
        code=code,
        strategy=Strategy("1.1", "示範策略"),
        name=f"示範措施 {code}",
        plan="示範計畫",
        is_new=False,
        element="減緩",
        agencies=("示範署",),
        co_agencies=("示範水務處",),
        period=(110, 114),
        target_text="每年輔導 80 家",
        result_text="輔導 90 家",
        targets=(TARGET,),
        results=(RESULT,),
        pairs=(0,),
        executed_ntd=(Decimal(1000000),),
        execution_rate=Decimal(50),
        money_text="100",
        money_note="",
        funding=("公務預算",),
        ended=False,
        co2e=EmissionReduction(Decimal(100), Decimal("250.5"), "expected"),
        place="row 2",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


ROWS = (
    row(),
    row("1.1.2", co2e=EmissionReduction(Decimal(30), None, "expected"), funding=("石油基金",)),
    row("1.1.3", co2e=EmissionReduction(Decimal(7), None, "realised"), funding=("公務預算", "民間投資"), execution_rate=None),
    row("1.2.1", strategy=Strategy("1.2", "另一策略"), ended=True, results=(), pairs=(None,), executed_ntd=(), co2e=NOTHING),
    row("1.2.2", strategy=Strategy("1.2", "另一策略"), results=(replace(RESULT, value=Decimal(60)),), funding=("國營事業預算",)),
)


@pytest.fixture
def agencies(db: None) -> None:
    for code, name in (("demo-agency", "示範署"), ("demo-bureau", "示範局"), ("demo-water", "示範水務處")):
        organization = Organization.objects.create(code=code, kind=Organization.Kind.AGENCY, is_fictional=True)
        OrganizationName.objects.create(organization=organization, name_zh=name, name_en=code)


@pytest.fixture
def programme(agencies: None, owner: User, now: datetime) -> None:
    load_programmes(read_programmes(), by=loader(), at=NOW)
    load(ROWS, owner, now)


def load(rows: tuple[MeasureRow, ...], by: User, at: datetime, *, year: int = 113) -> None:
    report = ProgrammeReport(f"{year} 年製造部門行動方案執行情形", year, rows, ())
    load_programme_report(report, programme="manufacturing", source=Source("table.ods", ""), by=by, at=at)


@pytest.fixture
def city(programme: None, owner: User, now: datetime) -> None:
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    for report in city_reports()[-2:]:
        load_report(report, framework=DEMO_FRAMEWORK, source=Source("city.odt", "", is_demo=True), by=owner, at=now)


@pytest.mark.parametrize(
    ("target", "results", "pair", "changes", "verdict", "progress"),
    [
        (TARGET, (RESULT,), 0, {}, Verdict.MET, "112.5"),
        (TARGET, (replace(RESULT, value=Decimal(79)),), 0, {}, Verdict.MISSED, "98.8"),
        (TARGET, (TOTAL,), 0, {}, Verdict.NEEDS_JUDGEMENT, None),
        (TARGET, (TOTAL, replace(TOTAL, text="平均每年輔導 62 家", value=Decimal(62))), 0, {}, Verdict.MISSED, "77.5"),
        (TARGET, (TOTAL, RESULT), 0, {}, Verdict.MET, "112.5"),
        (TARGET, (), None, {}, Verdict.NEEDS_JUDGEMENT, None),
        (TARGET, (replace(RESULT, unit="公噸"),), 0, {}, Verdict.NEEDS_JUDGEMENT, None),
        (TARGET, (RESULT,), 0, {"ended": True}, Verdict.NOT_APPLICABLE, None),
        (PHASE, (RESULT, TOTAL), 0, {}, Verdict.NOT_DUE, "83.3"),
        (PHASE, (RESULT, replace(TOTAL, value=Decimal(301))), 0, {}, Verdict.MET, "100.3"),
        (PHASE, (TOTAL,), 0, {"period": (110, 113)}, Verdict.MISSED, "83.3"),
        (PHASE, (RESULT,), 0, {"period": (110, 113)}, Verdict.NEEDS_JUDGEMENT, "30.0"),
        (PHASE, (RESULT,), 0, {"period": (113, 113)}, Verdict.MISSED, "30.0"),
        (replace(TARGET, basis="by_year:114"), (RESULT,), None, {}, Verdict.NOT_DUE, None),
        (replace(TARGET, basis="by_year:114", value=Decimal(91)), (RESULT,), 0, {}, Verdict.NOT_DUE, "98.9"),
        (replace(TARGET, basis="by_year:112"), (), None, {}, Verdict.NOT_APPLICABLE, None),
        (replace(TARGET, comparator=Comparator.QUALITATIVE, value=None), (RESULT,), 0, {}, Verdict.NEEDS_JUDGEMENT, None),
        (replace(TARGET, comparator=Comparator.AT_MOST), (RESULT,), 0, {}, Verdict.MISSED, None),
    ],
)
def test_benefit_is_judged(
    target: TargetPart,
    results: tuple[ResultPart, ...],
    pair: int | None,
    changes: dict[str, object],
    verdict: Verdict,
    progress: str | None,
) -> None:
    judged = judge_benefits(row(targets=(target,), results=results, pairs=(pair,), **changes), roc_year=113)
    assert [(item.verdict, item.progress) for item in judged] == [(verdict, None if progress is None else Decimal(progress))]


def test_reductions_are_added_within_a_kind_and_overlaps_are_left_out(programme: None, owner: User, now: datetime) -> None:
    first, second = Measure.objects.get(code="1.1.1"), Measure.objects.get(code="1.1.2")
    mark_overlap(second, counted_in=first, reason="同一批廠商", by=owner, at=now)
    years = list(MeasureYear.objects.order_by("measure__sort_key").with_parts())
    assert add_emissions(years) == (
        EmissionTotal("expected", Decimal(200), Decimal("501.0"), 2, (second,)),
        EmissionTotal("realised", Decimal(7), None, 1, ()),
    )


def test_reductions_per_year_and_once_are_never_added(agencies: None, owner: User, now: datetime) -> None:
    load_programmes(read_programmes(), by=loader(), at=NOW)
    figures = [(100, "per_year"), (30, "one_off"), (7, "per_year"), (5, None), (2, "mixed")]
    rows = [row(f"1.1.{n}", co2e=EmissionReduction(Decimal(t), None, "realised", said)) for n, (t, said) in enumerate(figures, start=1)]
    load(tuple(rows), owner, now)
    years = list(MeasureYear.objects.order_by("measure__sort_key").with_parts())
    assert add_emissions(years) == (
        EmissionTotal("realised", Decimal(107), None, 2, (), "per_year"),
        EmissionTotal("realised", Decimal(30), None, 1, (), "one_off"),
        EmissionTotal("realised", Decimal(5), None, 1, (), "unspecified"),
        EmissionTotal("realised", Decimal(2), None, 1, (), "mixed"),
    )
    assert add_alike([years[0], years[2]]).year == Decimal(107)
    for unlike in (years[:2], years[2:4], []):
        with pytest.raises(UnlikeReductions):
            add_alike(unlike)


def test_reductions_of_different_kinds_are_never_added(programme: None) -> None:
    with pytest.raises(UnlikeReductions):
        add_alike(list(MeasureYear.objects.filter(measure__code__in=["1.1.1", "1.1.3"]).with_parts()))


def test_reductions_of_several_years_are_never_added(programme: None, owner: User, now: datetime) -> None:
    load((ROWS[0],), owner, now, year=112)
    with pytest.raises(ValueError, match="several years"):
        add_emissions(MeasureYear.objects.with_parts())


@pytest.mark.parametrize("reason", ["", " "])
def test_overlap_needs_its_reason(programme: None, owner: User, now: datetime, reason: str) -> None:
    first, second = Measure.objects.get(code="1.1.1"), Measure.objects.get(code="1.1.2")
    with pytest.raises(ValidationError):
        mark_overlap(second, counted_in=first, reason=reason, by=owner, at=now)
    with pytest.raises(ValidationError):
        mark_overlap(first, counted_in=first, reason="自己", by=owner, at=now)


def test_money_is_kept_apart_by_who_pays(programme: None) -> None:
    million, nothing = Decimal(1000000), Decimal(0)
    spending = add_spending(MeasureYear.objects.with_parts())
    assert spending == Spending(million, million, million, nothing, million, nothing)
    assert spending.public == 2 * million


def test_budget_follows_from_amount_and_rate(programme: None) -> None:
    first, _, third, *_ = MeasureYear.objects.order_by("measure__sort_key").with_parts()
    assert [(item.amount, item.rate, item.budget) for item in spent_amounts(first)] == [(Decimal(1000000), Decimal(50), Decimal(2000000))]
    assert [(item.source, item.sources_printed, item.budget) for item in spent_amounts(third)] == [
        ("mixed", ("公務預算", "民間投資"), None)
    ]


@pytest.mark.parametrize(
    ("amounts", "funding", "kinds"),
    [
        (2, ["公務預算", "民間投資"], ["government", "private"]),
        (1, ["公務預算", "環境教育基金"], ["mixed"]),
        (2, ["能源基金"], ["fund", "fund"]),
        (1, [], ["unstated"]),
        (1, ["國營事業預算"], ["state_firm"]),
        (1, ["其他"], ["unstated"]),
        (1, ["科學園區管理局作業基金"], ["fund"]),
    ],
)
def test_sources_are_assigned_to_amounts(amounts: int, funding: list[str], kinds: list[str]) -> None:
    assert [kind for kind, _ in assign_sources(amounts, funding)] == [Expenditure.Source(kind) for kind in kinds]


def test_programme_with_its_strategies(programme: None) -> None:
    page = programme_page("manufacturing")
    assert page is not None
    assert (page.year, page.years, programme_years(), page.totals.ended) == (2024, (2024,), [2024], 1)
    assert [(card.strategy.code, [item.row.code for item in card.measures]) for card in page.strategies] == [
        ("1.1", ["1.1.1", "1.1.2", "1.1.3"]),
        ("1.2", ["1.2.1", "1.2.2"]),
    ]
    counts = page.totals.counts
    assert (counts.total, counts.met, counts.missed, counts.not_applicable) == (5, 3, 1, 1)
    assert [organization.name() for organization in page.strategies[0].measures[0].leads] == ["示範署"]
    assert count_by_source(page.strategies[0].measures) == {"公務預算": 2, "石油基金": 1, "民間投資": 1}
    found = strategy_page("manufacturing", "1.2")
    assert found is not None
    assert found[1].strategy.name_zh == "另一策略"
    assert (strategy_page("manufacturing", "9.9"), strategy_page("nothing", "1.1")) == (None, None)
    assert (programme_page("manufacturing", year=2020), programme_page("nothing"), programme_page("hydrogen")) == (None, None, None)


def test_measure_over_its_years(programme: None, owner: User, now: datetime) -> None:
    load((row(money_note="較早"),), owner, now, year=112)
    page = measure_page("manufacturing", "1.1.1")
    assert page is not None
    assert [card.year.year for card in page.years] == [2024, 2023]
    assert [measure.code for measure in page.siblings] == ["1.1.2", "1.1.3"]
    assert measure_page("manufacturing", "9.9.9") is None


def test_overview_has_six_sectors_and_twelve_strategies(programme: None) -> None:
    overview = list_programmes(year=2024)
    assert (len(overview.sectors), len(overview.strategies)) == (6, 12)
    assert [card.programme.code for card in overview.sectors if card.totals] == ["manufacturing"]


def test_organization_and_what_it_answers_for(city: None) -> None:
    page = organization_page("demo-agency")
    assert page is not None
    assert (page.measures[0].roles, page.measures[0].latest.row.code) == (("lead",), "1.1.1")
    assert (len(page.measures), page.indicators) == (5, ())
    water = organization_page("demo-water")
    assert water is not None
    assert [(duty.roles, duty.latest.report.indicator.code, duty.latest.report.year) for duty in water.indicators] == [
        (("filer", "lead"), "1.1.1", 2024),
        (("filer", "lead"), "1.1.2", 2024),
    ]
    assert organization_page("nobody") is None


def test_year_at_a_glance(city: None) -> None:
    found = glance(DEMO_FRAMEWORK, state=record_state().tag)
    assert found is not None
    assert (found.year, found.years, found.overview.total.total) == (2024, (2024, 2023), 4)
    assert ([item.report.indicator.code for item in found.lagging], found.lagging_count) == (["1.1.1"], 1)
    assert found.changes is not None
    assert (found.changes.indicators[0].report.indicator.code, found.changes.indicators[0].changed) == ("1.1.1", ())
    assert (glance("nothing", state="1"), glance(DEMO_FRAMEWORK, state="1", year=1999)) == (None, None)


def test_changed_fields_of_the_newest_publication(city: None, owner: User, now: datetime) -> None:
    report = city_reports()[-1]
    changed = replace(report, rows=(replace(report.rows[0], lag_reason="其他"), *report.rows[1:]))
    later = now.replace(year=now.year + 1)
    load_report(changed, framework=DEMO_FRAMEWORK, source=Source("city.odt", "", is_demo=True), by=owner, at=later)
    found = glance(DEMO_FRAMEWORK, state=record_state().tag)
    assert found is not None
    assert found.changes is not None
    assert [(change.report.indicator.code, change.changed) for change in found.changes.indicators] == [("1.1.1", ("lag_reason",))]


def test_behind_carries_the_reason(city: None) -> None:
    behind = what_is_behind(DEMO_FRAMEWORK, year=2024)
    assert ([bool(item.report.lag_reason) for item in behind.indicators], behind.measures) == ([True], ())
    assert [item.row.code for item in what_is_behind("tsdg", year=2024).measures] == ["1.2.2"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("漏水", {"indicators": ["1.1.1"]}),
        ("另一 策略", {"strategies": ["1.2"], "measures": []}),
        ("輔導 90", {"measures": ["1.1.1", "1.1.2", "1.1.3", "1.2.1", "1.2.2"]}),
        ("示範水務處", {"organizations": ["demo-water"]}),
        ("DEMO-BUREAU", {"organizations": ["demo-bureau"]}),
        ("氫能", {"programmes": ["hydrogen"]}),
        ("", {"indicators": [], "organizations": []}),
        ("查無此物", {"indicators": [], "measures": [], "goals": []}),
    ],
)
def test_search_finds_two_character_words(city: None, words: str, found: dict[str, list[str]]) -> None:
    hits = search(words)
    for kind, codes in found.items():
        assert [item.code for item in getattr(hits, kind)] == codes
    assert hits.count >= sum(map(len, found.values()))


def test_search_and_pages_show_only_what_is_published(programme: None) -> None:
    MeasureYear.objects.first().publication.__class__.objects.update(published_at=None)  # type: ignore[union-attr]
    assert search("示範措施").measures == ()
    assert (programme_page("manufacturing"), measure_page("manufacturing", "1.1.1"), programme_years()) == (None, None, [])
    page = organization_page("demo-agency")
    assert page is not None
    assert page.measures == ()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(
    agencies: None, owner: User, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_programmes(read_programmes(), by=loader(), at=NOW)
    load(ROWS[:count], owner, now)
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    report = city_reports()[-1]
    city = replace(report, rows=report.rows[:count])
    load_report(city, framework=DEMO_FRAMEWORK, source=Source("city.odt", "", is_demo=True), by=owner, at=now)
    with django_assert_num_queries(5):
        list_programmes(year=2024)
    with django_assert_num_queries(9):
        programme_page("manufacturing")
    with django_assert_num_queries(9):
        measure_page("manufacturing", "1.1.1")
    with django_assert_num_queries(11):
        organization_page("demo-water")
    with django_assert_num_queries(5):
        what_is_behind(DEMO_FRAMEWORK, year=2024)
    with django_assert_num_queries(6):
        what_is_behind("tsdg", year=2024)
    state = record_state().tag
    for queries in (8, 0):
        with django_assert_num_queries(queries):
            glance(DEMO_FRAMEWORK, state=state)
    with django_assert_num_queries(7):
        search("示範")


def test_findings_of_the_record(city: None) -> None:
    measures = find_in_measures()
    assert [(item.kind, item.of, item.year) for item in measures] == [("programme-report", "manufacturing", 2024)]
    assert "rate_unexplained" in {finding.code for finding in measures[0].findings}
    assert [(item.of, item.year) for item in find_in_indicators()] == [(DEMO_FRAMEWORK, 2024), (DEMO_FRAMEWORK, 2023)]
    assert (find_in_measures(year=2023), [item.year for item in find_in_indicators(year=2023)]) == ([], [2023])
