import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.climate import interchange as measure_rows
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.indicators import interchange as indicator_rows
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.findings import Finding, Severity
from yongxu.quantities.interchange import (
    MalformedRow,
    decimal_text,
    finding_to_json,
    last_known_from_json,
    objects_of,
    optional_decimal,
    optional_whole,
    optional_years,
    positions_of,
    result_from_json,
    result_to_json,
    target_from_json,
    target_to_json,
    texts_of,
)
from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict
from yongxu.quantities.wording import Bilingual


def some_pairs(targets: int, results: int) -> tuple[int | None, ...]:
    """The last target answered by the first result, and so on; the rest by none."""
    return tuple(index if index < results else None for index in reversed(range(targets)))


TEXT = st.text(alphabet="目標示範 0%\n\x1e\"\\'，👍", max_size=8)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)
YEARS = st.integers(1, 2100)
DATES = st.sampled_from(["2026", "2025-10", "2025-10-31"])
LAST_KNOWN = st.builds(LastKnown, year=TEXT, value=NUMBERS, unit=st.none() | TEXT)
TARGETS = st.builds(
    TargetPart,
    text=TEXT,
    value=st.none() | NUMBERS,
    upper=st.none() | NUMBERS,
    basis=TEXT.filter(bool),
    **{name: st.none() | TEXT for name in ("direction_from", "better", "unit", "number")},
)
RESULTS = st.builds(
    ResultPart,
    text=TEXT,
    span=st.none() | st.tuples(YEARS, YEARS),
    data_year=st.none() | YEARS,
    last_known=st.none() | LAST_KNOWN,
    claims_met=st.none() | st.booleans(),
    **{name: st.none() | NUMBERS for name in ("value", "upper", "estimate")},
    **{name: st.none() | TEXT for name in ("unit", "number")},
    expected_on=st.none() | DATES,
)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
SMALL = {"max_size": 2}
INDICATORS = st.builds(
    IndicatorRow,
    agencies=TEXTS,
    same_as=TEXTS,
    targets=st.lists(TARGETS, **SMALL).map(tuple),
    actuals=st.lists(RESULTS, **SMALL).map(tuple),
    pairs=st.just(()),
    expected_on=st.none() | DATES,
    verdicts=st.lists(st.sampled_from(Verdict), max_size=3).map(tuple),
    last_known=st.none() | LAST_KNOWN,
).map(lambda row: replace(row, pairs=some_pairs(len(row.targets), len(row.actuals))))
MEASURES = st.builds(
    MeasureRow,
    strategy=st.builds(Strategy, code=st.none() | TEXT, name=TEXT),
    agencies=TEXTS,
    co_agencies=TEXTS,
    period=st.none() | st.tuples(YEARS, YEARS),
    targets=st.lists(TARGETS, **SMALL).map(tuple),
    results=st.lists(RESULTS, **SMALL).map(tuple),
    pairs=st.just(()),
    executed_ntd=st.lists(NUMBERS, **SMALL).map(tuple),
    execution_rate=st.none() | NUMBERS,
    funding=TEXTS,
    co2e=st.builds(
        EmissionReduction, year=st.none() | NUMBERS, cumulative=st.none() | NUMBERS, kind=st.none() | TEXT, recurrence=st.none() | TEXT
    ),
).map(lambda row: replace(row, pairs=some_pairs(len(row.targets), len(row.results))))


def through_json(value: object) -> dict:
    return json.loads(json.dumps(value, ensure_ascii=False))


@given(TARGETS)
def test_target_comes_back_from_json_unchanged(part):
    assert target_from_json(through_json(target_to_json(part))) == part


@given(RESULTS)
def test_result_comes_back_from_json_unchanged(part):
    assert result_from_json(through_json(result_to_json(part))) == part


@given(INDICATORS)
def test_indicator_row_comes_back_from_json_unchanged(row):
    assert indicator_rows.row_from_json(through_json(indicator_rows.row_to_json(row))) == row


@given(MEASURES)
def test_measure_row_comes_back_from_json_unchanged(row):
    assert measure_rows.row_from_json(through_json(measure_rows.row_to_json(row))) == row


