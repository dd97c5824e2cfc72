"""How an entry is put into words: its verb, its fields, and what became of their values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from yongxu.history.models import Event
from yongxu.history.texts import Piece, compare_texts

VERBS: Mapping[str, str | Promise] = {
    "create": _("建立"),
    "load": _("自文件載入"),
    "plan": _("載入年度目標，尚未公布"),
    "publish": _("公布"),
    "load_mapping": _("載入對應關係"),
    "rename": _("更名"),
    "change": _("修改"),
    "remove": _("移除"),
    "judge": _("人工判定"),
    "mark_overlap": _("註記重複計算"),
    **{event.value: event.label for event in Event},
}
"""Verbs that every page knows; a page adds those of its own subject."""

LABELS: Mapping[str, str | Promise] = {
    "state": _("狀態"),
    "rows": _("列數"),
    "format": _("格式"),
    "file": _("檔案"),
    "path": _("網址"),
    "part": _("分項"),
    "dimension": _("分組"),
    "category": _("類別"),
    "value": _("數值"),
}
"""Words for what events and steps say besides, and for what stands within a list; a page adds those of its own subject."""

LANGUAGES = {"zh": "(Chinese)", "en": "(English)"}
LONG = 16
HAN = re.compile(r"[一-鿿]")
NAMING = ("text", "name", "name_zh", "title", "code", "result")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that changed: ``pieces`` for long texts, ``added`` and ``removed`` for lists, otherwise ``old`` and ``new``.

    An empty ``old`` or ``new``: nothing stood or stands there. ``is_fact`` is what the entry says besides, without an old value.
    ``in_chinese``: the values have Chinese characters, for the lang attribute on an English page.
    """

    label: str
    old: str = ""
    new: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    is_fact: bool = False
    in_chinese: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words for one model's fields: those that a page gives, else the model's own; in English else the field's name.

    ``within`` are the words for the parts of a row in a list (`row_in_words`), ``choices`` those for the codes that a field holds.
    """

    subject_type: str
    labels: Mapping[str, str | Promise]
    within: Mapping[str, str | Promise] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str | Promise]] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """The word for a field."""
        field = self._field(name)
        if name in self.labels:
            return str(self.labels[name])
        if field is not None and not is_english():
            return str(field.verbose_name)
        return str(LABELS[name]) if name in LABELS else _name_in_words(name)

    def value(self, name: str, value: object) -> str:
        """A value in words: the label of a choice, yes and no, lists joined; empty for nothing."""
        field = self._field(name)
        choices = {str(code): str(label) for code, label in field.flatchoices} if field is not None else {}
        choices |= {code: str(label) for code, label in self.choices.get(name, {}).items()}
        return choices.get(str(value)) or in_words(value, self.within)

    def sort(self, values: Mapping[str, object]) -> list[tuple[str, object]]:
        """Names and values in the order of the labels given, then of the model's fields, then by name: PostgreSQL keeps no order."""
        try:
            fields = [field.name for field in apps.get_model(self.subject_type)._meta.get_fields()]
        except (LookupError, ValueError):
            fields = []
        places = {name: place for place, name in enumerate(dict.fromkeys([*self.labels, *fields]))}
        return sorted(values.items(), key=lambda item: (places.get(item[0], len(places)), item[0]))

    def _field(self, name: str) -> "models.Field[object, object] | None":
        try:
            field = apps.get_model(self.subject_type)._meta.get_field(name)
        except (LookupError, ValueError, FieldDoesNotExist):
            return None
        return field if isinstance(field, models.Field) else None


