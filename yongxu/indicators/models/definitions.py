"""What an indicator is, who answers for it, and which ones share a report."""

from typing import Self

from django.db import models

from yongxu.goals.models import Edition, Goal, GoalTarget, pick_language
from yongxu.organizations.models import Organization


class TwinGroup(models.Model):
    """One fact under several codes 同指標: reported once, shown under each."""

    name = models.CharField("名稱", max_length=100)

    class Meta:
        verbose_name = "同指標"

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators as pages ask for them."""

    def current(self, framework: str) -> Self:
        """Indicators of the framework's current edition."""
        return self.filter(edition__framework__code=framework, edition__is_current=True)

    def published(self) -> Self:
        """Those with at least one published report."""
        return self.filter(reports__publication__published_at__isnull=False).distinct()


class Indicator(models.Model):
    """An indicator 對應指標 with its definition, after the SDG metadata structure."""

    class Direction(models.TextChoices):
        HIGHER = "higher", "越高越好"
        LOWER = "lower", "越低越好"
        UNKNOWN = "", "未定"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="indicators", verbose_name="版本")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="indicators", verbose_name="核心目標")
    goal_target = models.ForeignKey(
        GoalTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="具體目標"
    )
    code = models.CharField("編號", max_length=20)
    sort_key = models.CharField(max_length=80, editable=False)
    name_zh = models.CharField("名稱", max_length=300)
    name_en = models.CharField("英文名稱", max_length=300, blank=True)
    starred = models.BooleanField("星號", default=False)
    definition = models.TextField("定義", blank=True)
    method = models.TextField("計算方法", blank=True)
    unit = models.CharField("單位", max_length=60, blank=True)
    data_source = models.TextField("資料來源", blank=True)
    frequency = models.CharField("頻率", max_length=60, blank=True)
    direction = models.CharField("方向", max_length=10, choices=Direction, blank=True)
    twin_group = models.ForeignKey(
        TwinGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="同指標"
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "對應指標"
        ordering = ["edition", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="indicators_indicator_code_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def name(self) -> str:
        return pick_language(self.name_zh, self.name_en)


class IndicatorOrganization(models.Model):
    """An organisation in one of its distinct roles for an indicator."""

    class Role(models.TextChoices):
        GOAL_LEAD = "goal_lead", "主政"
        LEAD = "lead", "主辦"
        JOINT_LEAD = "joint_lead", "並列主辦"
        CO_AGENCY = "co_agency", "協辦"
        FILER = "filer", "填報"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="roles", verbose_name="指標")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="indicator_roles", verbose_name="機關")
    role = models.CharField("角色", max_length=20, choices=Role)

    class Meta:
        verbose_name = "指標機關"
        ordering = ["indicator", "role", "pk"]
        constraints = [models.UniqueConstraint(fields=["indicator", "organization", "role"], name="indicators_role_unique")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.organization} {self.role}"
