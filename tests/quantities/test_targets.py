from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.interchange import decimal_text
from yongxu.quantities.statements import Comparator, TargetPart
from yongxu.quantities.targets import Context, is_blank, parse_targets, roc

REPORTED = Context(roc_year=113)
BENEFIT = Context(roc_year=113, benefit=True)


def one(text: str, context: Context = REPORTED) -> TargetPart:
    (part,) = parse_targets(text, context)
    return part


def demand(part: TargetPart) -> tuple[str, str | None, str | None]:
    number = None if part.value is None else str(part.value) if part.upper is None else f"{part.value}~{part.upper}"
    return part.comparator.value, number, part.unit


def test_number_that_restates_the_clause_before_is_the_demand():
    part = one("較前一年減少 5%，即不超過 2,871 人")
    assert (part.comparator, str(part.value), part.unit) == ("<=", "2871", "人")


def test_second_number_in_a_bracket_is_a_part_where_the_name_asks_for_it():
    named = Context(roc_year=113, name="示範床位數及占床率")
    assert [part.text for part in parse_targets("1,850 床(占床率 90%)", named)] == ["1,850 床", "占床率 90%"]
    assert len(parse_targets("1,850 床(滿床率 90%)", named)) == 1


def test_base_year_in_a_bracket_dates_no_benefit():
    part = one("114 年較基準年(94 年)減量 10% 以上", Context(roc_year=113, benefit=True))
    assert part.basis == "by_year:114"


@pytest.mark.parametrize(
    ("text", "expected", "source", "better"),
    [
        ("輔導 80 家以上中小企業", (">=", "80", "家"), "statement", "higher"),
        ("至少 12 件", (">=", "12", "件"), "statement", "higher"),
        ("輔導 80 家", (">=", "80", "家"), "rule:完成量", "higher"),
        ("清除海底垃圾 1,500 公噸", (">=", "1500", "公噸"), "rule:完成量", "higher"),
        ("累計 500 公頃", (">=", "500", "公頃"), "rule:累計", "higher"),
        ("族語認證合格 6,000 人", (">=", "6000", "人"), "rule:服務與訓練", "higher"),
        ("漏水率降至 12.77% 以下", ("<=", "12.77", "%"), "statement", "lower"),
        ("漏水率降至 12.77%", ("<=", "12.77", "%"), "statement", "lower"),
        ("等候時間縮短至 30 分鐘內", ("<=", "30", "分鐘"), "statement", "lower"),
        ("30 日內完成", ("<=", "30", "日"), "statement", "lower"),
        ("低於前十年平均(210人)", ("<=", "210", "人"), "statement", "lower"),
        ("優於前三年平均(95%)", (">=", "95", "%"), "statement", "higher"),
        ("超過 70%", (">", "70", "%"), "statement", "higher"),
        ("未滿 50 人", ("<", "50", "人"), "statement", "lower"),
        ("每年辦理 3～5 場說明會", ("between", "3~5", "場"), "rule:完成量", "higher"),
        ("較基準年減量 24%±1%", ("between", "23~25", "%"), "statement", "higher"),
        ("失業率 3.3%~3.7%", ("between", "3.3~3.7", "%"), "rule:失業率", "lower"),
        ("約 3 至 5 公頃", ("between", "3~5", "公頃"), None, None),
        ("節電率 1.5%", (">=", "1.5", "%"), "statement", "higher"),
        ("減少廢棄物量 3.8%", (">=", "3.8", "%"), "statement", "higher"),
        ("降低失業率 3.5%", ("<=", "3.5", "%"), "statement", "lower"),
        ("增加 3 個百分點", (">=", "3", "個百分點"), "statement", "higher"),
        ("世界排名前 10 名", ("<=", "10", "名"), "statement", "lower"),
        ("排名第 8 名", ("none", "8", "名"), None, None),
        ("師生比 16.5:1 以內", ("<=", "16.5", None), "statement", "lower"),
        ("外洩事件 0 件", ("<=", "0", "件"), "rule:污染與超標", "lower"),
        ("某處 0 人", ("<=", "0", "人"), "rule:零目標", "lower"),
        ("15 案", (">=", "15", "案"), "rule:計數", "higher"),
        ("失業率(3.5%)", ("<=", "3.5", "%"), "rule:失業率", "lower"),
        ("約 500 公頃", ("none", "500", "公頃"), None, None),
        ("投資 2,000 萬", (">=", "20000000", "元"), "rule:完成量", "higher"),
        ("編列 50 萬", (">=", "500000", "元"), "rule:金額", "higher"),
        ("編列 50", (">=", "50", None), "rule:金額", "higher"),
        ("補助 120", (">=", "120", None), "rule:服務與訓練", "higher"),
        ("不低於 112 年之 300 件", (">=", "300", "件"), "statement", "higher"),
        ("設置 40 萬瓩", (">=", "400000", "kW"), "rule:完成量", "higher"),
        ("完成法規修訂", ("qualitative", None, None), None, None),
    ],
)
def test_demand_and_where_its_direction_comes_from(text, expected, source, better):
    part = one(text)
    assert (demand(part), part.direction_from, part.better) == (expected, source, better)


