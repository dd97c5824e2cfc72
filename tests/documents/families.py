"""The headers of families.txt as tables with two rows below them, the meaning of every column beside."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.documents.grids import grid
from yongxu.documents.table import Table

KINDS = {"indicator": "indicator-report", "programme": "programme-report"}
CELLS = {
    "goal": ("健康生活", "永續環境"),
    "goal_target": ("提升示範服務", "改善示範環境"),
    "code": ("1.1.1", "1.1.2"),
    "indicator": ("示範服務人次", "示範宣導人次"),
    "agency": ("示範部", "示範署"),
    "co_agency": ("示範局", "示範市政府"),
    "unit": ("人次", "人次"),
    "target": ("服務80人次以上", "宣導90人次以上"),
    "actual": ("服務85人次", "宣導70人次"),
    "result": ("服務85人次", "宣導70人次"),
    "claim": ("是", "否"),
    "lag_reason": ("無", "受天候影響而延後辦理。"),
    "countermeasures": ("無", "將加強宣導並增加場次。"),
    "remarks": ("", "依示範署資料填報。"),
    "strategy": ("提升示範服務", "改善示範環境"),
    "measure": ("示範服務計畫", "示範宣導計畫"),
    "plan": ("辦理示範服務相關工作。", "辦理示範宣導相關工作。"),
    "element": ("減緩", "調適"),
    "period": ("112-115", "113-114"),
    "money": ("1,200", "900"),
    "budget": ("1,250", "1,000"),
    "rate": ("96", "90"),
    "money_note": ("", "因招標延後。"),
    "funding": ("公務預算", "基金"),
    "co2e": ("12.5", "3.1"),
    "": ("示範文字", "示範說明"),
}


@dataclass(frozen=True, slots=True)
class Family:
    """One header as printed, in one line or two, and what each of its columns means (each of several where careful readers differ)."""

    name: str
    kind: str
    headers: tuple[tuple[str, ...], ...]
    meanings: tuple[tuple[str | None, ...], ...]
    cells: tuple[str | None, ...]

    def table(self) -> Table:
        depth = max(map(len, self.headers))
        lines = [[header[min(line, len(header) - 1)] for header in self.headers] for line in range(depth)]
        bodies = [
            [CELLS[names[0] or ""][row] if cell is None else cell for names, cell in zip(self.meanings, self.cells, strict=True)]
            for row in range(2)
        ]
        covered = [(2, column) for column, header in enumerate(self.headers, 1) if depth == 2 and len(header) == 1]
        return grid([*lines, *bodies], heading=(f"{self.name}113年度執行情形",), covered=covered)


def _column(text: str) -> tuple[tuple[str, ...], tuple[str | None, ...], str | None]:
    found = re.fullmatch(r"(.+?)=([a-z0-9_/]*)(?:\{(.*)\})?", text)
    if found is None:
        raise ValueError(text)
    return tuple(found[1].split(">")), tuple(name or None for name in found[2].split("/")), found[3]


def families(name: str) -> tuple[Family, ...]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    made = []
    for line in lines:
        if line and not line.startswith("#"):
            title, kind, *columns = line.split("|")
            headers, meanings, cells = zip(*map(_column, columns), strict=True)
            made.append(Family(title, KINDS[kind], headers, meanings, cells))
    return tuple(made)


def misread(family: Family, keys: tuple[str | None, ...]) -> list[str]:
    """The columns that were taken for something else than they mean."""
    return [
        f"{'>'.join(header)}: {key}, not {'/'.join(str(name) for name in names)}"
        for header, key, names in zip(family.headers, keys, family.meanings, strict=True)
        if key not in names
    ]
