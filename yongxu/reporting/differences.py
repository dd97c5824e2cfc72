"""What loading a document changes in the record, and why it may be refused: the same for every subject."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from yongxu.organizations.selectors import OrganizationMatch
from yongxu.quantities.findings import Finding, count_by_severity
from yongxu.quantities.interchange import Json
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Publication


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a report was read from."""

    file_name: str
    sha256: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row: what the record has and what the file says, as short text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that the record already has, and the fields in which the file differs."""

    code: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """The file contradicts itself or a fact published from another document. ``refuses``: nothing is stored until someone decides."""

    code: str
    message: Bilingual
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What a load changes, in five groups of codes, and what does not add up in the file.

    Every row is in exactly one of ``new``, ``changed``, ``same``; a conflict names a row besides.
    """

    new: tuple[str, ...]
    changed: tuple[RowChange, ...]
    same: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    unknown_organizations: tuple[OrganizationMatch, ...]
    findings: tuple[Finding, ...]


class LoadRefused(Exception):
    """The content of a report cannot become part of the record; ``message`` says why, ``difference`` what was found where it got so far."""

    def __init__(self, message: Bilingual, difference: Difference | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.difference = difference


def changed_fields(before: Mapping[str, Json], after: Mapping[str, Json]) -> tuple[FieldChange, ...]:
    """The fields that differ between two rows as JSON; white space and width of characters are no difference."""
    return tuple(
        FieldChange(field, short(before[field]), short(after[field])) for field in before if _bare(before[field]) != _bare(after[field])
    )


def refuse_doubles(places: Iterable[tuple[str, str]]) -> None:
    """Raise `LoadRefused` where a code stands twice; ``places`` are codes with where they stand."""
    seen: dict[str, str] = {}
    for code, place in places:
        if code in seen:
            raise LoadRefused(
                Bilingual(
                    zh=f"{code} 出現兩次（{seen[code]}、{place}），請先確認以哪一列為準。",
                    en=f"{code} stands twice ({seen[code]} and {place}); decide first which row counts.",
                )
            )
        seen[code] = place


@contextmanager
def refuse_invalid(code: str, place: str) -> Iterator[None]:
    """Refuse the load where a value does not fit the record (a unit of a hundred characters, an unknown comparator)."""
    try:
        yield
    except ValidationError as error:
        said = "; ".join(error.messages)
        fields = ", ".join(error.message_dict) if hasattr(error, "error_dict") else ""
        raise LoadRefused(
            Bilingual(zh=f"{place}：{code} 的 {fields} 無法存入：{said}", en=f"{place}: {code} cannot be stored, {fields}: {said}")
        ) from error


def contradicts(change: RowChange, *, before: Publication, title: str, figures: Iterable[str]) -> Conflict | None:
    """A published figure that another document (with another title) gives differently; the demo's figures give way."""
    same_document = _bare(before.title) == _bare(title[:300])
    if before.published_at is None or before.is_demo or same_document or not {item.field for item in change.fields} & set(figures):
        return None
    return Conflict(
        change.code,
        Bilingual(
            zh=f"與「{before.title}」公布的數值不同；確定要取代時請加 --replace。",
            en=f"differs from what '{before.title}' published; use --replace if this is meant to take its place.",
        ),
        refuses=True,
    )


def short(value: Json, *, limit: int = 200) -> str:
    """A field as short text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def describe(difference: Difference, *, title: str, dry_run: bool) -> Iterator[str]:
    """The difference for people, in both languages, line by line."""
    yield f"{'試算 dry run · ' if dry_run else ''}{title}"
    counts = (len(difference.new), len(difference.changed), len(difference.same), len(difference.conflicts))
    unknown = len(difference.unknown_organizations)
    yield "新增 new {} · 變更 changed {} · 相同 same {} · 衝突 conflicting {} · 未知機關 unknown organisations {}".format(*counts, unknown)
    if difference.new:
        yield f"  新增 new: {', '.join(difference.new)}"
    for change in difference.changed:
        yield f"  變更 changed: {change.code}"
        for item in change.fields:
            yield f"    {item.field}: {short(item.old, limit=60)} → {short(item.new, limit=60)}"
    for conflict in difference.conflicts:
        yield f"  衝突 conflicting: {conflict.code}: {conflict.message.zh} / {conflict.message.en}"
    for match in difference.unknown_organizations:
        yield f"  未知機關 unknown organisation: {match.printed} (最接近 nearest: {'、'.join(match.candidates) or '—'})"
    found = count_by_severity(difference.findings)
    yield "檢核疑義 findings: " + " · ".join(f"{severity.value} {count}" for severity, count in found.items())


def _bare(value: Json) -> Json:
    if isinstance(value, str):
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items()}
    return value
