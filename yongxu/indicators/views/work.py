"""The filing form of an indicator with live verdict and findings, its review, and the queue of all reports a person sees."""

import csv
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yongxu.indicators.desks import Desk, QueueRow, as_words, desk_of, items_of, live_of, queue_of, work_cycles
from yongxu.indicators.filing import IndicatorFiling, filing_from_json, filing_to_json
from yongxu.indicators.forms import FilingForms, error_list
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.services.decisions import approve_many, submit
from yongxu.reporting.services.filings import FilingConflict, save_filing
from yongxu.reporting.views.items import in_language, person_of, visible_item
from yongxu.workflow.engine import TransitionRefused


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one report side by side: what stands there and what was typed, field by field where they differ."""

    saved_by: str
    version: int
    fields: tuple[tuple[str, str, str], ...]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """The report: a form for who may write it now, else the report to read, with what the reader may decide."""
    due = visible_item(request, pk)
    person = person_of(request)
    desk = desk_of(due, user=person, day=timezone.localdate())
    if request.method == "POST":
        return _save(request, desk)
    forms = FilingForms(desk.filing, version=desk.version, parts=len(desk.live.parts)) if desk.page.may_write else None
    return render(request, "indicators/work_item.html", _context(desk, forms))


def _context(desk: Desk, forms: FilingForms | None) -> dict[str, object]:
    rows = list(zip(desk.live.parts, forms.parts.forms, strict=False)) if forms else []
    return {
        "desk": desk,
        "page": desk.page,
        "item": desk.page.item,
        "live": desk.live,
        "forms": forms,
        "part_rows": rows or [(None, form) for form in forms.parts.forms] if forms else [],
        "errors": error_list([forms.report, *forms.parts.forms, *forms.groups.forms]) if forms and forms.report.is_bound else [],
        "section": "work",
    }


def _save(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Save, and send when asked. What could not be read stays in the form with the reason; what others saved is shown beside it."""
    due, person, now = desk.page.item, person_of(request), timezone.now()
    forms = FilingForms(desk.filing, version=desk.version, parts=len(desk.live.parts), data=request.POST)
    if not forms.is_valid():
        return render(request, "indicators/work_item.html", _context(desk, forms), status=422)
    typed = forms.filing()
    try:
        saved = save_filing(due, filing_to_json(typed), version=forms.version, by=person, at=now)
    except FilingConflict as conflict:
        return render(
            request, "indicators/work_conflict.html", {**_context(desk, forms), **_conflict(request, conflict, typed)}, status=409
        )
    if "submit" not in request.POST:
        messages.success(request, _("已儲存。"))
        return HttpResponseRedirect(reverse("indicators-work:item", args=[due.pk]))
    try:
        submit(due, content=saved.content, by=person, at=now)
    except TransitionRefused as refusal:
        messages.error(request, in_language(refusal.message))
        return HttpResponseRedirect(reverse("indicators-work:item", args=[due.pk]))
    messages.success(request, _("%(code)s 已送出，等候下一步驟審查。") % {"code": due.code})
    return HttpResponseRedirect(reverse("workspace:home"))


def _conflict(request: HttpRequest, conflict: FilingConflict, typed: IndicatorFiling) -> dict[str, object]:
    """Both versions, and what was typed as the form would send it again."""
    now, own = conflict.current.content, filing_to_json(typed)
    fields = tuple((field, as_words(now.get(field)), as_words(value)) for field, value in own.items() if now.get(field) != value)
    kept = [
        (name, value) for name in request.POST if name not in ("csrfmiddlewaretoken", "version") for value in request.POST.getlist(name)
    ]
    return {"versions": Versions(str(conflict.current.saved_by or ""), conflict.current.version, fields), "typed": kept}


@login_required
@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what is typed without leaving the page: its new version and time, verdicts and findings; 409 where another was saved."""
    due = visible_item(request, pk)
    desk = desk_of(due, user=person_of(request), day=timezone.localdate())
    forms = FilingForms(desk.filing, version=desk.version, parts=len(desk.live.parts), data=request.POST)
    forms.is_valid()
    typed = forms.filing()
    version = request.POST.get("version", "")
    if not version.isdigit():
        return JsonResponse({"message": _("頁面不完整，請重新整理。")}, status=422)
    try:
        saved = save_filing(due, filing_to_json(typed), version=int(version), by=person_of(request), at=timezone.now())
    except FilingConflict as conflict:
        words = _("%(person)s 剛剛儲存了另一個版本。您輸入的內容仍在這一頁；按「儲存」可並列比較。") % {"person": conflict.current.saved_by}
        return JsonResponse({"message": words}, status=409)
    shown = live_of(typed, desk.heading, year=due.cycle.year, answers=desk.page.answers)
    html = render_to_string("indicators/parts/live.html", {"live": shown, "item": due, "page": desk.page}, request)
    at = date_format(timezone.localtime(saved.saved_at or timezone.now()), "H:i:s")
    return JsonResponse({"version": saved.version, "saved": _("已於 %(time)s 儲存") % {"time": at}, "live": html})


@login_required
@require_POST
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Verdicts and findings of what is typed, without saving."""
    due = visible_item(request, pk)
    desk = desk_of(due, user=person_of(request), day=timezone.localdate())
    forms = FilingForms(desk.filing, version=desk.version, parts=len(desk.live.parts), data=request.POST)
    forms.is_valid()
    shown = live_of(forms.filing(), desk.heading, year=due.cycle.year, answers=desk.page.answers)
    return render(request, "indicators/parts/live.html", {"live": shown, "item": due, "page": desk.page})


