"""Deciding about due items: submit, approve, return, withdraw; one by one or many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from yongxu.accounts.models import User
from yongxu.accounts.selectors import powers_of
from yongxu.history.models import Entry
from yongxu.quantities.interchange import Json
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.chain import Act, Decided, Standing, after, chain_of, may_withdraw, open_stations
from yongxu.reporting.models import Decision, DueItem, Filing, Station
from yongxu.reporting.selectors import holds_station, is_author, stations_to_decide
from yongxu.reporting.workflow import ITEM
from yongxu.workflow.engine import TransitionRefused, perform


@dataclass(frozen=True, slots=True)
class Excluded:
    """An item that a bulk approval left out, and why."""

    item: DueItem
    reason: Bilingual


def standing_of(item: DueItem) -> tuple[list[frozenset[int]], Standing]:
    """The item's chain and where it stands, from its stations. One query unless they are prefetched."""
    stations = list(item.stations.all())
    chain = chain_of({station.pk: station.position for station in stations})
    approved = frozenset(station.pk for station in stations if station.approved_at is not None)
    return chain, Standing(item.position, approved, item.reached)


@transaction.atomic
def submit(item: DueItem, *, content: Json, by: User, at: datetime) -> Decision:
    """Send a finished report on its way; ``content`` is kept with the decision as it is now. Raises `TransitionRefused`."""
    current = _locked(item)
    station = _station_of(
        current, by=by, at=at, refused=Bilingual("您不是這個項目的填報人，或項目已送出。", "You do not file this item, or it was sent.")
    )
    current.authors.add(by)
    return _decide(current, item, station, Act.APPROVE, "submit", content=content, by=by, at=at)


@transaction.atomic
def approve(
    item: DueItem, *, station: Station | None = None, version: int | None = None, comment: str = "", by: User, at: datetime
) -> Decision:
    """Approve at the station (or at the only one that is the person's). Raises `TransitionRefused`.

    ``version`` is that of the report which the person has read; another one that was sent since he has to read first.
    """
    current = _locked(item)
    _refuse_author(current, by)
    if version is not None and version != (Filing.objects.filter(item=current).values_list("version", flat=True).first() or 0):
        raise TransitionRefused(
            Bilingual(
                zh="您開啟頁面之後，填報內容已經更新；請重新閱讀後再同意。", en="The report has changed since you opened it; read it again."
            )
        )
    chosen = _station_of(current, by=by, at=at, station=station)
    chain, now = standing_of(current)
    step = after(chain, now, Decided(Act.APPROVE, chosen.pk))
    verb = "finish" if step.position >= len(chain) else "approve"
    return _decide(current, item, chosen, Act.APPROVE, verb, comment=comment, by=by, at=at)


@transaction.atomic
def send_back(item: DueItem, *, to_position: int, comment: str, station: Station | None = None, by: User, at: datetime) -> Decision:
    """Return an item to any earlier position, with the reason; that position and all after it decide anew. Raises `TransitionRefused`."""
    current = _locked(item)
    _refuse_author(current, by)
    chosen = _station_of(current, by=by, at=at, station=station)
    if not 0 <= to_position < chosen.position:
        raise TransitionRefused(Bilingual(zh="只能退回到較前的步驟。", en="An item is returned to an earlier step."))
    verb = "send_back" if to_position == 0 else "send_back_to_step"
    return _decide(current, item, chosen, Act.RETURN, verb, to_position=to_position, comment=comment, by=by, at=at)


@transaction.atomic
def withdraw(item: DueItem, *, station: Station | None = None, comment: str = "", by: User, at: datetime) -> Decision:
    """Take back one's approval or report before the next position has begun to decide. Raises `TransitionRefused`."""
    current = _locked(item)
    powers = powers_of(by, on=localdate(at))
    chain, now = standing_of(current)
    own = [each for each in current.stations.all() if holds_station(powers, each) and (station is None or each.pk == station.pk)]
    chosen = next((each for each in reversed(own) if may_withdraw(chain, now, each.pk)), None)
    if chosen is None:
        raise TransitionRefused(
            Bilingual(
                zh="下一步驟已開始處理，不能再撤回；請聯絡該步驟退回。", en="The next step has begun; ask it to return the item instead."
            )
        )
    verb = "withdraw_report" if chosen.position == 0 else "withdraw_approval"
    return _decide(current, item, chosen, Act.WITHDRAW, verb, comment=comment, by=by, at=at)


