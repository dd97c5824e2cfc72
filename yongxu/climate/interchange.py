"""Measure rows as JSON (docs/reading.md) and back, with nothing lost."""

from decimal import Decimal

from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.quantities.interchange import (
    Json,
    MalformedRow,
    Object,
    decimal_text,
    flag_of,
    objects_of,
    optional_decimal,
    optional_text,
    optional_whole,
    optional_years,
    pairs_of,
    result_from_json,
    result_to_json,
    target_from_json,
    target_to_json,
    text_of,
    texts_of,
)

KIND = "programme-report"


def row_to_json(row: MeasureRow) -> dict[str, Json]:
    return {
        "code": row.code,
        "strategy": {"code": row.strategy.code, "name": row.strategy.name},
        "name": row.name,
        "plan": row.plan,
        "is_new": row.is_new,
        "element": row.element,
        "agencies": list(row.agencies),
        "co_agencies": list(row.co_agencies),
        "period": None if row.period is None else list(row.period),
        "target_text": row.target_text,
        "result_text": row.result_text,
        "targets": [target_to_json(part) for part in row.targets],
        "results": [result_to_json(part) for part in row.results],
        "pairs": list(row.pairs),
        "executed_ntd": [decimal_text(amount) for amount in row.executed_ntd],
        "execution_rate": decimal_text(row.execution_rate),
        "money_text": row.money_text,
        "money_note": row.money_note,
        "funding": list(row.funding),
        "ended": row.ended,
        "co2e": {
            "year": decimal_text(row.co2e.year),
            "cumulative": decimal_text(row.co2e.cumulative),
            "kind": row.co2e.kind,
            "recurrence": row.co2e.recurrence,
        },
        "place": row.place,
    }


def row_from_json(row: Object) -> MeasureRow:
    """The row of a JSON object. Raises `MalformedRow` that names the field."""
    strategy, co2e = _object(row, "strategy"), _object(row, "co2e")
    targets = tuple(target_from_json(part) for part in objects_of(row, "targets"))
    results = tuple(result_from_json(part) for part in objects_of(row, "results"))
    return MeasureRow(
        code=text_of(row, "code"),
        strategy=Strategy(optional_text(strategy, "code"), optional_text(strategy, "name") or ""),
        name=text_of(row, "name"),
        plan=optional_text(row, "plan") or "",
        is_new=flag_of(row, "is_new"),
        element=optional_text(row, "element"),
        agencies=texts_of(row, "agencies"),
        co_agencies=texts_of(row, "co_agencies"),
        period=optional_years(row, "period"),
        target_text=optional_text(row, "target_text") or "",
        result_text=optional_text(row, "result_text") or "",
        targets=targets,
        results=results,
        pairs=pairs_of(row, targets=len(targets), results=len(results)),
        executed_ntd=tuple(_amount(text) for text in texts_of(row, "executed_ntd")),
        execution_rate=optional_decimal(row, "execution_rate"),
        money_text=optional_text(row, "money_text") or "",
        money_note=optional_text(row, "money_note") or "",
        funding=texts_of(row, "funding"),
        ended=flag_of(row, "ended"),
        co2e=EmissionReduction(
            optional_decimal(co2e, "year"),
            optional_decimal(co2e, "cumulative"),
            optional_text(co2e, "kind"),
            optional_text(co2e, "recurrence"),
        ),
        place=optional_text(row, "place") or "",
    )


def _object(row: Object, field: str) -> Object:
    value = row.get(field)
    if not isinstance(value, dict):
        raise MalformedRow(field, value)
    return value


def _amount(text: str) -> Decimal:
    amount = optional_decimal({"executed_ntd": text}, "executed_ntd")
    if amount is None:
        raise MalformedRow("executed_ntd", text)
    return amount


def report_from_json(document: Object) -> ProgrammeReport:
    """The report of a JSON document of kind ``programme-report``; its problems are not read back."""
    rows = tuple(row_from_json(row) for row in objects_of(document, "rows"))
    return ProgrammeReport(optional_text(document, "title") or "", optional_whole(document, "year"), rows, ())
