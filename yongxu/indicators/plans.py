"""What a reporting cycle asks of whom for the indicators of a framework, and how a report is headed under each of its codes."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch

from yongxu.accounts.selectors import ministry_of
from yongxu.indicators.filing import Heading
from yongxu.indicators.models import Indicator, IndicatorOrganization, YearReport
from yongxu.organizations.models import Body, Organization
from yongxu.organizations.selectors import reviewing_bodies
from yongxu.reporting.models import DueItem
from yongxu.reporting.plans import PlannedAppearance, PlannedItem

SUBJECT_TYPE = Indicator._meta.label_lower
_LEADS = (IndicatorOrganization.Role.LEAD, IndicatorOrganization.Role.JOINT_LEAD)


def plan_items(framework: str) -> list[PlannedItem]:
    """Every indicator of the framework's current edition that somebody reports; twins once, under all their codes.

    Who files is the organisation in the role 填報, else the one that leads; where several are named the others contribute.
    A fixed number of queries, and one for each level above an organisation.
    """
    bodies = reviewing_bodies(framework)
    planned: list[PlannedItem] = []
    seen: set[int] = set()
    indicators = list(_with_roles(Indicator.objects.current(framework)))
    for indicator in indicators:
        group = indicator.twin_group_id
        if group is not None and group in seen:
            continue
        twins = [indicator] if group is None else [item for item in indicators if item.twin_group_id == group]
        seen |= {group} if group is not None else set()
        planned.append(_plan(twins, bodies))
    return planned


def _with_roles(indicators: "Iterable[Indicator]") -> "Iterable[Indicator]":
    roles = IndicatorOrganization.objects.select_related("organization__parent__parent").prefetch_related("organization__names")
    queryset = Indicator.objects.filter(pk__in=[item.pk for item in indicators]).order_by("goal__sort_key", "sort_key")
    return queryset.select_related("goal__lead__parent__parent").prefetch_related(Prefetch("roles", queryset=roles))


def _plan(twins: Sequence[Indicator], bodies: dict[str, Body]) -> PlannedItem:
    filers = _organizations(twins, IndicatorOrganization.Role.FILER) or _organizations(twins, *_LEADS)
    helpers = [item for item in _organizations(twins, *_LEADS, IndicatorOrganization.Role.CO_AGENCY) if item not in filers[:1]]
    helpers = list(dict.fromkeys([*filers[1:], *helpers]))
    return PlannedItem(
        subject_type=SUBJECT_TYPE,
        subject_key=str(twins[0].pk),
        appearances=tuple(
            PlannedAppearance(
                code=item.code,
                sort_key=item.sort_key,
                name=item.name_zh,
                section=item.goal.code,
                section_key=item.goal.sort_key,
                section_name=item.goal.name_zh,
                group=bodies.get(item.goal.code) or bodies.get("*"),
                lead_ministry=ministry_of(item.goal.lead) if item.goal.lead else None,
            )
            for item in twins
        ),
        organization=filers[0] if filers else None,
        ministry=ministry_of(filers[0]) if filers else None,
        co_organizations=tuple(helpers),
    )


def _organizations(twins: Iterable[Indicator], *roles: IndicatorOrganization.Role) -> list[Organization]:
    held = [
        (roles.index(IndicatorOrganization.Role(role.role)), role.pk, role.organization)
        for item in twins
        for role in item.roles.all()
        if role.role in roles
    ]
    return list(dict.fromkeys(organization for _, _, organization in sorted(held, key=lambda entry: entry[:2])))


def headings_of(items: Iterable[DueItem], *, year: int) -> dict[str, Heading]:
    """How the report of a CE year is headed under every code of these items, and the target set for it. Seven queries.

    Names are as the newest report printed them, else from the definition; twins have the target of their first code.
    """
    shown = [[place.code for place in item.appearances.all()] for item in items]
    together = {code: codes for codes in shown for code in codes}
    pks = {item.subject_key for item in items}
    edition = Indicator.objects.filter(pk__in=pks).values("edition")
    indicators = Indicator.objects.filter(edition__in=edition, code__in=together).select_related("goal")
    newest = YearReport.objects.filter(indicator__in=indicators).order_by("year").prefetch_related("target_parts")
    printed = {report.indicator_id: report for report in newest}
    planned = {report.indicator_id: report for report in newest if report.year == year}
    leads = IndicatorOrganization.objects.filter(role__in=_LEADS).select_related("organization").prefetch_related("organization__names")
    found = {}
    for indicator in indicators.prefetch_related(Prefetch("roles", queryset=leads)):
        report = printed.get(indicator.pk)
        names = [role.organization.name() for role in sorted(indicator.roles.all(), key=lambda role: (role.role != "lead", role.pk))]
        plan = planned.get(indicator.pk)
        found[indicator.code] = Heading(
            target_text=plan.target_text if plan else "",
            targets=tuple(part.statement() for part in plan.target_parts.all()) if plan else (),
            code=indicator.code,
            starred=indicator.starred,
            goal=indicator.goal.code,
            goal_name=report.goal_printed if report else indicator.goal.name_zh,
            goal_lead=report.goal_lead_printed if report else None,
            name=indicator.name_zh,
            agencies=tuple(report.agencies_printed) if report else tuple(names),
            agency_note=report.agency_note if report else "",
            same_as=tuple(code for code in together[indicator.code] if code != indicator.code),
        )
    return found
