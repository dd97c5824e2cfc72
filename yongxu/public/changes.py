"""What the newest publication brought, as a short list of links: corrections first, then what is new."""

from dataclasses import dataclass

from django.urls import reverse

from yongxu.climate.selectors.glance import CHANGES_SHOWN, PublicationChanges
from yongxu.public.corrections import CorrectedField, tell_corrections, words_for


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An indicator or a measure that came with a publication; ``fields`` are the words for what was corrected, empty for a new one, and
    ``corrections`` say old and new."""

    code: str
    name: str
    name_en: str
    address: str
    fields: tuple[str, ...]
    corrections: tuple[CorrectedField, ...]


@dataclass(frozen=True, slots=True)
class ChangeList:
    """At most `CHANGES_SHOWN` lines, corrections first; ``more`` are left out, ``corrected`` of all are corrections."""

    lines: tuple[ChangeLine, ...]
    more: int
    corrected: int


def list_changes(changes: PublicationChanges, *, framework: str) -> ChangeList:
    """The list for a page. No query."""
    lines = []
    for change in changes.indicators:
        indicator, told = change.report.indicator, tell_corrections(change.changed, change.versions)
        address = reverse("public:indicator", args=[framework, indicator.code])
        lines.append(ChangeLine(indicator.code, indicator.name(), indicator.name_en, address, words_for(change.changed), told))
    for item in changes.measures:
        measure, told = item.year.measure, tell_corrections(item.changed, item.versions)
        address = reverse("public:measure", args=[measure.strategy.programme.code, measure.code])
        lines.append(ChangeLine(measure.code, measure.name(), measure.name_en, address, words_for(item.changed), told))
    lines.sort(key=lambda line: not line.fields)
    shown = tuple(lines[:CHANGES_SHOWN])
    return ChangeList(shown, changes.indicator_count + changes.measure_count - len(shown), changes.corrected)
