"""The compiled year as council members read it before publication: every section with its counts, its rows, and what members say."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yongxu.quantities.verdicts import Achievement, achievement
from yongxu.reporting.desks import QueueRow, items_of, queue_of
from yongxu.reporting.models import Agreement, Cycle
from yongxu.reporting.selectors import Thread, threads_of
from yongxu.reporting.subjects import D, Workbench
from yongxu.reporting.views.council import read_cycle
from yongxu.reporting.views.items import person_of


@dataclass(frozen=True, slots=True)
class Section:
    """One goal or programme of the compiled year: its rows with their codes, achievement of those reported, remarks, agreement."""

    code: str
    name: str
    rows: tuple[tuple[str, QueueRow], ...]
    counts: Achievement
    unreported: int
    threads: tuple[Thread, ...]
    agreed: tuple[str, ...]
    own: bool


@login_required
@require_GET
def read_compiled(request: HttpRequest, pk: int, *, bench: Workbench[D]) -> HttpResponse:
    """Every item that has come to the council's review (for secretariat and auditors: every item), by section. Fixed number of queries."""
    cycle = read_cycle(request, pk)
    if cycle.subject not in bench.codes:
        raise Http404
    person = person_of(request)
    items = items_of(cycle, user=person)
    rows = queue_of(items, bench.lives_of(items), mine=(), day=timezone.localdate())
    under: dict[tuple[str, str, str], list[tuple[str, QueueRow]]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.item.sort_key):
        for place in row.item.appearances.all():
            under[place.section_key, place.section, place.section_name].append((place.code, row))
    comments = cycle.comments.filter(item=None).select_related("by", "settled_by").order_by("pk")
    threads = threads_of(comments)
    agreements = list(Agreement.objects.filter(cycle=cycle).select_related("by"))
    sections = [
        Section(
            code=code,
            name=name,
            rows=tuple(group),
            counts=achievement(row.counts_as for _, row in group if row.live.is_begun),
            unreported=sum(not row.live.is_begun for _, row in group),
            threads=tuple(thread for thread in threads if thread.comment.section == code),
            agreed=tuple(str(item.by) for item in agreements if item.section == code),
            own=any(item.section == code and item.by_id == person.pk for item in agreements),
        )
        for (_, code, name), group in sorted(under.items())
    ]
    context = {
        "bench": bench,
        "cycle": cycle,
        "cycles": Cycle.objects.compiled_for(person),
        "sections": sections,
        "may_comment": person.has_perm("reporting.remark_compiled", cycle),
        "may_agree": person.has_perm("reporting.agree_compiled", cycle),
        "section": "work",
        "tab": "compiled",
    }
    return render(request, "reporting/compiled.html", context)
