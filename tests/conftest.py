"""What all tests share: no network beyond this computer, and a few people."""

import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import get_hashers
from django.core.cache import caches
from django.db import transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from yongxu.accounts.models import User

Made = TypeVar("Made")
NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
USES_DATABASE = {"db", "transactional_db", "django_db_setup"}
connect = socket.socket.connect


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the database can make a difference to. Any other test is refused the database by pytest-django."""
    for item in items:
        if isinstance(item, pytest.Function) and _uses_database(item):
            item.add_marker("database")


def _uses_database(item: pytest.Function) -> bool:
    if item.cls is not None and issubclass(item.cls, TransactionTestCase):
        return True
    return item.get_closest_marker("django_db") is not None or not USES_DATABASE.isdisjoint(item.fixturenames)


def refuse_network(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise RuntimeError(f"tests may not use the network: {address}")
    connect(self, address)  # type: ignore[arg-type]


# Looking for cycles among Django's and the tests' own objects after every few hundred new ones takes a tenth of the time.
gc.set_threshold(100_000, 50, 50)

# Property tests must not depend on how busy the machine is: no deadline, and the same examples in every run.
settings.register_profile("yongxu", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("yongxu")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    socket.socket.connect = refuse_network  # type: ignore[assignment, method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the history leaves beside the database goes to a folder of its own."""
    django_settings.YONGXU_DATA = tmp_path_factory.mktemp("data")
    django_settings.MEDIA_ROOT = django_settings.YONGXU_DATA / "files"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> None:
    """Hashing a password takes long on purpose; not for people of tests."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_hashers.cache_clear()


@pytest.fixture(autouse=True)
def forget_pages() -> None:
    """Every test begins with an empty memory of pages and of what they show together, in the site's own language."""
    translation.deactivate()
    for name in ("pages", "summaries"):
        caches[name].clear()


@contextmanager
def made_once(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What all tests of a module begin with, in one transaction around them; each of them has a savepoint of its own."""
    with blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        made = make()
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def loader() -> User:
    """Who loads the data files that a test needs."""
    return User.objects.system_user("loader")


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_user("owner@example.org", "a-long-password-1", name="陳主辦")


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("stranger@example.org", "a-long-password-2", name="林路人")


@pytest.fixture
def now() -> datetime:
    return NOW
