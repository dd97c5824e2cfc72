"""What the history of a report and its versions say in words."""

import pytest
from django.utils import translation

from tests.reporting.people import AT, appearance, open_demo_cycle, planned, small_council
from yongxu.history.wording import FieldChange
from yongxu.quantities.interchange import Json
from yongxu.reporting.desks import Names
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.filings import save_filing
from yongxu.reporting.words import history_in_words

NAMES = Names(
    {"parts": "實績值", "kind": "性質", "ended": "已結束"},
    {"result": "", "late": "未達統計週期", "year": "資料年度"},
    {"kind": {"realised": "實際減量"}},
)


def changes(*contents: dict[str, Json]) -> list[tuple[FieldChange, ...]]:
    """What the history says of these saves, one after the other."""
    council = small_council()
    item = open_demo_cycle(council, [planned("1.1.1", council.agency, appearance("1.1.1", "1", council.group))])[1][0]
    for version, content in enumerate(contents):
        save_filing(item, content, version=version, by=council["officer"], at=AT)
    read = DueItem.objects.with_route().get(pk=item.pk)
    told = [entry.changes for entry in reversed(history_in_words(read, before=None, names=NAMES).items)]
    return told[-len(contents) :]


def test_every_part_of_a_row_is_told_when_it_comes_changes_and_goes(db: None) -> None:
    rows: list[dict[str, Json]] = [
        {"parts": [{"result": "61 人", "late": False, "year": None}]},
        {"parts": [{"result": "61 人", "late": False, "year": 2023}]},
        {"parts": [{"result": "", "late": True, "year": 2023}]},
        {"parts": [{"result": "", "late": False, "year": None}]},
    ]
    told = [[(change.label, change.old, change.new, change.added, change.removed) for change in each] for each in changes(*rows)]
    assert told == [
        [("實績值", "", "61 人", (), ())],
        [("實績值", "", "", ("61 人 · 資料年度 2023",), ("61 人",))],
        [("實績值", "", "", ("未達統計週期 · 資料年度 2023",), ("61 人 · 資料年度 2023",))],
        [("實績值", "", "", (), ("未達統計週期 · 資料年度 2023",))],
    ]


def test_codes_are_told_by_their_labels_and_yes_by_the_word(db: None) -> None:
    said = changes({"kind": "realised", "ended": False}, {"kind": "", "ended": True})
    assert [[(change.label, change.old, change.new) for change in each] for each in said] == [
        [("性質", "", "實際減量"), ("已結束", "", "否")],
        [("性質", "實際減量", ""), ("已結束", "否", "是")],
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("parts", [{"result": "5%", "year": 2023}, {"result": ""}, {"late": True}], "1. 5% · 資料年度 2023\n3. 未達統計週期"),
        ("parts", {"year": 2023, "result": "5%"}, "5% · 資料年度 2023"),
        ("parts", [], ""),
        ("kind", "realised", "實際減量"),
        ("kind", "其他", "其他"),
        ("ended", True, "是"),
        ("ended", None, ""),
    ],
)
def test_values_in_words(field: str, value: Json, words: str) -> None:
    with translation.override("zh-hant"):
        assert NAMES.value(field, value) == words
