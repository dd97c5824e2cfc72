"""Targets and results as the JSON that `yongxu read` prints and `yongxu load` reads back (docs/reading.md); nothing is lost on the way."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from yongxu.quantities.findings import Finding
from yongxu.quantities.spreadsheets import FORMULA_STARTS
from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart
from yongxu.quantities.wording import Bilingual

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Object = Mapping[str, Json]


class MalformedRow(Exception):
    """A field of a row in JSON or CSV is missing or of the wrong kind. ``message`` names the field."""

    def __init__(self, field: str, value: Json) -> None:
        super().__init__(field)
        shown = "" if value is None else f"：{value}"
        self.field = field
        self.message = Bilingual(f"欄位 {field} 缺漏或格式不符{shown}", f"field {field} is missing or of the wrong kind: {value}")


def decimal_text(value: Decimal | None) -> str | None:
    """A number as a plain decimal string without useless zeros: ``74``, ``0.0631``; None stays None."""
    if value is None:
        return None
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def target_to_json(part: TargetPart) -> dict[str, Json]:
    """A target part; strictly more and less are ``>=`` and ``<=`` with ``strict``, as the contract knows no others."""
    loose = {Comparator.MORE_THAN: Comparator.AT_LEAST, Comparator.LESS_THAN: Comparator.AT_MOST}
    return {
        "text": part.text,
        "comparator": loose.get(part.comparator, part.comparator).value,
        "strict": part.comparator in loose,
        "direction_from": part.direction_from,
        "better": part.better,
        "value": decimal_text(part.value),
        "upper": decimal_text(part.upper),
        "unit": part.unit,
        "per": part.per,
        "basis": part.basis,
        "basis_stated": part.basis_stated,
        "phrase": part.phrase,
        "number": part.number,
        "not_applicable": part.not_applicable,
        "not_due": part.not_due,
        "approximate": part.approximate,
    }


def target_from_json(row: Object) -> TargetPart:
    try:
        comparator = Comparator(text_of(row, "comparator"))
    except ValueError as error:
        raise MalformedRow("comparator", row.get("comparator")) from error
    strict = {Comparator.AT_LEAST: Comparator.MORE_THAN, Comparator.AT_MOST: Comparator.LESS_THAN}
    return TargetPart(
        text=text_of(row, "text"),
        comparator=strict.get(comparator, comparator) if flag_of(row, "strict") else comparator,
        direction_from=optional_text(row, "direction_from"),
        better=optional_text(row, "better"),
        value=optional_decimal(row, "value"),
        upper=optional_decimal(row, "upper"),
        unit=optional_text(row, "unit"),
        per=optional_text(row, "per"),
        basis=optional_text(row, "basis") or "per_year",
        basis_stated=flag_of(row, "basis_stated"),
        phrase=optional_text(row, "phrase") or "",
        number=optional_text(row, "number"),
        not_applicable=flag_of(row, "not_applicable"),
        not_due=flag_of(row, "not_due"),
        approximate=flag_of(row, "approximate"),
    )


def result_to_json(part: ResultPart) -> dict[str, Json]:
    return {
        "text": part.text,
        "value": decimal_text(part.value),
        "upper": decimal_text(part.upper),
        "unit": part.unit,
        "per": part.per,
        "span": None if part.span is None else list(part.span),
        "data_year": part.data_year,
        "phrase": part.phrase,
        "number": part.number,
        "not_due": part.not_due,
        "estimate": decimal_text(part.estimate),
        "expected_on": part.expected_on,
        "last_known": last_known_to_json(part.last_known),
        "claims_met": part.claims_met,
        "approximate": part.approximate,
    }


def result_from_json(row: Object) -> ResultPart:
    claim = row.get("claims_met")
    if claim is not None and not isinstance(claim, bool):
        raise MalformedRow("claims_met", claim)
    return ResultPart(
        text=text_of(row, "text"),
        value=optional_decimal(row, "value"),
        upper=optional_decimal(row, "upper"),
        unit=optional_text(row, "unit"),
        per=optional_text(row, "per"),
        span=optional_years(row, "span"),
        data_year=optional_whole(row, "data_year"),
        phrase=optional_text(row, "phrase") or "",
        number=optional_text(row, "number"),
        not_due=flag_of(row, "not_due"),
        estimate=optional_decimal(row, "estimate"),
        expected_on=optional_date(row, "expected_on"),
        last_known=last_known_from_json(row.get("last_known")),
        claims_met=claim,
        approximate=flag_of(row, "approximate"),
    )


def finding_to_json(finding: Finding, *, language: str) -> dict[str, Json]:
    """A finding with its message in one language; ``part`` is the number of the part, None where the row has one."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "row": finding.row,
        "place": finding.place,
        "part": finding.part,
        "evidence": finding.evidence,
        "message": finding.message.text(language),
    }


def last_known_to_json(known: LastKnown | None) -> Json:
    return None if known is None else {"year": known.year, "value": decimal_text(known.value), "unit": known.unit, "per": known.per}


def last_known_from_json(row: Json) -> LastKnown | None:
    if row is None:
        return None
    if not isinstance(row, dict):
        raise MalformedRow("last_known", row)
    value = optional_decimal(row, "value")
    if value is None:
        raise MalformedRow("last_known.value", row.get("value"))
    return LastKnown(text_of(row, "year"), value, optional_text(row, "unit"), optional_text(row, "per"))


