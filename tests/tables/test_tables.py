"""The tables of other ministries are read as a careful auditor would read them."""

import pytest

from tests.tables.compare import differences
from tests.tables.load import FOLDER, NAMES, TEXTS, as_table, load, write_csv
from yongxu.cli.files import read_file
from yongxu.cli.printing import rows_of
from yongxu.climate import imports as measures
from yongxu.climate import interchange as measure_rows
from yongxu.climate.layout import LAYOUT as MEASURES
from yongxu.documents.forms import as_list
from yongxu.documents.layout import recognise
from yongxu.documents.value_rows import with_values_side_by_side
from yongxu.indicators import imports as indicators
from yongxu.indicators import interchange as indicator_rows
from yongxu.indicators.layout import LAYOUT as INDICATORS


@pytest.mark.parametrize("name", NAMES)
def test_table_is_read_as_expected(name):
    written = load(name)
    layouts = (INDICATORS, MEASURES)
    table = with_values_side_by_side(as_list(as_table(written), layouts))
    heading = recognise(table, layouts)
    assert heading is not None
    assert heading.layout.kind == written["kind"]
    if heading.layout.kind == indicator_rows.KIND:
        report = indicators.read_report(table, heading)
        rows = [indicator_rows.row_to_json(row) for row in report.rows]
        assert tuple(indicator_rows.row_from_json(row) for row in rows) == report.rows
    else:
        report = measures.read_report(table, heading)
        rows = [measure_rows.row_to_json(row) for row in report.rows]
        assert tuple(measure_rows.row_from_json(row) for row in rows) == report.rows
    assert differences(written["expected"], {"year": report.year, "rows": rows}, written["contested"]) == []


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_torn_pages_is_read_as_expected(name):
    written = load(name)
    kind, report = read_file(FOLDER / written["text"])
    assert kind.name == written["kind"]
    assert differences(written["expected"], {"year": report.year, "rows": rows_of(report)}, written["contested"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_table_without_merged_cells_is_read_as_expected(name, tmp_path):
    """CSV loses every merging; what the table says stays the same."""
    written = load(name)
    path = tmp_path / "table.csv"
    write_csv(written, path)
    _, report = read_file(path)
    assert differences(written["expected"], {"year": report.year, "rows": rows_of(report)}, written["contested"]) == []


@pytest.mark.parametrize("header", ["2024年回執", "2024年結算", "113年兌現"])
def test_result_under_a_word_not_known_is_told_by_its_year_and_said(header, tmp_path):
    """The result of the year before, whose word is known, must not be taken for it."""
    written = load("indicator-26-waterworks-promises")
    path = tmp_path / "table.csv"
    write_csv({**written, "rows": [[header if cell == "2024年成績單" else cell for cell in row] for row in written["rows"]]}, path)
    _, report = read_file(path)
    assert differences(written["expected"], {"year": report.year, "rows": rows_of(report)}, written["contested"]) == []
    assert any(header in problem.message.zh for problem in report.problems)
