"""Every rule of the indicator tables: a row that raises it, and a near miss that must not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from yongxu.indicators.findings import RULES, find_all
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.findings import Severity
from yongxu.quantities.results import claim_of, read_actuals
from yongxu.quantities.statements import LastKnown, ResultPart
from yongxu.quantities.targets import Context, parse_targets
from yongxu.quantities.verdicts import judge, row_verdict

DOCS = Path(__file__).resolve().parents[2] / "docs" / "findings.md"
YEAR = 2024


def indicator(target: str, actual: str = "", *, code: str = "1.1.1", name: str = "示範指標", lag: str = "", plan: str = "") -> IndicatorRow:
    """A typed row read from its statements, as `imports` would build it; other fields by `replace`."""
    targets = parse_targets(target, Context(YEAR - 1911, name))
    actuals, pairs = read_actuals(actual, targets, year=YEAR)
    verdicts = tuple(judge(t, actuals[p] if p is not None else None, roc_year=YEAR - 1911) for t, p in zip(targets, pairs, strict=True))
    return IndicatorRow(
        code=code,
        starred=False,
        goal=code.split(".")[0],
        goal_name="示範目標",
        goal_lead="示範部",
        name=name,
        agencies=("示範署",),
        agency_note="",
        same_as=(),
        target_text=target,
        result_text=actual,
        targets=targets,
        actuals=actuals,
        pairs=pairs,
        verdicts=verdicts,
        verdict=row_verdict(verdicts),
        expected_on=next((a.expected_on for a in actuals if a.expected_on), None),
        last_known=next((a.last_known for a in actuals if a.last_known), None),
        claims_met=claim_of(actual),
        lag_reason=lag,
        countermeasures=plan,
        remarks="",
        place=f"row {code}",
    )


def codes(*rows: IndicatorRow, year: int | None = YEAR) -> list[str]:
    """The rules that the first row raises, the other rows standing in the same table."""
    return [finding.code for finding in find_all(IndicatorReport("示範表", year, rows, ()))[0]]


@dataclass(frozen=True)
class Case:
    """The first row of each table is examined."""

    raises: Sequence[IndicatorRow]
    silent: Sequence[IndicatorRow]


MISSED = ("達 90%", "85%")
TWIN = indicator("每年培訓示範人員 300 人", "每年培訓示範人員 320 人", code="2.1.1")
PENDING = "未達統計週期(預計 2025 年 8 月 31 日前公布；2023 年實績值 0.339)"
OTHERS = tuple(indicator("2024 年辦理 5 場", "2024 年辦理 6 場", code=f"3.1.{n}") for n in range(1, 6))

CASES: dict[str, Case] = {
    "missed_without_reason": Case([indicator(*MISSED)], [indicator(*MISSED, lag="示範路段施工延後", plan="增派人力")]),
    "missed_without_countermeasures": Case(
        [indicator(*MISSED, lag="示範路段施工延後"), indicator(*MISSED, code="1.1.2", lag="缺工", plan="增派人力")],
        [indicator(*MISSED, lag="施工延後，將增派人力"), indicator(*MISSED, code="1.1.2", lag="缺工，將補足")],
    ),
    "reason_though_met": Case([indicator("達 90%", "95%", lag="示範路段施工延後")], [indicator("達 90%", "95%", lag="無")]),
    "partly_met": Case(
        [indicator("1. 普及率達 95%\n2. 設置 3 處", "1. 普及率達 94%\n2. 設置 4 處", lag="施工不易")],
        [indicator("1. 普及率達 95%\n2. 設置 3 處", "1. 普及率達 94%\n2. 設置 2 處", lag="施工不易")],
    ),
    "claim_against_numbers": Case([indicator("達 90%", "85%，已達標")], [indicator("達 90%", "91%，已達標")]),
    "claim_though_not_applicable": Case([indicator("不適用", "持續蒐集資料。已達標")], [indicator("不適用", "持續蒐集資料")]),
    "claim_without_evidence": Case(
        [indicator("檢討示範收費公式", "經檢討暫不修正。已達標")], [indicator("檢討示範收費公式", "業於 2024 年 9 月 3 日公告修正。已達標")]
    ),
    "missed_claim_though_met": Case([indicator("達 90%", "95%，未達標")], [indicator("達 90%", "85%，未達標")]),
    "revision_proposed": Case(
        [indicator(*MISSED, plan="不再以單一年度面積作為評估標準")], [indicator(*MISSED, plan="暫不修正計算公式，改善排水")]
    ),
    "twin_differs": Case(
        [replace(indicator("產值 500 億元", "506.3 億元"), same_as=("2.1.1",)), indicator("產值 500 億元", "506 億元", code="2.1.1")],
        [replace(indicator("產值 500 億元", "506 億元"), same_as=("2.1.1",)), indicator("產值 500 億元", "506 億元", code="2.1.1")],
    ),
    "twin_named_differently": Case(
        [
            replace(indicator("達 90%", "95%", name="示範園區回收率"), same_as=("2.1.1",)),
            indicator("達 90%", "95%", code="2.1.1", name="示範廠區回收率"),
        ],
        [
            replace(indicator("達 90%", "95%", name="示範園區回收率"), same_as=("2.1.1",)),
            indicator("達 90%", "95%", code="2.1.1", name="示範園區 回收率"),
        ],
    ),
    "twin_one_sided": Case(
        [replace(TWIN, code="1.1.1", same_as=("2.1.1",)), TWIN],
        [replace(TWIN, code="1.1.1", same_as=("2.1.1",)), replace(TWIN, same_as=("1.1.1",))],
    ),
    "twin_unmarked": Case([replace(TWIN, code="1.1.1"), TWIN], [indicator("100%", "100%"), indicator("100%", "100%", code="2.1.1")]),
    "other_data_year": Case(
        [indicator("不超過 0.3", "2023 年比例為 0.21")], [indicator("不超過 0.3", "2024 年比例由 2023 年 0.25 降為 0.21")]
    ),
    "data_year_unclear": Case(
        [indicator("家數達 50 萬家", "2024 年「示範白皮書」家數達 62 萬家")], [indicator("家數達 50 萬家", "2024 年家數達 62 萬家")]
    ),
    "part_of_year": Case([indicator("達 92%", "91.2%(第 4 季)")], [indicator("達 92%", "全年 92.4%，第 4 季 91.2%")]),
    "provisional_figure": Case([indicator("達 45%", "46.02%(初步統計)")], [indicator("達 45%", "46.02%")]),
    "other_round": Case([indicator(*MISSED[:1], "85%，未達 2023 年度預期目標")], [indicator(*MISSED[:1], "85%，未達 2024 年度預期目標")]),
    "calendars_mixed": Case(
        [indicator(*MISSED, lag="自 103 年起推動", plan="2025 年完成")], [indicator(*MISSED, lag="自 103 年起推動", plan="114 年完成")]
    ),
    "other_calendar": Case([indicator("辦理 5 場", "113 年辦理 6 場"), *OTHERS], [indicator("辦理 5 場", "2024 年辦理 6 場"), *OTHERS]),
    "target_of_later_year": Case([indicator("2025 年達 30%", "31%")], [indicator("2024 年達 30%", "31%")]),
    "not_due_without_date": Case([indicator("不超過 0.35", "未達統計週期")], [indicator("不超過 0.35", PENDING)]),
    "expected_date_past": Case(
        [indicator("不超過 0.35", "未達統計週期，預計 2024 年 8 月公布")], [indicator("不超過 0.35", "未達統計週期，預計 2025 年 8 月公布")]
    ),
    "last_known_missing": Case([indicator("不超過 0.35", "未達統計週期，預計 2025 年 8 月公布")], [indicator("不超過 0.35", PENDING)]),
    "estimate_though_not_due": Case(
        [indicator("41.5%", "未達統計週期，預計 2025 年 10 月公布，目前推估可達 41.5%")],
        [indicator("41.5%", "未達統計週期，預計 2025 年 10 月公布")],
    ),
    "target_missing": Case([indicator("", "95%")], [indicator("不適用", "95%")]),
    "result_missing": Case([indicator("達 90%")], [indicator("未達統計週期，本年度不予列管")]),
    "part_without_result": Case(
        [indicator("1. 評估 8 種\n2. 完成報告 1 份", "1. 評估 9 種")],
        [indicator("1. 評估 8 種\n2. 完成報告 1 份", "1. 評估 9 種\n2. 完成報告 1 份")],
    ),
    "units_differ": Case([indicator("節油 300 公秉", "節油 280 公噸")], [indicator("節油 300 公噸", "節油 280 公噸")]),
    "unit_changed": Case([indicator("面積 1,000 公頃", "12 平方公里")], [indicator("面積 1,000 公頃", "1,200 公頃")]),
    "opposite_direction": Case(
        [indicator("較 2020 年減少 10%", "較 2020 年增加 4.3%")], [indicator("較 2020 年減少 10%", "較 2020 年減少 4.3%")]
    ),
    "arithmetic_wrong": Case(
        [indicator("降至 0.05 公噸/人", "產出 1,234 公噸，人口 20,000 人，故為 0.0627 公噸/人")],
        [indicator("降至 0.07 公噸/人", "產出 1,234 公噸，人口 20,000 人，故為 0.0617 公噸/人")],
    ),
    "off_by_power_of_ten": Case(
        [indicator("節約至 109.5 億公噸", "未達統計週期(預計 2025 年 12 月公布；2023 年實績值 90.3 噸)")],
        [indicator("節約至 109.5 億公噸", "未達統計週期(預計 2025 年 12 月公布；2023 年實績值 90.3 億噸)")],
    ),
    "digits_transposed": Case([indicator("36.5 億元", "63.5 億元")], [indicator("36.5 億元", "41.2 億元")]),
    "borderline": Case([indicator("達 95.8%", "95.78%")], [indicator("達 95.8%", "95.72%")]),
    "target_far_exceeded": Case([indicator("輔導 20 家", "輔導 40 家")], [indicator("輔導 20 家", "輔導 39 家")]),
    "mix_off_target": Case(
        [indicator("甲 50%、乙 30%、丙 20%", "甲 51%、乙 30%、丙 19%")], [indicator("甲 50%、乙 30%、丙 20%", "甲 50%、乙 30%、丙 20%")]
    ),
    "growth_without_base": Case([indicator("培訓人數成長 75%", "78.8%")], [indicator("培訓人數較 2020 年成長 75%", "78.8%")]),
    "basis_not_stated": Case(
        [indicator("2021 年至 2024 年累計 1,680 件", "2,145 件")], [indicator("2021 年至 2024 年累計 1,680 件", "累計 2,145 件")]
    ),
    "basis_differs": Case([indicator("每年培訓 300 人", "累計培訓 900 人")], [indicator("每年培訓 300 人", "培訓 310 人")]),
    "actual_copies_target": Case(
        [indicator("活化示範園區 30 公頃", "活化示範園區 30 公頃。")], [indicator("15.8 分鐘/戶", "15.8 分鐘/戶")]
    ),
    "different_things": Case([indicator("推介 680 人就業", "培訓 852 名")], [indicator("推介 680 人就業", "推介 852 名")]),
    "target_not_of_indicator": Case(
        [indicator("輔導廠商 27 家", "27 家", name="示範食品損耗率")], [indicator("每十萬人口 3 件以下", "2.6 件", name="示範事故發生率")]
    ),
    "target_repeats_name": Case(
        [indicator("2024 年檢討示範公式", "已檢討", name="檢討示範公式")],
        [indicator("完成檢討示範公式並公告", "已檢討", name="檢討示範公式")],
    ),
    "target_vague": Case([indicator("適時檢討示範公式", "已檢討")], [indicator("適時輔導 30 家", "31 家")]),
    "completion_not_reported": Case(
        [indicator("完成示範計畫並公告", "啟動示範計畫，預計 2026 年提報")],
        [indicator("完成示範計畫並公告", "業已完成並公告，預計 2026 年檢討")],
    ),
    "reason_beyond_subject": Case(
        [indicator(*MISSED, name="民生用水效率", lag="商業用水增加")], [indicator(*MISSED, name="民生用水效率", lag="家戶用水增加")]
    ),
    "goal_lead_missing": Case(
        [replace(indicator("達 90%", "95%"), goal_lead=None), indicator("達 90%", "95%", code="2.1.1")],
        [replace(indicator("達 90%", "95%"), goal_lead=None), replace(indicator("達 90%", "95%", code="2.1.1"), goal_lead=None)],
    ),
    "agency_missing": Case(
        [replace(indicator("達 90%", "95%"), agencies=()), indicator("達 90%", "95%", code="2.1.1")],
        [replace(indicator("達 90%", "95%"), agencies=()), replace(indicator("達 90%", "95%", code="2.1.1"), agencies=())],
    ),
    "former_agency_name": Case(
        [replace(indicator("不適用"), agencies=("環保署",))], [replace(indicator("不適用"), agencies=("示範市能源局", "環境部"))]
    ),
}


def test_cases_cover_every_rule() -> None:
    assert sorted(CASES) == sorted(RULES)


def test_every_rule_is_documented_with_its_severity() -> None:
    documented = dict(re.findall(r"^#### `(\w+)` · (\w+)", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert {code: documented.get(code) for code in RULES} == {code: rule.severity.value for code, rule in RULES.items()}


@pytest.mark.parametrize("code", RULES)
def test_rule_is_raised(code: str) -> None:
    assert codes(*CASES[code].raises).count(code) >= 1


@pytest.mark.parametrize("code", RULES)
def test_rule_near_miss_is_silent(code: str) -> None:
    assert codes(*CASES[code].silent).count(code) == 0


def test_sound_row_has_no_finding() -> None:
    assert codes(indicator("2024 年培訓示範人員 300 人", "2024 年培訓示範人員 312 人")) == []


def test_quotient_is_written_out_in_the_message() -> None:
    row = indicator("降至 0.05 公噸/人", "產出 1,234 公噸，人口 20,000 人，故為 0.0627 公噸/人")
    found = next(f for f in find_all(IndicatorReport("示範表", YEAR, (row,), ()))[0] if f.code == "arithmetic_wrong")
    assert found.message.zh == "1,234 ÷ 20,000 = 0.0617 公噸/人，表中為 0.0627 公噸/人"
    assert found.message.en == "1,234 ÷ 20,000 = 0.0617 公噸/人, the table says 0.0627 公噸/人"
    assert (found.severity, found.row, found.place, found.part) == (Severity.ERROR, "1.1.1", "row 1.1.1", None)


def test_borderline_names_the_part() -> None:
    row = indicator("1. 普及率達 95.8%\n2. 設置 3 處", "1. 普及率達 95.78%\n2. 設置 4 處", lag="施工不易", plan="增派人力")
    found = {finding.code: finding.part for finding in find_all(IndicatorReport("示範表", YEAR, (row,), ()))[0]}
    assert found == {"partly_met": "1", "borderline": "1"}


@pytest.mark.parametrize(
    "lag",
    ["第1項因施工不易", "1.施工不易", "普及程度較低", "普及率較低地區施工不易"],
    ids=["number in words", "number of the item", "words of the part", "name of the part"],
)
def test_reason_that_names_the_missed_part_is_not_asked_for_it(lag: str) -> None:
    row = indicator("1. 普及率達 95%\n2. 設置 3 處", "1. 普及率達 94%\n2. 設置 4 處", lag=lag, plan="增派人力")
    assert codes(row) == []


def test_reason_in_words_of_the_part_that_is_met_is_asked_for_the_other() -> None:
    row = indicator("1. 普及率達 95%\n2. 設置站點 3 處", "1. 普及率達 94%\n2. 設置站點 4 處", lag="站點用地難覓", plan="增派人力")
    assert codes(row) == ["partly_met"]


def test_one_of_two_parts_is_enough_where_the_target_says_so() -> None:
    row = indicator("1. 培訓 6,000 人\n2. 合格率 48%(達成其一即可)", "1. 培訓 5,412 人\n2. 合格率 51.3%，已達標", name="示範人員培訓")
    assert (row.verdict, codes(row)) == ("missed", [])


def test_row_that_is_filed_under_its_twin_lacks_nothing() -> None:
    own = replace(indicator("", "併入指標 2.1.1 填報"), same_as=("2.1.1",))
    twin = replace(TWIN, same_as=("1.1.1",), name="示範指標")
    assert (codes(own, twin), codes(twin, own)) == ([], [])


def test_fraction_for_a_percentage_is_a_hundred_times_off() -> None:
    assert codes(indicator("達 2.5%", "0.025%", lag="缺工", plan="增派人力")) == ["off_by_power_of_ten"]
    assert codes(indicator("達 2.5%", "0.9%", lag="缺工", plan="增派人力")) == []


def test_dash_with_an_excuse_is_no_target() -> None:
    assert codes(indicator("-(指標修正中)", "58.3%")) == ["target_missing"]


def test_visits_are_counted_by_the_year() -> None:
    assert codes(indicator("11.5 億人次", "12 億人次", name="示範運輸運量")) == []
    assert codes(indicator("11.5 億元", "12 億元", name="示範運輸融資金額")) == ["basis_not_stated"]


def test_year_of_a_publication_to_come_is_not_that_of_the_data() -> None:
    row = indicator("達 33%", "未達統計週期，113 年示範年報預計 2025 年 10 月公布；2023 年實績值 31.7%")
    assert [code for code in codes(row) if code != "calendars_mixed"] == []


def test_errors_come_before_notes() -> None:
    row = indicator("達 95.8%", "95.78%")
    severities = [finding.severity for finding in find_all(IndicatorReport("示範表", YEAR, (row,), ()))[0]]
    assert severities == [Severity.ERROR, Severity.ERROR, Severity.NOTE]


def test_findings_keep_the_order_of_the_rows() -> None:
    rows = (indicator("達 90%", "95%"), indicator(*MISSED, code="1.1.2"), indicator("達 90%", "95%", code="1.1.3"))
    found = find_all(IndicatorReport("示範表", YEAR, rows, ()))
    assert [{finding.row for finding in row} for row in found] == [set(), {"1.1.2"}, set()]


def test_unknown_year_raises_nothing_about_years() -> None:
    assert codes(indicator("不超過 0.3", "2023 年比例為 0.21"), year=None) == []


def test_last_known_value_is_compared_once_with_two_parts() -> None:
    pending = ResultPart("未達統計週期", unit="噸", not_due=True, last_known=LastKnown("2023", Decimal("90.3"), "噸"))
    row = indicator("節約至 109.5 億公噸", "未達統計週期")
    row = replace(row, actuals=(pending,), targets=row.targets * 2, pairs=(0, 0), verdicts=row.verdicts * 2)
    assert codes(row).count("off_by_power_of_ten") == 1


def test_figure_equal_to_a_limit_that_must_not_be_reached_is_not_rounded() -> None:
    assert "borderline" not in codes(indicator("低於 1.10 公斤", "1.10 公斤", lag="觀光回升", plan="加強宣導"))


@pytest.mark.parametrize(
    ("name", "raised"), [("示範產值", False), ("示範新增投資件數", False), ("示範人員數", False), ("示範融資金額", True)]
)
def test_names_of_what_is_counted_by_the_year_state_their_basis(name: str, raised: bool) -> None:
    unit = "人" if "人員" in name else "億元"
    assert ("basis_not_stated" in codes(indicator(f"11.5 {unit}", f"12 {unit}", name=name))) is raised


@pytest.mark.parametrize("target", ["稽核缺失改善率 100%", "缺失改善率 95%", "改善完成率 90%"])
def test_rate_of_faults_mended_is_no_change(target: str) -> None:
    assert "growth_without_base" not in codes(indicator(target, "96.8%", lag="示範原因", plan="示範對策"))


@pytest.mark.parametrize("result", ["要點於 2024 年 11 月 5 日修正發布", "113年12月12日報院審議", "草案於 12 月經核定"])
def test_dated_act_is_evidence_of_a_claim(result: str) -> None:
    row = replace(indicator("完成示範要點修正", result), claims_met=True)
    assert "claim_without_evidence" not in codes(row)


def test_completion_that_is_late_for_a_reason_is_reported() -> None:
    row = indicator("完成公告", "均已審議，惟尚未公告")
    assert "completion_not_reported" in codes(row)
    assert "completion_not_reported" not in codes(replace(row, lag_reason="配合修法延後"))
