"""What everybody sees of a year that is being reported: what was published, and of the rest nothing, also in what is kept of the pages."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.public.test_doorway import Door, test_connection  # noqa: F401 — its requests stay in the test's transaction
from tests.reporting.matrix.looking import found_in, signed_in
from tests.reporting.matrix.promises import BY_KEY, FOREIGN, INDICATORS, OTHER, PROMISES, STRATEGIES, secret
from tests.reporting.matrix.world import World

pytestmark = pytest.mark.django_db


SHOWN = [secret(kind, key) for key in ("P", "C") for kind in ("remark", "result")]
SHOWN += [secret(kind, key) for key in ("strategies-P", "strategies-C", "sectors-P") for kind in ("name", "result", "plan", "explanation")]
"""What was published and stands on the pages that are asked for."""


def hidden(world: World) -> list[str]:
    """All secrets but what was published of two items, and the names of indicators, which are the framework's."""
    public = {secret("name", promise.key(state)) for promise in PROMISES[:1] for state in promise.states}
    public |= {secret(kind, key) for key, (promise, state) in BY_KEY.items() if state in ("P", "C") for kind in promise.published}
    secrets = [each for own in world.secrets.values() for each in own if each not in public]
    return [*secrets, "zxsectionzx", "zxextensionzx", "zxdraftzx", "@example.org"]


def addresses() -> list[str]:
    """The public pages and files on which these frameworks, indicators, programmes and measures stand."""
    plain = [reverse(f"public:{name}") for name in ("home", "search", "site-map", "programmes", "organizations", "errata")]
    plain += [f"{reverse('public:search')}?q={words}" for words in ("zx", "zxremark", "zxcomment", "zxnamestrategies")]
    plain += [reverse(f"public:{name}", args=[scope]) for name in ("framework", "indicators") for scope in ("demo", "b-")]
    plain += [reverse("public:goal", args=["demo", "1"])]
    plain += [reverse("public:organization", args=[code]) for code in ("demo-a", "demo-a2", "b-demo-a")]
    for promise in PROMISES:
        codes = [promise.code(state) for state in ("F", "S3", "READY", "P", "C") if state in promise.ways]
        if promise == INDICATORS:
            pages = ("indicator", "indicator-json", "indicator-csv", "indicator-chart")
            plain += [reverse(f"public:{name}", args=["demo", code]) for name in pages for code in codes]
            continue
        for programme in (promise.subject, f"other-{promise.subject}", f"b-{promise.subject}"):
            plain += [reverse("public:programme", args=[programme])]
            plain += [reverse(f"public:{name}", args=[programme, 2024]) for name in ("programme-year", "programme-json", "programme-csv")]
        names = ("measure", "measure-json", "measure-csv")
        plain += [reverse(f"public:{name}", args=[promise.subject, code]) for name in names for code in codes]
        plain += [reverse("public:measure", args=[f"other-{promise.subject}", promise.code(OTHER)])]
        plain += [reverse("public:measure", args=[f"b-{promise.subject}", promise.code(FOREIGN)])]
    return plain


@pytest.mark.parametrize("role", ["anonymous", "secretariat", "officer"])
def test_public_pages_show_what_is_published_and_nothing_else(world: World, role: str) -> None:
    browser = signed_in(world, role)
    shown = set()
    for address in addresses():
        answer = browser.get(address)
        mine = [world.people[role].email] if role != "anonymous" else []
        assert (address, [each for each in found_in(answer, hidden(world)) if each != "@example.org" or not mine]) == (address, [])
        shown |= set(found_in(answer, SHOWN))
    assert shown == set(SHOWN)
    assert [each for each in hidden(world) if each in repr(vars(caches["pages"])).lower()] == []


def test_kept_pages_hold_no_secret(world: World, client: Client) -> None:
    """The doorway is asked twice: what it keeps of Django's answer is sent the second time."""
    door = Door()
    door.doorway.state.now()
    for address in (
        reverse("public:home"),
        reverse("public:indicators", args=["demo"]),
        reverse("public:indicator", args=["demo", INDICATORS.code("P")]),
        reverse("public:programme", args=["strategies"]),
        reverse("public:measure", args=["strategies", STRATEGIES.code("P")]),
    ):
        sent = [door.get(address) for _ in range(2)]
        assert [each.status for each in sent] == [200, 200]
        assert [each for each in hidden(world) if each.encode() in sent[1].body.lower() or each in str(sent[1].head).lower()] == []
    assert door.site.asked == 5
