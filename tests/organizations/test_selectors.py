"""Printed names at their date."""

from datetime import date

import pytest

from tests.conftest import NOW, loader
from yongxu.organizations.models import Organization, OrganizationName
from yongxu.organizations.selectors import match_organizations
from yongxu.organizations.services import load_organizations, read_organizations

pytestmark = pytest.mark.django_db


@pytest.fixture
def taiwan() -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("中企署", "moea-sme"),
        ("中企處", "moea-sme"),
        ("台電公司", "taipower"),
        ("臺灣電力股份有限公司", "taipower"),
        ("經濟部 能源署", "moea-energy"),
        ("環保署", "moenv"),
    ],
)
def test_printed_name_finds_its_organization(taiwan: None, printed: str, code: str) -> None:
    match = match_organizations([printed], on=date(2024, 12, 31))[printed]
    assert match.organization == Organization.objects.get(code=code)


def test_unknown_name_is_reported_with_the_nearest(taiwan: None) -> None:
    match = match_organizations(["水利暑"], on=date(2024, 12, 31))["水利暑"]
    assert (match.organization, match.candidates[0]) == (None, "水利署")
    assert not Organization.objects.filter(names__name_zh="水利暑").exists()


def test_name_passed_on_belongs_to_its_bearer_at_the_date() -> None:
    old = Organization.objects.create(code="old", kind=Organization.Kind.AGENCY)
    new = Organization.objects.create(code="new", kind=Organization.Kind.AGENCY, predecessor=old)
    OrganizationName.objects.create(organization=old, name_zh="示範署", valid_until=date(2023, 8, 1))
    OrganizationName.objects.create(organization=new, name_zh="示範署", valid_from=date(2023, 8, 1))
    assert match_organizations(["示範署"], on=date(2023, 7, 31))["示範署"].organization == old
    assert match_organizations(["示範署"], on=date(2023, 8, 1))["示範署"].organization == new


def test_name_borne_by_two_is_not_certain() -> None:
    for code in ("one", "two"):
        organization = Organization.objects.create(code=code, kind=Organization.Kind.AGENCY)
        OrganizationName.objects.create(organization=organization, name_zh="示範局", is_alias=True)
    match = match_organizations(["示範局"], on=date(2024, 1, 1))["示範局"]
    assert (match.organization, match.candidates) == (None, ("示範局",))


def test_loading_the_data_again_changes_nothing(taiwan: None) -> None:
    before = (Organization.objects.count(), OrganizationName.objects.count())
    load_organizations(read_organizations(), by=loader(), at=NOW)
    assert (Organization.objects.count(), OrganizationName.objects.count()) == before
    assert OrganizationName.objects.on(date(2024, 1, 1)).filter(name_zh="環保署").count() == 0
