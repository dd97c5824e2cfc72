"""One person: roles, deputies, hand-over, closing and reopening the account."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yongxu.accounts.forms import EndForm, GrantForm, HandOverForm, ReasonForm, SubstituteForm
from yongxu.accounts.lists import rows_of, standing_in_of, substitutions_of
from yongxu.accounts.models import Role, RoleHolding, Substitution, User
from yongxu.accounts.refusals import AccountRefusal
from yongxu.accounts.requests import grave_act, origin_of, signed_in
from yongxu.accounts.rules import ALL_KEPT, arranges_with, deputies_for, invites_with, is_kept, keeps_with, kept_places, lists_with
from yongxu.accounts.selectors import Reach, holdings_within, people_within, powers_of, reach_of, reach_with
from yongxu.accounts.services.roles import close_account, end_role, grant_role, hand_over, reopen_account
from yongxu.accounts.services.substitutions import name_substitute, withdraw_substitute
from yongxu.accounts.views.scope import choosable


def find_person(request: HttpRequest, key: int) -> User:
    """A person within the reader's reach; for everybody else there is none (404)."""
    found = people_within(reach_of(signed_in(request), on=timezone.localdate())).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def answer(
    request: HttpRequest, form: Form, act: Callable[[], object], *, done: str, target: User, context: dict[str, object]
) -> HttpResponse:
    """Show a form, do what it asks for, and say why where it is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except AccountRefusal as refusal:
            form.add_error(None, refusal.message.text(get_language() or ""))
        else:
            messages.success(request, done)
            if target.pk == signed_in(request).pk:
                return redirect("accounts:home")
            return redirect("accounts:person", key=target.pk)
    return render(request, "accounts/form.html", {"section": "people", "person": target, "form": form, "lists_people": True, **context})


@never_cache
@login_required
@require_safe
def person(request: HttpRequest, key: int) -> HttpResponse:
    """A person with his roles within reach and what the reader may do. At most twelve queries."""
    reader, today = signed_in(request), timezone.localdate()
    powers = powers_of(reader, on=today)
    if key == reader.pk and not (reader.is_superuser or lists_with(powers)):
        return redirect("accounts:home")
    kept = ALL_KEPT if reader.is_superuser else kept_places(powers)
    reach = reach_with(powers) if powers.holds(Role.AUDITOR) else Reach(reader.pk, kept.everything, kept.organizations, kept.area.bodies)
    target = people_within(reach).filter(pk=key).first()
    if target is None:
        raise Http404
    row, own = rows_of([target], reach, on=today)[0], target.pk == reader.pk
    holdings = list(RoleHolding.objects.filter(user=target))
    context = {
        "section": "people",
        "target": target,
        "row": row,
        "endable": {item.holding.pk for item in row.roles if item.state != "past" and not own and is_kept(item.at, kept)},
        "keeps": keeps_with(powers, kept, target, holdings, on=today),
        "grants": (reader.is_superuser or invites_with(powers)) and target.is_active and not own,
        "arranges": arranges_with(powers, kept, target, holdings, on=today) and target.is_active,
        "substitutions": substitutions_of(target, on=today),
        "standing_in": standing_in_of(target, on=today),
        "lists_people": True,
    }
    return render(request, "accounts/person.html", context)


@never_cache
@grave_act
def grant(request: HttpRequest, key: int) -> HttpResponseBase:
    """Give a role."""
    target, reader = find_person(request, key), signed_in(request)
    if not reader.has_perm("accounts.invite"):
        raise PermissionDenied
    today = timezone.localdate()
    form = GrantForm(request.POST or None, kept=choosable(reader), initial={"starts_on": today})

    def act() -> None:
        dates = {"starts_on": form.cleaned_data["starts_on"], "ends_on": form.cleaned_data["ends_on"]}
        grant_role(target, form.place(), **dates, by=reader, at=timezone.now(), origin=origin_of(request))

    words = {
        "title": gettext("核予職務"),
        "lead": gettext("職務決定一個人看得到什麼、能做什麼；可以隨時結束，也可以再核予。"),
        "send": gettext("核予職務"),
    }
    return answer(request, form, act, done=gettext("已核予職務。"), target=target, context=dict(words))


@never_cache
@grave_act
def end(request: HttpRequest, key: int, holding: int) -> HttpResponseBase:
    """End a role."""
    target, reader, today = find_person(request, key), signed_in(request), timezone.localdate()
    reach = reach_of(reader, on=today)
    found = holdings_within(reach).filter(pk=holding, user=target).select_related("organization", "body").first()
    if not isinstance(found, RoleHolding):
        raise Http404
    if not reader.has_perm("accounts.end_role", found):
        raise PermissionDenied
    form = EndForm(request.POST or None, initial={"ends_on": today})

    def act() -> None:
        data = form.cleaned_data
        end_role(found, ends_on=data["ends_on"], reason=data["reason"], by=reader, at=timezone.now(), origin=origin_of(request))

    words = {
        "title": gettext("結束職務"),
        "lead": gettext("結束後，這個人不再看得到、也不能處理這項職務的工作；已完成的紀錄不受影響。需要時可以再核予同一職務。"),
        "send": gettext("結束職務"),
        "held": rows_of([target], reach, on=today)[0],
        "holding": found,
    }
    return answer(request, form, act, done=gettext("已結束職務。"), target=target, context=dict(words))


@never_cache
@login_required
def substitute(request: HttpRequest, key: int) -> HttpResponseBase:
    """Name a deputy. Also for a supervisor, who sees no list of people."""
    reader, today = signed_in(request), timezone.localdate()
    target = User.objects.filter(pk=key, is_system=False).first()
    if target is None or not reader.has_perm("accounts.arrange_substitute", target):
        raise Http404
    form = SubstituteForm(
        request.POST or None, colleagues=deputies_for(target, by=reader, on=today), initial={"starts_on": today, "ends_on": today}
    )

    def act() -> None:
        data = form.cleaned_data
        name_substitute(
            target,
            data["substitute"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            by=reader,
            at=timezone.now(),
            origin=origin_of(request),
        )

    words = {
        "title": gettext("設定職務代理人"),
        "lead": gettext("代理期間（含首尾兩日），代理人能辦理這個人的工作，但以自己的名義留下紀錄。可以隨時撤銷。"),
        "send": gettext("設定代理人"),
    }
    return answer(request, form, act, done=gettext("已設定職務代理人。"), target=target, context=dict(words))


@login_required
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw a deputy."""
    reader = signed_in(request)
    found = Substitution.objects.select_related("absent").filter(pk=key).first()
    if found is None or not reader.has_perm("accounts.arrange_substitute", found.absent):
        raise Http404
    try:
        withdraw_substitute(found, by=reader, at=timezone.now(), origin=origin_of(request))
    except AccountRefusal as refusal:
        messages.error(request, refusal.message.text(get_language() or ""))
    else:
        messages.success(request, gettext("已撤銷代理。"))
    return redirect("accounts:home") if found.absent_id == reader.pk else redirect("accounts:person", key=found.absent_id)


