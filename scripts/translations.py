"""Translations without gettext's own tools: compile .po to .mo, and check that every message has its English.

`translations.py compile` writes the .mo files; `translations.py check` lists messages of templates and Python that lack English.
"""

import ast
import re
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {"gettext", "gettext_lazy", "_", "pgettext", "ngettext"}
TRANSLATE = re.compile(r"""\{%-?\s*(?:translate|trans)\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def messages() -> set[str]:
    """Every message of the templates and the Python code."""
    found: set[str] = set()
    for path in [*(ROOT / "yongxu").rglob("templates/**/*.html"), *(ROOT / "yongxu").rglob("templates/**/*.txt")]:
        text = path.read_text(encoding="utf-8")
        found |= {match[1] or match[2] for match in TRANSLATE.finditer(text)}
        found |= {VARIABLE.sub(r"%(\1)s", PLURAL.split(match[1])[0].replace("%", "%%")) for match in BLOCK.finditer(text)}
    for path in [*(ROOT / "yongxu").rglob("*.py"), *(ROOT / "config").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def compile_all() -> None:
    for path in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def check() -> int:
    translated = {entry.msgid for entry in polib.pofile(str(PO)) if entry.translated()}
    wanted = messages()
    for message in sorted(wanted - translated):
        print(f"no English for: {message}")
    for message in sorted(translated - wanted):
        print(f"no longer used: {message}")
    return int(translated != wanted)


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        compile_all()
    elif sys.argv[1:] == ["check"]:
        sys.exit(check())
    else:
        sys.exit(__doc__)
