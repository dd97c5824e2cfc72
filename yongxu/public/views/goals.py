"""The page of a goal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from yongxu.goals.models import Goal
from yongxu.goals.selectors import mapped_goals
from yongxu.indicators.selectors import judge_for_list, list_years
from yongxu.public.lists import list_indicators
from yongxu.public.serving import published_page
from yongxu.quantities.verdicts import Verdict, achievement
from yongxu.ui.navigation import Crumb


@published_page
def goal(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """A goal's achievement with its formula, its indicators, its lead, and the goals it answers to."""
    goals = Goal.objects.current(framework).select_related("edition__framework", "lead").prefetch_related("lead__names")
    chosen = get_object_or_404(goals, code=code)
    years = list_years(framework)
    reports = judge_for_list(framework, year=years[0], goal=code) if years else []
    counts = achievement(judged.counts_as for judged in reports)
    context = {
        "section": "goals",
        "framework": chosen.edition.framework,
        "goal": chosen,
        "year": years[0] if years else None,
        "counts": counts,
        "due": counts.total - counts.not_due - counts.excluded,
        "verdicts": list(Verdict),
        "list": list_indicators(reports, request.GET),
        "mapped": mapped_goals(chosen),
        "trail": [Crumb(f"{chosen.code} {chosen.short_name() or chosen.name()}")],
    }
    return render(request, "public/goal.html", context)
