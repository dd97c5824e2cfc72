"""Evidence files 佐證資料 of due items: attached by who writes or reviews the report now."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction

from yongxu.accounts.models import User
from yongxu.attachments.models import Attachment
from yongxu.attachments.services import attach_file, withdraw_attachment
from yongxu.attachments.storage import received
from yongxu.reporting.models import DueItem
from yongxu.reporting.selectors import may_withdraw_evidence


def attach_evidence(item: DueItem, upload: File[bytes], *, by: User, at: datetime, origin: str = "") -> Attachment:
    """Examine a file and attach it; who does so while the report is written is one of its authors.

    Raises `UploadRefused` with the reason, and `PermissionDenied` when the person may not, also when that changed meanwhile.
    """
    _check_permission(item, by=by)
    with received(upload) as file, transaction.atomic():
        locked = _locked(item, by=by)
        if by.has_perm("reporting.write_item", locked):
            locked.authors.add(by)
        return attach_file(locked, file, by=by, at=at, origin=origin)


@transaction.atomic
def withdraw_evidence(item: DueItem, attachment: Attachment, *, reason: str, by: User, at: datetime, origin: str = "") -> Attachment:
    """Withdraw a file with a reason (`may_withdraw_evidence`). Raises `UploadRefused` and `PermissionDenied`."""
    locked = _locked(item, by=by)
    authors = set(locked.authors.values_list("pk", flat=True))
    if not may_withdraw_evidence(attachment, user=by, may_write=by.has_perm("reporting.write_item", locked), authors=authors):
        raise PermissionDenied("Who uploaded the file withdraws it, or a colleague who writes the report.")
    return withdraw_attachment(attachment, subject=locked, reason=reason, by=by, at=at, origin=origin)


def _locked(item: DueItem, *, by: User) -> DueItem:
    locked = DueItem.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=item.pk)
    _check_permission(locked, by=by)
    return locked


def _check_permission(item: DueItem, *, by: User) -> None:
    if not (by.has_perm("reporting.write_item", item) or by.has_perm("reporting.decide_item", item)):
        raise PermissionDenied("Who writes or reviews the item now attaches and withdraws evidence.")
