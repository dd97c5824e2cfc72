"""How a printed figure is stored: a target or a result with its words, its value and how exactly it was written."""

from decimal import Decimal

from django.db import models

from yongxu.quantities.statements import Comparator, LastKnown, ResultPart, TargetPart


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