def pairs_of(row: Object, *, targets: int, results: int) -> tuple[int | None, ...]:
    """Which result answers each target part; by order where the row does not say. Raises `MalformedRow` for a pair that cannot be."""
    if row.get("pairs") is None:
        return tuple(index if index < results else None for index in range(targets))
    pairs = positions_of(row, "pairs")
    if len(pairs) != targets or any(pair is not None and not 0 <= pair < results for pair in pairs):
        raise MalformedRow("pairs", row.get("pairs"))
    return pairs


CSV_HEAD = ("kind", "title", "year")
NULLABLE = ("goal_lead", "expected_on", "element", "execution_rate")
"""Columns in which an empty text and no text are two things; the empty text is an apostrophe alone there."""
_MARKED = (*FORMULA_STARTS, "'")


def document_to_csv(document: Object) -> str:
    """A document of rows as CSV: a line per row, lists and parts as JSON in their cell, every other value as plain text.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, as does one that begins with an apostrophe.
    """
    rows = objects_of(document, "rows")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*CSV_HEAD, *columns])
    for row in rows:
        cells = ["'" if row.get(column) == "" and column in NULLABLE else _cell(row.get(column)) for column in columns]
        writer.writerow([*(_cell(document.get(name)) for name in CSV_HEAD), *cells])
    return out.getvalue()


def document_from_csv(text: str) -> dict[str, Json]:
    """The document that `document_to_csv` wrote. Raises `MalformedRow` where it is not one."""
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if not is_csv_document(text) or len(lines) < 2:
        raise MalformedRow("kind", lines[0][0] if lines and lines[0] else None)
    columns = lines[0][len(CSV_HEAD) :]
    if any(len(line) != len(lines[0]) for line in lines):
        raise MalformedRow("columns", len(lines[0]))
    rows: list[Json] = [dict(zip(columns, map(_value, line[len(CSV_HEAD) :]), strict=True)) for line in lines[1:]]
    kind, title, year = map(_value, lines[1][: len(CSV_HEAD)])
    return {"kind": kind, "title": title, "year": int(year) if isinstance(year, str) else None, "rows": rows}


def is_csv_document(text: str) -> bool:
    """Whether a CSV text begins with the header that `document_to_csv` writes."""
    return text.startswith(",".join(CSV_HEAD) + ",")


def _cell(value: Json) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_MARKED) or _is_structure(value) else value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _value(cell: str) -> Json:
    if cell.startswith("'"):
        return cell[1:]
    if cell == "":
        return None
    if _is_structure(cell):
        value: Json = json.loads(cell)
        return value
    return cell


def _is_structure(text: str) -> bool:
    """Whether a cell would be read back as a list, an object, true or false instead of as text; numbers are text in a row."""
    if text in ("true", "false"):
        return True
    try:
        return text.startswith(("[", "{")) and isinstance(json.loads(text), list | dict)
    except (ValueError, RecursionError):
        return False


def text_of(row: Object, field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str):
        raise MalformedRow(field, value)
    return value


def optional_text(row: Object, field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise MalformedRow(field, value)
    return value


def optional_decimal(row: Object, field: str) -> Decimal | None:
    value = optional_text(row, field)
    if value is None:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise MalformedRow(field, value) from error
    if not number.is_finite():
        raise MalformedRow(field, value)
    return number


def optional_date(row: Object, field: str) -> str | None:
    """A day, month or year as ISO writes it (2025-08-31, 2025-10, 2026)."""
    value = optional_text(row, field)
    if value is None:
        return None
    try:
        date.fromisoformat(f"{value}-01-01"[:10] if len(value) < 10 else value)
    except ValueError as error:
        raise MalformedRow(field, value) from error
    return value


def optional_whole(row: Object, field: str) -> int | None:
    value = row.get(field)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise MalformedRow(field, value)
    return value


def flag_of(row: Object, field: str) -> bool:
    value = row.get(field, False)
    if not isinstance(value, bool):
        raise MalformedRow(field, value)
    return value


def optional_years(row: Object, field: str) -> tuple[int, int] | None:
    value = row.get(field)
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise MalformedRow(field, value)
    first, last = value
    if not isinstance(first, int) or not isinstance(last, int) or isinstance(first, bool) or isinstance(last, bool):
        raise MalformedRow(field, value)
    return first, last


def texts_of(row: Object, field: str) -> tuple[str, ...]:
    value = row.get(field, [])
    if not isinstance(value, list):
        raise MalformedRow(field, value)
    texts = tuple(item for item in value if isinstance(item, str))
    if len(texts) != len(value):
        raise MalformedRow(field, value)
    return texts


def objects_of(row: Object, field: str) -> tuple[dict[str, Json], ...]:
    value = row.get(field, [])
    if not isinstance(value, list):
        raise MalformedRow(field, value)
    objects = tuple(item for item in value if isinstance(item, dict))
    if len(objects) != len(value):
        raise MalformedRow(field, value)
    return objects


def positions_of(row: Object, field: str) -> tuple[int | None, ...]:
    value = row.get(field, [])
    if not isinstance(value, list):
        raise MalformedRow(field, value)
    positions: list[int | None] = []
    for item in value:
        if item is not None and (not isinstance(item, int) or isinstance(item, bool)):
            raise MalformedRow(field, value)
        positions.append(item)
    return tuple(positions)
