"""Invitations: one link, once, for seven days; nothing tells whether an address has an account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import PASSWORD
from tests.conftest import NOW
from yongxu.accounts.models import Invitation, Role, User
from yongxu.accounts.refusals import InvitationClosed, InvitedAnother, NotAllowed, SentTooOften
from yongxu.accounts.selectors import Place, powers_of
from yongxu.accounts.services.invitations import (
    accept_invitation,
    accept_invitation_as,
    digest_of,
    find_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from yongxu.history.models import Entry
from yongxu.organizations.models import Body, Organization

pytestmark = pytest.mark.django_db
NEW = "rather-long-and-new-7"


def address_of(token: str) -> str:
    return f"https://example.org/join/{token}/"


@pytest.fixture
def send(
    coordinator: User, places: dict[str, Organization], django_capture_on_commit_callbacks: Callable[..., object]
) -> Callable[..., str]:
    """Invite to 示範署 and give the token that stands in the mail."""

    def invite_and_read(email: str = "new@example.org", role: Role = Role.OFFICER, language: str = "zh-hant") -> str:
        place = Place(role, places["ea"].pk)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            invite(place, email=email, name="新人", language=language, address_of=address_of, by=coordinator, at=NOW)
        return token_in_mail()

    return invite_and_read


def token_in_mail() -> str:
    return re.findall(r"/join/([^/\s]+)/", str(mail.outbox[-1].body))[-1]


def test_invited_person_gets_account_and_role(send: Callable[..., str], places: dict[str, Organization]) -> None:
    token = send()
    assert Invitation.objects.get().token_digest == digest_of(token) != token
    person = accept_invitation(token, name="新人", language="en", password=NEW, at=NOW + timedelta(days=6))
    assert (person.email, person.language, person.check_password(NEW)) == ("new@example.org", "en", True)
    assert powers_of(person, on=timezone.localdate(NOW) + timedelta(days=6)).organizations == {("officer", places["ea"].pk)}
    assert [item.verb for item in Entry.objects.changes()] == ["invite", "open_account", "set_password", "accept_invitation", "grant_role"]
    with pytest.raises(InvitationClosed):
        accept_invitation(token, name="又一人", language="en", password=NEW, at=NOW + timedelta(days=6))
    assert token not in str(list(Entry.objects.values()))


def test_link_ends_after_seven_days_by_withdrawal_and_by_a_new_one(send: Callable[..., str], coordinator: User) -> None:
    first = send()
    find_invitation(first, at=NOW + timedelta(days=7) - timedelta(seconds=1))
    with pytest.raises(InvitationClosed):
        find_invitation(first, at=NOW + timedelta(days=7))
    second = send()
    with pytest.raises(InvitationClosed):
        find_invitation(first, at=NOW)
    withdraw_invitation(find_invitation(second, at=NOW), by=coordinator, at=NOW)
    for token in (second, "nonsense"):
        with pytest.raises(InvitationClosed):
            find_invitation(token, at=NOW)


def test_sent_again_with_a_new_link_but_not_for_ever(
    send: Callable[..., str], coordinator: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    first = send()
    invitation = find_invitation(first, at=NOW)
    late = NOW + timedelta(days=30)
    for _ in range(4):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            resend_invitation(invitation, address_of=address_of, by=coordinator, at=late)
    assert find_invitation(token_in_mail(), at=late) == invitation
    with pytest.raises(InvitationClosed):
        find_invitation(first, at=NOW)
    with pytest.raises(SentTooOften):
        resend_invitation(invitation, address_of=address_of, by=coordinator, at=late)


def test_link_is_worth_nothing_when_the_inviter_may_no_more(send: Callable[..., str], coordinator: User) -> None:
    token = send()
    coordinator.holdings.update(ends_on=NOW.date())
    with pytest.raises(InvitationClosed):
        accept_invitation(token, name="新人", language="en", password=NEW, at=NOW)


def test_who_has_an_account_takes_the_role_with_it(
    send: Callable[..., str], foreigner: User, officer: User, places: dict[str, Organization], client: Client
) -> None:
    token = send(foreigner.email, Role.SUPERVISOR)
    with pytest.raises(InvitedAnother):
        accept_invitation(token, name="冒名", language="en", password=NEW, at=NOW)
    with pytest.raises(InvitedAnother):
        accept_invitation_as(token, by=officer, at=NOW)
    accept_invitation_as(token, by=foreigner, at=NOW)
    assert ("supervisor", places["ea"].pk) in powers_of(foreigner, on=timezone.localdate()).organizations


def test_secretariat_alone_invites_to_the_council(coordinator: User, secretary: User, council: Body) -> None:
    place = Place(Role.MEMBER, None, council.pk)
    with pytest.raises(NotAllowed):
        invite(place, email="m@example.org", name="", language="en", address_of=address_of, by=coordinator, at=NOW)
    assert invite(place, email="m@example.org", name="", language="en", address_of=address_of, by=secretary, at=NOW).body == council


def test_mail_speaks_the_language_of_the_invited(send: Callable[..., str]) -> None:
    send(language="en")
    message = mail.outbox[-1]
    assert (message.subject, message.to) == ("Your invitation to the Yongxu working system", ["new@example.org"])
    assert "coordinator invites you to a role" in str(message.body)
    assert "EA · Officer" in str(message.body)


def test_page_answers_alike_whether_or_not_the_address_is_known(
    coordinator: User, foreigner: User, places: dict[str, Organization], client: Client
) -> None:
    client.post("/accounts/login/", {"login": coordinator.email, "password": PASSWORD})
    seen = []
    for email in (foreigner.email, "nobody-knows@example.org"):
        data = {"email": email, "role": "officer", "at": f"organization-{places['ea'].pk}", "language": "zh-hant"}
        answer = client.post("/accounts/invitations/new/", data, follow=True)
        seen.append((answer.redirect_chain, answer.content.decode().replace(email, "…").count("…")))
    assert seen[0][0] == seen[1][0]
    assert "foreigner" not in client.get("/accounts/people/?state=all").content.decode()


def test_accept_page_makes_the_account_and_signs_in(send: Callable[..., str], client: Client) -> None:
    Invitation.objects.all()
    token = send()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    form = {"name": "新人", "language": "zh-hant", "password1": NEW, "password2": NEW}
    refused = client.post(f"/accounts/join/{token}/", form | {"password2": "other"})
    assert "兩次輸入的密碼不同。" in refused.content.decode()
    short = client.post(f"/accounts/join/{token}/", form | {"password1": "short", "password2": "short"})
    assert (short.status_code, User.objects.filter(email="new@example.org").exists()) == (200, False)
    done = client.post(f"/accounts/join/{token}/", form, follow=True)
    assert done.redirect_chain == [("/accounts/", 302)]
    assert "示範署" in done.content.decode()
    assert client.get(f"/accounts/join/{token}/").status_code == 404
