"""What happens at the door, written to the history: sign-ins, sign-outs, failures, lock-outs, refusals, new credentials."""

from datetime import datetime

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.history.models import Event
from yongxu.history.services import mask_address, record, record_event


def record_sign_in(person: User, *, method: str, at: datetime, origin: str) -> None:
    """Somebody came in; ``method`` says how: password, totp, webauthn, recovery_codes, socialaccount."""
    record_event(Event.SIGN_IN, by=person, at=at, difference={"method": method}, origin=origin)


def record_sign_out(person: User, *, idle: bool, at: datetime, origin: str) -> None:
    """Somebody left, or was away for too long."""
    record_event(Event.EXPIRE if idle else Event.SIGN_OUT, by=person, at=at, origin=origin)


def record_proof(person: User, *, method: str, at: datetime, origin: str) -> None:
    """Somebody proved anew who he is, before a grave act."""
    record_event(Event.REAUTHENTICATE, by=person, at=at, difference={"method": method}, origin=origin)


def record_failure(email: str, *, event: Event, method: str, at: datetime, origin: str) -> None:
    """A sign-in that failed or was locked out. Of an address without an account only first letter and domain are kept."""
    person = User.objects.filter(email=email.strip().lower(), is_system=False).first()
    door = User.objects.system_user("sign-in")
    record_event(event, by=door, at=at, about=person or mask_address(email), difference={"method": method}, origin=origin)


def record_refusal(person: User, *, path: str, at: datetime, origin: str) -> None:
    """A page or an act that somebody was refused."""
    record_event(Event.REFUSE, by=person, at=at, about=path, origin=origin)


def record_export(person: User, *, what: str, rows: int, at: datetime, origin: str) -> None:
    """Personal data left the system as a file."""
    record_event(Event.EXPORT, by=person, at=at, about=what, difference={"rows": rows}, origin=origin)


@transaction.atomic
def record_credential(person: User, *, verb: str, kind: str, at: datetime, origin: str) -> None:
    """A second factor or passkey was added, removed or made anew."""
    record(person, verb, by=person, at=at, difference={"kind": kind}, origin=origin)


@transaction.atomic
def change_profile(person: User, *, name: str, language: str, by: User, at: datetime, origin: str = "") -> User:
    """Somebody's own name and language of mails."""
    current = User.objects.select_for_update().get(pk=person.pk)
    before = {"name": current.name, "language": current.language}
    current.name, current.language = name.strip(), language
    after = {"name": current.name, "language": current.language}
    changed = {field: [before[field], after[field]] for field in before if before[field] != after[field]}
    if changed:
        current.full_clean(exclude=["password"])
        current.save(update_fields=["name", "language"])
        record(current, "change_profile", by=by, at=at, difference=changed, origin=origin)
    return current
