"""Due items on their way: who may do what, what a return undoes, and that every step is in the history."""

from datetime import timedelta

import pytest

from tests.reporting.people import AT, Council, appearance, open_demo_cycle, planned, small_council
from yongxu.history.models import Entry
from yongxu.reporting.chain import Act, Decided, chain_of, standing_after
from yongxu.reporting.models import Decision, DueItem, Station
from yongxu.reporting.services.decisions import approve, approve_many, send_back, submit, withdraw
from yongxu.workflow.engine import TransitionRefused


@pytest.fixture
def council(db: None) -> Council:
    return small_council()


@pytest.fixture
def item(council: Council) -> DueItem:
    places = (appearance("1.1.1", "1", council.group, council.ministry),)
    return open_demo_cycle(council, [planned("1.1.1", council.agency, *places, co=(council.other_agency,))])[1][0]


@pytest.fixture
def twin(council: Council) -> DueItem:
    one = appearance("3.9.2", "3", council.group, council.ministry)
    places = (one, appearance("6.1.1", "6", council.other_group, council.other_ministry))
    return open_demo_cycle(council, [planned("3.9.2", council.agency, *places)])[1][0]


def recomputed(item: DueItem) -> tuple[int, int, set[int]]:
    """Position, reached and approved stations as they follow from the decisions alone."""
    chain = chain_of({station.pk: station.position for station in item.stations.all()})
    acts = [Decided(Act(each.act), each.station_id, each.to_position) for each in Decision.objects.filter(item=item).order_by("pk")]
    now = standing_after(chain, acts)
    return now.position, now.reached, set(now.approved)


def stored(item: DueItem) -> tuple[int, int, set[int]]:
    fresh = DueItem.objects.get(pk=item.pk)
    approved = set(Station.objects.filter(item=item, approved_at__isnull=False).values_list("pk", flat=True))
    return fresh.position, fresh.reached, approved


def file(item: DueItem, council: Council) -> None:
    submit(item, content={"result": "5 %"}, by=council["officer"], at=AT)


def test_item_goes_through_the_whole_chain(item: DueItem, council: Council) -> None:
    file(item, council)
    for key in ("supervisor", "window", "group", "deputy", "secretariat", "secretariat"):
        approve(item, by=council[key], at=AT)
        assert recomputed(item) == stored(item)
    assert (item.state, item.position) == (DueItem.State.READY, 7)
    verbs = list(Entry.objects.filter(subject_type="reporting.dueitem", subject_key=str(item.pk)).values_list("verb", flat=True))
    assert verbs == ["submit", "approve", "approve", "approve", "approve", "approve", "finish"]
    assert Decision.objects.get(act="approve", station__position=0).content == {"result": "5 %"}


@pytest.mark.parametrize("key", ["supervisor", "window", "other_officer", "stranger", "secretariat", "auditor"])
def test_only_the_filing_officer_submits(item: DueItem, council: Council, key: str) -> None:
    with pytest.raises(TransitionRefused):
        submit(item, content=None, by=council[key], at=AT)
    assert stored(item) == (0, 0, set())


@pytest.mark.parametrize("key", ["officer", "window", "group", "other_supervisor", "stranger", "secretariat", "auditor"])
def test_only_the_station_itself_approves(item: DueItem, council: Council, key: str) -> None:
    file(item, council)
    with pytest.raises(TransitionRefused):
        approve(item, by=council[key], at=AT)
    assert item.position == 1


def test_nobody_approves_his_own_report(item: DueItem, council: Council) -> None:
    file(item, council)
    item.authors.add(council["supervisor"])
    with pytest.raises(TransitionRefused, match="You wrote part"):
        approve(item, by=council["supervisor"], at=AT)
    assert not council["supervisor"].has_perm("reporting.decide_item", item)


def test_return_needs_a_reason_and_an_earlier_step(item: DueItem, council: Council) -> None:
    file(item, council)
    with pytest.raises(TransitionRefused, match="reason"):
        send_back(item, to_position=0, comment="  ", by=council["supervisor"], at=AT)
    with pytest.raises(TransitionRefused, match="earlier step"):
        send_back(item, to_position=1, comment="不對", by=council["supervisor"], at=AT)
    assert item.position == 1
    send_back(item, to_position=0, comment="請補資料年", by=council["supervisor"], at=AT)
    assert (item.state, item.position, item.is_returned) == (DueItem.State.FILING, 0, True)
    assert recomputed(item) == stored(item)


def test_withdrawal_until_the_next_step_has_decided(item: DueItem, council: Council) -> None:
    file(item, council)
    withdraw(item, by=council["officer"], at=AT)
    assert (item.state, item.position, item.is_returned) == (DueItem.State.FILING, 0, False)
    file(item, council)
    approve(item, by=council["supervisor"], at=AT)
    with pytest.raises(TransitionRefused, match="next step has begun"):
        withdraw(item, by=council["officer"], at=AT)
    withdraw(item, by=council["supervisor"], at=AT)
    assert recomputed(item) == stored(item)


def test_twin_is_reviewed_by_both_groups_and_a_return_by_either_reopens_both(twin: DueItem, council: Council) -> None:
    file(twin, council)
    for key in ("supervisor", "window", "group"):
        approve(twin, by=council[key], at=AT)
    assert twin.position == 3
    send_back(twin, to_position=0, comment="飲用水定義不同", by=council["other_group"], at=AT)
    assert stored(twin) == (0, 3, set()) == recomputed(twin)
    file(twin, council)
    for key in ("supervisor", "window", "other_group", "group"):
        approve(twin, by=council[key], at=AT)
    assert twin.position == 4


def test_first_submission_counts_for_timeliness(item: DueItem, council: Council) -> None:
    file(item, council)
    withdraw(item, by=council["officer"], at=AT)
    submit(item, content=None, by=council["officer"], at=AT + timedelta(days=90))
    assert item.submitted_at == AT


def test_bulk_approval_lists_what_it_left_out(council: Council) -> None:
    plans = [planned(code, council.agency, appearance(code, "1", council.group)) for code in ("1.1.1", "1.1.2", "1.1.3")]
    items = open_demo_cycle(council, plans)[1]
    for each in items[:2]:
        file(each, council)
    items[1].authors.add(council["supervisor"])
    done, excluded = approve_many(items, by=council["supervisor"], at=AT)
    assert [each.item_id for each in done] == [items[0].pk]
    assert [(each.item.code, "撰寫" in each.reason.zh) for each in excluded] == [("1.1.2", True), ("1.1.3", False)]
