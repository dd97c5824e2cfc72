"""What a year promised and brought for an indicator, and what a person judged of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch

from yongxu.indicators.models.definitions import Indicator
from yongxu.indicators.models.stated import ExactDecimalField, StatedResult, StatedTarget
from yongxu.organizations.models import Organization
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models import Publication


class YearReportQuerySet(models.QuerySet["YearReport"]):
    """Reports by year, by what is public, and with what a verdict needs."""

    def published(self) -> Self:
        """What the public may see: accepted facts whose publication has a date."""
        return self.filter(publication__published_at__isnull=False)

    def for_year(self, year: int) -> Self:
        return self.filter(year=year)

    def with_role_of(self, organization: Organization) -> Self:
        """Those the organisation answers for, once per role; the role's code is in ``own_role``."""
        return self.filter(indicator__roles__organization=organization).annotate(own_role=F("indicator__roles__role"))

    def for_verdicts(self) -> Self:
        """With target parts, what answers them, and judgements: three queries in all, however many rows."""
        return self.prefetch_related(Prefetch("target_parts", queryset=YearTarget.objects.select_related("observation")), "judgements")

    def with_parts(self) -> Self:
        """With target parts, observations and judgements: four queries in all, however many rows."""
        return self.for_verdicts().prefetch_related("observations")

    def with_rows(self) -> Self:
        """With everything that the typed row is made of: five queries in all, however many rows."""
        return self.with_parts().select_related("indicator__goal").prefetch_related("breakdowns")


class YearReport(models.Model):
    """What a document says of one indicator in one (CE) year 執行情形. The verdict is computed, never stored.

    ``own_role`` is there only after `YearReportQuerySet.with_role_of`.
    """

    own_role: str

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reports", verbose_name="指標")
    year = models.PositiveSmallIntegerField("年度（西元）")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="indicator_reports", verbose_name="公布來源")
    place = models.CharField("出處", max_length=100, blank=True)
    starred = models.BooleanField("印列星號")
    name_printed = models.TextField("印列名稱")
    goal_printed = models.CharField("印列核心目標", max_length=300, blank=True)
    goal_lead_printed = models.CharField("印列主政", max_length=100, null=True, blank=True)
    target_text = models.TextField("目標原文", blank=True)
    result_text = models.TextField("實績原文", blank=True)
    agencies_printed = models.JSONField("印列機關", default=list, blank=True)
    agency_note = models.TextField("機關註記", blank=True)
    same_as_printed = models.JSONField("印列同指標", default=list, blank=True)
    claims_met = models.BooleanField("機關自評達標", null=True, blank=True)
    expected_on = models.CharField("預計公布", max_length=40, null=True, blank=True)
    last_known_year = models.CharField("最近年度", max_length=20, blank=True)
    last_known_text = models.CharField("最近年度數值", max_length=60, blank=True)
    last_known_unit = models.CharField("最近年度單位", max_length=60, null=True, blank=True)
    last_known_per = models.CharField("最近年度比率分母", max_length=60, null=True, blank=True)
    lag_reason = models.TextField("落後原因", blank=True)
    countermeasures = models.TextField("因應對策", blank=True)
    remarks = models.TextField("備註", blank=True)

    objects = YearReportQuerySet.as_manager()

    class Meta:
        verbose_name = "年度執行情形"
        ordering = ["indicator", "year"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="indicators_report_year_unique")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class Observation(StatedResult):
    """An accepted fact: one stated result of a report, the total; figures of groups are `BreakdownFigure`s."""

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="observations", verbose_name="執行情形")

    class Meta:
        verbose_name = "實績值"
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="indicators_observation_position_unique")]


class BreakdownFigure(models.Model):
    """A figure of one group beside the total: which actual value (by position), dimension (性別), category (女)."""

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="breakdowns", verbose_name="執行情形")
    position = models.PositiveSmallIntegerField("順序")
    part = models.PositiveSmallIntegerField("實績順序", default=0)
    dimension = models.CharField("分組", max_length=50)
    category = models.CharField("類別", max_length=100)
    value = ExactDecimalField("數值")
    value_text = models.CharField("數值（完整位數）", max_length=60)
    unit = models.CharField("單位", max_length=60, null=True, blank=True)

    class Meta:
        verbose_name = "分組數值"
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="indicators_breakdown_position_unique")]

    def __str__(self) -> str:
        return f"{self.report} {self.category}: {self.value_text}"


class YearTarget(StatedTarget):
    """One target part of a report and the observation that answers it, where one does."""

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="target_parts", verbose_name="執行情形")
    observation = models.ForeignKey(
        Observation, on_delete=models.CASCADE, null=True, blank=True, related_name="targets", verbose_name="對應實績值"
    )

    class Meta:
        verbose_name = "年度目標分項"
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="indicators_target_position_unique")]


class EarlierFigure(models.Model):
    """A figure of another (CE) year that a report prints: the last known value, or the one a change started from."""

    report = models.ForeignKey(YearReport, on_delete=models.CASCADE, related_name="earlier_figures", verbose_name="執行情形")
    year = models.PositiveSmallIntegerField("資料年（西元）")
    position = models.PositiveSmallIntegerField("順序")
    phrase = models.TextField("量項", blank=True)
    value = ExactDecimalField("數值")
    value_text = models.CharField("數值（完整位數）", max_length=60)
    unit = models.CharField("單位", max_length=60, null=True, blank=True)
    per = models.CharField("比率分母", max_length=60, null=True, blank=True)
    text = models.TextField("原文")

    class Meta:
        verbose_name = "其他年度數值"
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="indicators_earlier_position_unique")]

    def __str__(self) -> str:
        return f"{self.report} {self.year}: {self.value_text}"


class Judgement(models.Model):
    """A person's verdict beside the computed one, with name and reason; the newest counts, none is ever overwritten."""

    class VerdictCode(models.TextChoices):
        MET = Verdict.MET.value, "達成"
        MISSED = Verdict.MISSED.value, "未達成"
        NOT_DUE = Verdict.NOT_DUE.value, "未達統計週期"
        NOT_APPLICABLE = Verdict.NOT_APPLICABLE.value, "不適用"
        NEEDS_JUDGEMENT = Verdict.NEEDS_JUDGEMENT.value, "待判定"

    report = models.ForeignKey(YearReport, on_delete=models.PROTECT, related_name="judgements", verbose_name="執行情形")
    verdict = models.CharField("判定", max_length=20, choices=VerdictCode)
    reason = models.TextField("理由")
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="判定者")
    judged_at = models.DateTimeField("判定時間")

    class Meta:
        verbose_name = "人工判定"
        ordering = ["report", "judged_at", "pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.verdict}"
