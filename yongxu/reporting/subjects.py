"""What a subject gives to the pages of cycles: which items a cycle has, and how what was approved is published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yongxu.accounts.models import User
from yongxu.reporting.models import Cycle, Publication
from yongxu.reporting.plans import PlannedItem


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication made public: how many items, and how many of the cycle are still on their way."""

    publication: Publication
    items: int
    remaining: int


class Publish(Protocol):
    """Publishes what of a cycle was approved to the end."""

    def __call__(self, cycle: Cycle, *, by: User, at: datetime) -> Published: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that reports in cycles. ``codes`` are the values of `Cycle.subject` it serves, ``namespace`` that of its addresses.

    ``scopes`` gives, per code, the frameworks or kinds of programmes to choose from with their names; ``plan`` the items of a scope.
    """

    codes: tuple[str, ...]
    namespace: str
    scopes: Callable[[str], Mapping[str, str]]
    plan: Callable[[str, str], list[PlannedItem]]
    publish: Publish


NAMESPACES = {"indicators": "indicators-work", "strategies": "climate-work", "sectors": "climate-work"}
"""Which subject's addresses a cycle has."""
