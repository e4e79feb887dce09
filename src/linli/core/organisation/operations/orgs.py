"""Party organisations: set up, named, ended; posts are filled, terms begin."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.base.audit.operations import record
from linli.base.errors import Refused
from linli.base.permissions import Actor, require
from linli.core.areas.enums import AreaKind
from linli.core.areas.models import Area
from linli.core.organisation.enums import (
    BELOW,
    GROUPS,
    WITH_TERMS,
    OrganisationPermission,
    OrgDomain,
    OrgKind,
    PostKind,
)
from linli.core.organisation.models import Body, PartyOrg, Post, Term
from linli.core.organisation.queries.thresholds import number as threshold
from linli.core.people.models import Person

STEP = "party"  # the step of the path below a community or street where its organisations hang
LETTERS = {OrgKind.GRID_GROUP: "g", OrgKind.GROUP: "x", OrgKind.COMMITTEE: STEP, OrgKind.STREET: STEP}


@transaction.atomic
def set_up_org(
    *, area: Area, kind: str, name: str, actor: Actor, now: datetime, parent: PartyOrg | None = None,
    number: int = 0, grid: Area | None = None, body: Body | None = None, domain: str = OrgDomain.STREET_COMMUNITY,
    approved_by: str = "", starts_on: date | None = None,
) -> PartyOrg:  # fmt: skip
    """Set up an organisation below another one. A grid group has one grid, and a grid one group (C6, C7).

    The street's committee has no parent, and lies below its street.
    """
    require(actor, OrganisationPermission.MANAGE_ORG, parent or area)
    _check_place(area, kind, parent, grid)
    name = _named(name)
    step = _free_step(parent, kind, number)
    below = parent.path if parent and parent.kind != OrgKind.STREET else area.path
    org = PartyOrg(
        community=None if kind == OrgKind.STREET else area.community,
        kind=kind,
        domain=domain,
        parent=parent,
        slug=step,
        path=f"{below}{step}/",
        name=name,
        number=number,
        grid=grid,
        body=body,
        approved_by=approved_by.strip()[:80],
        starts_on=starts_on or localdate(now),
    )
    try:
        with transaction.atomic():
            org.save(force_insert=True)
    except IntegrityError:
        raise Refused("org-taken", _("There is one like this already: the same grid, or the same number.")) from None
    record("organisation.partyorg.set-up", org, actor=actor, now=now, data={"kind": kind, "approved_by": approved_by})
    return org


def _check_place(area: Area, kind: str, parent: PartyOrg | None, grid: Area | None) -> None:
    above = parent.kind if parent else None
    allowed = BELOW.get(above, frozenset()) if above else {OrgKind.STREET, OrgKind.COMMITTEE}
    if kind not in allowed:
        raise Refused("org-misplaced", _("An organisation of this kind does not stand there."), field="kind")
    wanted = AreaKind.STREET if kind == OrgKind.STREET else AreaKind.COMMUNITY
    if area.kind != wanted or (parent and parent.community_id not in {None, area.pk}):
        raise Refused("org-elsewhere", _("This lies in another community."), field="parent")
    if kind == OrgKind.GRID_GROUP and (grid is None or grid.kind != AreaKind.GRID):
        raise Refused("grid-needed", _("Please choose the grid of this group."), field="grid")
    if grid is not None and grid.community_id != area.pk:
        raise Refused("grid-elsewhere", _("This grid belongs to another community."), field="grid")


def _free_step(parent: PartyOrg | None, kind: str, number: int) -> str:
    letter = LETTERS.get(OrgKind(kind), "b")
    if letter == STEP:
        return STEP
    taken = set(PartyOrg.objects.filter(parent=parent).values_list("slug", flat=True))
    count = number or 1
    while (step := f"{letter}{count:02d}") in taken and not number:
        count += 1
    return step


def _named(name: str) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused("name-missing", _("Please write the name."), field="name")
    return name


@transaction.atomic
def rename_org(*, org: PartyOrg, name: str, actor: Actor, now: datetime) -> PartyOrg:
    """Change what an organisation is called; its place stays."""
    require(actor, OrganisationPermission.MANAGE_ORG, org)
    before, org.name = org.name, _named(name)
    org.save(update_fields=["name"])
    record("organisation.partyorg.rename", org, actor=actor, now=now, data={"before": before})
    return org


@transaction.atomic
def end_org(*, org: PartyOrg, on: date, reason: str, actor: Actor, now: datetime) -> PartyOrg:
    """End an organisation; refused while others stand below it. Its posts end with it, and its history stays."""
    require(actor, OrganisationPermission.MANAGE_ORG, org)
    if not reason.strip():
        raise Refused("reason-missing", _("Please say why."), field="reason")
    if PartyOrg.objects.filter(parent=org, ends_on=None).exists():
        raise Refused("org-has-others", _("Others stand below it. Please end or move these first."))
    if on < org.starts_on:
        raise Refused("ends-before", _("The last day lies before the first one."), field="on")
    if not PartyOrg.objects.filter(pk=org.pk, ends_on=None).update(ends_on=on):
        raise Refused("org-ended", _("This organisation has ended already."))
    Post.objects.filter(org=org, ends_on=None, starts_on__lte=on).update(ends_on=on)
    org.ends_on = on
    record("organisation.partyorg.end", org, actor=actor, now=now, reason=reason[:400])
    return org


@transaction.atomic
def fill_post(
    *, org: PartyOrg, kind: str, name: str, actor: Actor, now: datetime, person: Person | None = None,
    is_full_time: bool = True, unit: Body | None = None, starts_on: date | None = None,
) -> Post:  # fmt: skip
    """Somebody takes a post from a day on. Whoever was secretary or leader before has ended the day before."""
    require(actor, OrganisationPermission.MANAGE_ORG, org)
    org = PartyOrg.objects.select_for_update(of=("self",)).get(pk=org.pk)
    leads_group = kind == PostKind.GROUP_LEADER
    if kind not in PostKind.values or leads_group != (org.kind in GROUPS):
        raise Refused("post-misplaced", _("There is no such post in this organisation."), field="kind")
    if unit is not None and unit.community_id != org.community_id:
        raise Refused("unit-elsewhere", _("This unit lies in another community."), field="unit")
    starts_on = starts_on or localdate(now)
    live = Post.objects.filter(org=org, ends_on=None)
    if kind in {PostKind.SECRETARY, PostKind.GROUP_LEADER}:
        _relieve(live.filter(kind=kind), starts_on)
    elif org.kind == OrgKind.COMMITTEE and live.exclude(kind=PostKind.SECRETARY).count() >= threshold(
        "committee_seats"
    ):
        raise Refused("seats-taken", _("All seats of the committee are taken."))
    post = Post.objects.create(
        community_id=org.community_id,
        place=org.path,
        org=org,
        kind=kind,
        person=person,
        name=_named(name or (person.name if person else "")),
        is_full_time=is_full_time and unit is None,
        unit=unit,
        starts_on=starts_on,
    )
    record("organisation.post.fill", post, actor=actor, now=now, data={"kind": kind, "org": str(org.pk)})
    return post


def _relieve(posts: object, on: date) -> None:
    for post in posts:  # type: ignore[attr-defined]  # a queryset of posts
        if post.starts_on >= on:
            post.delete()  # put right before it began
        else:
            post.ends_on = on
            post.save(update_fields=["ends_on"])


@transaction.atomic
def leave_post(*, post: Post, on: date, actor: Actor, now: datetime, reason: str = "") -> Post:
    """Somebody leaves a post on a day."""
    require(actor, OrganisationPermission.MANAGE_ORG, post)
    if on < post.starts_on:
        raise Refused("ends-before", _("The last day lies before the first one."), field="on")
    if not Post.objects.filter(pk=post.pk, ends_on=None).update(ends_on=on):
        raise Refused("post-ended", _("This post was left already."))
    post.ends_on = on
    record("organisation.post.leave", post, actor=actor, now=now, reason=reason[:400])
    return post


@transaction.atomic
def begin_term(
    *, org: PartyOrg, starts_on: date, actor: Actor, now: datetime, entitled: int | None = None,
    present: int | None = None, approved_by: str = "", ends_on: date | None = None,
) -> Term:  # fmt: skip
    """Write down that a term began: five years in a community (B-2). Of the election counts only, no ballots.

    Refused when fewer than four fifths of those entitled were there.
    """
    require(actor, OrganisationPermission.MANAGE_ORG, org)
    if org.kind not in WITH_TERMS:
        raise Refused("no-terms", _("An organisation of this kind has no terms."))
    org = PartyOrg.objects.select_for_update(of=("self",)).get(pk=org.pk)
    check_quorum(entitled, present)
    last = Term.objects.filter(org=org).order_by("-number").first()
    if last and starts_on <= last.starts_on:
        raise Refused("term-before", _("The last term began later than that."), field="starts_on")
    if last and last.ends_on > starts_on:
        Term.objects.filter(pk=last.pk).update(ends_on=starts_on)
    term = Term.objects.create(
        community_id=org.community_id,
        place=org.path,
        org=org,
        number=(last.number if last else 0) + 1,
        starts_on=starts_on,
        ends_on=ends_on or years_after(starts_on, term_years(org)),
        entitled=entitled,
        present=present,
        approved_by=approved_by.strip()[:80],
    )
    record("organisation.term.begin", term, actor=actor, now=now, data={"number": term.number})
    return term


def check_quorum(entitled: int | None, present: int | None) -> None:
    """Refuse an election to which fewer than four fifths came (B-2)."""
    if (entitled is None) != (present is None):
        raise Refused(
            "counts-needed", _("Please give both: how many were entitled, and how many came."), field="present"
        )
    if entitled is None or present is None:
        return
    if present > entitled:
        raise Refused("more-present", _("More people came than were entitled."), field="present")
    if present < threshold("election_quorum") * entitled:
        message = _("Fewer than four fifths of those entitled were there: the election does not count.")
        raise Refused("no-quorum", message, field="present")


def term_years(org: PartyOrg) -> int:
    """How long a term lasts: five years in a community, three elsewhere."""
    key = "term_years_community_branch" if org.domain == OrgDomain.STREET_COMMUNITY else "term_years_other_branch"
    return int(threshold(key))


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
