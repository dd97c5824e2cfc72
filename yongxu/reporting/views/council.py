"""What council members and the secretariat say about the compiled year, section by section."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yongxu.history.selectors import read_before
from yongxu.reporting.models import Comment, Cycle
from yongxu.reporting.services.remarks import RemarkRefused, agree_to_section, comment_on_section, settle_comment
from yongxu.reporting.subjects import NAMESPACES
from yongxu.reporting.views.items import in_language, person_of, typed_key


def read_cycle(request: HttpRequest, pk: int) -> Cycle:
    """An open or published cycle that the person reads as a whole; 404 for who does not."""
    return get_object_or_404(Cycle.objects.compiled_for(person_of(request)), pk=pk)


@login_required
@require_GET
def newest_compiled(request: HttpRequest) -> HttpResponse:
    """To the compiled year of the cycle that is asked for, else of the newest; before there is one, the page says so."""
    person = person_of(request)
    if not person.has_perm("reporting.read_compiled"):
        raise Http404
    chosen = read_before(request.GET.get("cycle", ""))
    cycle = read_cycle(request, chosen) if chosen is not None else Cycle.objects.compiled_for(person).first()
    if cycle is None:
        return render(request, "reporting/compiled.html", {"section": "work", "tab": "compiled"})
    return HttpResponseRedirect(reverse(f"{NAMESPACES[cycle.subject]}:cycle-compiled", args=[cycle.pk]))


def _back(cycle: Cycle, section: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(f'{NAMESPACES[cycle.subject]}:cycle-compiled', args=[cycle.pk])}#section-{section}")


@login_required
@require_POST
def comment_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Comment on a section, or answer a comment."""
    cycle = read_cycle(request, pk)
    section, key = request.POST.get("section", "")[:40], typed_key(request, "answers")
    answers = None if key is None else get_object_or_404(Comment, pk=key, cycle=cycle, item=None)
    try:
        comment_on_section(
            cycle, section=section, text=request.POST.get("text", ""), answers=answers, by=person_of(request), at=timezone.now()
        )
        messages.success(request, _("意見已留下。"))
    except RemarkRefused as refusal:
        messages.error(request, in_language(refusal.message))
    return _back(cycle, section)


@login_required
@require_POST
def settle_section_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a comment on a section."""
    cycle = read_cycle(request, pk)
    comment = get_object_or_404(Comment, pk=typed_key(request, "comment"), cycle=cycle, item=None)
    settle_comment(comment, by=person_of(request), at=timezone.now())
    messages.success(request, _("意見已結案。"))
    return _back(cycle, comment.section)


@login_required
@require_POST
def agree_section(request: HttpRequest, pk: int) -> HttpResponse:
    """A member agrees to a section."""
    cycle = read_cycle(request, pk)
    section = request.POST.get("section", "")[:40]
    agree_to_section(cycle, section=section, by=person_of(request), at=timezone.now())
    messages.success(request, _("已記錄您對這一節的同意。"))
    return _back(cycle, section)
