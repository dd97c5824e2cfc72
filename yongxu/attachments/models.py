"""Attachments: what was uploaded to which row of another room, when and by whom, and whether it still stands."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """What the virus scanner said. Who finds a virus is told at once; such a file is not kept."""

    NOT_SCANNED = "not_scanned", _("未掃毒")
    CLEAN = "clean", _("已掃毒，未發現惡意程式")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments by what they belong to."""

    def about(self, subject: models.Model) -> Self:
        """Those of one row."""
        return self.filter(subject_type=subject._meta.label_lower, subject_key=str(subject.pk))

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_people(self) -> Self:
        """With those who uploaded and withdrew, in the same query."""
        return self.select_related("uploaded_by", "withdrawn_by")


class Attachment(models.Model):
    """One file of one row. The content stands under ``stored_name`` (`storage`), never under the name it came with.

    ``subject_type`` and ``subject_key`` name the row as in the history. Who may see the row may fetch the file: the row's room decides.
    """

    subject_type = models.CharField("對象種類", max_length=100)
    subject_key = models.CharField("對象編號", max_length=100)
    name = models.CharField("檔名", max_length=200)
    stored_name = models.CharField("存放名稱", max_length=100, unique=True, editable=False)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("檢查碼", max_length=64)
    media_type = models.CharField("種類", max_length=100)
    scan = models.CharField("掃毒", max_length=20, choices=Scan)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上傳者")
    uploaded_at = models.DateTimeField("上傳時間")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回者"
    )
    withdrawn_at = models.DateTimeField("撤回時間", null=True, blank=True)
    withdrawn_reason = models.TextField("撤回理由", blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "附件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_key", "sha256"],
                condition=Q(withdrawn_at=None),
                name="attachments_attachment_content_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="attachments_attachment_withdrawn_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachments_attachment_has_content"),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_key"], name="attachments_subject")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None
