"""What the working pages of indicators show: one report with its verdicts and findings while it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yongxu.accounts.models import User
from yongxu.indicators.filing import Heading, IndicatorFiling, filing_from_json, row_of_filing, start_from
from yongxu.indicators.findings import find_all
from yongxu.indicators.models import YearReport
from yongxu.indicators.plans import headings_of
from yongxu.indicators.rows import IndicatorReport, IndicatorRow
from yongxu.indicators.selectors import JudgedReport, judge_report
from yongxu.quantities.interchange import Json
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.desks import Change, Live, LivePart, Names, changes_since, with_answers
from yongxu.reporting.models import DueItem, FindingAnswer
from yongxu.reporting.selectors import ItemPage, item_page

NAMES = Names(
    {
        "target_text": _("今年目標"),
        "parts": _("實績值"),
        "lag_reason": _("落後原因"),
        "countermeasures": _("因應對策"),
        "remarks": _("備註"),
        "document_number": _("核定文號"),
        "claims_met": _("機關自評"),
        "breakdowns": _("分組數值"),
    },
    {
        **dict.fromkeys(("dimension", "category", "value", "result"), ""),
        "not_due": _("未達統計週期"),
        "expected_on": _("預計公布日期"),
        "last_known_year": _("最近一次公布的年度"),
        "last_known": _("最近一次公布的數值"),
        "estimate": _("初估值"),
        "data_year": _("資料年度"),
    },
)
"""The fields of a stored report in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One report on somebody's desk."""

    page: ItemPage
    heading: Heading
    filing: IndicatorFiling
    version: int
    live: Live[IndicatorRow]
    last_year: JudgedReport | None
    changes: tuple[Change, ...]
    since_last_year: tuple[Change, ...]


def desk_of(item: DueItem, *, user: User, day: date) -> Desk:
    """Everything for the page of one indicator's report. A fixed number of queries."""
    page = item_page(item, user=user, day=day)
    heading = headings_of([item], year=item.cycle.year)[item.code]
    stored = getattr(item, "filing", None)
    content: dict[str, Json] = stored.content if stored else {}
    filing = _stored_filing(item, heading)
    last_year = last_year_of(item)
    live = live_of(filing, heading, year=item.cycle.year, answers=page.answers)
    return Desk(
        page=page,
        heading=heading,
        filing=filing,
        version=stored.version if stored else 0,
        live=live,
        last_year=last_year,
        changes=changes_since(page.decisions, content, names=NAMES),
        since_last_year=_beside(last_year, live.row) if last_year else (),
    )


COMPARED = {
    "target_text": _("目標"),
    "result_text": _("實績值"),
    "lag_reason": _("落後原因"),
    "countermeasures": _("因應對策"),
    "remarks": _("備註"),
}
"""The texts that a reviewer reads beside last year's."""


def _beside(last_year: JudgedReport, row: IndicatorRow) -> tuple[Change, ...]:
    pairs = [(label, str(getattr(last_year.report, field)), str(getattr(row, field))) for field, label in COMPARED.items()]
    return tuple(Change(str(label), before, now) for label, before, now in pairs if before or now)


def live_of(filing: IndicatorFiling, heading: Heading, *, year: int, answers: Iterable[FindingAnswer] = ()) -> Live[IndicatorRow]:
    """Verdicts and findings of a report as it is typed. No query."""
    row = row_of_filing(filing, heading, year=year)
    parts = tuple(
        LivePart(target, None if pair is None else row.actuals[pair], verdict)
        for target, pair, verdict in zip(row.targets, row.pairs, row.verdicts, strict=True)
    )
    needs_reason = Verdict.MISSED in row.verdicts
    return Live(
        row=row,
        verdict=row.verdict,
        parts=parts,
        findings=with_answers(find_all(IndicatorReport("", year, (row,), ()))[0], answers),
        is_begun=bool(row.actuals),
        needs_reason=needs_reason,
        lacks_reason=needs_reason and not row.lag_reason,
    )


def last_year_of(item: DueItem) -> JudgedReport | None:
    """The newest published report of an earlier year, for comparison. Six queries."""
    reports = YearReport.objects.published().filter(indicator=int(item.subject_key), year__lt=item.cycle.year)
    report = reports.select_related("publication", "indicator").with_parts().order_by("-year").first()
    return judge_report(report) if report else None


def lives_of(items: Sequence[DueItem]) -> dict[int, Live[IndicatorRow]]:
    """The reports of these items as they are stored, by the item's key. Items come with ``filing`` and answers; seven queries."""
    headings = headings_of(items, year=items[0].cycle.year) if items else {}
    found = {}
    for item in items:
        heading = headings[item.code]
        filing = _stored_filing(item, heading)
        found[item.pk] = live_of(filing, heading, year=item.cycle.year, answers=item.finding_answers.all())
    return found


def _stored_filing(item: DueItem, heading: Heading) -> IndicatorFiling:
    """The report as it is stored, or what an officer begins with."""
    stored = getattr(item, "filing", None)
    return filing_from_json(stored.content) if stored and stored.content else start_from(heading.target_text)
