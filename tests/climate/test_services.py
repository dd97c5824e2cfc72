"""Loading programme reports: difference, idempotence, nothing lost."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.conftest import NOW, loader
from yongxu.accounts.models import User
from yongxu.climate.models import Measure, MeasureYear
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.climate.selectors.rows import published_rows
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes
from yongxu.history.models import Entry
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.reporting.differences import Difference, FieldChange, LoadRefused, RowChange, Source

pytestmark = pytest.mark.django_db
ROW = MeasureRow(
    code="1.1.1",
    strategy=Strategy("1.1", "示範策略"),
    name="示範措施",
    plan="示範計畫",
    is_new=True,
    element="減緩",
    agencies=("示範署",),
    co_agencies=("示範局",),
    period=(110, 114),
    target_text="每年輔導 80 家",
    result_text="輔導 83.50 家",
    targets=(TargetPart("每年輔導 80 家", Comparator.AT_LEAST, "rule:expected-benefit", value=Decimal(80), unit="家"),),
    results=(ResultPart("輔導 83.50 家", Decimal("83.50"), unit="家", span=(110, 113)), ResultPart("另完成 2 場", Decimal(2), unit="場")),
    pairs=(0,),
    executed_ntd=(Decimal(20601000), Decimal("1500.5")),
    execution_rate=Decimal("98.2"),
    money_text="2,060.1",
    money_note="流標一次",
    funding=("公務預算",),
    ended=False,
    co2e=EmissionReduction(Decimal(1342400), None, "expected"),
    place="row 2",
)
REPORT = ProgrammeReport("113 年製造部門行動方案執行情形", 113, (ROW, replace(ROW, code="1.1.2", pairs=(None,))), ())


@pytest.fixture(autouse=True)
def programmes() -> None:
    load_programmes(read_programmes(), by=loader(), at=NOW)


def load(report: ProgrammeReport, by: User, at: datetime, *, programme: str | None = None, dry_run: bool = False) -> Difference:
    return load_programme_report(report, programme=programme, source=Source("table.ods", ""), by=by, at=at, dry_run=dry_run)


def test_loaded_rows_come_back_with_nothing_lost(owner: User, now: datetime) -> None:
    assert load(REPORT, owner, now).new == ("1.1.1", "1.1.2")
    rows = published_rows("manufacturing", year=2024)
    assert rows == list(REPORT.rows)
    assert str(rows[0].results[0].value) == "83.50"


def test_loading_again_changes_nothing_and_a_change_is_named(owner: User, now: datetime) -> None:
    load(REPORT, owner, now)
    assert load(REPORT, owner, now).same == ("1.1.1", "1.1.2")
    changed = replace(REPORT, rows=(replace(ROW, money_note="改為其他說明"), REPORT.rows[1]))
    assert load(changed, owner, now).changed == (RowChange("1.1.1", (FieldChange("money_note", "流標一次", "改為其他說明"),)),)
    assert published_rows("manufacturing", year=2024) == list(changed.rows)
    assert Entry.objects.exclude(actor_name="loader").count() == 3


def test_dry_run_changes_nothing(owner: User, now: datetime) -> None:
    assert {match.printed for match in load(REPORT, owner, now, dry_run=True).unknown_organizations} == {"示範署", "示範局"}
    assert (Measure.objects.count(), MeasureYear.objects.count(), Entry.objects.exclude(actor_name="loader").count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("report", "programme", "said"),
    [
        (replace(REPORT, year=None), None, "does not say which year"),
        (replace(REPORT, title="執行情形"), None, "does not say which programme"),
        (REPORT, "nowhere", "no programme 'nowhere'"),
        (replace(REPORT, rows=(ROW, ROW)), None, "1.1.1 stands twice"),
    ],
)
def test_impossible_report_is_refused_whole(owner: User, now: datetime, report: ProgrammeReport, programme: str | None, said: str) -> None:
    with pytest.raises(LoadRefused, match=said):
        load(report, owner, now, programme=programme)
    assert MeasureYear.objects.count() == 0


def test_another_document_may_not_contradict_what_is_published(owner: User, now: datetime) -> None:
    load(REPORT, owner, now)
    other = replace(REPORT, title="另一份製造部門報告", rows=(replace(ROW, executed_ntd=(Decimal(1), Decimal(2))), REPORT.rows[1]))
    with pytest.raises(LoadRefused, match="differs from what") as refused:
        load(other, owner, now)
    assert refused.value.difference is not None
    assert [conflict.code for conflict in refused.value.difference.conflicts if conflict.refuses] == ["1.1.1"]
    assert published_rows("manufacturing", year=2024) == list(REPORT.rows)


def test_code_under_another_name_or_strategy_is_named(owner: User, now: datetime) -> None:
    load(REPORT, owner, now)
    moved = replace(REPORT, rows=(replace(ROW, name="另一名稱", strategy=Strategy("2.1", "他策略")), REPORT.rows[1]))
    conflicts = load(moved, owner, now, dry_run=True).conflicts
    assert [(conflict.code, conflict.refuses) for conflict in conflicts] == [("1.1.1", False), ("1.1.1", False)]


def test_value_that_does_not_fit_is_refused_with_its_place(owner: User, now: datetime) -> None:
    endless = replace(ROW, targets=(replace(ROW.targets[0], unit="家" * 100),))
    with pytest.raises(LoadRefused, match=r"row 2: 1\.1\.1 cannot be stored, unit"):
        load(replace(REPORT, rows=(endless,)), owner, now)
    assert MeasureYear.objects.count() == 0


def test_command_says_the_difference_and_refuses_with_status_1(owner: User, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_measures", report=REPORT, file_name="table.ods")
    assert "新增 new 2 · 變更 changed 0 · 相同 same 0 · 衝突 conflicting 0 · 未知機關 unknown organisations 2" in capsys.readouterr().out
    other = replace(REPORT, title="另一份製造部門報告", rows=(replace(ROW, execution_rate=Decimal(1)),))
    with pytest.raises(CommandError, match="use --replace") as refused:
        call_command("load_measures", report=other, file_name="other.ods")
    assert refused.value.returncode == 1
    assert "衝突 conflicting: 1.1.1" in capsys.readouterr().out
    with pytest.raises(CommandError, match="yongxu load FILE"):
        call_command("load_measures")


@pytest.mark.django_db
def test_programmes_leave_an_entry_only_where_they_change() -> None:
    items = read_programmes()
    for _ in range(2):
        load_programmes(items, by=loader(), at=NOW)
        assert Entry.objects.count() == len(items)
    items[0]["name_en"] = "Another name"
    load_programmes(items, by=loader(), at=NOW)
    assert [list(entry.difference["changed"]) for entry in Entry.objects.all()[len(items) :]] == [["name_en"]]


def test_targets_alone_are_stored_without_publishing_and_take_no_ones_place(owner: User, now: datetime) -> None:
    call_command("load_measures", report=REPORT, within="manufacturing", targets_only=True)
    assert published_rows("manufacturing", year=2024) == []
    stored = MeasureYear.objects.get(measure__code="1.1.1", year=2024)
    assert (stored.target_text, stored.result_text, stored.execution_rate) == (ROW.target_text, "", None)
    load(REPORT, owner, now, programme="manufacturing")
    with pytest.raises(CommandError, match="targets alone cannot take its place"):
        call_command("load_measures", report=REPORT, within="manufacturing", targets_only=True)
    assert published_rows("manufacturing", year=2024) == list(REPORT.rows)