@pytest.mark.parametrize(
    ("name", "comparator", "source"),
    [
        ("降低自來水漏水率", "<=", "indicator"),
        ("失業率", "<=", "rule:失業率"),
        ("工業廢水再利用率", ">=", "rule:再利用與回收"),
        ("太陽光電裝置容量", ">=", "rule:裝置容量與發電"),
        ("某項占整體之情形", "none", None),
    ],
)
def test_bare_number_takes_its_direction_from_the_name(name, comparator, source):
    part = one("12.5%", Context(roc_year=113, name=name))
    assert (part.comparator.value, part.direction_from) == (comparator, source)


@pytest.mark.parametrize(
    ("text", "basis", "stated"),
    [
        ("輔導 80 家", "per_year", False),
        ("每年輔導 80 家", "per_year", True),
        ("20 公噸/年", "per_year", True),
        ("累計設置 40 萬瓩", "cumulative", True),
        ("自 105 年起累計 4,000 公頃", "cumulative", True),
        ("110 至 113 年計培訓 400 人", "cumulative", True),
        ("110 至 113 年合格率 90%", "average", True),
        ("平均成長率 2% 以上", "average", True),
        ("每年成長率 3%", "growth", True),
        ("較 105 年減少 20%", "change_from_base", True),
        ("較基準年減量 24%±1%", "change_from_base", True),
        ("較前一年減少 2%", "change_from_base", True),
        ("全程輔導 300 家", "phase", True),
        ("第二期輔導 300 家", "phase", True),
        ("114 年達 20 GW", "by_year:114", True),
        ("2030 年達 60%", "by_year:119", True),
        ("119 年前達 20 GW", "by_year:119", True),
        ("113 年達 20 GW", "per_year", False),
        ("112 年達 20 GW", "per_year", False),
        ("完成法規修訂", "per_year", False),
    ],
)
def test_time_basis_of_a_yearly_target(text, basis, stated):
    part = one(text)
    assert (part.basis, part.basis_stated) == (basis, stated)


@pytest.mark.parametrize(
    ("text", "basis", "stated"),
    [
        ("輔導 80 家", "phase", False),
        ("每年減碳 2 萬公噸 CO2e", "per_year", True),
        ("每案補助 100 萬元", "per_case", True),
        ("平均節能 3%", "phase", False),
        ("累計至 114 年輔導 80 家", "by_year:114", True),
        ("112 年輔導 80 家", "by_year:112", True),
        ("累計輔導 80 家", "cumulative", True),
        ("完成法規修訂", "phase", False),
    ],
)
def test_time_basis_of_an_expected_benefit(text, basis, stated):
    part = one(text, BENEFIT)
    assert (part.basis, part.basis_stated) == (basis, stated)


def test_basis_without_words_is_the_one_of_the_column():
    part = one("輔導 80 家", Context(roc_year=113, benefit=True, default_basis="by_year:113"))
    assert (part.basis, part.basis_stated) == ("by_year:113", False)


def test_year_named_is_no_later_one_where_the_year_reported_is_unknown():
    assert one("2030 年達 60%", Context()).basis == "per_year"


@pytest.mark.parametrize(
    ("text", "comparator", "source"),
    [
        ("某處 3 人", ">=", "rule:expected-benefit"),
        ("失業率 3%", "<=", "rule:失業率"),
        ("漏水率降至 3%", "<=", "statement"),
        ("某處 0 人", ">=", "rule:expected-benefit"),
        ("輔導 3 家", ">=", "rule:expected-benefit"),
        ("輔導 3 家以上", ">=", "statement"),
    ],
)
def test_benefit_is_at_least_unless_words_say_otherwise(text, comparator, source):
    part = one(text, BENEFIT)
    assert (part.comparator.value, part.direction_from) == (comparator, source)


@pytest.mark.parametrize("title", ["", "發電占比：", "能源配比:"])
def test_shares_of_one_whole_have_no_direction(title):
    parts = parse_targets(f"{title}燃煤 30%、燃氣 50%、再生能源 20%", REPORTED)
    shares = (("燃煤", 30), ("燃氣", 50), ("再生能源", 20))
    assert parts == tuple(
        TargetPart(f"{name} {value}%", Comparator.NONE, value=Decimal(value), unit="%", basis="share", basis_stated=True, phrase=name)
        for name, value in shares
    )


