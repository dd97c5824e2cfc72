"""Attaching and withdrawing files, with history in the same transaction. Who may is for the room of the subject to ask before."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Sum

from yongxu.attachments.limits import MAX_SUBJECT_BYTES, MAX_SUBJECT_FILES
from yongxu.attachments.models import Attachment
from yongxu.attachments.refusals import TWICE, UploadRefused, too_many, too_much
from yongxu.attachments.storage import ReceivedFile
from yongxu.history.services import record
from yongxu.quantities.wording import Bilingual

_NO_REASON = Bilingual(zh="請寫明撤回的理由。", en="Say why it is withdrawn.")


@transaction.atomic
def attach_file(subject: models.Model, file: ReceivedFile, *, by: AbstractBaseUser, at: datetime, origin: str = "") -> Attachment:
    """Attach a file that `storage.received` took in; raises `UploadRefused` beyond the limits or for the same content twice.

    The subject's row is locked, so that two people at once cannot pass a limit together.
    """
    type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    standing = Attachment.objects.about(subject).standing()
    if standing.filter(sha256=file.sha256).exists():
        raise UploadRefused(TWICE)
    if standing.count() >= MAX_SUBJECT_FILES:
        raise UploadRefused(too_many(MAX_SUBJECT_FILES))
    if (standing.aggregate(total=Sum("size"))["total"] or 0) + file.size > MAX_SUBJECT_BYTES:
        raise UploadRefused(too_much(MAX_SUBJECT_BYTES))
    attachment = Attachment(
        subject_type=subject._meta.label_lower,
        subject_key=str(subject.pk),
        name=file.name,
        stored_name=file.stored_name,
        size=file.size,
        sha256=file.sha256,
        media_type=file.media_type,
        scan=file.scan,
        uploaded_by_id=by.pk,
        uploaded_at=at,
    )
    attachment.full_clean()
    attachment.save(force_insert=True)
    difference = {"file": file.name, "size": file.size, "sha256": file.sha256, "scan": file.scan.value}
    record(subject, "attach", by=by, at=at, difference=difference, origin=origin)
    return attachment


@transaction.atomic
def withdraw_attachment(
    attachment: Attachment, *, subject: models.Model, reason: str, by: AbstractBaseUser, at: datetime, origin: str = ""
) -> Attachment:
    """Withdraw a file: the row and the content stay, nobody is shown the content any more. Withdrawing again changes nothing.

    Raises `UploadRefused` without a reason, and `Attachment.DoesNotExist` for another subject's file.
    """
    if not reason.strip():
        raise UploadRefused(_NO_REASON)
    current = Attachment.objects.about(subject).select_for_update().get(pk=attachment.pk)
    if current.withdrawn_at is None:
        current.withdrawn_by_id, current.withdrawn_at, current.withdrawn_reason = by.pk, at, reason.strip()
        current.full_clean()
        current.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        difference = {"file": current.name, "sha256": current.sha256}
        record(subject, "withdraw_attachment", by=by, at=at, difference=difference, reason=reason.strip(), origin=origin)
    return current
