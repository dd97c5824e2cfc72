"""How much of the independent readings in shared/gold is read right, from every format of the two published tables.

Run: python -m benchmarks.gold. Texts are compared after NFKC and without white space; a text that is cut at another clause
counts as different. Contested fields are left out. Exit status 1 when a threshold is missed.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from yongxu.cli.files import read_file
from yongxu.cli.printing import rows_of
from yongxu.quantities.interchange import Json

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
TABLES = (
    ("indicators", ("001.txt", "001.odt", "001.docx", "001.pdf"), 64, 0.99),
    ("measures", ("003.txt", "003.ods", "003.xlsx", "003.pdf"), 47, 0.97),
)
TEXTS = ("text", "name", "money_note")


def plain(text: Json) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text or ""))).rstrip("。")


def fields(expected: dict[str, Json], got: dict[str, Json], path: str = "") -> Iterator[tuple[str, Json, Json]]:
    """Every field of the expected row with the value read; lists of parts also by their length."""
    for field, value in expected.items():
        if field in ("contested", "notes", "code"):
            continue
        name = f"{path}{field}"
        if field in ("has_lag_reason", "has_countermeasures"):
            yield name, value, bool(got[field.removeprefix("has_")])
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            other = got[field]
            yield f"{name}.length", len(value), len(other)
            for own, part in zip(value, other, strict=False):
                yield from fields(own, part, f"{name}.")
        elif field in TEXTS:
            yield name, plain(value), plain(got[field])
        elif isinstance(value, dict):
            other = got[field]
            yield from fields(value, other or dict.fromkeys(value), f"{name}.")
        else:
            yield name, value, got[field]


def main() -> int:
    if not (SHARED / "gold").is_dir():
        print(f"skipped: {SHARED.name}/gold is not there")
        return 0
    missed = 0
    print("file       rows   fields  right     share   wrong verdicts")
    for gold, files, rows, threshold in TABLES:
        expected = json.loads((SHARED / "gold" / f"{gold}.json").read_text(encoding="utf-8"))
        for name in files:
            _, report = read_file(SHARED / "documents" / name)
            found = {row["code"]: row for row in rows_of(report)}
            compared = [
                (row["code"], *field)
                for row in expected
                for field in fields(row, found[row["code"]])
                if not {field[0], field[0].split(".")[0]} & set(row["contested"])
            ]
            wrong = [line for line in compared if line[2] != line[3]]
            verdicts = sum(line[1].startswith("verdict") for line in wrong)
            right = len(compared) - len(wrong)
            print(f"{name:9} {len(found):5} {len(compared):8} {right:6} {right / len(compared):9.2%} {verdicts:7}")
            for code, field, want, have in wrong:
                print(f"           {code} {field}: expected {want!r}, read {have!r}")
            missed += len(found) != rows or right / len(compared) < threshold or verdicts > 0
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
