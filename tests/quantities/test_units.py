from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.units import DimensionMismatch, InexactConversion, UnknownUnit, convert, find_unit, same_dimension


@pytest.mark.parametrize(
    ("text", "symbol", "scale"),
    [
        (" 家廠商", "家", 1),
        ("人次參加", "人次", 1),
        ("千元", "元", 1000),
        ("百萬元", "元", 1000000),
        ("萬公噸", "公噸", 10000),
        ("公噸 CO2e/年", "公噸CO2e/年", 1),
        ("公噸CO2當量", "公噸CO2e", 1),
        ("公噸二氧化碳當量", "公噸CO2e", 1),
        ("tCO2e", "公噸CO2e", 1),
        ("MtCO2e", "公噸CO2e", 1000000),
        ("噸CO2e", "噸CO2e", 1),
        ("公噸CO2", "公噸CO2", 1),
        ("公秉油當量", "公秉油當量", 1),
        ("公噸油當量", "公噸油當量", 1),
        ("度電力以上", "度", 1),
        ("MWh", "MWh", 1),
        ("MW 目標", "MW", 1),
        ("百萬瓦", "MW", 1),
        ("元/公斤", "元/公斤", 1),
        ("公噸/人", "公噸/人", 1),
        ("分鐘/戶.年", "分鐘/戶.年", 1),
        ("公升/人/日", "公升/人/日", 1),
        ("人/10萬人口", "人/十萬人", 1),
        ("公斤CO2e/度", "公斤CO2e/度", 1),
        ("μg/m3", "μg/m3", 1),
        ("個百分點", "個百分點", 1),
        ("臺", "台", 1),
        ("%", "%", 1),
    ],
)
def test_find_unit_spelling(text: str, symbol: str, scale: int) -> None:
    found = find_unit(text, 0)
    assert found is not None
    assert (found[0].symbol, found[2]) == (symbol, scale)


@pytest.mark.parametrize("text", ["台電公司", "家庭", "dpf", "G 網路", "次世代", "元件", "碩士", "", "MWx"])
def test_find_unit_other_word_is_none(text: str) -> None:
    assert find_unit(text, 0) is None


def test_find_unit_slash_before_a_word_ends_the_unit() -> None:
    found = find_unit("場次/鏈結", 0)
    assert found is not None
    assert (found[0].symbol, found[1]) == ("場次", 2)


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        ("134.24", "萬公噸", "公斤", "1342400000"),
        ("1", "平方公里", "公頃", "100"),
        ("1500", "萬度", "MWh", "15000"),
        ("2", "GW", "kW", "2000000"),
        ("3", "%", "‰", "30"),
        ("5", "人", "名", "5"),
        ("7", "噸CO2e", "公噸CO2e", "7"),
        ("90", "分鐘", "小時", "1.5"),
        ("90", "元/公斤", "元/公噸", "90000"),
    ],
)
def test_convert_within_a_dimension(value: str, unit: str, to: str, result: str) -> None:
    assert convert(Decimal(value), unit, to) == Decimal(result)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("公秉油當量", "公噸油當量"),
        ("元", "件"),
        ("公噸", "公噸CO2e"),
        ("公噸CO2e", "公噸CO2e/年"),
        ("家", "廠"),
        ("人", "人次"),
        ("%", "個百分點"),
        ("kW", "kWh"),
    ],
)
def test_convert_across_dimensions_is_refused(unit: str, to: str) -> None:
    with pytest.raises(DimensionMismatch):
        convert(Decimal(1), unit, to)
    assert not same_dimension(unit, to)


def test_convert_unknown_unit_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        convert(Decimal(1), "甌", "公噸")


def test_convert_without_finite_decimal_is_refused() -> None:
    with pytest.raises(InexactConversion):
        convert(Decimal(10), "分鐘", "小時")


@pytest.mark.parametrize(
    ("a", "b", "same"), [(None, None, True), (None, "%", False), ("公噸", "公斤", True), ("場次", "場次", True), ("度", "kWh", True)]
)
def test_same_dimension(a: str | None, b: str | None, same: bool) -> None:
    assert same_dimension(a, b) is same


PAIRS = st.sampled_from(
    [
        ("公噸", "公斤"),
        ("公頃", "平方公尺"),
        ("GWh", "度"),
        ("GW", "kW"),
        ("公秉", "公升"),
        ("%", "‰"),
        ("公噸CO2e", "公斤CO2e"),
        ("公里", "公尺"),
    ]
)
AMOUNTS = st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=3)


@given(AMOUNTS, PAIRS)
def test_convert_there_and_back_is_the_same(value: Decimal, pair: tuple[str, str]) -> None:
    assert convert(convert(value, *pair), *reversed(pair)) == value


@given(AMOUNTS, AMOUNTS, PAIRS)
def test_convert_is_linear(a: Decimal, b: Decimal, pair: tuple[str, str]) -> None:
    assert convert(a, *pair) + convert(b, *pair) == convert(a + b, *pair)


@pytest.mark.parametrize(
    ("text", "symbol", "scale"),
    [
        ("新臺幣億元", "元", 10**8),
        ("新台幣百萬元", "元", 10**6),
        ("新臺幣 千元", "元", 1000),
        ("趟次", "趟次", 1),
        ("萬趟次", "趟次", 10**4),
        ("場域", "場域", 1),
        ("票次", "票次", 1),
    ],
)
def test_unit_with_its_currency_and_counts_of_times(text, symbol, scale):
    found = find_unit(text, 0)
    assert found is not None
    assert (found[0].symbol, found[1], found[2]) == (symbol, len(text), scale)


def test_trips_are_one_with_or_without_times():
    assert same_dimension("趟", "趟次")
