"""People who never sign in, so that nobody waits for a password to be hashed."""

import pytest

from yongxu.accounts.models import User


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_user("owner@example.org", name="陳主辦")


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("stranger@example.org", name="林路人")
