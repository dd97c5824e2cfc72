from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yongxu.quantities.interchange import decimal_text
from yongxu.quantities.pending import read_not_due
from yongxu.quantities.results import claim_of, pair_by_meaning, read_actuals, read_result, read_results
from yongxu.quantities.segments import split_items, trim
from yongxu.quantities.statements import LastKnown, ResultPart, TargetPart
from yongxu.quantities.targets import Context, parse_targets

TWO = "1. 輔導 80 家\n2. 訓練 200 人次"
MIX = "燃煤 30%、燃氣 50%、再生能源 20%"
REUSE = "再利用率 80%"


def targets(text: str) -> tuple[TargetPart, ...]:
    return parse_targets(text, Context(roc_year=113))


def only(target: str, result: str, year: int | None = 2024) -> ResultPart:
    ((part,), pairs) = read_actuals(result, targets(target), year=year)
    assert pairs == (0,)
    return part


def number(part: ResultPart) -> str | None:
    return None if part.value is None else str(part.value) if part.upper is None else f"{part.value}~{part.upper}"


@pytest.mark.parametrize(
    ("target", "result", "texts", "pairs"),
    [
        (TWO, "1. 輔導 85 家\n2. 訓練 210 人次", ["輔導 85 家", "訓練 210 人次"], (0, 1)),
        (TWO, "2. 訓練 210 人次\n1. 輔導 85 家", ["訓練 210 人次", "輔導 85 家"], (1, 0)),
        (TWO, "1. 輔導 85 家", ["輔導 85 家"], (0, None)),
        (TWO, "一、輔導 85 家\n二、訓練 210 人次", ["輔導 85 家", "訓練 210 人次"], (0, 1)),
        (TWO, "輔導 85 家、訓練 210 人次", ["輔導 85 家", "訓練 210 人次"], (0, 1)),
        (TWO, "訓練 210 人次，輔導 85 家", ["訓練 210 人次", "輔導 85 家"], (1, 0)),
        (TWO, "210 人次，85 家", ["210 人次", "85 家"], (1, 0)),
        (TWO, "輔導 85 家", ["輔導 85 家"], (0, None)),
        (TWO, "輔導 85 家\x1e訓練 210 人次", ["輔導 85 家", "訓練 210 人次"], (0, 1)),
        (TWO, "輔導 85 家，訓練人次尚未公布", ["輔導 85 家", "訓練人次尚未公布"], (0, 1)),
        (TWO, "未達統計週期", ["未達統計週期"], (0, 0)),
        ("1. 甲類比率 40%\n2. 乙類比率 50%", "乙類比率 55%，甲類比率 45%", ["乙類比率 55%", "甲類比率 45%"], (1, 0)),
        ("1. 甲類 40%\n2. 乙類 50%", "45%，55%", ["45%", "55%"], (0, 1)),
        (MIX, "燃煤 31%、燃氣 51%、再生能源 18%", ["燃煤 31%", "燃氣 51%", "再生能源 18%"], (0, 1, 2)),
        (MIX, "發電占比：燃煤 31%、燃氣 51%、再生能源 18%", ["燃煤 31%", "燃氣 51%", "再生能源 18%"], (0, 1, 2)),
        ("輔導 80 家", "1. 訓練 210 人次\n2. 輔導 85 家", ["訓練 210 人次", "輔導 85 家"], (1,)),
        ("輔導 80 家", "說明：\n1. 輔導 85 家", ["輔導 85 家"], (0,)),
        ("輔導 80 家", "-", [], (None,)),
        (TWO, "", [], (None, None)),
        ("", "輔導 85 家", ["輔導 85 家"], ()),
    ],
)
def test_results_are_paired_by_number_phrase_unit_and_order(target, result, texts, pairs):
    found, paired = read_actuals(result, targets(target), year=2024)
    assert ([part.text for part in found], paired) == (texts, pairs)


