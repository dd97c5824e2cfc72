"""Programmes, strategies and measures; what each year promised, brought and cost. Years are CE unless a field says ROC."""

from typing import Self

from django.db import models
from django.db.models import F, Prefetch, Q

from yongxu.goals.models import pick_language
from yongxu.indicators.models import ExactDecimalField, Judgement, StatedResult, StatedTarget
from yongxu.organizations.models import Organization
from yongxu.reporting.models import Publication


class Programme(models.Model):
    """A sector's action programme 部門行動方案 or a key strategy's action plan 關鍵戰略行動計畫."""

    class Kind(models.TextChoices):
        SECTOR = "sector", "部門行動方案"
        STRATEGY = "strategy", "關鍵戰略行動計畫"

    code = models.SlugField("代碼", max_length=50, unique=True)
    kind = models.CharField("種類", max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField("順序")
    name_zh = models.CharField("名稱", max_length=200)
    name_en = models.CharField("英文名稱", max_length=200, blank=True)
    lead = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name="主辦")
    is_fictional = models.BooleanField("虛構", default=False)

    class Meta:
        verbose_name = "方案"
        ordering = ["kind", "position"]

    def __str__(self) -> str:
        return self.name_zh

    def name(self) -> str:
        return pick_language(self.name_zh, self.name_en)


class Strategy(models.Model):
    """A strategy 推動策略 of one phase of a programme. ``code`` is empty where the document prints none."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="strategies", verbose_name="方案")
    phase = models.CharField("期程", max_length=20, blank=True)
    code = models.CharField("編號", max_length=20, blank=True)
    sort_key = models.CharField(max_length=80, editable=False)
    name_zh = models.TextField("名稱")
    name_en = models.TextField("英文名稱", blank=True)

    class Meta:
        verbose_name = "推動策略"
        ordering = ["programme", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["programme", "phase", "code", "name_zh"], name="climate_strategy_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}".strip()


class Measure(models.Model):
    """A measure 推動措施; what its plan says stands with each year.

    ``counted_in`` marks an overlap 重疊: its reductions are already in that other measure's and are left out of every sum.
    """

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="measures", verbose_name="推動策略")
    code = models.CharField("編號", max_length=20)
    sort_key = models.CharField(max_length=80, editable=False)
    name_zh = models.TextField("名稱")
    name_en = models.TextField("英文名稱", blank=True)
    counted_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="overlapped_by", verbose_name="減量已計入"
    )
    overlap_reason = models.TextField("重疊說明", blank=True)

    class Meta:
        verbose_name = "推動措施"
        ordering = ["strategy", "sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "code"], name="climate_measure_code_unique"),
            models.CheckConstraint(
                condition=Q(counted_in=None, overlap_reason="")
                | (Q(counted_in__isnull=False) & ~Q(overlap_reason="") & ~Q(counted_in=F("id"))),
                name="climate_measure_overlap_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def name(self) -> str:
        return pick_language(self.name_zh, self.name_en)


class MeasureOrganization(models.Model):
    """An organisation that leads a measure or works on it."""

    class Role(models.TextChoices):
        LEAD = "lead", "主辦"
        CO_AGENCY = "co_agency", "協辦"

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="roles", verbose_name="措施")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="measure_roles", verbose_name="機關")
    role = models.CharField("角色", max_length=10, choices=Role)

    class Meta:
        verbose_name = "措施機關"
        ordering = ["measure", "role", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "organization", "role"], name="climate_role_unique")]

    def __str__(self) -> str:
        return f"{self.measure} {self.organization} {self.role}"


class MeasureYearQuerySet(models.QuerySet["MeasureYear"]):
    """A year of measures by what is public."""

    def published(self) -> Self:
        return self.filter(publication__published_at__isnull=False)

    def for_year(self, year: int) -> Self:
        return self.filter(year=year)

    def with_parts(self) -> Self:
        """With measure, strategy, benefits, results and amounts: four queries in all, however many rows."""
        benefits = Prefetch("benefits", queryset=Benefit.objects.all())
        return self.select_related("measure__strategy").prefetch_related(benefits, "results", "expenditures")

    def with_role_of(self, organization: Organization) -> Self:
        """Those the organisation answers for, once per role; the role's code is in ``own_role``."""
        return self.filter(measure__roles__organization=organization).annotate(own_role=F("measure__roles__role"))

    def for_pages(self) -> Self:
        """With all that a page shows: programme, publication, organisations with names. Six queries more than the rows."""
        return (
            self.with_parts()
            .select_related("measure__strategy__programme", "measure__counted_in", "publication")
            .prefetch_related("measure__roles__organization__names")
        )


