"""One table of everything that was changed, and its daily seals. Database triggers refuse UPDATE and DELETE on both."""

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

EVENT = "event"
"""The ``subject_type`` of entries about what happened without changing a row; they alone are ever pruned."""

PRUNED = ("history.entry", "prune")
"""``subject_type`` and ``verb`` of the entry that says which events were pruned, with their digests."""


class Event(models.TextChoices):
    """What may happen without changing a row."""

    SIGN_IN = "sign_in", _("登入")
    SIGN_OUT = "sign_out", _("登出")
    SIGN_IN_FAILED = "sign_in_failed", _("登入失敗")
    LOCK_OUT = "lock_out", _("帳號鎖定")
    REAUTHENTICATE = "reauthenticate", _("再次驗證身分")
    EXPIRE = "expire", _("連線逾時登出")
    REFUSE = "refuse", _("拒絕存取")
    EXPORT = "export", _("匯出")
    DOWNLOAD = "download", _("下載")


def event_key(subject: models.Model) -> str:
    """The ``subject_key`` of events that concern a row."""
    return f"{subject._meta.label_lower}:{subject.pk}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries by what they tell of."""

    def changes(self) -> Self:
        """What changed a row."""
        return self.exclude(subject_type=EVENT)

    def shown(self) -> Self:
        """What changed a row that the public site shows; drafts, reviews and accounts (`settings.UNPUBLISHED_SUBJECTS`) do not."""
        return self.changes().exclude(subject_type__in=settings.UNPUBLISHED_SUBJECTS)

    def events(self) -> Self:
        """What happened without changing a row."""
        return self.filter(subject_type=EVENT)


class Entry(models.Model):
    """One change: who, when, from where, what was done to which object, the difference and the reason.

    ``digest`` is the SHA-256 of the entry's content; it also stands in the journal beside the database, and `seal_entries` chains
    the digests of a day, so that whatever is altered behind the program's back is found.
    """

    at = models.DateTimeField("時間")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作者")
    actor_name = models.CharField("當時名稱", max_length=200)
    origin = models.CharField("來源", max_length=200, blank=True)
    verb = models.CharField("動作", max_length=50)
    subject_type = models.CharField("對象種類", max_length=100)
    subject_key = models.CharField("對象編號", max_length=100, blank=True)
    subject_name = models.CharField("對象名稱", max_length=300)
    difference = models.JSONField("差異", default=dict, blank=True, encoder=DjangoJSONEncoder)
    reason = models.TextField("理由", blank=True)
    digest = models.CharField("摘要值", max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "異動紀錄"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_key"], name="history_entry_subject"),
            models.Index(fields=["-id"], condition=~models.Q(subject_type=EVENT), name="history_entry_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.subject_name}"


class Seal(models.Model):
    """The seal of all entries after the seal before it, up to the key ``last_key``: `seal_digest` of its own columns and of them."""

    sealed_at = models.DateTimeField("封存時間")
    last_key = models.BigIntegerField("最後一筆", unique=True)
    entry_count = models.PositiveIntegerField("筆數")
    previous_digest = models.CharField("前一封存摘要值", max_length=64, blank=True)
    digest = models.CharField("摘要值", max_length=64)

    class Meta:
        verbose_name = "封存"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d} {self.digest[:12]}"
