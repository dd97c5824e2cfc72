"""What the history of a due item says, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yongxu.history.selectors import HistoryPage, history_of
from yongxu.history.wording import FieldChange
from yongxu.reporting.desks import Names
from yongxu.reporting.models import DueItem

ITEM_VERBS = {
    "write": _("撰寫"),
    "submit": _("送出"),
    "approve": _("同意"),
    "finish": _("同意，審查完成"),
    "send_back": _("退回填報機關"),
    "send_back_to_step": _("退回前一步驟"),
    "withdraw_report": _("撤回填報"),
    "withdraw_approval": _("撤回同意"),
    "publish": _("公布"),
    "correct": _("啟動勘誤"),
    "comment": _("留下意見"),
    "settle_comment": _("意見結案"),
    "answer_finding": _("說明檢核疑義"),
    "close_finding": _("檢核疑義結案"),
    "judge": _("人工判定"),
}
ITEM_LABELS: Mapping[str, str | Promise] = {
    "station": _("步驟"),
    "appearance": _("列示處"),
    "text": _("內容"),
    "field": _("欄位"),
    "finding": _("檢核規則"),
    "place": _("位置"),
    "verdict": _("判定"),
    "state": _("狀態"),
    **dict.fromkeys(("position", "reached", "is_returned", "submitted_at", "corrects_note", "corrects_note_en"), ""),
}
"""Fields whose word is empty say nothing that the step and the state do not say: they are left out."""


def history_in_words(item: DueItem, *, before: int | None, names: Names) -> HistoryPage:
    """What was done to an item, for whoever sees it; ``names`` are those of its report. One query where its stations were read."""
    page = history_of(
        item, before=before, labels={**ITEM_LABELS, **names.fields}, within=names.within, choices=names.choices, verbs=ITEM_VERBS
    )
    steps = {station.step.label_zh: station.step.label() for station in item.stations.all()}
    return replace(page, items=tuple(replace(entry, changes=_telling(entry.changes, steps)) for entry in page.items))


def _telling(changes: Iterable[FieldChange], steps: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """What says something, the names of steps (kept in Chinese) in the reader's language."""
    telling = (
        change for change in changes if change.label and (change.is_fact or change.added or change.removed or change.old != change.new)
    )
    return tuple(_with_step(change, steps) if change.label == str(ITEM_LABELS["station"]) else change for change in telling)


def _with_step(change: FieldChange, steps: Mapping[str, str]) -> FieldChange:
    name = steps.get(change.new, change.new)
    return replace(change, new=name, in_chinese=change.in_chinese and name == change.new)
