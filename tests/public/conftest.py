"""What tests of public pages share: the shipped frameworks, rows of the fictional city."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.conftest import NOW, loader
from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.rows import IndicatorReport
from yongxu.indicators.services import load_report
from yongxu.organizations.services import load_organizations, read_organizations
from yongxu.reporting.differences import Source


@pytest.fixture
def frameworks(db: None) -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)
    load_framework(read_framework("tsdg"), by=loader(), at=NOW)
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)


def city_report(year: int = 2024) -> IndicatorReport:
    return next(report for report in city_reports() if report.year == year)


def load_rows(count: int, *, by: User, at: datetime, published: bool = True, framework: str = DEMO_FRAMEWORK, year: int = 2024) -> None:
    report = city_report(year)
    load_report(
        replace(report, rows=report.rows[:count]), framework=framework, source=Source("demo", ""), by=by, at=at, published=published
    )
