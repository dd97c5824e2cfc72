"""Loading reports: difference, idempotence, history, nothing lost."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import NOW, loader
from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.history.models import Entry
from yongxu.indicators.demo import DEMO_FRAMEWORK, city_reports
from yongxu.indicators.interchange import row_to_json
from yongxu.indicators.models import Indicator, Judgement, YearReport
from yongxu.indicators.rows import IndicatorReport
from yongxu.indicators.selectors import judge_year, list_years, overview_of, published_rows
from yongxu.indicators.services import JudgementRefused, judge_by_hand, load_report, remove_demo_indicators
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.differences import Conflict, Difference, FieldChange, LoadRefused, RowChange, Source

pytestmark = pytest.mark.django_db
SOURCE = Source("table.odt", "", is_demo=True)


@pytest.fixture
def city(owner: User) -> IndicatorReport:
    load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
    return city_reports()[-1]


def load(report: IndicatorReport, by: User, at: datetime, *, dry_run: bool = False, published: bool = True) -> Difference:
    return load_report(report, framework=DEMO_FRAMEWORK, source=SOURCE, by=by, at=at, dry_run=dry_run, published=published)


def test_loaded_rows_come_back_with_nothing_lost(city: IndicatorReport, owner: User, now: datetime) -> None:
    assert load(city, owner, now).new == ("1.1.1", "1.1.2", "2.1.1", "2.1.2")
    assert published_rows(DEMO_FRAMEWORK, year=2024) == list(city.rows)


def test_loading_again_changes_nothing(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    entries = Entry.objects.exclude(actor_name="loader").count()
    again = load(city, owner, now)
    assert (again.new, again.changed, again.same) == ((), (), ("1.1.1", "1.1.2", "2.1.1", "2.1.2"))
    assert Entry.objects.exclude(actor_name="loader").count() == entries == 4


def test_changed_row_names_its_fields_and_keeps_what_was_there(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    changed = replace(city, rows=(replace(city.rows[0], lag_reason="其他原因"), *city.rows[1:]))
    reason = (FieldChange("lag_reason", city.rows[0].lag_reason, "其他原因"),)
    assert load(changed, owner, now).changed == (RowChange("1.1.1", reason),)
    entry = Entry.objects.last()
    assert entry is not None
    kept = (entry.difference["before"], entry.difference["after"], entry.difference["changed"])
    assert kept == (row_to_json(city.rows[0]), row_to_json(changed.rows[0]), {"lag_reason": [city.rows[0].lag_reason, "其他原因"]})
    assert published_rows(DEMO_FRAMEWORK, year=2024) == list(changed.rows)


def test_dry_run_says_the_same_and_changes_nothing(city: IndicatorReport, owner: User, now: datetime) -> None:
    assert load(city, owner, now, dry_run=True).new == ("1.1.1", "1.1.2", "2.1.1", "2.1.2")
    assert (Indicator.objects.count(), YearReport.objects.count(), Entry.objects.exclude(actor_name="loader").count()) == (0, 0, 0)


def test_unknown_agencies_are_reported_not_created(city: IndicatorReport, owner: User, now: datetime) -> None:
    unknown = {match.printed for match in load(city, owner, now).unknown_organizations}
    assert unknown == {"示範水務處", "示範交通局", "示範環境局"}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda report: replace(report, year=None), "does not say which year"),
        (lambda report: replace(report, rows=(*report.rows, report.rows[0])), "stands twice"),
        (lambda report: replace(report, rows=(replace(report.rows[0], goal="99"),)), "names goal '99'"),
    ],
)
def test_impossible_report_is_refused_whole(city: IndicatorReport, owner: User, now: datetime, spoil: object, said: str) -> None:
    assert callable(spoil)
    with pytest.raises(LoadRefused, match=said):
        load(spoil(city), owner, now)
    assert (Indicator.objects.count(), Entry.objects.exclude(actor_name="loader").count()) == (0, 0)


def test_report_for_an_unknown_framework_is_refused(city: IndicatorReport, owner: User, now: datetime) -> None:
    with pytest.raises(LoadRefused, match="no framework 'nowhere'"):
        load_report(city, framework="nowhere", source=SOURCE, by=owner, at=now)


def test_unpublished_report_is_shown_nowhere(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now, published=False)
    assert (list_years(DEMO_FRAMEWORK), published_rows(DEMO_FRAMEWORK, year=2024)) == ([], [])
    assert list(Indicator.objects.published()) == []


def test_achievement_counts_by_goal(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    counts = [
        (item.goal.code, item.counts.total, item.counts.met, item.counts.rate) for item in overview_of(DEMO_FRAMEWORK, year=2024).goals
    ]
    assert [(code, total, met, str(rate)) for code, total, met, rate in counts] == [
        ("1", 2, 1, "50.00"),
        ("2", 2, 1, "100.00"),
        ("3", 0, 0, "None"),
    ]


def test_twins_count_once_or_as_printed(city: IndicatorReport, owner: User, now: datetime) -> None:
    twin = replace(city, rows=(replace(city.rows[0], same_as=("2.1.1",)), *city.rows[1:]))
    load(twin, owner, now)
    assert overview_of(DEMO_FRAMEWORK, year=2024, twins="printed").total.total == 4
    assert overview_of(DEMO_FRAMEWORK, year=2024, twins="once").total.total == 3


def test_judgement_of_a_person_stands_beside_the_computed_verdict(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    report = YearReport.objects.get(indicator__code="1.1.1", year=2024)
    owner.is_superuser = True
    judge_by_hand(report, verdict=Verdict.MET, reason="重算", by=owner, at=now)
    judged = judge_year(DEMO_FRAMEWORK, year=2024)[0]
    assert (judged.verdict, judged.judgement, judged.counts_as) == (Verdict.MISSED, Verdict.MET, Verdict.MET)


@pytest.mark.parametrize(("may", "reason"), [(False, "重算"), (True, "  ")])
def test_judgement_needs_permission_and_a_reason(city: IndicatorReport, owner: User, now: datetime, may: bool, reason: str) -> None:
    load(city, owner, now)
    owner.is_superuser = may
    with pytest.raises(JudgementRefused):
        judge_by_hand(YearReport.objects.get(indicator__code="1.1.1"), verdict=Verdict.MET, reason=reason, by=owner, at=now)
    assert Judgement.objects.count() == 0


def test_removing_the_demo_leaves_the_history(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    assert remove_demo_indicators(by=owner, at=now) == 4
    assert (Indicator.objects.count(), YearReport.objects.count(), Entry.objects.exclude(actor_name="loader").count()) == (0, 0, 8)


def test_another_document_may_not_contradict_what_is_published(city: IndicatorReport, owner: User, now: datetime) -> None:
    load_report(city, framework=DEMO_FRAMEWORK, source=Source("table.odt", ""), by=owner, at=now)
    target = replace(city.rows[0].targets[0], value=Decimal(12))
    other = replace(city, title="示範市另一份報告", rows=(replace(city.rows[0], targets=(target,)), *city.rows[1:]))
    with pytest.raises(LoadRefused, match="differs from what") as refused:
        load(other, owner, now)
    difference = refused.value.difference
    assert difference is not None
    assert [(conflict.code, conflict.refuses) for conflict in difference.conflicts] == [("1.1.1", True)]
    assert published_rows(DEMO_FRAMEWORK, year=2024) == list(city.rows)
    again = load_report(other, framework=DEMO_FRAMEWORK, source=SOURCE, by=owner, at=now, replace_published=True)
    assert [change.code for change in again.changed] == ["1.1.1"]
    assert published_rows(DEMO_FRAMEWORK, year=2024)[0].targets == (target,)


def test_corrected_edition_of_the_same_document_is_a_change(city: IndicatorReport, owner: User, now: datetime) -> None:
    load_report(city, framework=DEMO_FRAMEWORK, source=Source("table.odt", ""), by=owner, at=now)
    target = replace(city.rows[0].targets[0], value=Decimal(12))
    difference = load(replace(city, rows=(replace(city.rows[0], targets=(target,)), *city.rows[1:])), owner, now)
    assert ([change.code for change in difference.changed], difference.conflicts) == (["1.1.1"], ())


def test_white_space_alone_is_no_change(city: IndicatorReport, owner: User, now: datetime) -> None:
    load(city, owner, now)
    loose = replace(city.rows[0], lag_reason=city.rows[0].lag_reason.replace("後", "後\n"))
    assert load(replace(city, rows=(loose, *city.rows[1:])), owner, now).changed == ()


def test_conflicts_that_do_not_refuse_are_named(city: IndicatorReport, owner: User, now: datetime) -> None:
    twins = replace(city, rows=(replace(city.rows[0], same_as=("1.1.2",)), replace(city.rows[1], same_as=("1.1.1",)), *city.rows[2:]))
    assert [conflict.code for conflict in load(twins, owner, now).conflicts] == ["1.1.1"]
    moved = replace(city, rows=(replace(city.rows[0], goal="2", name="另一名稱"), *city.rows[1:]))
    conflicts = load(moved, owner, now, dry_run=True).conflicts
    assert all(isinstance(conflict, Conflict) and not conflict.refuses for conflict in conflicts)
    assert [conflict.message.en.split(" in the")[0] for conflict in conflicts] == [
        "stands under goal 1",
        "is called '降低自來水漏水率'",
    ]


def test_tampered_verdict_is_computed_anew(city: IndicatorReport, owner: User, now: datetime) -> None:
    flattered = replace(city.rows[0], verdict=Verdict.MET, verdicts=(Verdict.MET,))
    load(replace(city, rows=(flattered, *city.rows[1:])), owner, now)
    assert published_rows(DEMO_FRAMEWORK, year=2024) == list(city.rows)


def test_targets_alone_are_stored_without_publishing_and_take_no_ones_place(
    city: IndicatorReport, owner: User, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_indicators", report=city, within=DEMO_FRAMEWORK, targets_only=True)
    assert "new 4" in capsys.readouterr().out
    stored = {report.indicator.code: report for report in YearReport.objects.select_related("indicator").prefetch_related("observations")}
    assert {code: report.target_text for code, report in stored.items()} == {row.code: row.target_text for row in city.rows}
    assert not any(report.result_text or report.lag_reason or report.observations.all() for report in stored.values())
    assert not YearReport.objects.published().exists()
    call_command("load_indicators", report=city, within=DEMO_FRAMEWORK, targets_only=True)
    assert "same 4" in capsys.readouterr().out
    load(city, owner, now)
    with pytest.raises(CommandError, match="targets alone cannot take its place"):
        call_command("load_indicators", report=city, within=DEMO_FRAMEWORK, targets_only=True)
    assert published_rows(DEMO_FRAMEWORK, year=2024) == list(city.rows)
