"""Frameworks with their editions; goals and their targets, whose codes sort as people count."""

import re
from typing import Self

from django.db import models

from yongxu.organizations.models import Organization
from yongxu.organizations.models import pick_language as pick_language

CODE_PART = re.compile(r"\d+|[^\d.\-]+")


def sort_key_of(code: str) -> str:
    """A text that sorts codes as people do: 2 before 10, 6.2 before 6.e, 6.e.2 before 6.e.10."""
    parts = CODE_PART.findall(code.strip().lower())
    return ".".join(f"{int(part):06d}" if part.isdigit() else f"~{part}" for part in parts)


class Framework(models.Model):
    """A system of goals, such as the T-SDGs or the UN SDGs. Two frameworks are mapped, never merged."""

    code = models.SlugField("代碼", max_length=30, unique=True)
    name_zh = models.CharField("名稱", max_length=200)
    name_en = models.CharField("英文名稱", max_length=200)
    is_fictional = models.BooleanField("虛構", default=False)

    class Meta:
        verbose_name = "目標體系"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_zh

    def name(self) -> str:
        return pick_language(self.name_zh, self.name_en)


class Edition(models.Model):
    """One edition of a framework. Goals, targets and indicators belong to an edition."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="editions", verbose_name="目標體系")
    code = models.SlugField("代碼", max_length=30)
    name_zh = models.CharField("名稱", max_length=200)
    name_en = models.CharField("英文名稱", max_length=200, blank=True)
    source_zh = models.TextField("來源與授權", blank=True)
    source_en = models.TextField("英文來源與授權", blank=True)
    is_current = models.BooleanField("現行", default=False)

    class Meta:
        verbose_name = "版本"
        ordering = ["framework", "code"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="goals_edition_unique"),
            models.UniqueConstraint(fields=["framework"], condition=models.Q(is_current=True), name="goals_edition_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.name_zh}"

    def source(self) -> str:
        return pick_language(self.source_zh, self.source_en)


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals as pages ask for them."""

    def current(self, framework: str) -> Self:
        """Goals of the framework's current edition, in order."""
        return self.filter(edition__framework__code=framework, edition__is_current=True)


class Goal(models.Model):
    """A core goal 核心目標. ``colour`` is #rrggbb; the lead is empty where no document names one."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="goals", verbose_name="版本")
    code = models.CharField("編號", max_length=10)
    sort_key = models.CharField(max_length=80, editable=False)
    name_zh = models.CharField("名稱", max_length=200)
    name_en = models.CharField("英文名稱", max_length=200, blank=True)
    short_name_zh = models.CharField("簡稱", max_length=50, blank=True)
    short_name_en = models.CharField("英文簡稱", max_length=80, blank=True)
    colour = models.CharField("顏色", max_length=7, blank=True)
    lead = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="led_goals", verbose_name="主政機關"
    )

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "核心目標"
        ordering = ["edition", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="goals_goal_code_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def name(self) -> str:
        return pick_language(self.name_zh, self.name_en)

    def short_name(self) -> str:
        return pick_language(self.short_name_zh, self.short_name_en)


class GoalTarget(models.Model):
    """A target of a goal 具體目標."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="targets", verbose_name="核心目標")
    code = models.CharField("編號", max_length=20)
    sort_key = models.CharField(max_length=80, editable=False)
    text_zh = models.TextField("內容")
    text_en = models.TextField("英文內容", blank=True)

    class Meta:
        verbose_name = "具體目標"
        ordering = ["goal", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["goal", "code"], name="goals_target_code_unique")]

    def __str__(self) -> str:
        return self.code

    def text(self) -> str:
        return pick_language(self.text_zh, self.text_en)


class ListedIndicatorQuerySet(models.QuerySet["ListedIndicator"]):
    """Listed indicators as pages ask for them."""

    def current(self, framework: str) -> Self:
        """Those of the framework's current edition, in the order of their codes."""
        return self.filter(goal_target__goal__edition__framework__code=framework, goal_target__goal__edition__is_current=True)

    def unique(self) -> Self:
        """Each indicator once, where it is listed first."""
        return self.filter(repeats__isnull=True)


class ListedIndicator(models.Model):
    """An indicator that a framework lists by name 指標名錄, without data of its own. One listed under several targets repeats the first."""

    goal_target = models.ForeignKey(GoalTarget, on_delete=models.PROTECT, related_name="listed_indicators", verbose_name="具體目標")
    code = models.CharField("編號", max_length=20)
    sort_key = models.CharField(max_length=80, editable=False)
    name_zh = models.TextField("名稱")
    name_en = models.TextField("英文名稱", blank=True)
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_as", verbose_name="同指標")

    objects = ListedIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "指標名錄"
        ordering = ["sort_key"]
        constraints = [models.UniqueConstraint(fields=["goal_target", "code"], name="goals_listed_code_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def name(self) -> str:
        return pick_language(self.name_zh, self.name_en)


class GoalMapping(models.Model):
    """How a goal of one framework answers to a goal of another edition, with the reason; "none" names no goal of it."""

    class Relation(models.TextChoices):
        SAME = "same", "主題相同"
        PARTLY = "partly", "部分相關"
        NONE = "none", "無相應目標"

    source = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="mapped_to", verbose_name="目標")
    target = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="mapped_from", verbose_name="對應目標")
    target_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name="對照版本")
    relation = models.CharField("關係", max_length=10, choices=Relation)
    reason_zh = models.TextField("理由")
    reason_en = models.TextField("英文理由", blank=True)

    class Meta:
        verbose_name = "目標對照"
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="goals_mapping_unique"),
            models.UniqueConstraint(fields=["source", "target_edition"], condition=models.Q(target=None), name="goals_mapping_none_once"),
            models.CheckConstraint(
                condition=models.Q(relation="none", target=None) | (~models.Q(relation="none") & models.Q(target__isnull=False)),
                name="goals_mapping_none_names_no_goal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.code} → {self.target.code if self.target else '–'}"

    def reason(self) -> str:
        return pick_language(self.reason_zh, self.reason_en)


class IndicatorMapping(models.Model):
    """How an indicator of one framework, by its code, answers to one that another edition lists; "none" names no indicator of it."""

    class Relation(models.TextChoices):
        EQUAL = "equal", "相同"
        CLOSE = "close", "相近"
        NONE = "none", "無相應指標"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="indicator_mappings", verbose_name="版本")
    code = models.CharField("編號", max_length=20)
    sort_key = models.CharField(max_length=80, editable=False)
    target = models.ForeignKey(
        ListedIndicator, on_delete=models.PROTECT, null=True, blank=True, related_name="mapped_from", verbose_name="對應指標"
    )
    target_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name="對照版本")
    relation = models.CharField("關係", max_length=10, choices=Relation)
    reason_zh = models.TextField("理由")
    reason_en = models.TextField("英文理由", blank=True)

    class Meta:
        verbose_name = "指標對照"
        ordering = ["edition", "sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code", "target"], name="goals_indicator_mapping_unique"),
            models.UniqueConstraint(
                fields=["edition", "code", "target_edition"], condition=models.Q(target=None), name="goals_indicator_mapping_none_once"
            ),
            models.CheckConstraint(
                condition=models.Q(relation="none", target=None) | (~models.Q(relation="none") & models.Q(target__isnull=False)),
                name="goals_indicator_mapping_none_names_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.target.code if self.target else '–'}"

    def reason(self) -> str:
        return pick_language(self.reason_zh, self.reason_en)
