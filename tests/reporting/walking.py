"""Walking an item through its chain in tests, each station by its own person."""

from datetime import datetime

from tests.reporting.people import person
from yongxu.accounts.models import Role, User
from yongxu.organizations.models import Body, Organization
from yongxu.quantities.interchange import Json
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.decisions import approve, submit
from yongxu.reporting.services.filings import save_filing


def someone(role: Role, place: Organization | Body) -> User:
    """The one person who holds the role at the place; made when first asked for."""
    email = f"{role}-{place.code}"
    return User.objects.filter(email=f"{email}@example.org").first() or person(email, role, at=place)


def walk(item: DueItem, *, at: datetime) -> None:
    """Every station in turn approves."""
    while item.state == DueItem.State.REVIEW:
        station = item.stations.filter(position=item.position, approved_at=None).select_related("organization", "body")[0]
        place = station.organization or station.body
        assert place is not None
        approve(item, station=station, by=someone(Role(station.role), place), at=at)


def file(item: DueItem, content: dict[str, Json], *, at: datetime) -> None:
    """The officer of the organisation writes the report and sends it."""
    officer = someone(Role.OFFICER, item.organization)
    save_filing(item, content, version=item.filing.version if hasattr(item, "filing") else 0, by=officer, at=at)
    submit(item, content=content, by=officer, at=at)
