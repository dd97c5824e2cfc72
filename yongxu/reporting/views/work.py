"""The pages of one report, the same for every subject: the form with live verdict and findings, and the report as it is reviewed."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yongxu.history.selectors import HistoryPage, read_before
from yongxu.history.wording import in_words
from yongxu.quantities.interchange import Json
from yongxu.reporting.desks import Change, Live
from yongxu.reporting.models import DueItem
from yongxu.reporting.services.decisions import submit
from yongxu.reporting.services.filings import FilingConflict, Together, save_filing, save_together
from yongxu.reporting.subjects import D, ReportForms, Workbench
from yongxu.reporting.views.items import in_language, person_of, typed_key, visible_item
from yongxu.reporting.words import history_in_words
from yongxu.workflow.engine import TransitionRefused

CHOICE = "keep:"
"""What the names of the fields begin with in which somebody says whose version of a spot stands."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which two versions differ, and whose stands: ``theirs``, ``mine``, or empty where a person must choose."""

    key: str
    change: Change
    whose: str


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one report side by side: what stands there and what was typed, field by field where they differ."""

    saved_by: str
    version: int
    choices: tuple[Choice, ...]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int, *, bench: Workbench[D]) -> HttpResponse:
    """The report: a form for who may write it now, else the report to read, with what the reader may decide."""
    due = _item_of(request, pk, bench)
    desk = bench.desk_of(due, user=person_of(request), day=timezone.localdate())
    if request.method == "POST":
        return _save(request, desk, bench)
    forms = bench.forms_of(desk) if desk.page.may_write else None
    return render(request, bench.item_template, {**_context(desk, bench, forms), "history": _history_of(request, due, bench)})


def _history_of(request: HttpRequest, due: DueItem, bench: Workbench[D]) -> HistoryPage:
    """What was done to the item, in words; whoever sees the item sees it."""
    return history_in_words(due, before=read_before(request.GET.get("before", "")), names=bench.names)


def _item_of(request: HttpRequest, pk: int, bench: Workbench[D]) -> DueItem:
    """The item; 404 also for one of another subject."""
    due = visible_item(request, pk)
    if due.cycle.subject not in bench.codes:
        raise Http404
    return due


def _context(desk: D, bench: Workbench[D], forms: ReportForms | None, *, errors: bool = False) -> dict[str, object]:
    return {
        "bench": bench,
        "desk": desk,
        "page": desk.page,
        "item": desk.page.item,
        "live": desk.live,
        "forms": forms,
        "errors": forms.errors() if forms and errors else [],
        "section": "work",
    }


def _save(request: HttpRequest, desk: D, bench: Workbench[D]) -> HttpResponse:
    """Save, and send when asked. What could not be read stays in the form with the reason; what others saved is shown beside it."""
    due, person, now = desk.page.item, person_of(request), timezone.now()
    forms = bench.forms_of(desk, request.POST)
    if not forms.is_valid():
        context = {**_context(desk, bench, forms, errors=True), "history": _history_of(request, due, bench)}
        return render(request, bench.item_template, context, status=422)
    typed = forms.content()
    if "take_over" in request.POST:
        typed = bench.take_over(desk, typed)
    theirs = [name.removeprefix(CHOICE) for name, value in request.POST.items() if name.startswith(CHOICE) and value == "theirs"]
    try:
        together = save_together(due, typed, version=forms.version, by=person, at=now, theirs=theirs)
    except FilingConflict as conflict:
        context = {**_context(desk, bench, forms), **_conflict(request, conflict, bench)}
        return render(request, "reporting/conflict.html", context, status=409)
    saved, here = together.filing, HttpResponseRedirect(reverse(f"{bench.namespace}:item", args=[due.pk]))
    if together.other is not None:
        messages.warning(request, _beside(together, bench, sending="submit" in request.POST))
        return here
    if "submit" not in request.POST:
        messages.success(request, _("已儲存。"))
        return here
    missing = bench.missing_in(desk, saved.content)
    if missing:
        fresh = bench.desk_of(_item_of(request, due.pk, bench), user=person, day=timezone.localdate())
        context = _context(fresh, bench, bench.forms_of(fresh))
        context |= {"missing": [(field, in_language(message)) for field, message in missing], "history": _history_of(request, due, bench)}
        return render(request, bench.item_template, context, status=422)
    try:
        submit(due, content=saved.content, by=person, at=now)
    except TransitionRefused as refusal:
        messages.error(request, in_language(refusal.message))
        return here
    messages.success(request, _("%(code)s 已送出，等候下一步驟審查。") % {"code": due.code})
    return HttpResponseRedirect(reverse("workspace:home"))


def _beside(together: Together, bench: Workbench[D], *, sending: bool) -> str:
    """That what somebody else wrote in the meantime was saved beside one's own; a report is then not sent before it was seen."""
    fields = list(dict.fromkeys(bench.names.of(spot.field) for spot in together.kept))
    if fields:
        words = _("您填寫時，%(person)s 也改了：%(fields)s。兩人的修改都已保留。")
    else:
        words = _("您填寫時，%(person)s 也儲存過。兩人的修改都已保留。")
    said = words % {"person": together.other, "fields": in_words(fields)}
    return said + _("請看過後再送出。") if sending else said


