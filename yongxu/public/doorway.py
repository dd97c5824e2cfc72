"""Published pages answered before Django: the bytes that Django sent, for as long as the record is as it was.

What is kept was an answer of Django's to the same address; head and body are sent as Django gave them, but for what compressing changes.
A page is kept only where `serving.published_page` marked it as the same for every reader. Everything else goes to Django: other
methods, queries, people with a session, conditions other than a known tag.

The record's state is asked of the database at most every `FRESH_SECONDS`; so long, and no longer, may a page be shown after the
record changed in this or another process.
"""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import Error, close_old_connections, connection

from yongxu.history.selectors import record_state
from yongxu.public.serving import PUBLISHED

FRESH_SECONDS = 0.5
MOST_BYTES = 64 * 2**20
LEAST_COMPRESSED = 1024
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages")
DJANGOS = (
    "HTTP_AUTHORIZATION",
    "HTTP_HX_REQUEST",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_TRANSFER_ENCODING",
)
"""A request with one of these is always Django's."""

Address = tuple[str, ...]
Head = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is sent."""

    status: str
    head: Head
    body: tuple[bytes, ...]


@dataclass(slots=True)
class KeptPage:
    """A page by whether the reader knows it and takes gzip; ``state`` is the record's when Django began to write it."""

    state: str
    etag: str
    size: int
    answers: dict[tuple[bool, bool], Answer]


@dataclass
class CurrentState:
    """The record's state, at most `FRESH_SECONDS` old when it is given; None while the database does not answer."""

    ask: Callable[[], str]
    clock: Callable[[], float] = time.monotonic
    tag: str = ""
    asked_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)

    def now(self) -> str | None:
        if self.clock() - self.asked_at < FRESH_SECONDS:
            return self.tag
        with self.lock:
            begun = self.clock()
            if begun - self.asked_at < FRESH_SECONDS:
                return self.tag
            try:
                self.tag = self.ask()
            except Error:
                return None
            self.asked_at = begun
            return self.tag


def ask_record() -> str:
    """The tag of the record's state, outside of any request of Django's. One query.

    Connections are given back as Django does around a request; who asks inside a transaction keeps his.
    """
    if connection.in_atomic_block:
        return record_state().tag
    close_old_connections()
    try:
        return record_state().tag
    finally:
        close_old_connections()


class Doorway:
    """The site with its published pages answered from memory: at most ``most_bytes``, those that were asked for last."""

    def __init__(self, site: WSGIApplication, *, state: CurrentState | None = None, most_bytes: int = MOST_BYTES) -> None:
        self.site = site
        self.state = state or CurrentState(ask_record)
        self.most_bytes = most_bytes
        self.kept_bytes = 0
        self.pages: OrderedDict[Address, KeptPage] = OrderedDict()
        self.lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = address_of(environ)
        if address is None:
            return self.site(environ, start_response)
        answer = self._find(address, environ) if address in self.pages else None
        if answer is None:
            return self._ask_site(address, environ, start_response)
        start_response(answer.status, answer.head)
        return () if environ["REQUEST_METHOD"] == "HEAD" else answer.body

    def _find(self, address: Address, environ: WSGIEnvironment) -> Answer | None:
        state = self.state.now()
        with self.lock:
            page = self.pages.get(address)
            if page is None or page.state != state:
                return None
            self.pages.move_to_end(address)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is None and "HTTP_IF_MODIFIED_SINCE" in environ:
            return None
        if known is not None and known.removeprefix("W/") != page.etag:
            return None
        return page.answers.get((known is not None, takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))))

    def _ask_site(self, address: Address, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Django's answer; a published page is compressed where the reader takes it, and kept."""
        published: list[tuple[str, Head]] = []

        def begin(status: str, head: Head, _error: object = None, /) -> Callable[[bytes], object]:
            if PUBLISHED in environ and status[:3] in ("200", "304") and not any(name.lower() == "set-cookie" for name, _ in head):
                published.append((status, head))
                return _refuse_write
            return start_response(status, head)

        answered = self.site(environ, begin)
        if not published:
            return answered
        (status, head), state = published[0], environ[PUBLISHED]
        try:
            body = b"".join(answered)
        finally:
            close = getattr(answered, "close", None)
            if close is not None:
                close()
        unchanged, method = status.startswith("304"), environ["REQUEST_METHOD"]
        answers = {(unchanged, False): plain(status, head, body), (unchanged, True): packed(status, head, body)}
        if method == "GET":
            self._keep(address, state, Headers(head).get("ETag") or "", answers)
        answer = answers[unchanged, takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        start_response(answer.status, answer.head)
        return () if method == "HEAD" else answer.body

    def _keep(self, address: Address, state: str, etag: str, answers: dict[tuple[bool, bool], Answer]) -> None:
        """Keep a page's answers beside those of the same state, and let go of what was asked for longest ago."""
        with self.lock:
            before = self.pages.pop(address, None)
            if before is not None:
                self.kept_bytes -= before.size
                if (before.state, before.etag) == (state, etag):
                    answers = before.answers | answers
            size = sum(_size(answer) for answer in answers.values())
            self.pages[address] = KeptPage(state, etag, size, answers)
            self.kept_bytes += size
            while self.kept_bytes > self.most_bytes:
                _, oldest = self.pages.popitem(last=False)
                self.kept_bytes -= oldest.size


def address_of(environ: WSGIEnvironment) -> Address | None:
    """What a published page depends on in a request; None where it is Django's to answer."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING") or not environ.get("HTTP_HOST"):
        return None
    if environ.get("CONTENT_LENGTH") not in (None, "", "0") or any(name in environ for name in DJANGOS):
        return None
    cookie = environ.get("HTTP_COOKIE")
    if cookie and any(name in cookie for name in OWN_COOKIES):
        return None
    return (
        environ["wsgi.url_scheme"],
        environ["HTTP_HOST"],
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("HTTP_X_FORWARDED_HOST", ""),
        environ.get("HTTP_X_FORWARDED_PORT", ""),
        environ.get("SCRIPT_NAME", ""),
        environ["PATH_INFO"],
    )


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and not with a weight of nothing."""
    for item in accepted.lower().split(","):
        name, _, weight = item.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False


def plain(status: str, head: Head, body: bytes) -> Answer:
    """An answer as Django gave it, and that it depends on what the reader takes."""
    changed = Headers(list(head))
    varies = changed.get("Vary")
    changed["Vary"] = f"{varies}, Accept-Encoding" if varies else "Accept-Encoding"
    return Answer(status, changed.items(), (body,) if body else ())


def packed(status: str, head: Head, body: bytes) -> Answer:
    """The same compressed where that saves something; the tag is then a weak one, since it also names the plain bytes.

    Nothing secret stands in a published page, so that its compressed length tells nothing.
    """
    answer = plain(status, head, body)
    if body and len(body) < LEAST_COMPRESSED:
        return answer
    changed = Headers(list(answer.head))
    changed["ETag"] = f"W/{changed['ETag']}"
    if not body:
        return Answer(status, changed.items(), ())
    small = gzip.compress(body, mtime=0)
    changed["Content-Encoding"], changed["Content-Length"] = "gzip", str(len(small))
    return Answer(status, changed.items(), (small,))


def _size(answer: Answer) -> int:
    return sum(len(part) for part in answer.body) + sum(len(name) + len(value) for name, value in answer.head)


def _refuse_write(data: bytes) -> object:
    raise NotImplementedError("Django answers with an iterable and never writes.")
