"""Search over goals, indicators, programmes, measures and organisations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yongxu.climate.selectors.record import search as find
from yongxu.public.serving import published_page
from yongxu.ui.navigation import Crumb

MOST_LETTERS = 100
EXAMPLES = ("漏水", "再生能源", "水利署", "失業", "6.4.1")


@published_page
def search(request: HttpRequest) -> HttpResponse:
    """Everything published in which all words of the query occur. Words are separated by spaces."""
    asked = request.GET.get("q", "").strip()
    query = asked[:MOST_LETTERS]
    context = {
        "section": "search",
        "query": query,
        "most_letters": MOST_LETTERS if len(asked) > MOST_LETTERS else None,
        "hits": find(query) if query else None,
        "examples": EXAMPLES,
        "trail": [Crumb(gettext("搜尋"))],
    }
    return render(request, "public/search.html", context)
