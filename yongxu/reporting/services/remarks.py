"""Comments in the margin, answers to findings, members' agreement."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.models import Agreement, Comment, Cycle, DueItem, FindingAnswer, ReviewJudgement


class RemarkRefused(Exception):
    """A remark that cannot be taken; ``message`` says why to the person."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


_EMPTY = Bilingual(zh="請先寫下內容。", en="Write something first.")


@transaction.atomic
def comment_on_item(item: DueItem, *, text: str, field: str = "", answers: Comment | None = None, by: User, at: datetime) -> Comment:
    """Put a remark in the margin of an item, or answer one. Raises `RemarkRefused` and `PermissionDenied`."""
    if not by.has_perm("reporting.comment_item", item):
        raise PermissionDenied("You cannot comment on this item.")
    comment = Comment(cycle=item.cycle, item=item, field=field, answers=_head(answers, item=item), text=_said(text), by=by, at=at)
    comment.full_clean()
    comment.save()
    record(item, "comment", by=by, at=at, difference={"field": field, "text": comment.text})
    return comment


@transaction.atomic
def comment_on_section(cycle: Cycle, *, section: str, text: str, answers: Comment | None = None, by: User, at: datetime) -> Comment:
    """A council member's remark on a section of the compiled year, or the secretariat's answer. Raises as `comment_on_item`."""
    if not by.has_perm("reporting.remark_compiled", cycle):
        raise PermissionDenied("Council members and the secretariat comment on the compiled year.")
    comment = Comment(cycle=cycle, section=section, answers=answers, text=_said(text), by=by, at=at)
    comment.full_clean()
    comment.save()
    record(cycle, "comment", by=by, at=at, difference={"section": section, "text": comment.text})
    return comment


@transaction.atomic
def settle_comment(comment: Comment, *, by: User, at: datetime) -> Comment:
    """Close a remark: its author, or who holds the item now, or the secretariat. Raises `PermissionDenied`."""
    holds = comment.item is not None and (
        by.has_perm("reporting.decide_item", comment.item) or by.has_perm("reporting.write_item", comment.item)
    )
    if comment.by_id != by.pk and not holds and not by.has_perm("reporting.manage_cycle", comment.cycle):
        raise PermissionDenied("Only its author, who holds the item now, or the secretariat closes a remark.")
    if comment.settled_at is None:
        comment.settled_by, comment.settled_at = by, at
        comment.save(update_fields=["settled_by", "settled_at"])
        record(comment.item or comment.cycle, "settle_comment", by=by, at=at, difference={"text": comment.text})
    return comment


@transaction.atomic
def answer_finding(item: DueItem, *, finding: str, place: str, text: str, by: User, at: datetime) -> FindingAnswer:
    """Say what a finding is about. Raises `RemarkRefused` and `PermissionDenied`."""
    if not (by.has_perm("reporting.write_item", item) or by.has_perm("reporting.decide_item", item)):
        raise PermissionDenied("Who writes or reviews the item answers its findings.")
    answer = FindingAnswer(item=item, finding=finding, place=place, text=_said(text), by=by, at=at)
    answer.full_clean()
    answer.save()
    record(item, "answer_finding", by=by, at=at, difference={"finding": finding, "place": place, "text": answer.text})
    return answer


@transaction.atomic
def close_finding(answer: FindingAnswer, *, by: User, at: datetime) -> FindingAnswer:
    """Accept an answer: the reviewer who holds the item now, never the one who gave it. Raises `PermissionDenied`."""
    if answer.by_id == by.pk or not by.has_perm("reporting.decide_item", answer.item):
        raise PermissionDenied("Who reviews the item now closes its findings, not the one who answered.")
    if answer.closed_at is None:
        answer.closed_by, answer.closed_at = by, at
        answer.save(update_fields=["closed_by", "closed_at"])
        record(answer.item, "close_finding", by=by, at=at, difference={"finding": answer.finding, "place": answer.place})
    return answer


@transaction.atomic
def judge_item(item: DueItem, *, verdict: str, reason: str, by: User, at: datetime) -> ReviewJudgement:
    """Judge a report where no rule can, beside the computed verdict; at publication it becomes part of the record.

    Who reviews the item now may judge, never one of its authors. Raises `RemarkRefused` without verdict or reason, and `PermissionDenied`.
    """
    if not by.has_perm("reporting.decide_item", item):
        raise PermissionDenied("Who reviews the item now judges it.")
    if verdict not in ReviewJudgement.VerdictCode.values or not reason.strip():
        raise RemarkRefused(Bilingual(zh="請選擇判定並寫明理由。", en="Choose a verdict and give its reason."))
    judgement = ReviewJudgement(item=item, verdict=verdict, reason=reason.strip(), by=by, at=at)
    judgement.full_clean()
    judgement.save()
    record(item, "judge", by=by, at=at, difference={"verdict": verdict}, reason=judgement.reason)
    return judgement


@transaction.atomic
def agree_to_section(cycle: Cycle, *, section: str, by: User, at: datetime) -> Agreement:
    """A council member agrees to a section of the compiled year; twice is once. Raises `PermissionDenied`."""
    if not by.has_perm("reporting.agree_compiled", cycle):
        raise PermissionDenied("Council members agree to the compiled year.")
    agreement, made = Agreement.objects.get_or_create(cycle=cycle, section=section, by=by, defaults={"at": at})
    if made:
        record(cycle, "agree", by=by, at=at, difference={"section": section})
    return agreement


def _said(text: str) -> str:
    if not text.strip():
        raise RemarkRefused(_EMPTY)
    return text.strip()


def _head(answers: Comment | None, *, item: DueItem) -> Comment | None:
    if answers is None:
        return None
    if answers.item_id != item.pk:
        raise PermissionDenied("The remark belongs to another item.")
    return answers.answers or answers
