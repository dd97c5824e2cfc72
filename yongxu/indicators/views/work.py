"""What the pages of reports need to know of indicators."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import QueryDict

from yongxu.accounts.models import User
from yongxu.indicators.desks import NAMES, Desk, desk_of, live_of, lives_of
from yongxu.indicators.filing import filing_from_json, filing_to_json, row_of_filing
from yongxu.indicators.forms import FilingForms
from yongxu.indicators.missing import missing_in
from yongxu.indicators.rows import IndicatorRow
from yongxu.indicators.views.subject import WORDS
from yongxu.quantities.interchange import Json
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.desks import Live
from yongxu.reporting.models import DueItem
from yongxu.reporting.subjects import Workbench

TAKEN_OVER = ("lag_reason", "countermeasures", "remarks")


class IndicatorBench(Workbench[Desk]):
    """Reports on indicators."""

    codes = ("indicators",)
    namespace = "indicators-work"
    item_template = "indicators/work_item.html"
    compiled_template = "indicators/parts/compiled_facts.html"
    words = WORDS
    names = NAMES

    def desk_of(self, item: DueItem, *, user: User, day: date) -> Desk:
        return desk_of(item, user=user, day=day)

    def forms_of(self, desk: Desk, data: QueryDict | None = None) -> FilingForms:
        return FilingForms(desk.filing, version=desk.version, parts=desk.live.parts, data=data)

    def live_of(self, desk: Desk, content: Mapping[str, Json]) -> Live[IndicatorRow]:
        return live_of(filing_from_json(content), desk.heading, year=desk.page.item.cycle.year, answers=desk.page.answers)

    def lives_of(self, items: Sequence[DueItem]) -> dict[int, Live[object]]:
        return dict(lives_of(items))

    def missing_in(self, desk: Desk, content: Mapping[str, Json]) -> list[tuple[str, Bilingual]]:
        filing = filing_from_json(content)
        return missing_in(filing, row_of_filing(filing, desk.heading, year=desk.page.item.cycle.year))

    def take_over(self, desk: Desk, content: Mapping[str, Json]) -> dict[str, Json]:
        report = desk.last_year.report if desk.last_year else None
        taken = {field: getattr(report, field) for field in TAKEN_OVER if report is not None and not content.get(field)}
        return {**content, **taken}

    def sheet_of(self, item: DueItem) -> Mapping[str, Json]:
        filing = getattr(item, "filing", None)
        return filing_to_json(filing_from_json(filing.content)) if filing else {}
