"""A reporting cycle that the demo's fictional people work in."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.accounts.services.demo import DOMAIN
from yongxu.quantities.interchange import Json
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.plans import PlannedItem, standard_steps
from yongxu.reporting.services.cycles import draft_cycle, open_cycle
from yongxu.reporting.services.decisions import approve, submit
from yongxu.reporting.services.filings import save_filing

OPEN_SINCE = timedelta(days=32)
AUDIENCE = "虛構的示範週期：可以用示範帳號登入，試走每一個步驟。"


def demo_people() -> dict[str, User]:
    """The demo's active accounts by the part of the address before the @; none in production."""
    return {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True)}


def open_demo_cycle(
    subject: str, scope: str, *, title: str, year: int, planned: Sequence[PlannedItem], by: User, at: datetime
) -> tuple[Cycle, dict[str, DueItem]]:
    """Open a cycle of the standard chain that began a month before ``at``; its items by code."""
    opens_on = timezone.localdate(at) - OPEN_SINCE
    steps = standard_steps(subject, opens_on=opens_on)
    cycle = draft_cycle(
        subject=subject, scope=scope, title=title, year=year, opens_on=opens_on, steps=steps, audience=AUDIENCE, is_demo=True, by=by, at=at
    )
    return cycle, {item.code: item for item in open_cycle(cycle, planned, by=by, at=at)}


def report_and_review(item: DueItem, content: dict[str, Json], *, officer: User, reviewers: Iterable[User], at: datetime) -> None:
    """The officer writes the report and sends it; each of the reviewers in turn approves it."""
    save_filing(item, content, version=0, by=officer, at=at)
    submit(item, content=content, by=officer, at=at)
    for reviewer in reviewers:
        approve(item, by=reviewer, at=at)
