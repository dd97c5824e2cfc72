from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.units import convert
from yongxu.quantities.verdicts import Achievement, Verdict, achievement, judge, row_verdict

MET, MISSED, NOT_DUE = Verdict.MET, Verdict.MISSED, Verdict.NOT_DUE
NOT_APPLICABLE, JUDGEMENT = Verdict.NOT_APPLICABLE, Verdict.NEEDS_JUDGEMENT


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def target(comparator: str, value: str | None, unit: str | None = None, *, upper: str | None = None, **others: object) -> TargetPart:
    return TargetPart("目標", Comparator(comparator), value=number(value), upper=number(upper), unit=unit, **others)


def result(value: str | None, unit: str | None = None, *, upper: str | None = None, **others: object) -> ResultPart:
    return ResultPart("實績", value=number(value), upper=number(upper), unit=unit, **others)


@pytest.mark.parametrize(
    ("comparator", "asked", "told", "verdict"),
    [
        (">=", "80", "81", MET),
        (">=", "80", "80", MET),
        (">=", "80", "80.000", MET),
        (">=", "80", "79.999999999999999999999", MISSED),
        (">=", "95.8", "95.78", MISSED),
        (">=", "95.78", "95.8", MET),
        (">=", "0", "0", MET),
        (">=", "0", "-0.1", MISSED),
        (">=", "-3.2", "-3.1", MET),
        (">=", "-3.2", "-3.3", MISSED),
        ("<=", "12.77", "12.78", MISSED),
        ("<=", "12.77", "12.77", MET),
        ("<=", "12.77", "12.7699", MET),
        ("<=", "0", "0", MET),
        ("<=", "0", "1", MISSED),
        ("<=", "0", "-1", MET),
        ("<=", "-5", "-6", MET),
        ("<=", "-5", "-4", MISSED),
        (">", "70", "70", MISSED),
        (">", "70", "70.01", MET),
        ("<", "50", "50", MISSED),
        ("<", "50", "49.9", MET),
        ("<", "0", "-0.1", MET),
        ("==", "100", "100.00", MET),
        ("==", "100", "100.01", MISSED),
        ("==", "100", "99.99", MISSED),
        ("==", "0", "0", MET),
    ],
)
def test_number_is_compared_exactly(comparator, asked, told, verdict):
    assert judge(target(comparator, asked), result(told)) is verdict


@pytest.mark.parametrize(
    ("told", "better", "verdict"),
    [
        ("3.3", None, MET),
        ("3.5", None, MET),
        ("3.7", None, MET),
        ("3.8", None, JUDGEMENT),
        ("3.2", None, JUDGEMENT),
        ("3.8", "higher", MET),
        ("3.2", "higher", MISSED),
        ("3.29", "higher", MISSED),
        ("3.8", "lower", MISSED),
        ("3.2", "lower", MET),
    ],
)
def test_range_is_judged_from_inside_and_from_either_side(told, better, verdict):
    assert judge(target("between", "3.3", "%", upper="3.7", better=better), result(told, "%")) is verdict


@pytest.mark.parametrize(("told", "verdict"), [("5", MET), ("6", JUDGEMENT)])
def test_range_without_an_upper_end_is_its_one_number(told, verdict):
    assert judge(target("between", "5"), result(told)) is verdict


@pytest.mark.parametrize(
    ("comparator", "low", "high", "verdict"),
    [
        (">=", "80", "90", MET),
        (">=", "79", "90", JUDGEMENT),
        (">=", "70", "79", MISSED),
        ("<=", "70", "80", MET),
        ("<=", "70", "81", JUDGEMENT),
        ("<=", "81", "90", MISSED),
        (">", "80", "90", JUDGEMENT),
        ("<", "70", "80", JUDGEMENT),
        ("==", "80", "80", MET),
        ("==", "80", "81", JUDGEMENT),
        ("==", "81", "82", MISSED),
    ],
)
def test_range_of_a_result_counts_with_both_ends(comparator, low, high, verdict):
    assert judge(target(comparator, "80"), result(low, upper=high)) is verdict


