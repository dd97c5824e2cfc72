"""The command: exit statuses, one clear line, no Django where no database is needed."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from yongxu.cli import HELP, main
from yongxu.cli.files import read_file

ROOT = Path(__file__).resolve().parents[2]
TABLE = """示範市 2024 年永續發展指標執行情形表

核心目標,對應指標,2024 年達成情形
06：環境資源（環境部）,指標 6.4.1：民生用水效率（水利署）,目標：降至 260 公升以下 實績值：289 公升 落後原因：高溫。 因應對策：節水。
"""


def yongxu(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE")} | {
        "LANG": "en_US.UTF-8",
        "PYTHONUTF8": "1",
        **environment,
    }
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert capsys.readouterr().out == HELP + "\n"


def test_read_prints_json(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(table)]) == 0
    document = json.loads(capsys.readouterr().out)
    row = document["rows"][0]
    assert (document["kind"], document["year"], row["code"], row["verdict"]) == ("indicator-report", 2024, "6.4.1", "missed")


def test_read_summary_is_for_people(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(table), "--summary", "--language", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:]] == [["6.4.1", "未達成", "民生用水效率"]]


def test_read_two_tables_of_one_kind_as_one_report(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, sheet in ((6, book.active), (7, book.create_sheet())):
        sheet.append(["核心目標", "對應指標", "2024 年達成情形"])
        sheet.append([f"{number}：示範目標", f"指標 {number}.4.1：示範率 (示範署)", "目標：80% 以上\n實績值：81%"])
    book.save(tmp_path / "two.xlsx")
    _, report = read_file(tmp_path / "two.xlsx")
    assert ([row.code for row in report.rows], report.problems) == (["6.4.1", "7.4.1"], ())


def test_read_names_a_table_of_the_other_kind(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["核心目標", "對應指標", "2024 年達成情形"])
    book.active.append(["6：示範目標", "指標 6.4.1：示範率 (示範署)", "目標：80% 以上\n實績值：81%"])
    other = book.create_sheet()
    other.append(["推動策略", "推動措施", "預期效益"])
    other.append(["1.1 示範", "1.1.1 示範措施", "每年輔導 10 家"])
    book.save(tmp_path / "both.xlsx")
    kind, report = read_file(tmp_path / "both.xlsx")
    assert (kind.name, len(report.rows), len(report.problems)) == ("indicator-report", 1, 1)
    assert "推動措施" in report.problems[0].message.zh


def test_unknown_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_error_is_told_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / "none.odt"), "--language", "en"]) == 2
    assert capsys.readouterr().err == "yongxu: There is no such file; check the path.\n"


def test_read_without_django(table: Path) -> None:
    code = f"import sys; from yongxu.cli import main; main(['read', {str(table)!r}]); sys.exit(3 if 'django' in sys.modules else 0)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert result.returncode == 0


def test_unreadable_file_is_one_line_and_status_2(tmp_path: Path) -> None:
    result = yongxu("read", str(tmp_path / "nothing.odt"))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr == "yongxu: There is no such file; check the path.\n"


def test_table_of_no_known_kind_says_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("品名,單價\n茶,30\n", encoding="utf-8")
    result = yongxu("read", str(path))
    assert (result.returncode, "品名 | 單價" in result.stderr) == (2, True)


def test_damaged_export_is_one_line_and_status_2(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text('{"kind": "indicator-report"', encoding="utf-8")
    result = yongxu("read", str(path))
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_wrong_use_is_status_2(tmp_path: Path) -> None:
    assert yongxu("read").returncode == 2
    both = yongxu("load", str(tmp_path / "table.odt"), "--targets-only", "--replace")
    assert (both.returncode, "publishes nothing" in both.stderr) == (2, True)
    assert yongxu("no_such_command").returncode != 0


@pytest.mark.parametrize(("arguments", "made"), [(["--noinput"], True), (["history"], True), (["--plan"], False)])
def test_migrate_makes_the_table_of_the_cache_whatever_it_is_given(tmp_path: Path, arguments: list[str], made: bool) -> None:
    assert yongxu("migrate", *arguments, YONGXU_DATA=str(tmp_path)).returncode == 0
    with closing(sqlite3.connect(tmp_path / "yongxu.sqlite3")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert (("cache" in tables), ("history_entry" in tables)) == (made, made)


def test_load_and_achievement_through_the_command(table: Path, tmp_path: Path) -> None:
    data = {"YONGXU_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    assert yongxu("migrate", **data).returncode == 0
    refused = yongxu("load", str(table), **data)
    assert (refused.returncode, "There is no framework 'tsdg'" in refused.stderr) == (1, True)
    assert "64 項指標 indicators, 47 項措施 measures" in yongxu("demo", **data).stdout
    removed = yongxu("demo", "--remove", **data).stdout
    assert removed == "已移除示範資料 demo removed: 111 項執行情形 reports, 74 項措施 measures\n"
    planned = yongxu("load", str(table), "--targets-only", **data)
    assert (planned.returncode, "new 1" in planned.stdout) == (0, True)
    loaded = yongxu("load", str(table), **data)
    assert (loaded.returncode, "changed 1" in loaded.stdout) == (0, True)
    assert "same 1" in yongxu("load", str(table), "--dry-run", **data).stdout
    document = json.loads(yongxu("achievement", "--year", "2024", "--json", **data).stdout)
    counts = {"total": 1, "met": 0, "missed": 1, "not_due": 0, "not_applicable": 0, "needs_judgement": 0, "rate": "0.00"}
    expected = {"year": 2024, "framework": "tsdg", "twins": "printed", "goals": [{"goal": "6", **counts}], "all": counts}
    assert document == expected
    exported = tmp_path / "rows.json"
    exported.write_text(yongxu("export", "indicators", "--year", "2024", **data).stdout, encoding="utf-8")
    assert "same 1" in yongxu("load", str(exported), **data).stdout
    assert yongxu("export", "measures", "--year", "2024", **data).returncode == 1


def test_findings_of_files(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["findings", str(table), "--language", "en"]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0] == f"{table.name} · 示範市 2024 年永續發展指標執行情形表"
    assert text.splitlines()[-1].startswith("error ")
    assert main(["findings", str(table), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)[0]
    assert main(["read", str(table)]) == 0
    read = json.loads(capsys.readouterr().out)["rows"][0]["findings"]
    assert [(item["code"], item["row"]) for item in document["findings"]] == [(item["code"], "6.4.1") for item in read]


def test_findings_of_the_record_and_a_conflict_that_refuses(table: Path, tmp_path: Path) -> None:
    data = {"YONGXU_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    assert yongxu("migrate", **data).returncode == 0
    assert yongxu("demo", **data).returncode == 0
    assert yongxu("load", str(table), **data).returncode == 0
    found = yongxu("findings", "--year", "2024", "--json", **data)
    assert [(item["of"], item["year"]) for item in json.loads(found.stdout)] == [
        ("demo-city", 2024),
        ("tsdg", 2024),
        ("manufacturing", 2024),
        ("demo-city-net-zero", 2024),
        ("demo-city-energy", 2024),
    ]
    assert "error " in yongxu("findings", "--language", "en", **data).stdout
    other = tmp_path / "other.csv"
    other.write_text(TABLE.replace("示範市 2024 年", "另一份 2024 年").replace("289", "288"), encoding="utf-8")
    refused = yongxu("load", str(other), "--dry-run", **data)
    assert (refused.returncode, "conflicting 1" in refused.stdout, "use --replace" in refused.stderr) == (1, True, True)
    assert "changed 1" in yongxu("load", str(other), "--replace", **data).stdout
    exported = tmp_path / "rows.csv"
    exported.write_text(yongxu("export", "measures", "--year", "2024", "--format", "csv", **data).stdout, encoding="utf-8", newline="")
    assert "same 47" in yongxu("load", str(exported), **data).stdout


def test_verify_history_says_by_its_status_what_it_found(tmp_path: Path) -> None:
    assert yongxu("migrate", "--verbosity", "0", YONGXU_DATA=str(tmp_path)).returncode == 0
    with closing(sqlite3.connect(tmp_path / "yongxu.sqlite3")) as database:
        sealed = yongxu("seal-history", YONGXU_DATA=str(tmp_path))
        intact = yongxu("verify-history", "--json", YONGXU_DATA=str(tmp_path))
        database.execute("DROP TRIGGER history_entry_no_update")
        tampered = yongxu("verify-history", "--language", "en", YONGXU_DATA=str(tmp_path))
    wrong = [
        yongxu("verify-history", *options, YONGXU_DATA=str(tmp_path)) for options in (["--anchor", "missing.txt"], ["--no-such-option"])
    ]
    assert (sealed.returncode, intact.returncode, json.loads(intact.stdout)["intact"]) == (0, 0, True)
    assert (tampered.returncode, tampered.stdout.splitlines()[-1]) == (1, "Tampered with!")
    assert [result.returncode for result in wrong] == [2, 2]
