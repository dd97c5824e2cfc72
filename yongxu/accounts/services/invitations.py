"""Inviting somebody to a role: a link that works once, for seven days, and of which only a digest is stored."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from yongxu.accounts.models import Invitation, User
from yongxu.accounts.refusals import AccountClosed, AlreadyHeld, InvitationClosed, InvitedAnother, NotAllowed, SentTooOften
from yongxu.accounts.selectors import Place, place_of
from yongxu.accounts.services.passwords import set_password
from yongxu.accounts.services.roles import give_role
from yongxu.history.services import record
from yongxu.organizations.models import pick_language

GOOD_FOR = timedelta(days=7)
SENT_AT_MOST = 5


def digest_of(token: str) -> str:
    """The SHA-256 of a link's token. The token is long and random, so a plain digest cannot be reversed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    place: Place, *, email: str, name: str, language: str, address_of: Callable[[str], str], by: User, at: datetime, origin: str = ""
) -> Invitation:
    """Offer a role to whoever reads mail at an address. Whether there is an account for it makes no difference here.

    ``address_of`` makes the full address of the page from the token. An open invitation of the same address to the same place is
    withdrawn, so that one link works. Raises `NotAllowed`.
    """
    if not by.has_perm("accounts.fill_place", place.unheld()):
        raise NotAllowed
    email = email.strip().lower()
    for earlier in Invitation.objects.open(at=at).filter(email=email, role=place.role):
        if place_of(earlier) != place:
            continue
        withdraw_invitation(earlier, by=by, at=at, origin=origin)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        name=name.strip(),
        language=language,
        role=place.role,
        organization_id=place.organization_id,
        body_id=place.body_id,
        token_digest=digest_of(token),
        sent_at=at,
        expires_at=at + GOOD_FOR,
        invited_by=by,
        invited_at=at,
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    record(invitation, "invite", by=by, at=at, difference=_words(invitation), origin=origin)
    transaction.on_commit(lambda: send_invitation(invitation, address=address_of(token)))
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, address_of: Callable[[str], str], by: User, at: datetime, origin: str = "") -> Invitation:
    """Send a new link, good for seven days; the old one no longer works. Raises `NotAllowed`, `InvitationClosed`, `SentTooOften`."""
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not by.has_perm("accounts.fill_place", place_of(current).unheld()):
        raise NotAllowed
    if current.accepted_at or current.withdrawn_at:
        raise InvitationClosed
    if current.times_sent >= SENT_AT_MOST:
        raise SentTooOften
    token = secrets.token_urlsafe(32)
    current.token_digest, current.sent_at, current.expires_at = digest_of(token), at, at + GOOD_FOR
    current.times_sent += 1
    current.full_clean()
    current.save(update_fields=["token_digest", "sent_at", "expires_at", "times_sent"])
    record(current, "resend_invitation", by=by, at=at, difference={"times_sent": current.times_sent}, origin=origin)
    transaction.on_commit(lambda: send_invitation(current, address=address_of(token)))
    return current


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, at: datetime, origin: str = "") -> Invitation:
    """The link no longer works. Raises `NotAllowed`, `InvitationClosed`."""
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not by.has_perm("accounts.fill_place", place_of(current).unheld()):
        raise NotAllowed
    if current.accepted_at or current.withdrawn_at:
        raise InvitationClosed
    current.withdrawn_at, current.withdrawn_by = at, by
    current.full_clean()
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(current, "withdraw_invitation", by=by, at=at, origin=origin)
    return current


def find_invitation(token: str, *, at: datetime) -> Invitation:
    """The open invitation that a link belongs to. Raises `InvitationClosed`, whatever the reason. One query."""
    found = Invitation.objects.open(at=at).select_related("organization", "body", "invited_by").filter(token_digest=digest_of(token))
    invitation = found.first()
    if invitation is None:
        raise InvitationClosed
    return invitation


def invited_person(invitation: Invitation) -> User | None:
    """The account that the invited address has already; for the one who holds the link alone. One query."""
    return User.objects.filter(email=invitation.email, is_system=False).first()


@transaction.atomic
def accept_invitation(token: str, *, name: str, language: str, password: str, at: datetime, origin: str = "") -> User:
    """Make the account and give it the role, with a password that was validated before. Raises `InvitationClosed`, `InvitedAnother`.

    The mail proved the address. The role counts as given by whoever invited, if he still may give it.
    """
    invitation = _lock(token, at=at)
    if invited_person(invitation) is not None:
        raise InvitedAnother
    person = User.objects.create_user(invitation.email, None, name=name.strip())
    person.language = language
    person.full_clean(exclude=["password"])
    person.save(update_fields=["language"])
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record(person, "open_account", by=person, at=at, difference={"name": [None, person.name]}, origin=origin)
    set_password(person, password, by=person, at=at, origin=origin)
    _take_place(invitation, person, at=at, origin=origin)
    return person


@transaction.atomic
def accept_invitation_as(token: str, *, by: User, at: datetime, origin: str = "") -> User:
    """Take the role with the account one already has. Raises `InvitationClosed`, `InvitedAnother`, `AlreadyHeld`, `AccountClosed`."""
    invitation = _lock(token, at=at)
    if invitation.email != by.email:
        raise InvitedAnother
    if not by.is_active:
        raise AccountClosed
    _take_place(invitation, by, at=at, origin=origin)
    return by


def _lock(token: str, *, at: datetime) -> Invitation:
    found = find_invitation(token, at=at)
    invitation = Invitation.objects.select_for_update().select_related(None).open(at=at).filter(pk=found.pk).first()
    if invitation is None or not invitation.invited_by.has_perm("accounts.fill_place", place_of(invitation).unheld()):
        raise InvitationClosed
    return invitation


def _take_place(invitation: Invitation, person: User, *, at: datetime, origin: str) -> None:
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.full_clean()
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(invitation, "accept_invitation", by=person, at=at, difference={"accepted_by": [None, person.pk]}, origin=origin)
    try:
        with transaction.atomic():
            give_role(person, place_of(invitation), starts_on=timezone.localdate(at), by=invitation.invited_by, at=at, origin=origin)
    except AlreadyHeld:
        return


def send_invitation(invitation: Invitation, *, address: str) -> None:
    """The mail, in the language that was chosen for the invited person."""
    with translation.override(invitation.language):
        context = {"invitation": invitation, "address": address, "days": GOOD_FOR.days, "place": place_name(invitation)}
        subject = render_to_string("accounts/mail/invitation_subject.txt", context).strip()
        EmailMessage(subject, render_to_string("accounts/mail/invitation_message.txt", context), to=[invitation.email]).send()


def place_name(invitation: Invitation) -> str:
    """The organisation or body that invites, in the language in force."""
    if invitation.organization is not None:
        return invitation.organization.name()
    return pick_language(invitation.body.name_zh, invitation.body.name_en) if invitation.body is not None else ""


def _words(invitation: Invitation) -> dict[str, str | None]:
    return {
        "role": invitation.role,
        "organization": invitation.organization.code if invitation.organization else None,
        "body": invitation.body.code if invitation.body else None,
    }
