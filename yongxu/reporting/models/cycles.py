"""Reporting cycles 填報週期 and the steps of their review chain."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yongxu.accounts.models import Role, User
from yongxu.accounts.selectors import powers_of
from yongxu.organizations.models import Body


class Place(models.TextChoices):
    """Where the holder of a step is found for an item."""

    FILER = "filer", _("填報機關")
    MINISTRY = "ministry", _("所屬部會")
    LEAD_MINISTRY = "lead_ministry", _("主政部會")
    GROUP = "group", _("工作分組")
    CIRCLE = "circle", _("工作圈（目標18為執行長）")
    TASK_FORCE = "task_force", _("專案小組")
    COUNCIL = "council", _("永續會")


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Cycles by what they report, and by who has to do with them; the latter ask a query for the person's roles."""

    def managed_by(self, user: User) -> Self:
        """Those of the councils of whose secretariat he is; a superuser manages all."""
        return self._of(user, Role.SECRETARIAT)

    def watched_by(self, user: User) -> Self:
        """Those of the councils that he watches as secretariat or auditor; a superuser watches all."""
        return self._of(user, Role.SECRETARIAT, Role.AUDITOR)

    def compiled_for(self, user: User) -> Self:
        """Open and published ones that he reads as a whole: secretariat, auditors, and whom a step of the chain names as reader."""
        under_way = self.filter(state__in=(Cycle.State.OPEN, Cycle.State.PUBLISHED))
        if user.is_active and user.is_superuser:
            return under_way
        powers = powers_of(user, on=timezone.localdate())
        read = Q(council__in=powers.watched)
        for role, council in powers.councils:
            read |= Q(Exists(CycleStep.objects.filter(cycle=OuterRef("pk"), reader_role=role)), council=council)
        return under_way.filter(read)

    def of_period(self, subject: str, scope: str, *, year: int, half: int | None = None) -> Self:
        """Those of this subject, scope and period that were not cancelled; there is never more than one."""
        return self.exclude(state=Cycle.State.CANCELLED).filter(subject=subject, scope=scope, year=year, half=half)

    def _of(self, user: User, *roles: Role) -> Self:
        if user.is_active and user.is_superuser:
            return self
        return self.filter(council__in=powers_of(user, on=timezone.localdate()).councils_as(*roles))


class Cycle(models.Model):
    """One round of reporting: what is reported (``subject`` and ``scope``), for which period, and how it is reviewed.

    ``year`` is CE; ``half`` is 1 or 2 for a half-year, None for the whole year. ``council`` is whose round it is: its secretariat
    manages it, its auditors watch it, its members read it where a step of the chain names them (docs/decisions/0010).
    """

    class Subject(models.TextChoices):
        INDICATORS = "indicators", _("指標執行情形")
        STRATEGIES = "strategies", _("關鍵戰略行動計畫")
        SECTORS = "sectors", _("部門行動方案")

    class State(models.TextChoices):
        DRAFT = "draft", _("籌備中")
        OPEN = "open", _("填報中")
        PUBLISHED = "published", _("已公布")
        CANCELLED = "cancelled", _("已取消")

    council = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cycles", verbose_name="永續會")
    subject = models.CharField("填報項目", max_length=12, choices=Subject)
    scope = models.CharField("範圍", max_length=50)
    title = models.CharField("名稱", max_length=200)
    year = models.PositiveSmallIntegerField("年度（西元）")
    half = models.PositiveSmallIntegerField("半年", null=True, blank=True)
    state = models.CharField("狀態", max_length=10, choices=State, default=State.DRAFT)
    opens_on = models.DateField("開放填報日")
    opened_at = models.DateTimeField("實際開放時間", null=True, blank=True)
    audience = models.TextField("說明", blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="前一週期"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="建立者")
    made_at = models.DateTimeField("建立時間")
    is_demo = models.BooleanField("示範資料", default=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "填報週期"
        ordering = ["-year", "-half", "subject"]
        constraints = [
            models.UniqueConstraint(
                F("subject"),
                F("scope"),
                F("year"),
                Coalesce(F("half"), 0),
                condition=~Q(state="cancelled"),
                name="reporting_cycle_once",
            ),
            models.CheckConstraint(condition=Q(half=None) | Q(half__in=(1, 2)), name="reporting_cycle_half_is_1_or_2"),
        ]

    def __str__(self) -> str:
        return self.title

    def has_opened(self, day: date) -> bool:
        """Whether officers may file on that day."""
        return self.state == self.State.OPEN and self.opens_on <= day


class CycleStep(models.Model):
    """One step of a cycle's chain: who decides, where that person is found, until when. Data, of any length.

    ``only_sections`` limits a step to some goals or programmes (a signature that one ministry wants); empty means all.
    ``reader_role``, a council-wide one, may read what has come as far as this step, without deciding.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="steps", verbose_name="週期")
    position = models.PositiveSmallIntegerField("順序")
    code = models.SlugField("代碼", max_length=30)
    label_zh = models.CharField("名稱", max_length=50)
    label_en = models.CharField("英文名稱", max_length=80)
    role = models.CharField("角色", max_length=20, choices=Role)
    place = models.CharField("所在", max_length=15, choices=Place)
    reader_role = models.CharField("可閱覽角色", max_length=20, choices=Role, blank=True)
    due_on = models.DateField("期限")
    only_sections = models.JSONField("僅適用", default=list, blank=True)

    class Meta:
        verbose_name = "步驟"
        ordering = ["cycle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "position"], name="reporting_step_position_unique"),
            models.UniqueConstraint(fields=["cycle", "code"], name="reporting_step_code_unique"),
        ]

    def __str__(self) -> str:
        return self.label_zh

    def label(self) -> str:
        return self.label_en if (get_language() or "").startswith("en") else self.label_zh