def _conflict(request: HttpRequest, conflict: FilingConflict, bench: Workbench[D]) -> dict[str, object]:
    """Both versions, and what was typed as the form would send it again."""
    names, places = bench.names, {field: place for place, field in enumerate(bench.names.fields)}
    choices = tuple(
        Choice(
            spot.key,
            Change(
                names.of(spot.field) if spot.row is None else f"{names.of(spot.field)} {spot.row + 1}",
                names.value(spot.field, spot.theirs),
                names.value(spot.field, spot.mine),
            ),
            "" if spot.is_clash else "theirs" if spot.keeps_theirs else "mine",
        )
        for spot in sorted(conflict.spots, key=lambda spot: (places.get(spot.field, len(places)), spot.row or 0))
    )
    left_out = ("csrfmiddlewaretoken", "version", "submit")
    sent = [name for name in request.POST if name not in left_out and not name.startswith(CHOICE)]
    kept = [(name, value) for name in sent for value in request.POST.getlist(name)]
    return {"versions": Versions(str(conflict.current.saved_by or ""), conflict.current.version, choices), "typed": kept}


@login_required
@require_POST
def autosave(request: HttpRequest, pk: int, *, bench: Workbench[D]) -> JsonResponse:
    """Save what is typed without leaving the page: its new version and time, verdicts and findings; 409 where another was saved."""
    due = _item_of(request, pk, bench)
    desk = bench.desk_of(due, user=person_of(request), day=timezone.localdate())
    typed = _typed(request, desk, bench)
    version = typed_key(request, "version")
    if version is None:
        return JsonResponse({"message": _("頁面不完整，請重新整理。")}, status=422)
    try:
        saved = save_filing(due, typed, version=version, by=person_of(request), at=timezone.now())
    except FilingConflict as conflict:
        words = _("%(person)s 剛剛儲存了另一個版本。您輸入的內容仍在這一頁；按「儲存」會合併兩人的修改，同一欄都改了才需選擇。") % {
            "person": conflict.current.saved_by
        }
        return JsonResponse({"message": words}, status=409)
    html = render_to_string("reporting/parts/live.html", _live_context(desk, bench.live_of(desk, typed)), request)
    at = date_format(timezone.localtime(saved.saved_at or timezone.now()), "H:i:s")
    return JsonResponse({"version": saved.version, "saved": _("已於 %(time)s 儲存") % {"time": at}, "live": html})


@login_required
@require_POST
def live(request: HttpRequest, pk: int, *, bench: Workbench[D]) -> HttpResponse:
    """Verdicts and findings of what is typed, without saving."""
    desk = bench.desk_of(_item_of(request, pk, bench), user=person_of(request), day=timezone.localdate())
    shown = bench.live_of(desk, _typed(request, desk, bench))
    return render(request, "reporting/parts/live.html", _live_context(desk, shown))


def _typed(request: HttpRequest, desk: D, bench: Workbench[D]) -> dict[str, Json]:
    forms = bench.forms_of(desk, request.POST)
    forms.is_valid()
    return forms.content()


def _live_context(desk: D, shown: Live[object]) -> dict[str, object]:
    return {"live": shown, "item": desk.page.item, "page": desk.page}


@login_required
@require_GET
def sheet(request: HttpRequest, pk: int, *, bench: Workbench[D]) -> HttpResponse:
    """The report as JSON, as the record would store it."""
    due = _item_of(request, pk, bench)
    answer = JsonResponse(
        {"code": due.code, "cycle": due.cycle.title, "report": bench.sheet_of(due)},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    answer["Content-Disposition"] = f'attachment; filename="{due.code}.json"'
    return answer
