"""What a load of data changes, told by the rows before and after it."""

from collections.abc import Iterable, Mapping

Row = Mapping[str, object]


def rows_by_key(rows: Iterable[Row], *fields: str) -> dict[str, Row]:
    """Rows by the fields that name them, joined by spaces; an empty one counts as nothing."""
    return {" ".join(str(row[field] or "") for field in fields).strip(): row for row in rows}


def changed_fields(before: Row, after: Row) -> dict[str, list[object]]:
    """The fields that differ, as ``{field: [old, new]}``."""
    return {field: [before[field], after[field]] for field in before if before[field] != after[field]}


def compare_rows(before: Mapping[str, Row], after: Mapping[str, Row]) -> dict[str, object]:
    """The keys that are new, what changed as ``{key: {field: [old, new]}}``, and removed rows in full; empty where nothing differs."""
    changed = {key: changed_fields(old, after[key]) for key, old in before.items() if key in after and old != after[key]}
    groups: dict[str, object] = {
        "new": [key for key in after if key not in before],
        "changed": changed,
        "removed": {key: dict(row) for key, row in before.items() if key not in after},
    }
    return {name: group for name, group in groups.items() if group}


def compare_kinds(before: Mapping[str, Mapping[str, Row]], after: Mapping[str, Mapping[str, Row]]) -> dict[str, object]:
    """`compare_rows` for rows of several kinds; a kind in which nothing differs is left out."""
    found = {kind: compare_rows(before[kind], rows) for kind, rows in after.items()}
    return {kind: difference for kind, difference in found.items() if difference}
