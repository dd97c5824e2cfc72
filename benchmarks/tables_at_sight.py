"""The share of fields of written tables (tests/tables) that are read otherwise than expected, every field of a row not found counted.

Run from the repository's root: ``python -m benchmarks.tables_at_sight [-v] PREFIX...``, as ``indicator-11 programme-11``; without prefixes
all tables. ``-v`` prints what differs. Each table is read as CSV, as ``yongxu read`` would. Measured for a new table before anything is
mended for it, this tells what a table in unknown words costs; tests/tables/README.md keeps the numbers.
"""

import sys
import tempfile
from pathlib import Path

from tests.tables.compare import count_fields, differences
from tests.tables.load import NAMES, load, write_csv
from yongxu.cli.files import read_file
from yongxu.cli.printing import rows_of
from yongxu.documents.table import UnreadableFile


def main(arguments: list[str]) -> int:
    prefixes = tuple(argument for argument in arguments if argument != "-v") or ("",)
    whole = wrong = 0
    for name in NAMES:
        if name.startswith(prefixes):
            fields, lines, lost = measured(name)
            whole, wrong = whole + fields, wrong + lost
            print(f"{name}: {lost} of {fields} fields ({lost / fields:.0%})")
            if "-v" in arguments:
                print(*(f"  {line}" for line in lines), sep="\n")
    print(f"together: {wrong} of {whole} fields ({wrong / whole:.1%})")
    return 0


def measured(name: str) -> tuple[int, list[str], int]:
    """How many fields a table has, what differs, and how many fields that are."""
    written = load(name)
    expected, contested = written["expected"], written["contested"]
    fields = {row["code"]: count_fields(row, contested.get(row["code"], [])) for row in expected["rows"]}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(written, path)
        try:
            kind, report = read_file(path)
        except UnreadableFile as refusal:
            return sum(fields.values()), [str(refusal)], sum(fields.values())
    if kind.name != written["kind"]:
        return sum(fields.values()), [f"taken for {kind.name}"], sum(fields.values())
    rows = rows_of(report)
    lines = differences(expected, {"year": report.year, "rows": rows}, contested)
    read = {row["code"] for row in rows}
    lost = sum(count for code, count in fields.items() if code not in read)
    lines += [f"problem {problem.place}: {problem.message.zh}" for problem in report.problems]
    different = [line for line in lines if not line.startswith(("codes:", "problem "))]
    return sum(fields.values()), lines, min(sum(fields.values()), lost + len(different))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
