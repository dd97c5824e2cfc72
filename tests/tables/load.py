"""The written tables of other ministries as neutral tables, merged cells spread as a reader would."""

import csv
import json
from pathlib import Path

from yongxu.documents.markup import without_residue
from yongxu.documents.table import Cell, Place, Row, Table

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json") if not path.stem.endswith(".txt")))
TEXTS = tuple(sorted(path.stem for path in FOLDER.glob("*.txt.json")))


def load(name: str) -> dict[str, object]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def as_table(written: dict[str, object]) -> Table:
    grid: dict[tuple[int, int], Cell] = {}
    rows = written["rows"]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None or (r, c) in grid:
                continue
            text, down, across = (cell, 1, 1) if isinstance(cell, str) else (cell["text"], cell["rowspan"], cell["colspan"])
            for dr in range(down):
                for dc in range(across):
                    grid[r + dr, c + dc] = Cell(text, Place(r + dr + 1, c + dc + 1), covered=bool(dr or dc))
    width = max(c for _, c in grid) + 1
    table = [Row(tuple(grid.get((r, c), Cell("", Place(r + 1, c + 1))) for c in range(width)), Place(r + 1)) for r in range(len(rows))]
    return without_residue(Table(tuple(table), tuple(written["heading"])))


def write_csv(written: dict[str, object], path: Path) -> None:
    """The table as CSV, which loses every merging."""
    rows = [["" if cell is None else cell if isinstance(cell, str) else cell["text"] for cell in row] for row in written["rows"]]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([*([line] for line in written["heading"]), *rows])
