"""The filing form of a measure: one form for the whole report, one for every result, one for every amount."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yongxu.climate.desks import KIND_LABELS, RECURRENCE_LABELS
from yongxu.climate.filing import (
    TEXTS,
    UNITS,
    AmountFiling,
    MeasureFiling,
    ResultFiling,
    amount_of,
    filing_to_json,
    rate_of,
    tonnes_of,
)
from yongxu.quantities.interchange import Json
from yongxu.reporting.desks import LivePart
from yongxu.reporting.fields import as_typed, error_list, line_field, text_field

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EMPTY_RESULTS = 1
EMPTY_AMOUNTS = 1
_SELECT = {"class": "form-select"}


class ReportForm(forms.Form):
    """What concerns the whole report. Nothing is required while it is being written; what is missing is said by the findings."""

    target_text = text_field(_("預期效益"), rows=4, help_text=_("已依核定方案帶入；只有方案經核定修正時才需更動。多項請以 1.、2. 編號。"))
    plan = text_field(_("具體計畫"), rows=4)
    rate = line_field(_("執行率（%）"), limit=20, help_text=_("例如 98.2。"))
    explanation = text_field(_("經費說明"), rows=2, help_text=_("執行率偏低或超過 100% 時，請說明原因。"))
    co2e_year = line_field(_("當年減量（公噸CO2e）"), help_text=_("空白時，由執行成果中寫明的減量帶入。"))
    co2e_cumulative = line_field(_("累計減量（公噸CO2e）"), help_text=_("自本期方案起算。"))
    co2e_kind = forms.ChoiceField(
        label=_("減量性質"),
        required=False,
        choices=[("", _("依成果文字判讀")), *KIND_LABELS.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    co2e_recurrence = forms.ChoiceField(
        label=_("每年或一次"),
        required=False,
        choices=[("", _("未註明")), *RECURRENCE_LABELS.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    ended = forms.BooleanField(label=_("措施已結束"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    ended_text = line_field(_("結束情形"), limit=200, help_text=_("例如 已於 112 年結束。勾選後，執行成果不列入。"))
    remarks = text_field(_("備註"), rows=2, help_text=_("供審查參考，不公布。"))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_rate(self) -> str:
        return _readable(self.cleaned_data["rate"], rate_of, _("這裡要有一個看得懂的百分比，例如 98.2。"))

    def clean_co2e_year(self) -> str:
        return _readable(self.cleaned_data["co2e_year"], tonnes_of, _TONNES_WRONG)

    def clean_co2e_cumulative(self) -> str:
        return _readable(self.cleaned_data["co2e_cumulative"], tonnes_of, _TONNES_WRONG)


_TONNES_WRONG = _("這裡要有一個看得懂的減量，例如 2,800 或 1.5 萬公噸。")


def _year_field(label: "_StrPromise") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=2200, widget=widget)


class ResultForm(forms.Form):
    """One result: what answers an expected benefit (by its position), or any other."""

    benefit = forms.IntegerField(required=False, min_value=0, max_value=200, widget=forms.HiddenInput)
    number = line_field(_("項次"), limit=10)
    text = text_field(_("成果"), rows=2)
    first_year = _year_field(_("起年"))
    last_year = _year_field(_("迄年"))

    def clean_first_year(self) -> int | None:
        return _roc(self.cleaned_data["first_year"])

    def clean_last_year(self) -> int | None:
        return _roc(self.cleaned_data["last_year"])


def _roc(year: int | None) -> int | None:
    """A ROC year; CE years are turned into ROC years."""
    return year - 1911 if year is not None and year > 1911 else year


class AmountForm(forms.Form):
    """One amount from one source."""

    source = line_field(_("經費來源"), limit=200)
    amount = line_field(_("執行數"))
    unit = forms.ChoiceField(label=_("單位"), required=False, choices=[(unit, unit) for unit in UNITS], widget=forms.Select(attrs=_SELECT))

    def clean_amount(self) -> str:
        return _readable(
            self.cleaned_data["amount"], lambda text: amount_of(AmountFiling(amount=text)), _("這裡要有一個看得懂的金額，例如 2,060.1。")
        )

    def clean_unit(self) -> str:
        return str(self.cleaned_data["unit"] or "萬元")


ResultFormSet = forms.formset_factory(ResultForm, extra=0, max_num=200, absolute_max=200)
AmountFormSet = forms.formset_factory(AmountForm, extra=0, max_num=40, absolute_max=40)


class FilingForms:
    """The three forms of one report, bound to what was typed or filled from what is stored."""

    def __init__(self, filing: MeasureFiling, *, version: int, parts: Sequence[LivePart], data: QueryDict | None = None) -> None:
        answered = {item.benefit for item in filing.results}
        missing = [ResultFiling(benefit=i, number=part.target.number or "") for i, part in enumerate(parts) if i not in answered]
        results = [*filing.results, *missing, *[ResultFiling()] * EMPTY_RESULTS]
        amounts = [*filing.amounts, *[AmountFiling()] * EMPTY_AMOUNTS]
        report = {field: getattr(filing, field) for field in (*TEXTS, "ended")}
        self.live_parts = tuple(parts)
        self.report = ReportForm(data, initial={**report, "version": version})
        self.results = ResultFormSet(data, prefix="result", initial=[_initial(item) for item in results])
        self.amounts = AmountFormSet(data, prefix="amount", initial=[_initial(item) for item in amounts])

    def is_valid(self) -> bool:
        """Whether everything that was typed can be read; errors stand at their fields."""
        return all([self.report.is_valid(), self.results.is_valid(), self.amounts.is_valid()])

    @property
    def version(self) -> int:
        """The version that the writer started from."""
        version: int = self.report.cleaned_data["version"]
        return version

    @property
    def part_rows(self) -> list[tuple[LivePart, list[forms.Form]]]:
        """Every expected benefit with the forms of what answers it."""
        return [(part, [form for form in self.results.forms if _benefit_of(form) == i]) for i, part in enumerate(self.live_parts)]

    @property
    def other_results(self) -> list[forms.Form]:
        """The forms of results that answer no benefit."""
        return [form for form in self.results.forms if _benefit_of(form) not in range(len(self.live_parts))]

    def errors(self) -> list[tuple[str, str]]:
        """Every error with the id of its field."""
        return error_list([self.report, *self.results.forms, *self.amounts.forms])

    def content(self) -> dict[str, Json]:
        """The report as it is stored. A field that could not be read keeps its text, so that nothing typed is lost."""
        results = [result for form in self.results.forms if (result := _result_of(form)).text]
        amounts = [amount for form in self.amounts.forms if (amount := _amount_of(form)).source or amount.amount]
        texts = {field: as_typed(self.report, field) for field in TEXTS}
        ended = bool(self.report.cleaned_data.get("ended"))
        return filing_to_json(MeasureFiling(results=tuple(results), amounts=tuple(amounts), ended=ended, **texts))


def _initial(row: ResultFiling | AmountFiling) -> dict[str, str | int | None]:
    return {field: getattr(row, field) for field in row.__slots__}


def _benefit_of(form: forms.Form) -> int | None:
    """The position of the benefit that a result form answers."""
    value = str(form["benefit"].value() if form["benefit"].value() is not None else "")
    return int(value) if value.isdigit() else None


def _result_of(form: forms.Form) -> ResultFiling:
    said = form.cleaned_data
    return ResultFiling(
        text=as_typed(form, "text").strip(),
        benefit=said.get("benefit"),
        number=as_typed(form, "number"),
        first_year=said.get("first_year"),
        last_year=said.get("last_year"),
    )


def _amount_of(form: forms.Form) -> AmountFiling:
    return AmountFiling(as_typed(form, "source").strip(), as_typed(form, "amount"), form.cleaned_data.get("unit") or "萬元")


def _readable(text: str, read: Callable[[str], object | None], message: "_StrPromise") -> str:
    """The text, where it is empty or can be read."""
    if text.strip() and read(text) is None:
        raise ValidationError(message)
    return text.strip()
