"""What an officer writes about one measure in one cycle, and the typed row that it makes: the same row that a table is read into."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from yongxu.climate.imports.emissions import emission_reduction
from yongxu.climate.imports.money import FACTORS, read_money
from yongxu.climate.rows import EmissionReduction, MeasureRow, ProgrammeReport
from yongxu.quantities.interchange import Json, Object, objects_of, optional_text, optional_whole
from yongxu.quantities.numbers import normalise
from yongxu.quantities.quantities import find_quantities
from yongxu.quantities.results import pair_by_meaning, read_results
from yongxu.quantities.statements import ResultPart, TargetPart
from yongxu.quantities.targets import Context, parse_targets, roc

TEXTS = (
    "target_text",
    "plan",
    "rate",
    "explanation",
    "co2e_year",
    "co2e_cumulative",
    "co2e_kind",
    "co2e_recurrence",
    "ended_text",
    "remarks",
)
KINDS = ("realised", "expected", "potential", "unspecified")
RECURRENCES = ("per_year", "one_off", "cumulative", "mixed")
UNITS = ("元", "千元", "萬元", "億元")
_UNIT = re.compile("百萬元|千萬元|萬元|億元|千元|元")
_TONNE = re.compile(r"(公噸|噸|公斤)(CO2e?)?$")


@dataclass(frozen=True, slots=True)
class ResultFiling:
    """One result as typed. ``benefit`` is the position (from 0) of the expected benefit it answers, None for any other result.

    ``first_year`` and ``last_year`` (ROC) say which years the figure is of; None where the words say it, or mean the year reported.
    """

    text: str = ""
    benefit: int | None = None
    number: str = ""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class AmountFiling:
    """Money spent from one source, or from several whose names stand with 、 between them. ``amount`` is a number in ``unit``."""

    source: str = ""
    amount: str = ""
    unit: str = "萬元"


@dataclass(frozen=True, slots=True)
class MeasureFiling:
    """A whole report as typed. Reductions are tonnes of CO2e; left empty they are taken from the results that state them.

    ``ended`` says that the measure ran only to an earlier year; ``ended_text`` says so in words. ``remarks`` are for the reviewers alone.
    """

    target_text: str = ""
    plan: str = ""
    results: tuple[ResultFiling, ...] = ()
    amounts: tuple[AmountFiling, ...] = ()
    rate: str = ""
    explanation: str = ""
    co2e_year: str = ""
    co2e_cumulative: str = ""
    co2e_kind: str = ""
    co2e_recurrence: str = ""
    ended: bool = False
    ended_text: str = ""
    remarks: str = ""


def filing_from_json(content: Object) -> MeasureFiling:
    """The report of a stored JSON object; fields it lacks are empty. Raises `MalformedRow` that names a field of another form."""
    return MeasureFiling(
        results=tuple(
            ResultFiling(
                text=optional_text(item, "text") or "",
                benefit=optional_whole(item, "benefit"),
                number=optional_text(item, "number") or "",
                first_year=optional_whole(item, "first_year"),
                last_year=optional_whole(item, "last_year"),
            )
            for item in objects_of({"results": [], **content}, "results")
        ),
        amounts=tuple(
            AmountFiling(optional_text(item, "source") or "", optional_text(item, "amount") or "", optional_text(item, "unit") or "萬元")
            for item in objects_of({"amounts": [], **content}, "amounts")
        ),
        ended=content.get("ended") is True,
        **{field: optional_text(content, field) or "" for field in TEXTS},
    )


def filing_to_json(filing: MeasureFiling) -> dict[str, Json]:
    """The report as a JSON object, which `filing_from_json` reads back with nothing lost."""
    results: list[Json] = [
        {
            "text": item.text,
            "benefit": item.benefit,
            "number": item.number,
            "first_year": item.first_year,
            "last_year": item.last_year,
        }
        for item in filing.results
    ]
    amounts: list[Json] = [{"source": item.source, "amount": item.amount, "unit": item.unit} for item in filing.amounts]
    texts: dict[str, Json] = {field: str(getattr(filing, field)) for field in TEXTS}
    return {**texts, "results": results, "amounts": amounts, "ended": filing.ended}


def row_of_filing(filing: MeasureFiling, planned: MeasureRow, *, year: int) -> MeasureRow:
    """The typed row of a report of a CE year, read by the same rules as a table.

    ``planned`` is the measure's row before anybody reported (`without_results`): its place in the programme, agencies and benefits.
    """
    roc_year = roc(year)
    targets = targets_of(filing, planned, roc_year=roc_year)
    results: list[ResultPart] = []
    answers: dict[int, int] = {}
    for said in () if filing.ended else filing.results:
        found = read_result(said, roc_year=roc_year, first_year=planned.period[0] if planned.period else None)
        if found and said.benefit is not None and said.benefit < len(targets):
            best = pair_by_meaning((targets[said.benefit],), found)[0] or 0
            answers.setdefault(said.benefit, len(results) + best)
        results += found
    result_text = filing.ended_text.strip() if filing.ended else _printed(filing.results)
    executed = tuple(amount for item in filing.amounts if (amount := amount_of(item)) is not None)
    return replace(
        planned,
        plan=filing.plan.strip(),
        target_text=filing.target_text.strip(),
        targets=targets,
        result_text=result_text,
        results=tuple(results),
        pairs=tuple(answers.get(index) for index in range(len(targets))),
        executed_ntd=executed,
        execution_rate=rate_of(filing.rate),
        money_text=_money_printed(filing),
        money_note=filing.explanation.strip(),
        funding=tuple(dict.fromkeys(name for item in filing.amounts for name in sources_in(item.source))),
        ended=filing.ended,
        co2e=_co2e(filing, results, result_text, roc_year),
    )


def targets_of(filing: MeasureFiling, planned: MeasureRow, *, roc_year: int) -> tuple[TargetPart, ...]:
    """The expected benefits: as they were set, or read from the words where these were changed."""
    if planned.targets and filing.target_text.strip() == planned.target_text.strip():
        return planned.targets
    return parse_targets(filing.target_text, Context(roc_year, planned.name, benefit=True, default_basis="phase"))


def read_result(said: ResultFiling, *, roc_year: int, first_year: int | None) -> tuple[ResultPart, ...]:
    """The figures of one typed result; none where nothing was typed. Years that were given stand before those of the words."""
    found = read_results(said.text, roc_year=roc_year, first_year=first_year)
    if said.number.strip():
        found = tuple(replace(item, number=said.number.strip()) for item in found)
    first, last = said.first_year or said.last_year, said.last_year or said.first_year
    if first is None or last is None:
        return found
    return tuple(replace(item, span=(min(first, last), max(first, last))) for item in found)


def amount_of(item: AmountFiling) -> Decimal | None:
    """An executed amount in 元; None where there is none or no number can be read. A unit in the number itself goes first."""
    if not item.amount.strip():
        return None
    executed = read_money(item.amount, "", "", factor=FACTORS.get(item.unit, Decimal(1)), doubt=lambda _: None).executed
    return executed[0] if len(executed) == 1 else None


def rate_of(text: str) -> Decimal | None:
    """A rate in per cent, with or without the sign; None where there is none."""
    found = find_quantities(normalise(text.strip()))
    return found[0].value if len(found) == 1 and found[0].unit in ("%", None) else None


def tonnes_of(text: str) -> Decimal | None:
    """Tonnes of CO2e, with or without a unit (公噸, 萬公噸, 公斤); None where nothing of the kind can be read."""
    found = find_quantities(normalise(text.strip()))
    if len(found) != 1:
        return None
    unit = found[0].unit or "公噸"
    named = _TONNE.match(unit)
    if named is None:
        return None
    return found[0].value / 1000 if named[1] == "公斤" else found[0].value


def sources_in(text: str) -> list[str]:
    """The sources named in a field, with 、 or commas between them."""
    return [name.strip() for name in re.split(r"[、,，;；\n]", text) if name.strip()]


def _co2e(filing: MeasureFiling, results: Sequence[ResultPart], text: str, roc_year: int) -> EmissionReduction:
    own, cumulative = tonnes_of(filing.co2e_year), tonnes_of(filing.co2e_cumulative)
    if own is None and cumulative is None:
        stated = emission_reduction(results, text, roc_year)
        if stated.kind is None:
            return stated
        return replace(stated, kind=filing.co2e_kind or stated.kind, recurrence=filing.co2e_recurrence or stated.recurrence)
    return EmissionReduction(own, cumulative, filing.co2e_kind or "unspecified", filing.co2e_recurrence or None)


def _printed(results: Sequence[ResultFiling]) -> str:
    """The results as a table prints them, one a line with its number."""
    said = [item for item in results if item.text.strip()]
    return "\n".join(f"{item.number.strip()}. {item.text.strip()}" if item.number.strip() else item.text.strip() for item in said)


def _money_printed(filing: MeasureFiling) -> str:
    amounts = [item.amount.strip() + ("" if "元" in item.amount else f" {item.unit}") for item in filing.amounts if item.amount.strip()]
    rate = filing.rate.strip()
    return " ".join(part for part in ("、".join(amounts), f"{rate}%" if rate and "%" not in rate else rate) if part)


def start_from(planned: MeasureRow) -> MeasureFiling:
    """The report that an officer begins with: benefits and plan as they stand, the sources without amounts."""
    return filing_of_row(planned)


def without_results(report: ProgrammeReport) -> ProgrammeReport:
    """A year's measures as they stand before anybody has reported: what a cycle's reports begin with."""
    return replace(report, rows=tuple(planned_row(row) for row in report.rows))


def planned_row(row: MeasureRow) -> MeasureRow:
    """A measure without anything that a report says."""
    return replace(
        row,
        result_text="",
        results=(),
        pairs=(None,) * len(row.targets),
        executed_ntd=(),
        execution_rate=None,
        money_text="",
        money_note="",
        ended=False,
        co2e=EmissionReduction(None, None, None),
    )


def filing_of_row(row: MeasureRow) -> MeasureFiling:
    """A report as it would have been typed to give this row."""
    benefits = {pair: index for index, pair in reversed(list(enumerate(row.pairs))) if pair is not None}
    results = tuple(
        ResultFiling(
            text=result.text,
            benefit=benefits.get(index),
            number=result.number or "",
            first_year=result.span[0] if result.span else None,
            last_year=result.span[1] if result.span else None,
        )
        for index, result in enumerate(row.results)
    )
    co2e = row.co2e
    return MeasureFiling(
        target_text=row.target_text,
        plan=row.plan,
        results=results,
        amounts=tuple(_amounts_of(row)),
        rate="" if row.execution_rate is None else f"{row.execution_rate:f}",
        explanation=row.money_note,
        co2e_year="" if co2e.year is None else f"{co2e.year:f}",
        co2e_cumulative="" if co2e.cumulative is None else f"{co2e.cumulative:f}",
        co2e_kind=co2e.kind or "",
        co2e_recurrence=co2e.recurrence or "",
        ended=row.ended,
        ended_text=row.result_text if row.ended else "",
    )


def _amounts_of(row: MeasureRow) -> list[AmountFiling]:
    """Each amount with its source where the row names one for each, else the first with all; sources alone where nothing was spent."""
    if not row.executed_ntd:
        return [AmountFiling(source=name) for name in row.funding]
    each = len(row.executed_ntd) == len(row.funding)
    named = _UNIT.search(row.money_text)
    unit = named[0] if named and named[0] in UNITS else "萬元"
    amounts = [f"{(amount / FACTORS[unit]).normalize():f}" for amount in row.executed_ntd]
    sources = row.funding if each else ("、".join(row.funding), *[""] * (len(amounts) - 1))
    return [AmountFiling(source, amount, unit) for source, amount in zip(sources, amounts, strict=True)]
