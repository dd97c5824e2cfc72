"""The review chain as a pure function: where an item stands after what was decided about it.

A chain is a list of positions; at each stand one or more stations (two where a twin is reviewed by two groups). An item moves on
when every station of its position has approved. Source: the steps of documents/000 on the yearly follow-up, mission T6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What somebody does at a station."""

    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Decided:
    """One act: at which station (its key), and for a return to which position."""

    act: Act
    station: int
    to_position: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """``position`` is the number of the position whose stations decide now; equal to the chain's length when all have.

    ``approved`` are the stations whose approval holds, ``reached`` the furthest position the item was ever at.
    """

    position: int
    approved: frozenset[int]
    reached: int


class ChainError(ValueError):
    """An act that the chain does not allow; the message is for programmers, services say it to people."""


Chain = Sequence[frozenset[int]]
"""Per position the keys of its stations, in order; none is empty."""


def chain_of(stations: Mapping[int, int]) -> list[frozenset[int]]:
    """The chain of stations given as ``{key: position}``; positions that nobody holds are left out of the route by the caller."""
    last = max(stations.values(), default=-1)
    return [frozenset(key for key, position in stations.items() if position == number) for number in range(last + 1)]


def standing_after(chain: Chain, decisions: Iterable[Decided]) -> Standing:
    """Where the item stands after these acts, the first to the last. Raises `ChainError` at an act that was not allowed."""
    now = Standing(0, frozenset(), 0)
    for decided in decisions:
        now = after(chain, now, decided)
    return now


def after(chain: Chain, now: Standing, decided: Decided) -> Standing:
    """The standing after one more act.

    approve: at an open station of the current position. return: from an open station to any earlier position, whose stations and all
    later ones decide anew. withdraw: one's own approval, before the next position has begun to decide. correct: a finished item goes
    back to its first position.
    """
    position = position_of(chain, decided.station)
    if decided.act is Act.APPROVE:
        if decided.station not in open_stations(chain, now):
            raise ChainError("This station does not decide now.")
        return _advance(chain, now, now.approved | {decided.station})
    if decided.act is Act.RETURN:
        if decided.station not in open_stations(chain, now):
            raise ChainError("This station does not decide now.")
        if decided.to_position is None or not 0 <= decided.to_position < position:
            raise ChainError("A return goes to an earlier position.")
        return _back_to(chain, now, decided.to_position)
    if decided.act is Act.WITHDRAW:
        if not may_withdraw(chain, now, decided.station):
            raise ChainError("Only an approval that nobody has built on can be withdrawn.")
        return Standing(position, _until(chain, now.approved, position + 1) - {decided.station}, now.reached)
    if now.position < len(chain):
        raise ChainError("Only a finished item can be corrected.")
    return _back_to(chain, now, 0)


def open_stations(chain: Chain, now: Standing) -> frozenset[int]:
    """The stations that have to decide now."""
    return chain[now.position] - now.approved if now.position < len(chain) else frozenset()


def may_withdraw(chain: Chain, now: Standing, station: int) -> bool:
    """Whether the station's approval holds and no station of a later position has approved yet."""
    position = position_of(chain, station)
    return station in now.approved and now.approved == _until(chain, now.approved, position + 1)


def position_of(chain: Chain, station: int) -> int:
    """The position of a station. Raises `ChainError` for a station of another chain."""
    for number, stations in enumerate(chain):
        if station in stations:
            return number
    raise ChainError("The station is not in this chain.")


def _until(chain: Chain, approved: frozenset[int], position: int) -> frozenset[int]:
    return approved & frozenset().union(*chain[:position])


def _advance(chain: Chain, now: Standing, approved: frozenset[int]) -> Standing:
    position = now.position + 1 if chain[now.position] <= approved else now.position
    return Standing(position, approved, max(now.reached, position))


def _back_to(chain: Chain, now: Standing, position: int) -> Standing:
    return Standing(position, _until(chain, now.approved, position), now.reached)
