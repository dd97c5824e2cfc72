"""What a report needs before it is sent, case by case."""

from dataclasses import replace

import pytest

from yongxu.indicators.filing import Heading, IndicatorFiling, PartFiling, row_of_filing
from yongxu.indicators.missing import missing_in

TARGET = "1. 漏水率降至 12% 以下\n2. 新增用戶 12 家"
HEADING = Heading("1.1", False, "1", "用水", None, "示範指標", ("示範署",))
MET, MISSED = (PartFiling("11.8%"), PartFiling("13 家")), (PartFiling("12.9%"), PartFiling("13 家"))
FIRST, SECOND, REASON, MEASURES = "id_part-0-result", "id_part-1-result", "id_lag_reason", "id_countermeasures"


@pytest.mark.parametrize(
    ("filing", "wanted"),
    [
        (IndicatorFiling(parts=()), [FIRST, SECOND]),
        (IndicatorFiling(parts=MET), []),
        (IndicatorFiling(parts=MET[:1]), [SECOND]),
        (IndicatorFiling(parts=(MET[0], PartFiling("  "))), [SECOND]),
        (IndicatorFiling(parts=(MET[0], PartFiling(not_due=True))), []),
        (IndicatorFiling(parts=MISSED), [REASON, MEASURES]),
        (IndicatorFiling(parts=MISSED, lag_reason="原因"), [MEASURES]),
        (IndicatorFiling(parts=MISSED, countermeasures="對策"), [REASON]),
        (IndicatorFiling(parts=MISSED, lag_reason=" ", countermeasures="對策"), [REASON]),
        (IndicatorFiling(parts=MISSED, lag_reason="原因", countermeasures="對策"), []),
        (IndicatorFiling(parts=(MISSED[0],), lag_reason="原因"), [SECOND, MEASURES]),
    ],
)
def test_each_gap_is_named_once_at_its_field(filing: IndicatorFiling, wanted: list[str]) -> None:
    full = replace(filing, target_text=TARGET)
    assert [field for field, _ in missing_in(full, row_of_filing(full, HEADING, year=2025))] == wanted


def test_target_that_does_not_apply_needs_no_result() -> None:
    filing = IndicatorFiling(target_text="不適用")
    assert missing_in(filing, row_of_filing(filing, HEADING, year=2025)) == []


def test_report_without_target_needs_something() -> None:
    filing = IndicatorFiling()
    assert [field for field, _ in missing_in(filing, row_of_filing(filing, HEADING, year=2025))] == [FIRST]
