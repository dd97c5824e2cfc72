"""Pages of the public site: they read published things and link them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from yongxu.goals.models import Framework, Goal
from yongxu.indicators.models import Indicator, YearReport
from yongxu.indicators.selectors import JudgedReport, judge_report, judge_year, list_years, overview_of
from yongxu.public.charts import draw_series
from yongxu.ui.charts import Specification, chart_digest, compile_vega, draw_svg

NATIONAL = "tsdg"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The year at a glance for the national framework."""
    return framework(request, NATIONAL)


@require_safe
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    """All goals of a framework with their achievement in the newest year."""
    if framework == NATIONAL and request.resolver_match and request.resolver_match.url_name == "framework":
        return redirect("public:home", permanent=True)
    chosen = get_object_or_404(Framework, code=framework)
    years = list_years(framework)
    year = years[0] if years else None
    context = {
        "framework": chosen,
        "year": year,
        "goals": Goal.objects.current(framework) if year is None else None,
        "overview": None if year is None else overview_of(framework, year=year),
        "others": Framework.objects.exclude(pk=chosen.pk).filter(editions__indicators__isnull=False).distinct(),
    }
    return render(request, "public/framework.html", context)


@require_safe
def goal(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """A goal and its indicators with their verdicts in the newest year."""
    chosen = get_object_or_404(Goal.objects.current(framework).select_related("edition__framework"), code=code)
    years = list_years(framework)
    reports = [] if not years else [item for item in judge_year(framework, year=years[0]) if item.report.indicator.goal_id == chosen.pk]
    context = {"framework": chosen.edition.framework, "goal": chosen, "year": years[0] if years else None, "reports": reports}
    return render(request, "public/goal.html", context)


@require_safe
def indicator(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """An indicator: chart, table, verdict in words, reasons and sources."""
    chosen = _published_indicator(framework, code)
    reports = _judged(chosen)
    specification = draw_series(reports)
    context = {
        "framework": chosen.edition.framework,
        "indicator": chosen,
        "reports": reports[::-1],
        "latest": reports[-1],
        "chart": None if specification is None else chart_digest(specification),
        "twins": [] if chosen.twin_group is None else chosen.twin_group.indicators.exclude(pk=chosen.pk),
    }
    return render(request, "public/indicator.html", context)


@require_safe
def indicator_chart(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """The indicator's chart as a picture."""
    return _immutable(request, HttpResponse(draw_svg(_specification(framework, code)), content_type="image/svg+xml"))


@require_safe
def indicator_chart_specification(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """The indicator's chart for the interactive view."""
    return _immutable(request, HttpResponse(compile_vega(_specification(framework, code)), content_type="application/json"))


def _published_indicator(framework: str, code: str) -> Indicator:
    indicators = Indicator.objects.current(framework).published().select_related("edition__framework", "goal", "twin_group")
    return get_object_or_404(indicators.prefetch_related("roles__organization__names"), code=code)


def _judged(indicator: Indicator) -> list[JudgedReport]:
    reports = YearReport.objects.published().filter(indicator=indicator).select_related("publication").order_by("year").with_parts()
    return [judge_report(report) for report in reports]


def _specification(framework: str, code: str) -> Specification:
    specification = draw_series(_judged(_published_indicator(framework, code)))
    if specification is None:
        raise Http404
    return specification


def _immutable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A chart whose address names its content never changes."""
    response["Cache-Control"] = "public, max-age=31536000, immutable" if request.GET.get("v") else "no-cache"
    return response
