"""`yongxu work`: run queued tasks, and every night those that ``NIGHTLY_TASKS`` names."""

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.management.commands import db_worker

from yongxu.history.tasks import schedule_nightly


class Command(db_worker.Command):
    """The worker of django-tasks with all its arguments."""

    help = "Run queued tasks, and the nightly ones."

    def execute(self, *arguments: object, **options: object) -> str | None:
        for path in settings.NIGHTLY_TASKS:
            schedule_nightly(import_string(path), after=timezone.now())
        return super().execute(*arguments, **options)
