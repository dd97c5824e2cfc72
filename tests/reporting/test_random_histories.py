"""Random histories of many people over a few items: whatever they try, the chain holds and nothing is lost."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.reporting.people import AT, Council, appearance, open_demo_cycle, planned, small_council
from yongxu.accounts.models import Substitution
from yongxu.history.models import Entry
from yongxu.reporting.chain import Act, Decided, chain_of, standing_after
from yongxu.reporting.models import Decision, DueItem, Station
from yongxu.reporting.selectors import board_of, list_tasks
from yongxu.reporting.services.decisions import approve, correct, send_back, submit, withdraw
from yongxu.reporting.services.filings import FilingConflict, save_filing
from yongxu.reporting.workflow import ITEM
from yongxu.workflow.engine import TransitionRefused, perform

PEOPLE = (
    "officer",
    "supervisor",
    "window",
    "other_officer",
    "other_supervisor",
    "other_window",
    "group",
    "other_group",
    "deputy",
    "executive",
    "secretariat",
    "member",
    "auditor",
    "stranger",
)
ACTS = ("write", "submit", "approve", "approve", "approve", "return", "withdraw", "publish", "correct")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE), st.integers(0, 2), st.integers(0, 6)), min_size=10, max_size=30)


def items_of(council: Council) -> list[DueItem]:
    """A plain item, a twin of two groups, and an item to which another agency contributes."""
    twin = (
        appearance("3.9.2", "3", council.group, council.ministry),
        appearance("6.1.1", "6", council.other_group, council.other_ministry),
    )
    plans = [
        planned("1.1.1", council.agency, appearance("1.1.1", "1", council.group, council.ministry)),
        planned("3.9.2", council.agency, *twin),
        planned("6.2.1", council.other_agency, appearance("6.2.1", "6", council.other_group), co=(council.agency,)),
    ]
    return open_demo_cycle(council, plans)[1]


def attempt(council: Council, items: list[DueItem], step: tuple[str, str, int, int], number: int) -> bool:
    """One try of one person; whether it was allowed."""
    act, key, which, to_position = step
    item, by, at = DueItem.objects.get(pk=items[which].pk), council[key], AT + timedelta(minutes=number)
    try:
        if act == "write":
            version = item.filing.version if hasattr(item, "filing") else 0
            save_filing(item, {"result": f"{number}"}, version=version, by=by, at=at)
        elif act == "submit":
            submit(item, content={"result": f"{number}"}, by=by, at=at)
        elif act == "approve":
            approve(item, by=by, at=at)
        elif act == "return":
            send_back(item, to_position=to_position, comment="請補正", by=by, at=at)
        elif act == "withdraw":
            withdraw(item, by=by, at=at)
        elif act == "publish":
            perform(item, ITEM, "publish", by=by, at=at)
        else:
            correct(item, note="勘誤", by=by, at=at)
    except (TransitionRefused, FilingConflict, PermissionDenied):
        return False
    return True


class TestRandomHistories(TestCase):
    @settings(max_examples=6)
    @given(STEPS, st.booleans())
    def test_invariants_hold_after_every_step(self, steps: list[tuple[str, str, int, int]], has_deputy: bool) -> None:
        council = small_council()
        items = items_of(council)
        if has_deputy:
            today = localdate()
            Substitution.objects.create(
                absent=council["supervisor"],
                substitute=council["officer"],
                starts_on=today,
                ends_on=today,
                made_by=council["officer"],
                made_at=AT,
            )
        kinds = ("reporting.dueitem",)
        for number, step in enumerate(steps):
            before = {item.pk: item for item in DueItem.objects.all()}
            entries, decisions = Entry.objects.filter(subject_type__in=kinds).count(), Decision.objects.count()
            allowed = attempt(council, items, step, number)
            written = Entry.objects.filter(subject_type__in=kinds).count() - entries
            made = Decision.objects.count() - decisions
            assert (written, made) == (int(allowed), int(allowed and step[0] not in ("write", "publish")))
            self.check(before)
        self.check_counts(council)

    def check(self, before: dict[int, DueItem]) -> None:
        """No jump, no self-approval, and what is stored is what the decisions say."""
        for item in DueItem.objects.all():
            old = before[item.pk]
            assert item.position <= old.position + 1
            stations = {station.pk: station.position for station in item.stations.all()}
            decisions = list(Decision.objects.filter(item=item).order_by("pk"))
            now = standing_after(chain_of(stations), [Decided(Act(each.act), each.station_id, each.to_position) for each in decisions])
            approved = set(Station.objects.filter(item=item, approved_at__isnull=False).values_list("pk", flat=True))
            assert (item.position, item.reached, approved) == (now.position, now.reached, set(now.approved))
            ready = item.position == len(set(stations.values()))
            assert (item.state in (DueItem.State.READY, DueItem.State.PUBLISHED)) == ready
            if old.state == DueItem.State.PUBLISHED:
                assert (item.state, item.position) in ((old.state, old.position), (DueItem.State.FILING, 0))
            assert (item.state == DueItem.State.FILING) == (item.position == 0)
            reviews = [each for each in decisions if each.act == "approve" and stations[each.station_id] > 0]
            for each in reviews:
                wrote_before = [one for one in decisions if one.pk < each.pk and stations[one.station_id] == 0 and one.by_id == each.by_id]
                assert wrote_before == []

    def check_counts(self, council: Council) -> None:
        """Every tab counts what its list shows."""
        board = board_of(DueItem.objects.all()[0].cycle, list(DueItem.objects.with_route()), day=localdate())
        assert board.total.total == DueItem.objects.count()
        assert sum(group.total for group in board.by_organization) == board.total.total
        open_now = sum(
            1
            for item in DueItem.objects.all()
            for station in item.stations.all()
            if station.position == item.position and station.approved_at is None
        )
        assert sum(held.items for held in board.held) == open_now
        for key in PEOPLE:
            user = council[key]
            tasks = {task.item.pk for task in list_tasks(user, day=localdate())}
            may = {
                item.pk
                for item in DueItem.objects.all()
                if user.has_perm("reporting.submit_item", item) or user.has_perm("reporting.decide_item", item)
            }
            assert tasks == may
