"""What a request says about who asks and from where."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext

from yongxu.accounts.models import User

P = ParamSpec("P")


def origin_of(request: HttpRequest) -> str:
    """The address a request came from, as far as the trusted proxies know it; empty where there is none."""
    return str(get_client_ip(request) or "")


def signed_in(request: HttpRequest) -> User:
    """The person who asks. Raises PermissionDenied for a stranger; views behind `login_required` have none."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def proved_recently(request: HttpRequest) -> bool:
    """Whether the person gave a password, a code or a passkey within the last five minutes."""
    records = get_authentication_records(request, signed_in(request))
    limit = timezone.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(float(item["at"]) > limit for item in records)


def grave_act(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view whose POST asks for the password, a code or a passkey anew unless one was given in the last five minutes.

    What was typed is kept and sent on after the person has proved himself. For acts that cannot be taken back or reach far: granting and
    ending roles, publication, decisions.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not proved_recently(request):
            if not get_reauthentication_flows(signed_in(request)):
                raise PermissionDenied(gettext("這個動作需要再次驗證身分；請先登出，再重新登入後辦理。"))
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded
