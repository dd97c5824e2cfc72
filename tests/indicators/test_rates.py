"""Rates are compared with rates in findings and in series: on one base, and never across two."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.indicators.test_findings import codes, indicator

RATE = ("每十萬人口 11.8 人以下", "每十萬人口 11.5 人")


@pytest.mark.parametrize(
    ("target", "actual", "found"),
    [
        ("每公頃用藥 10 公斤以下", "每戶 9 公斤", True),
        ("每十萬人口 11.8 人以下", "每十萬活產 9 人", True),
        ("每十萬人口 11.8 人以下", "每十萬人口 9 件", True),
        ("每十萬人口 11.8 人以下", "9 人/十萬人", False),
        ("每十萬人口 11.8 人以下", "9 人", False),
        ("每千活產 4 人以下", "3.9‰", False),
        (*RATE, False),
    ],
)
def test_bases_of_two_kinds_are_units_that_differ(target, actual, found):
    assert ("units_differ" in codes(indicator(target, actual))) is found


@pytest.mark.parametrize(("actual", "found"), [("每千人 0.115 人", True), ("每十萬人口 11.5 人", False), ("11.5 人", False)])
def test_another_base_of_one_kind_is_easily_misread(actual, found):
    assert ("unit_changed" in codes(indicator(RATE[0], actual))) is found


def test_figure_on_another_base_is_not_off_by_a_power_of_ten():
    assert "off_by_power_of_ten" not in codes(indicator("每千人 0.02 人以下", "每百萬人 19.5 人"))


@pytest.mark.parametrize(
    ("target", "actual", "found"),
    [
        ("每千人 0.118 人以下", "每千人 0.115 人", False),
        (*RATE, False),
        ("每十萬人口 11.8 人以下", "每十萬人口 11.6 人", True),
        ("每公頃 11.8 人以下", "每公頃 11.5 人", True),
    ],
)
def test_twins_are_compared_as_rates(target, actual, found):
    own = replace(indicator(*RATE), same_as=("2.1.1",))
    other = replace(indicator(target, actual, code="2.1.1"), same_as=("1.1.1",))
    assert ("twin_differs" in codes(own, other)) is found


def test_row_keeps_what_its_figures_are_counted_against():
    row = indicator("降至 0.019 以下", "0.0183", name="勞工職災死亡千人率")
    assert (row.targets[0].per, row.actuals[0].per, row.actuals[0].value) == ("千人", "千人", Decimal("0.0183"))
