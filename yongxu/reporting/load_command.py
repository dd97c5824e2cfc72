"""What every command behind `yongxu load` shares: it is called with the report that was read, and says what changed."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.reporting.differences import Difference, LoadRefused, Source, describe


class TitledReport(Protocol):
    """A report that was read: its title and the year it is of, as printed."""

    @property
    def title(self) -> str: ...

    @property
    def year(self) -> int | None: ...


Report = TypeVar("Report", bound=TitledReport)


class LoadCommand(BaseCommand, ABC, Generic[Report]):
    """A subclass stores one kind of report. ``within`` is the code of what it belongs to, None for the usual one."""

    stealth_options = ("report", "file_name", "sha256", "dry_run", "replace_published", "targets_only", "within")

    @abstractmethod
    def load(
        self,
        report: Report,
        *,
        within: str | None,
        source: Source,
        by: User,
        at: datetime,
        dry_run: bool,
        published: bool,
        replace_published: bool,
    ) -> Difference:
        """Store the report, or with ``dry_run`` only say what that would change. Raises `LoadRefused`."""

    @abstractmethod
    def targets_of(self, report: Report) -> Report:
        """The report without anything that is a result: what a cycle begins with."""

    def handle(
        self,
        *_arguments: object,
        report: Report | None = None,
        file_name: str = "",
        sha256: str = "",
        dry_run: bool = False,
        replace_published: bool = False,
        targets_only: bool = False,
        within: str | None = None,
        **_options: object,
    ) -> None:
        if report is None:
            raise CommandError("Use `yongxu load FILE`.", returncode=2)
        refused: LoadRefused | None = None
        difference: Difference | None = None
        try:
            difference = self.load(
                self.targets_of(report) if targets_only else report,
                within=within,
                source=Source(file_name, sha256),
                by=User.objects.system_user("load"),
                at=timezone.now(),
                dry_run=dry_run,
                published=not targets_only,
                replace_published=replace_published,
            )
        except LoadRefused as error:
            refused, difference = error, error.difference
        if difference is not None:
            for line in describe(difference, title=f"{report.title} ({report.year})", dry_run=dry_run):
                self.stdout.write(line)
        if refused is not None:
            raise CommandError(f"{refused.message.zh} / {refused.message.en}", returncode=1) from refused
