"""What the pages of reports need to know of measures."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import QueryDict

from yongxu.accounts.models import User
from yongxu.climate.desks import NAMES, Desk, desk_of, live_of, lives_of
from yongxu.climate.filing import filing_from_json, filing_to_json, row_of_filing
from yongxu.climate.forms import FilingForms
from yongxu.climate.missing import missing_in
from yongxu.climate.plans import KINDS
from yongxu.climate.rows import MeasureRow
from yongxu.climate.views.subject import WORDS
from yongxu.quantities.interchange import Json
from yongxu.quantities.targets import roc
from yongxu.quantities.wording import Bilingual
from yongxu.reporting.desks import Live
from yongxu.reporting.models import DueItem
from yongxu.reporting.subjects import Workbench


class MeasureBench(Workbench[Desk]):
    """Reports on measures."""

    codes = tuple(KINDS)
    namespace = "climate-work"
    item_template = "climate/work_item.html"
    compiled_template = "climate/parts/compiled_facts.html"
    words = WORDS
    names = NAMES

    def desk_of(self, item: DueItem, *, user: User, day: date) -> Desk:
        return desk_of(item, user=user, day=day)

    def forms_of(self, desk: Desk, data: QueryDict | None = None) -> FilingForms:
        return FilingForms(desk.filing, version=desk.version, parts=desk.live.parts, data=data)

    def live_of(self, desk: Desk, content: Mapping[str, Json]) -> Live[MeasureRow]:
        return live_of(filing_from_json(content), desk.planned, year=desk.page.item.cycle.year, answers=desk.page.answers)

    def lives_of(self, items: Sequence[DueItem]) -> dict[int, Live[object]]:
        return dict(lives_of(items))

    def missing_in(self, desk: Desk, content: Mapping[str, Json]) -> list[tuple[str, Bilingual]]:
        filing, year = filing_from_json(content), desk.page.item.cycle.year
        return missing_in(filing, row_of_filing(filing, desk.planned, year=year), roc_year=roc(year))

    def sheet_of(self, item: DueItem) -> Mapping[str, Json]:
        filing = getattr(item, "filing", None)
        return filing_to_json(filing_from_json(filing.content)) if filing else {}
