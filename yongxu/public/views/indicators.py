"""The list of all indicators, the page of one, its chart and its data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yongxu.goals.models import Framework
from yongxu.indicators.interchange import row_to_json
from yongxu.indicators.models import Indicator, IndicatorOrganization, YearReport
from yongxu.indicators.selectors import (
    JudgedReport,
    judge_report,
    list_corrections,
    row_of,
    series_from,
    series_of,
)
from yongxu.organizations.models import Organization
from yongxu.public.charts import MOST_PARTS, draw_series
from yongxu.public.corrections import CorrectedField, tell_corrections
from yongxu.public.errata import ToldErratum, csv_cells, errata_of_indicator, errata_to_json, newest_by_row, tell_erratum
from yongxu.public.lists import index_of, list_indicators
from yongxu.public.serving import PUBLISHED, published_page
from yongxu.public.views.overview import NATIONAL
from yongxu.public.wording import explain_report
from yongxu.quantities.interchange import Json
from yongxu.quantities.spreadsheets import csv_of
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models import Erratum
from yongxu.ui.charts import ChartFigure, Specification, chart_digest, compile_vega, draw_svg, picture_size
from yongxu.ui.navigation import Crumb

CSV_HEAD = (
    "code", "name", "year", "part", "target_text", "comparator", "target", "target_upper", "unit", "per", "direction_from",
    "result_text", "result", "result_upper", "result_unit", "result_per", "data_year", "estimate",
    "last_known_year", "last_known", "expected_on", "verdict", "source", "source_sha256",
    "judged_verdict", "judged_reason", "corrected_on", "correction_note",
)  # fmt: skip


@published_page
def indicators(request: HttpRequest, framework: str) -> HttpResponse:
    """Every indicator of a framework in the newest year: filtered, sorted, paged."""
    chosen = Framework.objects.filter(code=framework).first()
    if chosen is None and framework != NATIONAL:
        raise Http404
    index = index_of(framework, state=request.META[PUBLISHED])
    context = {
        "section": "indicators",
        "framework": chosen,
        "year": index.year,
        "counts": index.counts,
        "verdicts": list(Verdict),
        "list": list_indicators(index, request.GET),
        "trail": [Crumb(gettext("指標"))],
    }
    return render(request, "public/indicators.html", context)


@published_page
def indicator(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """An indicator: verdict in words, chart and table, reasons, definition, organisations, source, address to cite, data."""
    chosen = _published_indicator(framework, code)
    reports = _judged(chosen)
    latest = reports[-1]
    series = series_from(reports[::-1])
    errata = [tell_erratum(item) for item in errata_of_indicator(chosen)]
    goal = chosen.goal
    context = {
        "section": "indicators",
        "framework": chosen.edition.framework,
        "indicator": chosen,
        "goal": goal,
        "latest": latest,
        "roles": _roles(chosen),
        "explanations": explain_report(latest),
        "years": [(judged, explain_report(judged)) for judged in reversed(reports)],
        "chart": _figure(chosen, draw_series(series), parts=len(series)),
        "earlier": [(part, point) for part in series for point in part.points if point.is_earlier],
        "breakdowns": latest.report.breakdowns.all(),
        "twins": [] if chosen.twin_group is None else chosen.twin_group.indicators.exclude(pk=chosen.pk).select_related("goal"),
        "errata": errata,
        "latest_erratum": next((item for item in errata if item.year == latest.report.year), None),
        "corrections": _corrections(reports, errata),
        "trail": [
            Crumb(
                f"{goal.code} {goal.short_name() or goal.name()}", reverse("public:goal", args=[chosen.edition.framework.code, goal.code])
            ),
            Crumb(chosen.code),
        ],
    }
    return render(request, "public/indicator.html", context)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A publication of one or several (CE) years at one time, or a change of one; an erratum is told in full elsewhere on the page."""

    at: datetime
    first_year: int
    last_year: int
    origin: str
    is_first: bool
    is_erratum: bool
    corrections: tuple[CorrectedField, ...]

    def years(self) -> str:
        return f"{self.first_year}–{self.last_year}" if self.last_year > self.first_year else str(self.first_year)


def _corrections(reports: Sequence[JudgedReport], errata: Sequence[ToldErratum]) -> list[RecordLine]:
    """Every change, with old and new but for those that are told as errata; what was first published together is one. One query."""
    told = {(item.year, item.at) for item in errata}
    found: list[RecordLine] = []
    for item in list_corrections([judged.report for judged in reports]):
        if item.is_first and found and (found[-1].at, found[-1].is_first) == (item.at, True):
            found[-1] = replace(found[-1], first_year=min(item.year, found[-1].first_year), last_year=max(item.year, found[-1].last_year))
            continue
        is_erratum = (item.year, item.at) in told
        corrections = () if is_erratum or item.is_first else tell_corrections(item.changed, item.versions)
        found.append(RecordLine(item.at, item.year, item.year, item.origin, item.is_first, is_erratum, corrections))
    return found


