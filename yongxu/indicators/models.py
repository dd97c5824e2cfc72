"""Indicators, their yearly targets and observations as stated in documents, and what people judged beside the computed verdict."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch

from yongxu.goals.models import Edition, Goal, GoalTarget, pick_language
from yongxu.organizations.models import Organization
from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart
from yongxu.quantities.verdicts import Verdict
from yongxu.reporting.models import Publication


def read_decimal(text: str) -> Decimal | None:
    """The exact number of a text column; None where it is empty."""
    return Decimal(text) if text else None


def write_decimal(value: Decimal | None) -> str:
    """The exact digits of a number, its trailing zeros too; empty for None."""
    return "" if value is None else format(value, "f")


class ExactDecimalField(models.DecimalField[Decimal | None, Decimal | None]):
    """A number for sorting and sums. Its exact digits stand in the text column of the same name beside it."""

    def __init__(self, verbose_name: str = "", **options: object) -> None:
        del options
        super().__init__(verbose_name, max_digits=32, decimal_places=12, null=True, blank=True)


class StatedTarget(models.Model):
    """A target part as stated 目標分項: the columns of `quantities.statements.TargetPart`."""

    class ComparatorCode(models.TextChoices):
        AT_LEAST = Comparator.AT_LEAST.value, "至少"
        AT_MOST = Comparator.AT_MOST.value, "至多"
        MORE_THAN = Comparator.MORE_THAN.value, "超過"
        LESS_THAN = Comparator.LESS_THAN.value, "低於"
        EQUAL = Comparator.EQUAL.value, "等於"
        BETWEEN = Comparator.BETWEEN.value, "介於"
        QUALITATIVE = Comparator.QUALITATIVE.value, "質性"
        NONE = Comparator.NONE.value, "無方向"

    position = models.PositiveSmallIntegerField("順序")
    text = models.TextField("原文")
    number = models.CharField("項次", max_length=20, null=True, blank=True)
    phrase = models.TextField("量項", blank=True)
    comparator = models.CharField("比較方式", max_length=12, choices=ComparatorCode)
    direction_from = models.CharField("方向依據", max_length=60, null=True, blank=True)
    better = models.CharField("較佳方向", max_length=10, null=True, blank=True)
    value = ExactDecimalField("數值")
    value_text = models.CharField("數值（完整位數）", max_length=60, blank=True)
    upper = ExactDecimalField("上限")
    upper_text = models.CharField("上限（完整位數）", max_length=60, blank=True)
    unit = models.CharField("單位", max_length=60, null=True, blank=True)
    per = models.CharField("比率分母", max_length=60, null=True, blank=True)
    basis = models.CharField("基準", max_length=30)
    basis_stated = models.BooleanField("基準明示")
    not_applicable = models.BooleanField("不適用")
    not_due = models.BooleanField("未達統計週期")
    approximate = models.BooleanField("約數")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    def statement(self) -> TargetPart:
        """The stated target, exactly as it was read."""
        return TargetPart(
            text=self.text,
            comparator=Comparator(self.comparator),
            direction_from=self.direction_from,
            better=self.better,
            value=read_decimal(self.value_text),
            upper=read_decimal(self.upper_text),
            unit=self.unit,
            per=self.per,
            basis=self.basis,
            basis_stated=self.basis_stated,
            phrase=self.phrase,
            number=self.number,
            not_applicable=self.not_applicable,
            not_due=self.not_due,
            approximate=self.approximate,
        )

    def take(self, part: TargetPart) -> None:
        """Put a stated target into the columns."""
        self.text = part.text
        self.comparator = part.comparator.value
        self.direction_from, self.better = part.direction_from, part.better
        self.value, self.value_text = part.value, write_decimal(part.value)
        self.upper, self.upper_text = part.upper, write_decimal(part.upper)
        self.unit, self.per = part.unit, part.per
        self.basis, self.basis_stated = part.basis, part.basis_stated
        self.phrase, self.number = part.phrase, part.number
        self.not_applicable, self.not_due, self.approximate = part.not_applicable, part.not_due, part.approximate


class StatedResult(models.Model):
    """A result part as stated 實績分項: the columns of `quantities.statements.ResultPart`. Spans are in ROC years."""

    position = models.PositiveSmallIntegerField("順序")
    text = models.TextField("原文")
    number = models.CharField("項次", max_length=20, null=True, blank=True)
    phrase = models.TextField("量項", blank=True)
    value = ExactDecimalField("數值")
    value_text = models.CharField("數值（完整位數）", max_length=60, blank=True)
    upper = ExactDecimalField("上限")
    upper_text = models.CharField("上限（完整位數）", max_length=60, blank=True)
    unit = models.CharField("單位", max_length=60, null=True, blank=True)
    per = models.CharField("比率分母", max_length=60, null=True, blank=True)
    span_first = models.SmallIntegerField("起年（民國）", null=True, blank=True)
    span_last = models.SmallIntegerField("迄年（民國）", null=True, blank=True)
    data_year = models.SmallIntegerField("資料年", null=True, blank=True)
    not_due = models.BooleanField("未達統計週期")
    estimate = ExactDecimalField("估計值")
    estimate_text = models.CharField("估計值（完整位數）", max_length=60, blank=True)
    expected_on = models.CharField("預計公布", max_length=40, null=True, blank=True)
    last_known_year = models.CharField("最近年度", max_length=20, blank=True)
    last_known_text = models.CharField("最近年度數值", max_length=60, blank=True)
    last_known_unit = models.CharField("最近年度單位", max_length=60, null=True, blank=True)
    last_known_per = models.CharField("最近年度比率分母", max_length=60, null=True, blank=True)
    claims_met = models.BooleanField("機關自評達標", null=True, blank=True)
    approximate = models.BooleanField("約數")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    def statement(self) -> ResultPart:
        """The stated result, exactly as it was read."""
        known = read_decimal(self.last_known_text)
        return ResultPart(
            text=self.text,
            value=read_decimal(self.value_text),
            upper=read_decimal(self.upper_text),
            unit=self.unit,
            per=self.per,
            span=None if self.span_first is None or self.span_last is None else (self.span_first, self.span_last),
            data_year=self.data_year,
            phrase=self.phrase,
            number=self.number,
            not_due=self.not_due,
            estimate=read_decimal(self.estimate_text),
            expected_on=self.expected_on,
            last_known=None if known is None else LastKnown(self.last_known_year, known, self.last_known_unit, self.last_known_per),
            claims_met=self.claims_met,
            approximate=self.approximate,
        )

    def take(self, part: ResultPart) -> None:
        """Put a stated result into the columns."""
        self.text = part.text
        self.value, self.value_text = part.value, write_decimal(part.value)
        self.upper, self.upper_text = part.upper, write_decimal(part.upper)
        self.unit, self.per = part.unit, part.per
        self.span_first, self.span_last = part.span or (None, None)
        self.data_year = part.data_year
        self.phrase, self.number = part.phrase, part.number
        self.not_due, self.approximate, self.claims_met = part.not_due, part.approximate, part.claims_met
        self.estimate, self.estimate_text = part.estimate, write_decimal(part.estimate)
        self.expected_on = part.expected_on
        self.last_known_year = part.last_known.year if part.last_known else ""
        self.last_known_text = write_decimal(part.last_known.value) if part.last_known else ""
        self.last_known_unit = part.last_known.unit if part.last_known else None
        self.last_known_per = part.last_known.per if part.last_known else None


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
