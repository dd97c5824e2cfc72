"""What an officer writes about one indicator in one cycle, and the typed row that it makes: the same row that a table is read into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from yongxu.indicators.rows import Breakdown, IndicatorReport, IndicatorRow
from yongxu.quantities.interchange import Json, Object, objects_of, optional_text, optional_whole
from yongxu.quantities.numbers import normalise
from yongxu.quantities.quantities import Quantity, find_quantities
from yongxu.quantities.results import read_actuals
from yongxu.quantities.statements import LastKnown, ResultPart, TargetPart
from yongxu.quantities.targets import Context, parse_targets, roc
from yongxu.quantities.verdicts import judge_parts, row_verdict

TEXTS = ("target_text", "lag_reason", "countermeasures", "remarks", "document_number")


@dataclass(frozen=True, slots=True)
class PartFiling:
    """The result of one target part as typed. ``expected_on`` is an ISO date, month or year; numbers stand as people write them."""

    result: str = ""
    not_due: bool = False
    expected_on: str = ""
    last_known_year: str = ""
    last_known: str = ""
    estimate: str = ""
    data_year: int | None = None


@dataclass(frozen=True, slots=True)
class GroupFiling:
    """One figure of a group (女, 18–24 歲) beside the total of a part (its position from 0)."""

    part: int
    dimension: str
    category: str
    value: str


@dataclass(frozen=True, slots=True)
class IndicatorFiling:
    """A whole report as typed. ``claims_met`` is the agency's own word, None where it says nothing."""

    target_text: str = ""
    parts: tuple[PartFiling, ...] = ()
    lag_reason: str = ""
    countermeasures: str = ""
    remarks: str = ""
    document_number: str = ""
    claims_met: bool | None = None
    breakdowns: tuple[GroupFiling, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands before the report in a table: the indicator under one of its codes, its goal and agencies, and the year's target.

    ``targets`` are the parts of ``target_text`` as they were set; a text that the officer changed is read anew.
    """

    code: str
    starred: bool
    goal: str
    goal_name: str
    goal_lead: str | None
    name: str
    agencies: tuple[str, ...]
    agency_note: str = ""
    same_as: tuple[str, ...] = ()
    target_text: str = ""
    targets: tuple[TargetPart, ...] = ()


def filing_from_json(content: Object) -> IndicatorFiling:
    """The report of a stored JSON object; fields it lacks are empty. Raises `MalformedRow` that names a field of another form."""
    claim = content.get("claims_met")
    return IndicatorFiling(
        parts=tuple(
            PartFiling(
                result=optional_text(part, "result") or "",
                not_due=part.get("not_due") is True,
                expected_on=optional_text(part, "expected_on") or "",
                last_known_year=optional_text(part, "last_known_year") or "",
                last_known=optional_text(part, "last_known") or "",
                estimate=optional_text(part, "estimate") or "",
                data_year=optional_whole(part, "data_year"),
            )
            for part in objects_of({"parts": [], **content}, "parts")
        ),
        claims_met=claim if isinstance(claim, bool) else None,
        breakdowns=tuple(
            GroupFiling(
                optional_whole(item, "part") or 0,
                optional_text(item, "dimension") or "",
                optional_text(item, "category") or "",
                optional_text(item, "value") or "",
            )
            for item in objects_of({"breakdowns": [], **content}, "breakdowns")
        ),
        **{field: optional_text(content, field) or "" for field in TEXTS},
    )


def filing_to_json(filing: IndicatorFiling) -> dict[str, Json]:
    """The report as a JSON object, which `filing_from_json` reads back with nothing lost."""
    parts: list[Json] = [
        {
            "result": part.result,
            "not_due": part.not_due,
            "expected_on": part.expected_on,
            "last_known_year": part.last_known_year,
            "last_known": part.last_known,
            "estimate": part.estimate,
            "data_year": part.data_year,
        }
        for part in filing.parts
    ]
    groups: list[Json] = [
        {"part": item.part, "dimension": item.dimension, "category": item.category, "value": item.value} for item in filing.breakdowns
    ]
    texts: dict[str, Json] = {field: str(getattr(filing, field)) for field in TEXTS}
    return {**texts, "parts": parts, "claims_met": filing.claims_met, "breakdowns": groups}


def targets_of(filing: IndicatorFiling, heading: Heading, *, year: int) -> tuple[TargetPart, ...]:
    """The parts of the target: as they were set for the year, or read from the words where these were changed."""
    if heading.targets and filing.target_text.strip() == heading.target_text.strip():
        return heading.targets
    return parse_targets(filing.target_text, Context(roc(year), heading.name))


def row_of_filing(filing: IndicatorFiling, heading: Heading, *, year: int) -> IndicatorRow:
    """The typed row of a report of a CE year, judged by the same rules as a table that was read. Parts without anything have no result."""
    targets = targets_of(filing, heading, year=year)
    results: list[ResultPart] = []
    pairs: list[int | None] = []
    for index, target in enumerate(targets):
        result = read_part(filing.parts[index], target, year=year) if index < len(filing.parts) else None
        pairs.append(None if result is None else len(results))
        results += [] if result is None else [result]
    actuals = tuple(results)
    answered = [(target, None if pair is None else actuals[pair]) for target, pair in zip(targets, pairs, strict=True)]
    verdicts = judge_parts(answered, filing.target_text, roc_year=roc(year))
    waiting = next((actual for actual in actuals if actual.not_due), None)
    return IndicatorRow(
        code=heading.code,
        starred=heading.starred,
        goal=heading.goal,
        goal_name=heading.goal_name,
        goal_lead=heading.goal_lead,
        name=heading.name,
        agencies=heading.agencies,
        agency_note=heading.agency_note,
        same_as=heading.same_as,
        target_text=filing.target_text.strip(),
        result_text=_printed(actuals, several=len(targets) > 1),
        targets=targets,
        actuals=actuals,
        pairs=tuple(pairs),
        verdicts=verdicts,
        verdict=row_verdict(verdicts),
        expected_on=waiting.expected_on if waiting else None,
        last_known=waiting.last_known if waiting else None,
        claims_met=filing.claims_met,
        lag_reason=filing.lag_reason.strip(),
        countermeasures=filing.countermeasures.strip(),
        remarks=filing.remarks.strip(),
        place=heading.code,
        breakdowns=tuple(_breakdowns(filing.breakdowns, targets)),
    )


def read_part(part: PartFiling, target: TargetPart, *, year: int) -> ResultPart | None:
    """The result of a part as typed; None where nothing was. A provisional estimate is never the actual value."""
    estimate = number_in(part.estimate)
    if part.not_due:
        return _not_due(part, target, estimate)
    if not part.result.strip():
        return None
    actuals, pairs = read_actuals(part.result, (target,), year=year)
    if pairs[0] is None:
        return None
    read = replace(actuals[pairs[0]], text=part.result.strip(), number=target.number)
    if part.data_year is not None and part.data_year != year:
        read = replace(read, data_year=part.data_year)
    return replace(read, estimate=estimate.value) if estimate is not None else read


def number_in(text: str) -> Quantity | None:
    """The one quantity that a short field holds; None where it is empty or holds none."""
    found = find_quantities(normalise(text.strip()))
    return found[0] if found else None


def _not_due(part: PartFiling, target: TargetPart, estimate: Quantity | None) -> ResultPart:
    known = number_in(part.last_known)
    words = ["未達統計週期"]
    words += [f"預計 {part.expected_on} 公布"] if part.expected_on else []
    words += [f"{part.last_known_year} 年為 {part.last_known.strip()}"] if part.last_known.strip() else []
    words += [f"估計值 {part.estimate.strip()}"] if part.estimate.strip() else []
    text = part.result.strip()
    return ResultPart(
        "；".join(words) + (f"。{text}" if text else ""),
        unit=(known.unit if known else None) or target.unit,
        number=target.number,
        not_due=True,
        estimate=None if estimate is None else estimate.value,
        expected_on=part.expected_on or None,
        last_known=None if known is None else LastKnown(part.last_known_year, known.value, known.unit),
    )


def _printed(actuals: Sequence[ResultPart], *, several: bool) -> str:
    """The result as a table prints it: the parts numbered as the target numbers them, else by their order."""
    if not several:
        return "\n".join(actual.text for actual in actuals)
    return "\n".join(f"{actual.number or order}. {actual.text}" for order, actual in enumerate(actuals, start=1))


def _breakdowns(groups: Sequence[GroupFiling], targets: Sequence[TargetPart]) -> list[Breakdown]:
    found = []
    for item in groups:
        quantity = number_in(item.value)
        if quantity is not None and item.part < len(targets):
            value: Decimal = quantity.value
            found.append(Breakdown(item.part, item.dimension, item.category, value, quantity.unit or targets[item.part].unit))
    return found


def start_from(targets_text: str, *, before: Mapping[str, Json] | None = None) -> IndicatorFiling:
    """The report that an officer begins with: this year's target, and last time's breakdown groups without their values."""
    groups = filing_from_json(before).breakdowns if before else ()
    return IndicatorFiling(target_text=targets_text, breakdowns=tuple(replace(item, value="") for item in groups))


def without_results(report: IndicatorReport) -> IndicatorReport:
    """The targets of a year alone, as they stand before anybody has reported: what a cycle's reports begin with."""
    rows = []
    for row in report.rows:
        verdicts = judge_parts([(target, None) for target in row.targets], row.target_text)
        rows.append(
            replace(
                row,
                result_text="",
                actuals=(),
                pairs=(None,) * len(row.targets),
                verdicts=verdicts,
                verdict=row_verdict(verdicts),
                expected_on=None,
                last_known=None,
                claims_met=None,
                lag_reason="",
                countermeasures="",
                remarks="",
                breakdowns=(),
            )
        )
    return replace(report, rows=tuple(rows))


def filing_of_row(row: IndicatorRow) -> IndicatorFiling:
    """A report as it would have been typed to give this row; what a prefilled worksheet or a returned report starts from."""
    parts = []
    for pair in row.pairs:
        actual = None if pair is None else row.actuals[pair]
        if actual is None:
            parts.append(PartFiling())
            continue
        known = actual.last_known
        unit = actual.unit or ""
        parts.append(
            PartFiling(
                result=actual.text,
                not_due=actual.not_due,
                expected_on=actual.expected_on or "",
                last_known_year=known.year if known else "",
                last_known=f"{known.value:f}{known.unit or unit}" if known else "",
                estimate="" if actual.estimate is None else f"{actual.estimate:f}{unit}",
                data_year=actual.data_year,
            )
        )
    groups = tuple(GroupFiling(item.part, item.dimension, item.category, f"{item.value:f}{item.unit or ''}") for item in row.breakdowns)
    return IndicatorFiling(
        target_text=row.target_text,
        parts=tuple(parts),
        lag_reason=row.lag_reason,
        countermeasures=row.countermeasures,
        remarks=row.remarks,
        claims_met=row.claims_met,
        breakdowns=groups,
    )
