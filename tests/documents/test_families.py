"""Every column of the headers in families.txt is read for what it means.

The headers are those of execution tables of other ministries and cities: one or two lines, 民國 and CE years, units in brackets, money as
budget and as spent. The meanings were written before any of them was recognised: see tests/tables/README.md for the share at first sight.
"""

import pytest

from tests.documents.families import families, misread
from yongxu.climate import imports as measures
from yongxu.documents.layout import recognise
from yongxu.indicators import imports as indicators

WRITTEN = families("families.txt")


@pytest.mark.parametrize("family", WRITTEN, ids=lambda family: family.name)
def test_columns_of_the_family_are_known(family):
    heading = recognise(family.table(), (indicators.LAYOUT, measures.LAYOUT))
    assert heading is not None
    assert heading.layout.kind == family.kind
    assert misread(family, heading.keys) == []
