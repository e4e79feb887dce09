"""Somebody says what they need: by themselves, without a name, or through a worker who writes it down for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.codes import free_code
from linli.base.errors import Refused
from linli.base.files.models import StoredFile
from linli.base.identity import NotAPhone, parse_phone
from linli.base.permissions import Actor, Visitor, require
from linli.base.search.operations import index_records
from linli.base.text import clean_words, title_of
from linli.core.areas.models import Area
from linli.core.matters.enums import EntryKind, MatterPermission, MatterState, Urgency, Voice
from linli.core.matters.events import MatterReported
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.story import Told, tell
from linli.core.matters.queries.deadlines import to_accept
from linli.core.matters.queries.places import grid_around, grid_at, grid_of_address, home_of
from linli.core.matters.queries.suggest import emergency_numbers
from linli.core.people.enums import Door
from linli.core.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody says, where it is and who they are: all that a matter begins with. Only the words are needed."""

    community: Area
    text: str
    category: Category | None = None
    grid: Area | None = None
    address: str = ""
    lat: float | None = None
    lng: float | None = None
    door: str = Door.ONLINE
    reporter: Person | None = None  # for whom a worker writes; online it is whoever is signed in
    contact_name: str = ""
    contact_phone: str = ""
    is_anonymous: bool = False
    hidden_from_handler: bool = False
    consent_note: str = ""
    photos: Sequence[StoredFile] = ()
    recording: StoredFile | None = None
    emergency_confirmed: bool = False


@transaction.atomic
def report_matter(*, report: Report, actor: Actor, now: datetime) -> Matter:
    """Take down what somebody needs, and give them a code by which they can follow it without an account.

    Whoever wants to stay unnamed is not written down anywhere, not in the audit either.
    """
    report = cleaned(report, needed=_("Please say in a few words what you need."))
    _emergency_first(report)
    online = report.door == Door.ONLINE
    if online and report.is_anonymous:
        actor = Visitor()
    grid = _grid_of(report, actor)
    matter = _begin(report, grid, actor, now)
    if online:
        matter.reporter_id = None if report.is_anonymous else _self_id(actor)
    else:
        require(actor, MatterPermission.REPORT_FOR, matter)
        require_consent(report)
    matter.save(force_insert=True)
    index_records([matter])
    record("matters.matter.report", matter, actor=actor, now=now, data={"door": report.door})
    voice = Voice.REPORTER if online else Voice.STAFF
    told = Told(
        EntryKind.REPORTED, report.text, voice, door=report.door, photos=report.photos, recording=report.recording
    )
    tell(matter, told, MatterReported, actor=actor, now=now)
    return matter


def cleaned(report: Report, *, needed: str = "") -> Report:
    """The report with words that can be kept, and a phone that can be called."""
    phone = report.contact_phone.strip()
    try:
        phone = parse_phone(phone) if phone else ""
    except NotAPhone:
        message = _("This phone number does not look complete. A landline needs its area code.")
        raise Refused("phone-doubtful", message, field="contact_phone") from None
    return replace(
        report,
        text=clean_words(report.text, needed=needed),
        address=clean_words(report.address, field="address", most=200).replace("\n", " "),
        contact_name=clean_words(report.contact_name, field="contact_name", most=40),
        contact_phone=phone,
        consent_note=clean_words(report.consent_note, field="consent_note", most=200),
    )


def _emergency_first(report: Report) -> None:
    """Before anything is written: where somebody is in danger, the telephone comes first."""
    numbers = emergency_numbers(report.category)
    if numbers and not report.emergency_confirmed:
        message = _("If somebody is in danger, please call %(numbers)s first. This is no emergency line.")
        raise Refused("emergency-first", message % {"numbers": " / ".join(numbers)}, field="emergency_confirmed")


def require_consent(report: Report) -> None:
    """A worker writes somebody's name down only when they agreed."""
    named = report.reporter or report.contact_name or report.contact_phone
    if report.is_anonymous and named:
        raise Refused(
            "anonymous-named", _("Somebody who wants to stay unnamed is not named here."), field="is_anonymous"
        )
    if named and not report.consent_note:
        message = _("Please note how the person agreed that you write this down for them.")
        raise Refused("consent-needed", message, field="consent_note")


def _grid_of(report: Report, actor: Actor) -> Area | None:
    """The grid that was chosen; else the one under the point, in the address, or around the person's home."""
    if report.grid:
        if report.grid.community_id != report.community.pk:
            raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")
        return report.grid
    if (
        report.lat is not None
        and report.lng is not None
        and (grid := grid_at(report.community.pk, report.lat, report.lng))
    ):
        return grid
    if report.address:
        return grid_of_address(report.community.pk, report.address)
    person = report.reporter.pk if report.reporter else _self_id(actor) if report.door == Door.ONLINE else None
    home = home_of(person) if person else None
    return grid_around(report.community.pk, home.path) if home else None


def _self_id(actor: Actor) -> UUID | None:
    """The person for whom somebody speaks who is signed in."""
    found: UUID | None = getattr(actor, "self_id", None)
    return found


def _begin(report: Report, grid: Area | None, actor: Actor, now: datetime) -> Matter:
    """The matter as it begins; it is not saved yet."""
    urgency = report.category.urgency if report.category else Urgency.NORMAL
    place = grid or report.community
    unnamed = report.is_anonymous
    return Matter(
        community=report.community,
        place=place.path,
        grid=grid,
        code=free_code(Matter.objects),
        title=title_of(report.text),
        text=report.text,
        category=report.category,
        urgency=urgency,
        address=report.address,
        lat=report.lat,
        lng=report.lng,
        door=report.door,
        reporter=report.reporter,
        contact_name=None if unnamed else report.contact_name or None,
        contact_phone=None if unnamed else report.contact_phone or None,
        is_anonymous=unnamed,
        hidden_from_handler=report.hidden_from_handler,
        reported_by=actor.label,
        consent_note=report.consent_note,
        reported_at=now,
        state=MatterState.REPORTED,
        state_since=now,
        **to_accept(urgency, now).fields(),
    )
