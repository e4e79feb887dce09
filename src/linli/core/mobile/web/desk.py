"""The register of mobile members: whoever was heard of longest ago stands first, so that somebody calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.errors import Refused
from linli.base.permissions import Actor, may
from linli.base.text import masked_name
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, Flag, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import due
from linli.core.areas.web.doors import form_page, need, refusals_said
from linli.core.membership.enums import MembershipPermission, MemberState
from linli.core.membership.operations.looks import note_look
from linli.core.membership.queries.members import branches_for, person_by_name_and_phone
from linli.core.membership.web.members import visible_member
from linli.core.mobile.enums import LIVE, StayState, Way
from linli.core.mobile.models import Stay
from linli.core.mobile.operations import links
from linli.core.mobile.operations import stays as work
from linli.core.mobile.queries.stays import due_stays, stays_for
from linli.core.mobile.web import forms as f

EDIT = MembershipPermission.EDIT
FORM = require_http_methods(["GET", "HEAD", "POST"])


def due_count(actor: Actor) -> int:
    """How many wait for a word from the branch."""
    return due_stays(actor, localdate()).count()


class StayList(ListPage):
    """Who is away and who is a guest, by silence."""

    key = "mobile"
    title = gettext_lazy("Mobile members")
    lead = gettext_lazy(
        "Whoever was heard of longest ago stands first: calling is the branch's task, silence is nobody's fault."
    )
    permission = MembershipPermission.VIEW
    export_permission = MembershipPermission.EXPORT
    template_name = "mobile/list.html"
    sort = "silent_since"
    empty = Empty(
        gettext_lazy("Nobody is away"),
        gettext_lazy("On a member's page you note that they are away; guests are entered here, with their card."),
        icon="map-pin",
    )

    def rows(self) -> QuerySet[Any]:
        return stays_for(self.actor)

    def narrowed(self) -> QuerySet[Any]:
        """Those that last, unless somebody asks for the others."""
        rows = super().narrowed()
        return rows if self.query.get("state") else rows.filter(state__in=LIVE)

    def columns(self) -> list[Column]:
        return [
            Column(
                "name", _("Name"), lambda s: link(s.person.name, reverse("mobile:stay", args=[s.pk])),
                sort="person__pinyin", export=lambda s: masked_name(s.person.name),
            ),
            Column("way", _("Which way"), lambda s: s.get_way_display(), sort="way"),
            Column("where", _("Where"), lambda s: s.whereabouts),
            Column("org", _("Organisation"), lambda s: s.org.name, sort="org__path"),
            Column("heard", _("Last heard on"), lambda s: s.heard_on, sort="silent_since"),
            Column("due", _("Next word due"), lambda s: due(s.due_on) if s.state in LIVE else "", sort="due_on"),
            Column("state", _("State"), lambda s: s.get_state_display(), sort="state", shown=False),
        ]  # fmt: skip

    def filters(self) -> list[Any]:
        return [
            Choice("way", _("Which way"), choices=Way.choices),
            Choice("state", _("State"), choices=StayState.choices),
            Flag("due", _("A word is due"), apply=lambda rows: rows.filter(due_on__lte=localdate())),
        ]

    def extra(self) -> dict[str, Any]:
        return {"may_add": bool(self.actor.scopes(EDIT))}


def _visible(request: HttpRequest, pk: UUID) -> Stay:
    return get_object_or_404(stays_for(actor_of(request)), pk=pk)


@require_safe
def stay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One time away: where, until when, each word that was heard."""
    found, actor = _visible(request, pk), actor_of(request)
    note_look(person=found.person, actor=actor, now=timezone.now())
    is_live = found.state in LIVE
    context = {
        "stay": found,
        "contacts": found.contacts.order_by("-on", "-pk")[:24],
        "may_edit": is_live and may(actor, EDIT, found),
        "is_live": is_live,
        "needs_card": found.state == StayState.REGISTERED,
        "suggests_transfer": is_live and found.suggests_transfer(localdate()),
    }
    return render(request, "mobile/stay.html", context)


def _one_form(
    request: HttpRequest, pk: UUID, form: forms.Form, title: str, submit: str, do: Callable[..., Any]
) -> HttpResponse:
    found = _visible(request, pk)
    need(request, EDIT, found)
    if form.is_valid():
        with refusals_on(form):
            do(stay=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("mobile:stay", found.pk)
    back = reverse("mobile:stay", args=[found.pk])
    return form_page(request, form, title=title % {"name": found.person.name}, submit=submit, back=back)


@FORM
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A word was heard."""
    form = f.ContactForm(request.POST or None)
    return _one_form(request, pk, form, _("Heard of %(name)s"), _("Write down"), work.note_contact)


@FORM
def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A card was issued."""
    form = f.CardForm(request.POST or None)
    return _one_form(request, pk, form, _("A card for %(name)s"), _("Save"), work.issue_card)


@FORM
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back again, or transferred."""
    form = f.EndForm(request.POST or None)
    return _one_form(request, pk, form, _("%(name)s is mobile no more"), _("Write down"), work.end_stay)


@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the link that is good once."""
    found = _visible(request, pk)
    need(request, EDIT, found)
    with refusals_said(request):
        links.ask_if_well(stay=found, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Asked, by message. The link is good once, for thirty days."))
    return redirect("mobile:stay", found.pk)


@require_POST
def link_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The address for the other end, to copy."""
    found = _visible(request, pk)
    need(request, EDIT, found)
    path = links.link_for_other_end(stay=found, actor=actor_of(request), now=timezone.now())
    return render(request, "mobile/link.html", {"stay": found, "link": settings.LINLI_URL + path})


@FORM
def away_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A member goes away for a while."""
    member = visible_member(request, pk)
    need(request, EDIT, member)
    form = f.AwayForm(request.POST or None)
    if form.is_valid() and member.state != MemberState.LEFT:
        with refusals_on(form):
            made = work.register_out(member=member, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            return redirect("mobile:stay", made.pk)
    back, title = reverse("membership:member", args=[pk]), _("%(name)s is away for a while")
    return form_page(request, form, title=title % {"name": member.person.name}, submit=_("Write down"), back=back)


@FORM
def guest_new(request: HttpRequest) -> HttpResponse:
    """A guest shows their card."""
    org = branches_for(actor_of(request), EDIT).first()
    if org is None or org.community_id is None:
        raise PermissionDenied
    form = f.GuestForm(request.POST or None, community_id=org.community_id)
    if form.is_valid():
        with refusals_on(form):
            made = _guest(request, org.community_id, dict(form.cleaned_data))
            return redirect("mobile:stay", made.pk)
    lead = _("They are put into a group here; where they belong does not change.")
    back, title = reverse("mobile:stay-list"), _("A guest from elsewhere")
    return form_page(request, form, title=title, submit=_("Write down"), back=back, lead=lead)


def _guest(request: HttpRequest, community_id: UUID, told: dict[str, Any]) -> Stay:
    person = person_by_name_and_phone(community_id, told.pop("name"), told.pop("phone"))
    if person is None:
        message = _("Nobody of this name and phone is in the register. Please add them there first.")
        raise Refused("nobody-found", message, field="name")
    now, reason = timezone.now(), told.pop("why")
    return work.register_guest(
        person=person, reason=reason, since=localdate(now), actor=actor_of(request), now=now, **told
    )
