"""Pages of cycles: the list, making one from last year's, what is in it and who is missing, opening, the board, extension, publication."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yongxu.accounts.models import Role, User
from yongxu.accounts.requests import grave_act
from yongxu.organizations.models import Body
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.desks import findings_by_rule, items_of
from yongxu.reporting.forms import CycleForms, ExtensionForm
from yongxu.reporting.models import Cycle
from yongxu.reporting.plans import PlannedItem, Stop, council_of, route_of
from yongxu.reporting.rules import powers_today
from yongxu.reporting.selectors import Vacancy, board_of, find_vacancies
from yongxu.reporting.services.cycles import CycleRefused, cancel_cycle, change_draft, draft_cycle, extend_step, open_cycle
from yongxu.reporting.subjects import NAMESPACES, D, Subject, Workbench
from yongxu.reporting.views.items import in_language, person_of
from yongxu.workflow.engine import TransitionRefused

manager = permission_required("reporting.manage_cycle", raise_exception=True)
watcher = permission_required("reporting.see_board", raise_exception=True)


@login_required
@watcher
@require_GET
def list_cycles(request: HttpRequest) -> HttpResponse:
    """All cycles of one's council, the newest first, and which can be begun."""
    watched = Cycle.objects.watched_by(person_of(request))
    cycles = [(cycle, reverse(f"{NAMESPACES[cycle.subject]}:cycle", args=[cycle.pk])) for cycle in watched]
    subjects = [(code, label, reverse(f"{NAMESPACES[code]}:cycle-new", args=[code])) for code, label in Cycle.Subject.choices]
    return render(request, "reporting/cycles.html", {"cycles": cycles, "subjects": subjects, "section": "work", "tab": "cycles"})


@login_required
@manager
@require_http_methods(["GET", "POST"])
def new_cycle(request: HttpRequest, code: str, *, subject: Subject) -> HttpResponse:
    """One form: begins with last time's cycle where there is one, else with the standard chain."""
    if code not in subject.codes:
        raise Http404
    person = person_of(request)
    last = Cycle.objects.managed_by(person).filter(subject=code).exclude(state=Cycle.State.CANCELLED).order_by("-year", "-half").first()
    follows = last if request.GET.get("from") != "standard" else None
    data = request.POST if request.method == "POST" else None
    forms = CycleForms(subject=code, scopes=_scopes(subject, code, user=person), opens_on=timezone.localdate(), follows=follows, data=data)
    if data is not None and forms.is_valid():
        said = forms.cycle.cleaned_data
        half = said["half"] or None
        try:
            cycle = draft_cycle(
                subject=code,
                scope=said["scope"],
                title=said["title"],
                year=said["year"],
                half=half,
                opens_on=said["opens_on"],
                audience=said["audience"],
                steps=forms.planned_steps(),
                follows=follows,
                by=person,
                at=timezone.now(),
            )
        except CycleRefused as refusal:
            forms.cycle.add_error(None, in_language(refusal.message))
        else:
            messages.success(request, _("已建立草案。請確認下列項目與負責人，再開放填報。"))
            return HttpResponseRedirect(reverse(f"{subject.namespace}:cycle", args=[cycle.pk]))
    context = {"forms": forms, "code": code, "follows": follows, "label": Cycle.Subject(code).label, "section": "work", "tab": "cycles"}
    return render(request, "reporting/cycle_form.html", context, status=422 if data is not None else 200)


@login_required
@manager
@require_http_methods(["GET", "POST"])
def edit_cycle(request: HttpRequest, pk: int, *, subject: Subject) -> HttpResponse:
    """Change a draft; scope and period stay."""
    cycle = _managed(request, pk, subject)
    data = request.POST if request.method == "POST" else None
    scopes = {cycle.scope: subject.scopes(cycle.subject).get(cycle.scope, cycle.scope)}
    forms = CycleForms(subject=cycle.subject, scopes=scopes, opens_on=cycle.opens_on, cycle=cycle, data=data)
    if data is not None and forms.is_valid():
        said = forms.cycle.cleaned_data
        try:
            change_draft(
                cycle,
                title=said["title"],
                opens_on=said["opens_on"],
                audience=said["audience"],
                steps=forms.planned_steps(),
                by=person_of(request),
                at=timezone.now(),
            )
        except CycleRefused as refusal:
            forms.cycle.add_error(None, in_language(refusal.message))
        else:
            messages.success(request, _("已儲存。"))
            return HttpResponseRedirect(reverse(f"{subject.namespace}:cycle", args=[cycle.pk]))
    context = {
        "forms": forms,
        "code": cycle.subject,
        "cycle": cycle,
        "label": cycle.get_subject_display(),
        "section": "work",
        "tab": "cycles",
    }
    return render(request, "reporting/cycle_form.html", context, status=422 if data is not None else 200)


@login_required
@watcher
@require_GET
def show_cycle(request: HttpRequest, pk: int, *, subject: Subject, bench: Workbench[D]) -> HttpResponse:
    """A draft: what is in it, who files, who is missing. An open cycle: the board."""
    cycle = _watched(request, pk, subject)
    day = timezone.localdate()
    context: dict[str, object] = {
        "cycle": cycle,
        "steps": list(cycle.steps.all()),
        "urls": _addresses(cycle, subject),
        "may_manage": person_of(request).has_perm("reporting.manage_cycle", cycle),
        "section": "work",
        "tab": "cycles",
    }
    if cycle.state == Cycle.State.DRAFT:
        planned = subject.plan(cycle.subject, cycle.scope)
        vacancies = missing_people(cycle, planned, day=day)
        context |= {"planned": planned, "homeless": [item for item in planned if item.organization is None], "vacancies": vacancies}
        return render(request, "reporting/cycle_draft.html", context)
    items = items_of(cycle, user=person_of(request))
    context |= {"board": board_of(cycle, items, day=day), "rules": findings_by_rule(bench.lives_of(items).values())}
    context |= {"extension": ExtensionForm(cycle), "words": subject.words}
    return render(request, "reporting/board.html", context)


