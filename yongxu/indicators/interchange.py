"""Indicator rows as JSON (docs/reading.md) and back, with nothing lost."""

from yongxu.indicators.rows import Breakdown, IndicatorReport, IndicatorRow
from yongxu.quantities.interchange import (
    Json,
    MalformedRow,
    Object,
    decimal_text,
    flag_of,
    last_known_from_json,
    last_known_to_json,
    objects_of,
    optional_date,
    optional_decimal,
    optional_text,
    optional_whole,
    pairs_of,
    result_from_json,
    result_to_json,
    target_from_json,
    target_to_json,
    text_of,
    texts_of,
)
from yongxu.quantities.verdicts import Verdict

KIND = "indicator-report"


def row_to_json(row: IndicatorRow) -> dict[str, Json]:
    return {
        "code": row.code,
        "starred": row.starred,
        "goal": row.goal,
        "goal_name": row.goal_name,
        "goal_lead": row.goal_lead,
        "name": row.name,
        "agencies": list(row.agencies),
        "agency_note": row.agency_note,
        "same_as": list(row.same_as),
        "target_text": row.target_text,
        "result_text": row.result_text,
        "targets": [target_to_json(part) for part in row.targets],
        "actuals": [result_to_json(part) for part in row.actuals],
        "pairs": list(row.pairs),
        "verdicts": [verdict.value for verdict in row.verdicts],
        "verdict": row.verdict.value,
        "expected_on": row.expected_on,
        "last_known": last_known_to_json(row.last_known),
        "claims_met": row.claims_met,
        "lag_reason": row.lag_reason,
        "countermeasures": row.countermeasures,
        "remarks": row.remarks,
        "place": row.place,
        "breakdowns": [breakdown_to_json(item) for item in row.breakdowns],
    }


def row_from_json(row: Object) -> IndicatorRow:
    """The row of a JSON object. Raises `MalformedRow` that names the field."""
    claim = row.get("claims_met")
    if claim is not None and not isinstance(claim, bool):
        raise MalformedRow("claims_met", claim)
    try:
        verdicts = tuple(Verdict(verdict) for verdict in texts_of(row, "verdicts"))
        verdict = Verdict(text_of(row, "verdict"))
    except ValueError as error:
        raise MalformedRow("verdicts", str(error)) from error
    targets = tuple(target_from_json(part) for part in objects_of(row, "targets"))
    actuals = tuple(result_from_json(part) for part in objects_of(row, "actuals"))
    return IndicatorRow(
        code=text_of(row, "code"),
        starred=flag_of(row, "starred"),
        goal=text_of(row, "goal"),
        goal_name=optional_text(row, "goal_name") or "",
        goal_lead=optional_text(row, "goal_lead"),
        name=text_of(row, "name"),
        agencies=texts_of(row, "agencies"),
        agency_note=optional_text(row, "agency_note") or "",
        same_as=texts_of(row, "same_as"),
        target_text=optional_text(row, "target_text") or "",
        result_text=optional_text(row, "result_text") or "",
        targets=targets,
        actuals=actuals,
        pairs=pairs_of(row, targets=len(targets), results=len(actuals)),
        verdicts=verdicts,
        verdict=verdict,
        expected_on=optional_date(row, "expected_on"),
        last_known=last_known_from_json(row.get("last_known")),
        claims_met=claim,
        lag_reason=optional_text(row, "lag_reason") or "",
        countermeasures=optional_text(row, "countermeasures") or "",
        remarks=optional_text(row, "remarks") or "",
        place=optional_text(row, "place") or "",
        breakdowns=tuple(breakdown_from_json(item) for item in objects_of(row, "breakdowns")),
    )


def breakdown_to_json(item: Breakdown) -> dict[str, Json]:
    return {
        "part": item.part,
        "dimension": item.dimension,
        "category": item.category,
        "value": decimal_text(item.value),
        "unit": item.unit,
    }


def breakdown_from_json(item: Object) -> Breakdown:
    part, value = optional_whole(item, "part"), optional_decimal(item, "value")
    if value is None:
        raise MalformedRow("breakdowns.value", item.get("value"))
    return Breakdown(part or 0, text_of(item, "dimension"), text_of(item, "category"), value, optional_text(item, "unit"))


def report_from_json(document: Object) -> IndicatorReport:
    """The report of a JSON document of kind ``indicator-report``; its problems are not read back."""
    rows = tuple(row_from_json(row) for row in objects_of(document, "rows"))
    return IndicatorReport(optional_text(document, "title") or "", optional_whole(document, "year"), rows, ())
