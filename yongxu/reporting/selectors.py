"""Reads over cycles and due items: whose turn it is, how far everything is, who is late."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Prefetch
from django.utils.timezone import localdate

from yongxu.accounts.models import Role, User
from yongxu.accounts.selectors import Powers, powers_of
from yongxu.attachments.inspection import SUFFIXES
from yongxu.attachments.models import Attachment
from yongxu.organizations.models import Organization
from yongxu.reporting.chain import Standing, chain_of, may_withdraw
from yongxu.reporting.models import Comment, Cycle, CycleStep, Decision, DueItem, FindingAnswer, ReviewJudgement, Station


@dataclass(frozen=True, slots=True)
class Stop:
    """One station of a route as it is shown. ``state`` is ``done``, ``current`` or ``waiting``; ``mine`` says that the reader holds it."""

    station: Station
    state: str
    is_late: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class ReturnChoice:
    """A position to which the reader may return the item, in words."""

    position: int
    label: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A margin comment with its replies, oldest first."""

    comment: Comment
    replies: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file attached to an item, withdrawn ones too, and whether the reader may withdraw it."""

    attachment: Attachment
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What the page of a due item shows besides its content, and what the reader may do with it."""

    item: DueItem
    route: tuple[Stop, ...]
    decisions: tuple[Decision, ...]
    threads: tuple[Thread, ...]
    answers: tuple[FindingAnswer, ...]
    judgements: tuple[ReviewJudgement, ...]
    judgement: ReviewJudgement | None
    returned: Decision | None
    due_on: date | None
    may_write: bool
    may_submit: bool
    may_decide: bool
    is_author: bool
    may_withdraw: bool
    may_comment: bool
    may_correct: bool
    return_choices: tuple[ReturnChoice, ...]
    evidence: tuple[Evidence, ...]
    accepted_files = ",".join(SUFFIXES)

    @property
    def may_attach(self) -> bool:
        """Who writes or reviews the item now adds evidence."""
        return self.may_write or self.may_decide

    @property
    def standing_evidence(self) -> int:
        return sum(1 for row in self.evidence if row.attachment.is_standing)

    @property
    def open_threads(self) -> int:
        return sum(1 for thread in self.threads if thread.comment.settled_at is None)


def holds_station(powers: Powers, station: Station) -> bool:
    """Whether these powers hold the station."""
    if station.organization_id is not None:
        return (station.role, station.organization_id) in powers.organizations
    return (station.role, station.body_id) in powers.bodies


def stations_to_decide(item: DueItem, powers: Powers) -> list[Station]:
    """The stations that must decide about the item now and that these powers hold."""
    return [
        station
        for station in item.stations.all()
        if station.position == item.position and station.approved_at is None and holds_station(powers, station)
    ]


def is_author(user: User, item: DueItem) -> bool:
    """Whether the person wrote a part of the report."""
    return item.authors.filter(pk=user.pk).exists()


def may_withdraw_evidence(attachment: Attachment, *, user: User, may_write: bool, authors: Set[int]) -> bool:
    """Of those who write or review the item now: who uploaded the file, and who writes the report for what an author uploaded."""
    own = attachment.uploaded_by_id == user.pk
    return attachment.is_standing and (own or (may_write and attachment.uploaded_by_id in authors))


def item_page(item: DueItem, *, user: User, day: date) -> ItemPage:
    """Everything about the item but its content, for one reader. The item comes from ``with_route()``; a fixed number of queries more."""
    powers = powers_of(user, on=day)
    route = route_of(item, powers=powers, day=day)
    decisions = tuple(item.decisions.select_related("by", "station__step", "station__organization", "station__body").order_by("pk"))
    judgements = tuple(item.judgements.select_related("by"))
    current = [stop for stop in route if stop.state == "current"]
    chain = chain_of({stop.station.pk: stop.station.position for stop in route})
    authors = set(item.authors.values_list("pk", flat=True))
    may_write = user.has_perm("reporting.write_item", item)
    may_decide = user.has_perm("reporting.decide_item", item)
    now = Standing(item.position, frozenset(stop.station.pk for stop in route if stop.station.approved_at), item.reached)
    return ItemPage(
        item=item,
        route=route,
        decisions=decisions,
        threads=threads_of(item.comments.select_related("by", "settled_by").order_by("pk")),
        answers=tuple(item.finding_answers.select_related("by", "closed_by")),
        judgements=judgements,
        judgement=judgement_in_force(judgements, decisions),
        returned=decisions[-1] if item.is_returned and decisions else None,
        due_on=min((stop.station.deadline for stop in current if stop.station.deadline), default=None),
        may_write=may_write,
        may_submit=user.has_perm("reporting.submit_item", item),
        may_decide=may_decide,
        is_author=user.pk in authors,
        may_withdraw=item.state != DueItem.State.PUBLISHED
        and any(may_withdraw(chain, now, stop.station.pk) and stop.mine for stop in route),
        may_comment=user.has_perm("reporting.comment_item", item),
        may_correct=item.state == DueItem.State.PUBLISHED and user.has_perm("reporting.manage_cycle", item),
        return_choices=tuple(_return_choices(route, before=item.position)),
        evidence=tuple(
            Evidence(
                file,
                (may_write or may_decide) and may_withdraw_evidence(file, user=user, may_write=may_write, authors=authors),
            )
            for file in Attachment.objects.about(item).with_people()
        ),
    )


