"""Where published facts come from, and what was published, frozen."""

from django.conf import settings
from django.db import models


class Publication(models.Model):
    """The source of accepted facts: an official document that was loaded, with its checksum, or a cycle; and when it became public.

    ``is_demo`` marks what `yongxu demo` loaded and takes away again; ``is_fictional`` what no agency ever reported.
    """

    title = models.CharField("名稱", max_length=300)
    year = models.PositiveSmallIntegerField("年度（西元）")
    file_name = models.CharField("檔名", max_length=255, blank=True)
    sha256 = models.CharField("檔案雜湊值", max_length=64, blank=True)
    is_demo = models.BooleanField("示範資料", default=False)
    is_fictional = models.BooleanField("虛構", default=False)
    source_url = models.URLField("來源網址", blank=True)
    cycle = models.ForeignKey(
        "reporting.Cycle", on_delete=models.PROTECT, null=True, blank=True, related_name="publications", verbose_name="填報週期"
    )
    published_at = models.DateTimeField("公布時間", null=True, blank=True)
    loaded_at = models.DateTimeField("載入時間")
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="載入者")

    class Meta:
        verbose_name = "公布來源"
        ordering = ["-year", "title"]

    def __str__(self) -> str:
        return self.title


class Snapshot(models.Model):
    """One row of a publication as it was published: values, texts, names and verdicts, frozen. ``digest`` is the SHA-256 of ``content``."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="snapshots", verbose_name="公布")
    code = models.CharField("編號", max_length=40)
    content = models.JSONField("內容")
    digest = models.CharField("摘要值", max_length=64)

    class Meta:
        verbose_name = "公布快照"
        ordering = ["publication", "pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "code"], name="reporting_snapshot_once")]

    def __str__(self) -> str:
        return self.code
