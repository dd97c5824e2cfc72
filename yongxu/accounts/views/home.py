"""One's own account: roles, deputies, security, name."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from yongxu.accounts.forms import ProfileForm
from yongxu.accounts.lists import own_roles, standing_in_of, substitutions_of
from yongxu.accounts.requests import origin_of, signed_in
from yongxu.accounts.services.signing import change_profile


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What one is here, and how the account is protected. At most twelve queries."""
    person, today = signed_in(request), timezone.localdate()
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "section": "account",
        "roles": own_roles(person, on=today),
        "substitutions": substitutions_of(person, on=today),
        "standing_in": standing_in_of(person, on=today),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "lists_people": person.has_perm("accounts.list_people"),
    }
    return render(request, "accounts/home.html", context)


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language of mails."""
    person = signed_in(request)
    form = ProfileForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        change_profile(person, **form.cleaned_data, by=person, at=timezone.now(), origin=origin_of(request))
        messages.success(request, gettext("已儲存。"))
        return redirect("accounts:home")
    lists_people = person.has_perm("accounts.list_people")
    context = {"section": "account", "title": gettext("姓名與語言"), "form": form, "send": gettext("儲存"), "lists_people": lists_people}
    return render(request, "accounts/form.html", context)
