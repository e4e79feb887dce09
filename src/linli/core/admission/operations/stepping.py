"""Going through the 25 steps: each in its order, not before its time, with its papers on the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.calendars.months import add_months
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.base.text import clean_words
from linli.base.workflow import Move, step
from linli.core.admission.enums import AdmissionPermission, AdmissionState, EndReason, EntryKind
from linli.core.admission.models import Admission, Companion, Entry
from linli.core.admission.models.admissions import OVER
from linli.core.admission.queries import steps as rules
from linli.core.admission.queries.admissions import days_of
from linli.core.membership.models import Member
from linli.core.membership.operations.members import check_org
from linli.core.membership.operations.standing import admit_probationary, make_full
from linli.core.membership.queries.members import full_members, own_membership
from linli.core.organisation.models import PartyOrg
from linli.core.people.models import Person

WRITE = AdmissionPermission.WRITE
ADULT = 18
LEAST_DAYS, LEAST_HOURS = 3, 24  # of the short course
HELPERS = {AdmissionState.ASSIGN_CONTACT: (1, 2), AdmissionState.ASSIGN_SPONSOR: (2, 2)}
VOTES = {AdmissionState.BRANCH_VOTE, AdmissionState.FULL_VOTE}
MEMBER_MADE = {AdmissionState.UPPER_APPROVE, AdmissionState.FULL_APPROVE}


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is written down of a step."""

    on: date
    papers: Sequence[str] = ()
    shelf: str = ""
    helpers: Sequence[Member] = ()
    entitled: int | None = None
    in_favour: int | None = None
    days: int | None = None
    hours: int | None = None


@transaction.atomic
def open_admission(*, person: Person, org: PartyOrg, told: Told, actor: Actor, now: datetime) -> Admission:
    """Somebody of eighteen or more hands their application in to a branch: the first of the 25 steps."""
    require(actor, WRITE, org)
    check_org(org, None)
    first = rules.steps()[AdmissionState.APPLY]
    if org.community_id is None or person.community_id != org.community_id:
        raise Refused("person-elsewhere", _("This person is in the register of another community."), field="name")
    if own_membership(person.pk):
        raise Refused("member-already", _("This person is a member here already."), field="name")
    if (person.age_on(told.on) or 0) < ADULT:
        message = _("Whoever applies is at least 18 years old; their day of birth has to be in the register.")
        raise Refused("too-young", message, field="name")
    _check_day(told, None, now)
    _check_papers(first, told)
    admission = Admission(
        person=person, org=org, community_id=org.community_id, place=org.path, state_since=now, applied_on=told.on,
        **_ahead(AdmissionState.APPLY, {first.code: told.on}, Admission()),
    )  # fmt: skip
    try:
        with transaction.atomic():
            admission.save(force_insert=True)
    except IntegrityError:
        raise Refused("applied-already", _("This person is on the way already."), field="name") from None
    _write(admission, EntryKind.STEP, first.code, told, actor, now)
    record("admission.admission.open", admission, actor=actor, now=now)
    return admission


@transaction.atomic
def take_step(*, admission: Admission, code: str, told: Told, actor: Actor, now: datetime) -> Admission:
    """The next step is done. Out of order, too early, or without its papers it is refused, with the rule."""
    _lock(admission)
    following = rules.step_after(admission.state)
    if following is None or admission.state in OVER:
        raise Refused("over", _("This way is over."))
    if following.code != code:
        asked = rules.steps().get(code)
        told_next = {"next": following.name, "asked": asked.name if asked else code, "n": following.no}
        message = _("First comes step %(n)s, “%(next)s”; only then “%(asked)s” may follow.")
        raise Refused("out-of-order", message % told_next)
    require(actor, following.permission, admission)
    days = days_of(admission)
    _check_day(told, days.get(admission.state), now)
    _check_time(following, days, told, admission)
    _check_papers(following, told)
    figures = _figures(following, told)
    _stand_by(admission, following, told)
    fields = _ahead(code, {**days, code: told.on}, admission)
    made = _make_member(admission, code, {**days, code: told.on}, actor, now)
    step(admission, rules.move_to(code), actor=actor, now=now, allowed=True, **fields, **made)
    _write(admission, EntryKind.STEP, code, told, actor, now, figures=figures)
    return admission


