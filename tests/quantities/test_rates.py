from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.interchange import result_from_json, result_to_json, target_from_json, target_to_json
from yongxu.quantities.rates import base_of_name, base_of_unit, find_bases, label_of, restate, same_kind
from yongxu.quantities.results import read_actuals
from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart
from yongxu.quantities.targets import Context, parse_targets
from yongxu.quantities.units import DimensionMismatch, InexactConversion
from yongxu.quantities.verdicts import Verdict, judge


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("每十萬人口不超過11.8人", ["十萬人"]),
        ("每10萬人口自殺死亡率", ["十萬人"]),
        ("每 100,000 人", ["十萬人"]),
        ("每十萬名新生兒", ["十萬活產"]),
        ("每千活產嬰兒", ["千活產"]),
        ("每萬輛機動車", ["萬輛"]),
        ("每百萬工時", ["百萬工時"]),
        ("百萬工時失能傷害頻率", ["百萬工時"]),
        ("職災死亡千人率", ["千人"]),
        ("死亡率(十萬人口)", ["十萬人"]),
        ("10萬人口新生毒品人口數", ["十萬人"]),
        ("每人每日用水量", ["人/日"]),
        ("每人每年借閱", ["人"]),
        ("每戶年平均停電時間", ["戶"]),
        ("每公頃用藥與每戶用電", ["公頃", "戶"]),
        ("每千名勞工", ["千勞工"]),
        ("每月辦理", ["月"]),
        ("每年辦理", []),
        ("每5年檢討一次", []),
        ("每月底前填報", []),
        ("輔導5萬人參與率", []),
        ("嬰兒死亡率", []),
    ],
)
def test_base_of_a_rate_has_one_spelling(text, bases):
    assert [base.per for base in find_bases(text)] == bases


@pytest.mark.parametrize(
    ("unit", "per"),
    [("人/十萬人", "十萬人"), ("公升/人/日", "人/日"), ("分鐘/戶.年", "戶"), ("公噸/年", None), ("公噸", None), (None, None)],
)
def test_base_of_a_compound_unit(unit, per):
    assert base_of_unit(unit) == per


def test_name_that_names_two_bases_gives_none():
    assert (base_of_name("每十萬人口醫師數"), base_of_name("每公頃及每戶用藥量"), base_of_name("醫師數")) == ("十萬人", None, None)


@pytest.mark.parametrize(
    ("value", "kind", "wanted", "result"),
    [
        ("0.019", (None, "千人"), (None, "十萬人"), "1.9"),
        ("11.8", ("人", "十萬人"), ("人", "千人"), "0.118"),
        ("12.1", ("人/十萬人", None), ("人", "十萬人"), "12.1"),
        ("2.5", ("‰", None), ("人", "千活產"), "2.5"),
        ("0.25", ("%", None), ("人", "千人"), "2.5"),
        ("2.5", ("人", "千人"), ("‰", None), "2.5"),
        ("9", ("場", "季"), ("場", "月"), "3"),
        ("12.1", ("人", None), ("人", "十萬人"), "12.1"),
        ("12.1", (None, None), ("人", "十萬人"), "12.1"),
        ("0.5", ("公噸", "公頃"), ("公斤", "公頃"), "500"),
        ("11", ("公斤/公頃", None), ("公斤", "公頃"), "11"),
        ("3", ("人", "千勞工"), ("人", "萬人"), "30"),
    ],
)
def test_rate_is_restated_exactly(value, kind, wanted, result):
    assert restate(Decimal(value), *kind, *wanted) == Decimal(result)
    assert same_kind(*kind, *wanted) == ((kind[0] is None) == (wanted[0] is None))


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (("公斤", "公頃"), ("公斤", "戶")),
        (("人", "十萬人"), ("人", "十萬活產")),
        (("人", "十萬人"), ("件", "十萬人")),
        (("公噸/人", None), ("公噸", None)),
        (("公噸/年", None), ("公噸", None)),
        (("場", "日"), ("場", "月")),
        (("%", None), ("公斤", "千人")),
        (("%", None), ("公升", "人/日")),
        (("%", None), ("人", "班")),
    ],
)
def test_rates_of_different_things_are_not_compared(kind, wanted):
    assert not same_kind(*kind, *wanted)
    with pytest.raises(DimensionMismatch):
        restate(Decimal(1), *kind, *wanted)


def test_rate_without_a_finite_form_is_not_rounded():
    with pytest.raises(InexactConversion):
        restate(Decimal(10), "場", "季", "場", "月")
    assert same_kind("場", "季", "場", "月")


