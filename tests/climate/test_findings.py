"""Every rule of the programme tables: a row that raises it, and a near miss that must not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from yongxu.climate.findings import RULES, find_all
from yongxu.climate.imports import emission_reduction
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport, Strategy
from yongxu.quantities.results import pair_by_meaning, read_results
from yongxu.quantities.targets import Context, parse_targets

DOCS = Path(__file__).resolve().parents[2] / "docs" / "findings.md"
YEAR = 113
STRATEGY = Strategy("1.1", "推動示範產業低碳轉型並研發前瞻示範技術，朝高值化發展")
PLAN = "由示範團隊到廠診斷，協助工廠汰換老舊鍋爐並建立示範能源管理制度"


def measure(target: str, result: str = "", *, code: str = "1.1.1", plan: str = PLAN, period: tuple[int, int] = (110, 114)) -> MeasureRow:
    """A typed row read from its statements, as `imports` would build it; other fields by `replace`."""
    targets = parse_targets(target, Context(YEAR, "示範措施", benefit=True))
    results = read_results(result, roc_year=YEAR, first_year=period[0])
    return MeasureRow(
        code=code,
        strategy=STRATEGY,
        name="示範措施",
        plan=plan,
        is_new=False,
        element="能力建構",
        agencies=("示範署",),
        co_agencies=(),
        period=period,
        target_text=target,
        result_text=result,
        targets=targets,
        results=results,
        pairs=pair_by_meaning(targets, results),
        executed_ntd=(Decimal(5_000_000),),
        execution_rate=Decimal(100),
        money_text="500 100%",
        money_note="",
        funding=("公務預算",),
        ended=False,
        co2e=emission_reduction(results, result, YEAR),
        place=f"row {code}",
    )


def codes(*rows: MeasureRow, year: int | None = YEAR) -> list[str]:
    """The rules that the first row raises, the other rows standing in the same table."""
    return [finding.code for finding in find_all(ProgrammeReport("示範表", year, rows, ()))[0]]


@dataclass(frozen=True)
class Case:
    """The first row of each table is examined."""

    raises: Sequence[MeasureRow]
    silent: Sequence[MeasureRow]


SOUND = measure("每年輔導 20 家。", "113 年輔導 21 家。")
OTHER = replace(SOUND, code="1.1.2")

CASES: dict[str, Case] = {
    "target_missing": Case([measure("", "113 年輔導 21 家。")], [replace(measure("", ""), ended=True)]),
    "result_missing": Case([measure("每年輔導 20 家。")], [measure("每年輔導 20 家。", period=(114, 114))]),
    "part_without_result": Case(
        [measure("每年審查 6 案，每案檢視達 120 項以上。", "113 年審查 6 案。")],
        [measure("每年審查 6 案，每案檢視達 120 項以上。", "113 年審查 6 案，每案檢視 125 項。")],
    ),
    "target_missed": Case([measure("每年輔導 20 家。", "113 年輔導 18 家。")], [measure("全程輔導 20 家。", "110-113 年累計輔導 18 家。")]),
    "target_far_exceeded": Case(
        [measure("累計減碳 4 萬公噸 CO2e。", "110-113 年累計減碳 6 萬公噸 CO2e。")],
        [measure("累計減碳 4 萬公噸 CO2e。", "110-113 年累計減碳 5.9 萬公噸 CO2e。")],
    ),
    "year_beyond_cumulative_target": Case(
        [measure("累計減碳 4 萬公噸 CO2e。", "113 年減碳 5 萬公噸 CO2e。")],
        [measure("累計減碳 4 萬公噸 CO2e。", "110-113 年累計減碳 5 萬公噸 CO2e。")],
    ),
    "cumulative_result_missing": Case(
        [measure("累計輔導 60 家。", "113 年輔導 21 家。")], [measure("累計輔導 60 家。", "113 年輔導 21 家，110-113 年累計輔導 55 家。")]
    ),
    "yearly_result_missing": Case(
        [measure("每年輔導 20 家。", "110-113 年累計輔導 85 家。")],
        [measure("每年輔導 20 家。", "113 年輔導 21 家，110-113 年累計輔導 85 家。")],
    ),
    "cumulative_below_year": Case(
        [measure("累計輔導 60 家。", "113 年輔導 51 家，110-113 年累計輔導 15 家。")],
        [measure("累計輔導 60 家。", "113 年輔導 15 家，110-113 年累計輔導 51 家。")],
    ),
    "result_of_other_year": Case([measure("每年輔導 20 家。", "112 年輔導 21 家。")], [SOUND]),
    "span_unclear": Case(
        [measure("每年促成投資 1 億元。", "截至 113 年底促成投資 3.4 億元。")],
        [measure("每年促成投資 1 億元。", "113 年促成投資 1.4 億元。")],
    ),
    "total_not_stated": Case(
        [measure("每年減碳 5,000 公噸 CO2e。", "1. 113 年甲廠減碳 960 公噸 CO2e。 2. 113 年乙廠減碳 4,950 公噸 CO2e。")],
        [measure("每年減碳 5,000 公噸 CO2e。", "1. 113 年甲廠減碳 960 公噸 CO2e。 2. 113 年乙廠減碳 5,150 公噸 CO2e。")],
    ),
    "units_differ": Case(
        [measure("每年節能 800 公秉油當量。", "113 年節能 1,478 公噸油當量。")],
        [measure("每年節能 800 公秉油當量。", "113 年節能 878 公秉油當量。")],
    ),
    "off_by_power_of_ten": Case(
        [measure("每年減碳 2 萬公噸 CO2e。", "113 年減碳 2.1 公噸 CO2e。")],
        [measure("每年減碳 2 萬公噸 CO2e。", "113 年減碳 2.1 萬公噸 CO2e。")],
    ),
    "per_case_as_total": Case(
        [measure("每輛年減碳 47.2 公噸 CO2e。", "113 年減碳 5.1 萬公噸 CO2e。")],
        [measure("每輛年減碳 47.2 公噸 CO2e。", "113 年每輛減碳 48 公噸 CO2e。")],
    ),
    "arithmetic_wrong": Case(
        [measure("每年輔導 20 家。", "110-113 年累計輔導 85 家，平均每年輔導 25 家。")],
        [measure("每年輔導 20 家。", "110-113 年累計輔導 84 家，平均每年輔導 21 家。")],
    ),
    "total_of_items_wrong": Case(
        [measure("每年召開 24 場次會議。", "113 年召開 27 場次會議: 1. 甲組 6 場次 2. 乙組 14 場次 3. 丙組 6 場次")],
        [measure("每年召開 24 場次會議。", "113 年召開 26 場次會議: 1. 甲組 6 場次 2. 乙組 14 場次 3. 丙組 6 場次")],
    ),
    "same_number": Case(
        [
            measure("每年節水 2,693 公噸。", "113 年節水 2,711 公噸。"),
            measure("每年節水 1,000 公噸。", "113 年節水 2,693 公噸。", code="1.1.2"),
        ],
        [
            measure("每年節水 2,600 公噸。", "113 年節水 2,711 公噸。"),
            measure("每年節水 1,000 公噸。", "113 年節水 2,600 公噸。", code="1.1.2"),
        ],
    ),
    "executed_zero": Case(
        [replace(SOUND, executed_ntd=(Decimal(0),), execution_rate=None, money_text="0")],
        [replace(SOUND, executed_ntd=(Decimal(0),), execution_rate=None, money_text="0", money_note="設備採購流標，移至次年執行")],
    ),
    "rate_unexplained": Case([replace(SOUND, execution_rate=Decimal("79.9"))], [replace(SOUND, execution_rate=Decimal(80))]),
    "rate_wrong": Case(
        [replace(SOUND, money_text="預算 2,000萬元 執行 1,500萬元 執行率 85%", execution_rate=Decimal(85))],
        [replace(SOUND, money_text="預算 2,400萬元 執行 2,000萬元 執行率 83.3%", execution_rate=Decimal("83.3"))],
    ),
    "one_rate_for_amounts": Case(
        [replace(SOUND, executed_ntd=(Decimal(2_520_000), Decimal(1_400_000)), money_text="252、140 95%")],
        [replace(SOUND, executed_ntd=(Decimal(2_520_000), Decimal(1_400_000)), money_text="252 95%、140 100%")],
    ),
    "amount_unit_missing": Case(
        [measure("每年促進投資 2,000 萬。", "113 年促進投資 2,100 萬元。")],
        [measure("每年促進投資 2,000 萬元。", "113 年促進投資 2,100 萬元。")],
    ),
    "money_missing": Case(
        [replace(SOUND, executed_ntd=(), execution_rate=None, money_text=""), OTHER],
        [replace(SOUND, executed_ntd=(), execution_rate=None, money_text="", ended=True), OTHER],
    ),
    "funding_missing": Case([replace(SOUND, funding=()), OTHER], [replace(SOUND, funding=()), replace(OTHER, funding=())]),
    "per_year_on_cumulative": Case(
        [measure("累計減碳 9 萬公噸 CO2e。", "110-113 年累計減碳 8 萬公噸 CO2e/年。")],
        [measure("每年減碳 2 萬公噸 CO2e。", "113 年減碳 2.1 萬公噸 CO2e/年。")],
    ),
    "co2e_missing": Case(
        [replace(SOUND, element="減緩")], [replace(measure("每年減碳 2 萬公噸 CO2e。", "113 年減碳 2.1 萬公噸 CO2e。"), element="減緩")]
    ),
    "co2e_unit_incomplete": Case(
        [measure("每年減碳 2 萬公噸。", "113 年減碳 2.1 萬公噸 CO2e。")], [measure("每年回收 2 萬公噸。", "113 年回收 2.1 萬公噸。")]
    ),
    "expected_as_result": Case(
        [measure("每年減碳 2 萬公噸 CO2e。", "113 年預期減碳 2.1 萬公噸 CO2e。")],
        [measure("每年預期減碳 2 萬公噸 CO2e。", "113 年實質減碳 2.1 萬公噸 CO2e。")],
    ),
    "expected_and_realised_mixed": Case(
        [measure("累計減碳 9 萬公噸 CO2e。", "113 年預期減碳 2 萬公噸 CO2e，110-113 年累計減碳 8 萬公噸 CO2e。")],
        [measure("累計減碳 9 萬公噸 CO2e。", "113 年減碳 2 萬公噸 CO2e，110-113 年累計減碳 8 萬公噸 CO2e。")],
    ),
    "emission_factor_differs": Case(
        [measure("累計節電 1,000 萬度，減碳 6,000 公噸 CO2e。"), measure("累計節電 1,000 萬度，減碳 5,000 公噸 CO2e。", code="1.1.2")],
        [measure("累計節電 1,000 萬度，減碳 5,000 公噸 CO2e。"), measure("累計節電 1,000 萬度，減碳 4,940 公噸 CO2e。", code="1.1.2")],
    ),
    "agency_missing": Case([replace(SOUND, agencies=()), OTHER], [replace(SOUND, agencies=()), replace(OTHER, agencies=())]),
    "element_missing": Case([replace(SOUND, element=None), OTHER], [replace(SOUND, element=None), replace(OTHER, element=None)]),
    "former_agency_name": Case(
        [replace(measure(""), agencies=("經濟部能源局",))], [replace(measure(""), agencies=("示範市能源局", "農業部"))]
    ),
    "plan_copies_strategy": Case([replace(SOUND, plan=STRATEGY.name + "。")], [replace(SOUND, plan=STRATEGY.name + "。" + PLAN)]),
    "target_copies_plan": Case(
        [measure(PLAN + "。", "已完成診斷。")], [measure("協助工廠汰換老舊鍋爐並公布改善前後的能源效率比較結果。", "已完成診斷。")]
    ),
    "result_copies_target": Case(
        [measure("檢討示範再利用法規並納入再生料標示後公告。", "將持續檢討示範再利用法規並納入再生料標示後公告。")],
        [measure("檢討示範再利用法規並納入再生料標示後公告。", "示範再利用法規已於 113 年 5 月公告。")],
    ),
    "target_not_measurable": Case([measure("促進示範產業永續發展。", "113 年輔導 21 家。")], [SOUND]),
    "different_things": Case(
        [measure("每年輔導 8 家。", "113 年核定補助 12 家。")], [measure("每年輔導 8 家。", "113 年診斷輔導 12 家。")]
    ),
    "other_calendar": Case([measure("每年輔導 20 家。", "2024 年輔導 21 家。"), OTHER], [SOUND, OTHER]),
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
    assert codes(SOUND, OTHER) == []


def test_ended_measure_without_result_has_no_finding() -> None:
    ended = replace(measure("每年輔導 20 家。", period=(110, 112)), ended=True, executed_ntd=(), execution_rate=None, money_text="-")
    assert codes(ended, OTHER) == []


def test_one_number_for_each_year_is_met_by_its_own_year() -> None:
    row = measure("112 年 224 案、113 年 29 案及 114 年 46 案。", "113 年輔導 91 案。", period=(112, 114))
    found = find_all(ProgrammeReport("示範表", YEAR, (row,), ()))[0]
    assert [(finding.code, finding.evidence) for finding in found] == [("target_far_exceeded", "3.1")]


def test_cumulative_number_of_a_year_is_met_by_the_cumulative_result() -> None:
    row = measure("113 年累計安裝 300 萬戶、114 年累計安裝 350 萬戶。", "113 年安裝 52 萬戶，110-113 年累計安裝 312 萬戶。")
    assert codes(row) == []


def test_first_half_of_a_year_misses_nothing_yet() -> None:
    row = replace(measure("每年輔導 20 家。", "1-6 月輔導 9 家。"), execution_rate=Decimal(37))
    assert codes(row) == []
    assert codes(replace(row, execution_rate=Decimal(104))) == ["rate_unexplained"]


def test_total_is_not_held_against_a_number_per_case() -> None:
    assert codes(measure("每艘年節油 12 公秉。", "113 年節油 351 公秉。")) == ["per_case_as_total"]


def test_another_stage_is_not_added_up() -> None:
    assert codes(measure("每年完成示範井 3 口。", "113 年完成示範井 2 口，另 1 口鑽至 1,850 公尺。")) == ["target_missed"]


def test_measure_without_need_of_money_spends_none() -> None:
    row = replace(SOUND, executed_ntd=(Decimal(0),), execution_rate=None, money_text="0", funding=("免經費",))
    assert codes(row) == []


def test_private_investment_alone_executes_no_budget() -> None:
    row = replace(SOUND, executed_ntd=(), execution_rate=None, money_text="－", funding=("民間投資",))
    assert codes(row, OTHER) == []


@pytest.mark.parametrize(("note", "raised"), [("再生能源基金", True), ("示範森林署:示範林業公司", True), ("物價調整", False)])
def test_names_are_no_explanation_of_the_rate(note: str, raised: bool) -> None:
    row = replace(SOUND, execution_rate=Decimal(70), money_note=note, funding=("再生能源基金",))
    assert codes(row) == (["rate_unexplained"] if raised else [])


def test_reduction_in_a_column_of_its_own_is_not_missing() -> None:
    row = replace(SOUND, element="減緩", co2e=EmissionReduction(Decimal(52300), None, "unspecified"))
    assert codes(row) == []


def test_rate_message_names_the_bound() -> None:
    found = find_all(ProgrammeReport("示範表", YEAR, (replace(SOUND, execution_rate=Decimal(115)),), ()))[0]
    assert [finding.message.zh for finding in found] == ["執行率 115% 逾 100%，未說明原因"]
    assert [finding.message.en for finding in found] == ["execution rate 115%, above 100%, unexplained"]


def test_several_sites_summed_is_no_explanation_of_the_rate() -> None:
    row = replace(SOUND, execution_rate=Decimal(115), money_note="三園區合計")
    assert codes(row) == ["rate_unexplained"]


def test_explained_rate_has_no_finding() -> None:
    row = replace(SOUND, execution_rate=Decimal(152), money_note="原列預算僅為初估值，實際依工程進度調整")
    assert codes(row) == []


@pytest.mark.parametrize("note", ["本項由既有人力辦理，未另編列經費。", "廠商自行出資，未編列預算", "無需經費", "由現有資源支應"])
def test_measure_that_says_it_spends_nothing_needs_no_money_and_no_source(note: str) -> None:
    row = replace(SOUND, executed_ntd=(), execution_rate=None, money_text="-", money_note=note, funding=())
    assert {"money_missing", "funding_missing"}.isdisjoint(codes(row, OTHER))
    assert {"money_missing", "funding_missing"} <= set(codes(replace(row, money_note=""), OTHER))


@pytest.mark.parametrize(
    "note", ["地下管線遷移界面未釐清。", "偏鄉駕駛員招募不易。", "颱風後便道中斷。", "設備採購二度流標", "展延至115年施作", "車廠產能不足"]
)
def test_reason_in_the_words_of_a_hindrance_is_a_reason(note: str) -> None:
    row = measure("每年輔導 20 家。", "113 年輔導 18 家。")
    assert "target_missed" in codes(row)
    assert "target_missed" not in codes(replace(row, money_note=note))