def judgement_in_force(judgements: Iterable[ReviewJudgement], decisions: Iterable[Decision]) -> ReviewJudgement | None:
    """The newest judgement of the report as it was sent last; None where nobody has judged it since. No query on prefetched rows."""
    sent = max((decision.at for decision in decisions if decision.content is not None), default=None)
    newest = max(judgements, key=lambda each: each.pk, default=None)
    return newest if newest is not None and sent is not None and newest.at >= sent else None


def route_of(item: DueItem, *, powers: Powers, day: date) -> tuple[Stop, ...]:
    """The stations of the item in order. No query when it comes from ``with_route()``."""
    return tuple(
        Stop(station, _state_of(item, station), station.position == item.position and station.is_late(day), holds_station(powers, station))
        for station in item.stations.all()
    )


def _state_of(item: DueItem, station: Station) -> str:
    if station.approved_at is not None:
        return "done"
    return "current" if station.position == item.position else "waiting"


def _return_choices(route: Sequence[Stop], *, before: int) -> Iterable[ReturnChoice]:
    for position in range(before):
        here = [stop.station for stop in route if stop.station.position == position]
        places = "、".join(station.place_name() for station in here)
        yield ReturnChoice(position, f"{here[0].step.label()}（{places}）")


def threads_of(comments: Iterable[Comment]) -> tuple[Thread, ...]:
    """Comments with their replies under them."""
    replies: dict[int, list[Comment]] = defaultdict(list)
    heads = []
    for comment in comments:
        if comment.answers_id is None:
            heads.append(comment)
        else:
            replies[comment.answers_id].append(comment)
    return tuple(Thread(head, tuple(replies[head.pk])) for head in heads)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the reader: to file, to correct or to review, until when."""

    item: DueItem
    station: Station
    returned: Decision | None
    is_late: bool

    @property
    def kind(self) -> str:
        if self.station.position > 0:
            return "review"
        return "correct" if self.returned or self.item.corrects_note else "file"


def list_tasks(user: User, *, day: date) -> list[Task]:
    """What waits for the person, the most urgent first: what is late, what was returned, then by date. Nine queries."""
    powers = powers_of(user, on=day)
    returns = Decision.objects.filter(act="return").select_related("by", "station__step").order_by("-pk")
    items = DueItem.objects.waiting_for(user).with_route().prefetch_related(Prefetch("decisions", queryset=returns), "authors")
    tasks = []
    for item in items:
        own = stations_to_decide(item, powers)
        returned = next(iter(item.decisions.all()), None) if item.is_returned else None
        if own and (item.position == 0 or user.pk not in {author.pk for author in item.authors.all()}):
            tasks.append(Task(item, own[0], returned, own[0].is_late(day)))
    return sorted(tasks, key=lambda task: (not task.is_late, task.returned is None, task.station.deadline or date.max, task.item.sort_key))


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a group of items is. ``submitted`` were sent at least once, ``on_time`` of these by their date; ``late`` are overdue."""

    label: str
    key: str
    total: int
    submitted: int
    on_time: int
    late: int
    finished: int

    @property
    def reporting_rate(self) -> Fraction | None:
        """Items sent at least once ÷ all; None where there are none."""
        return Fraction(self.submitted, self.total) if self.total else None

    @property
    def on_time_rate(self) -> Fraction | None:
        """Items first sent by their date ÷ all that were due or sent; None where none is."""
        due = self.submitted + self.late
        return Fraction(self.on_time, due) if due else None


