"""What a reporting cycle asks of whom for the measures of action programmes, and each measure's row before anybody reported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Max, Prefetch

from yongxu.accounts.selectors import ministry_of
from yongxu.climate.filing import planned_row
from yongxu.climate.models import Measure, MeasureOrganization, MeasureYear, Programme
from yongxu.climate.rows import MeasureRow
from yongxu.climate.selectors.rows import row_of
from yongxu.organizations.models import Body, Organization
from yongxu.organizations.selectors import reviewing_bodies
from yongxu.reporting.models import Cycle, DueItem
from yongxu.reporting.plans import PlannedAppearance, PlannedItem

SUBJECT_TYPE = Measure._meta.label_lower
ALL = "all"
"""The scope of a cycle over all programmes of a kind."""
KINDS = {Cycle.Subject.SECTORS.value: Programme.Kind.SECTOR, Cycle.Subject.STRATEGIES.value: Programme.Kind.STRATEGY}
"""Which programmes a cycle's subject is about."""
_SUFFIX = "行動方案"


def plan_items(subject: str, scope: str) -> list[PlannedItem]:
    """Every measure that stands in the newest table of the programmes in scope (a programme's code, or ``all`` of the kind).

    The first lead agency files, else the programme's lead; other leads and co-agencies contribute. The body that reviews the programme
    (the task force for strategies, the council for sectors) says under which council it stands. Two queries and two for
    each programme, and one for each level above an organisation.
    """
    bodies = reviewing_bodies(subject)
    programmes = Programme.objects.filter(kind=KINDS[subject], strategies__measures__years__isnull=False)
    programmes = programmes.filter(is_fictional=False) if scope == ALL else programmes.filter(code=scope)
    newest = programmes.annotate(newest=Max("strategies__measures__years__year")).values_list("pk", "newest")
    roles = MeasureOrganization.objects.order_by("pk").select_related("organization__parent__parent")
    planned = []
    for programme, year in newest.order_by("position"):
        measures = Measure.objects.filter(strategy__programme=programme, years__year=year).order_by("sort_key")
        measures = measures.select_related("strategy__programme__lead__parent__parent")
        planned += [_plan(item, bodies) for item in measures.prefetch_related(Prefetch("roles", queryset=roles))]
    return planned


def _plan(measure: Measure, bodies: dict[str, Body]) -> PlannedItem:
    programme = measure.strategy.programme
    leads = [role.organization for role in measure.roles.all() if role.role == MeasureOrganization.Role.LEAD]
    others = [role.organization for role in measure.roles.all() if role.role == MeasureOrganization.Role.CO_AGENCY]
    filer = next(iter(leads), programme.lead)
    section, rest = section_of(programme)
    place = PlannedAppearance(
        code=measure.code,
        sort_key=f"{programme.position:03d} {measure.sort_key}",
        name=measure.name_zh,
        section=section,
        section_key=f"{programme.position:03d}",
        section_name=rest,
        group=bodies.get(programme.code) or bodies.get("*"),
        lead_ministry=ministry_of(programme.lead) if programme.lead else None,
    )
    return PlannedItem(
        subject_type=SUBJECT_TYPE,
        subject_key=str(measure.pk),
        appearances=(place,),
        organization=filer,
        ministry=ministry_of(filer) if filer else None,
        co_organizations=tuple(_others([*leads[1:], *others], than=filer)),
    )


def section_of(programme: Programme) -> tuple[str, str]:
    """How a programme is called as a section of a cycle: its short name (製造部門), and what kind of programme it is."""
    kind = _SUFFIX if programme.name_zh.endswith(_SUFFIX) else Programme.Kind(programme.kind).label
    return programme.name_zh.removesuffix(_SUFFIX)[:40], str(kind)


def _others(organizations: Iterable[Organization], *, than: Organization | None) -> list[Organization]:
    return [item for item in dict.fromkeys(organizations) if item != than]


def planned_rows(items: Sequence[DueItem], *, year: int) -> dict[str, MeasureRow]:
    """The row of each item's measure as it stands before anybody reported in a CE year, by the measure's key. Five queries.

    That is the year's own plan where it was loaded, else what the newest earlier table says of the measure; one that had ended then
    has ended.
    """
    years: dict[int, list[MeasureYear]] = defaultdict(list)
    known = MeasureYear.objects.filter(measure__in=[int(item.subject_key) for item in items]).order_by("year").with_parts()
    for item in known:
        years[item.measure_id].append(item)
    found = {}
    for measure, own in years.items():
        chosen = next((item for item in reversed(own) if item.year <= year), own[0])
        known_row = row_of(chosen)
        row = planned_row(known_row)
        if chosen.year != year:
            ended = known_row.ended and chosen.year < year
            row = replace(row, is_new=False, ended=ended, result_text=known_row.result_text if ended else "")
        found[str(measure)] = row
    return found
