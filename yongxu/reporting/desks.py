"""What the working pages of every subject show: a report with its verdicts and findings while it is written, and the queue of all."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar
from zlib import crc32

from django.utils.functional import Promise

from yongxu.accounts.models import User
from yongxu.history.texts import Piece, compare_texts
from yongxu.history.wording import in_words
from yongxu.quantities.finding_names import name_of_rule
from yongxu.quantities.findings import Finding, Severity
from yongxu.quantities.interchange import Json
from yongxu.quantities.statements import ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Cycle, Decision, DueItem, FindingAnswer, ReviewJudgement
from yongxu.reporting.selectors import judgement_in_force

Row = TypeVar("Row", covariant=True)


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
    def anchor(self) -> str:
        """Where it stands on its page."""
        return anchor_of(self.finding.code, self.finding.part or "")

    @property
    def is_closed(self) -> bool:
        return any(answer.closed_at is not None for answer in self.answers)


def anchor_of(finding: str, place: str) -> str:
    """The place on the page of a finding, told by its rule and part; what is no letter or digit of ASCII is left out of a rule."""
    code = "".join(letter for letter in finding if letter.isascii() and (letter.isalnum() or letter in "-_"))
    return f"finding-{code}-{crc32(place.encode()):x}" if place else f"finding-{code}"


@dataclass(frozen=True)
class Live(Generic[Row]):
    """A report as it stands: its typed row, its parts and what does not add up.

    ``is_begun`` says that some result was typed, ``needs_reason`` that reason and countermeasures are required, ``lacks_reason`` that
    they are and the reason is not given.
    """

    row: Row
    verdict: Verdict
    parts: tuple[LivePart, ...]
    findings: tuple[LiveFinding, ...]
    is_begun: bool
    needs_reason: bool = False
    lacks_reason: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """The fields of a stored report in words; ``within`` are the parts of a row of its lists, ``choices`` the codes of a field."""

    fields: Mapping[str, str | Promise]
    within: Mapping[str, str | Promise]
    choices: Mapping[str, Mapping[str, str | Promise]] = field(default_factory=dict)

    def of(self, field: str) -> str:
        """The word for a field."""
        return str(self.fields.get(field, field))

    def value(self, field: str, value: Json) -> str:
        """A field, or a row of one, as text for people: lists numbered."""
        if isinstance(value, list):
            rows = [self.value(field, row) for row in value]
            return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, start=1) if row)
        label = self.choices.get(field, {}).get(value) if isinstance(value, str) else None
        return in_words(value, self.within) if label is None else str(label)


@dataclass(frozen=True, slots=True)
class Change:
    """A field of two versions of a report: its name in words, then and now, and the difference by words where there is one to show."""

    field: str
    before: str
    now: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The new text with what was removed and added; empty where the texts have little in common."""
        return compare_texts(self.before, self.now) if self.before and self.now else ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One item of the queue with what a reviewer decides by."""

    item: DueItem
    live: Live[object]
    errors: int
    warnings: int
    is_mine: bool
    is_late: bool
    due_on: date | None
    changed: bool
    judgement: ReviewJudgement | None = None

    @property
    def counts_as(self) -> Verdict:
        """A reviewer's judgement where there is one, else the computed verdict."""
        return Verdict(self.judgement.verdict) if self.judgement else self.live.verdict


def with_answers(findings: Iterable[Finding], answers: Iterable[FindingAnswer]) -> tuple[LiveFinding, ...]:
    """Findings with what was answered to each."""
    given = list(answers)
    return tuple(
        LiveFinding(finding, tuple(item for item in given if (item.finding, item.place) == (finding.code, finding.part or "")))
        for finding in findings
    )