@pytest.mark.parametrize(
    ("target", "result", "value", "unit"),
    [
        ("輔導 80 家", "較 112 年 70 家增加 15 家，達 85 家", "85", "家"),
        (REUSE, "113 年目標 80%，實際達 81.2%", "81.2", "%"),
        (REUSE, "112 年 79%，113 年 81.2%", "81.2", "%"),
        (REUSE, "113 年 81.2%，112 年 79%", "81.2", "%"),
        (REUSE, "回收 500 公噸，再利用 406 公噸，再利用率 81.2%", "81.2", "%"),
        ("女性參與率 30%", "男性 65%，女性 35%", "35", "%"),
        ("參與 300 人", "共 320 人(男 200 人、女 120 人)", "320", "人"),
        ("長度 5 公里", "完成 5,200 公尺", "5200", "公尺"),
        ("失業率 3.5% 以下", "3.2～3.4%", "3.2~3.4", "%"),
        ("約 3 萬公頃", "約 3.1 萬公頃", "31000", "公頃"),
        ("完成修法", "完成 2 案", "2", "案"),
        ("完成修法", "已完成", None, None),
        ("完成修法", "已完成修法程序，並辦理公聽會 3 場，邀集相關團體與學者參加，彙整意見", None, None),
        ("完成修法", "辦理 3 場、諮詢 5 人", None, None),
        (REUSE, "已建立統計制度", None, None),
        ("產值成長率 2%", "較前一年成長 3.1%", "3.1", "%"),
        ("扶助 6 萬件", "扶助 68,914 件，其中刑事 31,002 件、民事 22,340 件", "68914", "件"),
        ("分數 70 分以上", "69 分，全球第 19 名", "69", "分"),
    ],
)
def test_number_that_answers_the_target_is_taken(target, result, value, unit):
    part = only(target, result)
    assert (number(part), part.unit, part.text) == (value, unit, result.replace("～", "~"))


@pytest.mark.parametrize(
    ("target", "result", "value"),
    [
        ("用水量較前一年減少 2%", "用水量較前一年增加 1.5%", "-1.5"),
        ("用水量較前一年減少 2%", "用水量較前一年減少 2.5%", "2.5"),
        ("產值較前一年增加 2%", "產值較前一年減少 1.5%", "-1.5"),
        ("產值較前一年增加 2%", "產值較前一年增加 2.5%", "2.5"),
        ("用水量較前一年減少 2%", "用水量較前一年增加 1～2%", "-1~-2"),
        ("失業率 3%", "失業率增加 4%", "4"),
    ],
)
def test_change_in_the_opposite_direction_is_negative(target, result, value):
    assert number(only(target, result)) == value


@pytest.mark.parametrize(
    ("result", "expected_on", "last_known"),
    [
        ("未達統計週期", None, None),
        ("未達統計週期，預計 2025 年 10 月底公布", "2025-10-31", None),
        ("未達統計週期，預計 114 年 9 月公布", "2025-09", None),
        ("未達統計週期，2025 年 8 月 29 日前公布", "2025-08-29", None),
        ("尚未公布，預計 114 年 9 月公布，112 年為 78.5%", "2025-09", LastKnown("2023", Decimal("78.5"), "%")),
        ("2024 年數據尚未公布，2023 年為 78.5%", None, LastKnown("2023", Decimal("78.5"), "%")),
        ("2024 年數據尚未公布，2023 年目標為 78.5%", None, None),
        ("數據尚未公布，113 年 78.5%", None, None),
        ("再利用率統計中，預計 114 年 5 月完成，112 年為 78.5%", "2025-05", LastKnown("2023", Decimal("78.5"), "%")),
        ("下次調查預計 115 年 6 月發布；112 年調查結果為 78.5%", "2026-06", LastKnown("2023", Decimal("78.5"), "%")),
        ("每 2 年調查 1 次，2025 年公布", "2025", None),
        ("每三年辦理一次調查，114 年 6 月公布結果", "2025-06", None),
        ("114 年公布", "2025", None),
        ("115 年 3 月底才有數據", "2026-03-31", None),
        ("114 年下半年出爐", "2025-12-31", None),
        ("下次調查為 115 年普查", "2026", None),
        ("本年非屬調查年度", None, None),
        ("未屆調查期", None, None),
        ("逢雙數年調查", None, None),
        ("本調查每 4 年辦理 1 次，最近一次為 111 年，下次為 115 年", "2026", None),
        ("調查結果將於 114 年底出爐", "2025-12-31", None),
        ("每 3 年進行一次調查，本年度無數據", None, None),
        ("113 年統計資料尚在彙整", None, None),
        ("須至 114 年 7 月方有數據", "2025-07", None),
        ("年報 114 年 9 月出版", "2025-09", None),
        ("113 年資料預定 114 年 10 月上網公告", "2025-10", None),
        ("國際評比結果 114 年 5 月始公布", "2025-05", None),
        ("尚無 113 年統計值", None, None),
        ("預計 2025 年 3 月提供", "2025-03", None),
    ],
)
def test_figure_that_is_not_out_yet(result, expected_on, last_known):
    assert only(REUSE, result) == ResultPart(result, unit="%", not_due=True, expected_on=expected_on, last_known=last_known)


