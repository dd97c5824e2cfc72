"""Loading frameworks and mappings: complete, repeatable, editions side by side, two frameworks never joined."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.conftest import NOW, loader
from yongxu.goals.models import Edition, Framework, Goal, GoalMapping, GoalTarget, IndicatorMapping, ListedIndicator
from yongxu.goals.services import FrameworksMixed, load_framework, load_mapping, read_framework, read_mapping
from yongxu.history.models import Entry
from yongxu.organizations.services import load_organizations, read_organizations

pytestmark = pytest.mark.django_db
COUNTED = (Framework, Edition, Goal, GoalTarget, ListedIndicator, GoalMapping, IndicatorMapping)


def load_all() -> None:
    load_organizations(read_organizations(), by=loader(), at=NOW)
    for code in ("tsdg", "sdg"):
        load_framework(read_framework(code), by=loader(), at=NOW)
    load_mapping(read_mapping("tsdg", "sdg"), by=loader(), at=NOW)


def test_loading_twice_leaves_the_same_rows() -> None:
    load_all()
    counts = [model._default_manager.count() for model in COUNTED]
    kept = [list(model._default_manager.order_by("pk").values()) for model in COUNTED]
    entries = Entry.objects.count()
    load_all()
    assert counts == [2, 2, 35, 169, 248, 22, 64]
    assert [model._default_manager.count() for model in COUNTED] == counts
    assert [list(model._default_manager.order_by("pk").values()) for model in COUNTED] == kept
    assert Entry.objects.count() == entries


def test_first_load_is_one_entry_for_each_framework_and_mapping() -> None:
    load_all()
    entries = Entry.objects.filter(subject_type="goals.edition")
    assert [entry.verb for entry in entries] == ["load", "load", "load_mapping"]
    assert [len(entries[1].difference[kind]["new"]) for kind in ("goals", "targets", "indicators")] == [17, 169, 248]
    assert [len(entries[2].difference[kind]["new"]) for kind in ("goals", "indicators")] == [22, 64]


def test_a_changed_mapping_is_one_entry_with_what_was_there() -> None:
    load_all()
    data = read_mapping("tsdg", "sdg")
    gone = data["indicators"].pop()
    data["goals"][0]["reason_zh"] = "改寫的理由"
    load_mapping(data, by=loader(), at=NOW)
    entry = Entry.objects.last()
    assert entry is not None
    assert [list(row) for row in entry.difference["goals"]["changed"].values()] == [["reason_zh"]]
    assert [row["reason_zh"] for row in entry.difference["indicators"]["removed"].values()] == [gone["reason_zh"]]
    assert IndicatorMapping.objects.count() == 63


def test_listed_indicators_come_in_order_and_once_each() -> None:
    load_all()
    listed = ListedIndicator.objects.current("sdg")
    assert [(listed.count(), listed.unique().count())] == [(248, 231)]
    assert [indicator.code for indicator in listed.filter(goal_target__goal__code="3")][-4:] == ["3.b.3", "3.c.1", "3.d.1", "3.d.2"]
    assert [indicator.code for indicator in listed][-1] == "17.19.2"
    again = listed.get(code="13.1.1")
    assert (again.repeats.code if again.repeats else None) == "1.5.1"
    assert ListedIndicator.objects.current("tsdg").count() == 0


def test_names_follow_the_reader() -> None:
    load_all()
    indicator = ListedIndicator.objects.current("sdg").get(code="8.5.2")
    assert indicator.name() == "失業率（按性別、年齡及身心障礙）"
    with translation.override("en"):
        assert indicator.name() == "Unemployment rate, by sex, age and persons with disabilities"
        assert Edition.objects.get(framework__code="sdg").source().startswith("UN General Assembly resolutions A/RES/70/1")


def test_changed_words_replace_the_old_ones() -> None:
    load_all()
    data = read_framework("sdg")
    data["indicators"][0]["name_zh"] = "改寫的名稱"
    data["targets"][0]["text_zh"] = "改寫的內容"
    load_framework(data, by=loader(), at=NOW)
    assert ListedIndicator.objects.get(code="1.1.1").name_zh == "改寫的名稱"
    assert GoalTarget.objects.get(code="1.1").text_zh == "改寫的內容"
    entry = Entry.objects.last()
    assert entry is not None
    changed = {kind: list(difference["changed"]) for kind, difference in entry.difference.items()}
    assert changed == {"targets": ["2024 1.1"], "indicators": ["2024 1.1.1"]}


def test_a_new_edition_stands_beside_the_old_one() -> None:
    load_all()
    data = read_framework("sdg")
    data["edition"]["code"] = "2025"
    data["indicators"] = data["indicators"][:10]
    load_framework(data, by=loader(), at=NOW)
    assert list(Edition.objects.filter(framework__code="sdg").values_list("code", "is_current")) == [("2024", False), ("2025", True)]
    assert (ListedIndicator.objects.current("sdg").count(), ListedIndicator.objects.count()) == (10, 258)


def test_a_lead_set_by_hand_survives_loading() -> None:
    load_all()
    goal = Goal.objects.current("tsdg").get(code="16")
    assert goal.lead is None
    goal.lead = Goal.objects.current("tsdg").get(code="1").lead
    goal.save(update_fields=["lead"])
    load_all()
    kept = Goal.objects.current("tsdg").get(code="16").lead
    assert (kept.code if kept else None) == "mohw"


def test_mapping_keeps_the_frameworks_apart() -> None:
    load_all()
    pairs = GoalMapping.objects.exclude(target=None).values_list("source__edition__framework__code", "target__edition__framework__code")
    assert set(pairs) == {("tsdg", "sdg")}
    nuclear = GoalMapping.objects.get(source__code="18")
    assert (nuclear.relation, nuclear.target, nuclear.target_edition.framework.code) == ("none", None, "sdg")
    stress = IndicatorMapping.objects.get(code="6.4.5")
    assert (stress.relation, stress.target.code if stress.target else None) == ("close", "6.4.2")
    assert [row.code for row in IndicatorMapping.objects.filter(code__startswith="6.")][-2:] == ["6.6.1", "6.e.2"]


def test_a_framework_is_not_mapped_to_itself() -> None:
    load_all()
    data = read_mapping("tsdg", "sdg")
    data["target"] = "tsdg"
    with pytest.raises(FrameworksMixed):
        load_mapping(data, by=loader(), at=NOW)


def test_a_mapping_to_an_unknown_code_changes_nothing() -> None:
    load_all()
    data = read_mapping("tsdg", "sdg")
    data["indicators"][-1]["target"] = "17.99.1"
    with pytest.raises(KeyError):
        load_mapping(data, by=loader(), at=NOW)
    assert (GoalMapping.objects.count(), IndicatorMapping.objects.count()) == (22, 64)


def name_a_goal(row: GoalMapping) -> None:
    row.target = Goal.objects.current("sdg").get(code="7")


def drop_the_relation(row: GoalMapping) -> None:
    row.relation = GoalMapping.Relation.PARTLY


@pytest.mark.parametrize("spoil", [name_a_goal, drop_the_relation])
def test_none_and_a_named_goal_exclude_each_other(spoil: Callable[[GoalMapping], None]) -> None:
    load_all()
    row = GoalMapping.objects.get(source__code="18")
    spoil(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