@pytest.mark.parametrize(
    ("low", "high", "better", "verdict"),
    [
        ("4", "6", None, MET),
        ("2", "4", "higher", JUDGEMENT),
        ("7", "9", "higher", MET),
        ("7", "9", "lower", MISSED),
        ("1", "9", "lower", JUDGEMENT),
    ],
)
def test_range_of_a_result_against_a_range(low, high, better, verdict):
    assert judge(target("between", "3", upper="6", better=better), result(low, upper=high)) is verdict


@pytest.mark.parametrize(
    ("comparator", "asked", "asked_unit", "told", "told_unit", "verdict"),
    [
        (">=", "1", "萬公噸", "10000", "公噸", MET),
        (">=", "1", "萬公噸", "9999.999", "公噸", MISSED),
        (">=", "30", "公噸", "30000", "公斤", MET),
        (">=", "30", "公噸", "29999", "公斤", MISSED),
        ("<=", "500", "公斤", "0.5", "公噸", MET),
        ("<=", "500", "公斤", "0.6", "公噸", MISSED),
        (">=", "5", None, "5", "件", MET),
        (">=", "5", "件", "5", None, MET),
        (">=", "5", "件", "4", None, MISSED),
        (">=", "18000", "公秉", "18500", "公噸", JUDGEMENT),
        (">=", "80", "家", "90", "人", JUDGEMENT),
        (">=", "80", "沒有這種單位", "90", "人", JUDGEMENT),
        ("<=", "0.5", "小時", "30", "分鐘", MET),
        ("<=", "0.5", "小時", "31", "分鐘", MISSED),
        ("<=", "20", "分鐘", "0.25", "小時", MET),
        ("<=", "1", "小時", "59.9", "分鐘", MET),
        ("<=", "1", "小時", "61", "分鐘", MISSED),
        (">=", "1", "小時", "61", "分鐘", MET),
    ],
)
def test_units_are_converted_or_left_to_a_person(comparator, asked, asked_unit, told, told_unit, verdict):
    assert judge(target(comparator, asked, asked_unit), result(told, told_unit)) is verdict


@pytest.mark.parametrize(("told", "verdict"), [("89", MET), ("59", JUDGEMENT), ("91", JUDGEMENT)])
def test_range_is_turned_into_the_unit_of_the_result_where_only_that_is_exact(told, verdict):
    assert judge(target("between", "1", "小時", upper="1.5"), result(told, "分鐘")) is verdict


def test_result_in_a_unit_that_cannot_be_converted_either_way_needs_judgement():
    assert judge(target(">=", "1", "件"), result("1", "小時")) is JUDGEMENT


@pytest.mark.parametrize(
    ("asked", "told", "verdict"),
    [
        (target("qualitative", None, not_applicable=True), result("100", "%"), NOT_APPLICABLE),
        (target("qualitative", None, not_applicable=True), None, NOT_APPLICABLE),
        (target("qualitative", None, not_applicable=True, not_due=True), result(None, not_due=True), NOT_APPLICABLE),
        (target("qualitative", None, not_due=True), None, NOT_DUE),
        (target(">=", "5", not_due=True), result("4"), NOT_DUE),
        (target(">=", "5"), result(None, not_due=True), NOT_DUE),
        (target(">=", "5"), result(None, not_due=True, estimate=Decimal(9)), NOT_DUE),
        (target(">=", "5"), result("9", not_due=True), NOT_DUE),
        (target("qualitative", None), result(None, not_due=True), NOT_DUE),
        (target(">=", "5"), None, JUDGEMENT),
        (target(">=", "5"), result(None), JUDGEMENT),
        (target(">=", "5"), result(None, claims_met=True), JUDGEMENT),
        (target("qualitative", None), result("9"), JUDGEMENT),
        (target("qualitative", "5"), result("5"), JUDGEMENT),
        (target("qualitative", None), result(None, claims_met=True), JUDGEMENT),
        (target("none", "33.3", "%", basis="share"), result("33.3", "%"), JUDGEMENT),
        (target(">=", "5"), result("4", claims_met=True), MISSED),
        (target(">=", "5"), result("6", claims_met=False), MET),
    ],
)
def test_states_come_before_numbers_and_claims_never_count(asked, told, verdict):
    assert judge(asked, told) is verdict


