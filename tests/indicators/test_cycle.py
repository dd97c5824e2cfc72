"""A whole reporting year without a browser: the targets are loaded, everybody files and reviews, and what is published is the record."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from tests.indicators.test_demo_data import ONCE, PRINTED, achievement
from tests.reporting.walking import file, someone, walk
from yongxu.accounts.models import Role, User
from yongxu.indicators.filing import filing_from_json, filing_of_row, filing_to_json, without_results
from yongxu.indicators.interchange import report_from_json
from yongxu.indicators.models import YearReport
from yongxu.indicators.plans import plan_items
from yongxu.indicators.publishing import publish_indicators
from yongxu.indicators.rows import IndicatorRow
from yongxu.indicators.services import DATA, load_report
from yongxu.organizations.models import Body
from yongxu.reporting.differences import Source
from yongxu.reporting.models import Cycle, DueItem, Erratum, Snapshot
from yongxu.reporting.plans import standard_steps
from yongxu.reporting.services.cycles import draft_cycle, open_cycle
from yongxu.reporting.services.decisions import correct

AT = datetime(2025, 2, 3, 2, 0, tzinfo=UTC)
REPORT = report_from_json(json.loads((DATA / "indicators-2024.json").read_text(encoding="utf-8")))
ROWS: dict[str, IndicatorRow] = {row.code: row for row in REPORT.rows}


@pytest.fixture
def cycle(db: None, capsys: pytest.CaptureFixture[str]) -> Cycle:
    call_command("demo")
    YearReport.objects.filter(year=2024, indicator__edition__framework__code="tsdg").delete()
    by = User.objects.system_user("load")
    load_report(without_results(REPORT), framework="tsdg", source=Source("targets.json", ""), by=by, at=AT, published=False)
    capsys.readouterr()
    secretariat = someone(Role.SECRETARIAT, Body.objects.get(code="council"))
    made = draft_cycle(
        subject="indicators",
        scope="tsdg",
        title="2024 年指標執行情形",
        year=2024,
        opens_on=date(2025, 2, 3),
        steps=standard_steps("indicators", opens_on=date(2025, 2, 3)),
        by=secretariat,
        at=AT,
    )
    open_cycle(made, plan_items("tsdg"), by=secretariat, at=AT)
    return made


def test_filed_year_equals_the_table_made_by_hand(cycle: Cycle, capsys: pytest.CaptureFixture[str]) -> None:
    secretariat = someone(Role.SECRETARIAT, Body.objects.get(code="council"))
    items = list(cycle.items.all())
    assert len(items) == 60  # 64 codes, four pairs of twins
    for item in items:
        file(item, filing_to_json(filing_of_row(ROWS[item.code])), at=AT)
        walk(item, at=AT)
    published = publish_indicators(cycle, by=secretariat, at=AT)
    assert (published.items, published.remaining, Snapshot.objects.count()) == (60, 0, 64)
    cycle.refresh_from_db()
    assert cycle.state == Cycle.State.PUBLISHED
    assert achievement(capsys, twins="printed") == PRINTED
    assert achievement(capsys, twins="once") == ONCE


def test_correction_goes_through_the_chain_and_says_what_it_corrected(cycle: Cycle) -> None:
    secretariat = someone(Role.SECRETARIAT, Body.objects.get(code="council"))
    item = cycle.items.get(code="6.4.1")
    file(item, filing_to_json(filing_of_row(ROWS["6.4.1"])), at=AT)
    walk(item, at=AT)
    publish_indicators(cycle, by=secretariat, at=AT)
    correct(item, note="用水量改採修正後之人口數計算。", by=secretariat, at=AT)
    assert item.state == DueItem.State.FILING
    report = YearReport.objects.published().get(indicator__code="6.4.1", year=2024)
    assert "289" in report.result_text
    part = replace(ROWS["6.4.1"].actuals[0], text="每人每日用水量 288 公升")
    corrected = filing_to_json(filing_of_row(replace(ROWS["6.4.1"], actuals=(part,))))
    file(DueItem.objects.get(pk=item.pk), corrected, at=AT)
    walk(DueItem.objects.get(pk=item.pk), at=AT)
    publish_indicators(Cycle.objects.get(pk=cycle.pk), by=secretariat, at=datetime(2025, 9, 1, 2, 0, tzinfo=UTC))
    erratum = Erratum.objects.get()
    assert erratum.note == "用水量改採修正後之人口數計算。"
    assert (erratum.before["actuals"][0]["value"], erratum.after["actuals"][0]["value"]) == ("289", "288")


def test_every_row_survives_being_typed() -> None:
    for row in REPORT.rows:
        filing = filing_of_row(row)
        assert filing_from_json(filing_to_json(filing)) == filing
