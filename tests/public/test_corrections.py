"""Old and new of what was corrected, in words: values with units, verdicts, long texts shortened, on the home, indicator and city pages."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from tests.public.conftest import city_report, load_rows
from tests.public.measures import FIRST, load_measures
from yongxu.accounts.models import User
from yongxu.climate.interchange import row_to_json as measure_to_json
from yongxu.climate.rows import EmissionReduction, MeasureRow
from yongxu.climate.selectors.glance import read_glance
from yongxu.history.selectors import WHOLE, RowVersions
from yongxu.indicators.interchange import row_to_json
from yongxu.indicators.rows import IndicatorRow
from yongxu.indicators.services import load_report
from yongxu.public.corrections import SHORT, CorrectedField, tell_corrections
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.differences import Source

LONG = "管線汰換工程因土地協調而延後" * 8


def told(before: IndicatorRow, after: IndicatorRow, *changed: str) -> dict[str, tuple[str, str]]:
    found = tell_corrections(changed, RowVersions(dict(row_to_json(before)), dict(row_to_json(after))))
    return {item.label: (item.old.short, item.new.short) for item in found}


def told_of_measure(after: MeasureRow, *changed: str) -> list[CorrectedField]:
    return list(tell_corrections(changed, RowVersions(dict(measure_to_json(FIRST)), dict(measure_to_json(after)))))


@pytest.fixture
def row() -> IndicatorRow:
    return city_report().rows[0]


def test_value_has_its_unit_and_the_verdict_comes_first(row: IndicatorRow) -> None:
    after = replace(row, actuals=(replace(row.actuals[0], value=Decimal("12.9")),), verdict=Verdict.MET)
    after = replace(after, result_text="12.9%")
    assert list(told(row, after, "actuals", "result_text").items()) == [("判定", ("未達成", "達成")), ("實績值", ("13.4%", "12.9%"))]
    with override("en"):
        assert list(told(row, after, "actuals").values()) == [("Missed", "Met"), ("13.4%", "12.9%")]


def test_target_is_said_with_its_direction(row: IndicatorRow) -> None:
    after = replace(row, targets=(replace(row.targets[0], value=Decimal("12.5"), comparator=Comparator.LESS_THAN),))
    assert told(row, after, "targets") == {"目標": ("至多 13%", "低於 12.5%")}
    none = replace(row, targets=(TargetPart("建立制度", Comparator.QUALITATIVE), replace(row.targets[0], not_applicable=True)))
    assert told(row, none, "targets") == {"目標": ("至多 13%", "建立制度；不適用")}


def test_result_that_is_not_due_and_one_in_words(row: IndicatorRow) -> None:
    after = replace(row, actuals=(ResultPart("未達統計週期", not_due=True), ResultPart("已建立制度")))
    assert told(row, after, "actuals") == {"實績值": ("13.4%", "未達統計週期；已建立制度")}


def test_printed_text_is_told_only_where_nothing_was_read_from_it(row: IndicatorRow) -> None:
    after = replace(row, target_text="另一種寫法")
    assert told(row, after, "target_text") == {"目標": (row.target_text, "另一種寫法")}


def test_long_text_is_shortened_and_there_in_full(row: IndicatorRow) -> None:
    after = replace(row, lag_reason=LONG, countermeasures="")
    found = tell_corrections(("lag_reason", "countermeasures"), RowVersions(dict(row_to_json(row)), dict(row_to_json(after))))
    reason, answer = found
    assert (len(reason.new.short), reason.new.short[-1], reason.new.whole, reason.old.whole) == (SHORT, "…", LONG, "")
    assert (reason.is_shortened, reason.is_quoted, answer.new.short) == (True, True, "—")


def test_money_and_reductions_of_a_measure() -> None:
    after = replace(
        FIRST,
        executed_ntd=(Decimal(20000000), Decimal(5)),
        execution_rate=None,
        co2e=EmissionReduction(Decimal(10), None, "realised", "one_off"),
    )
    found = told_of_measure(after, "executed_ntd", "execution_rate", "co2e", "funding")
    assert [(item.old.short, item.new.short) for item in found] == [
        ("20,601,000 元", "20,000,000 元；5 元"),
        ("98.2%", "—"),
        ("當年減量 1,342,400 公噸 CO₂e · 期程累計 2,000,000 公噸 CO₂e · 預期減量 · 未說…", "當年減量 10 公噸 CO₂e · 實際減量 · 一次性"),
    ]


@pytest.mark.parametrize("row_before", [{}, {"targets": [{"text": 5}], "actuals": "old shape", "verdict": "met"}])
def test_rows_of_another_shape_are_not_told(row: IndicatorRow, row_before: dict[str, object]) -> None:
    found = tell_corrections(("targets", "actuals"), RowVersions(row_before, dict(row_to_json(replace(row, verdict=Verdict.MET)))))
    assert [(item.label, item.old.short) for item in found] == ([] if not row_before else [("目標", ""), ("實績值", "")])


def plain(page: str, start: str) -> str:
    part = page[page.index(start) :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part[: part.index("</dl>")])).split())


def test_home_and_indicator_page_say_old_and_new(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(3, by=owner, at=now, framework="tsdg")
    report = city_report()
    before = report.rows[0]
    after = replace(before, actuals=(replace(before.actuals[0], value=Decimal("12.9")),), lag_reason=LONG)
    later = now.replace(year=now.year + 1)
    load_report(replace(report, rows=(after,)), framework="tsdg", source=Source("demo", ""), by=owner, at=later, replace_published=True)
    for address in ("/", "/tsdg/indicators/1.1.1/"):
        said = plain(client.get(address).content.decode(), 'class="facts corrected"')
        assert "實績值 原為 13.4% → 改為 12.9%" in said
        assert ("落後原因 原為 兩處幹管工程延後。" in said, LONG in said) == (True, True)
        english = plain(client.get(f"/en{address}").content.decode(), 'class="facts corrected"')
        assert "was 13.4% → now 12.9%" in english


def test_home_says_what_was_corrected_in_a_measure(frameworks: None, client: Client, owner: User, now: datetime) -> None:
    load_rows(1, by=owner, at=now, framework="tsdg")
    load_measures(FIRST, by=owner, at=now)
    later = now.replace(year=now.year + 1)
    load_measures(replace(FIRST, execution_rate=Decimal("97.5")), by=owner, at=later)
    assert "經費 原為 98.2% → 改為 97.5%" in plain(client.get("/").content.decode(), 'class="facts corrected"')


@pytest.mark.parametrize("corrected", [0, 1, 3])
def test_queries_do_not_grow_with_corrections(
    frameworks: None, client: Client, owner: User, now: datetime, corrected: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_rows(3, by=owner, at=now, framework="tsdg")
    report = city_report()
    rows = tuple(replace(row, lag_reason="更正後的原因") for row in report.rows[:corrected])
    later = now.replace(year=now.year + 1)
    load_report(replace(report, rows=rows), framework="tsdg", source=Source("demo", ""), by=owner, at=later, replace_published=True)
    with django_assert_num_queries(8):
        found = read_glance("tsdg")
    assert found is not None
    assert found.changes is not None
    assert sum(bool(change.versions.after) for change in found.changes.indicators) == min(corrected, WHOLE)