TARGET = TargetPart("目標", Comparator.AT_LEAST)
RESULT = ResultPart("實績", last_known=LastKnown("2023", Decimal(1), "%"))
INDICATOR = IndicatorRow(
    code="6.4.1", starred=False, goal="6", goal_name="示範", goal_lead=None, name="示範率", agencies=("示範署",), agency_note="",
    same_as=(),
    target_text="目標", result_text="實績", targets=(TARGET,), actuals=(RESULT,), pairs=(0,), verdicts=(Verdict.MET,), verdict=Verdict.MET,
    expected_on=None, last_known=None, claims_met=None, lag_reason="", countermeasures="", remarks="", place="row 1",
)  # fmt: skip
MEASURE = MeasureRow(
    code="1.1.1", strategy=Strategy("1.1", "策略"), name="措施", plan="計畫", is_new=False, element=None, agencies=(), co_agencies=(),
    period=(110, 114), target_text="", result_text="", targets=(TARGET,), results=(RESULT,), pairs=(0,), executed_ntd=(Decimal(5),),
    execution_rate=None, money_text="", money_note="", funding=(), ended=False, co2e=EmissionReduction(None, None, None), place="row 1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("write", "part"),
    [
        (target_to_json, TARGET),
        (result_to_json, RESULT),
        (indicator_rows.row_to_json, INDICATOR),
        (measure_rows.row_to_json, MEASURE),
    ],
)
def test_json_names_every_field(write, part):
    assert set(write(part)) - {"strict"} == {field.name for field in fields(part)}


def refused(read, row: object) -> tuple[str, Bilingual]:
    with pytest.raises(MalformedRow) as refusal:
        read(row)
    return refusal.value.field, refusal.value.message


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("text", [None, 1, ["目標"]]),
        ("comparator", [None, 1]),
        ("direction_from", [1, False]),
        ("better", [1]),
        ("value", [80, "八十", "NaN", "Infinity", "1,000", True]),
        ("upper", [80, "x"]),
        ("unit", [1]),
        ("basis", [1]),
        ("phrase", [1]),
        ("number", [1]),
        ("strict", ["yes", 1, None]),
        ("basis_stated", ["yes"]),
        ("not_applicable", [0]),
        ("not_due", ["no"]),
        ("approximate", [1]),
    ],
)
def test_target_with_a_malformed_field_is_refused_by_its_name(field, values):
    for value in values:
        assert refused(target_from_json, {**target_to_json(TARGET), field: value})[0] == field


@pytest.mark.parametrize(
    ("field", "values", "named"),
    [
        ("text", [None, 5], "text"),
        ("value", [5, "x", "-Infinity"], "value"),
        ("upper", [5], "upper"),
        ("estimate", [5, "sNaN"], "estimate"),
        ("unit", [5], "unit"),
        ("span", ["113", [113], [113, 114, 115], ["113", 114], [113, "114"], [113, None]], "span"),
        ("data_year", ["2024", 2024.0, True], "data_year"),
        ("phrase", [5], "phrase"),
        ("number", [5], "number"),
        ("not_due", ["x"], "not_due"),
        ("expected_on", [5], "expected_on"),
        ("claims_met", ["yes", 1, 0], "claims_met"),
        ("approximate", ["x"], "approximate"),
        ("last_known", ["2023", [], 5], "last_known"),
        ("last_known", [{"year": "2023"}, {"year": "2023", "value": None}], "last_known.value"),
        ("last_known", [{"year": 2023, "value": "1"}, {"value": "1"}], "year"),
    ],
)
def test_result_with_a_malformed_field_is_refused_by_its_name(field, values, named):
    for value in values:
        assert refused(result_from_json, {**result_to_json(RESULT), field: value})[0] == named


@pytest.mark.parametrize(
    ("field", "values", "named"),
    [
        ("code", [None, 6.4], "code"),
        ("goal", [None, 6], "goal"),
        ("name", [None], "name"),
        ("starred", ["*"], "starred"),
        ("goal_lead", [5], "goal_lead"),
        ("agencies", ["示範署", [5], [None], {}], "agencies"),
        ("same_as", ["12.4.6"], "same_as"),
        ("targets", [{}, ["目標"], [None]], "targets"),
        ("actuals", ["x", [5]], "actuals"),
        ("pairs", [5, ["0"], [0.0], [True], [9], []], "pairs"),
        ("verdicts", [["fine"]], "verdicts"),
        ("verdicts", ["met", None], "verdicts"),
        ("verdict", ["fine"], "verdicts"),
        ("verdict", [None], "verdict"),
        ("last_known", [5], "last_known"),
        ("claims_met", ["yes", 1], "claims_met"),
        ("remarks", [5], "remarks"),
        ("place", [5], "place"),
    ],
)
def test_indicator_row_with_a_malformed_field_is_refused_by_its_name(field, values, named):
    for value in values:
        assert refused(indicator_rows.row_from_json, {**indicator_rows.row_to_json(INDICATOR), field: value})[0] == named


