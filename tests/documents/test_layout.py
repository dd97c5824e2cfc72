import pytest

from tests.documents.grids import grid
from yongxu.documents.columns import Column
from yongxu.documents.header_text import opening, squeeze, year_in
from yongxu.documents.layout import Heading, Layout, recognise, title_of

CODE = r"^\d\.\d"
LAYOUT = Layout(
    kind="demonstration",
    columns=(
        Column("code", ("^編號$",), looks_like=CODE, strict=True),
        Column("name", ("^名稱$", "名稱"), looks_like=CODE, strict=True),
        Column("target", ("^目標$", "目標")),
        Column("actual", ("^實績$", "實績|成果")),
        Column("remarks", ("備註",)),
    ),
    required=(("name", "code"), ("target", "actual")),
    starts={"code": CODE, "name": CODE},
    results=("actual",),
)
OTHER = Layout(
    kind="other",
    columns=(Column("name", ("^措施$",)), Column("target", ("^目標$",))),
    required=(("name",), ("target",)),
    starts={"name": CODE},
    results=(),
)
ROW = ["1.1 示範", "輔導 80 家", "輔導 85 家"]


def heading(*rows: list[str], title: tuple[str, ...] = (), **others: object) -> Heading:
    found = recognise(grid(rows, heading=title, **others), (LAYOUT,))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (["名稱", "目標", "實績"], ("name", "target", "actual")),
        (["實績", "名稱", "目標"], ("actual", "name", "target")),
        (["指標名稱", "年度目標值", "執行成果"], ("name", "target", "actual")),
        (["指 標\n名 稱", "目　標", "實\n績"], ("name", "target", "actual")),
        (["名稱", "目標", "實績", "備註", "承辦人"], ("name", "target", "actual", "remarks", None)),
        (["序", "名稱", "", "目標"], (None, "name", None, "target")),
        (["編號", "名稱", "目標"], ("code", "name", "target")),
        (["名稱", "目標說明", "目標"], ("name", None, "target")),
        (["名稱", "目標甲", "目標乙"], ("name", "target", None)),
    ],
)
def test_columns_are_found_by_their_words_in_any_order(header, keys):
    found = heading(header, [*ROW, *[""] * (len(header) - 3)])
    assert (found.keys, found.first, found.last, found.score) == (keys, 0, 0, sum(key is not None for key in keys))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["名稱", "備註"]],
        [["目標", "實績"]],
        [["名稱目標"]],
        [["甲", "乙", "丙"], ROW],
        [["名稱", "本欄請填目標，" * 10, "實績"]],
        [["名 稱 長" * 21, "目標"], ROW],
    ],
)
def test_table_without_the_needed_columns_is_of_no_known_kind(rows):
    assert recognise(grid(rows), (LAYOUT,)) is None


def test_header_further_down_than_forty_rows_is_not_looked_for():
    above = [["1.1 說明", "文字", "數字"]] * 41
    assert recognise(grid([*above, ["名稱", "目標", "實績"]]), (LAYOUT,)) is None
    assert heading(*above[:39], ["名稱", "目標", "實績"]).keys == ("name", "target", "actual")


@pytest.mark.parametrize(("header", "kind"), [(["名稱", "目標", "實績"], "demonstration"), (["措施", "目標", "實績"], "other")])
def test_kind_of_table_is_the_one_whose_columns_are_there(header, kind):
    found = recognise(grid([header, ROW]), (LAYOUT, OTHER))
    assert found is not None
    assert found.layout.kind == kind


@pytest.mark.parametrize(
    ("upper", "lower", "texts"),
    [
        (["名稱", "113年", "113年"], ["名稱", "目標", "實績"], ("名稱", "113年目標", "113年實績")),
        (["名稱", "113年", ""], ["", "目標", "實績"], ("名稱", "113年目標", "113年實績")),
        (["名稱", "執行情形", ""], ["", "目標", "成果"], ("名稱", "執行情形目標", "執行情形成果")),
    ],
)
def test_header_of_two_lines_is_read_together_also_where_groups_are_not_merged(upper, lower, texts):
    found = heading(upper, lower, ROW)
    assert (found.keys, found.texts, found.first, found.last) == (("name", "target", "actual"), texts, 0, 1)


def test_section_over_all_columns_is_no_second_line_of_the_header():
    section = ["示範目標", "示範目標", "示範目標"]
    assert heading(["名稱", "目標", "實績"], section, ROW).last == 0
    assert heading(["名稱", "目標", "實績"], ["示範目標", "", ""], ROW).last == 0


