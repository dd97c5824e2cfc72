"""`yongxu prune-history`: delete events that are past their time; the nightly task does the same."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import timezone

from yongxu.history.services import prune_events


class Command(BaseCommand):
    help = "Delete sealed events (sign-ins, exports, refusals …) that are past their time; changes are kept for good."

    def handle(self, *_arguments: object, **_options: object) -> None:
        actor = get_user_model().objects.system_user("history")
        number = 0
        while entry := prune_events(by=actor, at=timezone.now()):
            number += len(entry.difference["entries"])
        self.stdout.write(f"清除 {number} 筆逾期的事件紀錄。 {number} events pruned.")
