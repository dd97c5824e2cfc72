"""Taking the demo's cycles away again: everything that was written in them, but not the history."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from yongxu.accounts.models import User
from yongxu.history.services import record
from yongxu.reporting.models import (
    Agreement,
    Comment,
    Cycle,
    Decision,
    DueItem,
    Erratum,
    Extension,
    Filing,
    FindingAnswer,
    Publication,
    ReviewJudgement,
    Snapshot,
    Station,
)


@transaction.atomic
def remove_demo_cycles(*, scopes: Iterable[str], by: User, at: datetime) -> int:
    """Remove every cycle of the demo and of these fictional frameworks or programmes; returns how many.

    Rows point at one another under PROTECT, so that nothing of a real cycle can go by accident; here they go from the leaves to the root.
    What a cycle published stays until its reports are removed, without the cycle it came from.
    """
    cycles = Cycle.objects.filter(Q(is_demo=True) | Q(scope__in=list(scopes)))
    found = list(cycles.order_by("-pk"))
    items = DueItem.objects.filter(cycle__in=found)
    errata = Erratum.objects.filter(item__in=items)
    for erratum in errata:
        record(erratum, "remove", by=by, at=at, reason="demo data removed", difference={"before": {"note": erratum.note}})
    errata.delete()
    Snapshot.objects.filter(publication__cycle__in=found).delete()
    Publication.objects.filter(cycle__in=found).update(cycle=None, is_demo=True)
    Comment.objects.filter(cycle__in=found, answers__isnull=False).delete()
    Comment.objects.filter(cycle__in=found).delete()
    Agreement.objects.filter(cycle__in=found).delete()
    FindingAnswer.objects.filter(item__in=items).delete()
    ReviewJudgement.objects.filter(item__in=items).delete()
    Decision.objects.filter(item__in=items).delete()
    Filing.objects.filter(item__in=items).delete()
    Station.objects.filter(item__in=items).delete()
    Extension.objects.filter(step__cycle__in=found).delete()
    for item in items:
        record(item, "remove", by=by, at=at, reason="demo data removed", difference={"before": {"code": item.code, "state": item.state}})
    items.delete()
    Cycle.objects.filter(follows__in=found).update(follows=None)
    for cycle in found:
        record(cycle, "remove", by=by, at=at, reason="demo data removed", difference={"before": {"title": cycle.title}})
        cycle.delete()
    return len(found)
