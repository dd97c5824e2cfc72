"""The doorway: what it sends is what Django would send, no reader gets another's page, and a kept page ends with what it shows."""

import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from tests.conftest import NOW, loader
from tests.public.conftest import city_report, load_rows
from yongxu.accounts.models import User
from yongxu.goals.services import load_framework, read_framework
from yongxu.indicators.demo import DEMO_FRAMEWORK
from yongxu.indicators.services import load_report
from yongxu.public.doorway import FRESH_SECONDS, CurrentState, Doorway, ask_record, takes_gzip
from yongxu.reporting.differences import Source

pytestmark = pytest.mark.django_db
INDICATOR = "/demo-city/indicators/1.1.1/"
GZIP = "gzip, deflate, br"


@dataclass
class Site:
    """Django itself behind the doorway, and how often it was asked."""

    django: WSGIHandler = field(default_factory=WSGIHandler)
    asked: int = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        return self.django(environ, start_response)


@dataclass(frozen=True)
class Sent:
    status: int
    head: Headers
    body: bytes


@dataclass
class Clock:
    now: float = 0

    def __call__(self) -> float:
        return self.now


class Door:
    """A doorway with a clock that a test moves."""

    def __init__(self, **options: int) -> None:
        self.site, self.clock = Site(), Clock()
        self.doorway = Doorway(self.site, state=CurrentState(ask_record, clock=self.clock), **options)

    def get(self, path: str, **environ: str) -> Sent:
        return ask(self.doorway, path, **environ)


def ask(application: Doorway | Site | WSGIHandler, path: str, **environ: str) -> Sent:
    """What a server is sent; keywords are the environment's."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, head: list[tuple[str, str]], exc_info: object = None, /) -> object:
        begun.append((status, head))
        return None

    request = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    } | environ
    answered = application(request, start_response)  # type: ignore[arg-type]
    body = b"".join(answered)
    close = getattr(answered, "close", None)
    if close:
        close()
    (status, head), *others = begun
    assert others == []
    return Sent(int(status[:3]), Headers(head), body)


def same_head(sent: Sent, djangos: Sent) -> bool:
    """Equal heads, but that the doorway's depends on Accept-Encoding."""
    expected = Headers(list(djangos.head.items()))
    varies = expected["Vary"]
    expected["Vary"] = f"{varies}, Accept-Encoding" if varies else "Accept-Encoding"
    return sorted(sent.head.items()) == sorted(expected.items())


def without_cookies(head: Headers) -> list[tuple[str, str]]:
    """The head but for cookies: a new token is another each time."""
    return [(name, value) for name, value in head.items() if name != "Set-Cookie"]


