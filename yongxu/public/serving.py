"""How public pages are answered: unchanged ones with 304, known ones from memory, the others rendered once."""

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


def published_page(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page that depends on its address and on the record alone, the same for every reader. One query more than the view's own.

    The tag names the state of the record and the release, so a kept page never outlives what it shows. Pages with a query
    (searches, filters) are rendered each time they are not known to the reader. For people who are signed in, whose name stands in the
    header, a page is rendered for them alone and kept by nobody.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_signed_in(request):
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
            return response
        state = record_state()
        content = f"{state.tag}|{release_tag()}|{request.build_absolute_uri()}"
        tag = hashlib.sha256(content.encode()).hexdigest()[:40]
        changed = None if state.changed_at is None else int(state.changed_at.timestamp())
        known = get_conditional_response(request, etag=quote_etag(tag), last_modified=changed)
        if known is not None:
            patch_vary_headers(known, ["Cookie"])
            return known
        pages = caches["pages"]
        body: bytes | None = None if request.GET else pages.get(tag)
        if body is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            if not request.GET:
                pages.set(tag, response.content, KEEP_SECONDS)
        else:
            response = HttpResponse(body)
        response["ETag"] = quote_etag(tag)
        response["Cache-Control"] = "public, no-cache"
        patch_vary_headers(response, ["Cookie"])
        if changed is not None:
            response["Last-Modified"] = http_date(changed)
        return response

    return answer
