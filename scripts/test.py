"""`make test`: all tests on SQLite, the same on a PostgreSQL of its own, coverage, then the pages in a real browser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from postgres import find_server, running_postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
PACKAGES = ["chromium", "fonts-noto-cjk", "postgresql"]


def install_missing() -> None:
    """Let apt-get bring PostgreSQL and Chromium where they are missing and we may install."""
    if find_server() and shutil.which("chromium"):
        return
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return
    print("system: installing Chromium, CJK fonts and PostgreSQL with apt-get", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(command, env=environment, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def run(title: str, *options: str, **environment: str) -> bool:
    print(f"== {title}", flush=True)
    return (
        subprocess.run([*PYTEST, *options], cwd=ROOT, env=os.environ | environment, check=False, stdin=subprocess.DEVNULL).returncode == 0
    )


def main() -> int:
    install_missing()
    for name in ROOT.glob(".coverage*"):
        name.unlink()
    unit = ("-n", "2", "-m", "not browser", "--cov", "--cov-append", "--cov-report=")
    passed = run("tests on SQLite", *unit, DATABASE_URL="")
    server = find_server()
    if server:
        with running_postgres(server) as url:
            passed &= run("tests on PostgreSQL", *unit, DATABASE_URL=url)
    else:
        print("SKIPPED tests on PostgreSQL: no server found (install the package postgresql)", flush=True)
        passed &= "CI" not in os.environ
    subprocess.run([sys.executable, "-m", "coverage", "report"], cwd=ROOT, check=False)
    if shutil.which("chromium"):
        passed &= run("pages in Chromium", "-m", "browser")
    else:
        print("SKIPPED browser tests: no chromium found (install the package chromium)", flush=True)
        passed &= "CI" not in os.environ
    return int(not passed)


if __name__ == "__main__":
    sys.exit(main())
