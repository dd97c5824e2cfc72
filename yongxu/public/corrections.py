"""What a correction changed, in words: the old and the new value of every field, from the rows that the history keeps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from yongxu.history.selectors import RowVersions
from yongxu.public.templatetags.measures import percent, recurrence, reduction_kind, tonnes, yuan
from yongxu.public.wording import actual_words, demand_words
from yongxu.quantities.interchange import Json, MalformedRow, result_from_json, target_from_json
from yongxu.quantities.statements import Comparator, ResultPart, TargetPart
from yongxu.ui.templatetags.ui import exact_number, unit_word, verdict_label

SHORT = 60
"""Characters of a text that are shown at once; the whole text is there on demand."""
FIELDS: dict[str, Promise | str] = {
    "verdict": gettext_lazy("判定"),
    **dict.fromkeys(("targets", "target_text"), gettext_lazy("目標")),
    **dict.fromkeys(("actuals", "result_text", "results", "breakdowns"), gettext_lazy("實績值")),
    **dict.fromkeys(("executed_ntd", "execution_rate", "money_text", "money_note", "funding"), gettext_lazy("經費")),
    "co2e": gettext_lazy("減碳量"),
    "lag_reason": gettext_lazy("落後原因"),
    "countermeasures": gettext_lazy("因應對策"),
}
OTHER = gettext_lazy("其他內容")
PARSED = {"target_text": ("targets",), "result_text": ("actuals", "results"), "money_text": ("executed_ntd", "execution_rate")}
"""Texts as printed, and what is read from them: where that is told, the text is not told again."""


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a correction: ``short`` is at most `SHORT` characters, ``whole`` the full text where that is longer."""

    short: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class CorrectedField:
    """A field and its two values in words. ``is_quoted``: they are the document's own words, in Chinese for every reader."""

    label: str
    old: Version
    new: Version
    is_quoted: bool

    @property
    def is_shortened(self) -> bool:
        return bool(self.old.whole or self.new.whole)


def words_for(fields: Iterable[str]) -> tuple[str, ...]:
    """The reader's words for fields of a row, each once."""
    return tuple(dict.fromkeys(str(FIELDS.get(field, OTHER)) for field in fields))


def tell_corrections(changed: Iterable[str], versions: RowVersions) -> tuple[CorrectedField, ...]:
    """Old and new of every changed field that can be said in words, a changed verdict first. No query."""
    before, after = versions.before, versions.after
    if not before or not after:
        return ()
    fields = ["verdict", *changed]
    told: dict[str, CorrectedField] = {}
    for field in sorted(fields, key=lambda name: name in PARSED):
        if any(parsed in told for parsed in PARSED.get(field, ())):
            continue
        old, new = say(field, before), say(field, after)
        if old != new:
            quoted = field not in SAID or field == "breakdowns"
            told[field] = CorrectedField(str(FIELDS.get(field, OTHER)), _version(old), _version(new), quoted)
    return tuple(told.values())


def say(field: str, row: Mapping[str, object]) -> str:
    """A field of a row in words; a dash where there is nothing, empty where it cannot be said shortly."""
    value = row.get(field)
    if value in (None, "", []):
        return "—"
    try:
        return SAID[field](value) if field in SAID else _plain(value)
    except (MalformedRow, ArithmeticError, KeyError, TypeError, ValueError):
        return ""


def _say_targets(value: object) -> str:
    return _each(_say_target(target_from_json(part)) for part in _objects(value))


def _say_target(target: TargetPart) -> str:
    if target.not_applicable:
        return gettext("不適用")
    return target.text if target.comparator is Comparator.QUALITATIVE else demand_words(target) or target.text


def _say_results(value: object) -> str:
    return _each(_say_result(result_from_json(part)) for part in _objects(value))


def _say_result(result: ResultPart) -> str:
    if result.not_due:
        return gettext("未達統計週期")
    return actual_words(result, TargetPart(result.text, Comparator.NONE)) or result.text


def _say_amounts(value: object) -> str:
    return _each(yuan(Decimal(str(amount))) for amount in value) if isinstance(value, list) else ""


def _say_reduction(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    figures = [(gettext("當年減量"), value.get("year")), (gettext("期程累計"), value.get("cumulative"))]
    said = [f"{label} {tonnes(Decimal(str(figure)))}" for label, figure in figures if figure is not None]
    kinds = [reduction_kind(value.get("kind")), recurrence(value.get("recurrence"))] if said else []
    return " · ".join([*said, *kinds]) or "—"


def _say_breakdowns(value: object) -> str:
    return _each(
        f"{part['dimension']} {part['category']} {exact_number(Decimal(str(part['value'])))} {unit_word(_text(part.get('unit')))}".strip()
        for part in _objects(value)
    )


SAID: dict[str, Callable[[object], str]] = {
    "verdict": lambda value: verdict_label(str(value)),
    "targets": _say_targets,
    "actuals": _say_results,
    "results": _say_results,
    "breakdowns": _say_breakdowns,
    "executed_ntd": _say_amounts,
    "execution_rate": lambda value: percent(Decimal(str(value))),
    "co2e": _say_reduction,
}


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    return "、".join(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else ""


def _each(parts: Iterable[str]) -> str:
    return gettext("；").join(parts)


def _objects(value: object) -> list[dict[str, Json]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _version(text: str) -> Version:
    return Version(text) if len(text) <= SHORT else Version(f"{text[: SHORT - 1]}…", text)
