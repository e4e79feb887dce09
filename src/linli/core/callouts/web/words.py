"""How pages show a call for help."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.base.web.templatetags.linli import state_badge
from linli.core.callouts.enums import CalloutState, Skill
from linli.core.callouts.models import CallOut

S = CalloutState
TONES: dict[str, str] = {S.DRAFTED: "off", S.CALLING: "wait", S.ENOUGH: "ok", S.DONE: "ok", S.CANCELLED: "off"}


def state_of(callout: CallOut) -> SafeString:
    """The state as a badge: shape, word and colour."""
    return state_badge(TONES[callout.state], callout.get_state_display())


def hour_of(callout: CallOut) -> str:
    """`Nov 28, 9:00 – 11:00`."""
    start, end = localtime(callout.starts_at), localtime(callout.ends_at)
    if start.date() == end.date():
        return f"{date_format(start, 'DATETIME_FORMAT')} – {date_format(end, 'TIME_FORMAT')}"
    return f"{date_format(start, 'DATETIME_FORMAT')} – {date_format(end, 'DATETIME_FORMAT')}"


def taken_of(callout: CallOut) -> str:
    """How many of how many: of the call, never of a person."""
    return _("%(taken)s of %(wanted)s") % {"taken": callout.taken, "wanted": callout.wanted}


def missing_of(callout: CallOut) -> str:
    """How many hands are missing."""
    words = ngettext("%(n)s more hand is needed", "%(n)s more hands are needed", callout.missing)
    return words % {"n": callout.missing}


def skills_of(skills: list[str]) -> str:
    """What is needed, in words."""
    return " · ".join(str(Skill(skill).label) for skill in skills)
