"""Bringing together what two people wrote at the same time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reporting.people import AT, Council, appearance, open_demo_cycle, planned, small_council
from yongxu.quantities.interchange import Json
from yongxu.reporting.merging import Content, combine, spots_of
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.filings import FilingConflict, content_at, save_filing, save_together

BASE: dict[str, Json] = {"reason": "原因", "parts": [{"result": "1", "late": False}, {"result": "2", "late": False}], "claim": None}
texts = st.sampled_from(["", "甲", "乙", "丙"])
reports = st.fixed_dictionaries({"reason": texts, "remark": texts, "parts": st.lists(st.fixed_dictionaries({"result": texts}), max_size=3)})


def whose(base: Content, theirs: Content, mine: Content) -> dict[str, str]:
    return {spot.key: "?" if spot.is_clash else "theirs" if spot.keeps_theirs else "mine" for spot in spots_of(base, theirs, mine)}


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ({}, {}, {}),
        ({"reason": "別的"}, {"reason": "別的"}, {}),
        ({"reason": "別的"}, {}, {"reason": "theirs"}),
        ({}, {"reason": ""}, {"reason": "mine"}),
        ({"reason": "別的"}, {"reason": "我的"}, {"reason": "?"}),
        ({"reason": ""}, {"reason": "我的"}, {"reason": "?"}),
        ({"claim": False}, {"reason": "我的"}, {"reason": "mine", "claim": "theirs"}),
        ({"claim": False}, {"claim": True}, {"claim": "?"}),
        (
            {"parts": [{"result": "9", "late": False}, {"result": "2", "late": False}]},
            {"parts": [{"result": "1", "late": False}, {"result": "8", "late": False}]},
            {"parts.0": "theirs", "parts.1": "mine"},
        ),
        ({"parts": [{"result": "1", "late": True}]}, {}, {"parts": "theirs"}),
        ({"parts": []}, {"parts": [{"result": "3", "late": False}]}, {"parts": "?"}),
    ],
)
def test_who_changed_what(theirs: Content, mine: Content, expected: dict[str, str]) -> None:
    assert whose(BASE, {**BASE, **theirs}, {**BASE, **mine}) == expected


def test_before_the_first_save_a_blank_field_was_left_alone() -> None:
    blank: dict[str, Json] = {"reason": "", "parts": [{"result": "", "late": False}], "claim": None}
    begun: dict[str, Json] = {"reason": "原因", "parts": [{"result": "1", "late": False}], "claim": None}
    assert whose({}, begun, blank) == {"reason": "theirs", "parts": "theirs"}
    assert whose({}, blank, begun) == {"reason": "mine", "parts": "mine"}
    assert whose({}, begun, {**begun, "reason": "別的"}) == {"reason": "?"}


@given(base=reports, theirs=reports, mine=reports)
def test_nothing_that_one_alone_changed_is_lost(base: Content, theirs: Content, mine: Content) -> None:
    spots = spots_of(base, theirs, mine)
    merged = combine(theirs, mine, [spot.key for spot in spots if spot.keeps_theirs])
    for field in ("reason", "remark"):
        changed = {side[field] for side in (theirs, mine) if side[field] != base[field]}
        assert merged[field] in (changed or {base[field]})
    assert combine(theirs, mine, [spot.key for spot in spots]) == theirs
    assert combine(theirs, mine, []) == mine


@pytest.mark.parametrize("key", ["", ".", "parts.7", "parts.x", "reason.0", "nothing", "parts.-1", "parts.²"])
def test_key_that_names_nothing_changes_nothing(key: str) -> None:
    theirs: dict[str, Json] = {**BASE, "reason": "別的", "parts": [{"result": "5"}, {"result": "6"}]}
    assert combine(theirs, BASE, [key]) == BASE


@pytest.fixture
def council(db: None) -> Council:
    return small_council()


@pytest.fixture
def item(council: Council) -> DueItem:
    return open_demo_cycle(council, [planned("1.1.1", council.agency, appearance("1.1.1", "1", council.group))])[1][0]


def test_every_version_can_be_told_from_the_record(council: Council, item: DueItem) -> None:
    versions: list[dict[str, Json]] = [{"a": "1"}, {"a": "2", "b": [{"x": "1"}]}, {"a": "2", "b": []}, {"b": [], "c": None}]
    for number, content in enumerate(versions):
        saved = save_filing(item, content, version=number, by=council["officer"], at=AT + timedelta(minutes=number))
    told = [{field: value for field, value in content_at(saved, number).items() if value is not None} for number in range(5)]
    assert told == [{}, *versions[:3], {"b": []}]


def test_both_changes_stand_and_the_record_tells_who_made_which(council: Council, item: DueItem) -> None:
    officer, colleague = council["officer"], council["other_officer"]
    save_filing(item, {"reason": "", "remark": ""}, version=0, by=officer, at=AT)
    save_filing(item, {"reason": "原因", "remark": ""}, version=1, by=officer, at=AT)
    item.co_organizations.add(council.other_agency)
    together = save_together(item, {"reason": "", "remark": "備註"}, version=1, by=colleague, at=AT)
    assert (together.other, [spot.key for spot in together.kept]) == (officer, ["reason"])
    assert (together.filing.content, together.filing.version) == ({"reason": "原因", "remark": "備註"}, 3)
    assert set(item.authors.all()) == {officer, colleague}


def test_where_both_changed_the_same_nothing_is_saved_until_one_chooses(council: Council, item: DueItem) -> None:
    officer = council["officer"]
    save_filing(item, {"reason": "甲", "remark": "甲"}, version=0, by=officer, at=AT)
    save_filing(item, {"reason": "乙", "remark": "乙"}, version=1, by=officer, at=AT)
    with pytest.raises(FilingConflict) as conflict:
        save_together(item, {"reason": "丙", "remark": "甲"}, version=1, by=officer, at=AT)
    assert [(spot.key, spot.is_clash) for spot in conflict.value.spots] == [("reason", True), ("remark", False)]
    item.filing.refresh_from_db()
    assert item.filing.version == 2
    chosen = save_together(item, {"reason": "丙", "remark": "甲"}, version=2, by=officer, at=AT, theirs=["remark"])
    assert (chosen.filing.content, chosen.other) == ({"reason": "丙", "remark": "乙"}, None)
