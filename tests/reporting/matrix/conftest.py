"""The world of the matrix, built once; every test looks at it or changes it and puts it back."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.reporting.matrix.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """In one transaction around all tests of a module, each of which has a savepoint of its own."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        made = build_world()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
