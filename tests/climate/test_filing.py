"""A report on a measure as typed: the row it makes, the figures taken from its words, and what it still lacks."""

import json
from dataclasses import replace

import pytest

from yongxu.climate.demo import city_programme_reports
from yongxu.climate.filing import (
    AmountFiling,
    MeasureFiling,
    ResultFiling,
    filing_from_json,
    filing_of_row,
    filing_to_json,
    planned_row,
    row_of_filing,
)
from yongxu.climate.interchange import report_from_json
from yongxu.climate.missing import missing_in
from yongxu.climate.rows import MeasureRow
from yongxu.climate.services import DATA

REPORT = report_from_json(json.loads((DATA / "manufacturing-113.json").read_text(encoding="utf-8")))
ROWS: dict[str, MeasureRow] = {row.code: row for row in REPORT.rows}


@pytest.mark.parametrize("code", list(ROWS))
def test_every_row_of_the_file_survives_being_typed(code: str) -> None:
    filing = filing_of_row(ROWS[code])
    assert filing_from_json(filing_to_json(filing)) == filing
    assert row_of_filing(filing, planned_row(ROWS[code]), year=2024) == ROWS[code]


def test_city_rows_keep_their_figures_when_typed() -> None:
    """Rows of running text are laid out one result a line; figures, money and reductions stay."""
    for table in city_programme_reports():
        for row in table.rows:
            again = row_of_filing(filing_of_row(row), planned_row(row), year=(table.year or 0) + 1911)
            kept = {"targets", "pairs", "executed_ntd", "execution_rate", "funding", "ended", "co2e", "money_note"}
            assert {name: getattr(again, name) for name in kept} == {name: getattr(row, name) for name in kept}
            assert [(item.value, item.unit, item.span) for item in again.results] == [
                (item.value, item.unit, item.span) for item in row.results
            ]


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        (MeasureFiling(), ["id_result-1-text", "id_result-3-text", "id_result-4-text"]),
        (MeasureFiling(results=(ResultFiling("112 年案件 1 案", 0),)), ["id_result-1-text", "id_result-3-text", "id_result-4-text"]),
        (MeasureFiling(ended=True), ["id_ended_text"]),
        (MeasureFiling(ended=True, ended_text="已於 112 年結束"), []),
    ],
)
def test_report_says_what_is_missing(typed: MeasureFiling, missing: list[str]) -> None:
    """Of three benefits for a year each (1.1.5), only the one of the year reported is asked for, beside those of the whole phase."""
    planned = planned_row(ROWS["1.1.5"])
    filing = replace(typed, target_text=planned.target_text)
    found = [field for field, _ in missing_in(filing, row_of_filing(filing, planned, year=2024), roc_year=113)]
    assert found == missing


def test_reductions_are_taken_from_the_results_where_none_is_given() -> None:
    planned = planned_row(ROWS["1.1.1"])
    filing = MeasureFiling(target_text=planned.target_text, results=(ResultFiling("113 年預估減碳量 1,500 公噸CO2e"),))
    assert row_of_filing(filing, planned, year=2024).co2e.year == 1500
    given = replace(filing, co2e_year="2 萬公噸", co2e_kind="realised", co2e_recurrence="per_year")
    co2e = row_of_filing(given, planned, year=2024).co2e
    assert (co2e.year, co2e.cumulative, co2e.kind, co2e.recurrence) == (20000, None, "realised", "per_year")


@pytest.mark.parametrize(
    ("amount", "unit", "ntd"),
    [
        ("1,234", "元", 1234),
        ("12", "千元", 12000),
        ("2,060.1", "萬元", 20601000),
        ("1.5", "億元", 150000000),
        ("3 億元", "千元", 300000000),
    ],
)
def test_amounts_are_read_in_their_unit(amount: str, unit: str, ntd: int) -> None:
    filing = MeasureFiling(amounts=(AmountFiling("公務預算、民間投資", amount, unit),))
    row = row_of_filing(filing, planned_row(ROWS["1.1.1"]), year=2024)
    assert (row.executed_ntd, row.funding) == ((ntd,), ("公務預算", "民間投資"))
