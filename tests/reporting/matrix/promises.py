"""What the rules promise of every subject's round, said once more without the code: its states, its chain, and who sees what."""

from collections.abc import Mapping
from dataclasses import dataclass

OTHER, FOREIGN = "OTHER", "FOREIGN"
"""An item of 另一署 alone under another reviewer, and one of the other council that has come to its end."""
MARK = "zx"
"""Stands before and after everything that is planted, and nowhere else."""
_HERE = {
    "officer": 0,
    "stand_in": 0,
    "supervisor": 0,
    "coordinator": 0,
    "window": 0,
    "other_officer": 0,
    "other_supervisor": 0,
    "secretariat": 0,
    "auditor": 0,
    "other_window": 1,
}
"""Who sees an item of 示範署 in every subject: its people, the contributing 另一署, its ministry; who leads, once it is sent."""
_OTHERS = frozenset({"other_officer", "other_supervisor", "other_window", "secretariat", "auditor"})
SAID = ("comment", "file", "content", "withdrawn", "answer", "judgement", "returned", "name")
"""Where people write in every subject, besides the report itself."""


@dataclass(frozen=True)
class Promise:
    """One subject's round. ``chain`` decides at position 1, 2 and so on; ``other_chain`` about the item of 另一署.

    ``ways`` is how far an item of 示範署 ever came, by its state; ``first_seen`` from how far on a person sees it, never who is not there;
    ``others`` and ``abroad`` see `OTHER` and `FOREIGN`. ``written`` are the secrets of a report; of these ``unread`` are not on its page
    to read, and ``published`` are what everybody may read in the end.
    """

    subject: str
    namespace: str
    chain: tuple[str, ...]
    ways: Mapping[str, int]
    first_seen: Mapping[str, int]
    written: tuple[str, ...]
    published: frozenset[str]
    unread: frozenset[str] = frozenset()
    other_chain: tuple[str, ...] = ()
    others: frozenset[str] = _OTHERS
    abroad: frozenset[str] = frozenset({"b-secretariat", "b-auditor", "b-officer"})

    def key(self, state: str) -> str:
        """The name under which the world has the item in this state."""
        return state if self.subject == "indicators" else f"{self.subject}-{state}"

    def reached(self, state: str) -> int:
        return {**self.ways, OTHER: len(self.other_chain), FOREIGN: len(self.chain) + 1}[state]

    def code(self, state: str) -> str:
        return {OTHER: "2.1.1", FOREIGN: "1.1.1"}.get(state) or f"1.1.{list(self.ways).index(state)}"

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.ways, OTHER, FOREIGN)

    def readers(self, state: str) -> set[str]:
        """Everybody who sees the item in this state."""
        if state == FOREIGN:
            return set(self.abroad)
        if state == OTHER:
            return set(self.others)
        return {role for role, first in self.first_seen.items() if self.reached(state) >= first}

    def secrets(self, state: str) -> tuple[str, ...]:
        """All that is planted in one item."""
        return tuple(secret(kind, self.key(state)) for kind in (*self.written, *SAID))


def secret(kind: str, key: str) -> str:
    """What is planted in one place of one item."""
    return f"{MARK}{kind}{key.lower()}{MARK}"


INDICATORS = Promise(
    subject="indicators",
    namespace="indicators-work",
    chain=("supervisor", "window", "group", "deputy", "secretariat", "secretariat"),
    ways={"F": 0, "S1": 1, "S2": 2, "S3": 3, "S4": 4, "S5": 5, "S6": 6, "R": 3, "READY": 7, "P": 7, "C": 7},
    first_seen={**_HERE, "group": 3, "deputy": 4, "member": 6},
    written=("result", "lag", "counter", "remark"),
    published=frozenset({"result", "lag", "counter", "remark", "judgement"}),
    abroad=frozenset({"b-secretariat", "b-auditor", "b-officer", "b-member"}),
)
_MEASURE = ("target", "plan", "result", "source", "explanation", "ended", "remark")
_PUBLIC_OF_MEASURE = frozenset({"target", "plan", "result", "source", "explanation", "judgement", "name"})
STRATEGIES = Promise(
    subject="strategies",
    namespace="climate-work",
    chain=("supervisor", "other_window", "task_force", "secretariat"),
    ways={"F": 0, "S1": 1, "S2": 2, "S3": 3, "S4": 4, "R": 3, "READY": 5, "P": 5, "C": 5},
    first_seen={**_HERE, "task_force": 3},
    written=_MEASURE,
    published=_PUBLIC_OF_MEASURE,
    unread=frozenset({"ended"}),
    other_chain=("other_supervisor", "window", "other_task_force"),
    others=_OTHERS | {"window", "other_task_force"},
    abroad=frozenset({"b-secretariat", "b-auditor", "b-officer", "b-task_force"}),
)
"""另一部 leads 示範署's programme and 示範部 leads 另一署's, which is with the other task force; members read no step of these chains."""
SECTORS = Promise(
    subject="sectors",
    namespace="climate-work",
    chain=("supervisor", "other_window", "secretariat"),
    ways={"F": 0, "S1": 1, "S2": 2, "S3": 3, "READY": 4, "P": 4},
    first_seen=_HERE,
    written=_MEASURE,
    published=_PUBLIC_OF_MEASURE,
    unread=frozenset({"ended"}),
)
"""另一署's programme is led by 示範部, which sees nothing of it before it is sent."""
PROMISES = (INDICATORS, STRATEGIES, SECTORS)
PAGES = (INDICATORS, STRATEGIES)
"""The subjects in which everything is tried; sectors have the pages of strategies and are tried where their own chain can matter."""
BY_KEY = {promise.key(state): (promise, state) for promise in PROMISES for state in promise.states}
"""The name of an item in the world → its subject and state."""
WATCHING = ("group", "deputy", "member", "task_force")
NOBODY = ("other_group", "executive", "expired", "past_stand_in", "stranger", "superseded")
ABROAD = ("b-secretariat", "b-auditor", "b-member", "b-officer", "b-task_force")
ROLES = (*_HERE, *WATCHING, "other_task_force", *NOBODY, *ABROAD)


def sees(role: str, key: str) -> bool:
    """Whether the role sees the item."""
    promise, state = BY_KEY[key]
    return role in promise.readers(state)
