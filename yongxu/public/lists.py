"""Lists of indicators: filtered, sorted and paged by what stands in the address, so that every state has one.

All rows are judged once for every state of the record, into what a list sorts and narrows by; a page reads the rows it shows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from yongxu.history.selectors import keep_while_unchanged
from yongxu.indicators.models import Indicator, IndicatorOrganization
from yongxu.indicators.selectors import JudgedReport, judge_for_list, judge_reports
from yongxu.organizations.models import Organization, pick_language
from yongxu.quantities.verdicts import Achievement, Verdict, achievement

PER_PAGE = 25
URGENCY = (Verdict.MISSED, Verdict.NEEDS_JUDGEMENT, Verdict.NOT_DUE, Verdict.NOT_APPLICABLE, Verdict.MET)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What a list knows of a report before it is read: its key, what it is sorted by, its verdict, who is responsible (codes)."""

    report: int
    code: tuple[str, str]
    name_zh: str
    name_en: str
    verdict: Verdict
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorIndex:
    """Every published report of the newest (CE) year in the order of the codes, how many of each verdict, and the organisations by code.

    ``year`` is None where there is none.
    """

    year: int | None
    entries: tuple[IndexEntry, ...]
    counts: Achievement
    organizations: dict[str, Organization]


def by_code(entry: IndexEntry) -> tuple[str, str]:
    return entry.code


def by_name(entry: IndexEntry) -> tuple[str, str]:
    return pick_language(entry.name_zh, entry.name_en), entry.code[1]


def by_verdict(entry: IndexEntry) -> tuple[str, str]:
    return str(URGENCY.index(entry.verdict)), entry.code[1]


SORTS: dict[str, Callable[[IndexEntry], tuple[str, str]]] = {"code": by_code, "name": by_name, "verdict": by_verdict}


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A row of the list: a judged report and who is responsible."""

    judged: JudgedReport
    organizations: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """One page of a list; ``verdict`` and ``organization`` are what it is filtered by, empty for all."""

    page: Page[IndexEntry]
    rows: tuple[ListedReport, ...]
    verdict: str
    organization: str
    organizations: tuple[Organization, ...]


def index_of(framework: str, *, state: str, goal: str | None = None) -> IndicatorIndex:
    """The index of the newest year, of one goal or of all. No query, at the first time for ``state`` five."""
    return keep_while_unchanged(f"index {framework} {goal}", state=state, compute=lambda: read_index(framework, goal=goal))


def read_index(framework: str, *, goal: str | None = None) -> IndicatorIndex:
    """The same computed anew from the facts. Five queries."""
    reports = judge_for_list(framework, goal=goal)
    responsible = {judged.report.pk: responsible_for(judged.report.indicator) for judged in reports}
    return IndicatorIndex(
        year=reports[0].report.year if reports else None,
        entries=tuple(
            IndexEntry(
                report=judged.report.pk,
                code=(judged.report.indicator.goal.sort_key, judged.report.indicator.sort_key),
                name_zh=judged.report.indicator.name_zh,
                name_en=judged.report.indicator.name_en,
                verdict=judged.counts_as,
                organizations=tuple(item.code for item in responsible[judged.report.pk]),
            )
            for judged in reports
        ),
        counts=achievement(judged.counts_as for judged in reports),
        organizations={item.code: item for each in responsible.values() for item in each},
    )


def list_indicators(index: IndicatorIndex, query: QueryDict) -> IndicatorList:
    """The part of the index that a query asks for, its reports read and judged. Unknown values filter nothing; a page beyond the end is
    the last one. Three queries."""
    known = {verdict.value for verdict in Verdict}
    verdict = query.get("verdict", "") if query.get("verdict", "") in known else ""
    organization = query.get("organization", "") if query.get("organization", "") in index.organizations else ""
    shown = [
        entry
        for entry in index.entries
        if (not verdict or entry.verdict == verdict) and (not organization or organization in entry.organizations)
    ]
    sort = query.get("sort", "")
    key = SORTS.get(sort.removeprefix("-"))
    if key is not None:
        shown = sorted(shown, key=key, reverse=sort.startswith("-"))
    page = Paginator(shown, PER_PAGE).get_page(query.get("page"))
    judged = {item.report.pk: item for item in judge_reports([entry.report for entry in page])}
    return IndicatorList(
        page=page,
        rows=tuple(ListedReport(judged[entry.report], tuple(index.organizations[code] for code in entry.organizations)) for entry in page),
        verdict=verdict,
        organization=organization,
        organizations=tuple(sorted(index.organizations.values(), key=lambda item: item.name())),
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
