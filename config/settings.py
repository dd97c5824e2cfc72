"""All settings, taken from the environment alone. A wrong or missing one is named in one line when the program starts.

A site whose ``YONGXU_HOSTS`` names anything but this computer is in production: it must have ``YONGXU_SECRET_KEY`` and is served
over HTTPS. On this computer alone a secret key is made once and kept in ``YONGXU_DATA``.
"""

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

env = environ.Env()


def read_flag(name: str, *, default: bool) -> bool:
    """A yes-or-no setting. Anything but true, false, 1, 0, yes, no is refused by name."""
    text = env.str(name, default=str(default)).strip().lower()
    if text not in BOOLEANS:
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}.")
    return BOOLEANS[text]


def read_days(name: str, *, default: int, minimum: int) -> int:
    """A number of days, not below what the law asks for."""
    text: str = env.str(name, default=str(default))
    if not text.isdecimal() or int(text) < minimum:
        raise ImproperlyConfigured(f"{name} must be a number of days, {minimum} at least, not {text!r}.")
    return int(text)


def read_data_folder() -> Path:
    """The folder of the embedded database and of files; made when it is not there."""
    folder = Path(env.str("YONGXU_DATA", default=str(ROOT / "data"))).expanduser().resolve()
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"YONGXU_DATA: the folder {folder} cannot be used ({error.strerror}).") from error
    return folder


def read_secret_key(folder: Path, *, production: bool) -> str:
    """``YONGXU_SECRET_KEY``; on this computer alone, one that is made once and kept in the data folder."""
    key: str = env.str("YONGXU_SECRET_KEY", default="")
    if key:
        if len(key) < 50:
            raise ImproperlyConfigured("YONGXU_SECRET_KEY must have at least 50 characters; `yongxu secret` prints a good one.")
        return key
    if production:
        raise ImproperlyConfigured(
            "YONGXU_SECRET_KEY is required when YONGXU_HOSTS names a public host; `yongxu secret` prints a good one."
        )
    path = folder / "secret.key"
    if not path.exists():
        draft = folder / f".secret.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii")


def read_database(folder: Path) -> dict[str, object]:
    """``DATABASE_URL`` (postgres://… or sqlite:///…), by default SQLite in the data folder, with the options that keep writers apart."""
    url: str = env.str("DATABASE_URL", default="") or f"sqlite:///{folder / 'yongxu.sqlite3'}"
    scheme = url.partition(":")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with sqlite:///, postgres:// or postgresql://, not {scheme!r}.")
    database: dict[str, object] = dict(environ.Env.db_url_config(url))
    if not database.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database.")
    if scheme == "sqlite":
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"}
    else:
        host = unquote(str(database.get("HOST") or ""))
        database |= {"HOST": host, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return database


def read_scanner() -> str:
    """``YONGXU_CLAMD``: the path of clamd's socket or ``host:port``; empty where no virus scanner is asked."""
    address: str = env.str("YONGXU_CLAMD", default="").removeprefix("unix:")
    host, _, port = address.rpartition(":")
    if address and not address.startswith("/") and not (host and port.isdecimal()):
        raise ImproperlyConfigured(f"YONGXU_CLAMD must be the path of a socket or host:port, not {address!r}.")
    return address


def read_single_sign_on() -> dict[str, object] | None:
    """The OpenID Connect server of ``YONGXU_OIDC_ISSUER``, ``_CLIENT``, ``_SECRET`` and ``_NAME``; None where no issuer is named."""
    issuer: str = env.str("YONGXU_OIDC_ISSUER", default="").rstrip("/")
    if not issuer:
        return None
    if urlsplit(issuer).scheme not in ({"https"} if PRODUCTION else {"https", "http"}) or not urlsplit(issuer).netloc:
        raise ImproperlyConfigured(f"YONGXU_OIDC_ISSUER must be an https:// address, not {issuer!r}.")
    client, secret = env.str("YONGXU_OIDC_CLIENT", default=""), env.str("YONGXU_OIDC_SECRET", default="")
    if not client or not secret:
        raise ImproperlyConfigured("YONGXU_OIDC_ISSUER also needs YONGXU_OIDC_CLIENT and YONGXU_OIDC_SECRET.")
    name = env.str("YONGXU_OIDC_NAME", default="OpenID Connect")
    settings = {"server_url": issuer, "token_auth_method": "client_secret_basic"}
    return {"provider_id": "sso", "name": name, "client_id": client, "secret": secret, "settings": settings}


YONGXU_DATA = read_data_folder()
DEBUG = read_flag("YONGXU_DEBUG", default=False)
ALLOWED_HOSTS: list[str] = [host.strip() for host in env.str("YONGXU_HOSTS", default=",".join(LOCAL_HOSTS)).split(",") if host.strip()]
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("YONGXU_HOSTS names no host.")
PRODUCTION = any(host not in LOCAL_HOSTS for host in ALLOWED_HOSTS)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("YONGXU_DEBUG cannot be true when YONGXU_HOSTS names a public host.")
SECRET_KEY = read_secret_key(YONGXU_DATA, production=PRODUCTION)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "django_tasks",
    "django_tasks_db",
    "yongxu.accounts",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "yongxu.history",
    "yongxu.ui",
    "yongxu.workflow",
    "yongxu.attachments",
    "yongxu.organizations",
    "yongxu.reporting",
    "yongxu.goals",
    "yongxu.indicators",
    "yongxu.climate",
    "yongxu.public",
    "yongxu.workspace",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yongxu.accounts.middleware.IdleSignOut",
    "yongxu.accounts.middleware.RecordRefusals",
    "yongxu.accounts.middleware.KnowPowers",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": read_database(YONGXU_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
    # Rendered pages, named by their content: one process need not know what another keeps.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 300}},
    # Drawings, named by their content.
    "charts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts", "OPTIONS": {"MAX_ENTRIES": 1_000}},
    # What pages show of all rows together, named by the record's state: computed anew from the facts when that changes.
    "summaries": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "summaries", "OPTIONS": {"MAX_ENTRIES": 300}},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
