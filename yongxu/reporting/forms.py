"""The form of a cycle with its steps, and of an extension."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yongxu.accounts.models import Role
from yongxu.organizations.models import Organization
from yongxu.reporting.models import Cycle, CycleStep, Place
from yongxu.reporting.plans import PlannedStep, standard_steps

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_TEXT = {"class": "form-control"}


def _day(label: "_StrPromise", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class CycleForm(forms.Form):
    """What a cycle reports, for which period, from when."""

    scope = forms.ChoiceField(label=_("範圍"), widget=forms.Select(attrs={"class": "form-select"}))
    title = forms.CharField(label=_("名稱"), max_length=200, widget=forms.TextInput(attrs=_TEXT))
    year = forms.IntegerField(
        label=_("年度"), min_value=1, max_value=2200, widget=forms.NumberInput(attrs=_TEXT), help_text=_("西元或民國年，例如 2025 或 114。")
    )
    half = forms.TypedChoiceField(
        label=_("期間"),
        required=False,
        choices=[("", _("全年")), ("1", _("上半年")), ("2", _("下半年"))],
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    opens_on = _day(_("開放填報日"))
    audience = forms.CharField(
        label=_("給填報者的說明"), required=False, max_length=5000, widget=forms.Textarea(attrs={"class": "form-control", "rows": 3})
    )

    def clean_year(self) -> int:
        """A CE year; a ROC year is turned into one."""
        year: int = self.cleaned_data["year"]
        return year + 1911 if year < 1000 else year


class StepForm(forms.Form):
    """One step of the chain. A step without its mark in ``used`` is left out."""

    used = forms.BooleanField(label=_("採用"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    code = forms.SlugField(required=False, max_length=30, widget=forms.HiddenInput)
    label_zh = forms.CharField(label=_("步驟"), required=False, max_length=50, widget=forms.TextInput(attrs=_TEXT))
    label_en = forms.CharField(label=_("英文名稱"), required=False, max_length=80, widget=forms.TextInput(attrs=_TEXT))
    role = forms.ChoiceField(label=_("由誰處理"), required=False, choices=Role.choices, widget=forms.Select(attrs={"class": "form-select"}))
    place = forms.ChoiceField(label=_("所在"), required=False, choices=Place.choices, widget=forms.Select(attrs={"class": "form-select"}))
    due_on = _day(_("期限"), required=False)
    only_sections = forms.CharField(
        label=_("僅適用目標"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_TEXT),
        help_text=_("空白代表全部；多個以頓號分隔。"),
    )
    reader_role = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """A used step needs a name and a date."""
        said = super().clean() or {}
        if said.get("used"):
            for field in ("label_zh", "due_on"):
                if not said.get(field) and field not in self.errors:
                    self.add_error(field, ValidationError(_("請填寫。"), code="required"))
        return said

    def step(self, number: int) -> PlannedStep:
        """The step as typed; ``number`` names one that has no code yet."""
        said = self.cleaned_data
        sections = said["only_sections"].replace(",", "、").replace("，", "、").split("、")
        return PlannedStep(
            code=said["code"] or f"step-{number}",
            label_zh=said["label_zh"],
            label_en=said["label_en"] or said["label_zh"],
            role=Role(said["role"]),
            place=Place(said["place"]),
            due_on=said["due_on"],
            reader_role=said["reader_role"],
            only_sections=tuple(section.strip() for section in sections if section.strip()),
        )


StepFormSet = forms.formset_factory(StepForm, extra=1, max_num=20, absolute_max=20)


class CycleForms:
    """A cycle and its steps: from the standard chain, from last time's cycle, or from what was typed."""

    def __init__(
        self,
        *,
        subject: str,
        scopes: dict[str, str],
        opens_on: date,
        follows: Cycle | None = None,
        cycle: Cycle | None = None,
        data: QueryDict | None = None,
    ) -> None:
        source = cycle or follows
        steps = shifted_steps(source, opens_on=opens_on) if source else standard_steps(subject, opens_on=opens_on)
        initial: dict[str, object] = {"opens_on": opens_on, "scope": next(iter(scopes), "")}
        if follows is not None:
            year = follows.year + 1
            initial |= {"scope": follows.scope, "year": year, "half": follows.half or "", "audience": follows.audience}
            initial["title"] = follows.title.replace(str(follows.year), str(year)).replace(str(follows.year - 1911), str(year - 1911))
        if cycle is not None:
            initial |= {"scope": cycle.scope, "title": cycle.title, "year": cycle.year, "half": cycle.half or ""}
            initial |= {"audience": cycle.audience, "opens_on": cycle.opens_on}
        self.cycle = CycleForm(data, initial=initial)
        scope = self.cycle.fields["scope"]
        if isinstance(scope, forms.ChoiceField):
            scope.choices = list(scopes.items())
        self.steps = StepFormSet(data, prefix="step", initial=[_initial(step) for step in steps])

    def is_valid(self) -> bool:
        """Whether everything can be read."""
        return all([self.cycle.is_valid(), self.steps.is_valid()])

    def planned_steps(self) -> list[PlannedStep]:
        """The steps that are used, in order."""
        return [form.step(number) for number, form in enumerate(self.steps.forms) if form.cleaned_data.get("used")]


def _initial(step: PlannedStep) -> dict[str, object]:
    row: dict[str, object] = {field: getattr(step, field) for field in PlannedStep.__slots__}
    return row | {"used": True, "role": step.role.value, "place": step.place.value, "only_sections": "、".join(step.only_sections)}


def shifted_steps(cycle: Cycle, *, opens_on: date) -> list[PlannedStep]:
    """The steps of a cycle with their dates as many days after the new opening as they were after the old one."""
    shift: timedelta = opens_on - cycle.opens_on
    return [planned_step(step, shift=shift) for step in cycle.steps.all()]


def planned_step(step: CycleStep, *, shift: timedelta = timedelta(0)) -> PlannedStep:
    """A stored step as a planned one."""
    return PlannedStep(
        step.code,
        step.label_zh,
        step.label_en,
        Role(step.role),
        Place(step.place),
        step.due_on + shift,
        step.reader_role,
        tuple(step.only_sections),
    )


class OrganizationField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Organisations under their names."""

    def label_from_instance(self, obj: Organization) -> str:
        return obj.name()


class ExtensionForm(forms.Form):
    """A later date for one step, for all or for one organisation."""

    step = forms.ModelChoiceField(
        label=_("步驟"),
        queryset=CycleStep.objects.none(),
        empty_label=_("請選擇步驟"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    organization = OrganizationField(
        label=_("機關"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("全部機關"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    due_on = _day(_("展延至"))
    reason = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}))

    def __init__(self, cycle: Cycle, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="extension")
        steps, organizations = self.fields["step"], self.fields["organization"]
        if isinstance(steps, forms.ModelChoiceField) and isinstance(organizations, forms.ModelChoiceField):
            steps.queryset = cycle.steps.all()
            organizations.queryset = Organization.objects.filter(due_items__cycle=cycle).distinct().prefetch_related("names")