def missing_people(cycle: Cycle, planned: list[PlannedItem], *, day: date) -> list[Vacancy]:
    """Which role at which place the routes of these items need and nobody holds today."""
    steps = list(cycle.steps.all())
    stops: list[Stop] = []
    for item in planned:
        if item.organization is not None:
            stops += [stop for here in route_of(item, steps, council=cycle.council) for stop in here]
    needed = [
        (
            Role(stop.role),
            stop.organization,
            stop.body.pk if stop.body else None,
            stop.organization.name() if stop.organization else stop.body.name_zh if stop.body else "",
        )
        for stop in stops
    ]
    return find_vacancies(needed, day=day)


@login_required
@manager
@require_POST
def start_cycle(request: HttpRequest, pk: int, *, subject: Subject) -> HttpResponse:
    """Open a draft for filing."""
    cycle = _managed(request, pk, subject)
    try:
        items = open_cycle(cycle, subject.plan(cycle.subject, cycle.scope), by=person_of(request), at=timezone.now())
        messages.success(request, _("已開放，共 %(count)d 項應填報。") % {"count": len(items)})
    except (CycleRefused, TransitionRefused) as refusal:
        messages.error(request, in_language(refusal.message))
    return _back(cycle, subject)


@login_required
@manager
@require_POST
def extend_cycle(request: HttpRequest, pk: int, *, subject: Subject) -> HttpResponse:
    """Give all or one organisation a later date for a step."""
    cycle = _managed(request, pk, subject)
    form = ExtensionForm(cycle, request.POST)
    if not form.is_valid():
        messages.error(request, _("展延需要步驟、日期與理由。"))
        return _back(cycle, subject)
    said = form.cleaned_data
    try:
        extend_step(
            said["step"],
            due_on=said["due_on"],
            reason=said["reason"],
            organization=said["organization"],
            by=person_of(request),
            at=timezone.now(),
        )
        messages.success(request, _("已展延至 %(day)s。") % {"day": said["due_on"]})
    except CycleRefused as refusal:
        messages.error(request, in_language(refusal.message))
    return _back(cycle, subject)


@grave_act
@manager
@require_POST
def stop_cycle(request: HttpRequest, pk: int, *, subject: Subject) -> HttpResponse:
    """Cancel a cycle, with the reason."""
    cycle = _managed(request, pk, subject)
    try:
        cancel_cycle(cycle, reason=request.POST.get("reason", ""), by=person_of(request), at=timezone.now())
        messages.success(request, _("已取消這個週期；已填寫的內容保留在紀錄中。"))
    except TransitionRefused as refusal:
        messages.error(request, in_language(refusal.message))
    return _back(cycle, subject)


@grave_act
@manager
@require_POST
def publish_cycle(request: HttpRequest, pk: int, *, subject: Subject) -> HttpResponse:
    """Publish everything that was approved to the end; asks first (the button's own page does)."""
    cycle = _managed(request, pk, subject)
    if request.POST.get("sure") != "yes":
        messages.error(request, in_language(Bilingual(zh="請先勾選確認公布。", en="Tick the box to confirm the publication.")))
        return _back(cycle, subject)
    try:
        published = subject.publish(cycle, by=person_of(request), at=timezone.now())
        messages.success(
            request,
            _("已公布 %(count)d 項，公開網站已更新；尚有 %(rest)d 項在審查中。") % {"count": published.items, "rest": published.remaining},
        )
    except TransitionRefused as refusal:
        messages.error(request, in_language(refusal.message))
    return _back(cycle, subject)


def _watched(request: HttpRequest, pk: int, subject: Subject) -> Cycle:
    """The cycle; 404 for one of another council, of which the person may not know."""
    return get_object_or_404(Cycle.objects.watched_by(person_of(request)), pk=pk, subject__in=subject.codes)


def _managed(request: HttpRequest, pk: int, subject: Subject) -> Cycle:
    """The same, for its secretariat."""
    cycle = _watched(request, pk, subject)
    if not person_of(request).has_perm("reporting.manage_cycle", cycle):
        raise PermissionDenied("Only the secretariat of the council manages its cycles.")
    return cycle


def _scopes(subject: Subject, code: str, *, user: User) -> dict[str, str]:
    """What the person may begin a cycle for: the scopes that his council reviews, with their names."""
    bodies, own = Body.objects.in_bulk(), powers_today(user).councils_as(Role.SECRETARIAT)
    offered = {}
    for scope, label in subject.scopes(code).items():
        council = council_of(code, scope, bodies=bodies)
        if council is not None and (user.is_superuser or council.pk in own):
            offered[scope] = label
    return offered


def _back(cycle: Cycle, subject: Subject) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"{subject.namespace}:cycle", args=[cycle.pk]))


def _addresses(cycle: Cycle, subject: Subject) -> Mapping[str, str]:
    names = ("start", "extend", "stop", "publish", "edit", "compiled")
    return {name: reverse(f"{subject.namespace}:cycle-{name}", args=[cycle.pk]) for name in names} | {
        "queue": f"{reverse(f'{subject.namespace}:queue')}?cycle={cycle.pk}"
    }
