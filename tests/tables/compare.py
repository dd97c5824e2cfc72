"""What differs between a reading and the expected one, by the rules of README.md in this folder."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

_CIRCLED = {0x2460 + n: f"({n + 1})" for n in range(20)}
"""①, which readings print as (1)."""
PARTS = ("targets", "actuals", "results")
TEXTS = ("text", "name", "goal_name", "plan", "lag_reason", "countermeasures", "money_note", "title")
NUMBERS = ("value", "upper", "execution_rate", "year", "cumulative")


def differences(expected: dict, got: dict, contested: dict[str, list[str]]) -> list[str]:
    """Every field of the expected reading that the JSON of a reading has otherwise, as lines for people."""
    found = [f"year: expected {expected['year']}, got {got['year']}"] if expected["year"] != got["year"] else []
    rows = {row["code"]: row for row in got["rows"]}
    if list(rows) != [row["code"] for row in expected["rows"]]:
        found.append(f"codes: expected {[row['code'] for row in expected['rows']]}, got {list(rows)}")
    for row in expected["rows"]:
        if row["code"] in rows:
            found += [f"{row['code']} {line}" for line in _row(row, rows[row["code"]], contested.get(row["code"], []))]
    return found


def count_fields(row: dict, contested: list[str]) -> int:
    """How many fields of an expected row `differences` compares."""
    count = 0
    for field, value in row.items():
        if field in ("findings", "place") or field in contested:
            continue
        count += sum(f"{field}.{key}" not in contested for part in value for key in part) if field in PARTS and value else 1
    return count


def _row(expected: dict, got: dict, contested: list[str]) -> Iterator[str]:
    for field, value in expected.items():
        if field in ("findings", "place") or field in contested:
            continue
        if field in PARTS:
            if len(value) != len(got[field]):
                yield f"{field}: expected {len(value)} parts, got {[part['text'] for part in got[field]]}"
            for own in value[len(got[field]) :]:
                yield from (
                    f"{field}.{key}: expected {wanted!r}, no such part" for key, wanted in own.items() if f"{field}.{key}" not in contested
                )
            for own, other in zip(value, got[field], strict=False):
                for key, wanted in own.items():
                    path = f"{field}.{key}"
                    if path not in contested and not _equal(key, wanted, other[key]):
                        yield f"{path}: expected {wanted!r}, got {other[key]!r} in {other['text']!r}"
        elif not _equal(field, value, got[field]):
            yield f"{field}: expected {value!r}, got {got[field]!r}"


def _equal(field: str, expected: object, got: object) -> bool:
    if field in TEXTS:
        return _same_text(_plain(expected), _plain(got))
    if field == "direction_from" and expected == "rule:*":
        return str(got).startswith("rule:")
    if field in NUMBERS and isinstance(expected, str) and isinstance(got, str):
        return Decimal(expected) == Decimal(got)
    if isinstance(expected, dict) and isinstance(got, dict):
        return all(_equal(key, value, got[key]) for key, value in expected.items())
    if field == "executed_ntd":
        return [Decimal(amount) for amount in expected] == [Decimal(amount) for amount in got]
    return expected == got


def _plain(text: object) -> str:
    flat = unicodedata.normalize("NFKC", str(text or "").translate(_CIRCLED)).replace("–", "-").replace("CO2-e", "CO2e")
    return re.sub(r"\s", "", flat).rstrip("。;；,")


def _same_text(expected: str, got: str) -> bool:
    """Equal, or a cell that ends in a bare number, with the unit of its own column put behind the number."""
    bare = re.fullmatch(r"(.*?[\d萬億])(以上|以下|以內)?", expected)
    return expected == got or (bare is not None and got.startswith(bare[1]) and got.endswith(bare[2] or ""))
