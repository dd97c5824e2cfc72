"""What people write about due items: margin comments, answers to findings, extensions, errata, members' agreement."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yongxu.organizations.models import Organization
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models.cycles import Cycle, CycleStep
from yongxu.reporting.models.items import DueItem
from yongxu.reporting.models.publications import Publication


class Comment(models.Model):
    """A remark in the margin of an item, at one field of it or on the whole; open until somebody settles it.

    In the council's review ``section`` names the goal or programme of the compiled year it is about, and there is no item.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="comments", verbose_name="週期")
    item = models.ForeignKey(DueItem, on_delete=models.PROTECT, null=True, blank=True, related_name="comments", verbose_name="項目")
    section = models.CharField("目標或方案", max_length=40, blank=True)
    field = models.CharField("欄位", max_length=60, blank=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies", verbose_name="回覆")
    text = models.TextField("內容")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="留言者")
    at = models.DateTimeField("時間")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="結案者"
    )
    settled_at = models.DateTimeField("結案時間", null=True, blank=True)

    class Meta:
        verbose_name = "意見"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reporting_comment_says_something"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="reporting_comment_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class FindingAnswer(models.Model):
    """What somebody answered to a finding of an item, and who closed it. ``finding`` is the rule's code, ``place`` the part it is at."""

    item = models.ForeignKey(DueItem, on_delete=models.PROTECT, related_name="finding_answers", verbose_name="項目")
    finding = models.CharField("檢核規則", max_length=60)
    place = models.CharField("位置", max_length=100, blank=True)
    text = models.TextField("說明")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="說明者")
    at = models.DateTimeField("時間")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="結案者"
    )
    closed_at = models.DateTimeField("結案時間", null=True, blank=True)

    class Meta:
        verbose_name = "檢核疑義說明"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.finding} {self.text[:40]}"


class ReviewJudgement(models.Model):
    """What a reviewer judged where no rule can (a qualitative target), with the reason; beside the computed verdict, never over it.

    It speaks of the report as it was then: one that was sent again since needs a new one (`selectors.judgement_in_force`).
    """

    class VerdictCode(models.TextChoices):
        MET = Verdict.MET.value, _("達成")
        MISSED = Verdict.MISSED.value, _("未達成")
        NOT_DUE = Verdict.NOT_DUE.value, _("未達統計週期")
        NOT_APPLICABLE = Verdict.NOT_APPLICABLE.value, _("不適用")

    item = models.ForeignKey(DueItem, on_delete=models.PROTECT, related_name="judgements", verbose_name="項目")
    verdict = models.CharField("判定", max_length=20, choices=VerdictCode)
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="判定者")
    at = models.DateTimeField("時間")

    class Meta:
        verbose_name = "審查判定"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reporting_judgement_says_why")]

    def __str__(self) -> str:
        return f"{self.item.code} {self.verdict}"


class Extension(models.Model):
    """A later date for one step, for everybody or for one organisation, with its reason."""

    step = models.ForeignKey(CycleStep, on_delete=models.PROTECT, related_name="extensions", verbose_name="步驟")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="機關")
    due_on = models.DateField("展延至")
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="核准者")
    at = models.DateTimeField("時間")

    class Meta:
        verbose_name = "展延"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step} → {self.due_on}"


class Agreement(models.Model):
    """A council member's agreement to one section (goal or programme) of the compiled year."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="agreements", verbose_name="週期")
    section = models.CharField("目標或方案", max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="委員")
    at = models.DateTimeField("時間")

    class Meta:
        verbose_name = "委員同意"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "section", "by"], name="reporting_agreement_once")]

    def __str__(self) -> str:
        return f"{self.section} {self.by}"


class ErratumQuerySet(models.QuerySet["Erratum"]):
    """Errata by what they correct."""

    def shown(self) -> Self:
        """Corrections of the public record, the newest first; the report of a first half-year is no part of it."""
        return self.exclude(item__cycle__half=1).select_related("item__cycle", "publication").order_by("-at", "-pk")

    def about(self, subject: type[models.Model], code: str, *, scope: str = "", section: str = "") -> Self:
        """Those of one row: an indicator of a framework (``scope``), a measure of a programme (``section``)."""
        of_place = Q(item__cycle__scope=scope) if scope else Q(after__section=section)
        return self.filter(of_place, item__subject_type=subject._meta.label_lower, after__code=code)


class Erratum(models.Model):
    """A correction 勘誤 of something published, with the note that the public reads beside it."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="errata", verbose_name="公布")
    item = models.ForeignKey(DueItem, on_delete=models.PROTECT, related_name="errata", verbose_name="項目")
    note = models.TextField("勘誤說明")
    note_en = models.TextField("英文說明", blank=True)
    before = models.JSONField("更正前")
    after = models.JSONField("更正後")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="更正者")
    at = models.DateTimeField("時間")

    objects = ErratumQuerySet.as_manager()

    class Meta:
        verbose_name = "勘誤"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.note[:40]
