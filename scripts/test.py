"""`make test`: tests on SQLite, those of the database on PostgreSQL, coverage, files that LibreOffice writes, pages in a real browser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from postgres import find_server, running_postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
PACKAGES = {
    "postgresql": ["postgresql"],
    "chromium": ["chromium", "fonts-noto-cjk"],
    "soffice": ["libreoffice-calc-nogui", "libreoffice-writer-nogui", "fonts-noto-cjk"],
}
"""What apt-get calls the programs that tests need. Each is installed by itself, so that one that is not to be had keeps no other back."""


def install_missing() -> None:
    """Let apt-get bring PostgreSQL, Chromium and LibreOffice where they are missing and we may install."""
    present = {"postgresql": find_server(), "chromium": shutil.which("chromium"), "soffice": shutil.which("soffice")}
    missing = [packages for program, packages in PACKAGES.items() if not present[program]]
    if not missing or os.getuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    for command in (["apt-get", "update", "-qq"], *([*install, *packages] for packages in missing)):
        print(f"system: {' '.join(command)}", flush=True)
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
    unit, coverage = ("-n", "2", "-m"), ("--cov", "--cov-append", "--cov-report=")
    passed = run("tests on SQLite", *unit, "not browser and not office", *coverage, DATABASE_URL="")
    server = find_server()
    if server:
        with running_postgres(server) as url:
            passed &= run("tests of the database on PostgreSQL", *unit, "database and not browser and not office", DATABASE_URL=url)
    else:
        print("SKIPPED tests on PostgreSQL: no server found (install the package postgresql)", flush=True)
        passed &= "CI" not in os.environ
    subprocess.run([sys.executable, "-m", "coverage", "report"], cwd=ROOT, check=False)
    if shutil.which("soffice"):
        passed &= run("files written by LibreOffice", "-m", "office")
    else:
        print(f"SKIPPED files written by LibreOffice: no soffice found (install {' '.join(PACKAGES['soffice'][:2])})", flush=True)
    if shutil.which("chromium"):
        passed &= run("pages in Chromium", "-m", "browser")
    else:
        print("SKIPPED browser tests: no chromium found (install the package chromium)", flush=True)
        passed &= "CI" not in os.environ
    return int(not passed)


if __name__ == "__main__":
    sys.exit(main())
