"""Units, businesses, social organisations: entered, corrected, ended; who speaks for them; Party coverage."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.identity import NotAPhone, parse_phone
from linli.base.names import initials_of, pinyin_of
from linli.base.permissions import Actor, require
from linli.core.areas.models import Area
from linli.core.organisation.enums import BodyKind, Coverage, LiaisonRole, Nature, OrganisationPermission
from linli.core.organisation.models import Body, Liaison
from linli.core.people.models import Person

CORRECTABLE = ("name", "credit_code", "nature", "trade", "address", "staff", "party_members", "offers", "asks")


@transaction.atomic
def register_body(
    *, community: Area, kind: str, name: str, actor: Actor, now: datetime, grid: Area | None = None, **told: Any
) -> Body:
    """Enter a unit, a business, the market or a social organisation; refused when its credit code is there already.

    `told` are the columns of `CORRECTABLE`, as far as they are known.
    """
    place = grid or community
    require(actor, OrganisationPermission.EDIT_BODY, place)
    if kind not in BodyKind.values:
        raise Refused("kind-unknown", _("Please choose what it is."), field="kind")
    if grid and grid.community_id != community.pk:
        raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")
    columns = checked({"name": name, **told})
    body = Body(community=community, place=place.path, grid=grid, kind=kind, updated_at=now, **columns)
    _keep(body, insert=True)
    record("organisation.body.register", body, actor=actor, now=now, data={"kind": kind})
    return body


@transaction.atomic
def correct_body(*, body: Body, actor: Actor, now: datetime, grid: Area | None = None, **told: Any) -> Body:
    """Put right what is written about a body; `grid` moves it."""
    require(actor, OrganisationPermission.EDIT_BODY, body)
    body.refresh_from_db(from_queryset=Body.objects.select_for_update(of=("self",)))
    if body.ends_on:
        raise Refused("body-ended", _("This one has closed; its record stays as it is."))
    columns = checked(told, before=body)
    if grid and grid.pk != body.grid_id:
        if grid.community_id != body.community_id:
            raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")
        require(actor, OrganisationPermission.EDIT_BODY, grid)
        columns |= {"grid": grid, "place": grid.path}
    changed = sorted(name for name, value in columns.items() if getattr(body, name) != value)
    for name in changed:
        setattr(body, name, columns[name])
    if changed:
        body.updated_at = now
        _keep(body)
        record("organisation.body.correct", body, actor=actor, now=now, data={"fields": changed})
    return body


@transaction.atomic
def end_body(*, body: Body, on: date, reason: str, actor: Actor, now: datetime) -> Body:
    """A business has closed, a unit has moved away. What was written about it stays."""
    require(actor, OrganisationPermission.EDIT_BODY, body)
    if not reason.strip():
        raise Refused("reason-missing", _("Please say why."), field="reason")
    if on > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="on")
    if not Body.objects.filter(pk=body.pk, ends_on=None).update(ends_on=on, updated_at=now):
        raise Refused("body-ended", _("This one has closed; its record stays as it is."))
    Liaison.objects.filter(body=body, ends_on=None, starts_on__lte=on).update(ends_on=on)
    body.ends_on = on
    record("organisation.body.end", body, actor=actor, now=now, reason=reason[:400])
    return body


@transaction.atomic
def note_coverage(*, body: Body, coverage: str, since: date, actor: Actor, now: datetime) -> Body:
    """Write down how the Party reaches a business or a social organisation, and since when (C10)."""
    require(actor, OrganisationPermission.EDIT_BODY, body)
    if coverage not in Coverage.values:
        raise Refused("coverage-unknown", _("Please choose one of these."), field="coverage")
    if since > localdate(now):
        raise Refused("day-ahead", _("This day has not come yet."), field="since")
    Body.objects.filter(pk=body.pk).update(coverage=coverage, coverage_since=since, updated_at=now)
    body.coverage, body.coverage_since = coverage, since
    record("organisation.body.coverage", body, actor=actor, now=now, data={"coverage": coverage})
    return body


@transaction.atomic
def name_liaison(
    *, body: Body, role: str, name: str, actor: Actor, now: datetime, phone: str = "", person: Person | None = None
) -> Liaison:
    """Say who speaks for a body from today on; whoever did so before has ended."""
    require(actor, OrganisationPermission.EDIT_BODY, body)
    if role not in LiaisonRole.values:
        raise Refused("role-unknown", _("Please choose one of these."), field="role")
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused("name-missing", _("Please write the name."), field="name")
    today = localdate(now)
    Body.objects.select_for_update().get(pk=body.pk)  # of two who name somebody the second one looks
    before = Liaison.objects.filter(body=body, role=role, ends_on=None)
    before.filter(starts_on=today).delete()  # put right on the same day: nobody spoke for a moment
    before.update(ends_on=today)
    liaison = Liaison.objects.create(
        community_id=body.community_id,
        body=body,
        role=role,
        name=name,
        phone=_phone(phone),
        person=person,
        starts_on=today,
    )
    record("organisation.body.liaison", body, actor=actor, now=now, data={"role": role})
    return liaison


@transaction.atomic
def reveal_liaison(*, liaison: Liaison, reason: str, actor: Actor, now: datetime) -> str:
    """Show a phone in full, for a reason that the audit keeps."""
    require(actor, OrganisationPermission.EDIT_BODY, liaison)
    if not reason.strip():
        raise Refused("reason-missing", _("Please say why you need it."), field="reason")
    record("organisation.liaison.reveal", liaison, actor=actor, now=now, reason=reason[:400])
    return liaison.phone


def checked(told: dict[str, Any], before: Body | None = None) -> dict[str, Any]:
    """What was told as columns, refused where it can't be so."""
    unknown = set(told) - set(CORRECTABLE)
    if unknown:
        message = f"A body has no {sorted(unknown)}"
        raise TypeError(message)
    columns = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in told.items()}
    if "name" in columns:
        columns |= name_columns(columns["name"])
    if columns.get("credit_code"):
        columns["credit_code"] = credit_code_of(columns["credit_code"])
    if columns.get("nature", "") not in {"", *Nature.values}:
        raise Refused("nature-unknown", _("Please choose one of these."), field="nature")
    staff = columns.get("staff", before.staff if before else None)
    members = columns.get("party_members", before.party_members if before else None)
    if staff is not None and members is not None and members > staff:
        raise Refused("more-members-than-staff", _("More members than people who work there."), field="party_members")
    return columns


def name_columns(name: str) -> dict[str, str]:
    """A name, and by what else it is found."""
    name = " ".join(name.split())[:120]
    if not name:
        raise Refused("name-missing", _("Please write the name."), field="name")
    return {"name": name, "pinyin": pinyin_of(name)[:200], "initials": initials_of(name)[:60]}


def credit_code_of(text: str) -> str:
    """A unified social credit code (GB 32100): eighteen characters, the last one checks the others."""
    try:
        code: str = uscc.validate(text)
    except ValidationError:
        message = _("This is no unified social credit code: it has eighteen characters, and the last one checks them.")
        raise Refused("credit-code-doubtful", message, field="credit_code") from None
    return code


def _phone(text: str) -> str:
    try:
        return parse_phone(text) if text.strip() else ""
    except NotAPhone:
        message = _("This phone number does not look complete. A landline needs its area code.")
        raise Refused("phone-doubtful", message, field="phone") from None


def _keep(body: Body, *, insert: bool = False) -> None:
    try:
        with transaction.atomic():
            body.save(force_insert=insert)
    except IntegrityError:
        message = _("Another one with this credit code is in the register.")
        raise Refused("credit-code-taken", message, field="credit_code") from None
