import pytest

from yongxu.quantities.segments import Item, bracketed, clauses, laid_out, split_items, trim, unwrap


def items(text: str) -> list[tuple[str, str | None, bool]]:
    return [(item.text, item.number, item.heads) for item in split_items(text)]


TWO = [("甲事", "1", False), ("乙事", "2", False)]


@pytest.mark.parametrize(
    "text",
    [
        "1. 甲事\n2. 乙事",
        "1.甲事。2.乙事。",
        "1．甲事\n2．乙事",
        "1、甲事\n2、乙事",
        "(1)甲事\n(2)乙事",
        "（1）甲事；（2）乙事",
        "一、甲事\n二、乙事",
        "(一)甲事\n(二)乙事",
        "（一） 甲事，（二） 乙事",
        "①甲事②乙事".replace("②", " ②"),
        "甲、甲事\n乙、乙事",
        "A. 甲事\nB. 乙事",
        "A、甲事\nB、乙事",
        "a) 甲事\nb) 乙事",
        "• 甲事\n• 乙事",
        "●甲事\n●乙事",
        "◆ 甲事\n◆ 乙事",
        "- 甲事\n- 乙事",
        "－甲事\n－乙事",
    ],
)
def test_items_are_split_by_every_style_of_mark(text):
    assert items(text) == TWO


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("\x1e", []),
        ("沒有編號", [("沒有編號", None, False)]),
        ("說明：1. 甲事 2. 乙事", [("說明", None, True), *TWO]),
        ("甲事\x1e乙事", [("甲事", None, False), ("乙事", None, False)]),
        ("版本 1.2 上線", [("版本 1.2 上線", None, False)]),
        ("3. 甲事", [("3. 甲事", None, False)]),
        ("1. 甲事\n3. 丙事", [("甲事 3. 丙事", "1", False)]),
        ("1. 甲事\n1. 乙事", [("甲事 1. 乙事", "1", False)]),
        ("1.甲\n2.乙\n1.丙\n2.丁", [("甲", "1", False), ("乙", "2", False), ("丙", "1", False), ("丁", "2", False)]),
        ("1、114 年甲事\n2、115 年乙事", [("114 年甲事", "1", False), ("115 年乙事", "2", False)]),
        ("1. 20 家\n2. 30 人", [("20 家", "1", False), ("30 人", "2", False)]),
        ("1. 65歲以上\n2. 未滿", [("65歲以上", "1", False), ("未滿", "2", False)]),
    ],
)
def test_mark_counts_only_where_the_numbers_run_on(text, expected):
    assert items(text) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. 甲\n(1) 乙\n(2) 丙\n2. 丁\n(1) 戊", [("1", True), ("1(1)", False), ("1(2)", False), ("2", True), ("2(1)", False)]),
        (
            "一、甲\n1. 乙\n(1) 丙\n(2) 丁\n2. 戊\n二、己",
            [("1", True), ("1(1)", True), ("1(1)(1)", False), ("1(1)(2)", False), ("1(2)", False), ("2", False)],
        ),
    ],
)
def test_sub_items_carry_the_numbers_of_their_parents(text, numbers):
    assert [(item.number, item.heads) for item in split_items(text)] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2. 乙事\n1. 甲事", ["2", "1"]),
        ("3. 丙事\n1. 甲事\n2. 乙事", ["3", "1", "2"]),
        ("(2) 乙事\n(1) 甲事", ["2", "1"]),
        ("二、乙事\n一、甲事", ["2", "1"]),
        ("3. 丙事\n1. 甲事", [None, "1"]),
    ],
)
def test_items_out_of_order_keep_their_own_numbers(text, numbers):
    assert [item.number for item in split_items(text)] == numbers


def test_chinese_numerals_run_on_past_ten():
    marks = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
    text = "\n".join(f"{mark}、事項" for mark in marks)
    assert split_items(text) == tuple(Item("事項", str(number)) for number in range(1, 13))


def test_chinese_numerals_run_on_past_twenty():
    ones = "一二三四五六七八九"
    marks = [*ones, "十", *("十" + one for one in ones), "二十", "二十一"]
    text = "\n".join(f"{mark}、事項" for mark in marks)
    assert [item.number for item in split_items(text)] == [str(number) for number in range(1, 22)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲，乙；丙。丁", ["甲", "乙", "丙", "丁"]),
        ("甲,乙;丙", ["甲", "乙", "丙"]),
        ("甲(乙，丙)，丁", ["甲(乙，丙)", "丁"]),
        ("甲（乙，（丙，丁），戊），己", ["甲（乙，（丙，丁），戊）", "己"]),
        ("「甲，乙」丙，丁", ["「甲，乙」丙", "丁"]),
        ("《甲，乙》丙，丁", ["《甲，乙》丙", "丁"]),
        ("1,000 人，2 家", ["1,000 人", "2 家"]),
        ("甲(乙，丙", ["甲(乙，丙"]),
        ("甲)，乙", ["甲)", "乙"]),
        ("，，", []),
        ("", []),
    ],
)
def test_clauses_end_at_marks_outside_of_brackets_and_numbers(text, pieces):
    assert [text[start:end] for start, end in clauses(text)] == pieces


def test_clauses_end_only_at_the_marks_asked_for():
    assert [(start, end) for start, end in clauses("甲，乙；丙", "；")] == [(0, 3), (4, 5)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲(乙(丙)丁)戊(己)", ["(乙(丙)丁)", "(己)"]),
        ("甲（乙", ["（乙"]),
        ("(甲) 乙）", ["(甲)"]),
        ("（甲)乙", ["（甲)"]),
        ("甲乙", []),
    ],
)
def test_brackets_are_found_by_their_outermost_pair(text, pieces):
    assert [text[start:end] for start, end in bracketed(text)] == pieces


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("輔導\n80 家\n企業", "輔導 80 家企業"),
        ("回收 再利用", "回收再利用"),
        ("回收，\n再利用", "回收，再利用"),
        ("1,\n000 人", "1,000 人"),
        ("電話 12-\n34", "電話 12-34"),
        ("SDG\n指標", "SDG 指標"),
        ("甲\x1e乙", "甲乙"),
        ("  甲\t\t1  ", "甲 1"),
    ],
)
def test_unwrap_takes_out_only_what_the_page_put_in(text, flat):
    assert unwrap(text) == flat


@pytest.mark.parametrize(("text", "trimmed"), [(" 甲乙。 ", "甲乙"), ("，甲：", "甲"), ("甲；\n", "甲"), ("(甲)", "(甲)"), ("。", "")])
def test_trim_takes_off_final_marks(text, trimmed):
    assert trim(text) == trimmed


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1. 輔導\n80 家 2. 訓練\n200 人", "1. 輔導 80 家\n2. 訓練 200 人"),
        ("總說明\n1. 甲\n(1) 乙", "總說明\n1. 甲\n(1) 乙"),
        ("甲\x1e乙\n丙", "甲\n乙丙"),
        ("", ""),
    ],
)
def test_text_for_people_has_one_item_a_line(text, lines):
    assert laid_out(text) == lines
