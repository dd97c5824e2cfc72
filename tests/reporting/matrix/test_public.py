"""What everybody sees of a year that is being reported: what was published, and of the rest nothing, also in what is kept of the pages."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.public.test_doorway import Door, test_connection  # noqa: F401 — its requests stay in the test's transaction
from tests.reporting.matrix.looking import found_in, signed_in
from tests.reporting.matrix.world import CODES, WRITTEN, World, secret

pytestmark = pytest.mark.django_db


def hidden(world: World) -> list[str]:
    """All secrets but names, which are the framework's, and what was published of two items."""
    public = {secret(kind, state) for kind in (*WRITTEN, "judgement") for state in ("P", "C")} | {
        secret("name", state) for state in world.items
    }
    secrets = [each for own in world.secrets.values() for each in own if each not in public]
    return [*secrets, "zxsectionzx", "zxextensionzx", "zxdraftzx", "@example.org"]


def addresses() -> list[str]:
    """The public pages and files on which these frameworks and indicators stand."""
    plain = [reverse(f"public:{name}") for name in ("home", "search", "site-map")]
    plain += [f"{reverse('public:search')}?q={words}" for words in ("zx", "zxremark", "zxcomment")]
    plain += [reverse(f"public:{name}", args=[scope]) for name in ("framework", "indicators") for scope in ("demo", "b-")]
    plain += [reverse("public:goal", args=["demo", "1"])]
    names = ("indicator", "indicator-json", "indicator-csv", "indicator-chart")
    return plain + [reverse(f"public:{name}", args=["demo", CODES[state]]) for name in names for state in ("F", "S3", "READY", "P", "C")]


@pytest.mark.parametrize("role", ["anonymous", "secretariat", "officer"])
def test_public_pages_show_what_is_published_and_nothing_else(world: World, role: str) -> None:
    browser = signed_in(world, role)
    shown = set()
    for address in addresses():
        answer = browser.get(address)
        mine = [world.people[role].email] if role != "anonymous" else []
        assert (address, [each for each in found_in(answer, hidden(world)) if each != "@example.org" or not mine]) == (address, [])
        shown |= set(found_in(answer, [secret("remark", "P"), secret("result", "C")]))
    assert shown == {secret("remark", "P"), secret("result", "C")}
    assert [each for each in hidden(world) if each in repr(vars(caches["pages"])).lower()] == []


def test_kept_pages_hold_no_secret(world: World, client: Client) -> None:
    """The doorway is asked twice: what it keeps of Django's answer is sent the second time."""
    door = Door()
    door.doorway.state.now()
    for address in (
        reverse("public:home"),
        reverse("public:indicators", args=["demo"]),
        reverse("public:indicator", args=["demo", CODES["P"]]),
    ):
        sent = [door.get(address) for _ in range(2)]
        assert [each.status for each in sent] == [200, 200]
        assert [each for each in hidden(world) if each.encode() in sent[1].body.lower() or each in str(sent[1].head).lower()] == []
    assert door.site.asked == 3
