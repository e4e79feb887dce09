"""How pages show agreements and promises: badges, icons, and the story so far."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.base.web.charts import Event
from linli.base.web.templatetags.linli import state_badge
from linli.core.partnership.enums import AgreementState, PromiseKind, PromiseState
from linli.core.partnership.models import Agreement, Promise

A, K = AgreementState, PromiseState
TONES: dict[str, str] = {
    A.DRAFT: "info", A.NEGOTIATED: "wait", A.SIGNED: "info", A.IN_FORCE: "ok", A.REVIEWED: "ok", A.RENEWED: "off",
    A.ENDED: "off", K.PROPOSED: "info", K.OPEN: "info", K.SHOWN: "wait", K.KEPT: "ok", K.PARTLY: "ok", K.MISSED: "off",
    K.REPLACED: "off", K.DROPPED: "off",
}  # fmt: skip
KIND_ICONS: dict[str, str] = {
    PromiseKind.LINK: "flag", PromiseKind.ROOM: "building", PromiseKind.PEOPLE: "user-heart",
    PromiseKind.ACTIVITY: "users-group", PromiseKind.THING: "gift", PromiseKind.OTHER: "star",
}  # fmt: skip
MOST_TOLD = 12


def agreement_state(agreement: Agreement) -> SafeString:
    """The state as a badge."""
    return state_badge(TONES[agreement.state], agreement.get_state_display())


def promise_state(promise: Promise, today: date) -> SafeString:
    """The state as a badge; an open promise whose day is over says so."""
    if promise.state == K.OPEN and promise.due_on < today:
        return state_badge("late", _("Its day is over"))
    return state_badge(TONES[promise.state], promise.get_state_display())


def story_of(agreement: Agreement, rows: list[dict[str, Any]]) -> list[Event]:
    """What has happened so far, the newest first."""
    found = [Event(_("Begun to be written"), agreement.made_at)]
    for moment, who, title in (
        (agreement.community_signed_at, agreement.community_signer, _("Signed for the community")),
        (agreement.unit_signed_at, agreement.unit_signer, _("Signed for the unit")),
    ):
        if moment:
            found.append(Event(title, moment, note=who))
    ended = [row["promise"] for row in rows if row["promise"].accepted_at]
    found += [Event(f"{one.get_state_display()}: {one.text}", one.accepted_at) for one in ended]
    if agreement.ended_words:
        found.append(Event(_("Ended"), agreement.state_since, agreement.ended_words))
    return sorted(found, key=lambda one: one.moment, reverse=True)[:MOST_TOLD]