def _check_day(told: Told, before: date | None, now: datetime) -> None:
    if told.on > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="on")
    if before and told.on < before:
        raise Refused("before-the-last", _("This day lies before that of the step before."), field="on")


def _check_time(following: rules.Step, days: dict[str, date], told: Told, admission: Admission) -> None:
    earliest = rules.earliest_day(following, days, extended=admission.extended_months)
    if earliest and told.on < earliest:
        rule = following.rule(extended=admission.extended_months)
        message = _("Too early: not before %(day)s. %(rule)s") % {"day": earliest.isoformat(), "rule": rule}
        raise Refused("too-early", message, field="on")


def _check_papers(following: rules.Step, told: Told) -> None:
    missing = [shown for kept, shown in following.papers() if kept not in told.papers]
    if missing:
        message = _("These papers have to be there first: %(papers)s.") % {"papers": ", ".join(missing)}
        raise Refused("papers-missing", message, field="papers")


def _figures(following: rules.Step, told: Told) -> dict[str, int]:
    if following.code in VOTES:
        entitled, in_favour = told.entitled or 0, told.in_favour or 0
        if in_favour > entitled or entitled < 1:
            raise Refused("votes-unlikely", _("These numbers can't be right."), field="in_favour")
        if in_favour * 2 <= entitled:
            message = _("More than half of those entitled to vote have to agree: %(least)s or more of %(all)s.")
            told_rule = {"least": entitled // 2 + 1, "all": entitled}
            raise Refused("no-majority", message % told_rule, field="in_favour")
        return {"entitled": entitled, "in_favour": in_favour}
    if following.code == AdmissionState.SHORT_COURSE:
        days, hours = told.days or 0, told.hours or 0
        if days < LEAST_DAYS and hours < LEAST_HOURS:
            raise Refused("course-short", _("The course lasts at least 3 days or 24 hours."), field="days")
        return {"days": days, "hours": hours}
    return {}


def _stand_by(admission: Admission, following: rules.Step, told: Told) -> None:
    if following.code not in HELPERS:
        return
    least, most = HELPERS[AdmissionState(following.code)]
    chosen = {member.pk: member for member in told.helpers}
    if not least <= len(chosen) <= most:
        text = _("Choose one or two full members.") if least == 1 else _("Choose two full members.")
        raise Refused("helpers-number", text, field="helpers")
    allowed = set(full_members(admission.org).filter(pk__in=list(chosen)).values_list("pk", flat=True))
    if allowed != set(chosen):
        raise Refused("helpers-full", _("Only full members of this branch can stand by them."), field="helpers")
    is_sponsor = following.code == AdmissionState.ASSIGN_SPONSOR
    Companion.objects.filter(admission=admission, is_sponsor=is_sponsor).delete()
    Companion.objects.bulk_create(
        Companion(admission=admission, member=member, is_sponsor=is_sponsor) for member in chosen.values()
    )


def _ahead(code: str, days: dict[str, date], admission: Admission) -> dict[str, Any]:
    """When the step after this one may be done, by when it should be, and when the next look is due."""
    following = rules.step_after(code)
    looks = add_months(days[code], rules.LOOK_MONTHS) if code in rules.LOOKS_AFTER else None
    fields: dict[str, Any] = {"look_on": looks, "earliest_on": None, "due_on": None}
    if following:
        fields["earliest_on"] = rules.earliest_day(following, days, extended=admission.extended_months)
        fields["due_on"] = rules.latest_day(following, days, special=admission.is_special)
    return fields


def _make_member(
    admission: Admission, code: str, days: dict[str, date], actor: Actor, now: datetime
) -> dict[str, Member]:
    """Approved: a probationary member since the meeting that admitted them; a full one since that which agreed."""
    if code == AdmissionState.UPPER_APPROVE:
        on = days[AdmissionState.BRANCH_VOTE]
        return {"member": admit_probationary(person=admission.person, org=admission.org, on=on, actor=actor, now=now)}
    if code == AdmissionState.FULL_APPROVE and admission.member:
        make_full(member=admission.member, on=days[AdmissionState.FULL_VOTE], actor=actor, now=now)
    return {}


@transaction.atomic
def note_look(*, admission: Admission, told: Told, actor: Actor, now: datetime) -> Admission:
    """The branch has looked how they do, as it does each half year; what it found stands in its own papers."""
    require(actor, WRITE, admission)
    _lock(admission)
    if admission.look_on is None:
        raise Refused("no-look", _("The half-yearly looks belong to the year of learning and to that of probation."))
    _check_day(told, days_of(admission).get(admission.state), now)
    admission.look_on = add_months(told.on, rules.LOOK_MONTHS)
    admission.save(update_fields=["look_on"])
    _write(admission, EntryKind.REVIEW, admission.state, told, actor, now)
    record("admission.admission.look", admission, actor=actor, now=now)
    return admission


@transaction.atomic
def extend_probation(*, admission: Admission, months: int, told: Told, actor: Actor, now: datetime) -> Admission:
    """The meeting extends the probation, once, by half a year to a year."""
    require(actor, WRITE, admission)
    _lock(admission)
    if admission.state != AdmissionState.APPLY_FULL or admission.extended_months:
        message = _("The probation is extended once, after they have asked for full membership.")
        raise Refused("extend-once", message)
    if not 6 <= months <= 12:
        raise Refused("extend-months", _("It is extended by 6 to 12 months."), field="months")
    _check_day(told, days_of(admission).get(admission.state), now)
    admission.extended_months = months
    fields = _ahead(admission.state, days_of(admission), admission)
    admission.earliest_on, admission.due_on = fields["earliest_on"], fields["due_on"]
    admission.save(update_fields=["extended_months", "earliest_on", "due_on"])
    _write(admission, EntryKind.EXTENDED, admission.state, told, actor, now, figures={"months": months})
    record("admission.admission.extend", admission, actor=actor, now=now, data={"months": months})
    return admission


@transaction.atomic
def take_back(*, admission: Admission, reason: str, actor: Actor, now: datetime) -> Admission:
    """The last step was written down by mistake. What made somebody a member is not taken back here."""
    reason = clean_words(reason, field="reason", needed=_("Please say why."), most=200)
    _lock(admission)
    before = rules.step_before(admission.state) if admission.state not in OVER else None
    if before is None or admission.state in MEMBER_MADE:
        raise Refused("no-way-back", _("This step can't be taken back here."))
    last = rules.steps()[admission.state]
    require(actor, last.permission, admission)
    rows = Entry.objects.filter(admission=admission, kind=EntryKind.STEP, code=last.code, undone_by=None)
    entry = rows.order_by("-at")[0]
    days = days_of(admission)
    days.pop(last.code)
    move = Move("take-back", frozenset({last.code}), before.code, last.permission)
    step(admission, move, actor=actor, now=now, allowed=True, warned_for="", **_ahead(before.code, days, admission))
    told = Told(on=localdate(now))
    _write(admission, EntryKind.BACK, last.code, told, actor, now, undoes=entry)
    record("admission.admission.say-why", admission, actor=actor, now=now, reason=reason)
    return admission


@transaction.atomic
def end_admission(*, admission: Admission, because: str, on: date, actor: Actor, now: datetime) -> Admission:
    """It ends before the last step, for one of five reasons; no more is written down."""
    if because not in EndReason.values:
        raise Refused("reason-unknown", _("Please choose one of these."), field="because")
    told = Told(on=on)
    _check_day(told, None, now)
    move = Move("end", frozenset(AdmissionState.values) - OVER, AdmissionState.ENDED, WRITE)
    ended: dict[str, Any] = {
        "ended_on": on,
        "ended_because": because,
        "earliest_on": None,
        "due_on": None,
        "look_on": None,
    }
    step(admission, move, actor=actor, now=now, **ended)
    _write(admission, EntryKind.ENDED, AdmissionState.ENDED, told, actor, now)
    return admission


def _write(
    admission: Admission, kind: str, code: str, told: Told, actor: Actor, now: datetime, *,
    figures: dict[str, int] | None = None, undoes: Entry | None = None,
) -> None:  # fmt: skip
    Entry(
        admission=admission, kind=kind, code=code, on=told.on, papers=list(told.papers),
        shelf=clean_words(told.shelf, field="shelf", most=60), figures=figures or {}, undoes=undoes, by=actor.label,
        at=now,
    ).save()  # fmt: skip


def _lock(admission: Admission) -> None:
    admission.refresh_from_db(from_queryset=Admission.objects.select_for_update(of=("self",)))
