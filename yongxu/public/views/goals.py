"""The page of a goal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from yongxu.goals.models import Goal
from yongxu.goals.selectors import mapped_goals
from yongxu.public.lists import index_of, list_indicators
from yongxu.public.serving import PUBLISHED, published_page
from yongxu.public.views.overview import NATIONAL
from yongxu.quantities.verdicts import Verdict
from yongxu.ui.navigation import Crumb


@published_page
def goal(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """A goal's achievement with its formula, its indicators, its lead, and the goals it answers to."""
    goals = Goal.objects.current(framework).select_related("edition__framework", "lead").prefetch_related("lead__names")
    chosen = get_object_or_404(goals, code=code)
    index = index_of(framework, goal=code, state=request.META[PUBLISHED])
    counts = index.counts
    context = {
        "section": "goals",
        "framework": chosen.edition.framework,
        "goal": chosen,
        "year": index.year,
        "counts": counts,
        "due": counts.total - counts.not_due - counts.excluded,
        "verdicts": list(Verdict),
        "national": NATIONAL,
        "list": list_indicators(index, request.GET),
        "mapped": mapped_goals(chosen),
        "trail": [Crumb(f"{chosen.code} {chosen.short_name() or chosen.name()}")],
    }
    return render(request, "public/goal.html", context)
