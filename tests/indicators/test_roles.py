"""Who does what for an indicator, and figures of other years, from what a row prints."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from tests.conftest import NOW, loader
from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.earlier import OtherYear, figures_of_other_years
from yongxu.indicators.models import Indicator, IndicatorOrganization
from yongxu.indicators.roles import PrintedRole, printed_roles
from yongxu.indicators.rows import IndicatorRow
from yongxu.indicators.selectors import series_of
from yongxu.indicators.services import load_report
from yongxu.organizations.models import Organization, OrganizationName
from yongxu.quantities.statements import LastKnown
from yongxu.reporting.differences import Source

SOURCE = Source("city.odt", "", is_demo=True)


def row(**changes: object) -> IndicatorRow:
    base = replace(city_reports()[-1].rows[0], agencies=("示範署",), goal_lead="示範部")
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agencies", "note", "roles"),
    [
        (("示範署",), "", [("示範部", "goal_lead"), ("示範署", "lead"), ("示範署", "filer")]),
        (
            ("示範署", "示範局"),
            "",
            [("示範部", "goal_lead"), ("示範署", "lead"), ("示範局", "joint_lead"), ("示範署", "filer"), ("示範局", "filer")],
        ),
        (
            ("示範署",),
            "示範會與本部並列主辦，數值由示範處填報",
            [("示範部", "goal_lead"), ("示範署", "lead"), ("示範會", "joint_lead"), ("示範處", "filer")],
        ),
        (("示範署",), "示範會主政", [("示範部", "goal_lead"), ("示範會", "goal_lead"), ("示範署", "lead"), ("示範署", "filer")]),
        (
            ("示範署",),
            "示範局、示範處協辦",
            [("示範部", "goal_lead"), ("示範署", "lead"), ("示範署", "filer"), ("示範局", "co_agency"), ("示範處", "co_agency")],
        ),
    ],
)
def test_printed_roles(agencies: tuple[str, ...], note: str, roles: list[tuple[str, str]]) -> None:
    assert printed_roles(row(agencies=agencies, agency_note=note)) == tuple(PrintedRole(*role) for role in roles)


@pytest.mark.django_db
def test_newest_report_says_who_is_responsible(owner: User, now: datetime) -> None:
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    for name in ("示範署", "示範局"):
        organization = Organization.objects.create(code=f"demo-{'a' if name == '示範署' else 'b'}", kind=Organization.Kind.AGENCY)
        OrganizationName.objects.create(organization=organization, name_zh=name)
    newest = city_reports()[-1]
    for year, agency in ((2024, "示範署"), (2023, "示範局")):
        report = replace(newest, year=year, title=str(year), rows=(row(agencies=(agency,), goal_lead=None),))
        load_report(report, framework=DEMO_FRAMEWORK, source=SOURCE, by=owner, at=now)
    roles = IndicatorOrganization.objects.values_list("organization__code", "role")
    assert set(roles) == {("demo-a", "lead"), ("demo-a", "filer")}


def test_last_known_value_and_the_one_a_change_started_from() -> None:
    known = replace(row().actuals[0], last_known=LastKnown("112", Decimal("14.2"), "%"))
    assert [(item.year, item.value) for item in figures_of_other_years(row(actuals=(known,)), year=2024)] == [(2023, Decimal("14.2"))]
    changed = row(result_text="2024 年漏水率自 2022 年 14.9% 降至 13.4%")
    assert figures_of_other_years(changed, year=2024) == (
        OtherYear(2022, Decimal("14.9"), "%", changed.actuals[0].phrase, "2024 年漏水率自 2022 年 14.9% 降至 13.4%"),
    )


@pytest.mark.parametrize(
    "text",
    ["漏水率 13.4%", "較 2022 年增加 5 公里的管線", "自 2024 年 14.9% 降至 13.4%", "自 2022 年起推動許多許多許多的工作，達成 3%"],
)
def test_other_figures_are_not_taken(text: str) -> None:
    assert figures_of_other_years(row(result_text=text, lag_reason=""), year=2024) == ()
    assert figures_of_other_years(row(actuals=(), pairs=(None,)), year=2024) == ()


@pytest.mark.django_db
def test_series_takes_figures_that_other_reports_print(owner: User, now: datetime) -> None:
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    first, second = city_reports()[-2:]
    newest = replace(second.rows[0], result_text="漏水率自 2020 年 16.3% 降至 13.4%")
    for report in (first, replace(second, rows=(newest, *second.rows[1:]))):
        load_report(report, framework=DEMO_FRAMEWORK, source=SOURCE, by=owner, at=now)
    (series,) = series_of(Indicator.objects.get(code="1.1.1"))
    assert [(point.year, point.target, point.actual, point.is_earlier) for point in series.points] == [
        (2020, None, Decimal("16.3"), True),
        (2023, Decimal("14.0"), Decimal("14.2"), False),
        (2024, Decimal("13.0"), Decimal("13.4"), False),
    ]
    assert series_of(Indicator(pk=0)) == ()


@pytest.mark.django_db
def test_figure_of_its_own_year_is_given_to_the_year_its_data_are_of(owner: User, now: datetime) -> None:
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    report = city_reports()[-1]
    late = replace(report.rows[0], actuals=(replace(report.rows[0].actuals[0], data_year=2023),))
    load_report(replace(report, rows=(late,)), framework=DEMO_FRAMEWORK, source=SOURCE, by=owner, at=now)
    (series,) = series_of(Indicator.objects.get(code="1.1.1"))
    assert [(point.year, point.target, point.actual) for point in series.points] == [
        (2023, None, Decimal("13.4")),
        (2024, Decimal("13.0"), None),
    ]