@pytest.mark.parametrize(
    ("result", "value"),
    [
        ("113 年公布", None),
        ("112 年 12 月公布", None),
        ("81.2%(114 年公布)", "81.2"),
        ("每 2 年調查 1 次，113 年為 81.2%", "81.2"),
        ("114 年公布指引修正草案", None),
        ("目標值預計 115 年達成", None),
        ("已於 114 年 1 月完成統計，為 81.2%", "81.2"),
    ],
)
def test_figure_that_is_out_or_no_figure_at_all(result, value):
    part = only(REUSE, result)
    assert (number(part), part.not_due) == (value, False)


@pytest.mark.parametrize("target", ["發布白皮書", "完成調查報告"])
def test_milestone_of_a_later_year_is_no_figure_that_is_not_out(target):
    assert not only(target, "調查報告 114 年公布").not_due


@pytest.mark.parametrize(
    ("result", "estimate", "expected_on"),
    [
        ("初估 81.2%，預計 2025 年 8 月公布", "81.2", "2025-08"),
        ("81.2%(初估)", "81.2", None),
        ("81.2%（推估值）", "81.2", None),
        ("預估約 81.2%", "81.2", None),
        ("未達統計週期，初估 81.2%", "81.2", None),
        ("未達統計週期，81.2%(估計)", "81.2", None),
        ("初步統計 81.2%，正式數據 114 年 9 月公布", "81.2", "2025-09"),
        ("81.2%（初步統計，確定數將於 114 年 9 月公布）", "81.2", "2025-09"),
    ],
)
def test_estimate_is_never_the_value(result, estimate, expected_on):
    part = only(REUSE, result)
    assert (part.value, part.not_due, part.estimate, part.unit, part.expected_on) == (None, True, Decimal(estimate), "%", expected_on)


@pytest.mark.parametrize("result", ["81.2%（推估需求 92.3 萬人，已服務 75 萬人）", "81.2%(估計人口 1,200 人中 974 人)"])
def test_estimate_of_what_a_share_is_of_makes_no_estimate_of_the_share(result):
    part = only(REUSE, result)
    assert (part.value, part.not_due, part.estimate) == (Decimal("81.2"), False, None)


@pytest.mark.parametrize(
    ("result", "year", "data_year"),
    [
        ("112 年再利用率 81.2%", 2024, 2023),
        ("2022 年再利用率 81.2%", 2024, 2022),
        ("113 年再利用率 81.2%", 2024, None),
        ("再利用率 81.2%", 2024, None),
        ("112 年再利用率 81.2%", None, None),
        ("111 至 112 年再利用率 81.2%", 2024, None),
        ("較 112 年提升，再利用率 81.2%", 2024, None),
    ],
)
def test_data_of_another_year_is_named(result, year, data_year):
    part = only(REUSE, result, year)
    assert (part.value, part.data_year) == (Decimal("81.2"), data_year)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("再利用率 81.2%，已達標", True),
        ("皆達標", True),
        ("已達成目標", True),
        ("無落後情形", True),
        ("再利用率 78%，未達標", False),
        ("未達成目標", False),
        ("未達 113 年度目標", False),
        ("落後", False),
        ("再利用率 81.2%", None),
        ("目標達成率 98%", None),
        ("未達成率 2%", None),
    ],
)
def test_own_word_of_the_agency_is_kept(text, claim):
    assert claim_of(text) is claim


def test_claim_stands_beside_the_number():
    part = only(REUSE, "再利用率 78%，已達標")
    assert (part.value, part.claims_met) == (Decimal(78), True)


def test_result_without_a_target_takes_the_last_number():
    part = read_result("112 年 79%，113 年 81.2%", None, year=2024, number="3")
    assert (part.value, part.number) == (Decimal("81.2"), "3")


def test_remark_says_when_the_figure_comes_and_what_the_last_one_was():
    text = "預計 114 年 9 月公布；112 年為 78.5%"
    assert read_not_due(text, year=2024) == ResultPart(
        text, unit="%", not_due=True, expected_on="2025-09", last_known=LastKnown("2023", Decimal("78.5"), "%")
    )


