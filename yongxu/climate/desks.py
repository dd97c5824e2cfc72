"""What the working pages of measures show: one report with its verdicts and findings while it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yongxu.accounts.models import User
from yongxu.climate.filing import KINDS, RECURRENCES, MeasureFiling, filing_from_json, row_of_filing, start_from
from yongxu.climate.findings import find_all
from yongxu.climate.models import MeasureYear
from yongxu.climate.plans import planned_rows
from yongxu.climate.rows import MeasureRow, ProgrammeReport
from yongxu.climate.selectors.figures import judge_benefits
from yongxu.climate.selectors.pages import MeasureStanding, standing_of
from yongxu.quantities.interchange import Json
from yongxu.quantities.targets import roc
from yongxu.quantities.verdicts import Verdict, row_verdict
from yongxu.reporting.desks import Change, Live, LivePart, Names, changes_since, with_answers
from yongxu.reporting.models import DueItem, FindingAnswer
from yongxu.reporting.selectors import ItemPage, item_page

KIND_LABELS = dict(zip(KINDS, (_("實際減量"), _("預期減量"), _("減量潛力"), _("未註明")), strict=True))
RECURRENCE_LABELS = dict(zip(RECURRENCES, (_("每年發生"), _("一次性"), _("累計值"), _("多種合計")), strict=True))
NAMES = Names(
    {
        "target_text": _("預期效益"),
        "plan": _("具體計畫"),
        "results": _("執行成果"),
        "amounts": _("經費執行數"),
        "rate": _("執行率（%）"),
        "explanation": _("經費說明"),
        "co2e_year": _("當年減量（公噸CO2e）"),
        "co2e_cumulative": _("累計減量（公噸CO2e）"),
        "co2e_kind": _("減量性質"),
        "co2e_recurrence": _("每年或一次"),
        "ended": _("措施已結束"),
        "ended_text": _("結束情形"),
        "remarks": _("備註"),
    },
    {
        **dict.fromkeys(("text", "source", "amount", "unit"), ""),
        "first_year": _("起年"),
        "last_year": _("迄年"),
    },
    {"co2e_kind": KIND_LABELS, "co2e_recurrence": RECURRENCE_LABELS},
)
"""The fields of a stored report in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One report on somebody's desk."""

    page: ItemPage
    planned: MeasureRow
    filing: MeasureFiling
    version: int
    live: Live[MeasureRow]
    last_year: MeasureStanding | None
    changes: tuple[Change, ...]


def desk_of(item: DueItem, *, user: User, day: date) -> Desk:
    """Everything for the page of one measure's report. A fixed number of queries."""
    page = item_page(item, user=user, day=day)
    planned = planned_rows([item], year=item.cycle.year)[item.subject_key]
    stored = getattr(item, "filing", None)
    content: dict[str, Json] = stored.content if stored else {}
    filing = _stored_filing(item, planned)
    return Desk(
        page=page,
        planned=planned,
        filing=filing,
        version=stored.version if stored else 0,
        live=live_of(filing, planned, year=item.cycle.year, answers=page.answers),
        last_year=last_year_of(item),
        changes=changes_since(page.decisions, content, names=NAMES),
    )


def live_of(filing: MeasureFiling, planned: MeasureRow, *, year: int, answers: Iterable[FindingAnswer] = ()) -> Live[MeasureRow]:
    """Verdicts and findings of a report as it is typed. No query."""
    row = row_of_filing(filing, planned, year=year)
    benefits = judge_benefits(row, roc_year=roc(year))
    verdict = Verdict.NOT_APPLICABLE if row.ended else row_verdict([benefit.verdict for benefit in benefits])
    return Live(
        row=row,
        verdict=verdict,
        parts=tuple(LivePart(benefit.target, benefit.result, benefit.verdict) for benefit in benefits),
        findings=with_answers(find_all(ProgrammeReport("", roc(year), (row,), ()))[0], answers),
        is_begun=bool(row.results) or row.ended,
    )


def last_year_of(item: DueItem) -> MeasureStanding | None:
    """The newest published year before the cycle's, for comparison. Four queries."""
    years = MeasureYear.objects.published().filter(measure=int(item.subject_key), year__lt=item.cycle.year)
    newest = years.with_parts().order_by("-year").first()
    return standing_of(newest) if newest else None


def lives_of(items: Sequence[DueItem]) -> dict[int, Live[MeasureRow]]:
    """The reports of these items as they are stored, by the item's key. Items come with ``filing`` and answers; five queries."""
    planned = planned_rows(items, year=items[0].cycle.year) if items else {}
    found = {}
    for item in items:
        row = planned[item.subject_key]
        found[item.pk] = live_of(_stored_filing(item, row), row, year=item.cycle.year, answers=item.finding_answers.all())
    return found


def _stored_filing(item: DueItem, planned: MeasureRow) -> MeasureFiling:
    """The report as it is stored, or what an officer begins with."""
    stored = getattr(item, "filing", None)
    return filing_from_json(stored.content) if stored and stored.content else start_from(planned)
