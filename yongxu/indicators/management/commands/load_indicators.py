"""`yongxu load` for an indicator table: called with the report that was read."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.indicators.rows import IndicatorReport
from yongxu.indicators.services import load_report
from yongxu.reporting.differences import LoadRefused, Source, describe


class Command(BaseCommand):
    help = "Store an indicator table (use `yongxu load FILE`)."
    stealth_options = ("report", "file_name", "sha256", "dry_run", "replace_published", "framework")

    def handle(
        self,
        *_arguments: object,
        report: IndicatorReport | None = None,
        file_name: str = "",
        sha256: str = "",
        dry_run: bool = False,
        replace_published: bool = False,
        framework: str = "tsdg",
        **_options: object,
    ) -> None:
        if report is None:
            raise CommandError("Use `yongxu load FILE`.", returncode=2)
        try:
            difference = load_report(
                report,
                framework=framework,
                source=Source(file_name, sha256),
                by=User.objects.system_user("load"),
                at=timezone.now(),
                dry_run=dry_run,
                replace_published=replace_published,
            )
        except LoadRefused as error:
            if error.difference is not None:
                for line in describe(error.difference, title=f"{report.title} ({report.year})", dry_run=dry_run):
                    self.stdout.write(line)
            raise CommandError(f"{error.message.zh} / {error.message.en}", returncode=1) from error
        for line in describe(difference, title=f"{report.title} ({report.year})", dry_run=dry_run):
            self.stdout.write(line)
