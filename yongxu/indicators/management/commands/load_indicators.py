"""`yongxu load` for an indicator table: called with the report that was read."""

from datetime import datetime

from yongxu.accounts.models import User
from yongxu.indicators.filing import without_results
from yongxu.indicators.rows import IndicatorReport
from yongxu.indicators.services import load_report
from yongxu.reporting.differences import Difference, Source
from yongxu.reporting.load_command import LoadCommand


class Command(LoadCommand[IndicatorReport]):
    help = "Store an indicator table (use `yongxu load FILE`)."

    def load(
        self,
        report: IndicatorReport,
        *,
        within: str | None,
        source: Source,
        by: User,
        at: datetime,
        dry_run: bool,
        published: bool,
        replace_published: bool,
    ) -> Difference:
        return load_report(
            report,
            framework=within or "tsdg",
            source=source,
            by=by,
            at=at,
            dry_run=dry_run,
            published=published,
            replace_published=replace_published,
        )

    def targets_of(self, report: IndicatorReport) -> IndicatorReport:
        return without_results(report)
