"""`yongxu load` for a programme table: called with the report that was read."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.climate.rows import ProgrammeReport
from yongxu.climate.services import load_programme_report
from yongxu.indicators.services import LoadRefused, Source


class Command(BaseCommand):
    help = "Store a programme table (use `yongxu load FILE`)."
    stealth_options = ("report", "file_name", "sha256", "dry_run", "programme")

    def handle(
        self,
        *_arguments: object,
        report: ProgrammeReport | None = None,
        file_name: str = "",
        sha256: str = "",
        dry_run: bool = False,
        programme: str | None = None,
        **_options: object,
    ) -> None:
        if report is None:
            raise CommandError("Use `yongxu load FILE`.", returncode=2)
        try:
            difference = load_programme_report(
                report,
                programme=programme,
                source=Source(file_name, sha256),
                by=User.objects.system_user("load"),
                at=timezone.now(),
                dry_run=dry_run,
            )
        except LoadRefused as error:
            raise CommandError(f"{error.message.zh} / {error.message.en}", returncode=1) from error
        self.stdout.write(f"{'試算 dry run · ' if dry_run else ''}{report.title} ({report.year})")
        self.stdout.write(f"新增 new {len(difference.new)} · 變更 changed {len(difference.changed)} · 相同 same {len(difference.same)}")
        for code, names in difference.changed:
            self.stdout.write(f"  {code}: {', '.join(names)}")
        for match in difference.unknown_organizations:
            near = "、".join(match.candidates) or "—"
            self.stdout.write(f"  未知機關 unknown organisation: {match.printed} (最接近 nearest: {near})")