def spans(text: str, *, roc_year: int | None = 113, first_year: int | None = 110) -> list[tuple[str | None, tuple[int, int] | None]]:
    return [(number(part), part.span) for part in read_results(text, roc_year=roc_year, first_year=first_year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("輔導 45 家", [("45", (113, 113))]),
        ("113 年輔導 45 家，累計輔導 120 家", [("45", (113, 113)), ("120", (110, 113))]),
        ("110 至 113 年累計輔導 120 家", [("120", (110, 113))]),
        ("累計輔導 120 家", [("120", (110, 113))]),
        ("歷年輔導 120 家", [("120", (110, 113))]),
        (
            "112 年輔導 40 家，減碳 500 公噸；113 年輔導 45 家，減碳 600 公噸",
            [("40", (112, 112)), ("500", (112, 112)), ("45", (113, 113)), ("600", (113, 113))],
        ),
        ("112 年輔導 40 家\x1e減碳 500 公噸", [("40", (112, 112)), ("500", (113, 113))]),
        ("113 年輔導 45 家(110-113 年累計 120 家)", [("45", (113, 113)), ("120", (110, 113))]),
        ("輔導 45 家(含 3 家示範)", [("45", (113, 113))]),
        ("輔導 45 家(112 年)，訓練 30 人", [("45", (113, 113)), ("30", (113, 113))]),
        ("較 105 年減少 20%", [("20", (113, 113))]),
        ("1. 完成修法\n2. 輔導 45 家", [(None, (113, 113)), ("45", (113, 113))]),
        ("112 年已完成規劃", [(None, (112, 112))]),
        ("-", []),
        ("", []),
    ],
)
def test_years_that_a_programme_result_covers(text, expected):
    assert spans(text) == expected


def test_cumulative_result_without_a_first_year_is_the_one_of_the_year():
    assert spans("累計輔導 120 家", first_year=None) == [("120", (113, 113))]


def test_cumulative_result_of_a_measure_that_begins_later_covers_the_year_reported():
    assert spans("累計輔導 120 家", first_year=114) == [("120", (113, 113))]


def test_result_of_an_unknown_year_has_no_span():
    assert spans("輔導 45 家，完成規劃", roc_year=None) == [("45", None)]
    assert spans("完成規劃", roc_year=None) == [(None, None)]


def test_programme_results_keep_number_words_and_range():
    assert read_results("1. 節能：\n(1) 約輔導 45～50 家\n(2) 減碳 500 公噸CO2e", roc_year=113, first_year=110) == (
        ResultPart("約輔導 45~50 家", Decimal(45), Decimal(50), "家", (113, 113), phrase="輔導", number="1(1)"),
        ResultPart("減碳 500 公噸CO2e", Decimal(500), None, "公噸CO2e", (113, 113), phrase="減碳", number="1(2)"),
    )


def meant(target: str, result: str) -> tuple[int | None, ...]:
    return pair_by_meaning(parse_targets(target, Context(roc_year=113, benefit=True)), read_results(result, roc_year=113, first_year=110))


@pytest.mark.parametrize(
    ("target", "result", "pairs"),
    [
        ("輔導 80 家", "訓練 30 人次，輔導 45 家", (1,)),
        ("累計輔導 300 家", "113 年輔導 45 家，累計輔導 120 家", (1,)),
        ("每年輔導 40 家", "113 年輔導 45 家，累計輔導 120 家", (0,)),
        ("輔導 300 家", "113 年輔導 45 家，累計輔導 120 家", (1,)),
        ("輔導 80 家、訓練 200 人次", "訓練 30 人次，輔導 45 家", (1, 0)),
        ("輔導 80 家、訓練 200 人次", "輔導 45 家", (0, None)),
        ("輔導 80 家", "減碳 500 公噸", (None,)),
        ("輔導 80 家", "已完成規劃", (None,)),
        ("完成修法", "完成修法草案", (0,)),
        ("完成修法", "輔導 45 家", (None,)),
        ("1. 完成修法\n2. 輔導 80 家", "1. 修法草案送審\n2. 輔導 45 家", (0, 1)),
        ("1. 完成修法\n2. 輔導 80 家", "2. 輔導 45 家\n1. 修法草案送審", (1, 0)),
        ("1. 甲區設置 5 座\n2. 乙區設置 6 座", "1. 甲區設置 3 座\n2. 乙區設置 4 座", (0, 1)),
        ("1. 甲區設置 5 座\n2. 乙區設置 6 座", "乙區設置 4 座，甲區設置 3 座", (1, 0)),
        ("輔導 80 家", "", (None,)),
        ("", "輔導 45 家", ()),
        ("減碳 2 萬公噸", "減碳 500 公斤", (0,)),
    ],
)
def test_results_of_a_measure_are_paired_by_what_they_mean(target, result, pairs):
    assert meant(target, result) == pairs


