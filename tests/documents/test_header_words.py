"""Every header word in header_words.txt is known for what it means, standing alone."""

from pathlib import Path

import pytest

from yongxu.climate.layout import LAYOUT as MEASURES
from yongxu.documents.layout import squeeze
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
