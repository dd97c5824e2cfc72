"""What is done with the record every night: examine it, seal it, prune it."""

import logging
from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yongxu.history.services import prune_events, seal_entries
from yongxu.history.verification import verify_history

logger = logging.getLogger(__name__)
NIGHTLY = time(0, 10)


@task()
def keep_history() -> None:
    """Examine, seal and prune the record, and come back tomorrow. A day on which nothing ran is sealed by the next run."""
    at = timezone.now()
    schedule_nightly(keep_history, after=at)
    found = verify_history()
    if not found.intact:
        logger.error("The history was tampered with: %d findings; see `yongxu verify-history`.", len(found.tamperings))
    seal_entries(at=at)
    actor = get_user_model().objects.system_user("history")
    while prune_events(by=actor, at=at):
        pass


def schedule_nightly(nightly: Task[[], None], *, after: datetime) -> None:
    """Let a task run in the night after that moment, unless it is already waiting for a night."""
    if not DBTaskResult.objects.filter(task_path=nightly.module_path, status=TaskResultStatus.READY).exists():
        tomorrow = timezone.localdate(after) + timedelta(days=1)
        nightly.using(run_after=timezone.make_aware(datetime.combine(tomorrow, NIGHTLY))).enqueue()
