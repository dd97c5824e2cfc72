"""`yongxu migrate`: the tables, and the table of the cache."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make or update the tables of the database, the cache's too."

    def handle(self, *_arguments: object, verbosity: int, **_options: object) -> None:
        call_command("migrate", verbosity=verbosity, interactive=False)
        call_command("createcachetable", verbosity=verbosity)
