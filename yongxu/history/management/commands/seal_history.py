"""`yongxu seal-history`: seal what was recorded since the last seal, and print the seal to keep it elsewhere."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from yongxu.history.digests import anchor_of
from yongxu.history.services import seal_entries


class Command(BaseCommand):
    help = "Seal the history and print the digest of the seal; it is also added to history-seals.txt in YONGXU_DATA."

    def handle(self, *_arguments: object, **_options: object) -> None:
        seal = seal_entries(at=timezone.now())
        self.stdout.write(str(anchor_of(seal)) if seal else "沒有新的紀錄。 Nothing new to seal.")
