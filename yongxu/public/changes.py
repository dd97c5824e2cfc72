"""What the newest publication brought, as a short list of links: corrections first, then what is new."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from yongxu.climate.selectors.glance import CHANGES_SHOWN, PublicationChanges

FIELDS: dict[str, Promise | str] = {
    **dict.fromkeys(("targets", "target_text"), gettext_lazy("目標")),
    **dict.fromkeys(("actuals", "result_text", "results", "breakdowns"), gettext_lazy("實績值")),
    **dict.fromkeys(("executed_ntd", "execution_rate", "money_text", "money_note", "funding"), gettext_lazy("經費")),
    "co2e": gettext_lazy("減碳量"),
    "lag_reason": gettext_lazy("落後原因"),
    "countermeasures": gettext_lazy("因應對策"),
}
OTHER = gettext_lazy("其他內容")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An indicator or a measure that came with a publication; ``fields`` are the words for what was corrected, empty for a new one."""

    code: str
    name: str
    name_en: str
    address: str
    fields: tuple[str, ...]


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
        indicator = change.report.indicator
        address = reverse("public:indicator", args=[framework, indicator.code])
        lines.append(ChangeLine(indicator.code, indicator.name(), indicator.name_en, address, words_for(change.changed)))
    for item in changes.measures:
        measure = item.year.measure
        address = reverse("public:measure", args=[measure.strategy.programme.code, measure.code])
        lines.append(ChangeLine(measure.code, measure.name(), measure.name_en, address, words_for(item.changed)))
    lines.sort(key=lambda line: not line.fields)
    shown = tuple(lines[:CHANGES_SHOWN])
    return ChangeList(shown, changes.indicator_count + changes.measure_count - len(shown), changes.corrected)


def words_for(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The reader's words for fields of a row, each once."""
    return tuple(dict.fromkeys(str(FIELDS.get(field, OTHER)) for field in fields))