def read_difference(difference: Mapping[str, object], words: Vocabulary) -> Iterator[FieldChange]:
    """What an entry's difference tells of, field by field, in the words' order; what is empty before and after is left out.

    It may say ``{field: [old, new]}``; a row ``before`` and ``after`` with what ``changed`` in it; kinds of rows with those ``new``,
    ``changed`` and ``removed`` (`compare_kinds`); and facts as ``{name: value}``.
    """
    changed = difference.get("changed")
    rows = {side: row for side in ("before", "after") if isinstance(row := difference.get(side), Mapping)}
    if isinstance(changed, Mapping):
        yield from read_difference(changed, words)
        return
    for side, row in rows.items():
        for name, value in words.sort(row):
            yield from _compare(name, *((value, None) if side == "before" else (None, value)), words=words)
    for name, value in words.sort(difference):
        if name in rows:
            continue
        if isinstance(value, Mapping) and value and set(value) <= {"new", "changed", "removed"}:
            yield from _read_rows(name, value, words)
        elif isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
            yield from _compare(name, value[0], value[1], words=words)
        elif said := words.value(name, value):
            yield FieldChange(words.label(name), new=said, is_fact=True, in_chinese=_has_chinese(said))


def in_words(value: object, within: Mapping[str, str | Promise] | None = None) -> str:
    """Any value of a difference for people, rows by the words for their parts where these are known; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, Mapping) and within and set(within) & set(value):
        return row_in_words(value, within)
    if isinstance(value, Mapping):
        naming = next((str(value[key]) for key in NAMING if value.get(key)), "")
        return naming or " · ".join(f"{_name_within(key)} {said}" for key, item in value.items() if item and (said := in_words(item)))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _separator().join(said for item in value if (said := in_words(item, within)))
    return str(value)


def row_in_words(row: Mapping[str, object], within: Mapping[str, str | Promise]) -> str:
    """The filled parts of a row under their words and in their order; what has an empty word stands alone, and so does a word for yes."""
    filled = ((name, row[key]) for key, name in within.items() if row.get(key) not in (None, "", False))
    return " · ".join(str(name) if value is True else f"{name} {value}".strip() for name, value in filled)


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def _name_within(name: object) -> str:
    """The word for what a part of a value is."""
    return str(LABELS.get(str(name), name))


def _name_in_words(name: str) -> str:
    """A field's name as English: ``name_zh`` is Name (Chinese), ``is_fictional`` is Fictional."""
    first, *others = name.removeprefix("is_").replace("__", "_").split("_")
    return " ".join([first.capitalize(), *(LANGUAGES.get(word, word) for word in others)])


def _read_rows(kind: str, groups: Mapping[str, object], words: Vocabulary) -> Iterator[FieldChange]:
    new, removed, changed = (groups.get(group) or () for group in ("new", "removed", "changed"))
    added, gone = (tuple(str(key) for key in keys) if isinstance(keys, (Sequence, Mapping)) else () for keys in (new, removed))
    if added or gone:
        yield FieldChange(words.label(kind), added=added, removed=gone, in_chinese=_has_chinese(*added, *gone))
    for key, fields in sorted(changed.items()) if isinstance(changed, Mapping) else ():
        for change in read_difference(fields, words):
            yield replace(change, label=f"{words.label(kind)} {key} · {change.label}")


def _compare(name: str, old: object, new: object, *, words: Vocabulary) -> Iterator[FieldChange]:
    label = words.label(name)
    if _is_list(old) and _is_list(new):
        before, after = _items(name, old, words), _items(name, new, words)
        added = tuple(item for item in after if item not in before)
        removed = tuple(item for item in before if item not in after)
        if added or removed:
            yield FieldChange(label, added=added, removed=removed, in_chinese=_has_chinese(*added, *removed))
            return
    before_text, after_text = words.value(name, old), words.value(name, new)
    if not before_text and not after_text:
        return
    long = min(len(before_text), len(after_text)) > LONG
    pieces = compare_texts(before_text, after_text) if long else ()
    yield FieldChange(label, before_text, after_text, pieces=pieces, in_chinese=_has_chinese(before_text, after_text))


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _items(name: str, value: object, words: Vocabulary) -> list[str]:
    return [said for item in value if (said := words.value(name, item))] if isinstance(value, Sequence) else []


def _has_chinese(*texts: str) -> bool:
    return any(HAN.search(text) for text in texts)


def _separator() -> str:
    return ", " if is_english() else "、"