@transaction.atomic
def correct(item: DueItem, *, note: str, note_en: str = "", by: User, at: datetime) -> Decision:
    """Start a correction 勘誤 of something published: the item goes through its chain anew, what is public stays until it is done.

    ``note`` is what the public will read beside the corrected figure, ``note_en`` the same for readers of English (without it they get
    ``note``). Raises `TransitionRefused`.
    """
    current = _locked(item)
    if current.state != DueItem.State.PUBLISHED:
        raise TransitionRefused(
            Bilingual(zh="只有已公布的項目才能啟動勘誤。", en="Only something published is corrected; return the item instead.")
        )
    first = next(station for station in current.stations.all() if station.position == 0)
    notes = {"corrects_note": note.strip(), "corrects_note_en": note_en.strip()}
    decision = _decide(current, item, first, Act.CORRECT, "correct", comment=note, changes=notes, by=by, at=at)
    item.refresh_from_db(fields=list(notes))
    return decision


def approve_many(
    items: Iterable[DueItem], *, versions: Mapping[int, int] | None = None, comment: str = "", by: User, at: datetime
) -> tuple[list[Decision], list[Excluded]]:
    """Approve what can be approved, each in its own transaction; the rest is listed with the reason, nothing is left half done.

    ``versions`` are those of the reports that the person saw, by the item's key (see `approve`).
    """
    done, excluded = [], []
    for item in items:
        try:
            done.append(approve(item, version=(versions or {}).get(item.pk), comment=comment, by=by, at=at))
        except TransitionRefused as refusal:
            excluded.append(Excluded(item, refusal.message))
    return done, excluded


def _locked(item: DueItem) -> DueItem:
    """The row as it is now, locked, so that of two people who press at the same time one is told."""
    return DueItem.objects.select_for_update(of=("self",)).select_related("cycle").prefetch_related("stations__step").get(pk=item.pk)


def _refuse_author(item: DueItem, by: User) -> None:
    if is_author(by, item):
        raise TransitionRefused(
            Bilingual(zh="您參與撰寫這份填報，不能審查自己的填報。", en="You wrote part of this report; somebody else must review it.")
        )


def _station_of(item: DueItem, *, by: User, at: datetime, station: Station | None = None, refused: Bilingual | None = None) -> Station:
    mine = stations_to_decide(item, powers_of(by, on=localdate(at)))
    for each in mine:
        if station is None or each.pk == station.pk:
            return each
    raise TransitionRefused(
        refused or Bilingual(zh="目前不是由您處理這個項目，請重新整理頁面。", en="This item is not with you now; please reload the page.")
    )


def _decide(
    current: DueItem,
    item: DueItem,
    station: Station,
    act: Act,
    verb: str,
    *,
    to_position: int | None = None,
    comment: str = "",
    content: Json = None,
    changes: Mapping[str, object] | None = None,
    by: User,
    at: datetime,
) -> Decision:
    chain, now = standing_of(current)
    step = after(chain, now, Decided(act, station.pk, to_position))
    moved: dict[str, object] = {"position": step.position, "reached": step.reached, "is_returned": act is Act.RETURN and to_position == 0}
    if verb == "submit" and current.submitted_at is None:
        moved["submitted_at"] = at
    where = {"station": str(station.step), "appearance": station.appearance.code if station.appearance else ""}
    entry: Entry = perform(current, ITEM, verb, by=by, at=at, comment=comment, changes={**moved, **(changes or {})}, difference=where)
    decision = Decision(item=current, station=station, act=act.value, to_position=to_position, comment=entry.reason, by=by, at=at)
    decision.content = content
    decision.full_clean()
    decision.save()
    _mark_stations(chain, now, step, station=station, by=by, at=at)
    item.refresh_from_db(fields=["state", "position", "reached", "is_returned", "submitted_at"])
    return decision


def _mark_stations(chain: list[frozenset[int]], before: Standing, now: Standing, *, station: Station, by: User, at: datetime) -> None:
    """Bring the stations' columns to the new standing: approvals that hold, and since when each open one has the item."""
    if station.pk in now.approved:
        first = station.first_approved_at or at
        Station.objects.filter(pk=station.pk).update(approved_at=at, approved_by=by, first_approved_at=first)
    Station.objects.filter(pk__in=before.approved - now.approved).update(approved_at=None, approved_by=None)
    opened = open_stations(chain, now) - open_stations(chain, before)
    Station.objects.filter(pk__in=opened).update(since=at)
    closed = frozenset().union(*chain) - open_stations(chain, now) - now.approved
    Station.objects.filter(pk__in=closed).update(since=None)
