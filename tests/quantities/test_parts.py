from decimal import Decimal

import pytest

from yongxu.quantities.numbers import normalise
from yongxu.quantities.parts import phrase_of, principal_shares


def numbers(text: str, **others: bool) -> list[tuple[str, str | None, str | None]]:
    return [(str(share.quantity.value), share.unit, share.quantity.affix) for share in principal_shares(normalise(text), **others)]


def texts(text: str, **others: bool) -> list[str]:
    return [share.text for share in principal_shares(normalise(text), **others)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("沒有數字", []),
        ("輔導 20 家、訓練 30 人次", [("20", "家", None), ("30", "人次", None)]),
        ("辦理水泥等 7 個行業盤查 50 家", [("50", "家", None)]),
        ("輔導 20 家，其中 3 家為示範", [("20", "家", None)]),
        ("上述 3 項", []),
        ("共同 5 家", []),
        ("該 2 案，完成 1 案", [("1", "案", None)]),
        ("完成申請、審查等 2 項", [("2", "項", None)]),
        ("完成申請、審查等 2 項之一", []),
        ("水泥等 7 個行業，輔導 20 家", [("20", "家", None)]),
        ("120 人，其中 30% 為女性", [("120", "人", None), ("30", "%", None)]),
    ],
)
def test_counts_that_only_describe_are_left_out(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 個月內完成審查 30 件", [("30", "件", None)]),
        ("3 年期計畫輔導 20 家", [("20", "家", None)]),
        ("工期 3 年，設置 5 座", [("5", "座", None)]),
        ("30 日內辦理 2 場", [("2", "場", None)]),
        ("24 小時內通報", [("24", "小時", "<=")]),
        ("於 3 日內完成", [("3", "日", "<=")]),
        ("5 分鐘之內到場", [("5", "分鐘", "<=")]),
        ("5 年內", []),
        ("等候時間縮短至 30 分鐘", [("30", "分鐘", None)]),
        ("平均餘命 82 歲", [("82", "歲", None)]),
        ("65 歲以上長者 20 人", [("20", "人", None)]),
        ("60 歲以上人口", []),
    ],
)
def test_durations_and_ages_count_only_where_they_are_the_demand(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("升溫 1.5 °C 以內", [("1.5", "°C", "<=")]),
        ("冷藏 5 °C 設備", []),
        ("較 105 年 200 家增加 30 家", [("30", "家", None)]),
        ("較 200 公噸減少 30 公噸", [("30", "公噸", None)]),
        ("3 級處理", []),
        ("第 3 級 20 處", [("20", "處", None)]),
        ("完成 1 座機組混氫 5% 試驗", [("1", "座", None)]),
        ("完成 1 座，占 5%", [("1", "座", None), ("5", "%", None)]),
        ("導入 2 廠達 40%", [("2", "廠", None), ("40", "%", None)]),
    ],
)
def test_bases_grades_and_attributes_are_not_demands(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("世界排名前 10 名", [("10", "名", "<=")]),
        ("前 3 位", [("3", "名", "<=")]),
        ("排名第 8 名", [("8", "名", None)]),
        ("第 3 名額", []),
        ("生師比 16.5:1 以內", [("16.5", None, "<=")]),
        ("生師比不高於 16.5：1", [("16.5", None, "<=")]),
        ("生師比 20:1 以上", [("20", None, ">=")]),
        ("師生比至少 1:20", [("20", None, ">=")]),
        ("男女比 1:1.05", [("1.05", None, None)]),
        ("以 2:3 混合", []),
    ],
)
def test_ranks_and_ratios_are_numbers_of_their_own(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("輔導 20 家(含 3 家示範)", [("20", "家", None)]),
        ("失業率(3.5%)", [("3.5", "%", None)]),
        ("(前 8 名)", [("8", "名", "<=")]),
        ("辦理課程(共計 12 梯次的進階訓練)", []),
    ],
)
def test_bracket_counts_only_where_nothing_else_does_and_it_holds_just_the_number(text, expected):
    assert numbers(text) == expected


def test_brackets_are_read_too_where_that_is_asked_for():
    assert texts("輔導 20 家(含 3 家示範)", brackets=True) == ["輔導 20 家", "含 3 家示範"]
    assert [share.bracketed for share in principal_shares("輔導 20 家(含 3 家示範)", brackets=True)] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投資 2,000 萬", [("20000000", "元", None)]),
        ("帶動 3 億產值", [("300000000", "元", None)]),
        ("參加 2,000 萬", [("20000000", None, None)]),
        ("投資達 50", [("50", None, None)]),
    ],
)
def test_large_amount_without_a_unit_is_money_where_its_words_say_so(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("涵蓋 12 家 5", [("12", "家", None)]),
        ("涵蓋 12 家，5", [("12", "家", None), ("5", None, None)]),
        ("指數為 5，涵蓋 12 家", [("5", None, None), ("12", "家", None)]),
        ("指數達 5 涵蓋 12 家", [("5", None, None), ("12", "家", None)]),
        ("指數 5 涵蓋 12 家", [("12", "家", None)]),
    ],
)
def test_number_without_unit_gives_way_to_one_with_a_unit_in_its_clause(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("輔導 20 家與訓練 30 人次並辦理 2 場", ["輔導 20 家", "訓練 30 人次", "辦理 2 場"]),
        ("輔導 20 家、訓練 30 人次，辦理 2 場。", ["輔導 20 家", "訓練 30 人次", "辦理 2 場"]),
        ("辦理 3 場 20 次", ["辦理 3 場", "20 次"]),
        ("截至 113 年 12 月，完成 20 家", ["截至 113 年 12 月，完成 20 家"]),
        ("自 110 年起，完成 20 家、30 人", ["完成 20 家", "30 人"]),
        ("輔導 20 家(南、北部)及訓練 30 人次", ["輔導 20 家(南、北部)", "訓練 30 人次"]),
        ("輔導 20 家，及訓練 30 人次", ["輔導 20 家", "訓練 30 人次"]),
    ],
)
def test_statement_is_cut_at_the_words_that_join(text, expected):
    assert texts(text) == expected


def test_words_in_front_of_a_number_begin_at_its_clause_or_neighbour():
    shares = principal_shares("輔導 20 家，訓練 30 人次及辦理 2 場")
    assert [(share.before.strip(), share.clause) for share in shares] == [("輔導", 0), ("訓練", 1), ("辦理", 1)]


def test_range_keeps_both_ends():
    (share,) = principal_shares("每年辦理 3~5 場")
    assert (share.quantity.value, share.quantity.upper) == (Decimal(3), Decimal(5))


@pytest.mark.parametrize(
    ("before", "phrase"),
    [
        ("輔導 ", "輔導"),
        ("113 年輔導", "輔導"),
        ("自 105 年起累計", ""),
        ("裝置容量約達", "裝置容量"),
        ("(再生能源)", "再生能源"),
        ("12 月合計訓練", "訓練"),
        ("PM2.5 濃度為", "PM2.5濃度"),
        ("", ""),
    ],
)
def test_phrase_names_what_is_counted(before, phrase):
    assert phrase_of(before) == phrase
