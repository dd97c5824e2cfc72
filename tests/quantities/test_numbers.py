from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.numbers import find_numbers, format_number, normalise

OFFICIAL_CHARACTERS = st.text(alphabet="０１２９12，,．.％%　 \n\u200b\u00a0CO₂2e-－eqＣＯ①⑴㈠℃㎡萬億年（）：。、丽﨑ab", max_size=40)


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("１２，３４５　萬％", "12,345 萬%"),
        ("達１２，３家", "達12，3家"),
        ("15.8 分鐘／戶．年", "15.8 分鐘/戶.年"),
        ("（含）以下：～－＋", "(含)以下:~-+"),
        ("甲，乙；丙。「丁」、《戊》", "甲，乙；丙。「丁」、《戊》"),
        ("CO₂e CO ₂ e CO₂ e CO2-e CO2eq ＣＯ２ｅ", "CO2e CO2e CO2e CO2e CO2e CO2e"),
        ("CO ₂ 排放、CO₂", "CO2 排放、CO2"),
        ("①甲⑵乙㈢丙⒋丁", "(1)甲(2)乙(三)丙4.丁"),
        ("a\u200b　\u00a0 b \r\n \n c", "a b\nc"),
        ("40℃、3㎡", "40°C、3m2"),
        ("\uf9e9\ufa11", "\uf9e9\ufa11"),
    ],
)
def test_normalise_printed_form(printed: str, clean: str) -> None:
    assert normalise(printed) == clean


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("７ １ ３場", "713場"),
        ("辦理 7 1 3 場、2 萬人", "辦理 713 場、2 萬人"),
        ("1 0 0%", "100%"),
        ("1 2 場", "1 2 場"),
        ("110 1 2 3 年", "110 1 2 3 年"),
        ("1. 2 3 4 家", "1. 2 3 4 家"),
        ("6.1 2 3 4 次", "6.1 2 3 4 次"),
    ],
)
def test_digits_that_stand_apart_one_by_one_are_one_number(printed: str, clean: str) -> None:
    assert normalise(printed) == clean


@given(OFFICIAL_CHARACTERS)
def test_normalise_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=40))
def test_normalise_twice_changes_nothing_in_any_text(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("8 萬 5,289 名", ["85289"]),
        ("13 萬 9,588 人", ["139588"]),
        ("83 萬 3,140 人次", ["833140"]),
        ("24億8,808萬元", ["2488080000"]),
        ("980.526 億元", ["98052600000"]),
        ("6.5 兆", ["6500000000000"]),
        ("6.5萬億", ["6500000000000"]),
        ("7 千萬以上", ["70000000"]),
        ("3百萬", ["3000000"]),
        ("3千5百萬", ["35000000"]),
        ("20,000 千元", ["20000000"]),
        ("1萬2千", ["12000"]),
        ("13萬2", ["132000"]),
        ("8 萬 5 件", ["80005"]),
        ("12.00%", ["12"]),
        ("一百二十處", ["120"]),
        ("二千三百零五", ["2305"]),
        ("廿五人", ["25"]),
        ("卅處", ["30"]),
        ("兩家", ["2"]),
        ("其中一項", ["1"]),
        ("三至五家", ["3", "5"]),
        ("五分之一", ["0.2"]),
        ("-3.2", ["-3.2"]),
        ("負3.2", ["-3.2"]),
        ("▲3.2", ["-3.2"]),
        ("為-3.2%", ["-3.2"]),
        ("110-113", ["110", "113"]),
        ("760億噸-85億噸", ["76000000000", "8500000000"]),
        ("2,000 萬 3. 完成", ["20000000", "3"]),
        ("5千瓦", ["5"]),
        ("1.5倍", ["1.5"]),
        ("1億1億", ["100000000", "100000000"]),
    ],
)
def test_find_numbers_printed_form(text: str, values: list[str]) -> None:
    assert [str(number.value) for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "統一",
        "一般",
        "第一",
        "一致",
        "三大面向",
        "二氧化碳",
        "數十家",
        "上百家",
        "千萬",
        "PM2.5",
        "CO2",
        "6.4.1",
        "6.e.2",
        "每一家",
        "唯一處",
        "一次性用品",
    ],
)
def test_find_numbers_in_words_finds_none(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三成五", "35", "%"),
        ("6 成", "60", "%"),
        ("百分之三十", "30", "%"),
        ("百分之3.5", "3.5", "%"),
        ("千分之五", "5", "‰"),
        ("半數", "50", "%"),
    ],
)
def test_find_numbers_share_in_words_carries_its_unit(text: str, value: str, unit: str) -> None:
    (number,) = find_numbers(text)
    assert (str(number.value), number.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "approximate"), [("約490 萬公噸", True), ("8,000餘個", True), ("近100家", True), ("最近3家", False), ("490 萬公噸", False)]
)
def test_find_numbers_approximate_word(text: str, approximate: bool) -> None:
    assert [number.approximate for number in find_numbers(text)] == [approximate]


def test_find_numbers_third_is_marked_as_not_exact() -> None:
    (number,) = find_numbers("三分之一")
    assert number.approximate


def test_find_numbers_keeps_places_scale_and_span() -> None:
    text = "保證融資金額 980.526 億元"
    (number,) = find_numbers(text)
    assert (number.places, number.scale, number.text, text[number.start : number.end]) == (3, Decimal(10**8), "980.526 億", "980.526 億")


WHOLE = st.integers(min_value=0, max_value=10**16 - 1)


@given(WHOLE)
def test_format_number_words_then_read_is_the_same(value: int) -> None:
    (number,) = find_numbers(format_number(Decimal(value), words=True))
    assert number.value == value


@given(st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=4), st.booleans())
def test_format_number_decimals_then_read_is_the_same(value: Decimal, words: bool) -> None:
    (number,) = find_numbers(format_number(value, words=words))
    assert number.value == value


@given(st.integers(min_value=1, max_value=9999), st.sampled_from(["萬", "億", "兆"]))
def test_find_numbers_scale_word_is_linear(count: int, word: str) -> None:
    one, many = find_numbers(f"1 {word}"), find_numbers(f"{count:,} {word}")
    assert [number.value for number in many] == [count * one[0].value]


def test_format_number_words_mixed_form() -> None:
    assert format_number(Decimal(85289), words=True) == "8 萬 5,289"
    assert format_number(Decimal(2488080000), words=True) == "24 億 8,808 萬"
    assert format_number(Decimal("-1234.5")) == "-1,234.5"
