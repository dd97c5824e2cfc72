import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.directions import Direction, find_direction
from yongxu.quantities.statements import Comparator

HIGHER, LOWER = "higher", "lower"


def direction(before: str, unit: str | None = "%", **others: object) -> tuple[str, str | None, str | None]:
    found = find_direction(before, affix=others.pop("affix", None), unit=unit, **others)
    return found.comparator.value, found.source, found.better


@pytest.mark.parametrize(
    ("affix", "expected"),
    [
        (">=", (">=", "statement", HIGHER)),
        (">", (">", "statement", HIGHER)),
        ("<=", ("<=", "statement", LOWER)),
        ("<", ("<", "statement", LOWER)),
    ],
)
def test_affix_decides_against_every_other_word(affix, expected):
    for before in ("", "失業率", "再利用率", "降至", "提升至"):
        assert direction(before, affix=affix, name="降低失業率", expected_benefit=True, zero=True) == expected


@pytest.mark.parametrize(
    ("before", "unit", "expected"),
    [
        ("排放量降至", "公噸", LOWER),
        ("失業率控制在", "%", LOWER),
        ("等候時間縮短為", "分鐘", LOWER),
        ("排放量降至約", "公噸", LOWER),
        ("使用率提升至", "%", HIGHER),
        ("失業率提升至", "%", HIGHER),
        ("里程增加到", "公里", HIGHER),
        ("再利用率達", "%", HIGHER),
        ("裝置容量達", "kW", HIGHER),
        ("低於前十年平均(", "人", LOWER),
        ("不超過近三年均值", "%", LOWER),
        ("高於前三年平均值", "%", HIGHER),
        ("不低於去年全國平均", "%", HIGHER),
        ("減少", "%", HIGHER),
        ("減少廢棄物量", "%", HIGHER),
        ("節省", "度", HIGHER),
        ("增加", "%", HIGHER),
        ("較前一年成長", "%", HIGHER),
        ("節電率", "%", HIGHER),
        ("降低失業率", "%", LOWER),
        ("降低懸浮微粒濃度", None, LOWER),
        ("降低失業率", "個百分點", LOWER),
        ("降低用電量", "度", HIGHER),
    ],
)
def test_words_of_the_statement_decide_before_name_and_rules(before, unit, expected):
    assert direction(before, unit, name="降低漏水率") == (">=" if expected == HIGHER else "<=", "statement", expected)


@pytest.mark.parametrize(("before", "unit"), [("輔導", "家"), ("每年辦理", "場"), ("完成違規案件稽查", "件"), ("清除垃圾", "公噸")])
def test_amount_of_work_is_at_least_whatever_the_name_says(before, unit):
    assert direction(before, unit, name="降低漏水率") == (">=", "rule:完成量", HIGHER)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("降低自來水漏水率", "%"),
        ("減少事故件數", "件"),
        ("縮短等候時間", "分鐘"),
        ("垃圾產生量縮短", "公噸"),
        ("人均垃圾減量", "公斤"),
        ("控制外來種面積", "公頃"),
    ],
)
def test_name_decides_where_the_statement_is_a_bare_number(name, unit):
    assert direction("", unit, name=name) == ("<=", "indicator", LOWER)


