"""`yongxu load` for a programme table: called with the report that was read."""

from datetime import datetime

from yongxu.accounts.models import User
from yongxu.climate.filing import without_results
from yongxu.climate.rows import ProgrammeReport
from yongxu.climate.services import load_programme_report
from yongxu.reporting.differences import Difference, Source
from yongxu.reporting.load_command import LoadCommand


class Command(LoadCommand[ProgrammeReport]):
    help = "Store a programme table (use `yongxu load FILE`)."

    def load(
        self,
        report: ProgrammeReport,
        *,
        within: str | None,
        source: Source,
        by: User,
        at: datetime,
        dry_run: bool,
        published: bool,
        replace_published: bool,
    ) -> Difference:
        return load_programme_report(
            report,
            programme=within,
            source=source,
            by=by,
            at=at,
            dry_run=dry_run,
            published=published,
            replace_published=replace_published,
        )

    def targets_of(self, report: ProgrammeReport) -> ProgrammeReport:
        return without_results(report)
