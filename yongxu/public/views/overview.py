"""The front page and the other frameworks: a year at a glance."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yongxu.climate.selectors.record import glance
from yongxu.goals.models import Framework, Goal
from yongxu.indicators.selectors import count_twins
from yongxu.public.changes import list_changes
from yongxu.public.milestones import list_milestones
from yongxu.public.serving import published_page
from yongxu.public.wording import explain_lag
from yongxu.ui.navigation import Crumb

NATIONAL = "tsdg"


@published_page
def home(request: HttpRequest) -> HttpResponse:
    """The year at a glance for the national framework."""
    return render(request, "public/home.html", overview_context(NATIONAL))


@published_page
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    """All goals of another framework with their achievement in the newest year."""
    if framework == NATIONAL:
        return redirect("public:home", permanent=True)
    context = overview_context(framework)
    chosen = context["framework"]
    return render(request, "public/framework.html", context | {"trail": [Crumb(chosen.name())] if isinstance(chosen, Framework) else []})


def overview_context(code: str) -> dict[str, object]:
    """What both pages show of a framework: its newest year, its goals where nothing is published yet, or that nothing was loaded."""
    found = glance(code)
    if found is None:
        chosen = Framework.objects.filter(code=code).first()
        if chosen is None and code != NATIONAL:
            raise Http404
        return {"section": "goals", "framework": chosen, "goals": Goal.objects.current(code)}
    lagging = [explain_lag(judged) for judged in count_twins(found.behind.indicators, twins="once")]
    framework = found.overview.goals[0].goal.edition.framework
    return {
        "section": "goals",
        "framework": framework,
        "glance": found,
        "total": found.overview.total,
        "lagging": lagging,
        "milestones": list_milestones(),
        "changed": list_changes(found.changes, framework=code) if found.changes else None,
    }