@pytest.mark.parametrize(
    ("phrase", "rule", "better"),
    [
        ("失業率", "失業率", LOWER),
        ("自來水漏水率", "漏失率", LOWER),
        ("五歲以下兒童死亡率", "死亡與傷病", LOWER),
        ("細懸浮微粒濃度", "污染與超標", LOWER),
        ("溫室氣體排放量", "排放量", LOWER),
        ("一般廢棄物產生量", "廢棄物量", LOWER),
        ("每人每日用水量", "資源消耗", LOWER),
        ("所得五等分位倍數", "不平等與貧困", LOWER),
        ("地層下陷面積", "災害與退化", LOWER),
        ("詐欺案件", "犯罪與事故", LOWER),
        ("平均每戶停電時間", "時間與延誤", LOWER),
        ("能源進口依存度", "依賴與缺口", LOWER),
        ("產值成長率", "成長率", HIGHER),
        ("工業用水再利用率", "再利用與回收", HIGHER),
        ("太陽光電裝置容量", "裝置容量與發電", HIGHER),
        ("污水處理率", "普及與涵蓋", HIGHER),
        ("檢驗合格率", "達成與合格", HIGHER),
        ("平均餘命", "效率與生產力", HIGHER),
        ("融資金額", "金額", HIGHER),
        ("參加學校數", "數量", HIGHER),
        ("女性主管比例", "占比", HIGHER),
        ("某類比例", "比率", HIGHER),
        ("竊盜破獲率", "查緝與處置", HIGHER),
        ("累計改善淹水面積", "查緝與處置", HIGHER),
        ("累計減少外來入侵種面積", "查緝與處置", HIGHER),
        ("累積移除違規廣告物件數", "查緝與處置", HIGHER),
        ("累計處理廢棄物量", "查緝與處置", HIGHER),
        ("年度整治崩塌地面積", "查緝與處置", HIGHER),
        ("改善易淹水地區住宅戶數", "查緝與處置", HIGHER),
        ("累計淹水面積", "災害與退化", LOWER),
        ("累計未改善場址數", "風險與不良", LOWER),
        ("年度違規取締件數", "查緝與處置", HIGHER),
        ("失能傷害嚴重率", "死亡與傷病", LOWER),
        ("大專生休退學率", "風險與不良", LOWER),
        ("稻作間歇灌溉面積", "數量", HIGHER),
        ("漁船汰建艘數", "數量", HIGHER),
        ("受理課程", "服務與訓練", HIGHER),
        ("用水減量幅度", "減量幅度", HIGHER),
    ],
)
def test_named_rule_decides_by_the_phrase_in_the_statement_or_in_the_name(phrase, rule, better):
    expected = (">=" if better == HIGHER else "<=", f"rule:{rule}", better)
    assert direction("", name=phrase) == expected


def test_rule_on_the_clause_goes_before_the_rule_on_the_name():
    assert direction("失業率", name="再利用率") == ("<=", "rule:失業率", LOWER)


def test_rate_that_merely_arrives_stays_a_rate_of_which_less_is_better():
    assert direction("失業率達") == ("<=", "rule:失業率", LOWER)
    assert direction("全國達", name="失業率") == ("<=", "rule:失業率", LOWER)


def test_general_rule_gives_way_to_a_particular_one():
    assert direction("死亡人數", "人") == ("<=", "rule:死亡與傷病", LOWER)


def test_head_of_the_phrase_decides_between_two_particular_rules():
    assert direction("詐欺案件破獲率") == (">=", "rule:查緝與處置", HIGHER)


@pytest.mark.parametrize(
    ("unit", "others", "expected"),
    [
        ("人", {}, ("none", None, None)),
        (None, {}, ("none", None, None)),
        ("件", {}, (">=", "rule:計數", HIGHER)),
        ("人", {"zero": True}, ("<=", "rule:零目標", LOWER)),
        ("件", {"zero": True}, ("<=", "rule:零目標", LOWER)),
        ("人", {"expected_benefit": True}, (">=", "rule:expected-benefit", HIGHER)),
        ("人", {"expected_benefit": True, "zero": True}, (">=", "rule:expected-benefit", HIGHER)),
    ],
)
def test_bare_number_without_any_word_follows_the_last_rules(unit, others, expected):
    assert direction("某處", unit, **others) == expected


@given(
    st.text(alphabet="降低提升至達減少失業率再利用件數約", max_size=10),
    st.sampled_from([None, ">=", ">", "<=", "<"]),
    st.sampled_from(["%", "件", "人", None]),
    st.text(alphabet="降低失業率再利用", max_size=6),
    st.booleans(),
)
def test_direction_has_all_of_comparator_source_and_side_or_none(before, affix, unit, name, zero):
    found = find_direction(before, affix=affix, unit=unit, name=name, zero=zero)
    if found.source is None:
        assert found == Direction(Comparator.NONE, None, None)
    else:
        assert (found.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN)) == (found.better == HIGHER)


