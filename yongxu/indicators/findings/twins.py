"""Rules on twins 同指標: one fact under two codes."""

from collections.abc import Iterator, Sequence

from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.quantities.comparing import bare, shown
from yongxu.quantities.findings import Remark, remark
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.rates import restate
from yongxu.quantities.statements import ResultPart, TargetPart
from yongxu.quantities.units import DimensionMismatch, InexactConversion, UnknownUnit

_ELSEWHERE = Pattern(r"併入|併同|納入|併於|由.{0,12}填報|同指標")


def is_filed_elsewhere(row: IndicatorRow) -> bool:
    """Whether the row only says that its twin reports for both (併入指標 16.7.2 填報)."""
    numbers = any(target.value is not None for target in row.targets) or any(actual.value is not None for actual in row.actuals)
    return bool(row.same_as) and not numbers and _ELSEWHERE.search(row.target_text + row.result_text) is not None


def _twins(row: IndicatorRow, report: IndicatorReport) -> tuple[IndicatorRow, ...]:
    """The rows that this one marks as its twin, or that mark this one."""
    return tuple(other for other in report.rows if other is not row and (other.code in row.same_as or row.code in other.same_as))


def twin_differs(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """Figures of the two appearances; where none can be compared, their words."""
    for other in _twins(row, report):
        differences = [] if is_filed_elsewhere(row) or is_filed_elsewhere(other) else _differences(row, other)
        if differences:
            found = "；".join(differences)
            yield remark(f"與同指標 {other.code} 不一致：{found}", f"differs from its twin {other.code}: {found}", evidence=found)


def _differences(row: IndicatorRow, other: IndicatorRow) -> list[str]:
    found: list[str] = []
    columns: tuple[tuple[str, Sequence[TargetPart | ResultPart], Sequence[TargetPart | ResultPart]], ...] = (
        ("目標", row.targets, other.targets),
        ("實績", row.actuals, other.actuals),
    )
    for label, own, its in columns:
        if len(own) != len(its):
            found.append(f"{label} {len(own)} 項／{len(its)} 項")
            continue
        found += [
            f"{label} {shown(a.value, a.unit)}／{shown(b.value, b.unit)}" for a, b in zip(own, its, strict=True) if not _same_figure(a, b)
        ]
    if (
        not found
        and all(part.value is None for part in (*row.actuals, *other.actuals))
        and bare(row.result_text) != bare(other.result_text)
    ):
        found.append("實績文字不同")
    return found


def _same_figure(one: TargetPart | ResultPart, other: TargetPart | ResultPart) -> bool:
    """Equal as printed; two rates with bases of their own (每千人 0.118 and 每十萬人 11.8) where they are the same rate."""
    if one.per and other.per and one.per != other.per and one.value is not None and other.value is not None:
        try:
            return restate(other.value, other.unit, other.per, one.unit, one.per) == one.value
        except (DimensionMismatch, UnknownUnit, InexactConversion):
            return False
    return (one.value, one.upper, one.unit) == (other.value, other.upper, other.unit)


def twin_named_differently(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    for other in _twins(row, report):
        if bare(row.name) != bare(other.name):
            zh, en = (
                f"同指標 {other.code} 的名稱不同：「{row.name[:16]}」／「{other.name[:16]}」",
                f"its twin {other.code} bears another name",
            )
            yield remark(zh, en, evidence=other.name[:16])


def twin_one_sided(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    for other in _twins(row, report):
        if other.code not in row.same_as:
            yield remark(
                f"{other.code} 註明與本列為同指標，本列未註明",
                f"{other.code} marks this row as its twin, this row does not mark it",
                evidence=other.code,
            )
        elif row.code not in other.same_as:
            yield remark(
                f"本列註明同指標 {other.code}，該列未註明本列",
                f"this row marks {other.code} as its twin, that row does not mark it",
                evidence=other.code,
            )


def twin_unmarked(row: IndicatorRow, report: IndicatorReport) -> Iterator[Remark]:
    """The same target and the same result in enough words that chance is excluded, and neither row marks the other."""
    target, result = bare(row.target_text), bare(row.result_text)
    if len(result) < 4 or len(target) + len(result) < 20:
        return
    for other in report.rows:
        if other is row or other.agencies != row.agencies or other.code in row.same_as or row.code in other.same_as:
            continue
        if bare(other.target_text) == target and bare(other.result_text) == result:
            yield remark(
                f"與 {other.code} 的目標及實績完全相同，卻未註明同指標",
                f"target and result are those of {other.code}, yet no twin is marked",
                evidence=other.code,
            )
