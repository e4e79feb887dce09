"""What can be wrong with a deployment: each finding has an id, says what is wrong and how to mend it.

`./run linli doctor` runs all of them; those that need no database also run whenever a command starts.
`docs/how-to/deploy.md` lists the ids.
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 -- Django's name for it
from django.db import DatabaseError, connection
from django.utils.timezone import now as clock

from linli.base.outbox.queries import outbox_health
from linli.config.health import SILENCE
from linli.config.kept import last_backup

LOCAL = {"127.0.0.1", "localhost", "[::1]", "testserver"}
BACKUP_AGE = timedelta(days=2)
LETTERS = 10  # different characters that a secret key has at least
LENGTH = 50
Found = list[CheckMessage]


def is_public() -> bool:
    """Can anybody but this machine reach us?"""
    return bool(settings.LINLI_HTTPS or set(settings.ALLOWED_HOSTS) - LOCAL)


@register(Tags.security)
def debug_stays_at_home(**_kwargs: Any) -> Found:
    """Debug pages show settings and the rows of the people concerned to whoever meets an error."""
    if not settings.DEBUG or not is_public():
        return []
    return [Error("Debug pages are on where others can reach them.", hint="Unset LINLI_DEBUG.", id="linli.E001")]


@register(Tags.security)
def demo_stays_at_home(**_kwargs: Any) -> Found:
    """In the demo everybody signs in as anybody without a password."""
    if not settings.LINLI_DEMO or not is_public():
        return []
    hint = "Unset LINLI_DEMO wherever real people are registered. A public demo is started with ./run demo."
    return [Error("THE DEMO IS ON where others can reach it: no password is asked.", hint=hint, id="linli.E002")]


@register(Tags.security)
def secret_key_is_secret(**_kwargs: Any) -> Found:
    """Whoever guesses this key signs in as anybody."""
    key = str(settings.SECRET_KEY)
    if len(key) >= LENGTH and len(set(key)) >= LETTERS and not key.startswith("django-insecure"):
        return []
    hint = "Unset LINLI_SECRET_KEY, then the key in LINLI_HOME/keys.json is used; or set 50 random characters."
    return [Error("The secret key is short or known.", hint=hint, id="linli.E003")]


@register(Tags.security)
def keys_are_for_us_alone(**_kwargs: Any) -> Found:
    """With the keys and the database together identity numbers can be read."""
    path = settings.LINLI_HOME / "keys.json"
    if not path.exists() or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    return [Error("Others on this machine can read the keys.", hint=f"chmod 600 {path}", id="linli.E004")]


@register(Tags.security, deploy=True)
def home_is_closed(**_kwargs: Any) -> Found:
    """Database and files lie there."""
    if not settings.LINLI_HOME.stat().st_mode & stat.S_IRWXO:
        return []
    hint = f"chmod o= {settings.LINLI_HOME}"
    return [Warning("Every user of this machine can look into LINLI_HOME.", hint=hint, id="linli.W004")]


@register(Tags.security, deploy=True)
def others_come_by_https(**_kwargs: Any) -> Found:
    """Without TLS passwords and names travel in the open."""
    if settings.LINLI_HTTPS or not is_public() or settings.LINLI_DEMO:
        return []
    hint = "Put a proxy with TLS in front (deploy/Caddyfile) and set LINLI_HTTPS=1."
    return [Warning("Others reach this Linli without HTTPS.", hint=hint, id="linli.W003")]


@register(Tags.security)
def sqlite_begins_to_write_at_once(**_kwargs: Any) -> Found:
    """Otherwise two writers that began by reading fail each other."""
    database = settings.DATABASES["default"]
    if "sqlite3" not in database["ENGINE"] or database.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE":
        return []
    hint = 'Set "transaction_mode": "IMMEDIATE" in the OPTIONS of the database, as config/settings.py does.'
    return [Error("SQLite would answer busy writers with an error.", hint=hint, id="linli.E005")]


@register(Tags.database, deploy=True)
def database_is_fit(databases: Sequence[str] | None = None, **_kwargs: Any) -> Found:
    """WAL on SQLite; on PostgreSQL a language that knows other letters than English ones."""
    if not databases:
        return []
    try:
        return _sqlite_is_fit() if connection.vendor == "sqlite" else _postgresql_is_fit()
    except DatabaseError as error:
        hint = "Look at DATABASE_URL, and whether the server runs."
        return [Error(f"The database does not answer: {error}", hint=hint, id="linli.E008")]


def _sqlite_is_fit() -> Found:
    if _ask("PRAGMA journal_mode") in {"wal", "memory"}:
        return []
    hint = 'Set "PRAGMA journal_mode=WAL" in init_command. It does not work on network drives: use a local disk.'
    return [Error("SQLite is not in WAL mode: readers and writers wait for each other.", hint=hint, id="linli.E006")]


def _postgresql_is_fit() -> Found:
    if _ask("SELECT datctype FROM pg_database WHERE datname = current_database()") not in {"C", "POSIX"}:
        return []
    hint = "Make the database with LC_CTYPE 'C.UTF-8' (createdb --locale=C.UTF-8 --template=template0)."
    return [Error("PostgreSQL knows no letters but English ones with LC_CTYPE C.", hint=hint, id="linli.E007")]


def _ask(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@register(Tags.database, deploy=True)
def a_worker_is_at_work(databases: Sequence[str] | None = None, **_kwargs: Any) -> Found:
    """Without one no message leaves and no deadline is watched."""
    now = clock()
    try:
        seen = outbox_health(now).worker_seen_at if databases else now
    except DatabaseError:
        return []  # no tables yet: another finding says so
    if seen and seen >= now - SILENCE:
        return []
    hint = "Start it: ./run work (deploy/linli-work.service)."
    return [Warning("No worker was seen within five minutes.", hint=hint, id="linli.W001")]


@register(deploy=True)
def there_is_a_backup(**_kwargs: Any) -> Found:
    """What is kept once can be lost once."""
    made = last_backup()
    if settings.LINLI_DEMO or (made and made.at >= clock() - BACKUP_AGE):
        return []
    hint = "./run linli backup (deploy/linli-backup.timer does it every night)."
    return [Warning("There is no backup of the last two days.", hint=hint, id="linli.W002")]
