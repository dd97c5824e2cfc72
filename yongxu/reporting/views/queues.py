"""The queue of all reports a person sees in a cycle, the same for every subject: filters, bulk approval, and as a file."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yongxu.history.selectors import read_before
from yongxu.quantities.spreadsheets import csv_of
from yongxu.reporting.desks import QueueRow, items_of, queue_of, sort_queue, work_cycles
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.rules import powers_today
from yongxu.reporting.selectors import stations_to_decide
from yongxu.reporting.services.decisions import approve_many
from yongxu.reporting.subjects import D, Workbench
from yongxu.reporting.views.items import in_language, person_of


@dataclass(frozen=True, slots=True)
class Filters:
    """What a queue is narrowed to."""

    cycle: Cycle | None
    section: str
    show: str
    words: str
    sort: str


PAGE = 100
SHOW = ("mine", "all", "late", "findings", "returned")


def _filters(request: HttpRequest, cycles: list[Cycle]) -> Filters:
    wanted = request.GET.get("cycle", "")
    cycle = next((each for each in cycles if str(each.pk) == wanted), cycles[0] if cycles else None)
    show = request.GET.get("show", "all")
    return Filters(
        cycle=cycle,
        section=request.GET.get("section", ""),
        show=show if show in SHOW else "all",
        words=request.GET.get("q", "").strip()[:100],
        sort=request.GET.get("sort", ""),
    )


def _rows(request: HttpRequest, filters: Filters, bench: Workbench[D]) -> list[QueueRow]:
    if filters.cycle is None:
        return []
    person = person_of(request)
    items = items_of(filters.cycle, user=person)
    if filters.section:
        items = [each for each in items if any(place.section == filters.section for place in each.appearances.all())]
    if filters.words:
        items = [each for each in items if filters.words in each.name or filters.words in each.code]
    powers, day = powers_today(person), timezone.localdate()
    is_open = filters.cycle.has_opened(day)
    mine = {each.pk for each in items if is_open and stations_to_decide(each, powers)}
    rows = queue_of(items, bench.lives_of(items), mine=mine, day=day)
    return sort_queue([row for row in rows if _kept(row, filters.show)], filters.sort)


def _kept(row: QueueRow, show: str) -> bool:
    kept = {
        "mine": row.is_mine,
        "late": row.is_late,
        "findings": bool(row.errors or row.warnings),
        "returned": row.item.is_returned,
    }
    return kept.get(show, True)


@login_required
@require_GET
def queue(request: HttpRequest, *, bench: Workbench[D]) -> HttpResponse:
    """All reports the person sees in a cycle, the gravest findings first or by a column, with bulk approval of those that wait for him."""
    cycles = work_cycles(bench.codes, user=person_of(request))
    filters = _filters(request, cycles)
    rows = _rows(request, filters, bench)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    sections = sorted({(place.section_key, place.section) for row in rows for place in row.item.appearances.all()})
    context = {
        "bench": bench,
        "words": bench.words,
        "cycles": cycles,
        "filters": filters,
        "rows": page,
        "decides": any(row.is_mine and row.item.position > 0 for row in page),
        "sections": [section for _, section in sections],
        "section": "work",
    }
    return render(request, "reporting/queue.html", context)


def _chosen(request: HttpRequest) -> dict[int, int | None]:
    """The items that were ticked, each with the version of its report that stood beside the tick."""
    read = (value.partition(":") for value in request.POST.getlist("item"))
    keys = {read_before(key): read_before(version) for key, _, version in read}
    return {key: version for key, version in keys.items() if key is not None}


@login_required
@require_POST
def approve_chosen(request: HttpRequest, *, bench: Workbench[D]) -> HttpResponse:
    """Approve the chosen items that wait for the person; those left out are listed with the reason."""
    chosen = _chosen(request)
    person = person_of(request)
    items = list(DueItem.objects.visible_to(person).filter(pk__in=chosen, cycle__subject__in=bench.codes).with_route())
    versions = {key: version for key, version in chosen.items() if version is not None}
    done, excluded = approve_many(items, versions=versions, comment=request.POST.get("comment", ""), by=person, at=timezone.now())
    if not chosen:
        messages.error(request, _("請先勾選要同意的項目。"))
    if done:
        words = ngettext("已同意 %(count)d 項。", "已同意 %(count)d 項。", len(done)) % {"count": len(done)}
        messages.success(request, words)
    for left in excluded:
        messages.warning(request, _("%(code)s 未處理：%(reason)s") % {"code": left.item.code, "reason": in_language(left.reason)})
    return HttpResponseRedirect(f"{reverse(f'{bench.namespace}:queue')}?cycle={request.POST.get('cycle', '')}&show=mine")


@login_required
@require_GET
def queue_csv(request: HttpRequest, *, bench: Workbench[D]) -> HttpResponse:
    """The queue as CSV, with the same filters and order, all pages."""
    rows = _rows(request, _filters(request, work_cycles(bench.codes, user=person_of(request))), bench)
    lines: list[list[object]] = [[_("編號"), str(bench.words.item), _("填報機關"), _("判定"), _("檢核疑義"), _("步驟"), _("期限")]]
    for row in rows:
        due, found = row.item, row.errors + row.warnings
        step = next((str(each.step) for each in due.stations.all() if each.position == due.position), due.get_state_display())
        lines.append([due.code, due.name, due.organization.name(), row.live.verdict.value, found, step, row.due_on])
    answer = HttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="queue.csv"'
    return answer
