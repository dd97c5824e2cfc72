"""Search over goals, indicators, measures and organisations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yongxu.climate.selectors import find_measures
from yongxu.goals.selectors import find_goals
from yongxu.indicators.selectors import find_indicators
from yongxu.organizations.selectors import find_organizations
from yongxu.public.serving import published_page
from yongxu.ui.navigation import Crumb

MOST_TERMS, MOST_LETTERS = 6, 100


@published_page
def search(request: HttpRequest) -> HttpResponse:
    """Everything published in which all words of the query occur. Words are separated by spaces."""
    query = request.GET.get("q", "").strip()[:MOST_LETTERS]
    terms = query.split()[:MOST_TERMS]
    context: dict[str, object] = {"section": "search", "query": query, "trail": [Crumb(gettext("搜尋"))]}
    if terms:
        goals, indicators = find_goals(terms), find_indicators(terms)
        measures, organizations = find_measures(terms), find_organizations(terms)
        context |= {
            "goals": goals,
            "indicators": indicators,
            "measures": measures,
            "organizations": organizations,
            "total": len(goals) + len(indicators) + len(measures) + len(organizations),
        }
    return render(request, "public/search.html", context)
