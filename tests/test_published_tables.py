"""The two published tables are read alike from every format they were published in, and as independent readers read them."""

import json
import os
import re
import unicodedata
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import pytest

from benchmarks.gold import SHARED, TABLES
from benchmarks.gold import fields as compared_fields
from yongxu.cli.files import read_file
from yongxu.cli.printing import rows_of

FOLDER = Path(os.environ.get("YONGXU_SHARED", SHARED))
FILES = tuple((gold, name, rows, threshold) for gold, names, rows, threshold in TABLES for name in names)
UNLIKE = {"place", "money_text"}

pytestmark = pytest.mark.skipif(
    not (FOLDER / "gold").is_dir(), reason="the published tables are not beside the repository (YONGXU_SHARED names their folder)"
)


@cache
def read(name: str):
    _, report = read_file(FOLDER / "documents" / name)
    return report


def plain(value: object) -> object:
    """A row as nested tuples in which texts have no white space and what a format prints in its own way is left out."""
    if is_dataclass(value):
        return tuple((field.name, plain(getattr(value, field.name))) for field in fields(value) if field.name not in UNLIKE)
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", value)) if type(value) is str else value


@pytest.mark.parametrize(("gold", "name", "rows", "threshold"), FILES)
def test_every_row_of_the_table_is_read_once(gold, name, rows, threshold):
    codes = [row.code for row in read(name).rows]
    assert (len(codes), len(set(codes))) == (rows, rows)


@pytest.mark.parametrize(("first", "other"), [(names[0], name) for _, names, _, _ in TABLES for name in names[1:]])
def test_every_format_gives_the_same_rows(first, other):
    assert read(other).year == read(first).year
    different = [
        (one.code, field, own, its)
        for one, same in zip(read(first).rows, read(other).rows, strict=True)
        for (field, own), (_, its) in zip(plain(one), plain(same), strict=True)
        if own != its
    ]
    assert different == []


@pytest.mark.parametrize(("gold", "name", "rows", "threshold"), FILES)
def test_table_is_read_as_independent_readers_read_it(gold, name, rows, threshold):
    expected = json.loads((FOLDER / "gold" / f"{gold}.json").read_text(encoding="utf-8"))
    found = {row["code"]: row for row in rows_of(read(name))}
    assert [row["code"] for row in expected if row["code"] not in found] == []
    compared = [
        (row["code"], *field)
        for row in expected
        for field in compared_fields(row, found[row["code"]])
        if not {field[0], field[0].split(".")[0]} & set(row["contested"])
    ]
    wrong = [line for line in compared if line[2] != line[3]]
    assert [line for line in wrong if line[1].startswith("verdict")] == []
    assert (len(compared) - len(wrong)) / len(compared) >= threshold, wrong
