"""The filing form of an indicator: one form for the whole report, one for every target part, one for every figure of a group."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yongxu.indicators.filing import GroupFiling, IndicatorFiling, PartFiling, number_in
from yongxu.quantities.periods import NotAPeriod, iso_of, parse_period

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CLAIMS = {"": None, "met": True, "missed": False}
EMPTY_GROUPS = 1


def _text(label: "_StrPromise", *, rows: int, help_text: "_StrPromise | str" = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
    return forms.CharField(label=label, required=False, max_length=20_000, widget=widget, help_text=help_text)


def _line(label: "_StrPromise", *, help_text: "_StrPromise | str" = "", limit: int = 60) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=limit, widget=forms.TextInput(attrs={"class": "form-control"}), help_text=help_text
    )


class ReportForm(forms.Form):
    """What concerns the whole report. Nothing is required while it is being written; what is missing is said by the findings."""

    target_text = _text(_("今年目標"), rows=3, help_text=_("已依年度目標帶入；只有目標經核定修正時才需更動。多個分項請以 1.、2. 編號。"))
    lag_reason = _text(_("落後原因"), rows=4, help_text=_("任一分項未達標時必填。"))
    countermeasures = _text(_("因應對策"), rows=4, help_text=_("任一分項未達標時必填。"))
    remarks = _text(_("備註"), rows=2)
    document_number = _line(_("核定文號"), limit=100)
    claims_met = forms.ChoiceField(
        label=_("機關自評"),
        required=False,
        choices=[("", _("未表示")), ("met", _("已達標")), ("missed", _("未達標"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class PartForm(forms.Form):
    """The result of one part."""

    result = _text(_("實績值"), rows=2, help_text=_("請連同單位填寫，例如 35.2%、1,056.8 億元。"))
    not_due = forms.BooleanField(label=_("未達統計週期"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    expected_on = _line(_("預計公布日期"), help_text=_("例如 2025-10、114年10月、2025年10月15日。"))
    last_known_year = _line(_("最近一次公布的年度"), limit=20)
    last_known = _line(_("最近一次公布的數值"))
    estimate = _line(_("初估值"), help_text=_("僅供參考，不作為實績。"))
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
    dimension = _line(_("分組"), help_text=_("例如 性別、年齡、地區"))
    category = _line(_("類別"), help_text=_("例如 女、65 歲以上、北區"))
    value = _line(_("數值"))

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

    def __init__(self, filing: IndicatorFiling, *, version: int, parts: int, data: QueryDict | None = None) -> None:
        stated = [*filing.parts, *[PartFiling()] * max(0, parts - len(filing.parts))][: max(parts, 1)]
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

    def filing(self) -> IndicatorFiling:
        """The report as typed. A field that could not be read keeps its text, so that nothing typed is lost."""
        said = self.report.cleaned_data
        return IndicatorFiling(
            **{field: said.get(field, "") for field in ("target_text", "lag_reason", "countermeasures", "remarks", "document_number")},
            parts=tuple(_part_of(form) for form in self.parts.forms),
            claims_met=CLAIMS[said.get("claims_met", "")],
            breakdowns=tuple(group for form in self.groups.forms if (group := _group_of(form)) is not None),
        )


def _initial(row: PartFiling | GroupFiling) -> dict[str, str | int | bool | None]:
    return {field: getattr(row, field) for field in row.__slots__}


def _typed(form: forms.Form, field: str) -> str:
    """What a field says: cleaned where it could be read, else as typed."""
    cleaned = form.cleaned_data.get(field)
    return str(cleaned) if cleaned is not None else str(form.data.get(form.add_prefix(field), "")).strip()


def _part_of(form: forms.Form) -> PartFiling:
    said = form.cleaned_data
    return PartFiling(
        result=str(said.get("result", "")).strip(),
        not_due=bool(said.get("not_due")),
        expected_on=_typed(form, "expected_on"),
        last_known_year=_typed(form, "last_known_year"),
        last_known=_typed(form, "last_known"),
        estimate=_typed(form, "estimate"),
        data_year=said.get("data_year"),
    )


def _group_of(form: forms.Form) -> GroupFiling | None:
    dimension, category, value = (_typed(form, field) for field in ("dimension", "category", "value"))
    if not (dimension or category or value):
        return None
    return GroupFiling(form.cleaned_data.get("part") or 0, dimension, category, value)


def error_list(forms_given: Sequence[forms.Form]) -> list[tuple[str, str]]:
    """Every error with the id of its field, for the summary above the form."""
    return [
        (form[field].auto_id or "", str(errors[0])) for form in forms_given for field, errors in form.errors.items() if field in form.fields
    ]
