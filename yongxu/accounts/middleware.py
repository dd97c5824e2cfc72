"""Leaving by itself after some time without a click, refusals on record, and powers asked once for a page."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from yongxu.accounts.models import User
from yongxu.accounts.requests import origin_of
from yongxu.accounts.selectors import powers_known
from yongxu.accounts.services.signing import record_refusal, record_sign_out

SEEN = "seen"
NOTE_EVERY = 60
"""Seconds between two notes of when somebody was seen, so that not every click writes."""


class IdleSignOut:
    """Signs out who has not clicked for ``IDLE_MINUTES``. Costs nothing for anonymous readers: they have no session.

    Where the page that was asked for needs an account, its own `login_required` leads to the sign-in page and back to where one was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, User):
            return self.get_response(request)
        now = timezone.now()
        seen = float(request.session.get(SEEN, now.timestamp()))
        if now.timestamp() - seen > settings.IDLE_MINUTES * 60:
            record_sign_out(request.user, idle=True, at=now, origin=origin_of(request))
            request.session["left_idle"] = True
            logout(request)
            messages.info(request, gettext("您已閒置一段時間，為了安全已自動登出；重新登入後會回到原來的頁面。"))
            if "HX-Request" in request.headers or request.method not in ("GET", "HEAD"):
                return lead_to_sign_in(request)
        elif SEEN not in request.session or now.timestamp() - seen > NOTE_EVERY:
            request.session[SEEN] = now.timestamp()
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response


def lead_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to the page on which one was; a part of a page cannot be shown on its own."""
    back = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    target = back if back.startswith(f"{request.scheme}://{request.get_host()}/") else request.build_absolute_uri("/")
    address = f"{reverse('account_login')}?{urlencode({'next': target})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


class KnowPowers:
    """Asks once for a page what its reader may do. Only where nothing is changed: GET and HEAD."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with powers_known():
            return self.get_response(request)


class RecordRefusals:
    """Writes to the history when somebody signed in is refused a page or an act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Only notes it; the page for a refusal is drawn as for everybody."""
        if isinstance(exception, PermissionDenied) and isinstance(request.user, User):
            record_refusal(request.user, path=f"{request.method} {request.path}", at=timezone.now(), origin=origin_of(request))
