"""Every header word in header_words.txt is known for what it means, standing alone."""

import re
from pathlib import Path

import pytest

from yongxu.climate.layout import LAYOUT as MEASURES
from yongxu.documents.columns import letters_of
from yongxu.documents.header_text import squeeze
from yongxu.documents.layout import Layout
from yongxu.indicators.layout import LAYOUT as INDICATORS

LAYOUTS = {"indicator": INDICATORS, "programme": MEASURES}
WRITTEN = tuple(
    tuple(line.split("|"))
    for line in (Path(__file__).parent / "header_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)


@pytest.mark.parametrize(("kind", "meaning", "words"), WRITTEN)
def test_header_words_are_known_for_what_they_mean(kind, meaning, words):
    columns = LAYOUTS[kind].columns
    found = {
        word: min(((rank, column.key) for column in columns if (rank := column.rank(squeeze(word))) is not None), default=(0, None))[1]
        for word in words.split()
    }
    assert found == dict.fromkeys(words.split(), meaning)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_pattern_with_letters_matches_no_header_without_one_of_them(layout: Layout) -> None:
    """What is told apart by its letters alone need not be compiled; this is so only if every pattern needs one of its letters."""
    words = {squeeze(word) for _, _, line in WRITTEN for word in line.split()} | {"", "113", "龘龘龘", "KPI", "(%)", "1-6月", "○"}
    for column in layout.columns:
        for pattern in (*column.headers, column.words, column.unless, column.never):
            letters = letters_of(pattern)
            strange = [word for word in words if letters and letters.isdisjoint(word)]
            assert [word for word in strange if re.search(pattern, word)] == [], pattern
