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


@pytest.mark.parametrize("name", ["降低自來水漏水率", "減少事故件數", "縮短等候時間", "垃圾產生量縮短", "人均垃圾減量", "控制外來種面積"])
def test_name_decides_where_the_statement_is_a_bare_number(name):
    assert direction("", name=name) == ("<=", "indicator", LOWER)


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
