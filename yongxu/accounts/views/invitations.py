"""Inviting people, and the page on which they accept."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yongxu.accounts.forms import AcceptForm, InvitationForm
from yongxu.accounts.lists import list_invitations, name_of_place, state_of
from yongxu.accounts.models import Invitation, Role, User
from yongxu.accounts.refusals import AccountRefusal
from yongxu.accounts.requests import grave_act, origin_of, signed_in
from yongxu.accounts.selectors import invitations_within, place_of, reach_of
from yongxu.accounts.services.invitations import (
    accept_invitation,
    accept_invitation_as,
    find_invitation,
    invite,
    invited_person,
    resend_invitation,
    withdraw_invitation,
)
from yongxu.accounts.views.scope import choosable, scope_of

PER_PAGE = 50


def address_in(request: HttpRequest, language: str, token: str) -> str:
    """The full address of the page on which an invitation is accepted, in the language of the mail."""
    with override(language):
        return request.build_absolute_uri(reverse("accounts:accept", kwargs={"token": token}))


@never_cache
@login_required
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Open invitations, or all that there were. At most twelve queries."""
    scope, at = scope_of(request), timezone.now()
    shown = list_invitations(scope.reach, state=request.GET.get("state", ""), at=at)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"invitation": item, "role": Role(item.role).label, "place": name_of_place(item), "state": state_of(item, at=at)} for item in page
    ]
    context = {
        "section": "invitations",
        "page": page,
        "rows": rows,
        "state": request.GET.get("state", ""),
        "invites": scope.invites,
        "lists_people": True,
    }
    return render(request, "accounts/invitations.html", context)


@never_cache
@grave_act
def new(request: HttpRequest) -> HttpResponseBase:
    """Invite somebody. The answer is the same whether or not the address has an account."""
    reader = signed_in(request)
    if not reader.has_perm("accounts.invite"):
        raise PermissionDenied
    form = InvitationForm(request.POST or None, kept=choosable(reader), initial={"language": "zh-hant"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            invite(
                form.place(),
                email=data["email"],
                name=data["name"],
                language=data["language"],
                address_of=lambda token: address_in(request, data["language"], token),
                by=reader,
                at=timezone.now(),
                origin=origin_of(request),
            )
        except AccountRefusal as refusal:
            form.add_error(None, refusal.message.text(get_language() or ""))
        else:
            messages.success(request, gettext("邀請已寄到 %(email)s，七天內有效。") % {"email": data["email"]})
            return redirect("accounts:invitations")
    context = {
        "section": "invitations",
        "title": gettext("邀請人員"),
        "lead": gettext("對方會收到一封信，點開連結後自行設定姓名與密碼。連結只能使用一次，七天內有效。"),
        "form": form,
        "send": gettext("寄出邀請"),
        "lists_people": True,
    }
    return render(request, "accounts/form.html", context)


def find(request: HttpRequest, key: int) -> Invitation:
    """An invitation within reach that the reader may change."""
    reader = signed_in(request)
    found = invitations_within(reach_of(reader, on=timezone.localdate())).filter(pk=key).first()
    if found is None:
        raise Http404
    if not reader.has_perm("accounts.fill_place", place_of(found).unheld()):
        raise PermissionDenied
    return found


@login_required
@require_POST
def resend(request: HttpRequest, key: int) -> HttpResponse:
    """Send the mail again, with a new link."""
    found = find(request, key)
    try:
        resend_invitation(
            found,
            address_of=lambda token: address_in(request, found.language, token),
            by=signed_in(request),
            at=timezone.now(),
            origin=origin_of(request),
        )
    except AccountRefusal as refusal:
        messages.error(request, refusal.message.text(get_language() or ""))
    else:
        messages.success(request, gettext("邀請已重新寄出；先前的連結不再有效。"))
    return redirect("accounts:invitations")


@login_required
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw the invitation."""
    found = find(request, key)
    try:
        withdraw_invitation(found, by=signed_in(request), at=timezone.now(), origin=origin_of(request))
    except AccountRefusal as refusal:
        messages.error(request, refusal.message.text(get_language() or ""))
    else:
        messages.success(request, gettext("邀請已撤回。"))
    return redirect("accounts:invitations")


@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page of an invited person: a new account, or the one he has."""
    at = timezone.now()
    try:
        invitation = find_invitation(token, at=at)
    except AccountRefusal as refusal:
        return render(request, "accounts/closed_invitation.html", {"reason": refusal.message.text(get_language() or "")}, status=404)
    context = {"invitation": invitation, "role": Role(invitation.role).label, "place": name_of_place(invitation), "token": token}
    known = invited_person(invitation)
    if known is not None:
        return _accept_as(request, token, known, context)
    form = AcceptForm(request.POST or None, email=invitation.email, initial={"name": invitation.name, "language": invitation.language})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = accept_invitation(
                token, name=data["name"], language=data["language"], password=data["password1"], at=at, origin=origin_of(request)
            )
        except AccountRefusal as refusal:
            form.add_error(None, refusal.message.text(get_language() or ""))
        else:
            get_adapter(request).login(request, person)
            messages.success(request, gettext("歡迎！帳號已建立。建議再設定通行金鑰或兩步驟驗證。"))
            return redirect("accounts:home")
    return render(request, "accounts/accept.html", context | {"form": form})


def _accept_as(request: HttpRequest, token: str, known: User, context: dict[str, object]) -> HttpResponse:
    if request.method == "POST" and isinstance(request.user, User):
        try:
            accept_invitation_as(token, by=request.user, at=timezone.now(), origin=origin_of(request))
        except AccountRefusal as refusal:
            messages.error(request, refusal.message.text(get_language() or ""))
        else:
            messages.success(request, gettext("已接受邀請，新的職務已生效。"))
            return redirect("accounts:home")
    return render(request, "accounts/accept_known.html", context | {"is_him": request.user == known})
