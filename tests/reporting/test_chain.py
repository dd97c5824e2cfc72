"""The chain as a pure function, step by step and on random histories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yongxu.reporting.chain import Act, ChainError, Decided, Standing, after, chain_of, may_withdraw, open_stations, standing_after

CHAIN = chain_of({1: 0, 2: 1, 30: 2, 31: 2, 4: 3})
APPROVE_ALL = [Decided(Act.APPROVE, station) for station in (1, 2, 30, 31, 4)]


def test_item_moves_on_when_every_station_of_its_position_approved() -> None:
    assert standing_after(CHAIN, APPROVE_ALL[:3]) == Standing(2, frozenset({1, 2, 30}), 2)
    assert standing_after(CHAIN, APPROVE_ALL[:4]).position == 3
    assert standing_after(CHAIN, APPROVE_ALL) == Standing(4, frozenset({1, 2, 30, 31, 4}), 4)


def test_return_by_one_of_two_groups_reopens_both() -> None:
    now = standing_after(CHAIN, [*APPROVE_ALL[:3], Decided(Act.RETURN, 31, 0)])
    assert now == Standing(0, frozenset(), 2)
    again = standing_after(CHAIN, [*APPROVE_ALL[:3], Decided(Act.RETURN, 31, 1), Decided(Act.APPROVE, 2)])
    assert open_stations(CHAIN, again) == {30, 31}


@pytest.mark.parametrize(
    "decided",
    [
        Decided(Act.APPROVE, 2),
        Decided(Act.APPROVE, 99),
        Decided(Act.RETURN, 1, 0),
        Decided(Act.RETURN, 4, 0),
        Decided(Act.WITHDRAW, 1),
        Decided(Act.CORRECT, 1),
    ],
)
def test_act_that_is_not_allowed_at_the_beginning_is_an_error(decided: Decided) -> None:
    with pytest.raises(ChainError):
        after(CHAIN, standing_after(CHAIN, []), decided)


@pytest.mark.parametrize("to_position", [None, -1, 2, 3])
def test_return_goes_to_an_earlier_position(to_position: int | None) -> None:
    with pytest.raises(ChainError):
        standing_after(CHAIN, [*APPROVE_ALL[:2], Decided(Act.RETURN, 30, to_position)])


def test_withdrawal_ends_where_the_next_position_has_decided() -> None:
    now = standing_after(CHAIN, APPROVE_ALL[:2])
    assert may_withdraw(CHAIN, now, 2)
    assert not may_withdraw(CHAIN, now, 1)
    assert after(CHAIN, now, Decided(Act.WITHDRAW, 2)) == Standing(1, frozenset({1}), 2)
    assert not may_withdraw(CHAIN, standing_after(CHAIN, APPROVE_ALL[:3]), 2)


def test_withdrawal_by_one_group_leaves_the_other_groups_approval() -> None:
    now = standing_after(CHAIN, APPROVE_ALL[:4])
    assert after(CHAIN, now, Decided(Act.WITHDRAW, 30)) == Standing(2, frozenset({1, 2, 31}), 3)


def test_correction_begins_anew_once_all_is_done() -> None:
    assert standing_after(CHAIN, [*APPROVE_ALL, Decided(Act.CORRECT, 1)]) == Standing(0, frozenset(), 4)


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(Act), st.integers(0, 17), st.integers(-1, 6)), max_size=60),
)
def test_no_history_jumps_a_position(sizes: list[int], tries: list[tuple[Act, int, int]]) -> None:
    stations = {index * 10 + place: index for index, size in enumerate(sizes) for place in range(size)}
    chain, keys = chain_of(stations), sorted(stations)
    now = standing_after(chain, [])
    for act, which, to_position in tries:
        before = now
        try:
            now = after(chain, before, Decided(act, keys[which % len(keys)], to_position))
        except ChainError:
            continue
        # Everything before the position has approved, nothing after it has, the position itself is not done, and nothing jumps ahead.
        done = frozenset().union(*chain[: now.position])
        later = frozenset().union(*chain[now.position + 1 :])
        assert done <= now.approved
        assert not later & now.approved
        assert now.position == len(chain) or not chain[now.position] <= now.approved
        assert now.position <= before.position + 1
        assert now.reached == max(before.reached, now.position)
