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
LINLI_HOME.mkdir(mode=0o750, parents=True, exist_ok=True)

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
            "CONN_MAX_AGE": 60,  # opening and closing a file with its log costs more than most questions to it
            "OPTIONS": {
                # Without IMMEDIATE two writers that both began by reading fail each other with "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;",
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
    "linli.base.memory",
    "linli.base.audit",
    "linli.base.search",
    "linli.base.outbox",
    "linli.base.messaging",
    "linli.base.jobs",
    "linli.base.files",
    "linli.base.calendars",
    "linli.base.sheets",
    "linli.base.web",
    "linli.core.areas",
    "linli.core.people",
    "linli.core.organisation",
    "linli.core.membership",
    "linli.core.mobile",
    "linli.core.dues",
    "linli.core.admission",
    "linli.core.partnership",
    "linli.core.matters",
    "linli.core.whistles",
    "linli.core.rehearsals",
    "linli.core.hotline",
    "linli.core.callouts",
    "linli.core.openness",
    "linli.portal",
    "linli.config",
    "allauth",  # after our own apps, so that our templates stand in for its
    "allauth.account",
    "allauth.mfa",
    "ninja",  # for the assets of its documentation pages
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "linli.base.web.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linli.base.memory.middleware.OneLookMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.core.people.web.middleware.ActorMiddleware",
    "linli.core.people.web.guards.SignInGuard",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
AUTH_USER_MODEL = "people.Account"
# For which community the first page speaks to visitors, by the last step of its path; needed where there are several.
LINLI_COMMUNITY = os.environ.get("LINLI_COMMUNITY", "zhaolin" if LINLI_DEMO else "")
LINLI_API = "linli.config.api.api"
LINLI_HOOKS_INSIDE = flag("LINLI_HOOKS_INSIDE")  # webhooks may lead into private nets and speak http
NINJA_PAGINATION_PER_PAGE = 50
NINJA_PAGINATION_MAX_LIMIT = 500
NINJA_NUM_PROXIES = int(os.environ.get("LINLI_PROXIES", "1" if LINLI_HTTPS else "0"))  # whose word on addresses counts
LINLI_ROLES = "linli.config.roles.ROLES"
LINLI_ACTOR = "linli.core.people.queries.actors.actor_of_person"
LINLI_ADMINISTRATORS = "linli.config.roles.ADMINISTRATORS"

# Signing in (B-12). Accounts open with a slip from the desk only; nobody signs up by themselves.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
LINLI_DESK_IDLE = 30 * 60  # seconds without a press after which whoever holds a role signs in again
SESSION_COOKIE_AGE = 14 * 24 * 3600  # the same for residents
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # sealed too, not readable in a cookie
SESSION_SERIALIZER = "linli.core.people.web.sessions.SealedSerializer"
AUTHENTICATION_BACKENDS = ["linli.core.people.web.backend.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "linli.core.people.passwords.MixedCharactersValidator"},
    {"NAME": "linli.core.people.passwords.NotUsedBeforeValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "linli.core.people.web.adapters.AccountAdapter"
SIGN_IN_FORMS = "linli.core.people.web.sign_in_forms."
ACCOUNT_FORMS = {
    "login": SIGN_IN_FORMS + "SignInForm",
    "request_login_code": SIGN_IN_FORMS + "RequestCodeForm",
    "confirm_login_code": SIGN_IN_FORMS + "ConfirmCodeForm",
    "verify_phone": SIGN_IN_FORMS + "VerifyPhoneForm",
    "change_phone": SIGN_IN_FORMS + "ChangePhoneForm",
    "change_password": SIGN_IN_FORMS + "ChangePasswordForm",
    "set_password": SIGN_IN_FORMS + "SetPasswordForm",
    "reauthenticate": SIGN_IN_FORMS + "PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": SIGN_IN_FORMS + "CodeForm",
    "reauthenticate": SIGN_IN_FORMS + "CodeAgainForm",
    "activate_totp": SIGN_IN_FORMS + "ActivateForm",
    "add_webauthn": SIGN_IN_FORMS + "AddKeyForm",
    "edit_webauthn": SIGN_IN_FORMS + "RenameKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 5 * 60
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "linli.core.people.web.adapters.name_of"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/900s/key",  # besides the lock of 30 minutes, which the database keeps
    "signup": "20/m/ip",  # codes of slips
    "find_somebody": "10/m/user",  # naming who shall act for me
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LINLI_PROXIES", "1" if LINLI_HTTPS else "0"))
MFA_ADAPTER = "linli.core.people.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not LINLI_HTTPS  # a browser itself allows passkeys over http on localhost only
MFA_TOTP_ISSUER = "Linli"
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute off

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
                "linli.base.web.context.shell",
            ],
        },
    }
]

FORM_RENDERER = "linli.base.web.forms.FormRenderer"
CSRF_FAILURE_VIEW = "linli.base.web.views.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LINLI_WORKING_HOURS = os.environ.get("LINLI_WORKING_HOURS", "8:30-11:30 13:00-17:00")  # deadlines count these

STATIC_URL = "/static/"
STATIC_ROOT = LINLI_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "linli.config.statics.StaticFiles"},
}
MEDIA_ROOT = LINLI_HOME / "files"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
LINLI_PHOTO_MAX_MB = float(os.environ.get("LINLI_PHOTO_MAX_MB", "12"))
LINLI_RECORDING_MAX_MB = float(os.environ.get("LINLI_RECORDING_MAX_MB", "8"))
LINLI_DOCUMENT_MAX_MB = float(os.environ.get("LINLI_DOCUMENT_MAX_MB", "20"))

# How copies of messages leave the house: "sms=package.module.Class email=…". Without one there is the inbox alone.
DEMO_CHANNELS = (("sms", "Sms"), ("email", "Mail"), ("account", "Account"))
FAKES = " ".join(f"{name}=linli.base.messaging.channels.Fake{kind}" for name, kind in DEMO_CHANNELS)
MAIL = urlparse(os.environ.get("LINLI_MAIL", ""))  # smtp://user:password@host:587 (STARTTLS) or smtps://…:465
MAIL_CHANNEL = "email=linli.base.messaging.channels.MailChannel" if MAIL.hostname else ""
LINLI_CHANNELS = dict(word.split("=", 1) for word in words("LINLI_CHANNELS", FAKES if LINLI_DEMO else MAIL_CHANNEL))
LINLI_ADDRESS_BOOK = "linli.core.people.queries.addresses.address_of"
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "localhost", MAIL.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("LINLI_MAIL_FROM", "linli@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LINLI_HTTPS
SECURE_SSL_REDIRECT = LINLI_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a watcher on the same machine asks without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if LINLI_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if LINLI_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "linli.config.logs.MaskedFormatter", "format": "%(asctime)s %(levelname)s %(message)s"}
    },
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["screen"], "level": os.environ.get("LINLI_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS = [
    # What Django says about TLS, cookies and keys in seven warnings, linli.W003 and linli.E003 say once with our names.
    *[f"security.W{number:03}" for number in (4, 5, 8, 9, 12, 16, 21)],
]
