"""Pages of the organisations: who there is, under which names, and what each is responsible for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from yongxu.climate.models import MeasureOrganization
from yongxu.climate.selectors.record import IndicatorDuty, MeasureDuty, organization_page
from yongxu.indicators.models import IndicatorOrganization
from yongxu.organizations.models import Organization, OrganizationName
from yongxu.organizations.selectors import fold_name
from yongxu.public.serving import published_page
from yongxu.public.templatetags.measures import ROLES, organization_kind, role_name
from yongxu.quantities.verdicts import Achievement, achievement
from yongxu.ui.navigation import Crumb


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organisation in the list, its depth under the highest one shown, and how much it answers for."""

    organization: Organization
    depth: int
    indicators: int
    measures: int
    former: tuple[OrganizationName, ...]


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """The indicators for which an organisation has the same roles."""

    roles: str
    counts: Achievement
    duties: tuple[IndicatorDuty, ...]


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """The measures for which an organisation has the same roles."""

    roles: str
    counts: Achievement
    duties: tuple[MeasureDuty, ...]


@published_page
def organizations(request: HttpRequest) -> HttpResponse:
    """All organisations in their tree, to narrow by name, kind and duty."""
    words, kind, duty = (request.GET.get(name, "").strip() for name in ("name", "kind", "duty"))
    everyone = list(Organization.objects.filter(is_fictional=False).prefetch_related("names"))
    indicators, measures = _count_indicators(), _count_measures()
    kinds = [item for item in Organization.Kind.values if any(organization.kind == item for organization in everyone)]
    rows = []
    for organization, depth in _in_tree(everyone):
        counts = (indicators.get(organization.pk, 0), measures.get(organization.pk, 0))
        if not _is_called(organization, words) or (kind and organization.kind != kind) or (duty and not any(counts)):
            continue
        former = tuple(name for name in organization.names.all() if not name.is_alias and name.valid_until is not None)
        rows.append(OrganizationRow(organization, depth, *counts, former))
    context = {
        "section": "organizations",
        "trail": [Crumb(gettext("權責機關"))],
        "rows": rows,
        "total": len(everyone),
        "kinds": [(code, organization_kind(code)) for code in kinds],
        "words": words,
        "kind": kind,
        "duty": duty,
    }
    return render(request, "public/organizations/list.html", context)


@published_page
def organization(request: HttpRequest, code: str) -> HttpResponse:
    """An organisation: its names over time, its place, and everything published that it answers for, by role."""
    page = organization_page(code)
    if page is None:
        raise Http404
    names = list(page.organization.names.all())
    before = [] if page.predecessor is None else [name for name in page.predecessor.names.all() if not name.is_alias]
    context = {
        "section": "organizations",
        "framework": page.organization,
        "trail": [Crumb(gettext("權責機關"), reverse("public:organizations")), Crumb(page.organization.name())],
        "page": page,
        "organization": page.organization,
        "official": [*before, *(name for name in names if not name.is_alias)],
        "aliases": [name for name in names if name.is_alias],
        "indicator_groups": _indicator_groups(page.indicators),
        "measure_groups": _measure_groups(page.measures),
    }
    return render(request, "public/organizations/organization.html", context)


def _indicator_groups(duties: Iterable[IndicatorDuty]) -> list[IndicatorGroup]:
    """The indicators by the roles that the organisation has for them, the most responsible first."""
    grouped: dict[tuple[str, ...], list[IndicatorDuty]] = {}
    for duty in duties:
        grouped.setdefault(_in_order(duty.roles), []).append(duty)
    return [
        IndicatorGroup(_roles_in_words(roles), achievement(duty.latest.counts_as for duty in own), tuple(own))
        for roles, own in sorted(grouped.items(), key=lambda item: _ranks(item[0]))
    ]


def _measure_groups(duties: Iterable[MeasureDuty]) -> list[MeasureGroup]:
    """The measures by the roles that the organisation has for them, those it leads first."""
    grouped: dict[tuple[str, ...], list[MeasureDuty]] = {}
    for duty in duties:
        grouped.setdefault(_in_order(duty.roles), []).append(duty)
    return [
        MeasureGroup(_roles_in_words(roles), achievement(duty.latest.status for duty in own), tuple(own))
        for roles, own in sorted(grouped.items(), key=lambda item: _ranks(item[0]))
    ]


def _in_order(roles: Iterable[str]) -> tuple[str, ...]:
    given = set(roles)
    return tuple(role for role in ROLES if role in given)


def _ranks(roles: tuple[str, ...]) -> tuple[int, ...]:
    order = list(ROLES)
    return tuple(order.index(role) for role in roles)


def _roles_in_words(roles: tuple[str, ...]) -> str:
    return gettext("、").join(role_name(role) for role in roles)


def _count_indicators() -> dict[int, int]:
    """How many published indicators each organisation answers for. One query."""
    roles = IndicatorOrganization.objects.filter(indicator__reports__publication__published_at__isnull=False)
    return dict(roles.order_by().values_list("organization").annotate(Count("indicator", distinct=True)))


def _count_measures() -> dict[int, int]:
    """How many published measures each organisation answers for. One query."""
    roles = MeasureOrganization.objects.filter(measure__years__publication__published_at__isnull=False)
    return dict(roles.order_by().values_list("organization").annotate(Count("measure", distinct=True)))


def _in_tree(everyone: list[Organization]) -> list[tuple[Organization, int]]:
    """Every organisation after its parent, in the order of the codes, with its depth."""
    known = {item.pk for item in everyone}
    children: dict[int | None, list[Organization]] = {}
    for item in everyone:
        children.setdefault(item.parent_id if item.parent_id in known else None, []).append(item)
    ordered: list[tuple[Organization, int]] = []
    waiting = [(item, 0) for item in reversed(children.get(None, []))]
    while waiting:
        item, depth = waiting.pop()
        ordered.append((item, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(item.pk, []))]
    return ordered


def _is_called(organization: Organization, words: str) -> bool:
    """Whether one of its names, old or new, holds the words."""
    wanted = fold_name(words)
    return not wanted or any(wanted in fold_name(f"{name.name_zh} {name.name_en}") for name in organization.names.all())
