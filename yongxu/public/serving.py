"""How Django answers public pages: unchanged ones with 304, known ones from memory, the others rendered once."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from yongxu.history.selectors import record_state

P = ParamSpec("P")
KEEP_SECONDS = 3600
PUBLISHED = "yongxu.published"
"""In a request's environment: the state of the record from which a published page was made. `doorway` keeps what has it."""


@cache
def release_tag() -> str:
    """Names the templates, translations and static files of this release. Read once per process."""
    paths = sorted(
        [
            *(settings.ROOT / "yongxu").rglob("templates/**/*.html"),
            *(settings.ROOT / "locale").rglob("*.mo"),
            *Path(settings.STATIC_ROOT).glob("staticfiles.json"),
        ]
    )
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the reader has an account and is signed in. No query for readers without a session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def for_one_reader(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it. `doorway` never sees it, since it leaves readers with a session to Django."""
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def published_page(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page that depends on its address and on the record alone, the same for every reader. One query more than the view's own.

    The tag names the state of the record and the release, so a kept page never outlives what it shows. Pages with a query
    (searches, filters) are rendered each time they are not known to the reader. For people who are signed in, whose name stands in the
    header, a page is rendered for them alone and kept by nobody.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        state = record_state()
        if is_signed_in(request):
            request.META[PUBLISHED] = state.tag
            return for_one_reader(view(request, *args, **kwargs))
        content = f"{state.tag}|{release_tag()}|{request.build_absolute_uri()}"
        tag = hashlib.sha256(content.encode()).hexdigest()[:40]
        changed = None if state.changed_at is None else int(state.changed_at.timestamp())
        request.META[PUBLISHED] = state.tag
        response = get_conditional_response(request, etag=quote_etag(tag), last_modified=changed)
        if response is None:
            response = _render(request, tag, lambda: view(request, *args, **kwargs))
        if response.status_code in (200, 304):
            response["ETag"] = quote_etag(tag)
            response["Cache-Control"] = "public, no-cache"
            if changed is not None:
                response["Last-Modified"] = http_date(changed)
            patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def _render(request: HttpRequest, tag: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The page from memory; where it is not there, or the address has a query, the view's."""
    pages = caches["pages"]
    body: bytes | None = None if request.GET else pages.get(tag)
    if body is not None:
        return HttpResponse(body)
    response = view()
    if response.status_code == 200 and not request.GET:
        pages.set(tag, response.content, KEEP_SECONDS)
    return response
