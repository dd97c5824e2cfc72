from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.quantities.arithmetic import Slip, agrees, slips


def slip(formula: str, result: str, stated: str, unit: str | None) -> Slip:
    return Slip(formula, Decimal(result), Decimal(stated), unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("計算式：1,480,931 ÷ 23,420,442 = 0.0631", (slip("1,480,931 ÷ 23,420,442", "0.0632", "0.0631", None),)),
        ("計算式：45/60=80%", (slip("45 ÷ 60", "75", "80", "%"),)),
        ("計算式：12 + 30 = 43", (slip("12 + 30", "42", "43", None),)),
        ("計算式：30 - 12 = 17", (slip("30 - 12", "18", "17", None),)),
        ("計算式：12 × 3 = 37", (slip("12 × 3", "36", "37", None),)),
        ("使用 3,000 公噸，服務 1,000 人，人均 2 公噸/人", (slip("3,000 ÷ 1,000", "3", "2", "公噸/人"),)),
        ("須完成 80 件，已完成 60 件，比例達 70%", (slip("60 ÷ 80 × 100", "75", "70", "%"),)),
        ("110-113 年累計輔導 400 家，平均每年 90 家", (slip("400 ÷ 4", "100", "90", "家"),)),
        ("共 33 場(北部 10 場、中部 12 場、南部 8 場)", (slip("10 + 12 + 8", "30", "33", "場"),)),
    ],
)
def test_calculation_that_does_not_add_up_is_written_out(text, found):
    assert slips(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "計算式：1,480,931 ÷ 23,420,442 = 0.0632",
        "計算式：2 ÷ 3 = 0.66",
        "計算式：2 ÷ 3 = 0.67",
        "計算式：45/60=75%",
        "計算式：5 ÷ 0 = 0",
        "計算式：12 + 30 = 42",
        "期程 110/5/1 起辦理 3 場",
        "使用 3,000 公噸，服務 1,000 人，人均 3 公噸/人",
        "須完成 80 件，已完成 60 件，比例達 75%",
        "須完成 80 件，已完成 60 件，成長比例達 70%",
        "110-113 年累計輔導 400 家，平均每年 100 家",
        "累計輔導 400 家，平均每年 90 家",
        "共 30 場(北部 10 場、中部 12 場、南部 8 場)",
        "共 33 場(含北部 10 場、中部 12 場)",
        "共 33 場(北部 10 場、參加 12 人)",
        "實績值 14.0%(男性 23.1%、女性 2.9%)",
        "每十萬人口 0.82 人(男性 0.93 人、女性 0.71 人)",
        "死亡 2,931 人(機車騎士 1,702 人、行人 366 人)",
        "累計完成 23,118 件(當年 5,207 件)，達成率 96.3%",
        "容額 58,500 人，收容 61,160 人，超收 2,660 人，超額收容比率 4.5%",
        "辦理完竣",
        "",
    ],
)
def test_calculation_that_is_right_or_uncertain_is_left_alone(text):
    assert slips(text) == ()


@pytest.mark.parametrize(
    ("exact", "stated", "step", "same"),
    [("0.666", "0.67", "0.01", True), ("0.666", "0.66", "0.01", True), ("0.666", "0.68", "0.01", False), ("30049", "30000", "100", True)],
)
def test_printed_figure_may_be_rounded_or_cut_off(exact, stated, step, same):
    assert agrees(Decimal(exact), Decimal(stated), Decimal(step)) is same


@given(st.integers(10, 9999), st.integers(10, 9999), st.integers(-5, 5))
def test_sum_is_a_slip_exactly_where_it_is_wrong(one, other, error):
    stated = one + other + error
    expected = () if error == 0 else (slip(f"{one} + {other}", str(one + other), str(stated), None),)
    assert slips(f"計算式：{one} + {other} = {stated}") == expected
