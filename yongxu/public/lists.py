"""Lists of indicators: filtered, sorted and paged by what stands in the address, so that every state has one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from yongxu.indicators.models import Indicator, IndicatorOrganization
from yongxu.indicators.selectors import JudgedReport
from yongxu.organizations.models import Organization
from yongxu.quantities.verdicts import Verdict

PER_PAGE = 50
URGENCY = (Verdict.MISSED, Verdict.NEEDS_JUDGEMENT, Verdict.NOT_DUE, Verdict.NOT_APPLICABLE, Verdict.MET)


def by_code(judged: JudgedReport) -> tuple[str, str]:
    return judged.report.indicator.goal.sort_key, judged.report.indicator.sort_key


def by_name(judged: JudgedReport) -> tuple[str, str]:
    return judged.report.indicator.name(), judged.report.indicator.sort_key


def by_verdict(judged: JudgedReport) -> tuple[str, str]:
    return str(URGENCY.index(judged.counts_as)), judged.report.indicator.sort_key


SORTS: dict[str, Callable[[JudgedReport], tuple[str, str]]] = {"code": by_code, "name": by_name, "verdict": by_verdict}


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """One page of a list; ``verdict`` and ``organization`` are what it is filtered by, empty for all."""

    page: Page[JudgedReport]
    verdict: str
    organization: str
    organizations: tuple[Organization, ...]


def list_indicators(reports: Sequence[JudgedReport], query: QueryDict) -> IndicatorList:
    """The part of the reports that a query asks for. Unknown values filter nothing; a page beyond the end is the last one."""
    known = {verdict.value for verdict in Verdict}
    verdict = query.get("verdict", "") if query.get("verdict", "") in known else ""
    organizations = {item.code: item for judged in reports for item in responsible_for(judged.report.indicator)}
    organization = query.get("organization", "") if query.get("organization", "") in organizations else ""
    shown = [
        judged
        for judged in reports
        if (not verdict or judged.counts_as == verdict)
        and (not organization or organization in {item.code for item in responsible_for(judged.report.indicator)})
    ]
    sort = query.get("sort", "")
    key = SORTS.get(sort.removeprefix("-"))
    if key is not None:
        shown = sorted(shown, key=key, reverse=sort.startswith("-"))
    return IndicatorList(
        page=Paginator(shown, PER_PAGE).get_page(query.get("page")),
        verdict=verdict,
        organization=organization,
        organizations=tuple(sorted(organizations.values(), key=lambda item: item.name())),
    )


def responsible_for(indicator: Indicator) -> list[Organization]:
    """Its lead and joint leads, else who files, else whoever it has, each once. No query where roles were prefetched."""
    role = IndicatorOrganization.Role
    found = list(indicator.roles.all())
    for wanted in ((role.LEAD, role.JOINT_LEAD), (role.FILER,), tuple(role)):
        organizations = {item.organization.code: item.organization for item in found if item.role in wanted}
        if organizations:
            return list(organizations.values())
    return []