@pytest.mark.parametrize(
    "text",
    ["燃煤 30%、燃氣 50%、再生能源 15%", "燃煤 60%、燃氣 40%", "燃煤 30% 以上、燃氣 50%、再生能源 20%", "燃煤 30%、燃氣 50%、其他 20 家"],
)
def test_list_that_is_no_whole_is_no_mix(text):
    assert {part.basis for part in parse_targets(text, REPORTED)} == {"per_year"}


@pytest.mark.parametrize(("total", "basis"), [("19", "share"), ("21", "share"), ("18.9", "per_year"), ("21.1", "per_year")])
def test_shares_may_miss_a_hundred_by_one_through_rounding(total, basis):
    assert [part.basis for part in parse_targets(f"甲類 30%、乙類 50%、丙類 {total}%", REPORTED)] == [basis] * 3


@pytest.mark.parametrize("text", ["", "-", " — ", "－", "/", "無", "\n"])
def test_blank_target_has_no_parts(text):
    assert is_blank(text)
    assert parse_targets(text, REPORTED) == ()


@pytest.mark.parametrize("text", ["0", "無障礙", "1-2", "不適用"])
def test_text_that_says_something_is_not_blank(text):
    assert not is_blank(text)


@pytest.mark.parametrize("text", ["不適用", "(不適用)", "免填", "N/A", "不適用，本指標已刪除"])
def test_target_that_does_not_apply_says_so(text):
    part = one(text)
    assert (part.comparator, part.not_applicable, part.not_due, part.value) == (Comparator.QUALITATIVE, True, False, None)


@pytest.mark.parametrize("text", ["未達統計週期", "未達統計週期，預計 2025 年公布 3 項", "數據尚未公布"])
def test_target_whose_cycle_is_not_reached_is_not_due(text):
    part = one(text)
    assert (part.comparator, part.not_applicable, part.not_due, part.value) == (Comparator.QUALITATIVE, False, True, None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1. 輔導 80 家\n2. 訓練 200 人次", [("輔導 80 家", "1"), ("訓練 200 人次", "2")]),
        ("２．訓練２００人次\n１．輔導８０家", [("訓練200人次", "2"), ("輔導80家", "1")]),
        ("1. 人才：\n(1) 培訓 20 人\n(2) 認證 10 人\n2. 設備 5 台", [("培訓 20 人", "1(1)"), ("認證 10 人", "1(2)"), ("設備 5 台", "2")]),
        ("1. 完成修法\n2. 設置 20 處", [("完成修法", "1"), ("設置 20 處", "2")]),
        ("1. 輔導 20 家、訓練 30 人\n2. 設置 20 處", [("輔導 20 家", "1"), ("訓練 30 人", "1"), ("設置 20 處", "2")]),
        ("輔導 20 家及訓練 30 人次", [("輔導 20 家", None), ("訓練 30 人次", None)]),
        ("輔導 80 家\x1e訓練 200 人次", [("輔導 80 家", None), ("訓練 200 人次", None)]),
        ("輔導 20 家，其中一項為示範", [("輔導 20 家，其中一項為示範", None)]),
    ],
)
def test_parts_of_a_target_with_their_numbers(text, parts):
    assert [(part.text, part.number) for part in parse_targets(text, REPORTED)] == parts


def test_heading_alone_is_not_a_part():
    assert [part.text for part in parse_targets("說明：\n1. 完成修法\n2. 完成公告", REPORTED)] == ["完成修法", "完成公告"]


def test_benefit_with_one_number_is_cut_to_its_clause():
    assert one("推動節能，輔導 80 家，以利轉型", BENEFIT).text == "輔導 80 家"
    assert one("推動節能，輔導 80 家，以利轉型").text == "推動節能，輔導 80 家，以利轉型"


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("輔導 20 家，累計 60 家", [("per_year", False), ("cumulative", True)]),
        ("累計 60 家，訓練 30 人，合格率 90%", [("cumulative", True), ("cumulative", False), ("per_year", False)]),
        ("114 年輔導 80 家、90 人", [("by_year:114", True), ("per_year", False)]),
    ],
)
def test_clause_takes_over_the_basis_before_it_but_a_rate_is_never_cumulative(text, bases):
    assert [(part.basis, part.basis_stated) for part in parse_targets(text, REPORTED)] == bases


