"""Settings: what is wrong is named in one line; production is strict."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_check(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *(arguments or ("check",))]
    env = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE")} | {
        "YONGXU_DATA": str(data),
        **environment,
    }
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("YONGXU_EVENT_DAYS", "90", "yongxu: YONGXU_EVENT_DAYS must be a number of days, 184 at least, not '90'."),
        ("YONGXU_EVENT_DAYS", "ever", "yongxu: YONGXU_EVENT_DAYS must be a number of days, 184 at least, not 'ever'."),
        ("YONGXU_CLAMD", "clamd", "yongxu: YONGXU_CLAMD must be the path of a socket or host:port, not 'clamd'."),
        ("YONGXU_DEBUG", "maybe", "yongxu: YONGXU_DEBUG must be true or false, not 'maybe'."),
        ("YONGXU_HOSTS", " , ", "yongxu: YONGXU_HOSTS names no host."),
        ("DATABASE_URL", "mysql://a/b", "yongxu: DATABASE_URL must begin with sqlite:///, postgres:// or postgresql://, not 'mysql'."),
        ("YONGXU_SECRET_KEY", "short", "yongxu: YONGXU_SECRET_KEY must have at least 50 characters; `yongxu secret` prints a good one."),
        (
            "YONGXU_HOSTS",
            "example.org",
            "yongxu: YONGXU_SECRET_KEY is required when YONGXU_HOSTS names a public host; `yongxu secret` prints a good one.",
        ),
    ],
)
def test_wrong_setting_is_named_in_one_line(tmp_path: Path, name: str, value: str, line: str) -> None:
    result = run_check(tmp_path, **{name: value})
    assert (result.returncode, result.stderr) == (2, line + "\n")


def test_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run_check(tmp_path / "file" / "data")
    assert (result.returncode, result.stderr.startswith("yongxu: YONGXU_DATA: the folder ")) == (2, True)


def test_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    run_check(tmp_path)
    first = (tmp_path / "secret.key").read_text()
    run_check(tmp_path)
    assert (tmp_path / "secret.key").read_text() == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    key = "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    result = run_check(tmp_path, "check", "--deploy", "--fail-level", "WARNING", YONGXU_HOSTS="example.org", YONGXU_SECRET_KEY=key)
    assert (result.returncode, result.stderr) == (0, "")
