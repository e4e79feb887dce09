"""All settings, from the environment, with defaults that run. `docs/how-to/configure.md` tells what each is for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlparse

from django.utils.translation import gettext_lazy as _

from linli.config.keys import load_keys


def flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
LINLI_HOME = Path(os.environ.get("LINLI_HOME", ROOT / "var")).resolve()  # everything that a running Linli writes
LINLI_HOME.mkdir(parents=True, exist_ok=True)

DEBUG = flag("LINLI_DEBUG")
LINLI_DEMO = flag("LINLI_DEMO")  # quick sign-in as anyone: never where real people are registered
LINLI_HTTPS = flag("LINLI_HTTPS")  # a proxy in front speaks TLS: secure cookies, HSTS
LINLI_URL = os.environ.get("LINLI_URL", "http://127.0.0.1:8000").rstrip("/")  # how slips and messages name us
LINLI_KEYS = load_keys(LINLI_HOME / "keys.json")
LINLI_CIPHER = os.environ.get("LINLI_CIPHER", "aes")  # or sm4, where the law asks for a national cipher
SECRET_KEY = os.environ.get("LINLI_SECRET_KEY", LINLI_KEYS.secret_key)
ALLOWED_HOSTS = words("LINLI_HOSTS", "127.0.0.1 localhost [::1] testserver")
CSRF_TRUSTED_ORIGINS = words("LINLI_ORIGINS", "")


def database(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?option=value`, or nothing for SQLite under LINLI_HOME."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": LINLI_HOME / "linli.sqlite3",
            "OPTIONS": {
                # Without IMMEDIATE two writers that both began by reading fail each other with "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlparse(url)
    if parts.scheme.startswith("sqlite"):
        return {**database(""), "NAME": unquote(parts.path[1:]) if parts.path.startswith("//") else unquote(parts.path)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "linli.base.audit",
    "linli.base.outbox",
    "linli.base.messaging",
    "linli.base.jobs",
    "linli.base.files",
    "linli.base.calendars",
    "linli.base.sheets",
    "linli.base.web",
    "linli.core.areas",
    "linli.core.people",
    "linli.core.matters",
    "linli.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "linli.core.people.web.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
AUTH_USER_MODEL = "people.Account"
LINLI_ROLES = "linli.config.roles.ROLES"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = LINLI_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = LINLI_HOME / "files"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LINLI_HTTPS
SECURE_SSL_REDIRECT = LINLI_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if LINLI_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if LINLI_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