class MeasureYear(models.Model):
    """What a document says of one measure in one year. Reductions are tonnes of CO2e, never added up silently.

    ``judged_verdict`` is what reviewers judged where figures alone do not decide, beside what the rules compute; earlier judgements, and
    who gave them, stand in the history.

    ``own_role`` is there only after `MeasureYearQuerySet.with_role_of`.
    """

    own_role: str

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="years", verbose_name="措施")
    year = models.PositiveSmallIntegerField("年度（西元）")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="measure_years", verbose_name="公布來源")
    place = models.CharField("出處", max_length=100, blank=True)
    name_printed = models.TextField("印列名稱")
    plan = models.TextField("具體計畫", blank=True)
    is_new = models.BooleanField("新增")
    element = models.CharField("要素", max_length=60, null=True, blank=True)
    period_first = models.SmallIntegerField("起年（民國）", null=True, blank=True)
    period_last = models.SmallIntegerField("迄年（民國）", null=True, blank=True)
    target_text = models.TextField("預期效益原文", blank=True)
    result_text = models.TextField("執行成果原文", blank=True)
    money_text = models.TextField("經費原文", blank=True)
    money_note = models.TextField("經費說明", blank=True)
    execution_rate = ExactDecimalField("執行率（%）")
    execution_rate_text = models.CharField("執行率（完整位數）", max_length=60, blank=True)
    funding = models.JSONField("經費來源", default=list, blank=True)
    agencies_printed = models.JSONField("印列主辦", default=list, blank=True)
    co_agencies_printed = models.JSONField("印列協辦", default=list, blank=True)
    ended = models.BooleanField("已結束")
    co2e_year = ExactDecimalField("當年減量")
    co2e_year_text = models.CharField("當年減量（完整位數）", max_length=60, blank=True)
    co2e_cumulative = ExactDecimalField("累計減量")
    co2e_cumulative_text = models.CharField("累計減量（完整位數）", max_length=60, blank=True)
    co2e_kind = models.CharField("減量性質", max_length=20, null=True, blank=True)
    co2e_recurrence = models.CharField("每年或一次", max_length=20, null=True, blank=True)
    judged_verdict = models.CharField("審查判定", max_length=20, choices=Judgement.VerdictCode, blank=True)
    judged_reason = models.TextField("判定理由", blank=True)
    judged_at = models.DateTimeField("判定時間", null=True, blank=True)

    objects = MeasureYearQuerySet.as_manager()

    class Meta:
        verbose_name = "措施年度執行情形"
        ordering = ["measure", "year"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "year"], name="climate_year_unique"),
            models.CheckConstraint(
                condition=Q(period_first=None) | Q(period_last=None) | Q(period_first__lte=F("period_last")),
                name="climate_year_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(judged_verdict="", judged_reason="", judged_at=None)
                | (~Q(judged_verdict="") & ~Q(judged_reason="") & Q(judged_at__isnull=False)),
                name="climate_year_judgement_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"


class MeasureResult(StatedResult):
    """One stated result of a measure in a year."""

    measure_year = models.ForeignKey(MeasureYear, on_delete=models.CASCADE, related_name="results", verbose_name="年度")

    class Meta:
        verbose_name = "執行成果"
        ordering = ["measure_year", "position"]
        constraints = [models.UniqueConstraint(fields=["measure_year", "position"], name="climate_result_position_unique")]


class Benefit(StatedTarget):
    """One expected benefit 預期效益 and the result that answers it, where one does.

    ``aggregation`` says how figures of several measures or years may be put together; ``none`` unless someone decided it.
    """

    class Aggregation(models.TextChoices):
        NONE = "none", "不加總"
        SUM = "sum", "加總"
        LAST = "last", "取最近"
        AVERAGE = "average", "平均"
        MAXIMUM = "maximum", "取最大"

    measure_year = models.ForeignKey(MeasureYear, on_delete=models.CASCADE, related_name="benefits", verbose_name="年度")
    result = models.ForeignKey(
        MeasureResult, on_delete=models.CASCADE, null=True, blank=True, related_name="benefits", verbose_name="對應成果"
    )
    aggregation = models.CharField("彙總方式", max_length=10, choices=Aggregation, default=Aggregation.NONE)

    class Meta:
        verbose_name = "預期效益"
        ordering = ["measure_year", "position"]
        constraints = [models.UniqueConstraint(fields=["measure_year", "position"], name="climate_benefit_position_unique")]


class Expenditure(models.Model):
    """One printed executed amount in 元. Government money, state firms' budgets and private investment stay apart."""

    class Source(models.TextChoices):
        UNSTATED = "unstated", "未註明"
        GOVERNMENT = "government", "政府預算"
        FUND = "fund", "基金"
        STATE_FIRM = "state_firm", "國營事業預算"
        PRIVATE = "private", "民間投資"
        MIXED = "mixed", "多種來源合計"

    measure_year = models.ForeignKey(MeasureYear, on_delete=models.CASCADE, related_name="expenditures", verbose_name="年度")
    position = models.PositiveSmallIntegerField("順序")
    amount_ntd = models.DecimalField("金額（元）", max_digits=20, decimal_places=2)
    source = models.CharField("來源", max_length=12, choices=Source, default=Source.UNSTATED)
    sources_printed = models.JSONField("印列來源", default=list, blank=True)

    class Meta:
        verbose_name = "執行數"
        ordering = ["measure_year", "position"]
        constraints = [models.UniqueConstraint(fields=["measure_year", "position"], name="climate_expenditure_position_unique")]

    def __str__(self) -> str:
        return str(self.amount_ntd)
