"""What a new password may not be, beside Django's own rules."""

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from yongxu.accounts.models import User


class NotOneOfTheLastThree:
    """Refuses the password that somebody has and those he had before it, three in all (資通系統防護基準, 中級)."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError. One query; hashes are compared one by one."""
        if user is None or user.pk is None:
            return
        hashes = [user.password, *user.former_passwords.values_list("password", flat=True)[:3]]
        if any(check_password(password, item) for item in dict.fromkeys(hashes)):
            raise ValidationError(gettext("不能使用目前或最近三次用過的密碼。"), code="password_used_before")

    def get_help_text(self) -> str:
        return gettext("不能是最近三次用過的密碼。")
