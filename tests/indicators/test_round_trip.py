"""What `yongxu export` writes is read back with nothing lost: gold rows, and random ones."""

import json
import os
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, loader
from yongxu.accounts.models import User
from yongxu.cli.files import read_file
from yongxu.climate import interchange as measures
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.climate.selectors.rows import published_rows as measure_rows
from yongxu.climate.services import load_programme_report, load_programmes, read_programmes
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators import interchange as indicators
from yongxu.indicators.demo import DEMO_FRAMEWORK
from yongxu.indicators.rows import Breakdown, IndicatorReport, IndicatorRow
from yongxu.indicators.selectors import published_rows as indicator_rows
from yongxu.indicators.services import load_report
from yongxu.quantities.interchange import MalformedRow, document_from_csv, document_to_csv
from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict, judge, row_verdict
from yongxu.reporting.differences import Source

SHARED = Path(os.environ.get("YONGXU_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
needs_gold = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the gold rows are not there")
QUICK = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
texts = st.text(letters, min_size=1, max_size=20)
loose = st.one_of(st.just(""), texts, st.sampled_from(["=1+1", "'quoted", "[1]", "true", "-5", "a,b\nc", '"', "007", "@x", "{"]))
numbers = st.decimals(min_value=-(10**15), max_value=10**15, places=6, allow_nan=False)
maybe = st.none()
years = st.integers(90, 130)
bases = st.sampled_from(["十萬人", "千活產", "人/日", "公頃"])
known = st.builds(LastKnown, st.sampled_from(["2023", "112"]), numbers, maybe | texts, maybe | bases)
targets = st.builds(
    TargetPart,
    text=texts,
    comparator=st.sampled_from(list(Comparator)),
    direction_from=maybe | texts,
    better=st.sampled_from([None, "higher", "lower"]),
    value=maybe | numbers,
    upper=maybe | numbers,
    unit=maybe | st.sampled_from(["家", "公噸CO2e", "%"]),
    basis=st.sampled_from(["per_year", "cumulative", "phase", "by_year:114", "per_case", "average", "growth", "share"]),
    basis_stated=st.booleans(),
    phrase=loose,
    number=maybe | st.sampled_from(["1", "2.", "(3)"]),
    not_applicable=st.booleans(),
    not_due=st.booleans(),
    approximate=st.booleans(),
    per=maybe | bases,
)
results = st.builds(
    ResultPart,
    text=texts,
    value=maybe | numbers,
    upper=maybe | numbers,
    unit=maybe | st.sampled_from(["家", "公噸", "%"]),
    span=maybe | st.tuples(years, years),
    data_year=maybe | st.integers(2010, 2024),
    phrase=loose,
    number=maybe | st.sampled_from(["1", "2."]),
    not_due=st.booleans(),
    estimate=maybe | numbers,
    expected_on=maybe | st.sampled_from(["2025-08-31", "2025-10", "2026"]),
    last_known=maybe | known,
    claims_met=st.sampled_from([None, True, False]),
    approximate=st.booleans(),
    per=maybe | bases,
)


def pairs_for(draw: st.DrawFn, parts: int, answers: int) -> tuple[int | None, ...]:
    return tuple(draw(maybe | st.integers(0, answers - 1)) if answers else None for _ in range(parts))


@st.composite
def indicator_row(draw: st.DrawFn) -> IndicatorRow:
    parts, answers = tuple(draw(st.lists(targets, max_size=3))), tuple(draw(st.lists(results, max_size=3)))
    pairs = pairs_for(draw, len(parts), len(answers))
    verdicts = tuple(judge(part, None if pair is None else answers[pair], roc_year=113) for part, pair in zip(parts, pairs, strict=True))
    groups = st.builds(Breakdown, st.integers(0, 2), texts, texts, numbers, maybe | texts)
    return IndicatorRow(
        code=draw(st.sampled_from(["1.1.1", "1.e.2", "2.10.1"])),
        starred=draw(st.booleans()),
        goal="1",
        goal_name=draw(loose),
        goal_lead=draw(maybe | loose),
        name=draw(texts),
        agencies=tuple(draw(st.lists(texts, max_size=2))),
        agency_note=draw(loose),
        same_as=(),
        target_text=draw(loose),
        result_text=draw(loose),
        targets=parts,
        actuals=answers,
        pairs=pairs,
        verdicts=verdicts,
        verdict=row_verdict(verdicts),
        expected_on=draw(maybe | st.sampled_from(["2025-08-31", "2025-10", "2026"])),
        last_known=draw(maybe | known),
        claims_met=draw(st.sampled_from([None, True, False])),
        lag_reason=draw(loose),
        countermeasures=draw(loose),
        remarks=draw(loose),
        place=draw(st.sampled_from(["row 2", ""])),
        breakdowns=tuple(draw(st.lists(groups, max_size=3))),
    )


@st.composite
def measure_row(draw: st.DrawFn) -> MeasureRow:
    parts, answers = tuple(draw(st.lists(targets, max_size=3))), tuple(draw(st.lists(results, max_size=3)))
    start = draw(years)
    money = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False)
    tonnes = maybe | numbers
    return MeasureRow(
        code=draw(st.sampled_from(["1.1.1", "2.10.3"])),
        strategy=Strategy(draw(maybe | st.sampled_from(["1.1", "2.10"])), draw(texts)),
        name=draw(texts),
        plan=draw(loose),
        is_new=draw(st.booleans()),
        element=draw(maybe | st.sampled_from(["減緩", "調適", ""])),
        agencies=tuple(draw(st.lists(texts, max_size=2))),
        co_agencies=tuple(draw(st.lists(texts, max_size=2))),
        period=draw(maybe | st.just((start, start + 4))),
        target_text=draw(loose),
        result_text=draw(loose),
        targets=parts,
        results=answers,
        pairs=pairs_for(draw, len(parts), len(answers)),
        executed_ntd=tuple(draw(st.lists(money, max_size=2))),
        execution_rate=draw(maybe | money),
        money_text=draw(loose),
        money_note=draw(loose),
        funding=tuple(draw(st.lists(texts, max_size=3))),
        ended=draw(st.booleans()),
        co2e=EmissionReduction(
            draw(tonnes),
            draw(tonnes),
            draw(st.sampled_from([None, "expected", "unspecified"])),
            draw(st.sampled_from([None, "per_year", "one_off", "cumulative", "mixed"])),
        ),
        place=draw(st.sampled_from(["row 2", ""])),
    )


@given(row=indicator_row())
@settings(max_examples=25, deadline=None)
def test_random_indicator_row_survives_json_and_csv(row: IndicatorRow) -> None:
    document = {"kind": indicators.KIND, "title": "示範", "year": 2024, "rows": [indicators.row_to_json(row)]}
    expected = IndicatorReport("示範", 2024, (row,), ())
    assert indicators.report_from_json(json.loads(json.dumps(document))) == expected
    assert indicators.report_from_json(document_from_csv(document_to_csv(document))) == expected


@given(row=measure_row())
@settings(max_examples=25, deadline=None)
def test_random_measure_row_survives_json_and_csv(row: MeasureRow) -> None:
    document = {"kind": measures.KIND, "title": "示範", "year": 113, "rows": [measures.row_to_json(row)]}
    expected = ProgrammeReport("示範", 113, (row,), ())
    assert measures.report_from_json(json.loads(json.dumps(document))) == expected
    assert measures.report_from_json(document_from_csv(document_to_csv(document))) == expected


@pytest.mark.django_db
@QUICK
@given(row=indicator_row())
def test_random_indicator_row_survives_the_record(row: IndicatorRow, owner: User, now: datetime) -> None:
    with transaction.atomic():
        load_framework(read_framework(DEMO_FRAMEWORK), by=loader(), at=NOW, is_fictional=True)
        report = IndicatorReport("示範", 2024, (row,), ())
        load_report(report, framework=DEMO_FRAMEWORK, source=Source("row.json", ""), by=owner, at=now)
        assert indicator_rows(DEMO_FRAMEWORK, year=2024) == [row]
        again = load_report(report, framework=DEMO_FRAMEWORK, source=Source("row.json", ""), by=owner, at=now)
        assert again.same == (row.code,)
        transaction.set_rollback(True)


@pytest.mark.django_db
@QUICK
@given(row=measure_row())
def test_random_measure_row_survives_the_record(row: MeasureRow, owner: User, now: datetime) -> None:
    with transaction.atomic():
        load_programmes(read_programmes(), by=loader(), at=NOW)
        report = ProgrammeReport("示範", 113, (row,), ())
        load_programme_report(report, programme="manufacturing", source=Source("row.json", ""), by=owner, at=now)
        assert measure_rows("manufacturing", year=2024) == [row]
        transaction.set_rollback(True)


@needs_gold
@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["json", "csv"])
@pytest.mark.parametrize(
    ("what", "kind", "year", "rows"), [("indicators", indicators.KIND, 2024, 19), ("measures", measures.KIND, 113, 18)]
)
def test_gold_rows_survive_load_and_export(
    tmp_path: Path,
    owner: User,
    now: datetime,
    capsys: pytest.CaptureFixture[str],
    what: str,
    kind: str,
    year: int,
    rows: int,
    file_format: str,
) -> None:
    call_command("demo")
    call_command("demo", "--remove")
    gold = json.loads((SHARED / "gold" / f"{what}.json").read_text(encoding="utf-8"))
    document = {"kind": kind, "title": "113 年製造部門行動方案執行情形", "year": year, "rows": gold}
    given_file = tmp_path / "gold.json"
    given_file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    report = read_file(given_file)[1]
    if isinstance(report, IndicatorReport):
        load_report(report, framework="tsdg", source=Source("gold.json", ""), by=owner, at=now)
    else:
        load_programme_report(report, programme=None, source=Source("gold.json", ""), by=owner, at=now)
    capsys.readouterr()
    call_command("export", what, "--year", "2024", "--format", file_format)
    written = tmp_path / f"export.{file_format}"
    written.write_text(capsys.readouterr().out, encoding="utf-8", newline="")
    restored = read_file(written)[1]
    assert len(restored.rows) == rows
    assert {row.code: _judged_alike(row) for row in restored.rows} == {row.code: _judged_alike(row) for row in report.rows}


