"""Form sheets become rows below a header of their labels; other tables stay as they are."""

from tests.documents.grids import grid
from yongxu.documents.columns import Column
from yongxu.documents.forms import as_list
from yongxu.documents.layout import Layout

LAYOUT = Layout(
    kind="indicator",
    columns=tuple(
        Column(key, (f"^{label}$",)) for key, label in (("code", "編號"), ("name", "名稱"), ("target", "目標"), ("actual", "實績"))
    ),
    required=(("name",), ("target",)),
    starts={"code": r"^\d\.\d"},
    results=("actual",),
)
FORM = [["編號", "1.1"], ["名稱", "示範"], ["目標", "80 家"], ["實績", "85 家"]]
OTHER = [["編號", "1.2"], ["名稱", "另一示範"], ["目標", "90 家"], ["實績", "70 家"]]


def texts(table):
    return [row.texts() for row in table.rows]


def test_forms_below_each_other_become_rows():
    listed = as_list(grid([*FORM, *OTHER]), (LAYOUT,))
    assert texts(listed) == [("編號", "名稱", "目標", "實績"), ("1.1", "示範", "80 家", "85 家"), ("1.2", "另一示範", "90 家", "70 家")]


def test_form_of_two_pairs_per_line_is_one_row():
    rows = [[*FORM[0], *FORM[1]], [*FORM[2], *FORM[3]]]
    assert texts(as_list(grid(rows), (LAYOUT,))) == [("編號", "名稱", "目標", "實績"), ("1.1", "示範", "80 家", "85 家")]


def test_marks_and_colons_of_labels_are_left_out():
    rows = [[f"{order}、{label}：", text] for order, (label, text) in zip("一二三四", FORM, strict=True)]
    assert texts(as_list(grid(rows), (LAYOUT,)))[0] == ("編號", "名稱", "目標", "實績")


def test_label_that_one_form_lacks_is_empty_there():
    listed = as_list(grid([*FORM, *OTHER[:3]]), (LAYOUT,))
    assert texts(listed)[2] == ("1.2", "另一示範", "90 家", "")


def test_row_without_label_is_named():
    listed = as_list(grid([*FORM, ["", "無標籤之文字"], *OTHER]), (LAYOUT,))
    assert [problem.message.zh for problem in listed.problems] == ["表單中的這一列沒有認得的標籤：無標籤之文字"]


def test_ordinary_table_stays_as_it_is():
    table = grid([["編號", "名稱", "目標", "實績"], ["1.1", "示範", "80 家", "85 家"]])
    assert as_list(table, (LAYOUT,)) is table