@pytest.fixture(autouse=True)
def test_connection() -> Iterator[None]:
    """The test's transaction outlives the requests in it, as with Django's own test client."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def door(frameworks: None, owner: User, now: datetime) -> Door:
    load_rows(3, by=owner, at=now)
    door = Door()
    door.doorway.state.now()
    return door


@pytest.mark.parametrize("path", ["/", "/en/", "/demo-city/", "/demo-city/goals/1/", INDICATOR, f"/en{INDICATOR}", "/method/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_kept_page_is_what_django_sends_without_a_query(
    door: Door, django_assert_num_queries: DjangoAssertNumQueries, path: str, method: str
) -> None:
    door.get(path)
    djangos = ask(WSGIHandler(), path)
    with django_assert_num_queries(0):
        sent = door.get(path, REQUEST_METHOD=method)
    assert (door.site.asked, sent.status, sent.body) == (1, 200, djangos.body if method == "GET" else b"")
    assert same_head(sent, djangos)


def test_first_answer_is_the_later_one(door: Door) -> None:
    for accepted in ("", GZIP):
        door.doorway.pages.clear()
        first, later = (door.get("/", HTTP_ACCEPT_ENCODING=accepted) for _ in range(2))
        assert (first.status, first.body, first.head.items()) == (later.status, later.body, later.head.items())


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("", False),
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.8, *;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0.001", True),
        ("identity, x-gzip", False),
        ("*", False),
    ],
)
def test_compressed_only_for_who_takes_it(door: Door, accepted: str, taken: bool) -> None:
    assert takes_gzip(accepted) == taken
    bare = door.get("/")
    sent = door.get("/", HTTP_ACCEPT_ENCODING=accepted)
    assert (gzip.decompress(sent.body) if taken else sent.body) == bare.body
    tag = bare.head["ETag"]
    assert (sent.head.get("Content-Encoding"), sent.head["ETag"]) == (("gzip", f"W/{tag}") if taken else (None, tag))
    assert (sent.head["Content-Length"], sent.head["Vary"]) == (str(len(sent.body)), "Cookie, Accept-Language, Accept-Encoding")


def test_known_page_is_not_sent_again(door: Door, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    tag = door.get("/").head["ETag"] or ""
    door.get("/", HTTP_IF_NONE_MATCH=tag)
    asked, djangos = door.site.asked, ask(WSGIHandler(), "/", HTTP_IF_NONE_MATCH=tag)
    with django_assert_num_queries(0):
        plain = door.get("/", HTTP_IF_NONE_MATCH=tag, HTTP_IF_MODIFIED_SINCE="Fri, 01 Jan 1971 00:00:00 GMT")
        packed = door.get("/", HTTP_IF_NONE_MATCH=f"W/{tag}", HTTP_ACCEPT_ENCODING=GZIP)
    assert (door.site.asked, plain.status, packed.status, plain.body, packed.body) == (asked, 304, 304, b"", b"")
    assert (same_head(plain, djangos), packed.head["ETag"]) == (True, f"W/{tag}")


def test_other_conditions_are_djangos(door: Door) -> None:
    first = door.get("/")
    tag, changed = first.head["ETag"] or "", first.head["Last-Modified"] or ""
    asked = [
        door.get("/", HTTP_IF_NONE_MATCH='"other"').status,
        door.get("/", HTTP_IF_NONE_MATCH=f'"other", {tag}').status,
        door.get("/", HTTP_IF_MODIFIED_SINCE=changed).status,
        door.get("/", HTTP_IF_MATCH='"other"', HTTP_IF_NONE_MATCH=tag).status,
        door.get("/", HTTP_IF_UNMODIFIED_SINCE="Fri, 01 Jan 1971 00:00:00 GMT").status,
    ]
    assert (asked, door.site.asked) == ([200, 304, 304, 412, 412], 6)


def test_language_is_the_addresss_and_never_the_readers(door: Door) -> None:
    pages = {path: door.get(path).body for path in ("/", "/en/")}
    assert pages["/"] != pages["/en/"]
    for path, body in pages.items():
        for accepted in ("en", "zh-TW", "fr;q=0.5", "*"):
            djangos = ask(WSGIHandler(), path, HTTP_ACCEPT_LANGUAGE=accepted)
            assert (door.get(path, HTTP_ACCEPT_LANGUAGE=accepted).body, djangos.body) == (body, body)
    assert door.site.asked == 2


def test_hosts_and_schemes_do_not_share_a_page(door: Door) -> None:
    pages = [
        door.get("/method/"),
        door.get("/method/", HTTP_HOST="127.0.0.1"),
        door.get("/method/", HTTP_HOST="localhost:8000"),
        door.get("/method/", **{"wsgi.url_scheme": "https"}),
    ]
    names = ("http://localhost/", "http://127.0.0.1/", "http://localhost:8000/", "https://localhost/")
    assert all(f'rel="canonical" href="{name}method/"'.encode() in page.body for name, page in zip(names, pages, strict=True))


def test_unknown_host_is_refused_and_not_kept(door: Door) -> None:
    door.get("/")
    assert [door.get("/", HTTP_HOST="evil.example").status for _ in range(2)] == [400, 400]
    assert [address[1] for address in door.doorway.pages] == ["localhost"]


@pytest.mark.parametrize(
    "environ",
    [
        {"QUERY_STRING": "q=1"},
        {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_COOKIE": "a=b; session=x"},
        {"HTTP_COOKIE": "csrftoken=x"},
        {"HTTP_COOKIE": "messages=x"},
        {"HTTP_COOKIE": "django_language=en"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_HX_REQUEST": "true"},
    ],
)
def test_what_may_differ_is_djangos_and_is_not_kept(door: Door, environ: dict[str, str]) -> None:
    first = door.get("/demo-city/indicators/", **environ)
    assert (door.doorway.pages, door.doorway.kept_bytes) == ({}, 0)
    door.get("/demo-city/indicators/")
    again, djangos = (ask(each, "/demo-city/indicators/", **environ) for each in (door.doorway, WSGIHandler()))
    assert (door.site.asked, again.status, again.body) == (3, first.status, first.body)
    assert without_cookies(again.head) == without_cookies(djangos.head)


def test_who_is_signed_in_is_answered_by_django(door: Door, owner: User) -> None:
    client = Client()
    client.force_login(owner)
    door.get("/")
    door.get("/", HTTP_COOKIE=client.cookies.output(header="", sep=";").strip())
    door.get("/", HTTP_COOKIE="_ga=GA1.2.3")
    assert door.site.asked == 2


@pytest.mark.parametrize(
    "path", ["/nothing/", "/tsdg/", "/demo-city", "/demo-city/indicators/1.1.1/data.json", "/demo-city/indicators/1.1.1/chart.svg"]
)
def test_only_published_pages_are_kept(door: Door, path: str) -> None:
    first, later, djangos = (ask(each, path) for each in (door.doorway, door.doorway, WSGIHandler()))
    assert (door.site.asked, door.doorway.pages) == (2, {})
    assert first == replace(later, head=first.head) == replace(djangos, head=first.head)
    assert first.head.items() == later.head.items() == djangos.head.items()


def test_behind_a_proxy_only_what_came_over_https_is_answered(door: Door, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    strict = Door()
    statuses = [strict.get("/", HTTP_X_FORWARDED_PROTO=scheme).status for scheme in ("https", "http", "https", "http")]
    kept, djangos = (ask(each, "/", HTTP_X_FORWARDED_PROTO="https") for each in (strict.doorway, WSGIHandler()))
    assert (statuses, strict.get("/").status, strict.site.asked) == ([200, 301, 200, 301], 301, 4)
    assert (kept.head["Strict-Transport-Security"], same_head(kept, djangos)) == ("max-age=31536000", True)


def test_kept_page_ends_with_the_record_it_shows(door: Door, owner: User, now: datetime) -> None:
    first = door.get(INDICATOR)
    correct_reason("更正後的原因", by=owner, at=now)
    door.clock.now = FRESH_SECONDS
    later = door.get(INDICATOR, HTTP_IF_NONE_MATCH=first.head["ETag"] or "")
    assert (later.status, "更正後的原因" in later.body.decode(), first.body == later.body) == (200, True, False)
    assert door.get(INDICATOR).body == later.body
    assert door.site.asked == 2


def test_state_is_asked_for_once_in_its_time(
    door: Door, owner: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door.get(INDICATOR)
    door.get(INDICATOR)
    correct_reason("更正後的原因", by=owner, at=now)
    door.clock.now = FRESH_SECONDS * 0.99
    with django_assert_num_queries(0):
        assert "更正後的原因" not in door.get(INDICATOR).body.decode()
    door.clock.now = FRESH_SECONDS
    assert "更正後的原因" in door.get(INDICATOR).body.decode()


def test_page_that_was_made_while_the_record_changed_is_not_served_again(door: Door, owner: User, now: datetime) -> None:
    class Changing(Site):
        def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            answered = super().__call__(environ, start_response)
            if self.asked == 1:
                correct_reason("更正後的原因", by=owner, at=now)
            return answered

    doorway = Doorway(Changing(), state=CurrentState(ask_record, clock=Clock()))
    assert "更正後的原因" not in ask(doorway, INDICATOR).body.decode()
    assert "更正後的原因" in ask(doorway, INDICATOR).body.decode()


def test_memory_is_bounded_and_lets_go_of_what_was_asked_for_longest_ago(door: Door) -> None:
    paths = ["/", "/en/", "/method/", "/en/method/", "/site-map/", "/en/site-map/"]
    sizes = {}
    for path in paths:
        alone = Door()
        alone.get(path)
        sizes[path] = alone.doorway.kept_bytes
    small = Door(most_bytes=sizes["/"] + sizes["/method/"] + sizes["/en/method/"])
    for path in ("/", "/method/", "/en/method/", "/", "/site-map/"):
        small.get(path)
        assert small.doorway.kept_bytes == sum(page.size for page in small.doorway.pages.values()) <= small.doorway.most_bytes
    kept = [address[-1] for address in small.doorway.pages]
    assert (kept[-2:], "/method/" in kept, small.site.asked) == (["/", "/site-map/"], False, 4)


def test_page_larger_than_the_memory_is_answered_and_not_kept(door: Door) -> None:
    tiny = Door(most_bytes=100)
    assert [tiny.get("/").status for _ in range(2)] == [200, 200]
    assert (tiny.site.asked, tiny.doorway.pages, tiny.doorway.kept_bytes) == (2, {}, 0)


def test_database_that_does_not_answer_leaves_the_page_to_django(door: Door) -> None:
    def fail() -> str:
        raise OperationalError("gone")

    site = Site()
    doorway = Doorway(site, state=CurrentState(fail))
    assert [ask(doorway, "/").status for _ in range(2)] == [200, 200]
    assert site.asked == 2


def test_goal_that_changed_its_name_is_shown(door: Door) -> None:
    door.get("/")
    data = read_framework("tsdg")
    data["framework"]["name_zh"] = "改寫的名稱"
    load_framework(data, by=loader(), at=NOW)
    door.clock.now = FRESH_SECONDS
    assert "改寫的名稱" in door.get("/").body.decode()


def correct_reason(reason: str, *, by: User, at: datetime) -> None:
    report = city_report()
    row = replace(report.rows[0], lag_reason=reason)
    load_report(replace(report, rows=(row,)), framework=DEMO_FRAMEWORK, source=Source("demo", ""), by=by, at=at, replace_published=True)
