"""What happens at the door, written to the history: sign-ins, sign-outs, failures, lock-outs, refusals, new credentials."""

from datetime import datetime

from django.db import transaction

from yongxu.accounts.models import User
from yongxu.history.services import record


@transaction.atomic
def record_sign_in(person: User, *, method: str, at: datetime, origin: str) -> None:
    """Somebody came in; ``method`` says how: password, mfa, socialaccount."""
    record(person, "sign_in", by=person, at=at, difference={"method": method}, origin=origin)


@transaction.atomic
def record_sign_out(person: User, *, idle: bool, at: datetime, origin: str) -> None:
    """Somebody left, or was away for too long."""
    record(person, "idle_sign_out" if idle else "sign_out", by=person, at=at, origin=origin)


@transaction.atomic
def record_failure(email: str, *, verb: str, at: datetime, origin: str) -> None:
    """A sign-in that failed or was locked out. What was typed is not kept: it may be a password, or the address of a stranger."""
    door = User.objects.system_user("sign-in")
    person = User.objects.filter(email=email.strip().lower(), is_system=False).first()
    record(person or door, verb, by=door, at=at, difference={"known_account": person is not None}, origin=origin)


@transaction.atomic
def record_refusal(person: User, *, path: str, at: datetime, origin: str) -> None:
    """A page or an act that somebody was refused."""
    record(person, "refused", by=person, at=at, difference={"path": path[:300]}, origin=origin)


@transaction.atomic
def record_credential(person: User, *, verb: str, kind: str, at: datetime, origin: str) -> None:
    """A second factor or passkey was added, removed or made anew."""
    record(person, verb, by=person, at=at, difference={"kind": kind}, origin=origin)


@transaction.atomic
def record_export(person: User, *, what: str, rows: int, at: datetime, origin: str) -> None:
    """Personal data left the system as a file."""
    record(person, "export", by=person, at=at, difference={"what": what, "rows": rows}, origin=origin)


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
