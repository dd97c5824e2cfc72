"""What a subject gives to the pages that all share: which items a cycle has, how a report is written, and how it is published."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from django.http import QueryDict

from yongxu.accounts.models import User
from yongxu.quantities.interchange import Json
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.desks import Change, Live, Names
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.plans import PlannedItem
from yongxu.reporting.selectors import ItemPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication made public: how many items, and how many of the cycle are still on their way."""

    items: int
    remaining: int


class Publish(Protocol):
    """Publishes what of a cycle was approved to the end."""

    def __call__(self, cycle: Cycle, *, by: User, at: datetime) -> Published: ...


@dataclass(frozen=True, slots=True)
class Words:
    """What the subject's things are called on the pages that all subjects share."""

    title: "_StrPromise"
    item: "_StrPromise"
    section: "_StrPromise"
    empty: "_StrPromise"


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
    words: Words


class Desk(Protocol):
    """One report on somebody's desk."""

    @property
    def page(self) -> ItemPage: ...
    @property
    def version(self) -> int: ...
    @property
    def live(self) -> Live[object]: ...
    @property
    def changes(self) -> tuple[Change, ...]: ...


class ReportForms(Protocol):
    """The forms of one report: bound to what was typed, or filled from what is stored."""

    @property
    def version(self) -> int:
        """The version that the writer started from."""

    def is_valid(self) -> bool:
        """Whether everything that was typed can be read; errors stand at their fields."""

    def content(self) -> dict[str, Json]:
        """The report as typed, as it is stored. A field that could not be read keeps its text, so that nothing typed is lost."""

    def errors(self) -> list[tuple[str, str]]:
        """Every error with the id of its field."""


D = TypeVar("D", bound=Desk)


class Workbench(ABC, Generic[D]):
    """What the pages need on which reports are written, reviewed and listed; the subject alone knows what a report says.

    ``codes`` are the values of `Cycle.subject`, ``names`` those of a stored report's fields.
    """

    codes: ClassVar[tuple[str, ...]]
    namespace: ClassVar[str]
    item_template: ClassVar[str]
    compiled_template: ClassVar[str]
    words: ClassVar[Words]
    names: ClassVar[Names]

    @abstractmethod
    def desk_of(self, item: DueItem, *, user: User, day: date) -> D:
        """Everything for the page of one report. A fixed number of queries."""

    @abstractmethod
    def forms_of(self, desk: D, data: QueryDict | None = None) -> ReportForms:
        """The forms of the report."""

    @abstractmethod
    def live_of(self, desk: D, content: Mapping[str, Json]) -> Live[object]:
        """Verdicts and findings of a report as it is typed. No query."""

    @abstractmethod
    def lives_of(self, items: Sequence[DueItem]) -> dict[int, Live[object]]:
        """Verdicts and findings of what is stored, by the item's key. Items come from `desks.items_of`; a fixed number of queries."""

    def missing_in(self, desk: D, content: Mapping[str, Json]) -> list[tuple[str, Bilingual]]:
        """What a report still needs before it can be sent: the id of the field, and why. No query."""
        del desk, content
        return []

    def take_over(self, desk: D, content: Mapping[str, Json]) -> dict[str, Json]:
        """The report with last time's texts in its empty fields."""
        del desk
        return dict(content)

    @abstractmethod
    def sheet_of(self, item: DueItem) -> Mapping[str, Json]:
        """The report as it is stored, every field there."""


NAMESPACES = {"indicators": "indicators-work", "strategies": "climate-work", "sectors": "climate-work"}
"""Which subject's addresses a cycle has."""
