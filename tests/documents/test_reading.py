import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents.builders import BUILDERS, TITLE, build_xlsx
from yongxu.documents.reading import detect_format, read_tables
from yongxu.documents.table import Row, Table

ROWS = (
    ("推動項目", "目標", "執行成果", "主辦機關"),
    ("1.1.1 輔導示範廠商", "每年輔導 80 家", "83 家", "示範署"),
    ("1.1.2 示範補助", "累計補助 1,200 件以上", "", "示範署"),
    ("1.2.1 降低漏水率", "不超過 12.00%", "11.99%", "示範市"),
)
SHARED = Path(os.environ.get("YONGXU_SHARED", Path(__file__).parents[3] / "shared")) / "documents"


def texts_of(table: Table) -> list[tuple[str, ...]]:
    return [tuple(re.sub(r"\s+", "", text) for text in row.texts()) for row in table.rows]


@pytest.mark.parametrize("extension", BUILDERS)
def test_same_rows_from_every_format(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"table.{extension}"
    BUILDERS[extension](path, ROWS)
    (table,) = read_tables(path)
    assert texts_of(table) == [tuple(text.replace(" ", "") for text in row) for row in ROWS]
    assert table.heading == (TITLE,)
    assert table.problems == ()


@pytest.mark.parametrize("extension", BUILDERS)
def test_format_is_found_by_content_not_by_name(tmp_path: Path, extension: str) -> None:
    path = tmp_path / "table.docx.pdf.bin"
    BUILDERS[extension](path, ROWS)
    assert detect_format(path) == {"txt": "text"}.get(extension, extension)


def test_wrong_extension_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    build_xlsx(path, ROWS)
    assert [row.texts() for row in read_tables(path)[0].rows] == [tuple(row) for row in ROWS]


def test_text_and_csv_import_no_office_library(tmp_path: Path) -> None:
    for extension in ("txt", "csv"):
        BUILDERS[extension](tmp_path / f"table.{extension}", ROWS)
    program = (
        "import sys; from pathlib import Path; from yongxu.documents.reading import read_tables\n"
        f"for name in ('table.txt', 'table.csv'): read_tables(Path({str(tmp_path)!r}) / name)\n"
        "print(sorted({'pdfplumber', 'openpyxl', 'odfdo', 'docx', 'lxml', 'django', 'defusedxml'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def _codes(rows: tuple[Row, ...]) -> set[str]:
    found = (re.match(r"\s*\*?\s*(?:指標)?\s*(\d+\.\w+\.\w+)", cell.text) for row in rows for cell in row.cells if not cell.covered)
    return {match.group(1) for match in found if match}


@pytest.mark.parametrize(
    ("name", "columns", "count"),
    [
        ("001.txt", 3, 64),
        ("001.odt", 3, 64),
        ("001.docx", 3, 64),
        ("001.pdf", 3, 64),
        ("003.txt", 10, 47),
        ("003.ods", 10, 47),
        ("003.xlsx", 10, 47),
        ("003.pdf", 10, 47),
    ],
)
def test_published_tables_give_every_row_in_every_form(name: str, columns: int, count: int) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the published documents are not at {SHARED}")
    (table,) = read_tables(path)
    assert len(_codes(table.rows)) == count
    assert len(table.rows[0].cells) == columns
    assert len(table.heading) >= 1
