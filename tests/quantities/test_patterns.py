"""Patterns are compiled when they are first used: here is every one of them."""

import pkgutil
import re
from importlib import import_module

import pytest

import yongxu.climate.findings
import yongxu.climate.imports
import yongxu.documents
import yongxu.indicators.findings
import yongxu.quantities
from yongxu.quantities.patterns import Pattern

PACKAGES = (yongxu.quantities, yongxu.documents, yongxu.climate.imports, yongxu.climate.findings, yongxu.indicators.findings)
MODULES = sorted(
    {module.name for package in PACKAGES for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")}
    | {package.__name__ for package in PACKAGES}
    | {"yongxu.indicators.imports"}
)


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_can_be_compiled(name: str) -> None:
    held = [value for value in vars(import_module(name)).values() if isinstance(value, Pattern)]
    assert [pattern.compiled.pattern for pattern in held] == [pattern.source for pattern in held]


def test_pattern_is_compiled_once_and_finds_what_re_finds() -> None:
    pattern = Pattern(r"(?P<number>\d+)\s*家", re.DOTALL)
    assert "compiled" not in vars(pattern)
    text = "輔導 80 家，補助 5 家"
    assert pattern.findall(text) == ["80", "5"]
    first = pattern.compiled
    assert [found["number"] for found in pattern.finditer(text)] == ["80", "5"]
    assert pattern.compiled is first
    assert pattern.search(text, 6) is not None
    assert pattern.match(text) is None
    assert pattern.fullmatch("80家") is not None
    assert pattern.sub("n", text) == "輔導 n，補助 n"
    assert pattern.split(text) == ["輔導 ", "80", "，補助 ", "5", ""]
