"""Public requests: kind, place as a grid, state and days of a matter on shared ground. Never who, never their words."""

from __future__ import annotations

import hmac
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from linli.base.secrets import Keys
from linli.core.areas.models import Area
from linli.core.matters.enums import OPEN, EntryKind, Urgency
from linli.core.matters.models import Category, Entry, Matter
from linli.core.openness.enums import PUBLIC_KINDS

PUBLIC_STEPS = frozenset(
    {
        *(EntryKind.REPORTED, EntryKind.ACCEPTED, EntryKind.REJECTED, EntryKind.DISPATCHED, EntryKind.SIGNED),
        *(EntryKind.SUSPENDED, EntryKind.RESUMED, EntryKind.ENDED, EntryKind.VERIFIED, EntryKind.SENT_BACK),
        *(EntryKind.CONFIRMED, EntryKind.SILENT, EntryKind.REOPENED),
    }
)


def services() -> QuerySet[Category]:
    """The kinds that a program may report and follow: on shared ground, and no emergency."""
    kinds = Category.objects.filter(parent__code__in=PUBLIC_KINDS).exclude(urgency=Urgency.EMERGENCY)
    return kinds.select_related("parent").order_by("code")


def public_requests(community: Area) -> QuerySet[Matter]:
    """The matters of a community that everybody may follow, as far as they may."""
    public = Q(category__parent__code__in=PUBLIC_KINDS) & ~Q(category__urgency=Urgency.EMERGENCY)
    matters = Matter.objects.filter(public, community=community).order_by("-reported_at", "-pk")
    return matters.select_related("category__parent", "grid", "community").defer("text", "ending_text", "title")


def answered(community: Area) -> QuerySet[Matter]:
    """Public requests that have an ending, the newest answer first."""
    return public_requests(community).filter(ended_at__isnull=False).order_by("-ended_at", "-pk")


def is_public(matter: Matter) -> bool:
    """Whether everybody may follow it: the same rule for one matter."""
    kind = matter.category
    if kind is None or kind.parent is None or kind.urgency == Urgency.EMERGENCY:
        return False
    return kind.parent.code in PUBLIC_KINDS


def public_request(public: str) -> Matter | None:
    """The request that a public id names, if everybody may follow it."""
    key = key_of(public)
    matters = Matter.objects.select_related("category__parent", "grid", "community")
    matter = matters.filter(pk=key).first() if key else None
    return matter if matter is not None and is_public(matter) else None


def public_steps(matter: Matter) -> QuerySet[Entry]:
    """The steps that everybody may know of, the first one first. Notes, questions and replies are between two."""
    return matter.entries.filter(kind__in=sorted(PUBLIC_STEPS), is_shown=True).order_by("pk")


def is_closed(matter: Matter) -> bool:
    """Open311 knows two states only: open as long as something is still to be done."""
    return matter.state not in OPEN


def day_of(moment: datetime) -> datetime:
    """The day of a moment: the minute could tell who was seen at the counter then."""
    return localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def public_id(matter: Matter) -> str:
    """How everybody names a matter. The code of its slip opens its story, and its key tells the second: neither is."""
    encryptor = _cipher().encryptor()
    return (encryptor.update(matter.pk.bytes) + encryptor.finalize()).hex()


def key_of(public: str) -> UUID | None:
    """The key of the matter that a public id names; None when it is no id at all."""
    try:
        raw = bytes.fromhex(public)
    except ValueError:
        return None
    if len(raw) != 16:
        return None
    decryptor = _cipher().decryptor()
    return UUID(bytes=decryptor.update(raw) + decryptor.finalize())


def _cipher() -> Cipher[modes.ECB]:
    """One block, one permutation of keys: there is nothing to chain."""
    keys: Keys = settings.LINLI_KEYS
    key = hmac.digest(keys.index, b"linli:public-request", "sha256")[:16]
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 -- a single block that never repeats
