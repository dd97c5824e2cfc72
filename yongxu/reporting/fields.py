"""Fields that the report forms of all subjects are made of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class LinesField(forms.CharField):
    """Text whose lines end as the record writes them; browsers send CRLF, which would make every text of several lines a changed one."""

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def text_field(label: "_StrPromise", *, rows: int, help_text: "_StrPromise | str" = "") -> forms.CharField:
    """Several lines; nothing is required while a report is being written."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "form-control"})
    return LinesField(label=label, required=False, max_length=20_000, widget=widget, help_text=help_text)


def line_field(label: "_StrPromise", *, help_text: "_StrPromise | str" = "", limit: int = 60) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label, required=False, max_length=limit, widget=forms.TextInput(attrs={"class": "form-control"}), help_text=help_text
    )


def as_typed(form: forms.Form, field: str) -> str:
    """What a field of a validated form says: cleaned where it could be read, else as typed."""
    cleaned = form.cleaned_data.get(field)
    return str(cleaned) if cleaned is not None else str(form.data.get(form.add_prefix(field), "")).strip()


def error_list(forms_given: Sequence[forms.Form]) -> list[tuple[str, str]]:
    """Every error with the id of its field, for the summary above the form."""
    return [
        (form[field].auto_id or "", str(errors[0])) for form in forms_given for field, errors in form.errors.items() if field in form.fields
    ]
