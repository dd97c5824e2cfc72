"""Where the reader may place people."""

from django.utils import timezone

from yongxu.accounts.models import User
from yongxu.accounts.rules import kept_organizations
from yongxu.accounts.selectors import powers_of


def choosable(reader: User) -> frozenset[int] | None:
    """The organisations he may choose from; None for every place."""
    return None if reader.is_superuser else kept_organizations(powers_of(reader, on=timezone.localdate()))
