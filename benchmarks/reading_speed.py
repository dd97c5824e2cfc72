"""How fast files are read, as ratios within one run: `python -m benchmarks.reading_speed [FOLDER OF DOCUMENTS]`.

Text: the whole process that reads 001.txt against the bare interpreter's start × 1.2 + 0.3 s.
PDF: our reader against pdfplumber's own extraction of the same pages, which is part of it; at most 1.20.
"""

import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from yongxu.documents.readers import pdf

ROOT = Path(__file__).parents[1]
RUNS = 5
READ = "import sys; from pathlib import Path; from yongxu.documents.reading import read_tables; read_tables(Path(sys.argv[1]))"


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run_python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def extract_with_pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def measure_text(path: Path) -> bool:
    has_command = importlib.util.find_spec("yongxu.cli") is not None
    reading = ("-m", "yongxu.cli", "read", str(path)) if has_command else ("-c", READ, str(path))
    bare = min(seconds(lambda: run_python("-c", "pass")) for _ in range(RUNS))
    ours = min(seconds(lambda: run_python(*reading)) for _ in range(RUNS))
    allowed = bare * 1.2 + 0.3
    what = "yongxu read" if has_command else "read_tables (the command is not there yet)"
    print(f"{path.name}: {what} {ours:.3f} s, allowed {allowed:.3f} s (bare Python {bare:.3f} s)")
    return ours <= allowed


def measure_pdf(path: Path) -> bool:
    ratios = []
    for _ in range(RUNS):
        theirs = seconds(lambda: extract_with_pdfplumber(path))
        ratios.append(seconds(lambda: pdf.read(path)) / theirs)
    ratio = statistics.median(ratios)
    print(f"{path.name}: {ratio:.3f} times pdfplumber's own extraction, allowed 1.20 (runs: {', '.join(f'{each:.2f}' for each in ratios)})")
    return ratio <= 1.2


def main() -> int:
    shared = Path(os.environ.get("YONGXU_SHARED", ROOT.parent / "shared")) / "documents"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared
    if not (folder / "001.txt").exists():
        print(f"skipped: no documents in {folder}")
        return 0
    kept = [measure_text(folder / "001.txt"), *(measure_pdf(folder / name) for name in ("001.pdf", "003.pdf"))]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
