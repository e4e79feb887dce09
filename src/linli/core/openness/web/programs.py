"""Programs of others: who may report by Open311, and which addresses are told what happens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.errors import Refused
from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.base.web.templatetags.linli import state_badge
from linli.base.workflow import open_moves
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import communities
from linli.core.openness.enums import HookEvent, HookState, OpennessPermission, ParcelState
from linli.core.openness.models import ClientApp, Hook, Parcel
from linli.core.openness.operations import hooks as operations
from linli.core.openness.operations.clients import add_client, end_client
from linli.core.openness.queries.clients import clients_for, hooks_for, parcels_of
from linli.core.openness.queries.moves import MOVES

SHOWN = 50
HOOK_TONES = {HookState.ACTIVE: "ok", HookState.PAUSED: "late", HookState.ENDED: "off"}
PARCEL_TONES = {ParcelState.WAITING: "wait", ParcelState.DELIVERED: "ok", ParcelState.FAILED: "late"}
STEPS = {"pause": operations.pause_hook, "resume": operations.resume_hook, "end": operations.end_hook}


class ClientList(ListPage):
    """The programs that may report here."""

    key = "openness-clients"
    title = gettext_lazy("Programs of others")
    lead = gettext_lazy("Which programs may report here by Open311. A key is shown once and can be taken back.")
    permission = OpennessPermission.CONNECT
    template_name = "openness/client_list.html"
    sort = "-created_at"
    can_export = False
    empty = Empty(
        gettext_lazy("No program is connected"),
        gettext_lazy("A city's app or a map can report here when you give it a key."),
        "openness:client-new",
        gettext_lazy("Give a key"),
        "key",
    )

    def rows(self) -> QuerySet[Any]:
        return clients_for(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("name", _("Program"), lambda client: client.name, sort="name"),
            Column("contact", _("Whom to ask"), lambda client: client.contact),
            Column("key", _("Key begins with"), lambda client: client.key_start),
            Column("limit", _("Reports an hour"), lambda client: client.per_hour, sort="per_hour"),
            Column("since", _("Since"), lambda client: client.created_at, sort="created_at"),
            Column("state", _("State"), self._state),
        ]

    @staticmethod
    def _state(client: ClientApp) -> Any:
        if client.ended_at:
            return state_badge("off", _("Taken back"))
        return link(_("Take the key back"), reverse("openness:client-end", args=[client.pk]))


class HookList(ListPage):
    """The addresses that are told what happens."""

    key = "openness-hooks"
    title = gettext_lazy("Addresses that are told")
    lead = gettext_lazy("They hear at once what happens to public requests: in codes and states, signed.")
    permission = OpennessPermission.CONNECT
    template_name = "openness/hook_list.html"
    sort = "-created_at"
    can_export = False
    empty = Empty(
        gettext_lazy("No address is told anything"),
        gettext_lazy("The city's platform can hear at once when a request has an answer."),
        "openness:hook-new",
        gettext_lazy("Tell an address"),
        "bell",
    )
    filters = (Choice("state", gettext_lazy("State"), choices=HookState.choices),)

    def rows(self) -> QuerySet[Any]:
        return hooks_for(self.actor)

    def columns(self) -> list[Column]:
        return [
            Column("url", _("Address"), _linked, sort="url"),
            Column("state", _("State"), lambda hook: hook_badge(hook), sort="state"),
            Column("failures", _("Given up in a row"), lambda hook: hook.failures, sort="failures"),
            Column("since", _("Since"), lambda hook: hook.created_at, sort="created_at"),
        ]


def _linked(hook: Hook) -> Any:
    return link(hook.url, reverse("openness:hook", args=[hook.pk]))


def parcel_badge(parcel: Parcel) -> Any:
    """The state as a badge."""
    return state_badge(PARCEL_TONES[ParcelState(parcel.state)], parcel.get_state_display())


def hook_badge(hook: Hook) -> Any:
    """The state as a badge."""
    return state_badge(HOOK_TONES[HookState(hook.state)], hook.get_state_display())


class _At(forms.Form):
    """What every connection needs: the community that it belongs to."""

    community = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("Community"), empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [area.pk for area in communities() if may(actor, OpennessPermission.CONNECT, area)]
        self.fields["community"].queryset = Area.objects.filter(pk__in=own).order_by("path")  # type: ignore[attr-defined]


class ClientForm(_At):
    name = forms.CharField(label=gettext_lazy("Which program"), max_length=80)
    contact = forms.CharField(
        label=gettext_lazy("Whom to ask about it"), max_length=120, help_text=gettext_lazy("An office and its number.")
    )
    per_hour = forms.IntegerField(label=gettext_lazy("Reports an hour at most"), min_value=1, initial=60)


class HookForm(_At):
    url = forms.CharField(
        label=gettext_lazy("Address"), max_length=400, help_text=gettext_lazy("It begins with https://.")
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told"), choices=HookEvent.choices, widget=forms.CheckboxSelectMultiple
    )


def _keeper(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.scopes(OpennessPermission.CONNECT):
        raise Http404
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
def client_new(request: HttpRequest) -> HttpResponse:
    """Give a program a key; the answer to the form is the only page that ever shows it."""
    actor = _keeper(request)
    form = ClientForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            client, key = add_client(actor=actor, now=now(), **form.cleaned_data)
            return _shown_once(request, client.name, key, reverse("openness:client-list"))
    back = reverse("openness:client-list")
    return render(request, "openness/connect.html", {"form": form, "title": _("Give a program a key"), "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
def hook_new(request: HttpRequest) -> HttpResponse:
    """Tell an address; the answer to the form is the only page that ever shows the secret."""
    actor = _keeper(request)
    form = HookForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            hook, secret = operations.add_hook(actor=actor, now=now(), **form.cleaned_data)
            return _shown_once(request, hook.url, secret, reverse("openness:hook", args=[hook.pk]))
    back = reverse("openness:hook-list")
    return render(request, "openness/connect.html", {"form": form, "title": _("Tell an address"), "back": back})


def _shown_once(request: HttpRequest, name: str, secret: str, back: str) -> HttpResponse:
    response = render(request, "openness/shown_once.html", {"name": name, "secret": secret, "back": back})
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def client_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a key back."""
    actor = _keeper(request)
    client = get_object_or_404(clients_for(actor), pk=pk)
    if request.method == "POST":
        _said(request, lambda: end_client(client=client, actor=actor, now=now()), _("The key is taken back."))
        return redirect("openness:client-list")
    return render(request, "openness/client_end.html", {"client": client})


