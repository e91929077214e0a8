"""Django's settings, read from the environment and the home of the installation."""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from pathlib import Path

from csp.constants import NONE, SELF

from jieting.config.accounts import (  # noqa: F401 - Django reads them here
    ACCOUNT_ADAPTER,
    ACCOUNT_EMAIL_VERIFICATION,
    ACCOUNT_FORMS,
    ACCOUNT_LOGIN_METHODS,
    ACCOUNT_LOGOUT_REDIRECT_URL,
    ACCOUNT_PRESERVE_USERNAME_CASING,
    ACCOUNT_RATE_LIMITS,
    ACCOUNT_SESSION_REMEMBER,
    ACCOUNT_SIGNUP_FIELDS,
    AUTH_PASSWORD_VALIDATORS,
    AXES_COOLOFF_TIME,
    AXES_DISABLE_ACCESS_LOG,
    AXES_ENABLE_ACCESS_FAILURE_LOG,
    AXES_ENABLE_ADMIN,
    AXES_FAILURE_LIMIT,
    AXES_HANDLER,
    AXES_LOCKOUT_CALLABLE,
    AXES_LOCKOUT_PARAMETERS,
    AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT,
    AXES_RESET_ON_SUCCESS,
    AXES_USERNAME_CALLABLE,
    AXES_VERBOSE,
    JIETING_ADDRESS_FAILURES,
    JIETING_IDLE_MINUTES,
    JIETING_INACTIVE_DAYS,
    JIETING_LOCK_FAILURES,
    JIETING_LOCK_MINUTES,
    JIETING_PASSWORD_DAYS,
    JIETING_SESSION_HOURS,
    JIETING_TOTP_ROLES,
    JIETING_ZONE,
    MFA_ADAPTER,
    MFA_FORMS,
    MFA_RECOVERY_CODES_SHOW_ONCE,
    MFA_SUPPORTED_TYPES,
    MFA_TOTP_ISSUER,
    MFA_TOTP_TOLERANCE,
    OIDC_ISSUER,
    OIDC_ORIGINS,
    PASSWORD_HASHERS,
    SESSION_COOKIE_AGE,
    SESSION_COOKIE_HTTPONLY,
    SOCIALACCOUNT_ADAPTER,
    SOCIALACCOUNT_AUTO_SIGNUP,
    SOCIALACCOUNT_PROVIDERS,
    SOCIALACCOUNT_STORE_TOKENS,
)
from jieting.config.mail import mail_settings
from jieting.installation.database import URL_VARIABLE, place_of
from jieting.installation.keys import key

PACKAGE = Path(__file__).resolve().parents[1]


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in ("1", "yes", "true")


def _names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _database() -> dict[str, object]:
    """The application's database; DATABASE_URL is set before settings are read."""
    place = place_of(os.environ.get(URL_VARIABLE, "postgresql://"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        **place,
        "OPTIONS": {**place["OPTIONS"], **_pool()},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }


def _pool() -> dict[str, object]:
    """A pool for servers, where many threads come and go; commands and tests have none."""
    size = int(os.environ.get("JIETING_POOL", "") or 0)
    return {"pool": {"min_size": 1, "max_size": size, "timeout": 20}} if size else {}


SECRET_KEY = urlsafe_b64encode(key("sessions")).decode()
DEBUG = False
# This machine itself may always ask, for its health.
ALLOWED_HOSTS = [*_names("JIETING_HOSTS", ""), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = _names("JIETING_ORIGINS", "")
# Behind TLS; the demonstration on 127.0.0.1 has none.
SECURE = _flag("JIETING_TLS")
METRICS_TOKEN = os.environ.get("JIETING_METRICS_TOKEN", "")
# The log is set up by each process for itself.
LOGGING_CONFIG = None

# Where links in e-mails and to other systems lead; nothing that a request says is believed.
JIETING_URL = (
    os.environ.get("JIETING_URL", "")
    or next(iter(CSRF_TRUSTED_ORIGINS), "")
    or f"{'https' if SECURE else 'http'}://{ALLOWED_HOSTS[0]}"
).rstrip("/")
JIETING_MAIL = bool(os.environ.get("JIETING_SMTP_URL", ""))
globals().update(mail_settings(os.environ.get("JIETING_SMTP_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("JIETING_MAIL_FROM", "") or "jieting@localhost"
# A receiver in the own network is an exception that the operator of the installation makes.
JIETING_WEBHOOK_PRIVATE = _flag("JIETING_WEBHOOK_PRIVATE")

INSTALLED_APPS = [
    "jieting.web",
    "jieting.apps.audit",
    "jieting.apps.accounts",
    "jieting.apps.contracts",
    "jieting.apps.calls",
    "jieting.apps.recordings",
    "jieting.apps.line",
    "jieting.apps.notices",
    "jieting.apps.moves",
    "jieting.apps.assessment",
    "jieting.apps.deliverables",
    "jieting.apps.sealing",
    "jieting.apps.settlement",
    "jieting.apps.oversight",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "jieting.web.middleware.RequestId",
    "jieting.web.system.watched.Watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jieting.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jieting.web.middleware.SessionClock",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "jieting.web.middleware.Duties",
    "axes.middleware.AxesMiddleware",
    "jieting.web.findings.FindingsPage",
]

ROOT_URLCONF = "jieting.config.urls"
ASGI_APPLICATION = "jieting.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jieting.web.context.page",
            ],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "jieting.web.views.forged"

SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# An upload streams to disk; only fields other than files are held in memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

PROCRASTINATE_IMPORT_PATHS: list[str] = []