@pytest.mark.parametrize(
    ("basis", "told", "roc_year", "verdict"),
    [
        ("by_year:119", "4", 113, NOT_DUE),
        ("by_year:119", "5", 113, MET),
        ("by_year:113", "4", 113, MISSED),
        ("by_year:112", "4", 113, MISSED),
        ("by_year:119", "4", None, MISSED),
        ("per_year", "4", 113, MISSED),
        ("cumulative", "4", 113, MISSED),
    ],
)
def test_target_for_a_later_year_is_not_due_before_it_is_reached(basis, told, roc_year, verdict):
    assert judge(target(">=", "5", basis=basis), result(told), roc_year=roc_year) is verdict


def test_unknown_direction_stays_with_a_person_also_for_a_later_year():
    assert judge(target("none", "5", basis="by_year:119"), result("4"), roc_year=113) is JUDGEMENT


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        ((), JUDGEMENT),
        ((MET,), MET),
        ((MET, MET), MET),
        ((MET, NOT_APPLICABLE), MET),
        ((NOT_APPLICABLE,), NOT_APPLICABLE),
        ((NOT_APPLICABLE, NOT_APPLICABLE), NOT_APPLICABLE),
        ((JUDGEMENT, MET, NOT_APPLICABLE), JUDGEMENT),
        ((JUDGEMENT, NOT_DUE, MET), NOT_DUE),
        ((NOT_DUE, NOT_APPLICABLE), NOT_DUE),
        ((MISSED, NOT_DUE, JUDGEMENT, MET, NOT_APPLICABLE), MISSED),
        ((NOT_APPLICABLE, MISSED), MISSED),
    ],
)
def test_row_verdict_follows_its_table(verdicts, verdict):
    assert row_verdict(verdicts) is verdict


@given(st.lists(st.sampled_from(Verdict), max_size=6), st.randoms(use_true_random=False))
def test_row_verdict_does_not_depend_on_the_order(verdicts, random):
    shuffled = list(verdicts)
    random.shuffle(shuffled)
    assert row_verdict(shuffled) is row_verdict(verdicts)


@given(st.lists(st.sampled_from(Verdict), min_size=1, max_size=6))
def test_row_verdict_does_not_depend_on_how_often_a_verdict_occurs(verdicts):
    assert row_verdict(verdicts * 2) is row_verdict(verdicts)


def test_achievement_counts_every_verdict_once():
    counted = achievement([MET, MET, MISSED, NOT_DUE, NOT_APPLICABLE, JUDGEMENT, JUDGEMENT], excluded=1)
    assert counted == Achievement(total=7, met=2, missed=1, not_due=1, not_applicable=1, needs_judgement=2, excluded=1)


