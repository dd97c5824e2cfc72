"""Pages about the site itself: method, site map, policies."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from yongxu.goals.models import Framework, Goal
from yongxu.indicators.selectors import judge_year, list_years
from yongxu.public.errata import PER_PAGE, list_errata
from yongxu.public.serving import published_page
from yongxu.public.views.overview import NATIONAL
from yongxu.public.wording import explain_report
from yongxu.quantities.verdicts import achievement
from yongxu.reporting.models import Erratum
from yongxu.ui.navigation import Crumb

WORKED_EXAMPLES = ("6.4.1", "8.5.2", "7.1.2")
EXAMPLE_GOAL = "6"
POLICIES = ("privacy", "open-data", "accessibility")


@published_page
def method(request: HttpRequest) -> HttpResponse:
    """How verdicts, the achievement rate and findings come about, with worked examples from published rows where there are any."""
    years = list_years(NATIONAL)
    reports = judge_year(NATIONAL, year=years[0]) if years else []
    by_code = {judged.report.indicator.code: judged for judged in reports}
    counts = achievement(judged.counts_as for judged in reports if judged.report.indicator.goal.code == EXAMPLE_GOAL)
    context = {
        "section": "method",
        "examples": [(by_code[code], explain_report(by_code[code])) for code in WORKED_EXAMPLES if code in by_code],
        "national": NATIONAL,
        "example_goal": EXAMPLE_GOAL,
        "counts": counts,
        "due": counts.total - counts.not_due,
        "text": f"public/texts/method.{_own_language()}.html",
        "trail": [Crumb(gettext("方法說明"))],
    }
    return render(request, "public/method.html", context)


@published_page
def policy(request: HttpRequest, name: str) -> HttpResponse:
    """One of the statements every government site has."""
    if name not in POLICIES:
        raise Http404
    titles = {
        "privacy": gettext("隱私權及資訊安全政策"),
        "open-data": gettext("政府網站資料開放宣告"),
        "accessibility": gettext("無障礙聲明"),
    }
    context = {"title": titles[name], "text": f"public/texts/{name}.{_own_language()}.html", "trail": [Crumb(titles[name])]}
    return render(request, "public/policy.html", context)


@published_page
def site_map(request: HttpRequest) -> HttpResponse:
    """Every part of the site on one page."""
    goals = Goal.objects.filter(edition__is_current=True, edition__framework__code=NATIONAL)
    context = {"goals": goals, "frameworks": Framework.objects.all(), "national": NATIONAL, "trail": [Crumb(gettext("網站導覽"))]}
    return render(request, "public/site_map.html", context)


@published_page
def errata(request: HttpRequest) -> HttpResponse:
    """Every correction of something published, the newest first."""
    page = Paginator(Erratum.objects.shown(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "public/errata.html", {"page": page, "errata": list_errata(page), "trail": [Crumb(gettext("勘誤紀錄"))]})


def _own_language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