def test_column_of_codes_under_an_unknown_header_is_found_by_its_cells():
    row = ["1.1", "示範", "80 家", "85 家"]
    assert heading(["索引碼", "名稱", "目標", "實績"], row, row).keys == ("code", "name", "target", "actual")
    assert heading(["索引碼", "名稱", "目標", "實績"], ["甲", *row[1:]], row).keys == (None, "name", "target", "actual")


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (["編號", "名稱", "目標", "實績", "其他"], ("code", "name", "target", "actual", None)),
        (["代字", "名稱", "目標", "實績", "其他"], ("code", "name", "target", "actual", None)),
    ],
)
def test_letters_with_digits_are_codes_and_amounts_beside_them_are_none(header, keys):
    rows = [[code, "示範", "80 家", "85 家", amount] for code, amount in (("GP-1", "2.46"), ("GP-2", "1.42"), ("GP-3", "3.18"))]
    assert heading(header, *rows).keys == keys


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("2.46", "1.42", "3.18", "2.05"), None),
        (("0.1", "1.2", "2.3", "3.4"), None),
        (("1.1", "1.2", "2.1", "2.2"), "code"),
        (("1.1", "1.1", "1.2", "2.1"), "code"),
        (("3.1", "3.2", "1.1", "2.1", "2.2"), "code"),
        (("6.4.1", "3.2.1", "9.1.1", "2.1.1"), "code"),
    ],
)
def test_numbers_that_go_up_and_down_or_hold_a_nought_are_no_codes(cells, code):
    rows = [["示範", "80 家", "85 家", cell] for cell in cells]
    assert heading(["名稱", "目標", "實績", "其他"], *rows).keys == ("name", "target", "actual", code)


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        ((["名稱", "目標進度", "年度目標", "成果"],), ("name", None, "target", "actual")),
        ((["名稱", "目標進度", "成果進度"],), ("name", "target", "actual")),
        ((["名稱", "年度目標", "年度成果", "年累計進度", ""], ["", "", "", "目標", "實績"]), ("name", "target", "actual", None, None)),
    ],
)
def test_progress_does_not_stand_before_another_header_of_target_or_result(rows, keys):
    assert heading(*rows, [*ROW, *[""] * (len(rows[0]) - 3)]).keys == keys


def test_row_that_begins_a_record_is_no_second_line_of_the_header():
    found = heading(["名稱", "目標", "實績"], ["1.1 示範", "目標", "實績"])
    assert (found.first, found.last) == (0, 0)


@pytest.mark.parametrize(
    ("header", "title", "keys"),
    [
        (["名稱", "112年目標", "113年目標", "113年實績"], (), ("name", None, "target", "actual")),
        (["名稱", "113年目標", "113年實績", "114年目標"], (), ("name", "target", "actual", None)),
        (["名稱", "112年實績", "113年目標", "113年實績", "114年目標"], (), ("name", None, "target", "actual", None)),
        (["名稱", "112年目標", "113年目標", "實績"], (), ("name", None, "target", "actual")),
        (["名稱", "112年目標", "113年目標", "實績"], ("示範部112年執行情形",), ("name", "target", None, "actual")),
        (["名稱", "112年實績", "113年目標", "113年答覆"], (), ("name", None, "target", None)),
        (["名稱", "113年目標", "112年實績", "113年答覆"], ("示範部112年執行情形",), ("name", "target", None, None)),
        (["名稱", "2023年目標", "2024年目標", "實績"], ("示範部一一三年執行情形",), ("name", None, "target", "actual")),
        (["名稱", "112年目標", "113年目標", "實績"], ("填表日期：112年3月1日",), ("name", None, "target", "actual")),
        (["名稱", "2024年目標", "113年實績"], (), ("name", "target", "actual")),
    ],
)
def test_of_several_years_the_columns_of_the_year_reported_are_taken(header, title, keys):
    assert heading(header, [*ROW, *[""] * (len(header) - 3)], title=title).keys == keys


def test_year_of_a_title_inside_the_table_counts_as_the_title():
    rows = [["示範部112年執行情形"] * 4, ["名稱", "112年目標", "113年目標", "實績"], [*ROW, ""]]
    assert heading(*rows).keys == ("name", "target", None, "actual")


def test_years_of_the_header_are_kept_as_printed():
    assert heading(["名稱", "2024年目標", "一一三年實績"], ROW).years == (None, 2024, 113)


def test_text_of_a_column_is_its_header():
    found = heading(["名 稱", "113年目標", "實績"], ROW)
    assert (found.text_of("target"), found.text_of("remarks")) == ("113年目標", "")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("113年目標", 113),
        ("民國 113 年度", 113),
        ("２０２４年", 2024),
        ("112年至114年", 114),
        ("一一三年", 113),
        ("民國一○○年", 100),
        ("一〇五年", 105),
        ("1131 件", None),
        ("99 年", None),
        ("目標", None),
        ("", None),
    ],
)
def test_year_in_a_header(text, year):
    assert year_in(text) == year