@login_required
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as JSON, as the record would store it."""
    due = visible_item(request, pk)
    filing = getattr(due, "filing", None)
    content = filing_to_json(filing_from_json(filing.content)) if filing else {}
    answer = JsonResponse(
        {"code": due.code, "cycle": due.cycle.title, "report": content}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = f'attachment; filename="{due.code}.json"'
    return answer


@dataclass(frozen=True, slots=True)
class Filters:
    """What a queue is narrowed to."""

    cycle: Cycle | None
    section: str
    show: str
    words: str


SHOW = ("mine", "all", "late", "findings", "returned")


def _filters(request: HttpRequest, cycles: list[Cycle]) -> Filters:
    wanted = request.GET.get("cycle", "")
    cycle = next((each for each in cycles if str(each.pk) == wanted), cycles[0] if cycles else None)
    show = request.GET.get("show", "all")
    return Filters(cycle, request.GET.get("section", ""), show if show in SHOW else "all", request.GET.get("q", "").strip()[:100])


def _rows(request: HttpRequest, filters: Filters) -> list[QueueRow]:
    if filters.cycle is None:
        return []
    person = person_of(request)
    items = items_of(filters.cycle, user=person)
    if filters.section:
        items = [each for each in items if any(place.section == filters.section for place in each.appearances.all())]
    if filters.words:
        items = [each for each in items if filters.words in each.name or filters.words in each.code]
    mine = set(DueItem.objects.waiting_for(person).filter(cycle=filters.cycle).values_list("pk", flat=True))
    rows = queue_of(items, mine=mine, day=timezone.localdate())
    return [row for row in rows if _kept(row, filters.show)]


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
def queue(request: HttpRequest) -> HttpResponse:
    """All reports the person sees in a cycle, the gravest findings first, with bulk approval of those that wait for him."""
    cycles = work_cycles()
    filters = _filters(request, cycles)
    rows = _rows(request, filters)
    sections = sorted({(place.section_key, place.section) for row in rows for place in row.item.appearances.all()})
    context = {"cycles": cycles, "filters": filters, "rows": rows, "sections": [section for _, section in sections], "section": "work"}
    return render(request, "indicators/work_queue.html", context)


@login_required
@require_POST
def approve_chosen(request: HttpRequest) -> HttpResponse:
    """Approve the chosen items that wait for the person; those left out are listed with the reason."""
    chosen = [int(key) for key in request.POST.getlist("item") if key.isdigit()]
    person = person_of(request)
    items = list(DueItem.objects.visible_to(person).filter(pk__in=chosen).with_route())
    done, excluded = approve_many(items, comment=request.POST.get("comment", ""), by=person, at=timezone.now())
    if not chosen:
        messages.error(request, _("請先勾選要同意的項目。"))
    if done:
        words = ngettext("已同意 %(count)d 項。", "已同意 %(count)d 項。", len(done)) % {"count": len(done)}
        messages.success(request, words)
    for left in excluded:
        messages.warning(request, _("%(code)s 未處理：%(reason)s") % {"code": left.item.code, "reason": in_language(left.reason)})
    return HttpResponseRedirect(f"{reverse('indicators-work:queue')}?cycle={request.POST.get('cycle', '')}&show=mine")


@login_required
@require_GET
def queue_csv(request: HttpRequest) -> HttpResponse:
    """The queue as CSV, with the same filters."""
    rows = _rows(request, _filters(request, work_cycles()))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="queue.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow([_("編號"), _("指標"), _("填報機關"), _("判定"), _("檢核疑義"), _("步驟"), _("期限")])
    for row in rows:
        due, found = row.item, row.errors + row.warnings
        step = next((str(each.step) for each in due.stations.all() if each.position == due.position), due.get_state_display())
        writer.writerow([due.code, due.name, due.organization.name(), row.live.row.verdict.value, found, step, row.due_on])
    return answer
