"""What is done every night: files that a crash left behind go."""

import logging

from django.utils import timezone
from django_tasks import task

from yongxu.attachments.storage import remove_orphans
from yongxu.history.tasks import schedule_nightly

logger = logging.getLogger(__name__)


@task()
def tidy_attachments() -> None:
    """Remove stored files that no row knows, and come back tomorrow."""
    at = timezone.now()
    schedule_nightly(tidy_attachments, after=at)
    if removed := remove_orphans(at=at):
        logger.warning("%d stored files belonged to nothing and were removed.", removed)
