"""Forms of the door in our own words, and those with which people are kept."""

from datetime import date

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yongxu.accounts.models import AT_ORGANIZATION, Role, User
from yongxu.accounts.rules import STAFF, Kept
from yongxu.accounts.selectors import Place
from yongxu.organizations.models import Body, Organization, pick_language

OUTSIDE = (Organization.Kind.ENTERPRISE, Organization.Kind.SCHOOL, Organization.Kind.CIVIL)
LABELS = {
    "login": _("電子郵件"),
    "email": _("電子郵件"),
    "password": _("密碼"),
    "oldpassword": _("目前的密碼"),
    "password1": _("新密碼"),
    "password2": _("再輸入一次新密碼"),
    "code": _("驗證碼"),
    "name": _("名稱"),
    "passwordless": _("不用密碼，只用這把金鑰登入"),
}


def reword(form: forms.BaseForm) -> None:
    """Our labels, no placeholders, no help that is a link; the errors of a field are read out with it."""
    for name, field in form.fields.items():
        field.label = LABELS.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
        if not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
            field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        elif isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs["class"] = "form-check-input"
        if name in ("password", "oldpassword"):
            field.help_text = ""
        if name == "password1":
            field.help_text = password_advice()
    if "passwordless" in form.fields:
        form.fields["passwordless"].initial = True
        form.fields["passwordless"].help_text = gettext("裝置會以指紋、臉部或 PIN 確認是您本人。")


def password_advice() -> str:
    """What a password must be, in one line."""
    return gettext("至少 12 個字元，不要和姓名或電子郵件相近，也不能是最近三次用過的密碼。")


class SignInForm(account.LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)


class CodeForm(mfa.AuthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class CodeAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ActivateCodeForm(totp.ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        reword(self)


class DayField(forms.DateField):
    """A day, by the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} · {obj.email}"


class LanguageField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(label=_("信件語言"), choices=[("zh-hant", "正體中文"), ("en", "English")])


class PlaceForm(forms.Form):
    """A role and where. What may be chosen follows from the places that the reader keeps. Three queries."""

    role = forms.ChoiceField(label=_("角色"))
    at = forms.ChoiceField(label=_("機關或組織"))

    def __init__(self, *args: object, kept: Kept, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = [item for item in Role if kept.fills_all_roles or item in STAFF]
        self.fields["role"] = forms.ChoiceField(label=_("角色"), choices=[(item.value, item.label) for item in roles])
        self.fields["at"] = forms.ChoiceField(label=_("機關或組織"), choices=self._places(kept))
        reword(self)

    def _places(self, kept: Kept) -> list[tuple[str, str | list[tuple[str, str]]]]:
        listed = Organization.objects.prefetch_related("names").exclude(kind__in=OUTSIDE)
        if not kept.everything:
            listed = listed.filter(pk__in=kept.organizations)
        first: list[tuple[str, str | list[tuple[str, str]]]] = [("", gettext("請選擇"))]
        agencies = sorted(((f"organization-{item.pk}", item.name()) for item in listed), key=lambda item: item[1])
        if not kept.fills_all_roles:
            return [*first, *agencies]
        chosen = Body.objects.all() if kept.everything else Body.objects.filter(pk__in=kept.area.bodies)
        bodies = [(f"body-{item.pk}", pick_language(item.name_zh, item.name_en)) for item in chosen]
        return [*first, (gettext("委員會的組織"), bodies), (gettext("機關"), agencies)]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        role, at = self.cleaned_data.get("role"), str(self.cleaned_data.get("at") or "")
        if role in AT_ORGANIZATION and at.startswith("body-"):
            self.add_error("at", gettext("這個角色在機關任職，請選擇機關。"))
        elif role and role not in AT_ORGANIZATION and at.startswith("organization-"):
            self.add_error("at", gettext("這個角色在委員會的組織任職，請選擇組織。"))
        return cleaned

    def place(self) -> Place:
        """The place that was chosen."""
        kind, _dash, key = str(self.cleaned_data["at"]).partition("-")
        role = Role(self.cleaned_data["role"])
        return Place(role, int(key), None) if kind == "organization" else Place(role, None, int(key))


class InvitationForm(PlaceForm):
    email = forms.EmailField(label=_("電子郵件"), max_length=254)
    name = forms.CharField(label=_("姓名"), max_length=100, required=False)
    language = LanguageField()
    field_order = ["email", "name", "role", "at", "language"]

    def __init__(self, *args: object, kept: Kept, **kwargs: object) -> None:
        super().__init__(*args, kept=kept, **kwargs)
        self.fields["name"].label = gettext("姓名（受邀者可以修改）")
        self.order_fields(self.field_order)


class GrantForm(PlaceForm):
    starts_on = DayField(label=_("開始日期"))
    ends_on = DayField(label=_("結束日期（當日起不再擔任；不填為持續）"), required=False)
    field_order = ["role", "at", "starts_on", "ends_on"]


class EndForm(forms.Form):
    """When a role ends and why."""

    ends_on = DayField(label=_("結束日期（當日起不再擔任）"))
    reason = forms.CharField(label=_("原因"), max_length=500, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reword(self)


class ReasonForm(forms.Form):
    """Why an account is closed or reopened."""

    reason = forms.CharField(label=_("原因"), max_length=500)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reword(self)


class HandOverForm(forms.Form):
    """Who takes over and from when."""

    successor = PersonField(label=_("接任者"), queryset=User.objects.none(), empty_label=_("請選擇"))
    on = DayField(label=_("交接日期（當日起由接任者擔任）"))
    reason = forms.CharField(label=_("原因"), max_length=500, required=False)

    def __init__(self, *args: object, people: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["successor"] = PersonField(label=_("接任者"), queryset=people, empty_label=gettext("請選擇"))
        reword(self)


class SubstituteForm(forms.Form):
    """Who stands in, from when to when."""

    substitute = PersonField(label=_("代理人"), queryset=User.objects.none())
    starts_on = DayField(label=_("開始日期"))
    ends_on = DayField(label=_("最後一日"))

    def __init__(self, *args: object, colleagues: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["substitute"] = PersonField(label=_("代理人"), queryset=colleagues, empty_label=gettext("請選擇"))
        reword(self)


class ProfileForm(forms.Form):
    """One's own name and the language of mails."""

    name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = LanguageField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        reword(self)
        self.fields["name"].label = gettext("姓名")


class AcceptForm(ProfileForm):
    """What an invited person fills in. ``person`` is an unsaved account with his address, for the rules on passwords."""

    password1 = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    password2 = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password1"].label, self.fields["password2"].label = gettext("密碼"), gettext("再輸入一次密碼")

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext("兩次輸入的密碼不同。"))
        if first:
            try:
                validate_password(first, User(email=self.email, name=self.cleaned_data.get("name", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


def first_day(today: date) -> dict[str, str]:
    """What a form about dates begins with."""
    return {"starts_on": today.isoformat(), "ends_on": today.isoformat(), "on": today.isoformat()}