@pytest.mark.parametrize(
    ("name", "target", "result", "bases", "verdict"),
    [
        ("自殺死亡率", "每十萬人口不超過 11.8 人", "12.1 人/十萬人", ("十萬人", "十萬人"), "missed"),
        ("自殺死亡率", "每十萬人口 11.8 人以下", "12.1 人", ("十萬人", None), "missed"),
        ("自殺死亡率", "每十萬人口 11.8 人以下", "每百萬人口 117 人", ("十萬人", "百萬人"), "met"),
        ("嬰兒死亡率", "每千活產 4.0 人以下", "4.1‰", ("千活產", None), "missed"),
        ("新生兒死亡率", "2.5‰ 以下", "每千名活產 2.4 人", (None, "千活產"), "met"),
        ("職業災害死亡率", "職災死亡千人率降至 0.019 以下", "職災死亡百萬人率 18.3", ("千人", "百萬人"), "met"),
        ("勞工職災死亡千人率", "降至 0.019 以下", "0.0183", ("千人", "千人"), "met"),
        ("勞工職災死亡千人率", "降至 0.019 以下", "每十萬人 1.95", ("千人", "十萬人"), "missed"),
        ("農藥", "每公頃用藥量降至 10 公斤以下", "每戶 11 公斤", ("公頃", "戶"), "needs_judgement"),
        ("每人每日生活用水量", "降至 260 公升以下", "每人每日 259 公升", ("人/日", "人/日"), "met"),
        ("醫師人力", "每萬人口西醫師數達 25 人", "每千人口 2.4 人", ("萬人", "千人"), "missed"),
        ("停電", "每戶年平均停電 15.5 分鐘以下", "15.44 分鐘/戶．年", ("戶", "戶"), "met"),
        ("護理", "每千人口護理人員 8 人以上", "8.2 人（每千人口）", ("千人", "千人"), "met"),
        ("自殺防治", "每十萬人口自殺死亡率，降至 11.8 人以下", "11.9 人", ("十萬人", None), "missed"),
        ("每人每日用水量", "完成 3 處示範", "完成 3 處", (None, None), "met"),
    ],
)
def test_rates_are_read_and_judged_as_rates(name, target, result, bases, verdict):
    (part,) = parse_targets(target, Context(113, name))
    (actual,), _ = read_actuals(result, (part,), year=2024)
    assert (part.per, actual.per) == bases
    assert judge(part, actual) is Verdict(verdict)


def test_number_of_another_unit_takes_the_base_for_itself():
    first, second = parse_targets("每十萬人口感染 5 人，並完成篩檢 30 萬人次", Context(113))
    assert (first.per, second.per) == ("十萬人", None)


def test_base_of_two_numbers_of_one_unit_holds_for_both():
    parts = parse_targets("每十萬人口男性 12 人、女性 8 人以下", Context(113))
    assert [part.per for part in parts] == ["十萬人", "十萬人"]


def test_last_known_figure_has_its_base():
    text = "未達統計週期，112 年每十萬人口 12.3 人，預計 114 年 8 月公布"
    (actual,), _ = read_actuals(text, parse_targets("每十萬人口 11.8 人以下", Context(113)), year=2024)
    assert actual.last_known == LastKnown("2023", Decimal("12.3"), "人", "十萬人")


def test_estimate_has_its_base():
    (actual,), _ = read_actuals("初估每十萬人口 11.2 人", parse_targets("每十萬人口 11.8 人以下", Context(113)), year=2024)
    assert (actual.estimate, actual.per, actual.value) == (Decimal("11.2"), "十萬人", None)


def test_label_names_unit_and_base():
    assert [label_of("人", "十萬人"), label_of(None, "千人"), label_of("人/十萬人", "十萬人"), label_of("人", None)] == [
        "人/十萬人", "每千人", "人/十萬人", "人",
    ]  # fmt: skip


BASES = st.sampled_from(["人", "百人", "千人", "萬人", "十萬人", "百萬人"])
DECIMALS = st.decimals(min_value=-(10**6), max_value=10**6, places=4)


@given(DECIMALS, DECIMALS, BASES, BASES, st.sampled_from([">=", "<=", ">", "<", "=="]))
def test_another_base_for_target_and_result_changes_no_verdict(asked, told, base, other, comparator):
    demand, actual = TargetPart("目標", Comparator(comparator), value=asked, per=base), ResultPart("實績", value=told, per=base)
    elsewhere = ResultPart("實績", value=restate(told, None, base, None, other), per=other)
    assert judge(demand, elsewhere) is judge(demand, actual)


@given(DECIMALS, st.none() | BASES, st.none() | st.sampled_from(["人", "件"]))
def test_base_survives_printing_and_reading(value, per, unit):
    demand = TargetPart("目標", Comparator.AT_LEAST, value=value, unit=unit, per=per)
    actual = ResultPart("實績", value=value, unit=unit, per=per, last_known=LastKnown("2023", value, unit, per))
    assert target_from_json(target_to_json(demand)) == demand
    assert result_from_json(result_to_json(actual)) == actual
