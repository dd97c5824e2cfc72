"""The filing form of an indicator: one form for the whole report, one for every target part, one for every figure of a group."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yongxu.indicators.filing import GroupFiling, IndicatorFiling, PartFiling, filing_to_json, number_in
from yongxu.quantities.interchange import Json
from yongxu.quantities.periods import NotAPeriod, iso_of, parse_period
from yongxu.reporting.desks import LivePart
from yongxu.reporting.fields import as_typed, error_list, line_field, text_field

CLAIMS = {"": None, "met": True, "missed": False}
EMPTY_GROUPS = 1


class ReportForm(forms.Form):
    """What concerns the whole report. Nothing is required while it is being written; what is missing is said by the findings."""

    target_text = text_field(
        _("今年目標"), rows=3, help_text=_("已依年度目標帶入；只有目標經核定修正時才需更動。多個分項請以 1.、2. 編號。")
    )
    lag_reason = text_field(_("落後原因"), rows=4)
    countermeasures = text_field(_("因應對策"), rows=4)
    remarks = text_field(_("備註"), rows=2)
    document_number = line_field(_("核定文號"), limit=100)
    claims_met = forms.ChoiceField(
        label=_("機關自評"),
        required=False,
        choices=[("", _("未表示")), ("met", _("已達標")), ("missed", _("未達標"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PartForm(forms.Form):
    """The result of one part."""

    result = text_field(_("實績值"), rows=2, help_text=_("請連同單位填寫，例如 35.2%、1,056.8 億元。"))
    not_due = forms.BooleanField(label=_("未達統計週期"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    expected_on = line_field(_("預計公布日期"), help_text=_("例如 2025-10、114年10月、2025年10月15日。"))
    last_known_year = line_field(_("最近一次公布的年度"), limit=20)
    last_known = line_field(_("最近一次公布的數值"))
    estimate = line_field(_("初估值"), help_text=_("僅供參考，不作為實績。"))
    data_year = forms.IntegerField(
        label=_("資料年度"),
        required=False,
        min_value=1,
        max_value=2200,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
        help_text=_("資料不是今年的才需填寫，例如 2023 或 112。"),
    )

    def clean_expected_on(self) -> str:
        """The date as ISO, by the precision that was typed."""
        text: str = self.cleaned_data["expected_on"].strip()
        if not text:
            return ""
        try:
            written = iso_of(parse_period(text))
        except NotAPeriod as error:
            raise ValidationError(_("看不懂這個日期，請寫成 2025-10、114年10月 或 2025年10月15日。")) from error
        return written or text

    def clean_data_year(self) -> int | None:
        """A CE year; ROC years are turned into CE years."""
        year: int | None = self.cleaned_data["data_year"]
        return year + 1911 if year is not None and year < 1000 else year

    def clean_last_known(self) -> str:
        return _with_number(self.cleaned_data["last_known"])

    def clean_estimate(self) -> str:
        return _with_number(self.cleaned_data["estimate"])


class GroupForm(forms.Form):
    """One figure of a group."""

    part = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    dimension = line_field(_("分組"), help_text=_("例如 性別、年齡、地區"))
    category = line_field(_("類別"), help_text=_("例如 女、65 歲以上、北區"))
    value = line_field(_("數值"))

    def clean_value(self) -> str:
        return _with_number(self.cleaned_data["value"])


def _with_number(text: str) -> str:
    """The text, where it is empty or holds a number that can be read."""
    if text.strip() and number_in(text) is None:
        raise ValidationError(_("這裡要有一個看得懂的數字，例如 34.1% 或 8 萬 5,289 人。"))
    return text.strip()


PartFormSet = forms.formset_factory(PartForm, extra=0, max_num=60, absolute_max=60)
GroupFormSet = forms.formset_factory(GroupForm, extra=0, max_num=300, absolute_max=300)


class FilingForms:
    """The three forms of one report, bound to what was typed or filled from what is stored."""

    def __init__(self, filing: IndicatorFiling, *, version: int, parts: Sequence[LivePart], data: QueryDict | None = None) -> None:
        stated = [*filing.parts, *[PartFiling()] * max(0, len(parts) - len(filing.parts))][: max(len(parts), 1)]
        self.live_parts = tuple(parts)
        groups = [*filing.breakdowns, *[GroupFiling(0, "", "", "")] * EMPTY_GROUPS]
        claim = next(code for code, value in CLAIMS.items() if value is filing.claims_met)
        report = {field: getattr(filing, field) for field in ("target_text", "lag_reason", "countermeasures", "remarks", "document_number")}
        self.report = ReportForm(data, initial={**report, "claims_met": claim, "version": version})
        self.parts = PartFormSet(data, prefix="part", initial=[_initial(part) for part in stated])
        self.groups = GroupFormSet(data, prefix="group", initial=[_initial(group) for group in groups])

    def is_valid(self) -> bool:
        """Whether everything that was typed can be read; errors stand at their fields."""
        return all([self.report.is_valid(), self.parts.is_valid(), self.groups.is_valid()])

    @property
    def version(self) -> int:
        """The version that the writer started from."""
        version: int = self.report.cleaned_data["version"]
        return version

    @property
    def part_rows(self) -> list[tuple[LivePart | None, forms.Form]]:
        """Every part's form beside the target part that it answers; one form alone where no target could be read."""
        return list(zip(self.live_parts or (None,), self.parts.forms, strict=False))

    def errors(self) -> list[tuple[str, str]]:
        """Every error with the id of its field."""
        return error_list([self.report, *self.parts.forms, *self.groups.forms])

    def content(self) -> dict[str, Json]:
        """The report as it is stored. A field that could not be read keeps its text, so that nothing typed is lost."""
        return filing_to_json(self._filing())

    def _filing(self) -> IndicatorFiling:
        said = self.report.cleaned_data
        return IndicatorFiling(
            **{field: said.get(field, "") for field in ("target_text", "lag_reason", "countermeasures", "remarks", "document_number")},
            parts=tuple(_part_of(form) for form in self.parts.forms),
            claims_met=CLAIMS[said.get("claims_met", "")],
            breakdowns=tuple(group for form in self.groups.forms if (group := _group_of(form)) is not None),
        )


def _initial(row: PartFiling | GroupFiling) -> dict[str, str | int | bool | None]:
    return {field: getattr(row, field) for field in row.__slots__}


def _part_of(form: forms.Form) -> PartFiling:
    said = form.cleaned_data
    return PartFiling(
        result=str(said.get("result", "")).strip(),
        not_due=bool(said.get("not_due")),
        expected_on=as_typed(form, "expected_on"),
        last_known_year=as_typed(form, "last_known_year"),
        last_known=as_typed(form, "last_known"),
        estimate=as_typed(form, "estimate"),
        data_year=said.get("data_year"),
    )


def _group_of(form: forms.Form) -> GroupFiling | None:
    dimension, category, value = (as_typed(form, field) for field in ("dimension", "category", "value"))
    if not (dimension or category or value):
        return None
    return GroupFiling(form.cleaned_data.get("part") or 0, dimension, category, value)