def changes_since(decisions: Sequence[Decision], content: Mapping[str, Json], *, names: Names) -> tuple[Change, ...]:
    """What is otherwise than in the report that was submitted before the last return; nothing before the first submission."""
    returned = [number for number, decision in enumerate(decisions) if decision.act == Decision.ActCode.RETURN]
    sent = [decision for decision in decisions[: returned[-1]] if decision.content] if returned else []
    if not sent:
        return ()
    before: dict[str, Json] = sent[-1].content or {}
    fields = [field for field in {**before, **content} if before.get(field) != content.get(field)]
    return tuple(Change(names.of(field), *(names.value(field, side.get(field)) for side in (before, content))) for field in fields)


def queue_of(items: Iterable[DueItem], lives: Mapping[int, Live[object]], *, mine: Collection[int], day: date) -> list[QueueRow]:
    """The items with their reports (by the item's key), those with the gravest findings first. Items come from `items_of`. No query."""
    rows = []
    for item in items:
        live = lives[item.pk]
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
                due_on=min((station.deadline for station in open_stations if station.deadline), default=None),
                changed=any(decision.act == Decision.ActCode.RETURN for decision in item.decisions.all()),
                judgement=judgement_in_force(item.judgements.all(), item.decisions.all()),
            )
        )
    return sorted(rows, key=lambda row: (not row.is_mine, -row.errors, -row.warnings, row.item.sort_key))


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many findings of one rule stand open in a cycle, in how many reports, and how many were closed."""

    code: str
    name: Bilingual
    severity: Severity
    open: int
    reports: int
    closed: int


def findings_by_rule(lives: Iterable[Live[object]]) -> list[RuleCount]:
    """The findings of reports that were begun, by rule: the gravest and most frequent first. No query."""
    found: dict[tuple[str, Severity], list[tuple[int, bool]]] = {}
    for number, live in enumerate(live for live in lives if live.is_begun):
        for each in live.findings:
            found.setdefault((each.finding.code, each.finding.severity), []).append((number, each.is_closed))
    counts = [
        RuleCount(
            code=code,
            name=name_of_rule(code),
            severity=severity,
            open=sum(not closed for _, closed in seen),
            reports=len({number for number, closed in seen if not closed}),
            closed=sum(closed for _, closed in seen),
        )
        for (code, severity), seen in found.items()
    ]
    return sorted(counts, key=lambda count: (list(Severity).index(count.severity), -count.open, count.code))


_QUEUE_SORTS: dict[str, Callable[[QueueRow], tuple[object, ...]]] = {
    "code": lambda row: (row.item.sort_key,),
    "organization": lambda row: (row.item.organization.name(), row.item.sort_key),
    "verdict": lambda row: (list(Verdict).index(row.counts_as) if row.live.is_begun else len(Verdict), row.item.sort_key),
    "findings": lambda row: (row.errors, row.warnings, row.item.sort_key),
    "due": lambda row: (row.due_on or date.max, row.item.sort_key),
}


def sort_queue(rows: list[QueueRow], sort: str) -> list[QueueRow]:
    """The rows by a column (``code``, ``organization``, ``verdict``, ``findings``, ``due``; with ``-`` the other way round).

    As `queue_of` gave them where nothing or no column is named.
    """
    key = _QUEUE_SORTS.get(sort.removeprefix("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else rows


def work_cycles(subjects: Collection[str], *, user: User) -> list[Cycle]:
    """The cycles of these subjects (`Cycle.subject`) that have opened and of which the person sees something, the newest first.

    Two queries.
    """
    opened = Cycle.objects.filter(subject__in=subjects, state__in=(Cycle.State.OPEN, Cycle.State.PUBLISHED))
    return list(opened.filter(pk__in=DueItem.objects.visible_to(user).values("cycle")))


def items_of(cycle: Cycle, *, user: User) -> list[DueItem]:
    """What the person sees of a cycle, with all that `queue_of` needs."""
    items = DueItem.objects.visible_to(user).filter(cycle=cycle).with_route()
    return list(items.select_related("filing").prefetch_related("finding_answers", "decisions", "judgements"))
