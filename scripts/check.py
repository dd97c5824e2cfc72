"""`make check`: everything that can be said about the code without running it. All steps run; the failed ones are named at the end."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOCKS = ("package-lock.json", "requirements/base.txt", "requirements/dev.txt", "requirements/node.txt")
HOST = re.compile(r'"resolved"|--index-url|--find-links|file:/|^\S+ @ ', re.MULTILINE)

STEPS: dict[str, list[str]] = {
    "formatting": [str(BIN / "ruff"), "format", "--check", "."],
    "lint": [str(BIN / "ruff"), "check", "."],
    "types": [str(BIN / "mypy")],
    "layers": [str(BIN / "lint-imports")],
    "migrations": [str(BIN / "yongxu"), "makemigrations", "--check", "--dry-run"],
    "production settings": [str(BIN / "yongxu"), "check", "--deploy", "--fail-level", "WARNING"],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "yongxu"],
    "translations": [sys.executable, "scripts/translations.py", "check"],
    "table of roles": [str(BIN / "yongxu"), "roles", "--check"],
}
PRODUCTION = {"YONGXU_HOSTS": "example.org", "YONGXU_SECRET_KEY": "k3y-for-the-check-alone-" * 4}


def lock_files_name_no_host() -> bool:
    guilty = [name for name in LOCKS if HOST.search((ROOT / name).read_text(encoding="utf-8"))]
    for name in guilty:
        print(f"{name} names a host or a path")
    return not guilty


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as data:
        for name, command in STEPS.items():
            print(f"== {name}", flush=True)
            environment = os.environ | {"YONGXU_DATA": data} | (PRODUCTION if name == "production settings" else {})
            if subprocess.run(command, cwd=ROOT, env=environment, check=False, stdin=subprocess.DEVNULL).returncode:
                failed.append(name)
    print("== lock files", flush=True)
    if not lock_files_name_no_host():
        failed.append("lock files")
    print(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
