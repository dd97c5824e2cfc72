"""Rules on figures: present, in one unit, of the right size, and adding up."""

import re
from collections.abc import Iterator
from decimal import Decimal

from yongxu.indicators.findings.reasons import demand_of, pairs_of
from yongxu.indicators.findings.twins import is_filed_elsewhere
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.arithmetic import slips
from yongxu.quantities.calendars import named_years
from yongxu.quantities.comparing import comparable, differ_by_power_of_ten, figure_of, in_unit_of, rounded_to, shown
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.rates import base_size, label_of
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict

FAR = Decimal(2)
"""A result of twice its target (or half of one that asks for less) says that the target was low; the number is ours."""
CLOSE = Decimal("0.01")
"""A gap above a hundredth is not a matter of rounding, however coarsely the target is printed; the number is ours."""
_UP, _DOWN = Pattern(r"增加|成長|上升|提升|提高"), Pattern(r"減少|降低|下降|減量|縮減")
_GROWTH = Pattern(r"(成長|增加|減少|降低|提升|提高|改善|下降|減量|節省)(?![^，；。]{0,20}[至到達為])[^，；。\d]{0,20}\d+(\.\d+)?\s*%")
_BASE = Pattern(r"較|比|相較|基準|基期|年成長|年增|年減|年度成長|每年|年均|逐年|與.{0,12}年|20\d\d ?年.{0,16}成長率|1\d\d ?年.{0,16}成長率")
_YEARLY = Pattern(r"每年|年度|當年|全年|年均|年平均")
_ALL = 100
_OF_FAULTS = Pattern(r"^改善(完成)?(率|比率|比例)")
_WHOLE = Pattern(r"累計|累積|合計|總計|共計|自.{0,16}起|迄今|截至")
_STOCK = Pattern(r"累計|累積|餘額|存量|裝置容量|面積|人口|人員數|員額|會員|普及|涵蓋|率|比例|比重|指數|係數|成長|維持|平均|每")
_FLOW = Pattern(r"產值|營業額|營收|貿易額|[進出]口(總?[額值])|生產毛額|GDP|年產|新增|當年|年度|本年")
"""What a name says to be of one year."""
_AGAINST_MEAN = Pattern(r"(低於|高於|優於|超過|較|比)[^，。；]*平均")
_FLOW_UNITS = ("元", "件", "家", "人", "場", "場次", "名", "案")


