"""What the tests of public pages share: no page kept from the test before."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def no_kept_pages() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()
