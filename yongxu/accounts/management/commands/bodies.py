"""`yongxu bodies`: what the secretariat has still to enter about the council's bodies, and a file that enters it."""

import argparse
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.organizations.models import Body
from yongxu.organizations.services import CorrectionRefused, correct_bodies, read_body_corrections


class Command(BaseCommand):
    help = "Enter names of circles and the circle of each working group from a JSON file; without a file, say what is missing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a list of {code, name_zh, name_en, parent}")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *_arguments: object, file: Path | None, dry_run: bool, **_options: object) -> None:
        if file is not None:
            self._correct(file, dry_run=dry_run)
            return
        for body in Body.objects.unnamed():
            self.stdout.write(f"{body.code}: 名稱待秘書處填寫 name to be entered by the secretariat")
        for body in Body.objects.without_circle():
            self.stdout.write(f"{body.code} {body.name_zh}: 所屬工作圈待秘書處填寫 circle to be entered by the secretariat")

    def _correct(self, file: Path, *, dry_run: bool) -> None:
        try:
            with transaction.atomic():
                changed = correct_bodies(read_body_corrections(file), by=User.objects.system_user("bodies"), at=timezone.now())
                transaction.set_rollback(dry_run)
        except CorrectionRefused as error:
            raise CommandError(str(error), returncode=1) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages), returncode=1) from error
        self.stdout.write(f"{'試算 dry run · ' if dry_run else ''}變更 changed {len(changed)}: {', '.join(changed) or '—'}")
