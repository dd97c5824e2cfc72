"""Loading a document into the record, the same for every subject: difference, acceptance in one transaction, publication, history."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from django.db import models, transaction

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.organizations.selectors import OrganizationMatch, match_organizations
from yongxu.quantities.findings import Finding
from yongxu.quantities.interchange import Json
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.differences import (
    Conflict,
    Difference,
    LoadRefused,
    RowChange,
    Source,
    changed_fields,
    contradicts,
    refuse_doubles,
    refuse_invalid,
)
from yongxu.reporting.models import Publication


class CodedRow(Protocol):
    """A typed row of a document: under which code it is stored, and where it stands."""

    @property
    def code(self) -> str: ...

    @property
    def place(self) -> str: ...


Row = TypeVar("Row", bound=CodedRow)
Stored = TypeVar("Stored", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Occasion:
    """The circumstances of a load: which document, of which CE year, who loads it and when, and whether the public may see it."""

    title: str
    year: int
    source: Source
    by: User
    at: datetime
    published: bool = True
    is_fictional: bool = False


@dataclass
class Shelf(ABC, Generic[Row, Stored]):
    """Where a subject keeps the rows of one document: what the loader must know of them. ``matches`` is there once loading has begun."""

    occasion: Occasion
    matches: dict[str, OrganizationMatch] = field(default_factory=dict, init=False)

    @property
    @abstractmethod
    def figures(self) -> Sequence[str]:
        """The fields in which two documents can contradict each other; names and reasons may be worded differently."""

    @abstractmethod
    def printed_names(self) -> set[str]:
        """Every name of an organisation in the rows."""

    @abstractmethod
    def find_stored(self) -> Mapping[str, Stored]:
        """What the record has of the year, by code, with all that `row_of` needs."""

    @abstractmethod
    def find_conflicts(self) -> Iterable[Conflict]:
        """Rows that contradict each other or what the record knows beside the figures. Raises `LoadRefused` for a row without a place."""

    @abstractmethod
    def find_doubts(self) -> Iterable[Finding]:
        """What does not add up in the document."""

    @abstractmethod
    def publication_of(self, stored: Stored) -> Publication:
        """Where a stored row came from."""

    @abstractmethod
    def row_of(self, stored: Stored) -> Row:
        """The typed row that was stored."""

    @abstractmethod
    def to_json(self, row: Row) -> Mapping[str, Json]:
        """The row as the history keeps it."""

    @abstractmethod
    def content_of(self, row: Row, *, beside: Row) -> Row:
        """The row with what is no content (its place in the file) taken from the stored one."""

    @abstractmethod
    def put(self, row: Row, *, in_place_of: Stored | None, publication: Publication) -> Stored:
        """Store a row, in the place of what was there."""

    def finish(self) -> None:
        """What is left to do when all rows are stored."""


def year_of(year: int | None) -> int:
    """The year that a document reports. Raises `LoadRefused` where it does not say it."""
    if year is None:
        raise LoadRefused(
            Bilingual(zh="檔案沒有寫明年度，無法載入。", en="The file does not say which year it reports, so it cannot be loaded.")
        )
    return year


def load_rows(rows: Sequence[Row], shelf: Shelf[Row, Stored], *, dry_run: bool, replace_published: bool) -> Difference:
    """Store rows in one transaction and say what that changed; with ``dry_run`` say it and change nothing.

    Loading the same rows again changes nothing. Raises `LoadRefused`, also when they contradict what another document published, unless
    ``replace_published``, and when what is not published would take the place of what is.
    """
    with transaction.atomic():
        difference = _load(rows, shelf)
        refusing = [conflict for conflict in difference.conflicts if conflict.refuses]
        if refusing and not replace_published:
            transaction.set_rollback(True)
            raise LoadRefused(refusing[0].message, difference)
        if dry_run:
            transaction.set_rollback(True)
    return difference


def _load(rows: Sequence[Row], shelf: Shelf[Row, Stored]) -> Difference:
    occasion = shelf.occasion
    refuse_doubles((row.code, row.place) for row in rows)
    conflicts = list(shelf.find_conflicts())
    shelf.matches = match_organizations(shelf.printed_names(), on=date(occasion.year, 12, 31))
    stored = shelf.find_stored()
    new, changed, same = [], [], []
    publication: Publication | None = None
    for row in rows:
        before = stored.get(row.code)
        change = None if before is None else _compare(row, before, shelf)
        if change is not None and not change.fields:
            same.append(row.code)
            continue
        if before is None or change is None:
            new.append(row.code)
        else:
            _refuse_unpublishing(row, occasion, shelf.publication_of(before))
            changed.append(change)
            conflict = contradicts(change, before=shelf.publication_of(before), title=occasion.title, figures=shelf.figures)
            conflicts += [conflict] if conflict else []
        with refuse_invalid(row.code, row.place):
            publication = publication or _publish(occasion)
            _store(row, before, change, shelf=shelf, publication=publication)
    shelf.finish()
    unknown = tuple(match for match in shelf.matches.values() if match.organization is None)
    return Difference(tuple(new), tuple(changed), tuple(same), tuple(conflicts), unknown, tuple(shelf.find_doubts()))


def _refuse_unpublishing(row: CodedRow, occasion: Occasion, before: Publication) -> None:
    """Targets alone never take the place of what the public sees already. Raises `LoadRefused`."""
    if before.published_at is not None and not occasion.published:
        raise LoadRefused(
            Bilingual(
                zh=f"{row.place}：{row.code} 在「{before.title}」已有公布的內容，不能只載入目標。",
                en=f"{row.place}: {row.code} was published with “{before.title}”; targets alone cannot take its place.",
            )
        )


def _compare(row: Row, before: Stored, shelf: Shelf[Row, Stored]) -> RowChange:
    known = shelf.row_of(before)
    return RowChange(row.code, changed_fields(shelf.to_json(known), shelf.to_json(shelf.content_of(row, beside=known))))


def _publish(occasion: Occasion) -> Publication:
    """The publication of a document, made with the first of its rows that is stored."""
    publication = Publication(
        title=occasion.title[:300] or occasion.source.file_name,
        year=occasion.year,
        file_name=occasion.source.file_name,
        sha256=occasion.source.sha256,
        is_demo=occasion.source.is_demo,
        is_fictional=occasion.is_fictional,
        published_at=occasion.at if occasion.published else None,
        loaded_at=occasion.at,
        loaded_by=occasion.by,
    )
    publication.full_clean()
    publication.save()
    return publication


def _store(row: Row, before: Stored | None, change: RowChange | None, *, shelf: Shelf[Row, Stored], publication: Publication) -> None:
    """Put a row in the place of what was there, and what was there into the history; what is not public yet is a plan there."""
    difference: dict[str, object] = {"after": shelf.to_json(row)}
    if before is not None and change is not None:
        difference["before"] = shelf.to_json(shelf.row_of(before))
        difference["changed"] = {item.field: [item.old, item.new] for item in change.fields}
        difference["publication_before"] = shelf.publication_of(before).pk
        difference["was_published"] = shelf.publication_of(before).published_at is not None
    stored = shelf.put(row, in_place_of=before, publication=publication)
    verb = "plan" if publication.published_at is None else "load"
    record(stored, verb, by=shelf.occasion.by, at=shelf.occasion.at, difference=difference, origin=publication.file_name)
