"""The whole table of a year as a ministry's window compiles it: its own agencies in all goals, every row of the goals it leads."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yongxu.indicators.desks import lives_of
from yongxu.indicators.plans import headings_of
from yongxu.indicators.rows import IndicatorRow
from yongxu.indicators.views.work import IndicatorBench
from yongxu.quantities.spreadsheets import csv_of
from yongxu.reporting.desks import QueueRow, items_of, queue_of, work_cycles
from yongxu.reporting.models import Cycle
from yongxu.reporting.views.items import person_of


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: the code it has here, who is responsible, and the report as it stands."""

    code: str
    name: str
    agencies: str
    row: QueueRow
    stated: IndicatorRow


@dataclass(frozen=True, slots=True)
class GoalPart:
    """The rows under one goal, and the ministry that leads it."""

    code: str
    name: str
    lead: str
    lines: tuple[Line, ...]


def parts_of(cycle: Cycle, request: HttpRequest) -> list[GoalPart]:
    """What the person sees of a cycle, as document 001 lays it out: by goal, twins under each of their codes. Fixed number of queries."""
    items = items_of(cycle, user=person_of(request))
    lives = lives_of(items)
    rows = {row.item.pk: row for row in queue_of(items, dict(lives), mine=(), day=timezone.localdate())}
    headings = headings_of(items, year=cycle.year) if items else {}
    goals: dict[tuple[str, str, str], list[tuple[str, Line]]] = {}
    for item in items:
        for place in item.appearances.all():
            agencies = "、".join(headings[place.code].agencies) or item.organization.name()
            line = Line(place.code, place.name, agencies, rows[item.pk], lives[item.pk].row)
            goals.setdefault((place.section_key, place.section, place.section_name), []).append((place.sort_key, line))
    return [
        GoalPart(code, name, headings[lines[0][1].code].goal_lead or "", tuple(line for _, line in sorted(lines, key=lambda pair: pair[0])))
        for (_, code, name), lines in sorted(goals.items())
    ]


def _cycle(request: HttpRequest) -> tuple[list[Cycle], Cycle | None]:
    cycles = work_cycles(IndicatorBench.codes, user=person_of(request))
    wanted = request.GET.get("cycle", "")
    return cycles, next((each for each in cycles if str(each.pk) == wanted), cycles[0] if cycles else None)


@login_required
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The table on screen and on paper."""
    cycles, cycle = _cycle(request)
    context = {"bench": IndicatorBench(), "cycles": cycles, "cycle": cycle, "goals": parts_of(cycle, request) if cycle else []}
    return render(request, "indicators/work_table.html", {**context, "section": "work", "tab": "table"})


@login_required
@require_GET
def table_csv(request: HttpRequest) -> HttpResponse:
    """The same table as CSV."""
    _cycles, cycle = _cycle(request)
    lines: list[list[object]] = [
        [_("核心目標"), _("編號"), _("指標"), _("機關"), _("目標"), _("實績值"), _("落後原因"), _("因應對策"), _("判定"), _("備註")]
    ]
    for goal in parts_of(cycle, request) if cycle else []:
        for line in goal.lines:
            said, stated = f"{goal.code} {goal.name}", line.stated
            texts = [stated.target_text, stated.result_text, stated.lag_reason, stated.countermeasures]
            lines.append([said, line.code, line.name, line.agencies, *texts, line.row.counts_as.value, stated.remarks])
    answer = HttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="table.csv"'
    return answer
