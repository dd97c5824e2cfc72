"""`yongxu migrate`: the tables, and the table of the cache."""

from django.core.management import call_command
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own command with all its arguments; what only looks (``--plan``, ``--check``) makes no table."""

    help = "Make or update the tables of the database, the cache's too."

    def handle(self, *arguments: object, database: str, verbosity: int, plan: bool, check_unapplied: bool, **options: object) -> None:
        given = {"database": database, "verbosity": verbosity, "plan": plan, "check_unapplied": check_unapplied}
        super().handle(*arguments, **given, **options)
        if not (plan or check_unapplied):
            call_command("createcachetable", database=database, verbosity=verbosity)
