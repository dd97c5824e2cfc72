"""What the rules of findings 檢核疑義 are called on lists that count them; what each means stands in docs/findings.md."""

from yongxu.quantities.wording import Bilingual

_NAMES = """
missed_without_reason|未達標而沒有落後原因|Missed without a reason
missed_without_countermeasures|未達標而沒有因應對策|Missed without countermeasures
reason_though_met|已達標卻填了落後原因|Reason given though met
partly_met|部分分項未達標|Partly met
claim_against_numbers|自評與數值不符|Own claim against the numbers
claim_though_not_applicable|不適用卻自評|Own claim though not applicable
claim_without_evidence|自評沒有依據|Own claim without evidence
missed_claim_though_met|數值達標卻自評未達|Claimed missed though met
revision_proposed|提議修正目標|Revision of the target proposed
twin_differs|同指標的內容不一致|Twins differ
twin_named_differently|同指標的名稱不一致|Twins named differently
twin_one_sided|同指標只有一方註明|Twin named on one side only
twin_unmarked|疑似同指標而未註明|Twin not marked
other_data_year|資料不是當年|Data of another year
data_year_unclear|資料年度不明|Data year unclear
part_of_year|只有部分期間的資料|Only part of the year
provisional_figure|使用初估數值|Provisional figure
other_round|提到其他年度的填報|Another round named
calendars_mixed|混用民國與西元|Calendars mixed
other_calendar|使用另一種紀年|The other calendar used
target_of_later_year|引用後續年度的目標|Target of a later year
not_due_without_date|未達統計週期而沒有預計日期|Not yet due without a date
expected_date_past|預計公布日期已過|Expected date has passed
last_known_missing|沒有最近一次數值|Last known value missing
estimate_though_not_due|未達統計週期卻有估計值|Estimate though not yet due
target_missing|沒有目標|Target missing
result_missing|沒有結果|Result missing
part_without_result|分項沒有結果|Part without a result
units_differ|目標與結果的單位不同|Units differ
unit_changed|單位與前次不同|Unit changed
opposite_direction|目標方向相反|Opposite direction
arithmetic_wrong|算式不符|Arithmetic wrong
off_by_power_of_ten|相差十的次方|Off by a power of ten
digits_transposed|數字可能對調|Digits transposed
borderline|恰在目標邊緣|Borderline
target_far_exceeded|遠超過目標|Target far exceeded
mix_off_target|組成比例偏離目標|Mix off its target
growth_without_base|成長率沒有基期|Growth without a base
basis_not_stated|沒有寫明計算基礎|Basis not stated
basis_differs|計算基礎不同|Basis differs
actual_copies_target|結果照抄目標|Actual copies the target
different_things|目標與結果說的不是同一件事|Different things
target_not_of_indicator|目標與指標名稱不符|Target not of the indicator
target_repeats_name|目標只重複名稱|Target repeats the name
target_vague|目標不明確|Target vague
completion_not_reported|沒有說明是否完成|Completion not reported
reason_beyond_subject|原因與指標無關|Reason beyond the subject
goal_lead_missing|沒有主政機關|Lead of the goal missing
agency_missing|沒有主辦機關|Agency missing
former_agency_name|使用機關舊名|Former name of an agency
target_missed|未達預期效益|Expected benefit missed
year_beyond_cumulative_target|單年超過全期目標|One year beyond the target of the whole period
cumulative_result_missing|沒有累計結果|Cumulative result missing
yearly_result_missing|沒有當年結果|Result of the year missing
cumulative_below_year|累計小於當年|Cumulative below the year
result_of_other_year|其他年度的結果|Result of another year
span_unclear|結果的期間不明|Span unclear
total_not_stated|沒有寫出合計|Total not stated
per_case_as_total|單件數值當作合計|Per case taken for a total
total_of_items_wrong|分項加總不符|Total of items wrong
same_number|不同項目數字相同|The same number twice
executed_zero|執行數為零|Nothing executed
rate_unexplained|執行率偏低或偏高而未說明|Rate of execution unexplained
rate_wrong|執行率計算不符|Rate of execution wrong
one_rate_for_amounts|多筆經費共用一個執行率|One rate for several amounts
amount_unit_missing|金額沒有單位|Amount without a unit
money_missing|沒有經費執行數|Money executed missing
funding_missing|沒有經費來源|Source of funding missing
per_year_on_cumulative|累計減量寫成每年|Per year written on a cumulative reduction
co2e_missing|沒有減碳量|Reduction missing
co2e_unit_incomplete|減碳量單位不完整|Unit of a reduction incomplete
expected_as_result|預期值當作結果|Expected value given as result
expected_and_realised_mixed|預期與實際減量混用|Expected and realised mixed
emission_factor_differs|排放係數不同|Emission factor differs
element_missing|沒有屬性|Element missing
plan_copies_strategy|具體計畫照抄策略|Plan copies the strategy
target_copies_plan|預期效益照抄計畫|Benefit copies the plan
result_copies_target|成果照抄預期效益|Result copies the benefit
target_not_measurable|預期效益無法衡量|Benefit not measurable
"""


def name_of_rule(code: str) -> Bilingual:
    """The rule in words. KeyError for one that has no name here (a test sees that all have)."""
    return _BY_CODE[code]


_BY_CODE = {code: Bilingual(zh=zh, en=en) for code, zh, en in (line.split("|") for line in _NAMES.split("\n") if line)}
