"""The front page and the other frameworks: a year at a glance."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yongxu.climate.selectors.glance import glance
from yongxu.goals.models import Framework, Goal
from yongxu.public.changes import list_changes
from yongxu.public.milestones import list_milestones
from yongxu.public.serving import PUBLISHED, published_page
from yongxu.public.wording import explain_lag
from yongxu.ui.navigation import Crumb

NATIONAL = "tsdg"


@published_page
def home(request: HttpRequest) -> HttpResponse:
    """The year at a glance for the national framework."""
    return render(request, "public/home.html", overview_context(NATIONAL, state=request.META[PUBLISHED]))


@published_page
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    """All goals of another framework with their achievement in the newest year."""
    if framework == NATIONAL:
        return redirect("public:home", permanent=True)
    context = overview_context(framework, state=request.META[PUBLISHED])
    chosen = context["framework"]
    return render(request, "public/framework.html", context | {"trail": [Crumb(chosen.name())] if isinstance(chosen, Framework) else []})


def overview_context(code: str, *, state: str) -> dict[str, object]:
    """What both pages show of a framework: its newest year, its goals where nothing is published yet, or that nothing was loaded."""
    found = glance(code, state=state)
    if found is None:
        chosen = Framework.objects.filter(code=code).first()
        if chosen is None and code != NATIONAL:
            raise Http404
        return {"section": "goals", "framework": chosen, "goals": Goal.objects.current(code)}
    framework = found.overview.goals[0].goal.edition.framework
    return {
        "section": "goals",
        "framework": framework,
        "glance": found,
        "total": found.overview.total,
        "lagging": [explain_lag(judged) for judged in found.lagging],
        "lagging_more": found.lagging_count - len(found.lagging),
        "milestones": list_milestones(),
        "changed": list_changes(found.changes, framework=code) if found.changes else None,
    }
