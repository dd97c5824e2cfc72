"""What the working pages of indicators show: one report with its verdicts and findings while it is written, and the queue of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yongxu.accounts.models import User
from yongxu.indicators.filing import Heading, IndicatorFiling, filing_from_json, row_of_filing, start_from
from yongxu.indicators.findings import find_all
from yongxu.indicators.models import YearReport
from yongxu.indicators.plans import SUBJECT_TYPE, headings_of
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.indicators.selectors import JudgedReport, judge_report
from yongxu.quantities.findings import Finding, Severity
from yongxu.quantities.interchange import Json
from yongxu.quantities.statements import ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models import Cycle, Decision, DueItem, FindingAnswer
from yongxu.reporting.selectors import ItemPage, item_page


@dataclass(frozen=True, slots=True)
class LivePart:
    """A target part with the result as it is typed now, and the verdict."""

    target: TargetPart
    result: ResultPart | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class LiveFinding:
    """A finding and what people of the chain answered to it."""

    finding: Finding
    answers: tuple[FindingAnswer, ...]

    @property
    def is_closed(self) -> bool:
        return any(answer.closed_at is not None for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Live:
    """The report as it stands: its row, its parts and what does not add up."""

    row: IndicatorRow
    parts: tuple[LivePart, ...]
    findings: tuple[LiveFinding, ...]

    @property
    def needs_reason(self) -> bool:
        """Whether reason and countermeasures are required (mission T3): a part is missed."""
        return Verdict.MISSED in self.row.verdicts


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs from what was submitted last: its name, then and now."""

    field: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One report on somebody's desk."""

    page: ItemPage
    heading: Heading
    filing: IndicatorFiling
    version: int
    live: Live
    last_year: JudgedReport | None
    changes: tuple[Change, ...]


def desk_of(item: DueItem, *, user: User, day: date) -> Desk:
    """Everything for the page of one indicator's report. A fixed number of queries."""
    page = item_page(item, user=user, day=day)
    heading = headings_of([item], year=item.cycle.year)[item.code]
    stored = getattr(item, "filing", None)
    content: dict[str, Json] = stored.content if stored else {}
    filing = filing_from_json(content) if content else start_from(heading.target_text)
    return Desk(
        page=page,
        heading=heading,
        filing=filing,
        version=stored.version if stored else 0,
        live=live_of(filing, heading, year=item.cycle.year, answers=page.answers),
        last_year=last_year_of(item),
        changes=changes_since(page.decisions, content),
    )


def live_of(filing: IndicatorFiling, heading: Heading, *, year: int, answers: Iterable[FindingAnswer] = ()) -> Live:
    """Verdicts and findings of a report as it is typed. No query."""
    row = row_of_filing(filing, heading, year=year)
    parts = tuple(
        LivePart(target, None if pair is None else row.actuals[pair], verdict)
        for target, pair, verdict in zip(row.targets, row.pairs, row.verdicts, strict=True)
    )
    found = find_all(IndicatorReport("", year, (row,), ()))[0]
    given = list(answers)
    return Live(
        row,
        parts,
        tuple(
            LiveFinding(finding, tuple(item for item in given if (item.finding, item.place) == (finding.code, finding.part or "")))
            for finding in found
        ),
    )


def last_year_of(item: DueItem) -> JudgedReport | None:
    """The newest published report of an earlier year, for comparison. Six queries."""
    reports = YearReport.objects.published().filter(indicator=int(item.subject_key), year__lt=item.cycle.year)
    report = reports.select_related("publication", "indicator").with_parts().order_by("-year").first()
    return judge_report(report) if report else None


def changes_since(decisions: Sequence[Decision], content: dict[str, Json]) -> tuple[Change, ...]:
    """What is otherwise than in the report that was submitted before the last return; nothing before the first submission."""
    returned = [number for number, decision in enumerate(decisions) if decision.act == Decision.ActCode.RETURN]
    sent = [decision for decision in decisions[: returned[-1]] if decision.content] if returned else []
    if not sent:
        return ()
    before: dict[str, Json] = sent[-1].content or {}
    fields = [field for field in {**before, **content} if before.get(field) != content.get(field)]
    return tuple(Change(field, as_words(before.get(field)), as_words(content.get(field))) for field in fields)


def as_words(value: Json) -> str:
    """A stored field as text for people: lists numbered, a row's filled parts one after another."""
    if isinstance(value, list):
        rows = [" · ".join(str(part) for part in row.values() if part not in ("", None, False)) for row in value if isinstance(row, dict)]
        return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, start=1) if row)
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One item of the queue with what a reviewer decides by."""

    item: DueItem
    live: Live
    errors: int
    warnings: int
    is_mine: bool
    is_late: bool
    due_on: date | None
    changed: bool


def queue_of(items: Sequence[DueItem], *, mine: set[int], day: date) -> list[QueueRow]:
    """The items, those with the gravest findings first. Items come ``with_route()`` and ``filing``; a fixed number of queries."""
    headings = headings_of(items, year=items[0].cycle.year) if items else {}
    rows = []
    for item in items:
        stored = getattr(item, "filing", None)
        filing = filing_from_json(stored.content) if stored and stored.content else start_from(headings[item.code].target_text)
        live = live_of(filing, headings[item.code], year=item.cycle.year, answers=item.finding_answers.all())
        unanswered = [found.finding.severity for found in live.findings if not found.is_closed]
        open_stations = [station for station in item.stations.all() if station.position == item.position and station.approved_at is None]
        rows.append(
            QueueRow(
                item=item,
                live=live,
                errors=unanswered.count(Severity.ERROR),
                warnings=unanswered.count(Severity.WARNING),
                is_mine=item.pk in mine,
                is_late=any(station.is_late(day) for station in open_stations),
                due_on=min((station.due_on for station in open_stations), default=None),
                changed=any(decision.act == Decision.ActCode.RETURN for decision in item.decisions.all()),
            )
        )
    return sorted(rows, key=lambda row: (not row.is_mine, -row.errors, -row.warnings, row.item.sort_key))


def work_cycles() -> list[Cycle]:
    """The cycles of indicators that have opened, the newest first. One query."""
    return list(Cycle.objects.filter(subject=Cycle.Subject.INDICATORS, state__in=(Cycle.State.OPEN, Cycle.State.PUBLISHED)))


def items_of(cycle: Cycle, *, user: User) -> list[DueItem]:
    """What the person sees of a cycle of indicators, with all that `queue_of` needs."""
    items = DueItem.objects.visible_to(user).filter(cycle=cycle, subject_type=SUBJECT_TYPE).with_route()
    return list(items.select_related("filing").prefetch_related("finding_answers", "decisions"))