@pytest.mark.parametrize(
    ("field", "values", "named"),
    [
        ("code", [None], "code"),
        ("name", [5], "name"),
        ("strategy", [None, "1.1", []], "strategy"),
        ("strategy", [{"code": 1.1}], "code"),
        ("co2e", [None, 5], "co2e"),
        ("co2e", [{"year": 5}], "year"),
        ("co2e", [{"cumulative": "x"}], "cumulative"),
        ("co2e", [{"kind": 5}], "kind"),
        ("co2e", [{"recurrence": 5}], "recurrence"),
        ("is_new", ["x"], "is_new"),
        ("ended", ["x"], "ended"),
        ("element", [5], "element"),
        ("co_agencies", ["x"], "co_agencies"),
        ("period", ["110-114", [110], [True, "x"]], "period"),
        ("results", ["x"], "results"),
        ("executed_ntd", [[5], "5", ["five"], ["NaN"]], "executed_ntd"),
        ("execution_rate", [98, "x"], "execution_rate"),
        ("funding", [[5]], "funding"),
    ],
)
def test_measure_row_with_a_malformed_field_is_refused_by_its_name(field, values, named):
    for value in values:
        assert refused(measure_rows.row_from_json, {**measure_rows.row_to_json(MEASURE), field: value})[0] == named


def test_refusal_names_the_field_in_both_languages():
    message = refused(target_from_json, {**target_to_json(TARGET), "value": "八十"})[1]
    assert message == Bilingual("欄位 value 缺漏或格式不符：八十", "field value is missing or of the wrong kind: 八十")
    assert refused(target_from_json, {})[1].zh == "欄位 comparator 缺漏或格式不符"


def test_fields_that_may_be_left_out_have_their_defaults():
    assert target_from_json({"text": "目標", "comparator": ">="}) == TARGET
    assert result_from_json({"text": "實績"}) == ResultPart("實績")


def test_readers_of_single_fields_give_none_or_nothing_where_a_field_is_absent():
    assert (optional_decimal({}, "x"), optional_whole({}, "x"), optional_years({}, "x"), last_known_from_json(None)) == (None,) * 4
    assert (texts_of({}, "x"), objects_of({}, "x"), positions_of({}, "x")) == ((), (), ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("74", "74"),
        ("74.00", "74"),
        ("0.0631", "0.0631"),
        ("0.10", "0.1"),
        ("1000", "1000"),
        ("1E+8", "100000000"),
        ("1E-7", "0.0000001"),
        ("-2.50", "-2.5"),
        ("0", "0"),
        ("0.00", "0"),
    ],
)
def test_decimal_is_written_plainly(value, text):
    assert decimal_text(None if value is None else Decimal(value)) == text


@given(NUMBERS)
def test_decimal_written_is_read_back_exactly(value):
    assert optional_decimal({"value": decimal_text(value)}, "value") == value


@pytest.mark.parametrize(("language", "message"), [("zh-hant", "不符"), ("en", "does not add up")])
def test_finding_is_written_in_the_language_asked_for(language, message):
    finding = Finding(
        code="T8-00",
        severity=Severity.WARNING,
        row="6.4.1",
        place="row 1",
        part=None,
        evidence="據",
        message=Bilingual("不符", "does not add up"),
    )
    assert finding_to_json(finding, language=language) == {
        "code": "T8-00", "severity": Severity.WARNING.value, "row": "6.4.1", "place": "row 1", "part": None,
        "evidence": "據", "message": message,
    }  # fmt: skip


def test_reports_are_read_back_with_title_year_and_rows():
    indicators = {"title": "示範表", "year": 2024, "rows": [indicator_rows.row_to_json(INDICATOR)]}
    assert indicator_rows.report_from_json(through_json(indicators)) == IndicatorReport("示範表", 2024, (INDICATOR,), ())
    measures = {"title": "示範表", "year": 113, "rows": [measure_rows.row_to_json(MEASURE)]}
    assert measure_rows.report_from_json(through_json(measures)) == ProgrammeReport("示範表", 113, (MEASURE,), ())
    assert measure_rows.report_from_json({}) == ProgrammeReport("", None, (), ())