@pytest.mark.parametrize(
    "name",
    [
        "化學農藥使用量較基期減少比率",
        "溫室氣體排放量減少百分比",
        "溫室氣體淨排放量較基準年減量比率",
        "交通事故死亡人數減少率",
        "事故件數降低比率",
        "用水量節約率",
        "廢棄物減量率",
        "公文平均處理天數縮短比率",
        "塑膠袋使用量減少幅度(%)",
        "一般廢棄物產生量較前一年減少",
        "污染物削減率",
        "碳排放量削減比例",
        "肥料用量減施比率",
        "碳排減量",
        "用電量降低",
        "案件量降低百分比",
        "陳情案件減少程度",
        "氮氧化物削減量",
        "細懸浮微粒濃度改善比率",
        "缺工率降低幅度",
        "垃圾量縮減之比率",
        "減少化學農藥使用量比率",
        "降低碳排放量幅度",
        "失業率降幅",
    ],
)
def test_name_of_how_much_less_asks_for_at_least_that_much(name: str) -> None:
    assert direction("", name=name) == (">=", "rule:減量幅度", HIGHER)


@pytest.mark.parametrize(
    "name", ["失業率下降", "降低自來水漏水率", "減少事故發生率", "中輟率降低", "降低嬰兒死亡率", "候診時間縮短", "抑制排放強度"]
)
def test_name_of_a_level_that_is_to_fall_asks_for_at_most(name: str) -> None:
    assert direction("", "分鐘" if "時間" in name else "%", name=name) == ("<=", "indicator", LOWER)


@pytest.mark.parametrize("name", ["濕地面積減少率", "農地流失比率", "珊瑚覆蓋率下降幅度", "天然林縮減率"])
def test_less_of_what_one_wants_is_not_asked_for(name: str) -> None:
    assert direction("", name=name) == ("<=", "rule:災害與退化", LOWER)


@pytest.mark.parametrize("name", ["提升規律運動人口比率", "提高女性主管占比", "增加綠覆面積", "擴大納保人數", "增進長者口腔健康"])
def test_name_may_say_that_more_is_asked_for(name: str) -> None:
    assert direction("", name=name) == (">=", "indicator", HIGHER)


@pytest.mark.parametrize("name", ["提升能源效率：能源密集度", "提升急診效率：平均候診時間", "增加校園安全：霸凌件數"])
def test_rule_for_what_nobody_wants_is_stronger_than_a_verb_in_front(name: str) -> None:
    assert direction("", None, name=name)[2] == LOWER


@pytest.mark.parametrize("name", ["備援井出水量", "每日供水量", "再生水量", "海淡廠造水量", "水庫蓄水量", "常態水量"])
def test_water_supplied_is_not_water_used(name: str) -> None:
    assert direction("", "立方公尺", name=name)[2] == HIGHER


@pytest.mark.parametrize("name", ["每人每日用水量", "工業用水量", "地下水抽水量", "單位面積取水量", "水消耗量", "肥料量", "能源消費量"])
def test_water_and_energy_used_are_better_when_less(name: str) -> None:
    assert direction("", "立方公尺", name=name)[2] == LOWER


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("原住民族家庭年平均收入達全體家庭之", HIGHER),
        ("平均薪資提升至全國平均的", HIGHER),
        ("產值達全球市場之", HIGHER),
        ("排放量降至基準年排放量之", LOWER),
        ("用水量控制在可供水量之", LOWER),
        ("違規件數減少至前一年的", LOWER),
    ],
)
def test_share_of_a_whole_keeps_the_verb_in_front_of_the_whole(before: str, expected: str) -> None:
    assert direction(before) == (">=" if expected == HIGHER else "<=", "statement", expected)
