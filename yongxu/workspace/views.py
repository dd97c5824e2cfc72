"""My work: what is due, what was returned and why, what waits for review, and until when."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from yongxu.accounts.models import User
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.selectors import Completeness, Task, completeness, list_tasks
from yongxu.reporting.subjects import NAMESPACES

SHOWN = 50
"""Tasks of one kind on the page; the rest is a link to the list."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Tasks of one kind, the most urgent first, how many there are in all, and the queues (address, cycle) that hold the rest."""

    kind: str
    tasks: tuple[tuple[Task, str], ...]
    total: int
    late: int
    queues: tuple[tuple[str, Cycle], ...]


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The reader's tasks by kind, and how far the cycles are in which he sees anything."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    day = timezone.localdate()
    tasks = list_tasks(request.user, day=day)
    shelves = [_shelf(kind, tasks) for kind in ("correct", "file", "review")]
    context = {
        "shelves": [shelf for shelf in shelves if shelf.total],
        "cycles": [(cycle, queue_address(cycle), progress) for cycle, progress in _progress(request.user, day=day)],
        "late": sum(shelf.late for shelf in shelves),
        "total": len(tasks),
        "section": "work",
        "tab": "home",
    }
    return render(request, "workspace/home.html", context)


def _shelf(kind: str, tasks: list[Task]) -> Shelf:
    own = [task for task in tasks if task.kind == kind]
    shown = tuple((task, address_of(task)) for task in own[:SHOWN])
    left = {task.item.cycle_id: task.item.cycle for task in own[SHOWN:]}
    queues = tuple((f"{queue_address(cycle)}&show=mine", cycle) for cycle in left.values())
    return Shelf(kind, shown, len(own), sum(1 for task in own if task.is_late), queues)


def address_of(task: Task) -> str:
    """The page on which the task is done, in the subject that the item belongs to."""
    return reverse(f"{task.item.subject_type.partition('.')[0]}-work:item", args=[task.item.pk])


def queue_address(cycle: Cycle) -> str:
    """The list of all reports of a cycle, in the subject that it belongs to."""
    return f"{reverse(f'{NAMESPACES[cycle.subject]}:queue')}?cycle={cycle.pk}"


def _progress(user: User, *, day: date) -> list[tuple[Cycle, Completeness]]:
    """How far the open cycles are, each counted by what the person sees of it. Six queries, however many cycles."""
    seen: dict[Cycle, list[DueItem]] = {}
    items = DueItem.objects.visible_to(user).filter(cycle__state=Cycle.State.OPEN).with_route()
    for item in items.order_by("-cycle__year", "-cycle__half", "cycle__subject", "cycle_id", "sort_key"):
        seen.setdefault(item.cycle, []).append(item)
    return [(cycle, completeness(own, label=cycle.title, key=str(cycle.pk), day=day)) for cycle, own in seen.items()]
