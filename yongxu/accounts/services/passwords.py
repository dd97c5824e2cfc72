"""Setting a password, and remembering the last ones by their hashes."""

from datetime import datetime

from django.db import transaction

from yongxu.accounts.models import FormerPassword, User
from yongxu.history.services import record

REMEMBERED = 3


@transaction.atomic
def set_password(person: User, password: str, *, by: User, at: datetime, origin: str = "") -> None:
    """Set a password that was validated before. Its hash and the two before it are kept, older ones forgotten."""
    if person.has_usable_password() and not person.former_passwords.exists():
        FormerPassword.objects.create(user=person, password=person.password, set_at=person.joined_at)
    person.set_password(password)
    person.save(update_fields=["password"])
    FormerPassword.objects.create(user=person, password=person.password, set_at=at)
    kept = list(person.former_passwords.values_list("pk", flat=True)[:REMEMBERED])
    person.former_passwords.exclude(pk__in=kept).delete()
    record(person, "set_password", by=by, at=at, origin=origin)
