"""The world of the matrix, built once; every test looks at it or changes it and puts it back."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.conftest import made_once
from tests.reporting.matrix.world import World, build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """In one transaction around all tests of the matrix, each of which has a savepoint of its own."""
    with made_once(django_db_blocker, build_world) as made:
        yield made
