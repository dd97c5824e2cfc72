"""Every rule of findings has a name in both languages."""

import pytest

from yongxu.climate.findings import RULES as MEASURES
from yongxu.indicators.findings import RULES as INDICATORS
from yongxu.quantities.finding_names import name_of_rule


@pytest.mark.parametrize("code", sorted({*INDICATORS, *MEASURES}))
def test_rule_has_a_name(code: str) -> None:
    name = name_of_rule(code)
    assert name.zh
    assert name.en
    assert (name.zh, name.en) != (code, code)