@given(st.permutations(["輔導 45 家", "訓練 30 人次", "減碳 500 公噸", "設置 6 座"]))
def test_pairing_by_unit_does_not_depend_on_the_order_of_the_results(pieces):
    found = read_results("，".join(pieces), roc_year=113, first_year=110)
    asked = parse_targets("輔導 80 家、訓練 200 人次、減碳 900 公噸、設置 9 座", Context(roc_year=113, benefit=True))
    assert [found[pair].text for pair in pair_by_meaning(asked, found)] == ["輔導 45 家", "訓練 30 人次", "減碳 500 公噸", "設置 6 座"]


@given(st.permutations(["輔導 85 家", "訓練 210 人次", "設置 6 座"]), st.permutations(["，", "、", "；"]))
def test_pairing_inside_a_running_text_does_not_depend_on_order_or_marks(pieces, marks):
    text = pieces[0] + marks[0] + pieces[1] + marks[1] + pieces[2]
    found, pairs = read_actuals(text, targets("輔導 80 家、訓練 200 人次、設置 9 座"), year=2024)
    assert [found[pair].text for pair in pairs] == ["輔導 85 家", "訓練 210 人次", "設置 6 座"]


@given(st.text(alphabet="輔導85家訓練0人次，。1. 2未達統計週期預計年月\n-", max_size=24))
def test_any_text_gives_every_target_a_result_or_none(text):
    assume(any(trim(item.text) for item in split_items(text)))
    found, pairs = read_actuals(text, targets(TWO), year=2024)
    assert len(pairs) == 2
    assert all(pair is None or 0 <= pair < len(found) for pair in pairs)
    assert all(part.value is None or not part.not_due for part in found)


@pytest.mark.parametrize("result", ["(45 家)", "(112 年 45 家)"])
def test_programme_result_that_stands_only_in_a_bracket_is_read_once(result):
    assert [number(part) for part in read_results(result, roc_year=113, first_year=110)] == ["45"]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2024 年初步推估為 30.9%，正式統計值預計 2025 年 10 月公布(2023 年實績值 30.3%)", ("2023", "30.3")),
        ("暫估 30.9%，112 年為 30.3%", ("2023", "30.3")),
        ("初估 30.9%（2023年實績值30.3%）", ("2023", "30.3")),
        ("初估 30.9%，較 112 年減少 2.3%", None),
        ("30.9%(初估)，較2023年增加約2.3%", None),
        ("初估 30.9%", None),
    ],
)
def test_estimate_may_stand_beside_the_last_figure_known(text, known):
    target = parse_targets("32.5%以上", Context(113))
    ((actual,), _) = read_actuals(text, target, year=2024)
    assert (actual.not_due, decimal_text(actual.estimate), actual.value) == (True, "30.9", None)
    assert (actual.last_known and (actual.last_known.year, decimal_text(actual.last_known.value))) == known


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("完成公告", "22直轄市、縣(市)均已審議通過，惟尚未公告"),
        ("完成設置辦法發布", "草案已報院，尚未發布"),
        ("計畫核定實施", "計畫尚未核定"),
    ],
)
def test_act_that_is_asked_for_and_not_done_is_no_figure_to_come(target, result):
    ((actual,), _) = read_actuals(result, parse_targets(target, Context(113)), year=2024)
    assert (actual.value, actual.not_due) == (None, False)


@pytest.mark.parametrize(
    ("target", "result"), [("完成調查", "數據尚未公布"), ("80%以上", "113年數值尚未公告"), ("完成評估", "統計中，尚未發布")]
)
def test_figure_not_published_is_one_to_come(target, result):
    ((actual,), _) = read_actuals(result, parse_targets(target, Context(113)), year=2024)
    assert actual.not_due
