"""What LibreOffice writes is read like what it was written from: the same rows in every format, and lists as they are printed."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.documents.flat import flat_lists, flat_sheet, flat_text
from tests.tables.compare import differences
from tests.tables.load import as_table, load
from yongxu.cli.files import read_file
from yongxu.cli.kinds import KINDS, Report
from yongxu.cli.printing import rows_of
from yongxu.documents.layout import recognise
from yongxu.documents.reading import read_tables

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed (packages libreoffice-writer-nogui, libreoffice-calc-nogui)"),
]

TEXT_FORMATS = ("docx", "odt", "pdf")
SHEET_FORMATS = ("xlsx", "ods")
TABLES = (
    "indicator-goal-sections",
    "indicator-html-residue",
    "indicator-labels-brackets",
    "indicator-one-column-per-thing",
    "indicator-row-per-part",
    "indicator-title-inside",
    "indicator-two-line-header",
    "programme-3-energy-sources",
    "programme-html-residue",
    "programme-key-strategy",
    "programme-target-per-year-column",
    "programme-title-and-total-inside",
    "programme-transport",
)


def convert(sources: Sequence[Path], extension: str, folder: Path) -> None:
    """One run of LibreOffice with a profile of its own, so that a desktop that is open does not disturb it."""
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", extension]
    subprocess.run([*command, "--outdir", folder, *sources], check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=300)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every table in every format."""
    folder = tmp_path_factory.mktemp("office")
    for name in TABLES:
        (folder / f"{name}.fodt").write_text(flat_text(load(name)), encoding="utf-8")
        (folder / f"{name}.fods").write_text(flat_sheet(load(name)), encoding="utf-8")
    for extension in TEXT_FORMATS:
        convert(sorted(folder.glob("*.fodt")), extension, folder)
    for extension in SHEET_FORMATS:
        convert(sorted(folder.glob("*.fods")), extension, folder)
    return folder


def read_source(name: str) -> Report:
    table = as_table(load(name))
    heading = recognise(table, [kind.layout for kind in KINDS])
    assert heading is not None
    return next(kind for kind in KINDS if kind.layout is heading.layout).imports.read_report(table, heading)


def squeezed(value: object) -> object:
    """Without white space: a page wraps lines at other places."""
    if isinstance(value, str):
        return re.sub(r"\s", "", value)
    if isinstance(value, dict):
        return {key: squeezed(each) for key, each in value.items()}
    return [squeezed(each) for each in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("extension", [*TEXT_FORMATS, *SHEET_FORMATS])
@pytest.mark.parametrize("name", TABLES)
def test_written_table_is_read_like_its_source(written: Path, name: str, extension: str) -> None:
    source = read_source(name)
    _, report = read_file(written / f"{name}.{extension}")
    expected, got = ({"year": each.year, "title": each.title, "rows": rows_of(each)} for each in (source, report))
    assert squeezed(report.title) == squeezed(source.title)
    assert differences(squeezed(expected), squeezed(got), {}) == []


def test_lists_read_as_they_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "lists.fodt"
    path.write_text(flat_lists(), encoding="utf-8")
    shown = {}
    for extension in TEXT_FORMATS:
        convert([path], extension, tmp_path)
        (table,) = read_tables(tmp_path / f"lists.{extension}")
        shown[extension] = [squeezed(text) for row in table.rows for text in row.texts()]
    printed = [
        "項目",
        "目標",
        "1.1",
        "一、開設課程(一)北區(二)南區二、補助團體(一)東區",
        "1.2",
        "三、訂定辦法(一)西區",
        "1.3",
        "A.公司1.a商號B.協會甲、產業乙、住宅①第一②第二•輔導•補助",
    ]
    assert shown == dict.fromkeys(TEXT_FORMATS, printed)