@pytest.mark.parametrize(("text", "squeezed"), [("指 標\n名　稱", "指標名稱"), ("（１１３）％", "(113)%"), ("", "")])
def test_squeeze_takes_out_width_and_space(text, squeezed):
    assert squeeze(text) == squeezed


@pytest.mark.parametrize(("text", "beginning"), [(" １．１\n\n示範 ", "1.1 示範"), ("1.1　80", "1.1 80"), ("甲" * 200, "甲" * 120)])
def test_opening_keeps_one_space(text, beginning):
    assert opening(text) == beginning


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("示範部113年執行情形表",), "示範部113年執行情形表"),
        (("附件一", "示範部113年執行情形表"), "示範部113年執行情形表"),
        (("示範部113年永續發展目標執行", "情形表"), "示範部113年永續發展目標執行情形表"),
        (("示範部113年執行情形表", "單位：元"), "示範部113年執行情形表"),
        (("示範部113年執行情形表", "113年"), "示範部113年執行情形表"),
        (("附件一",), "附件一"),
        ((), ""),
    ],
)
def test_title_is_the_first_line_of_some_length_above_the_header(lines, title):
    table = grid([["名稱", "目標", "實績"], ROW], heading=lines)
    found = recognise(table, (LAYOUT,))
    assert found is not None
    assert title_of(table, found) == title


COMPOSED = Layout(
    kind="indicator",
    columns=(
        Column("name", ("^名稱$",)),
        Column("target", ("^目標$",), words="目標|水準", unless="率$|原因"),
        Column("actual", ("^實績$",), words="辦理|實績", unless="機關", holds=r"^\d"),
        Column("claim", ("^達標$",), holds="^[○×]$"),
    ),
    required=(("name",), ("target",)),
    starts={"name": CODE},
    results=("actual",),
)


@pytest.mark.parametrize(
    ("header", "keys", "by_content"),
    [
        (["名稱", "年度應達水準", "辦理概況", "判"], ("name", "target", "actual", "claim"), (3,)),
        (["名稱", "目標達成率", "年度目標數", "辦理機關"], ("name", None, "target", None), ()),
        (["名稱", "目標", "第一季實績", "全年實績"], ("name", "target", None, "actual"), ()),
        (["名稱", "目標", "所見", "差距"], ("name", "target", "actual", None), (2,)),
    ],
)
def test_columns_are_found_by_composed_words_and_by_what_they_hold(header, keys, by_content):
    cells = {"判": ["○", "×"], "所見": ["85 家", "70 家"], "差距": ["5", "6"]}
    rows = [["1.1 示範" if h == "名稱" else cells.get(h, ["80 家以上", "80 家以上"])[i] for h in header] for i in range(2)]
    found = recognise(grid([header, *rows]), (COMPOSED,))
    assert found is not None
    assert (found.keys, found.by_content) == (keys, by_content)


LENDING = Layout(
    kind="lending",
    columns=(
        Column("name", ("^名稱$",), looks_like=CODE, strict=True),
        Column("target", ("^目標$",)),
        Column("actual", ("^實績$",), holds=r"\d"),
        Column("claim", ("^燈號$", "^達成情形$", "^自評$")),
        Column("remarks", ("^說明$",)),
    ),
    required=(("name",), ("target", "actual")),
    starts={"name": CODE},
    results=("actual",),
    lenders=("claim", "remarks"),
)


@pytest.mark.parametrize(
    ("header", "row", "keys"),
    [
        (["名稱", "達成情形", "目標"], ["85", "80"], ("name", "actual", "target")),
        (["名稱", "目標", "達成情形", "自評"], ["80", "85", "○"], ("name", "target", "actual", "claim")),
        (["名稱", "目標", "達成情形"], ["80", "○"], ("name", "target", "claim")),
        (["名稱", "目標", "實績", "達成情形"], ["80", "85", "85%"], ("name", "target", "actual", "claim")),
        (["名稱", "目標", "燈號", "說明"], ["80", "綠", "85"], ("name", "target", "claim", "actual")),
        (["名稱", "目標", "燈號", "說明"], ["80", "綠", "無"], ("name", "target", "claim", "remarks")),
    ],
)
def test_column_that_holds_figures_is_the_result_where_no_other_is(header, row, keys):
    found = recognise(grid([header, *(["1.1 示範", *row], ["1.2 示範", *row], ["1.3 示範", *row])]), (LENDING,))
    assert found is not None
    assert found.keys == keys