@dataclass(frozen=True, slots=True)
class Held:
    """What one station holder has now: how many items, since when the longest, and how many are late."""

    step: CycleStep
    place: str
    items: int
    since: datetime | None
    late: int
    holders: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The secretariat's view of a cycle: all items, by organisation and by section, and who holds what."""

    cycle: Cycle
    total: Completeness
    by_organization: tuple[Completeness, ...]
    by_section: tuple[Completeness, ...]
    held: tuple[Held, ...]
    ready: int
    published: int


def board_of(cycle: Cycle, items: Sequence[DueItem], *, day: date) -> Board:
    """Completeness and timeliness of a cycle on a day, from its items of ``with_route()``. A fixed number of queries, however many."""
    organizations: dict[int, list[DueItem]] = defaultdict(list)
    sections: dict[tuple[str, str, str], list[DueItem]] = defaultdict(list)
    for item in items:
        organizations[item.organization_id].append(item)
        for place in item.appearances.all():
            sections[place.section_key, place.section, place.section_name].append(item)
    return Board(
        cycle=cycle,
        total=completeness(items, label="", key="", day=day),
        by_organization=tuple(
            completeness(group, label=group[0].organization.name(), key=group[0].organization.code, day=day)
            for group in sorted(organizations.values(), key=lambda group: (-len(group), group[0].organization.code))
        ),
        by_section=tuple(
            completeness(group, label=f"{section} {name}", key=section, day=day) for (_, section, name), group in sorted(sections.items())
        ),
        held=tuple(_held(items, day=day)),
        ready=sum(1 for item in items if item.state == DueItem.State.READY),
        published=sum(1 for item in items if item.state == DueItem.State.PUBLISHED),
    )


def completeness(items: Sequence[DueItem], *, label: str, key: str, day: date) -> Completeness:
    """Counts of some items of ``with_route()``. No query."""
    firsts = [(item, next(iter(item.stations.all()))) for item in items]
    return Completeness(
        label=label,
        key=key,
        total=len(items),
        submitted=sum(1 for item in items if item.submitted_at is not None),
        on_time=sum(1 for item, first in firsts if item.submitted_at and localdate(item.submitted_at) <= first.due_on),
        late=sum(1 for item, first in firsts if item.submitted_at is None and first.due_on < day),
        finished=sum(1 for item in items if item.state in (DueItem.State.READY, DueItem.State.PUBLISHED)),
    )


def _held(items: Iterable[DueItem], *, day: date) -> Iterable[Held]:
    waiting: dict[tuple[int, int | None, int | None], list[Station]] = defaultdict(list)
    for item in items:
        for station in item.stations.all():
            if station.approved_at is None and station.position == item.position:
                waiting[station.step_id, station.organization_id, station.body_id].append(station)
    holders = _holders([stations[0] for stations in waiting.values()], day=day)
    for key, stations in sorted(waiting.items(), key=lambda entry: (entry[1][0].step.position, -len(entry[1]))):
        first = stations[0]
        since = min((station.since for station in stations if station.since), default=None)
        late = sum(1 for station in stations if station.is_late(day))
        yield Held(first.step, first.place_name(), len(stations), since, late, holders[first.role, key[1], key[2]])


def _holders(stations: Iterable[Station], *, day: date) -> dict[tuple[str, int | None, int | None], tuple[User, ...]]:
    """Who holds these stations on the day, without deputies. One query."""
    found: dict[tuple[str, int | None, int | None], list[User]] = defaultdict(list)
    people = User.objects.filter(is_active=True, holdings__role__in={station.role for station in stations}).distinct()
    for user in people.prefetch_related("holdings"):
        for holding in user.holdings.all():
            if holding.starts_on <= day and (holding.ends_on is None or day < holding.ends_on):
                found[holding.role, holding.organization_id, holding.body_id].append(user)
    return defaultdict(tuple, {key: tuple(users) for key, users in found.items()})


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A role at a place that a cycle needs and nobody holds on the day."""

    role: Role
    place: str


def find_vacancies(needed: Iterable[tuple[Role, Organization | None, int | None, str]], *, day: date) -> list[Vacancy]:
    """Which of these roles (with organisation or body key and the place's name) nobody holds. Two queries."""
    wanted = {(role.value, place.pk if place else None, body): name for role, place, body, name in needed}
    people = User.objects.filter(is_active=True, is_system=False).prefetch_related("holdings")
    held = {
        (holding.role, holding.organization_id, holding.body_id)
        for user in people
        for holding in user.holdings.all()
        if holding.starts_on <= day and (holding.ends_on is None or day < holding.ends_on)
    }
    return [Vacancy(Role(key[0]), name) for key, name in wanted.items() if key not in held]
