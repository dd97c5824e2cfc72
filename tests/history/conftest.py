"""People who never sign in, so that nobody waits for a password to be hashed."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from yongxu.accounts.models import User


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_user("owner@example.org", name="陳主辦")


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("stranger@example.org", name="林路人")


@pytest.fixture(autouse=True)
def own_data_folder(settings: Settings, tmp_path: Path) -> None:
    """A journal for each test."""
    settings.YONGXU_DATA = tmp_path
