"""What people do with a due item: every act is a POST that goes back to the item's page; a refusal says why there."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yongxu.accounts.models import User
from yongxu.accounts.requests import grave_act
from yongxu.history.selectors import read_before
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.desks import anchor_of
from yongxu.reporting.models import Comment, DueItem, FindingAnswer, Station
from yongxu.reporting.services.decisions import approve, correct, send_back, withdraw
from yongxu.reporting.services.remarks import RemarkRefused, answer_finding, close_finding, comment_on_item, judge_item, settle_comment
from yongxu.workflow.engine import TransitionRefused

Act = Callable[[HttpRequest, DueItem, User], str]
Row = TypeVar("Row", Comment, FindingAnswer)


def person_of(request: HttpRequest) -> User:
    """The signed-in person. Raises `PermissionDenied` for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user


def visible_item(request: HttpRequest, pk: int) -> DueItem:
    """The item with its route; 404 where the person may not know that it exists."""
    return get_object_or_404(DueItem.objects.visible_to(person_of(request)).with_route(), pk=pk)


def address_of(item: DueItem) -> str:
    """The page of the item, which its subject shows."""
    subject = item.subject_type.partition(".")[0]
    return reverse(f"{subject}-work:item", args=[item.pk])


def typed_key(request: HttpRequest, name: str) -> int | None:
    """A key or number that a form sent; None for anything that is none."""
    return read_before(request.POST.get(name, ""))


def in_language(message: Bilingual) -> str:
    """The words in the reader's language."""
    return message.en if (get_language() or "").startswith("en") else message.zh


def _act(
    act: Act, *, back_to: Callable[[HttpRequest, DueItem], str] = lambda _request, _item: ""
) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of an act, which goes back to the item's page, there to what was acted on."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        item = visible_item(request, pk)
        try:
            messages.success(request, act(request, item, person_of(request)))
        except (TransitionRefused, RemarkRefused) as refusal:
            messages.error(request, in_language(refusal.message))
        place = back_to(request, item)
        return HttpResponseRedirect(f"{address_of(item)}#{place}" if place else address_of(item))

    return view


def _station(request: HttpRequest, item: DueItem) -> Station | None:
    key = request.POST.get("station", "")
    return next((station for station in item.stations.all() if str(station.pk) == key), None)


def _approve(request: HttpRequest, item: DueItem, by: User) -> str:
    version = typed_key(request, "version")
    approve(item, station=_station(request, item), version=version, comment=request.POST.get("comment", ""), by=by, at=timezone.now())
    return _("已同意 %(code)s，送往下一步驟。") % {"code": item.code}


def _send_back(request: HttpRequest, item: DueItem, by: User) -> str:
    to_position = typed_key(request, "to_position")
    if to_position is None:
        raise RemarkRefused(Bilingual(zh="請選擇要退回的步驟。", en="Choose the step to return to."))
    comment = request.POST.get("comment", "")
    send_back(item, to_position=to_position, comment=comment, station=_station(request, item), by=by, at=timezone.now())
    return _("已退回 %(code)s，退回理由會列在對方的待辦事項。") % {"code": item.code}


def _withdraw(request: HttpRequest, item: DueItem, by: User) -> str:
    withdraw(item, station=_station(request, item), by=by, at=timezone.now())
    return _("已撤回 %(code)s。") % {"code": item.code}


def _comment(request: HttpRequest, item: DueItem, by: User) -> str:
    key = typed_key(request, "answers")
    answers = None if key is None else get_object_or_404(Comment, pk=key, item=item)
    text, field = request.POST.get("text", ""), request.POST.get("field", "")[:60]
    comment_on_item(item, text=text, field=field, answers=answers, by=by, at=timezone.now())
    return _("意見已留下。")


def _settle(request: HttpRequest, item: DueItem, by: User) -> str:
    settle_comment(_own(Comment, request, "comment", item), by=by, at=timezone.now())
    return _("意見已結案。")


def _answer(request: HttpRequest, item: DueItem, by: User) -> str:
    finding, place = request.POST.get("finding", "")[:60], request.POST.get("place", "")[:100]
    answer_finding(item, finding=finding, place=place, text=request.POST.get("text", ""), by=by, at=timezone.now())
    return _("已說明檢核疑義。")


def _close(request: HttpRequest, item: DueItem, by: User) -> str:
    close_finding(_own(FindingAnswer, request, "answer", item), by=by, at=timezone.now())
    return _("檢核疑義已結案。")


def _judge(request: HttpRequest, item: DueItem, by: User) -> str:
    judge_item(item, verdict=request.POST.get("verdict", ""), reason=request.POST.get("reason", ""), by=by, at=timezone.now())
    return _("已記錄您的判定與理由。")


def _correct(request: HttpRequest, item: DueItem, by: User) -> str:
    correct(item, note=request.POST.get("note", ""), note_en=request.POST.get("note_en", ""), by=by, at=timezone.now())
    return _("已啟動 %(code)s 的勘誤；審查完成並公布前，公開內容不變。") % {"code": item.code}


def _own(model: type[Row], request: HttpRequest, name: str, item: DueItem) -> Row:
    """The comment or answer of this item that the form names; 404 for any other."""
    return get_object_or_404(model._default_manager.filter(item=item), pk=typed_key(request, name))


def _comments(_request: HttpRequest, _item: DueItem) -> str:
    return "comments"


def _answered(request: HttpRequest, _item: DueItem) -> str:
    return anchor_of(request.POST.get("finding", ""), request.POST.get("place", ""))


def _closed(request: HttpRequest, item: DueItem) -> str:
    answer = _own(FindingAnswer, request, "answer", item)
    return anchor_of(answer.finding, answer.place)


approve_item = _act(_approve)
send_back_item = _act(_send_back)
withdraw_item = _act(_withdraw)
comment_item = _act(_comment, back_to=_comments)
settle_item_comment = _act(_settle, back_to=_comments)
answer_item_finding = _act(_answer, back_to=_answered)
close_item_finding = _act(_close, back_to=_closed)
judge_item_by_hand = _act(_judge, back_to=lambda _request, _item: "judged")
correct_item = grave_act(_act(_correct))