@never_cache
@grave_act
def hand_over_work(request: HttpRequest, key: int) -> HttpResponseBase:
    """Hand everything over to a successor."""
    target, reader, today = find_person(request, key), signed_in(request), timezone.localdate()
    if not reader.has_perm("accounts.keep_account", target):
        raise PermissionDenied
    people = people_within(reach_of(reader, on=today)).filter(is_active=True).exclude(pk__in=(target.pk, reader.pk)).order_by("name")
    form = HandOverForm(request.POST or None, people=people, initial={"on": today})

    def act() -> None:
        data = form.cleaned_data
        hand_over(target, data["successor"], on=data["on"], reason=data["reason"], by=reader, at=timezone.now(), origin=origin_of(request))

    words = {
        "title": gettext("辦理交接"),
        "lead": gettext("您能管理的職務自交接日起由接任者擔任，未完成的工作一併移交；已完成的紀錄仍留在原承辦人名下。"),
        "send": gettext("交接"),
    }
    return answer(request, form, act, done=gettext("已完成交接。"), target=target, context=dict(words))


@never_cache
@grave_act
def close(request: HttpRequest, key: int) -> HttpResponseBase:
    """Close the account."""
    words = {
        "title": gettext("停用帳號"),
        "lead": gettext("停用後立即無法登入，職務暫時失效；紀錄全部保留，隨時可以再啟用。工作需要有人接手時，請先辦理交接。"),
        "send": gettext("停用帳號"),
    }
    return _decide(request, key, close_account, done=gettext("已停用帳號。"), words=words)


@never_cache
@grave_act
def reopen(request: HttpRequest, key: int) -> HttpResponseBase:
    """Reopen the account."""
    words = {
        "title": gettext("啟用帳號"),
        "lead": gettext("啟用後可以原有密碼登入，仍在任期內的職務恢復效力。"),
        "send": gettext("啟用帳號"),
    }
    return _decide(request, key, reopen_account, done=gettext("已啟用帳號。"), words=words)


class Decision(Protocol):
    """A service that closes or reopens an account."""

    def __call__(self, person: User, *, by: User, at: datetime, reason: str, origin: str) -> User: ...


def _decide(request: HttpRequest, key: int, decide: Decision, *, done: str, words: dict[str, str]) -> HttpResponse:
    """Ask for the reason and do it."""
    target, reader = find_person(request, key), signed_in(request)
    if not reader.has_perm("accounts.keep_account", target):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)

    def act() -> None:
        decide(target, reason=form.cleaned_data["reason"], by=reader, at=timezone.now(), origin=origin_of(request))

    return answer(request, form, act, done=done, target=target, context=dict(words))
