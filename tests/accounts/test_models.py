"""Users: by e-mail; system users can never sign in."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yongxu.accounts.models import User


def test_person_signs_in_with_email_whatever_its_case(owner: User) -> None:
    assert User.objects.create_user("Second@Example.org ", "a-long-password-3", name="王").email == "second@example.org"
    assert authenticate(username="owner@example.org", password="a-long-password-1") == owner


def test_same_email_in_other_case_is_refused(owner: User) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user("OWNER@example.org", None, name="另一人")


@pytest.mark.django_db
def test_system_user_is_one_and_cannot_sign_in() -> None:
    user = User.objects.system_user("load")
    assert User.objects.system_user("load") == user
    assert (user.is_system, user.is_active, user.has_usable_password()) == (True, False, False)
    assert authenticate(username=user.email, password="!") is None


@pytest.mark.django_db
def test_database_refuses_an_active_system_user() -> None:
    user = User.objects.system_user("load")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True)


@pytest.mark.django_db
def test_superuser_has_every_permission() -> None:
    assert User.objects.create_superuser("root@example.org", "a-long-password-4").has_perm("anything.at_all")