@require_safe
def hook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An address: what it is told, and the last messages with what the other side answered."""
    actor = _keeper(request)
    found = get_object_or_404(hooks_for(actor), pk=pk)
    parcels = [
        (
            parcel,
            HookEvent(parcel.event).label,
            state_badge(PARCEL_TONES[ParcelState(parcel.state)], parcel.get_state_display()),
        )
        for parcel in parcels_of(found)[:SHOWN]
    ]
    context = {
        "hook": found,
        "badge": hook_badge(found),
        "told": [HookEvent(event).label for event in found.events.split()],
        "moves": [
            (move, reverse("openness:hook-step", args=[pk, move.name])) for move in open_moves(found, MOVES, actor)
        ],
        "parcels": parcels,
        "may_repeat": found.state != HookState.ENDED,
    }
    return render(request, "openness/hook.html", context)


@require_POST
def hook_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Pause, go on, stop for good."""
    actor = _keeper(request)
    found = get_object_or_404(hooks_for(actor), pk=pk)
    operation = STEPS.get(step)
    if operation is None:
        raise Http404
    _said(request, lambda: operation(hook=found, actor=actor, now=now()), _("It is done."))
    return redirect("openness:hook", pk)


@require_POST
def parcel_repeat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a message once more."""
    actor = _keeper(request)
    parcel = get_object_or_404(Parcel.objects.select_related("hook"), pk=pk, hook__in=hooks_for(actor).order_by())
    again = _("It is sent once more within seconds.")
    _said(request, lambda: operations.repeat_parcel(parcel=parcel, actor=actor, now=now()), again)
    return redirect("openness:hook", parcel.hook_id)


def _said(request: HttpRequest, do: Any, done: str) -> None:
    try:
        do()
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
