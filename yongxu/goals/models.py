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


class GoalMapping(models.Model):
    """One goal of a framework answers to a goal of another."""

    source = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="mapped_to", verbose_name="目標")
    target = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="mapped_from", verbose_name="對應目標")

    class Meta:
        verbose_name = "目標對照"
        constraints = [models.UniqueConstraint(fields=["source", "target"], name="goals_mapping_unique")]

    def __str__(self) -> str:
        return f"{self.source.code} → {self.target.code}"
