"""What Django and allauth announce at the door, passed on to the history."""

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from yongxu.accounts.middleware import SEEN
from yongxu.accounts.models import User
from yongxu.accounts.requests import origin_of
from yongxu.accounts.services.signing import record_credential, record_failure, record_proof, record_sign_in, record_sign_out
from yongxu.history.models import Event


def note_sign_in(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    """Signed in: by which methods."""
    del sender
    now = timezone.now()
    request.session[SEEN] = now.timestamp()
    records = request.session.get("account_authentication_methods") or []
    method = "+".join(str(item.get("type") or item.get("method")) for item in records) or "direct"
    record_sign_in(user, method=method, at=now, origin=origin_of(request))


def note_sign_out(sender: object, request: HttpRequest, user: User | None, **_more: object) -> None:
    """Signed out by himself; what the idle time ends is written where it ends it."""
    del sender
    if isinstance(user, User) and not request.session.get("left_idle"):
        record_sign_out(user, idle=False, at=timezone.now(), origin=origin_of(request))


def note_failure(sender: object, credentials: dict[str, str], request: HttpRequest | None = None, **_more: object) -> None:
    """A wrong password."""
    del sender
    email = credentials.get("email") or credentials.get("username") or ""
    origin = origin_of(request) if request else ""
    record_failure(email, event=Event.SIGN_IN_FAILED, method="password", at=timezone.now(), origin=origin)


def note_wrong_code(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    """A wrong second factor."""
    del sender
    kind = str(authenticator.type)
    record_failure(user.email, event=Event.SIGN_IN_FAILED, method=kind, at=timezone.now(), origin=origin_of(request))


def note_proof(sender: object, request: HttpRequest, method: str, user: User, *, reauthenticated: bool = False, **_more: object) -> None:
    """Proved anew who he is; the steps of signing in are told by the sign-in."""
    del sender
    if reauthenticated:
        record_proof(user, method=method, at=timezone.now(), origin=origin_of(request))


def note_added(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    """A new second factor or passkey."""
    del sender
    record_credential(user, verb="add_credential", kind=str(authenticator.type), at=timezone.now(), origin=origin_of(request))


def note_removed(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    """One less."""
    del sender
    record_credential(user, verb="remove_credential", kind=str(authenticator.type), at=timezone.now(), origin=origin_of(request))


def note_reset(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    """New recovery codes."""
    del sender
    record_credential(user, verb="renew_credential", kind=str(authenticator.type), at=timezone.now(), origin=origin_of(request))


def connect() -> None:
    """Called once when the room is ready."""
    user_logged_in.connect(note_sign_in, dispatch_uid="accounts.sign_in")
    user_logged_out.connect(note_sign_out, dispatch_uid="accounts.sign_out")
    user_login_failed.connect(note_failure, dispatch_uid="accounts.failure")
    authentication_step_completed.connect(note_proof, dispatch_uid="accounts.proof")
    authentication_failed.connect(note_wrong_code, dispatch_uid="accounts.wrong_code")
    authenticator_added.connect(note_added, dispatch_uid="accounts.added")
    authenticator_removed.connect(note_removed, dispatch_uid="accounts.removed")
    authenticator_reset.connect(note_reset, dispatch_uid="accounts.reset")