@pytest.mark.parametrize(
    ("verdicts", "excluded", "rate"),
    [
        ([MET, MET, MISSED], 0, "66.67"),
        ([MET, MISSED, MISSED], 0, "33.33"),
        ([MET] * 5 + [MISSED], 0, "83.33"),
        ([MET] + [MISSED] * 7, 0, "12.50"),
        ([MET] + [MISSED] * 15, 0, "6.25"),
        ([MET] + [MISSED] * 31, 0, "3.13"),
        ([MET, NOT_DUE, NOT_DUE], 0, "100.00"),
        ([MET, NOT_APPLICABLE], 0, "50.00"),
        ([MET, JUDGEMENT], 0, "50.00"),
        ([MET, JUDGEMENT], 1, "100.00"),
        ([MET, NOT_APPLICABLE, NOT_DUE, MISSED], 1, "50.00"),
        ([MISSED], 0, "0.00"),
        ([], 0, None),
        ([NOT_DUE, NOT_DUE], 0, None),
        ([JUDGEMENT], 1, None),
        ([NOT_DUE, NOT_APPLICABLE], 1, None),
    ],
)
def test_rate_is_the_share_of_those_due_or_not_computable(verdicts, excluded, rate):
    assert achievement(verdicts, excluded=excluded).rate == number(rate)


def test_rate_of_two_goals_together_is_not_the_average_of_their_rates():
    one, other = [MET], [MET, MISSED, MISSED]
    assert (achievement(one).rate, achievement(other).rate, achievement(one + other).rate) == (
        Decimal("100.00"),
        Decimal("33.33"),
        Decimal("50.00"),
    )


def test_achievement_reads_verdicts_that_can_be_read_only_once():
    assert achievement(verdict for verdict in (MET, MISSED)).rate == Decimal("50.00")


DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
RANK = {MISSED: 0, JUDGEMENT: 1, MET: 2}


@given(DECIMALS, DECIMALS, DECIMALS, st.sampled_from([">=", ">", "<=", "<"]))
def test_better_number_never_worsens_the_verdict(asked, one, other, comparator):
    worse, better = sorted((one, other), reverse=comparator.startswith("<"))
    demand = TargetPart("目標", Comparator(comparator), value=asked)
    assert RANK[judge(demand, ResultPart("實績", value=worse))] <= RANK[judge(demand, ResultPart("實績", value=better))]


@given(DECIMALS, DECIMALS, DECIMALS, DECIMALS, st.sampled_from(["higher", "lower"]))
def test_better_number_never_worsens_the_verdict_of_a_range(one_end, other_end, one, other, side):
    low, high = sorted((one_end, other_end))
    worse, better = sorted((one, other), reverse=side == "lower")
    demand = TargetPart("目標", Comparator.BETWEEN, value=low, upper=high, better=side)
    assert RANK[judge(demand, ResultPart("實績", value=worse))] <= RANK[judge(demand, ResultPart("實績", value=better))]


COMPARATORS = st.sampled_from([c for c in Comparator if c is not Comparator.QUALITATIVE])


@given(COMPARATORS, DECIMALS, DECIMALS, DECIMALS, st.sampled_from([None, "higher", "lower"]))
def test_another_unit_for_target_and_result_changes_nothing(comparator, one_end, other_end, told, side):
    low, high = sorted((one_end, other_end))
    tonnes = TargetPart("目標", comparator, value=low, upper=high if comparator is Comparator.BETWEEN else None, unit="公噸", better=side)
    kilograms = TargetPart(
        "目標",
        comparator,
        value=convert(low, "公噸", "公斤"),
        upper=convert(high, "公噸", "公斤") if comparator is Comparator.BETWEEN else None,
        unit="公斤",
        better=side,
    )
    in_tonnes, in_kilograms = (
        ResultPart("實績", value=told, unit="公噸"),
        ResultPart("實績", value=convert(told, "公噸", "公斤"), unit="公斤"),
    )
    expected = judge(tonnes, in_tonnes)
    assert [judge(demand, given) for demand in (tonnes, kilograms) for given in (in_tonnes, in_kilograms)] == [expected] * 4


@given(COMPARATORS, DECIMALS, DECIMALS)
def test_result_without_a_unit_is_judged_in_the_unit_of_the_target(comparator, asked, told):
    demand = TargetPart("目標", comparator, value=asked, unit="公噸")
    assert judge(demand, ResultPart("實績", value=told)) is judge(demand, ResultPart("實績", value=told, unit="公噸"))