def test_benefit_names_another_number_for_every_year():
    parts = parse_targets("113 年 224 場、114 年 29 場、115 年 46 場", BENEFIT)
    assert [(part.value, part.basis) for part in parts] == [
        (Decimal(224), "by_year:113"),
        (Decimal(29), "by_year:114"),
        (Decimal(46), "by_year:115"),
    ]


@pytest.mark.parametrize(("text", "approximate"), [("約 500 公頃", True), ("500 公頃", False)])
def test_approximate_number_is_marked(text, approximate):
    assert one(text).approximate is approximate


@pytest.mark.parametrize(("year", "in_roc"), [(2024, 113), (113, 113), (1911, 0), (1900, 1900), (2030, 119)])
def test_year_is_turned_into_a_roc_year(year, in_roc):
    assert roc(year) == in_roc


@given(st.text(alphabet="輔導80家，、；。(）1.2年%降至以上累計\n 不適用-", max_size=24))
def test_any_text_has_parts_that_say_why(text):
    parts = parse_targets(text, REPORTED)
    assert (parts == ()) == is_blank(text)
    for part in parts:
        assert (part.direction_from is None) == (part.comparator in (Comparator.NONE, Comparator.QUALITATIVE)) or part.upper is not None
        assert (part.value is None) == (part.comparator is Comparator.QUALITATIVE)


def test_equal_is_read_from_the_statement():
    (part,) = parse_targets("比率等於 100%", Context(113))
    assert (part.comparator, part.direction_from, part.value) == (Comparator.EQUAL, "statement", Decimal(100))


def test_rate_per_hundred_thousand_is_one_number():
    (part,) = parse_targets("死亡率降至 12 人/十萬人", Context(113))
    assert (part.comparator, part.value, part.unit) == (Comparator.AT_MOST, Decimal(12), "人/十萬人")


@pytest.mark.parametrize(
    "text",
    [
        "每10年調查1次，本年度不予列管",
        "屬每 4 年 1 次之調查，113 年度不列入管考",
        "2年調查一次(本年度免予列管)",
        "每5年普查1次，今年無須填報",
        "113年度免列管",
        "本年度免調查（每3年辦理1次，下次為115年）",
        "今年免予評核",
        "本年度暫不列管，俟計畫核定後辦理",
        "非調查年度，不予列管",
        "113年非調查年，免填報",
        "本年度未訂定目標",
        "本年度不列入考核",
    ],
)
def test_target_of_a_year_that_is_not_monitored_is_not_due(text):
    part = one(text)
    assert (part.comparator, part.not_applicable, part.not_due, part.value) == (Comparator.QUALITATIVE, False, True, None)


@pytest.mark.parametrize("text", ["完成 80 件，餘 20 件本年度不予追蹤", "本年度未列管場址 30 處以下", "未訂定計畫之縣市降至 3 個以下"])
def test_target_with_a_figure_is_monitored(text):
    assert not any(part.not_due for part in parse_targets(text, Context(113)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50 條主要河川嚴重污染長度較 2016 年減少 30%", "30"),
        ("22 縣市空氣品質合格率達 90%", "90"),
        ("105 處測站水質合格率達 99.5%", "99.5"),
        ("全國 12 座水庫優養指數合格率提升至 80%", "80"),
        ("113 年 35 所學校午餐在地食材使用率達 75%", "75"),
        ("30 個社區住戶參與比率不低於 40%", "40"),
    ],
)
def test_count_that_opens_a_rate_only_says_of_how_many(text, value):
    part = one(text)
    assert (decimal_text(part.value), part.unit, part.comparator) == (value, "%", Comparator.AT_LEAST)


@pytest.mark.parametrize(
    "text", ["補助 120 案、參與率 60%", "辦理 3 場訓練滿意度達 90%", "20 家以上企業碳排放量減少 10%", "3 場滿意度達 90%", "50 戶節電率 5%"]
)
def test_count_of_what_is_done_stands_beside_the_rate(text):
    assert len(parse_targets(text, Context(113))) == 2


@pytest.mark.parametrize("text", ["導入 420 苗床以上", "設置 420 語系(含)以上", "累計 420 種原圃以上", "420 展間及以上。"])
def test_what_no_table_counts_is_counted_where_an_affix_asks_for_it(text):
    part = one(text)
    assert (part.value, part.unit, part.comparator) == (420, None, Comparator.AT_LEAST)


@pytest.mark.parametrize("text", ["第 3 級以上", "113 年底以上", "大學 3 年級以上", "PM2.5 以下", "綠建築銀級以上"])
def test_grades_and_years_before_an_affix_count_nothing(text):
    assert one(text).value is None
