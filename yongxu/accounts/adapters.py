"""Where allauth asks us: who may come in, how passwords and secrets are kept, and what its messages say."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yongxu.accounts.models import User
from yongxu.accounts.requests import origin_of, proved_recently
from yongxu.accounts.services.passwords import set_password
from yongxu.accounts.services.signing import record_failure
from yongxu.history.models import Event

LOCKED_SECONDS = 15 * 60


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation; passwords are set through our service; lock-outs are written down."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("這個帳號已停用。"),
        "email_password_mismatch": _("電子郵件或密碼不正確。"),
        "enter_current_password": _("請輸入目前的密碼。"),
        "incorrect_code": _("驗證碼不正確。"),
        "incorrect_password": _("密碼不正確。"),
        "invalid_or_expired_key": _("連結無效或已過期。"),
        "invalid_login": _("電子郵件或密碼不正確。"),
        "invalid_password_reset": _("重設密碼的連結無效。"),
        "too_many_login_attempts": _("登入失敗次數過多，已暫時鎖定 15 分鐘；請稍後再試，或重設密碼。"),
        "rate_limited": _("操作過於頻繁，請稍後再試。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff come by invitation only."""
        del request
        return False

    def set_password(self, user: User, password: str) -> None:
        """Keeps the last three."""
        set_password(user, password, by=user, at=timezone.now(), origin=origin_of(self.request))

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Signing in a moment ago is proof enough, for allauth's own grave acts as for ours."""
        return bool(super().is_reauthentication_required(app=app, **kwargs)) and not proved_recently(self.request)

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Refuses while locked, and writes the lock-out down once."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = credentials.get("email", "")
            if cache.add(f"locked:{hashlib.sha256(email.encode()).hexdigest()}", True, LOCKED_SECONDS):
                record_failure(email, event=Event.LOCK_OUT, method="password", at=timezone.now(), origin=origin_of(request))
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """In the language of the person to whom it goes."""
        user = context.get("user")
        if not isinstance(user, User):
            found = EmailAddress.objects.filter(email=email).select_related("user").first()
            user = found.user if found else None
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            super().send_mail(template_prefix, email, context | {"person": user})


class MfaAdapter(DefaultMFAAdapter):
    """Second factors; the shared secret of an authenticator app is encrypted with a key made from the secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("驗證碼不正確。"),
        "cannot_delete_authenticator": _("不能停用兩步驟驗證。"),
        "cannot_generate_recovery_codes": _("啟用兩步驟驗證後才能產生備用碼。"),
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("通行金鑰") if not count else gettext("通行金鑰 %(number)s") % {"number": count + 1}


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that exist already, by their address; it makes none."""

    error_messages = DefaultSocialAccountAdapter.error_messages

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        del request, sociallogin
        return False


def _keys() -> MultiFernet:
    """The newest key encrypts; the keys made from older secret keys still decrypt."""
    secrets = [str(settings.SECRET_KEY), *(str(item) for item in settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"second factor|{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
