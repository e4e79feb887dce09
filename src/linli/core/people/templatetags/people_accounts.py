"""What the sign-in pages ask."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from linli.base.codes import qr_svg
from linli.core.people.web.codes_by_phone import can_send_codes as has_sms
from linli.core.people.web.demo import demo_offers as offers

register = template.Library()


@register.simple_tag
def can_send_codes() -> bool:
    """Whether text messages can be sent from here."""
    return has_sms()


@register.simple_tag
def is_demo() -> bool:
    """Whether the switch of the demo is on."""
    return bool(settings.LINLI_DEMO)


@register.simple_tag
def demo_offers() -> list[dict[str, Any]]:
    """The people to be tried out; none without the switch of the demo."""
    return offers() if settings.LINLI_DEMO else []


@register.simple_tag
def qr(text: str) -> str:
    """A text as a QR square."""
    return mark_safe(qr_svg(text))  # noqa: S308 -- segno draws it; the text never becomes markup


@register.simple_tag(takes_context=True)
def may_anywhere(context: template.Context, permission: str) -> bool:
    """Whether whoever looks holds a permission at some place: for a button, never for a record."""
    return bool(context["request"].actor.scopes(permission))


@register.filter
def in_fours(secret: str) -> str:
    """A long secret in groups of four, to be typed without losing the place."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
