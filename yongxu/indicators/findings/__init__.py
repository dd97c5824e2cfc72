"""Findings 檢核疑義 of an indicator table: one table of rules, each a pure function over a row and its report (docs/findings.md)."""

from yongxu.indicators.findings import figures, reasons, twins, wording, years
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.findings import Finding, Rule, Severity, examine

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

RULES: dict[str, Rule[IndicatorRow, IndicatorReport]] = {
    "missed_without_reason": Rule(_ERROR, reasons.missed_without_reason),
    "missed_without_countermeasures": Rule(_ERROR, reasons.missed_without_countermeasures),
    "reason_though_met": Rule(_WARNING, reasons.reason_though_met),
    "partly_met": Rule(_NOTE, reasons.partly_met),
    "claim_against_numbers": Rule(_ERROR, reasons.claim_against_numbers),
    "claim_though_not_applicable": Rule(_WARNING, reasons.claim_though_not_applicable),
    "claim_without_evidence": Rule(_NOTE, reasons.claim_without_evidence),
    "missed_claim_though_met": Rule(_WARNING, reasons.missed_claim_though_met),
    "revision_proposed": Rule(_NOTE, reasons.revision_proposed),
    "twin_differs": Rule(_ERROR, twins.twin_differs),
    "twin_named_differently": Rule(_NOTE, twins.twin_named_differently),
    "twin_one_sided": Rule(_WARNING, twins.twin_one_sided),
    "twin_unmarked": Rule(_WARNING, twins.twin_unmarked),
    "other_data_year": Rule(_WARNING, years.other_data_year),
    "data_year_unclear": Rule(_WARNING, years.data_year_unclear),
    "part_of_year": Rule(_WARNING, years.part_of_year),
    "provisional_figure": Rule(_NOTE, years.provisional_figure),
    "other_round": Rule(_WARNING, years.other_round),
    "calendars_mixed": Rule(_WARNING, years.calendars_mixed),
    "other_calendar": Rule(_NOTE, years.other_calendar),
    "target_of_later_year": Rule(_NOTE, years.target_of_later_year),
    "not_due_without_date": Rule(_WARNING, years.not_due_without_date),
    "expected_date_past": Rule(_WARNING, years.expected_date_past),
    "last_known_missing": Rule(_NOTE, years.last_known_missing),
    "estimate_though_not_due": Rule(_NOTE, years.estimate_though_not_due),
    "target_missing": Rule(_ERROR, figures.target_missing),
    "result_missing": Rule(_ERROR, figures.result_missing),
    "part_without_result": Rule(_ERROR, figures.part_without_result),
    "units_differ": Rule(_ERROR, figures.units_differ),
    "unit_changed": Rule(_NOTE, figures.unit_changed),
    "opposite_direction": Rule(_ERROR, figures.opposite_direction),
    "arithmetic_wrong": Rule(_ERROR, figures.arithmetic_wrong),
    "off_by_power_of_ten": Rule(_ERROR, figures.off_by_power_of_ten),
    "digits_transposed": Rule(_NOTE, figures.digits_transposed),
    "borderline": Rule(_NOTE, figures.borderline),
    "target_far_exceeded": Rule(_NOTE, figures.target_far_exceeded),
    "mix_off_target": Rule(_NOTE, figures.mix_off_target),
    "growth_without_base": Rule(_WARNING, figures.growth_without_base),
    "basis_not_stated": Rule(_NOTE, figures.basis_not_stated),
    "basis_differs": Rule(_WARNING, figures.basis_differs),
    "actual_copies_target": Rule(_WARNING, wording.actual_copies_target),
    "different_things": Rule(_WARNING, wording.different_things),
    "target_not_of_indicator": Rule(_WARNING, wording.target_not_of_indicator),
    "target_repeats_name": Rule(_WARNING, wording.target_repeats_name),
    "target_vague": Rule(_NOTE, wording.target_vague),
    "completion_not_reported": Rule(_WARNING, wording.completion_not_reported),
    "reason_beyond_subject": Rule(_NOTE, wording.reason_beyond_subject),
    "goal_lead_missing": Rule(_WARNING, wording.goal_lead_missing),
    "agency_missing": Rule(_WARNING, wording.agency_missing),
    "former_agency_name": Rule(_NOTE, wording.former_agency_name),
}


def find_all(report: IndicatorReport) -> tuple[tuple[Finding, ...], ...]:
    """The findings of every row, one tuple per row in the order of the report."""
    return tuple(examine(RULES, row, report, code=row.code, place=row.place) for row in report.rows)
