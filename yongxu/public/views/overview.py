"""The front page and the other frameworks: a year at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from yongxu.goals.models import Framework, Goal
from yongxu.indicators.selectors import list_years, review_year
from yongxu.public.serving import published_page
from yongxu.ui.navigation import Crumb

NATIONAL = "tsdg"


@published_page
def home(request: HttpRequest) -> HttpResponse:
    """The year at a glance for the national framework."""
    chosen = get_object_or_404(Framework, code=NATIONAL)
    return render(request, "public/home.html", overview_context(chosen))


@published_page
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    """All goals of another framework with their achievement in the newest year."""
    if framework == NATIONAL:
        return redirect("public:home", permanent=True)
    chosen = get_object_or_404(Framework, code=framework)
    trail = [Crumb(chosen.name())]
    return render(request, "public/framework.html", overview_context(chosen) | {"trail": trail})


def overview_context(chosen: Framework) -> dict[str, object]:
    """What both pages show of a framework."""
    years = list_years(chosen.code)
    review = review_year(chosen.code, year=years[0]) if years else None
    return {
        "section": "goals",
        "framework": chosen,
        "review": review,
        "latest": max((judged.report.publication for judged in review.reports), key=lambda item: item.loaded_at) if review else None,
        "goals": [] if review else Goal.objects.current(chosen.code),
    }
