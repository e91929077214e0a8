"""Django's settings, read from the environment and the home of the installation."""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from pathlib import Path

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from jieting.installation.database import URL_VARIABLE
from jieting.installation.keys import key

PACKAGE = Path(__file__).resolve().parents[1]


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in ("1", "yes", "true")


def _names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _database() -> dict[str, object]:
    """The application's database; DATABASE_URL is set before settings are read."""
    place = conninfo_to_dict(os.environ.get(URL_VARIABLE, "postgresql://"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": place.pop("dbname", "jieting"),
        "USER": place.pop("user", ""),
        "PASSWORD": place.pop("password", ""),
        "HOST": place.pop("host", ""),
        "PORT": str(place.pop("port", "") or ""),
        "OPTIONS": {**place, **_pool()},
        "CONN_MAX_AGE": 0,
    }


def _pool() -> dict[str, object]:
    """A pool for servers, where many threads come and go; commands and tests have none."""
    size = int(os.environ.get("JIETING_POOL", "0"))
    return {"pool": {"min_size": 1, "max_size": size, "timeout": 20}} if size else {}


SECRET_KEY = urlsafe_b64encode(key("sessions")).decode()
DEBUG = False
ALLOWED_HOSTS = _names("JIETING_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _names("JIETING_ORIGINS", "")
# Behind TLS; the demonstration on 127.0.0.1 has none.
SECURE = _flag("JIETING_TLS")

INSTALLED_APPS = [
    "jieting.web",
    "jieting.apps.audit",
    "jieting.apps.accounts",
    "jieting.apps.contracts",
    "jieting.apps.calls",
    "jieting.apps.assessment",
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
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
STATIC_ROOT = PACKAGE / "web" / "collected"
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
        "form-action": [SELF],
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
