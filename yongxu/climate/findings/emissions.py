"""Rules on emission reductions: unit, expected or realised, one-off or per year, and the factor behind them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.quantities.comparing import figure_of, shown, stated_parts
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.statements import ResultPart, TargetPart

_CARBON = Pattern(r"減碳|碳排|CO2|溫室氣體|二氧化碳")
_NOT_REALISED = Pattern(r"預期(?!目標|效益)|預估|預計|可望|推估|潛力|潛量")
_REALISED = Pattern(r"實質|實際(減碳|減量|減排)|查證|查驗")
_MASS = ("公噸", "噸")
_ENERGY = ("度", "kWh")
APART = Decimal("0.05")
"""Factors that differ by more than a twentieth of the smaller one are not one factor rounded; the number is ours."""


def _is_reduction(part: TargetPart | ResultPart) -> bool:
    unit = (part.unit or "").removesuffix("/年")
    return part.value is not None and ("CO2" in unit or (unit in _MASS and _CARBON.search(part.text) is not None))


def per_year_on_cumulative(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """公噸CO2e/年 on a figure over several years: a rate is not a total."""
    del report
    for result in row.results:
        if (result.unit or "").endswith("/年") and result.span is not None and result.span[0] != result.span[1]:
            zh = f"累計數 {figure_of(result)}（{result.span[0]}–{result.span[1]} 年）帶「/年」，累計量或每年量不明"
            en = f"the cumulative {figure_of(result)} ({result.span[0]}–{result.span[1]}) bears “per year”: total or rate?"
            yield remark(zh, en, evidence=figure_of(result), part=result.number)


def co2e_missing(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """A mitigation measure that runs, without any figure of reduction in its benefit or result."""
    del report
    if (
        (row.element or "").startswith("減緩")
        and not row.ended
        and row.results
        and row.co2e.year is None
        and row.co2e.cumulative is None
        and not any(map(_is_reduction, stated_parts(row.targets, row.results)))
    ):
        yield remark("減緩措施未提供減碳量（公噸 CO2e）", "a mitigation measure without a figure in t CO2e", evidence="減緩")


def co2e_unit_incomplete(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """公噸 of carbon without CO2e; one remark per row."""
    del report
    found = [part for part in stated_parts(row.targets, row.results) if _is_reduction(part) and "CO2" not in (part.unit or "")]
    if found:
        figures = "、".join(dict.fromkeys(shown(part.value, part.unit) for part in found))
        yield remark(
            f"減碳量單位不完整（{figures}），應為公噸 CO2e",
            f"unit of the reduction is incomplete ({figures}): t CO2e is meant",
            evidence=figures,
        )


def _spoken(row: MeasureRow, pattern: Pattern) -> list[ResultPart]:
    return [result for result in row.results if _is_reduction(result) and pattern.search(result.text)]


def expected_as_result(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """The result column gives a reduction that is expected, estimated or potential."""
    del report
    found = _spoken(row, _NOT_REALISED)
    if found:
        words = _NOT_REALISED.search(found[0].text)
        word = words[0] if words else ""
        yield remark(
            f"成果欄的減碳量 {figure_of(found[0])} 為「{word}」，非實現值",
            f"the reported reduction {figure_of(found[0])} is “{word}”, not realised",
            evidence=word, part=found[0].number,
        )  # fmt: skip


def expected_and_realised_mixed(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """One figure of the row is expected, another is not, or says that it is realised: they cannot be compared or added."""
    del report
    expected = _spoken(row, _NOT_REALISED)
    others = [r for r in row.results if _is_reduction(r) and r not in expected and expected and r.number == expected[0].number]
    if expected and others:
        realised = [result for result in others if _REALISED.search(result.text)]
        other, zh, en = (realised[0], "實質", "realised") if realised else (others[0], "未註明性質", "of unstated kind")
        yield remark(
            f"{figure_of(expected[0])} 為預期值，{figure_of(other)} {zh}，不宜並列比較",
            f"{figure_of(expected[0])} is expected, {figure_of(other)} is {en}: they do not compare",
            evidence=figure_of(other),
            part=other.number,
        )  # fmt: skip


def emission_factor_differs(row: MeasureRow, report: ProgrammeReport) -> Iterator[Remark]:
    """kg CO2e per kWh, computed where one statement gives electricity and its reduction, against the other measures'."""
    own = _factors(row)
    if not own:
        return
    others = [(other.code, factor) for other in report.rows if other is not row for factor in _factors(other)]
    for code, factor in others:
        for mine in own:
            if abs(mine - factor) > APART * min(mine, factor):
                a, b = format(mine, ".3f"), format(factor, ".3f")
                zh = f"每度電減碳 {a} 公斤，{code} 為 {b} 公斤，排放係數不一致"
                yield remark(zh, f"{a} kg CO2e per kWh here, {b} in {code}: the emission factors differ", evidence=f"{a}／{b}")
                return


def _factors(row: MeasureRow) -> list[Decimal]:
    return [*_ratios(row.targets), *_ratios(row.results)]


def _ratios(parts: Sequence[TargetPart | ResultPart]) -> Iterator[Decimal]:
    """From items that hold exactly one figure of electricity, no other energy, and one reduction."""
    numbers = dict.fromkeys(part.number for part in parts)
    for number in numbers:
        item = [part for part in parts if part.number == number and part.value]
        power = [part for part in item if part.unit in _ENERGY]
        carbon = [part for part in item if _is_reduction(part)]
        other = [part for part in item if part.unit and ("油當量" in part.unit or part.unit.endswith("J"))]
        if len(power) == len(carbon) == 1 and not other and power[0].value and carbon[0].value:
            yield carbon[0].value * 1000 / power[0].value