@require_safe
def indicator_chart(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """The indicator's chart as a picture."""
    return _immutable(request, HttpResponse(draw_svg(_specification(framework, code)), content_type="image/svg+xml"))


@require_safe
def indicator_chart_specification(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """The indicator's chart for the interactive view."""
    return _immutable(request, HttpResponse(compile_vega(_specification(framework, code)), content_type="application/json"))


@require_safe
def indicator_json(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """Every published row of the indicator as `yongxu read` writes it, with its source."""
    chosen = _published_indicator(framework, code)
    years = [
        {
            "year": report.year,
            "source": report.publication.title,
            "source_sha256": report.publication.sha256,
            "published_at": report.publication.published_at,
            "row": row_to_json(row_of(report)),
            "judgement": _judgement_to_json(judge_report(report)),
        }
        for report in YearReport.objects.published().filter(indicator=chosen).select_related("publication").order_by("year").with_rows()
    ]
    address = request.build_absolute_uri(reverse("public:indicator", args=[framework, code]))
    document = {"framework": framework, "code": chosen.code, "name": chosen.name_zh, "address": address, "years": years}
    document["errata"] = errata_to_json(errata_of_indicator(chosen))
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_file_name(chosen)}.json"'
    return response


def _judgement_to_json(report: JudgedReport) -> dict[str, Json] | None:
    """What was judged in review beside the row's own verdict."""
    judged = report.judged
    return {"verdict": judged.verdict, "reason": judged.reason, "at": judged.judged_at.isoformat()} if judged else None


@require_safe
def indicator_csv(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    """Every part of every published year, one line each (UTF-8 with a mark, so that spreadsheets read it right)."""
    del request
    chosen = _published_indicator(framework, code)
    errata = newest_by_row(errata_of_indicator(chosen))
    lines = [
        line for judged in _judged(chosen) for line in _csv_lines(chosen, judged, erratum=errata.get((chosen.code, judged.report.year)))
    ]
    response = HttpResponse(csv_of([CSV_HEAD, *lines]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(chosen)}.csv"'
    return response


def _csv_lines(indicator: Indicator, judged: JudgedReport, *, erratum: Erratum | None) -> list[list[object]]:
    publication = judged.report.publication
    lines = []
    for number, part in enumerate(judged.parts, start=1):
        target, result = part.target, part.result
        known = result.last_known if result else None
        line: list[object] = [indicator.code, indicator.name_zh, judged.report.year, number]
        line += [target.text, target.comparator.value, target.value, target.upper, target.unit, target.per, target.direction_from]
        said = [result.text, result.value, result.upper, result.unit, result.per, result.data_year, result.estimate] if result else []
        line += said or [None] * 7
        line += [known.year if known else None, known.value if known else None, result.expected_on if result else None]
        line += [part.verdict.value, publication.title, publication.sha256]
        line += [judged.judged.verdict, judged.judged.reason] if judged.judged else [None, None]
        line += csv_cells(erratum)
        lines.append(line)
    return lines


def _file_name(indicator: Indicator) -> str:
    return f"yongxu-{indicator.edition.framework.code}-{indicator.code}"


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """The organisations in one role for an indicator, or in several that they hold together."""

    label: str
    organizations: tuple[Organization, ...]


def _roles(indicator: Indicator) -> list[RoleGroup]:
    labels = {
        IndicatorOrganization.Role.GOAL_LEAD: gettext("主政機關"),
        IndicatorOrganization.Role.LEAD: gettext("主辦機關"),
        IndicatorOrganization.Role.JOINT_LEAD: gettext("並列主辦"),
        IndicatorOrganization.Role.CO_AGENCY: gettext("協辦機關"),
        IndicatorOrganization.Role.FILER: gettext("填報機關"),
    }
    found = [
        RoleGroup(label, tuple(item.organization for item in indicator.roles.all() if item.role == role)) for role, label in labels.items()
    ]
    by_organizations: dict[tuple[Organization, ...], list[str]] = {}
    for group in found:
        if group.organizations:
            by_organizations.setdefault(group.organizations, []).append(group.label)
    return [RoleGroup(gettext("、").join(labels), organizations) for organizations, labels in by_organizations.items()]


def _published_indicator(framework: str, code: str) -> Indicator:
    roles = Prefetch("roles", queryset=IndicatorOrganization.objects.select_related("organization"))
    indicators = Indicator.objects.current(framework).published().select_related("edition__framework", "goal", "goal_target", "twin_group")
    return get_object_or_404(indicators.prefetch_related(roles, "roles__organization__names"), code=code)


def _judged(indicator: Indicator) -> list[JudgedReport]:
    reports = YearReport.objects.published().filter(indicator=indicator).select_related("publication").order_by("year")
    return [judge_report(report) for report in reports.for_verdicts().prefetch_related("breakdowns", "earlier_figures")]


def _specification(framework: str, code: str) -> Specification:
    specification = draw_series(series_of(_published_indicator(framework, code)))
    if specification is None:
        raise Http404
    return specification


def _figure(indicator: Indicator, specification: Specification | None, *, parts: int) -> ChartFigure | None:
    if specification is None:
        return None
    place = [indicator.edition.framework.code, indicator.code]
    version = chart_digest(specification)
    width, height = picture_size(draw_svg(specification))
    return ChartFigure(
        picture_address=f"{reverse('public:indicator-chart', args=place)}?v={version}",
        specification_address=f"{reverse('public:indicator-chart-specification', args=place)}?v={version}",
        label=gettext("%(name)s的目標與實績互動圖") % {"name": indicator.name()},
        description=gettext("%(name)s歷年目標與實績圖，數字見下表。") % {"name": indicator.name()},
        width=width,
        height=height,
        note=gettext("圖中為前 %(drawn)s 個分項，其餘見表。") % {"drawn": MOST_PARTS} if parts > MOST_PARTS else "",
    )


def _immutable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A chart whose address names its content never changes."""
    response["Cache-Control"] = "public, max-age=31536000, immutable" if request.GET.get("v") else "no-cache"
    return response
