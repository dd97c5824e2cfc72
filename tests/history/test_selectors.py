"""The history of a row as people read it, page by page, in both languages."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries

from yongxu.accounts.models import User
from yongxu.goals.models import Framework
from yongxu.history.models import Event
from yongxu.history.selectors import HistoryPage, history_of, read_before
from yongxu.history.services import record, record_event
from yongxu.history.texts import Mark, Piece
from yongxu.history.wording import FieldChange, Vocabulary

HOUR = timedelta(hours=1)
OLD = "受缺工影響，第二期工程延至明年六月完成。"
NEW = "受缺工與物價影響，第二期工程延至明年九月完成。"


@pytest.fixture
def framework(db: None) -> Framework:
    return Framework.objects.create(code="demo", name_zh="示範體系", name_en="Demo")


def changes_of(framework: Framework, owner: User, now: datetime, **difference: object) -> tuple[FieldChange, ...]:
    record(framework, "change", by=owner, at=now, difference=difference)
    return history_of(framework).items[0].changes


def test_entry_is_told_in_words(framework: Framework, owner: User, stranger: User, now: datetime) -> None:
    record(stranger, "change", by=owner, at=now)
    record(framework, "rename", by=owner, at=now, difference={"name_zh": ["示範", "示範體系"]}, reason="依公文", origin="demo.odt")
    owner.name = "陳改名"
    owner.save()
    [item] = history_of(framework).items
    assert (item.action, item.actor, item.at, item.reason, item.origin, item.is_event) == (
        "更名",
        "陳主辦",
        now,
        "依公文",
        "demo.odt",
        False,
    )
    assert item.changes == (FieldChange("名稱", "示範", "示範體系", in_chinese=True),)


def test_labels_and_values_follow_the_reader(framework: Framework, owner: User, now: datetime) -> None:
    difference = {"is_fictional": [False, True], "name_zh": ["示範", "示範體系"], "target_text": ["", "x"]}
    record(framework, "rename", by=owner, at=now, difference=difference)
    with translation.override("en"):
        item = history_of(framework, labels={"target_text": "Target"}).items[0]
    assert item.action == "Renamed"
    assert [(change.label, change.old, change.new) for change in item.changes] == [
        ("Target", "", "x"),
        ("Name (Chinese)", "示範", "示範體系"),
        ("Fictional", "No", "Yes"),
    ]


def test_choice_is_told_by_its_label() -> None:
    words = Vocabulary("organizations.organization", {})
    assert (words.label("kind"), words.value("kind", "ministry")) == ("種類", "部會")


def test_long_text_is_compared(framework: Framework, owner: User, now: datetime) -> None:
    [change] = changes_of(framework, owner, now, lag_reason=[OLD, NEW])
    assert [piece for piece in change.pieces if piece.mark is not Mark.SAME] == [
        Piece(Mark.ADDED, "與物價"),
        Piece(Mark.REMOVED, "六"),
        Piece(Mark.ADDED, "九"),
    ]


def test_lists_tell_what_came_and_went(framework: Framework, owner: User, now: datetime) -> None:
    [change] = changes_of(framework, owner, now, agencies=[["示範署", "示範局"], ["示範局", "示範處"]])
    assert (change.removed, change.added) == (("示範署",), ("示範處",))


def test_load_tells_the_changed_fields_alone(framework: Framework, owner: User, now: datetime) -> None:
    before, after = {"a": "1", "b": "2"}, {"a": "1", "b": "3"}
    [change] = changes_of(framework, owner, now, before=before, after=after, changed={"b": ["2", "3"]})
    assert (change.label, change.old, change.new) == ("B", "2", "3")


def test_new_and_removed_rows_are_told_in_full(framework: Framework, owner: User, now: datetime) -> None:
    row = {"code": "1.1.1", "note": "", "parts": [{"text": "降至 21.0%"}, {"text": "汰換管線"}], "period": [110, 114]}
    new = changes_of(framework, owner, now, after=row)
    gone = changes_of(framework, owner, now, before=row)
    told = [("代碼", "1.1.1"), ("Parts", "降至 21.0%、汰換管線"), ("Period", "110、114")]
    assert [(change.label, change.old, change.new) for change in new] == [(label, "", value) for label, value in told]
    assert [(change.label, change.old, change.new) for change in gone] == [(label, value, "") for label, value in told]


def test_kinds_of_rows_and_facts_are_told(framework: Framework, owner: User, now: datetime) -> None:
    rows = {"new": ["2024 1"], "changed": {"2024 2": {"name_zh": ["水", "淨水"]}}, "removed": {"2024 3": {"name_zh": "火"}}}
    assert changes_of(framework, owner, now, target="sdg", goals=rows) == (
        FieldChange("Goals", added=("2024 1",), removed=("2024 3",)),
        FieldChange("Goals 2024 2 · 名稱", "水", "淨水", in_chinese=True),
        FieldChange("Target", new="sdg", is_fact=True),
    )


def test_events_about_the_row_are_shown_only_when_asked_for(framework: Framework, owner: User, now: datetime) -> None:
    record(framework, "create", by=owner, at=now)
    record_event(Event.EXPORT, by=owner, at=now + HOUR, about=framework)
    record_event(Event.SIGN_IN, by=owner, at=now + HOUR)
    assert [item.action for item in history_of(framework).items] == ["建立"]
    assert [(item.action, item.is_event) for item in history_of(framework, with_events=True).items] == [("匯出", True), ("建立", False)]


def page_keys(page: HistoryPage) -> list[str]:
    return [item.reason for item in page.items]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_one_query_however_many(
    framework: Framework, owner: User, now: datetime, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        record(framework, "change", by=owner, at=now, difference={"name_zh": ["a", "b"]})
    with django_assert_num_queries(1):
        render(history_of(framework))


def test_pages_follow_one_another_without_gap_or_repetition(framework: Framework, owner: User, now: datetime) -> None:
    for number in range(5):
        record(framework, "change", by=owner, at=now, reason=str(number))
    first = history_of(framework, limit=2)
    second = history_of(framework, limit=2, before=first.older)
    third = history_of(framework, limit=2, before=second.older)
    assert [page_keys(page) for page in (first, second, third)] == [["4", "3"], ["2", "1"], ["0"]]
    assert (third.older, first.is_first, third.is_first) == (None, True, False)
    assert history_of(framework, limit=5).older is None


@pytest.mark.parametrize(("text", "key"), [("12", 12), ("", None), ("-1", None), ("x", None), ("9" * 40, None), ("１２", None)])
def test_only_a_key_pages(text: str, key: int | None) -> None:
    assert read_before(text) == key


def render(page: HistoryPage, *, query: str = "") -> str:
    return render_to_string("history/timeline.html", {"history": page}, request=RequestFactory().get(f"/record/{query}"))


def test_timeline_escapes_what_people_wrote(framework: Framework, owner: User, now: datetime) -> None:
    owner.name = "<b>陳</b>"
    record(framework, "change", by=owner, at=now, difference={"note": ["<i>a</i>", "<script>"]}, reason="<img src=x>")
    page = render(history_of(framework))
    assert [tag for tag in ("<b>", "<i>", "<script>", "<img") if tag in page] == []
    assert '<del class="change-text">&lt;i&gt;a&lt;/i&gt;</del>' in page


def test_timeline_pages_by_a_link_that_keeps_the_rest_of_the_address(framework: Framework, owner: User, now: datetime) -> None:
    for _ in range(3):
        record(framework, "change", by=owner, at=now)
    first = history_of(framework, limit=2)
    page = render(first, query="?tab=all&before=99")
    assert f'href="?tab=all&amp;before={first.older}#history"' in page
    assert f'hx-get="?tab=all&amp;before={first.older}"' in page
    last = render(history_of(framework, limit=2, before=first.older), query=f"?tab=all&before={first.older}")
    assert ("history-older" in last, 'href="?tab=all#history"' in last) == (False, True)


def test_timeline_says_when_there_is_nothing(framework: Framework) -> None:
    with translation.override("en"):
        assert "Nothing has been recorded yet." in render(history_of(framework))


def test_timeline_marks_chinese_values_on_an_english_page(framework: Framework, owner: User, now: datetime) -> None:
    record(framework, "change", by=owner, at=now, difference={"note": ["舊", "新"], "size": [1, 2]})
    with translation.override("en"):
        page = render(history_of(framework))
    assert (page.count('<dd lang="zh-Hant-TW">'), page.count("<dd>")) == (1, 1)


def test_timeline_folds_many_fields(framework: Framework, owner: User, now: datetime) -> None:
    record(framework, "change", by=owner, at=now, difference={f"field{number}": [1, 2] for number in range(7)})
    assert "<summary>7 個欄位</summary>" in render(history_of(framework))
