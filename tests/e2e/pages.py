"""Which addresses are looked at in which state of the record, and the commands that make the state."""

from dataclasses import dataclass

MIGRATE = ("migrate", "--verbosity", "0")
DEMO = ("demo",)
LONG_QUERY = "很長的查詢" * 100
BREAK = "from django.db import connection; connection.cursor().execute('ALTER TABLE goals_goal RENAME TO lost')"


@dataclass(frozen=True, slots=True)
class State:
    """A record: the commands that make it, and its addresses with the status each must answer."""

    commands: tuple[tuple[str, ...], ...]
    addresses: tuple[tuple[int, str], ...]


def _found(*paths: str) -> tuple[tuple[int, str], ...]:
    return tuple((200, path) for path in paths)


def _fill(name: str) -> tuple[tuple[str, ...], ...]:
    return (MIGRATE, ("shell", "-v0", "-c", f"from tests.e2e.states import fill_{name}; fill_{name}()"))


BARE = (
    "/",
    "/tsdg/indicators/",
    "/programmes/",
    "/organisations/",
    "/milestones/",
    "/search/",
    "/search/?q=用水",
    "/errata/",
    "/method/",
    "/site-map/",
)
STATES: dict[str, State] = {
    "demo": State(
        (MIGRATE, DEMO),
        (
            *_found(
                "/",
                "/tsdg/goals/1/",
                "/tsdg/goals/6/",
                "/tsdg/goals/8/?sort=-verdict",
                "/tsdg/goals/2/",
                "/tsdg/indicators/",
                "/tsdg/indicators/?verdict=missed",
                "/tsdg/indicators/?verdict=met&organization=nobody&sort=sideways&page=999",
                "/tsdg/indicators/?verdict=%3Cb%3E&page=-3",
                "/tsdg/indicators/6.4.1/",
                "/tsdg/indicators/7.1.2/",
                "/tsdg/indicators/8.5.2/",
                "/tsdg/indicators/7.3.1/",
                "/tsdg/indicators/6.e.2/",
                "/demo-city/",
                "/demo-city/goals/1/",
                "/demo-city/goals/3/",
                "/demo-city/indicators/",
                "/demo-city/indicators/1.1.1/",
                "/demo-city/indicators/2.1.1/",
                "/demo-city/indicators/2.1.2/",
                "/sdg/",
                "/sdg/goals/6/",
                "/programmes/",
                "/programmes/energy/",
                "/programmes/manufacturing/",
                "/programmes/manufacturing/?state=running&sort=-executed&agency=nobody",
                "/programmes/manufacturing/strategies/1.1/",
                "/programmes/manufacturing/measures/1.1.1/",
                "/programmes/manufacturing/measures/1.1.4/",
                "/programmes/demo-city-energy/",
                "/programmes/hydrogen/",
                "/organisations/",
                "/organisations/?duty=any&name=nothing",
                "/organisations/moea-industry/",
                "/organisations/moea/",
                "/milestones/",
                "/search/",
                "/search/?q=用水",
                "/search/?q=率",
                "/search/?q=飛碟",
                "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E",
                "/search/?q=🌏🚰",
                f"/search/?q={LONG_QUERY}",
                "/errata/",
                "/method/",
                "/site-map/",
                "/policies/privacy/",
                "/policies/open-data/",
                "/policies/accessibility/",
            ),
            (404, "/nothing-here/"),
            (404, "/tsdg/goals/99/"),
            (404, "/tsdg/indicators/99.9.9/"),
            (404, "/programmes/manufacturing/1999/"),
        ),
    ),
    "empty": State((MIGRATE,), _found(*BARE)),
    "removed": State(
        (MIGRATE, DEMO, ("demo", "--remove")),
        (*_found(*BARE, "/tsdg/goals/6/", "/programmes/manufacturing/", "/organisations/moea/"), (404, "/demo-city/")),
    ),
    "one": State(
        _fill("one_row"),
        _found(
            *BARE,
            "/tsdg/goals/1/",
            "/tsdg/indicators/1.1.1/",
            "/programmes/energy/",
            "/programmes/energy/strategies/1.1/",
            "/programmes/energy/measures/1.1.1/",
            "/organisations/example-1/",
        ),
    ),
    "extremes": State(
        _fill("extremes"),
        _found(
            "/",
            "/tsdg/goals/1/",
            "/tsdg/goals/2/",
            "/tsdg/goals/3/",
            "/tsdg/indicators/",
            "/tsdg/indicators/?page=3",
            "/tsdg/indicators/?page=999",
            *(f"/tsdg/indicators/1.1.{number}/" for number in range(1, 9)),
            "/programmes/",
            "/programmes/energy/",
            "/programmes/energy/strategies/1.1/",
            "/programmes/energy/measures/1.1.1/",
            "/programmes/energy/measures/1.1.2/",
            "/programmes/energy/measures/2.1.1/",
            "/organisations/",
            "/organisations/example-1/",
            "/organisations/example-29/",
            "/organisations/example-30/",
            "/search/?q=示範",
            "/method/",
            "/site-map/",
        ),
    ),
    "corrected": State(
        (MIGRATE, DEMO, *_fill("demo_corrections")[1:]),
        _found("/demo-city/", "/demo-city/indicators/1.1.1/", "/errata/"),
    ),
    "judged": State(
        (MIGRATE, DEMO, *_fill("demo_judgements")[1:]),
        _found("/demo-city/indicators/1.2.2/", "/programmes/demo-city-net-zero/measures/2.2.1/"),
    ),
    "broken": State((MIGRATE, DEMO, ("shell", "-v0", "-c", BREAK)), ((500, "/"),)),
}