def target_missing(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """No target, or a dash with an excuse. Silent where the row says that its twin reports for both."""
    del report
    if is_filed_elsewhere(row):
        return
    if not row.targets or (re.match(r"[-－—]\s*[(（]", row.target_text) and all(target.value is None for target in row.targets)):
        yield remark("沒有目標", "there is no target")


def result_missing(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Nothing is reported although a target is due."""
    del report
    if row.targets and not row.actuals and any(not t.not_due and not t.not_applicable for t in row.targets):
        yield remark("有目標但沒有實績", "there is a target, but no result is reported")


def part_without_result(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """One part of several has no result. Silent where a figure in the part's unit stands in the text unpaired."""
    del report
    if not row.actuals:
        return
    for label, target, actual, _ in pairs_of(row):
        if label is None or actual is not None or target.not_due or target.not_applicable:
            continue
        if len(row.actuals) >= len(row.targets) and target.value is None:
            continue
        yield remark(
            f"分項 {label}（{demand_of(target) if target.value is not None else target.text[:16]}）沒有實績",
            f"part {label} has no result",
            part=label,
        )


def units_differ(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Target and result of different dimensions. Silent where another figure of the same result has the target's dimension."""
    del report
    for label, target, actual, _ in pairs_of(row):
        if actual is None or target.value is None or actual.value is None or target.comparator is Comparator.QUALITATIVE:
            continue
        of_two_bases = target.per is not None and actual.per is not None and base_size(target.per)[0] != base_size(actual.per)[0]
        if (target.unit is None or actual.unit is None) and not of_two_bases:
            continue
        if comparable(target.unit, actual.unit, target.per, actual.per) and not of_two_bases:
            continue
        if not of_two_bases and any(comparable(target.unit, quantity.unit) for quantity in find_quantities(actual.text)):
            continue
        one, other = label_of(target.unit, target.per), label_of(actual.unit, actual.per)
        zh = f"目標單位「{one}」與實績單位「{other}」無法比較（{shown(target.value, target.unit)}／{figure_of(actual)}）"
        en = f"target in {one}, result in {other}: they cannot be compared"
        yield remark(zh, en, evidence=f"{one}／{other}", part=label)


def unit_changed(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """One dimension, two units (公頃 and 平方公里): right to compare, easy to misread."""
    del report
    for label, target, actual, _ in pairs_of(row):
        if actual is None or target.value is None or actual.value is None or target.unit is None or actual.unit is None:
            continue
        own = in_unit_of(target, actual.value, actual.unit, actual.per)
        if own is not None and own != actual.value:
            one, other = label_of(target.unit, target.per), label_of(actual.unit, actual.per)
            zh = f"目標用「{one}」，實績用「{other}」：{figure_of(actual)} = {shown(own, target.unit)}"
            yield remark(
                zh,
                f"target in {one}, result in {other}: {figure_of(actual)} = {shown(own, target.unit)}",
                evidence=other,
                part=label,
            )


def arithmetic_wrong(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    for text in (row.target_text, row.result_text, row.lag_reason):
        for slip in slips(text):
            is_, stated = shown(slip.result, slip.unit), shown(slip.stated, slip.unit)
            yield remark(
                f"{slip.formula} = {is_}，表中為 {stated}", f"{slip.formula} = {is_}, the table says {stated}", evidence=slip.formula
            )
    yield from _mix(row)


def _mix(row: IndicatorRow) -> Iterator[Remark]:
    """A composition must sum to 100 %, give or take the rounding of its members."""
    parts = [(target, actual) for _, target, actual, _ in pairs_of(row) if target.basis == "share"]
    if len(parts) < 3:
        return
    for zh, en, values in (
        ("目標", "targets", [target.value for target, _ in parts]),
        ("實績", "results", [actual.value if actual is not None else None for _, actual in parts]),
    ):
        known = [value for value in values if value is not None]
        total = sum(known, Decimal(0))
        if len(known) == len(values) and abs(total - 100) > Decimal("0.5") + Decimal("0.05") * len(known):
            yield remark(
                f"{zh}各項占比合計 {shown(total, '%')}，非 100%",
                f"the {en} of the mix add up to {shown(total, '%')}, not 100%",
                evidence=str(total),
            )


def off_by_power_of_ten(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A figure 1,000 times off its target or its own last known value: a scale word is missing or one too many.

    A share below 1 % that is the target once multiplied by 100 was given as a fraction (0.025 for 2.5 %).
    """
    del report
    claimed: list[ResultPart | None] = []
    for label, target, actual, _ in pairs_of(row):
        if actual is not None and _is_fraction(target, actual):
            zh = f"實績 {figure_of(actual)} 與目標 {shown(target.value, '%')} 相差百倍，疑為未乘以 100 的比率"
            en = f"result {figure_of(actual)} is 100 times off the target {shown(target.value, '%')}: a fraction for a percentage?"
            yield remark(zh, en, evidence=figure_of(actual), part=label)
        if target.value is None or target.unit in ("%", "‰"):
            continue
        found = [("實績", "result", actual.value, actual.unit, actual.per)] if actual is not None and actual.value is not None else []
        known = actual.last_known if actual is not None and actual.last_known is not None else None
        known = known if actual not in claimed else None
        claimed.append(actual)
        if known is not None:
            found.append((f"{known.year} 年值", f"value of {known.year}", known.value, known.unit, known.per))
        for zh, en, value, unit, per in found:
            own = in_unit_of(target, value, unit, per)
            if own is not None and differ_by_power_of_ten(own, target.value):
                yield remark(
                    f"{zh} {shown(value, unit)} 與目標 {shown(target.value, target.unit)} 相差千倍以上，疑漏萬、億等字",
                    f"{en} {shown(value, unit)} is 1,000 times off the target {shown(target.value, target.unit)}: is a scale word missing?",
                    evidence=shown(value, unit), part=label,
                )  # fmt: skip


def _is_fraction(target: TargetPart, actual: ResultPart) -> bool:
    if target.value is None or actual.value is None or (target.unit, actual.unit) != ("%", "%"):
        return False
    return 0 < actual.value < 1 <= target.value and abs(actual.value * 100 - target.value) <= target.value / 2


def digits_transposed(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Target and result printed with the same places, their leading digits exchanged (47.5 and 74.7) or all of them reordered."""
    del report
    for label, target, actual, _ in pairs_of(row):
        if actual is None or target.value is None or actual.value is None or target.value == actual.value:
            continue
        own = in_unit_of(target, actual.value, actual.unit, actual.per)
        if own is None:
            continue
        one, other = (format(value.normalize(), "f").rstrip("0").rstrip(".") for value in (target.value, own))
        a, b = (text.replace(".", "").strip("0") for text in (one, other))
        if len(one) != len(other) or len(a) != len(b) or len(a) < 3 or a[0] == a[1]:
            continue
        if (a[0], a[1]) == (b[1], b[0]) or (sorted(a) == sorted(b) and len(set(a)) > 2):
            zh = f"實績 {figure_of(actual)} 與目標 {shown(target.value, target.unit)} 的數字位置對調，請核對"
            en = f"result {figure_of(actual)} and target {shown(target.value, target.unit)} look like exchanged digits: check them"
            yield remark(zh, en, evidence=figure_of(actual), part=label)


def borderline(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Missed by a hundredth or less, and equal to the target once rounded to the places in which the target is printed."""
    del report
    for label, target, actual, verdict in pairs_of(row):
        if verdict is not Verdict.MISSED or actual is None or actual.value is None or target.value is None:
            continue
        own = in_unit_of(target, actual.value, actual.unit, actual.per)
        if own is None or own == target.value or abs(own - target.value) > CLOSE * abs(target.value):
            continue
        if rounded_to(own, target.text, target.value) == target.value:
            zh = f"{figure_of(actual)} 未達 {shown(target.value, target.unit)}，但四捨五入至目標位數後相等"
            en = f"{figure_of(actual)} misses {shown(target.value, target.unit)}, but equals it once rounded to the target's places"
            yield remark(zh, en, evidence=figure_of(actual), part=label)


def target_far_exceeded(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    del report
    for label, target, actual, verdict in pairs_of(row):
        if verdict is not Verdict.MET or actual is None or actual.value is None or target.value is None or target.value <= 0:
            continue
        own = in_unit_of(target, actual.value, actual.unit, actual.per)
        if own is None or own <= 0 or differ_by_power_of_ten(own, target.value):
            continue
        ratio = own / target.value if target.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN) else Decimal(0)
        ratio = target.value / own if target.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN) else ratio
        if ratio >= FAR:
            times = f"{ratio:.1f}"
            zh = f"實績 {figure_of(actual)}，目標 {demand_of(target)}，優於目標 {times} 倍：目標是否偏低"
            yield remark(zh, f"result {figure_of(actual)} against {demand_of(target)}: {times} times better", evidence=times, part=label)


def growth_without_base(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A change in per cent whose base year is not named; all of it (100 %) and a rate of faults mended are none."""
    del report
    for label, target, _, _ in pairs_of(row):
        found = _GROWTH.search(target.text)
        if found and target.unit == "%" and target.value != _ALL and not _OF_FAULTS.search(found[0]) and not _BASE.search(target.text):
            words = found[0][:20]
            yield remark(
                f"增減幅度未載明比較基準（「{words}」）", f"a change in per cent without its base (“{words}”)", evidence=words, part=label
            )


def basis_not_stated(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A target over several years answered by a bare figure, or a bare flow on both sides: year or cumulative?"""
    del report
    for label, target, actual, verdict in pairs_of(row):
        if actual is None or actual.value is None or verdict is Verdict.NOT_DUE or actual.value == target.value == 0:
            continue
        if _WHOLE.search(actual.text) or _YEARLY.search(actual.text) or "平均" in actual.text or named_years(actual.text):
            continue
        kind = _span_of(row, target)
        if kind is not None:
            zh, en = (
                f"目標為{kind[0]}，實績 {figure_of(actual)} 未載明期間",
                f"the target is {kind[1]}, the result {figure_of(actual)} names no period",
            )
            yield remark(zh, en, evidence=kind[0], part=label)
        elif (
            target.unit in _FLOW_UNITS
            and target.comparator is Comparator.AT_LEAST
            and not target.phrase
            and not _STOCK.search(row.name + target.text)
            and not _FLOW.search(row.name)
        ):
            zh = f"目標 {shown(target.value, target.unit)} 與實績 {figure_of(actual)} 均未載明為當年或累計"
            yield remark(zh, "neither target nor result says whether it is of the year or cumulative", evidence=target.text, part=label)


def _span_of(row: IndicatorRow, target: TargetPart) -> tuple[str, str] | None:
    """The stretch of several years that a target names, in both languages; None where it names none."""
    if _AGAINST_MEAN.search(target.text):
        return None
    several = len({year.year for year in named_years(row.target_text)}) > 1
    if target.basis_stated and target.basis == "cumulative":
        return "累計", "cumulative"
    if several and "平均" in target.text:
        return "多年平均", "a mean over several years"
    if target.basis == "change_from_base" and "年均" in target.text:
        return "年均變動", "a mean yearly change"
    return ("跨年度", "over several years") if several and target.unit != "%" else None


def basis_differs(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """A target for each year answered with a cumulative figure, or the reverse."""
    del report
    for label, target, actual, _ in pairs_of(row):
        if actual is None or actual.value is None or not target.basis_stated:
            continue
        cumulative = re.search(r"累計|累積|迄今", actual.text) is not None
        yearly = re.search(r"當年度|本年度|全年", actual.text) is not None
        if target.basis == "per_year" and cumulative and not yearly:
            yield remark("目標為每年，實績為累計", "the target is per year, the result cumulative", evidence=actual.text[:16], part=label)
        elif target.basis == "cumulative" and yearly and not cumulative:
            yield remark(
                "目標為累計，實績為當年", "the target is cumulative, the result of the year alone", evidence=actual.text[:16], part=label
            )


def mix_off_target(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Shares of a mix have no direction: the differences are named, the judgement is a person's."""
    del report
    parts = [(t, a) for _, t, a, _ in pairs_of(row) if t.basis == "share" and t.value is not None and a is not None and a.value is not None]
    apart = [
        f"{target.phrase or shown(target.value)} {shown(actual.value)}／{shown(target.value, '%')}"
        for target, actual in parts
        if actual.value != target.value
    ]
    if len(parts) > 2 and apart:
        found = "、".join(apart)
        yield remark(
            f"占比與目標不同，無方向可判，請人工判定：{found}",
            f"shares differ from the target and have no direction: {found}",
            evidence=found,
        )


def opposite_direction(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The target asks for so much less, the result tells of so much more (or the reverse): they must not be compared as they stand."""
    del report
    for label, target, actual, _ in pairs_of(row):
        if actual is None or actual.value is None or target.value is None or target.unit != "%" or actual.unit != "%":
            continue
        for asked, given in ((_DOWN, _UP), (_UP, _DOWN)):
            want, got = asked.search(target.text), given.search(actual.text)
            if want and got and not given.search(target.text) and not asked.search(actual.text):
                zh = f"目標為「{want[0]}」{shown(target.value, '%')}，實績卻為「{got[0]}」{shown(abs(actual.value), '%')}"
                yield remark(
                    zh, f"the target asks for “{want[0]}”, the result tells of “{got[0]}”", evidence=f"{want[0]}／{got[0]}", part=label
                )
