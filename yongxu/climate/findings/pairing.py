"""Which result answers which expected benefit, whether the two may be compared, and of which part of the year a report is."""

from collections.abc import Iterator
from decimal import Decimal

from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.quantities.comparing import comparable, in_unit_of, part_label
from yongxu.quantities.patterns import Pattern
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart

_CUMULATIVE = Pattern(r"累計|累積|總計")
_PART_OF_YEAR = Pattern(r"上半年|(?<!\d)1\s*[-~至到月]+\s*6\s*月|截至.{0,8}(?<!1)6\s*月|第[一1]季")
_PER_CASE = Pattern(r"每|平均")


def pairs_of(row: MeasureRow) -> Iterator[tuple[str | None, TargetPart, ResultPart | None]]:
    """Each target part with its label and its result; of numbers for several named years, each is met by the result of its year.

    Where the number of a year is cumulative, the result is the one that runs up to that year.
    """
    named = {target.basis for target in row.targets if target.basis.startswith("by_year:")}
    for index, (target, pair) in enumerate(zip(row.targets, row.pairs, strict=True)):
        result = row.results[pair] if pair is not None else None
        if len(named) > 1 and target.basis in named:
            year = int(target.basis.partition(":")[2])
            whole = _CUMULATIVE.search(target.text) is not None
            result = next((r for r in row.results if _is_of(r, year, whole=whole) and r.value is not None and same_kind(target, r)), None)
        yield part_label(target, index, len(row.targets)), target, result


def _is_of(result: ResultPart, year: int, *, whole: bool) -> bool:
    """Whether a result is of the year, or with ``whole`` of several years up to it."""
    if result.span is None or result.span[1] != year:
        return False
    return (result.span[0] < year or _CUMULATIVE.search(result.text) is not None) if whole else result.span[0] == year


def is_of_part_of_year(row: MeasureRow, report: ProgrammeReport) -> bool:
    """Whether table or row report the first half of a year: nothing that is due at its end is missed yet."""
    return _PART_OF_YEAR.search(f"{report.title}\n{row.result_text}") is not None


def is_total_against_case(target: TargetPart, result: ResultPart) -> bool:
    """Whether a benefit per case (每輛, 每家) is answered by a total: the two numbers do not compare."""
    return target.basis == "per_case" and not _PER_CASE.search(result.text)


def same_kind(target: TargetPart, result: ResultPart) -> bool:
    """Whether a result is in the target's dimension; a mass without CO2e counts as a reduction where the target is one."""
    one, other = (unit.removesuffix("/年").replace("CO2e", "").replace("CO2", "") if unit else None for unit in (target.unit, result.unit))
    return comparable(one, other, target.per, result.per)


def is_over_years(target: TargetPart) -> bool:
    """A target for the phase or cumulative, said in so many words."""
    return target.basis_stated and target.basis in ("cumulative", "phase")


def figure_in(target: TargetPart, result: ResultPart) -> Decimal | None:
    """The result in the target's unit, CO2e or not; None across dimensions."""
    if result.value is None or target.unit is None or result.unit is None:
        return result.value
    if not same_kind(target, result):
        return None
    stripped = [unit.removesuffix("/年").replace("CO2e", "").replace("CO2", "") for unit in (target.unit, result.unit)]
    if "" in stripped or (stripped[0] == stripped[1] and (target.per is None or result.per is None)):
        return result.value
    return in_unit_of(TargetPart("", Comparator.NONE, unit=stripped[0], per=target.per), result.value, stripped[1], result.per)
