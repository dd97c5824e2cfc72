"""Signing in and out under the rules of level 中: lock-out, the last three passwords, idle time, proof before grave acts, the record."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.accounts.codes import code_now
from tests.accounts.conftest import PASSWORD
from tests.conftest import NOW
from yongxu.accounts.middleware import SEEN
from yongxu.accounts.models import Role, User
from yongxu.accounts.services.passwords import set_password
from yongxu.history.models import Entry
from yongxu.organizations.models import Organization

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_limits(settings: Settings) -> None:
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def sign_in(client: Client, person: User, password: str = PASSWORD, **more: str) -> int:
    return client.post(LOGIN, {"login": person.email, "password": password, **more}).status_code


def events() -> list[tuple[str, str]]:
    return [(item.verb, item.subject_name) for item in Entry.objects.events()]


def forget_proof(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [item | {"at": item["at"] - 3600} for item in session["account_authentication_methods"]]
    session.save()


def test_sign_in_and_out_are_on_record_and_the_session_is_new(officer: User, client: Client) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = "before"
    session.save()
    key = session.session_key
    assert sign_in(client, officer) == 302
    assert (client.session.session_key == key, Session.objects.filter(session_key=key).exists()) == (False, False)
    client.post("/accounts/logout/")
    assert events() == [("sign_in", "officer"), ("sign_out", "officer")]
    assert [item.difference for item in Entry.objects.events()] == [{"method": "password"}, {}]
    assert {item.origin for item in Entry.objects.events()} == {"127.0.0.1"}


def test_five_failures_lock_the_account_and_not_another(officer: User, foreigner: User, client: Client) -> None:
    for _ in range(5):
        assert sign_in(client, officer, "wrong-password-here") == 200
    answer = client.post(LOGIN, {"login": officer.email, "password": PASSWORD})
    assert "已暫時鎖定 15 分鐘" in answer.content.decode()
    assert sign_in(client, officer) == 200
    assert events() == [("sign_in_failed", "officer")] * 5 + [("lock_out", "officer")]
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), foreigner) == 302


def test_stranger_and_wrong_password_look_the_same(officer: User, client: Client) -> None:
    known = client.post(LOGIN, {"login": officer.email, "password": "wrong-password-here"})
    unknown = client.post(LOGIN, {"login": "secret-typed@example.org", "password": "wrong-password-here"})
    mask = re.compile(r'value="[^"]*"')
    assert mask.sub("", known.content.decode()) == mask.sub("", unknown.content.decode())
    assert events() == [("sign_in_failed", "officer"), ("sign_in_failed", "s…@example.org")]


def test_reset_link_works_once_and_unknown_addresses_get_nothing(officer: User, client: Client) -> None:
    answers = [client.post("/accounts/password/reset/", {"email": email}) for email in (officer.email, "nobody@example.org")]
    assert {(item.status_code, item["Location"]) for item in answers} == {(302, "/accounts/password/reset/done/")}
    assert [message.to for message in mail.outbox] == [[officer.email]]
    link = re.findall(r"http://testserver(\S+)", str(mail.outbox[0].body))[0]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": "another-long-one-9", "password2": "another-long-one-9"}
    assert client.post(form, new).status_code == 302
    assert "這個連結已失效" in Client().get(link, follow=True).content.decode()
    officer.refresh_from_db()
    assert officer.check_password("another-long-one-9")
    assert [message.subject for message in mail.outbox] == ["重設密碼", "密碼已重設"]


def test_last_three_passwords_are_barred(officer: User) -> None:
    words = ["first-of-the-words", "second-of-the-words", "third-of-the-words", "fourth-of-the-words"]
    for word in words:
        validate_password(word, officer)
        set_password(officer, word, by=officer, at=NOW)
    for word in words[1:]:
        with pytest.raises(ValidationError):
            validate_password(word, officer)
    validate_password(words[0], officer)
    assert officer.former_passwords.count() == 3


def test_first_password_counts_among_the_last_three(officer: User) -> None:
    set_password(officer, "second-of-the-words", by=officer, at=timezone.now())
    with pytest.raises(ValidationError):
        validate_password(PASSWORD, officer)


def test_changed_password_ends_the_other_sessions(officer: User, client: Client) -> None:
    other = Client()
    sign_in(client, officer)
    sign_in(other, officer)
    new = {"oldpassword": PASSWORD, "password1": "another-long-one-9", "password2": "another-long-one-9"}
    client.post("/accounts/password/change/", new)
    assert (client.get("/accounts/").status_code, other.get("/accounts/").status_code) == (200, 302)
    assert mail.outbox[-1].subject == "密碼已變更"


def test_idle_time_signs_out_and_leads_back(officer: User, client: Client, settings: Settings) -> None:
    sign_in(client, officer)
    session = client.session
    session[SEEN] -= settings.IDLE_MINUTES * 60 - 5
    session.save()
    assert client.get("/accounts/profile/").status_code == 200
    assert client.session[SEEN] > timezone.now().timestamp() - 5
    session = client.session
    session[SEEN] -= settings.IDLE_MINUTES * 60 + 5
    session.save()
    answer = client.get("/accounts/profile/", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/accounts/profile/", 302)]
    assert "已自動登出" in answer.content.decode()
    assert [verb for verb, _ in events()] == ["sign_in", "expire"]
    back = client.post(LOGIN, {"login": officer.email, "password": PASSWORD, "next": "/accounts/profile/"})
    assert back["Location"] == "/accounts/profile/"


@pytest.mark.parametrize("headers", [{"referer": "http://testserver/accounts/profile/"}, {"referer": "https://elsewhere.example/"}])
def test_what_was_sent_too_late_leads_to_signing_in(officer: User, client: Client, settings: Settings, headers: dict[str, str]) -> None:
    sign_in(client, officer)
    session = client.session
    session[SEEN] -= settings.IDLE_MINUTES * 60 + 5
    session.save()
    answer = client.post("/accounts/profile/", {"name": "too late", "language": "en"}, headers=headers)
    target = "http%3A%2F%2Ftestserver%2F" + ("accounts%2Fprofile%2F" if "testserver" in headers["referer"] else "")
    assert answer["Location"] == f"/accounts/login/?next={target}"
    officer.refresh_from_db()
    assert officer.name == "officer"


def test_part_of_a_page_sends_the_whole_page_to_sign_in(officer: User, client: Client, settings: Settings) -> None:
    sign_in(client, officer)
    session = client.session
    session[SEEN] -= settings.IDLE_MINUTES * 60 + 5
    session.save()
    answer = client.get("/accounts/", headers={"hx-request": "true", "hx-current-url": "http://testserver/accounts/profile/"})
    address = "/accounts/login/?next=http%3A%2F%2Ftestserver%2Faccounts%2Fprofile%2F"
    assert (answer.status_code, answer["HX-Redirect"]) == (204, address)


def test_closed_account_is_out_with_the_next_click(officer: User, client: Client) -> None:
    sign_in(client, officer)
    User.objects.update(is_active=False)
    assert client.get("/accounts/").status_code == 302
    assert client.post(LOGIN, {"login": officer.email, "password": PASSWORD})["Location"] == "/accounts/inactive/"


def test_grave_act_asks_again_and_goes_on_with_what_was_typed(
    coordinator: User, officer: User, places: dict[str, Organization], client: Client
) -> None:
    sign_in(client, coordinator)
    forget_proof(client)
    address = f"/accounts/people/{officer.pk}/roles/new/"
    typed = {"role": "supervisor", "at": f"organization-{places['ea'].pk}", "starts_on": "2025-06-01"}
    answer = client.post(address, typed)
    assert answer["Location"] == f"/accounts/reauthenticate/?next=%2Faccounts%2Fpeople%2F{officer.pk}%2Froles%2Fnew%2F"
    assert officer.holdings.count() == 1
    assert client.post("/accounts/reauthenticate/", {"password": "wrong-password-here", "next": address}).status_code == 200
    done = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": address})
    assert done["Location"] == f"/accounts/people/{officer.pk}/"
    assert [item.role for item in officer.holdings.all()] == ["officer", "supervisor"]
    assert [verb for verb, _ in events()] == ["sign_in", "sign_in_failed", "reauthenticate"]


def test_grave_act_right_after_signing_in_asks_nothing(coordinator: User, officer: User, client: Client) -> None:
    sign_in(client, coordinator)
    assert client.post(f"/accounts/people/{officer.pk}/close/", {"reason": "離職"})["Location"] == f"/accounts/people/{officer.pk}/"


def test_refusal_is_on_record(officer: User, client: Client) -> None:
    sign_in(client, officer)
    answer = client.get("/accounts/people/")
    assert (answer.status_code, "人員名冊只提供" in answer.content.decode()) == (403, True)
    assert events()[-1] == ("refuse", "GET /accounts/people/")


def test_code_of_the_app_is_asked_after_the_password(officer: User, client: Client) -> None:
    sign_in(client, officer)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.findall(r'secret-words">([A-Z2-7]+)<', page)[0]
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)}).status_code == 302
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    client.post("/accounts/logout/")
    answer = client.post(LOGIN, {"login": officer.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/").status_code == 302
    assert "驗證碼不正確" in client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    assert client.post("/accounts/2fa/authenticate/", {"code": recovery}).status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert Entry.objects.events().last().difference == {"method": "password+recovery_codes"}  # type: ignore[union-attr]


def test_new_and_removed_credentials_are_on_record(officer: User, rf: RequestFactory) -> None:
    key = Authenticator.objects.create(user=officer, type=Authenticator.Type.WEBAUTHN, data={})
    for signal in (authenticator_added, authenticator_reset, authenticator_removed):
        signal.send(sender=Authenticator, request=rf.get("/"), user=officer, authenticator=key)
    told = [(item.verb, item.subject_name, item.difference) for item in Entry.objects.changes()]
    assert told == [(f"{verb}_credential", "officer", {"kind": "webauthn"}) for verb in ("add", "renew", "remove")]


def test_nobody_signs_himself_up(client: Client) -> None:
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD})):
        assert "不開放自行註冊" in answer.content.decode()
    assert User.objects.filter(is_system=False).count() == 0


def test_exported_list_is_on_record_and_harmless(
    secretary: User, make_person: Callable[..., User], places: dict[str, Organization], client: Client
) -> None:
    person = make_person("formula", Role.OFFICER, places["ea"])
    User.objects.filter(pk=person.pk).update(name="=1+1")
    sign_in(client, secretary)
    text = client.get("/accounts/people.csv").content.decode("utf-8-sig")
    assert "'=1+1,formula@example.org,啟用,承辦人,示範署,2020-01-01," in text.splitlines()
    assert [(item.verb, item.subject_name, item.difference) for item in Entry.objects.events()][-1] == ("export", "people", {"rows": 2})


@pytest.mark.parametrize("address", ["/accounts/people/?state=all", "/accounts/invitations/", "/accounts/"])
def test_lists_cost_the_same_with_one_and_three_rows(
    address: str,
    coordinator: User,
    make_person: Callable[..., User],
    places: dict[str, Organization],
    client: Client,
    django_assert_num_queries: Callable[..., object],
) -> None:
    sign_in(client, coordinator)
    client.get(address)
    expected = {"/accounts/people/?state=all": 10, "/accounts/invitations/": 5, "/accounts/": 8}[address]
    for count in (1, 3):
        for number in range(count):
            make_person(f"row-{count}-{number}", Role.OFFICER, places["ea"])
        with django_assert_num_queries(expected):  # type: ignore[attr-defined]
            assert client.get(address).status_code == 200


def test_public_page_shows_the_menu_to_its_owner_alone(officer: User, client: Client) -> None:
    anonymous = Client()
    first = anonymous.get("/method/")
    sign_in(client, officer)
    own = client.get("/method/", headers={"if-none-match": first["ETag"]})
    assert (own.status_code, "officer" in own.content.decode(), own["Cache-Control"]) == (200, True, "private, no-store")
    again = anonymous.get("/method/")
    assert ("officer" in again.content.decode(), again["ETag"], again["Cache-Control"]) == (False, first["ETag"], "public, no-cache")
    assert {"Cookie", "Accept-Language"} == set(again["Vary"].split(", "))
    assert "csrfmiddlewaretoken" not in again.content.decode()


def test_idle_time_is_half_an_hour_unless_set(settings: Settings) -> None:
    assert timedelta(minutes=settings.IDLE_MINUTES) == timedelta(minutes=30)