def _judged_alike(row: IndicatorRow | MeasureRow) -> IndicatorRow | MeasureRow:
    """The row with its verdicts left out: gold holds a person's, the record computes its own."""
    return replace(row, verdicts=(), verdict=Verdict.MET) if isinstance(row, IndicatorRow) else row


def test_pairs_that_cannot_be_are_refused() -> None:
    row = {"code": "1.1.1", "goal": "1", "name": "示範", "verdicts": [], "verdict": "met", "targets": [], "actuals": []}
    assert indicators.row_from_json(row).pairs == ()
    with pytest.raises(MalformedRow):
        indicators.row_from_json({**row, "pairs": [0]})


@pytest.mark.parametrize("written", ["", "soon", "2025-13", "2025-02-30", "2025-1"])
def test_date_that_is_none_is_refused(written: str) -> None:
    row = {"code": "1.1.1", "goal": "1", "name": "示範", "verdicts": [], "verdict": "met", "expected_on": written}
    with pytest.raises(MalformedRow):
        indicators.row_from_json(row)


def test_csv_of_another_kind_is_not_taken_for_an_export() -> None:
    for text in ("", "kind,title,year,code\r\n", "a,b\r\n1,2\r\n"):
        with pytest.raises(MalformedRow):
            document_from_csv(text)


def test_csv_protects_from_formulas() -> None:
    document = {"kind": "k", "title": "t", "year": 2024, "rows": [{"name": "=HYPERLINK(1)", "value": Decimal("1") and "1"}]}
    text = document_to_csv(document)
    assert "'=HYPERLINK(1)" in text
    assert document_from_csv(text)["rows"] == document["rows"]
