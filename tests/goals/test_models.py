"""Codes sort as people count; the shipped frameworks are whole."""

import pytest
from django.utils import translation

from tests.conftest import NOW, loader
from yongxu.goals.models import Goal, sort_key_of
from yongxu.goals.services import load_framework, read_framework
from yongxu.organizations.services import load_organizations, read_organizations


def test_codes_sort_as_people_count() -> None:
    codes = ["10.1", "6.e.10", "6.10", "6.e.2", "2", "6.2", "6.e", "10"]
    assert sorted(codes, key=sort_key_of) == ["2", "6.2", "6.10", "6.e", "6.e.2", "6.e.10", "10", "10.1"]


@pytest.mark.django_db
def test_shipped_frameworks_are_two_and_stay_apart() -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)
    for _ in range(2):
        for code in ("tsdg", "sdg"):
            load_framework(read_framework(code), by=loader(), at=NOW)
    codes = [goal.code for goal in Goal.objects.current("tsdg")]
    assert codes == [str(number) for number in range(1, 19)]
    assert Goal.objects.current("sdg").count() == 17
    sixth = Goal.objects.current("tsdg").get(code="6")
    assert (sixth.lead.code if sixth.lead else None, sixth.sort_key) == ("moenv", sort_key_of("6"))
    with translation.override("en"):
        assert sixth.short_name() == "Environment"
    assert sixth.short_name() == "環境資源"
