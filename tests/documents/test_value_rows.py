"""Target and actual printed one below the other: one row each, for the year reported; any other table stays as it is."""

from tests.documents.test_forms import grid, texts
from yongxu.documents.table import Table
from yongxu.documents.value_rows import with_values_side_by_side

HEADER = ("編號", "指標", "數值別", "112年", "113年", "114年", "原因")
ROWS = (
    HEADER,
    ("1.1", "示範率", "目標值", "80%", "82%", "84%", ""),
    ("1.1", "示範率", "實際值", "81%", "79%", "－", "工期延後"),
    ("1.2", "示範量", "目標值", "10家", "12家", "14家", "－"),
    ("1.2", "示範量", "實際值", "11家", "13家", "－", ""),
)
EXPECTED = [
    ("編號", "指標", "目標值", "113年實際值", "原因"),
    ("1.1", "示範率", "82%", "79%", "工期延後"),
    ("1.2", "示範量", "12家", "13家", "－"),
]


def pivoted(rows: tuple[tuple[str, ...], ...], *heading: str) -> list[tuple[str, ...]]:
    made = grid(rows)
    return texts(with_values_side_by_side(Table(made.rows, heading)))


def test_year_of_the_title_counts_else_the_last_with_actuals() -> None:
    assert pivoted(ROWS, "示範署113年度績效指標執行結果") == EXPECTED
    assert pivoted(ROWS) == EXPECTED
    assert pivoted(ROWS, "示範署112年度執行結果")[1:] == [
        ("1.1", "示範率", "80%", "81%", "工期延後"),
        ("1.2", "示範量", "10家", "11家", "－"),
    ]


def test_rates_beside_are_left_out_and_spanning_rows_stay() -> None:
    rate = ("1.1", "示範率", "達成率", "101%", "96%", "", "")
    spanning = ("分項二",) * 7
    assert pivoted((*ROWS[:3], rate, spanning, *ROWS[3:]), "113年度") == [*EXPECTED[:2], ("分項二",) * 5, EXPECTED[2]]


def test_one_column_of_values_needs_no_year() -> None:
    rows = (
        ("編號", "指標", "項目", "數值"),
        ("1.1", "甲", "目標", "80"),
        ("1.1", "甲", "實績", "79"),
        ("1.2", "乙", "目標", "5"),
        ("1.2", "乙", "實績", "6"),
    )
    assert pivoted(rows) == [("編號", "指標", "目標值", "實際值"), ("1.1", "甲", "80", "79"), ("1.2", "乙", "5", "6")]


def test_other_tables_stay_as_they_are() -> None:
    for rows in (
        (HEADER, *ROWS[1:4]),  # the last target without its actual
        (HEADER, *ROWS[1:], ("1.3", "示範數", "說明", "", "", "", "")),  # something else in the column
        (("編號", "指標", "目標", "實績"), ("1.1", "甲", "目標值", "80"), ("1.2", "乙", "目標值", "5")),
        ROWS[:3],  # a single pair is no such table
    ):
        table = grid(rows)
        assert with_values_side_by_side(table) is table


def test_table_of_a_thousand_columns_is_left_alone() -> None:
    table = grid([[f"{column}" for column in range(1000)], *([""] * 1000 for _ in range(20))])
    assert with_values_side_by_side(table) is table