NIGHTLY_TASKS = ["yongxu.history.tasks.keep_history", "yongxu.attachments.tasks.tidy_attachments"]
HISTORY_EVENT_DAYS = read_days("YONGXU_EVENT_DAYS", default=366, minimum=184)

UNPUBLISHED_SUBJECTS = (
    "reporting.cycle",
    "reporting.dueitem",
    "accounts.user",
    "accounts.roleholding",
    "accounts.substitution",
    "accounts.invitation",
)
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "yongxu.accounts.validators.NotOneOfTheLastThree"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "public:home"
PASSWORD_RESET_TIMEOUT = 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = env.int("YONGXU_IDLE_MINUTES", default=30)
if not 1 <= IDLE_MINUTES <= 24 * 60:
    raise ImproperlyConfigured("YONGXU_IDLE_MINUTES must be between 1 and 1440.")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("YONGXU_PROXIES", default=int(PRODUCTION))

ACCOUNT_ADAPTER = "yongxu.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # An address is proved by the invitation that was sent to it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A whole ministry comes from one address: wrong passwords are limited, not people who know theirs.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "10/m/ip,5/15m/key"}
ACCOUNT_FORMS = {
    "login": "yongxu.accounts.forms.SignInForm",
    "reset_password": "yongxu.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "yongxu.accounts.forms.NewPasswordForm",
    "change_password": "yongxu.accounts.forms.ChangePasswordForm",
    "set_password": "yongxu.accounts.forms.SetPasswordForm",
    "reauthenticate": "yongxu.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "yongxu.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Yongxu"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "authenticate": "yongxu.accounts.forms.CodeForm",
    "reauthenticate": "yongxu.accounts.forms.CodeAgainForm",
    "activate_totp": "yongxu.accounts.forms.ActivateCodeForm",
    "add_webauthn": "yongxu.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "yongxu.accounts.forms.RenamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "yongxu.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SINGLE_SIGN_ON = read_single_sign_on()
SINGLE_SIGN_ON_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(env.str("YONGXU_OIDC_ISSUER")))] if SINGLE_SIGN_ON else []
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [SINGLE_SIGN_ON] if SINGLE_SIGN_ON else [], "OAUTH_PKCE_ENABLED": True}}

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("正體中文")), ("en", _("英文"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
MEDIA_ROOT = YONGXU_DATA / "files"  # No server serves this folder.
FILE_UPLOAD_HANDLERS = ["yongxu.attachments.handlers.LimitedUploadHandler"]
CLAMD = read_scanner()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_CONFIG: dict[str, object] = dict(env.email_url("YONGXU_MAIL_URL", default="consolemail://"))
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("YONGXU_MAIL_FROM", default="yongxu@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

SELF = "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A browser also checks where a form's answer sends it: signing in elsewhere begins with a form of ours.
        "form-action": [SELF, *SINGLE_SIGN_ON_ORIGINS],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"

HISTORY_LOG_LEVEL = "INFO" if read_flag("YONGXU_HISTORY_LOG", default=PRODUCTION) else "CRITICAL"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "bare": {"class": "logging.StreamHandler", "formatter": "bare"},
    },
    # One JSON line for each entry of the history, for a log collector.
    "loggers": {"yongxu.history.entries": {"handlers": ["bare"], "level": HISTORY_LOG_LEVEL, "propagate": False}},
    "root": {"handlers": ["stderr"], "level": env.str("YONGXU_LOG_LEVEL", default="WARNING").upper()},
}
