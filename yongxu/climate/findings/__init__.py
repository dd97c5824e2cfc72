"""Findings 檢核疑義 of an action programme's table: one table of rules, each a pure function (docs/findings.md)."""

from yongxu.climate.findings import emissions, money, results, wording
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.quantities.findings import Finding, Rule, Severity, examine

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

RULES: dict[str, Rule[MeasureRow, ProgrammeReport]] = {
    "target_missing": Rule(_ERROR, results.target_missing),
    "result_missing": Rule(_ERROR, results.result_missing),
    "part_without_result": Rule(_ERROR, results.part_without_result),
    "target_missed": Rule(_WARNING, results.target_missed),
    "target_far_exceeded": Rule(_NOTE, results.target_far_exceeded),
    "year_beyond_cumulative_target": Rule(_WARNING, results.year_beyond_cumulative_target),
    "cumulative_result_missing": Rule(_WARNING, results.cumulative_result_missing),
    "yearly_result_missing": Rule(_WARNING, results.yearly_result_missing),
    "cumulative_below_year": Rule(_ERROR, results.cumulative_below_year),
    "result_of_other_year": Rule(_WARNING, results.result_of_other_year),
    "span_unclear": Rule(_NOTE, results.span_unclear),
    "total_not_stated": Rule(_NOTE, results.total_not_stated),
    "units_differ": Rule(_ERROR, results.units_differ),
    "off_by_power_of_ten": Rule(_ERROR, results.off_by_power_of_ten),
    "per_case_as_total": Rule(_NOTE, results.per_case_as_total),
    "arithmetic_wrong": Rule(_ERROR, results.arithmetic_wrong),
    "total_of_items_wrong": Rule(_ERROR, results.total_of_items_wrong),
    "same_number": Rule(_NOTE, results.same_number),
    "executed_zero": Rule(_WARNING, money.executed_zero),
    "rate_unexplained": Rule(_WARNING, money.rate_unexplained),
    "rate_wrong": Rule(_ERROR, money.rate_wrong),
    "one_rate_for_amounts": Rule(_NOTE, money.one_rate_for_amounts),
    "amount_unit_missing": Rule(_WARNING, money.amount_unit_missing),
    "money_missing": Rule(_WARNING, money.money_missing),
    "funding_missing": Rule(_WARNING, money.funding_missing),
    "per_year_on_cumulative": Rule(_WARNING, emissions.per_year_on_cumulative),
    "co2e_missing": Rule(_NOTE, emissions.co2e_missing),
    "co2e_unit_incomplete": Rule(_NOTE, emissions.co2e_unit_incomplete),
    "expected_as_result": Rule(_NOTE, emissions.expected_as_result),
    "expected_and_realised_mixed": Rule(_WARNING, emissions.expected_and_realised_mixed),
    "emission_factor_differs": Rule(_NOTE, emissions.emission_factor_differs),
    "agency_missing": Rule(_WARNING, wording.agency_missing),
    "element_missing": Rule(_WARNING, wording.element_missing),
    "former_agency_name": Rule(_NOTE, wording.former_agency_name),
    "plan_copies_strategy": Rule(_WARNING, wording.plan_copies_strategy),
    "target_copies_plan": Rule(_WARNING, wording.target_copies_plan),
    "result_copies_target": Rule(_WARNING, wording.result_copies_target),
    "target_not_measurable": Rule(_NOTE, wording.target_not_measurable),
    "different_things": Rule(_WARNING, wording.different_things),
    "other_calendar": Rule(_NOTE, wording.other_calendar),
}


def find_all(report: ProgrammeReport) -> tuple[tuple[Finding, ...], ...]:
    """The findings of every row, one tuple per row in the order of the report."""
    return tuple(examine(RULES, row, report, code=row.code, place=row.place) for row in report.rows)
