"""Saying a wish, offering something: at home, or at the desk for somebody who calls or comes by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.web.context import actor_of
from linli.base.web.limits import count, guards_codes, is_resting
from linli.base.web.parts import refusals_on
from linli.base.web.views import too_many
from linli.core.areas.models import Area
from linli.core.areas.queries.tree import communities_for
from linli.core.areas.web.doors import refusals_said
from linli.core.partnership.enums import PartnershipPermission
from linli.core.partnership.models import Need, Resource
from linli.core.partnership.operations.gather import Gift, Wish, gather_need, offer_resource
from linli.core.partnership.operations.settle import withdraw_listed
from linli.core.partnership.queries.lists import of_code
from linli.core.partnership.queries.slips import SlipOfList
from linli.core.partnership.web.forms import GiftForm, SaidForm, WishForm
from linli.core.partnership.web.public import community_of, wanted_by
from linli.core.partnership.web.words import state_of
from linli.core.people.models import Person
from linli.core.people.queries.search import find_people

MOST_FOUND = 8
NEW_ONES = 20  # in an hour, from one address
MORE = ("hours", "people", "wanted_on", "where", "capacity", "starts_on", "until_on", "is_lasting")


@dataclass(frozen=True)
class Kind:
    """A wish, or an offer: its form, its words and what writes it down."""

    form: type[SaidForm]
    words: type[Any]
    operation: Any
    title: Any
    lead: Any
    desk: str
    public: str


WISH = Kind(
    WishForm, Wish, gather_need, gettext_lazy("Say a wish"),
    gettext_lazy("Something is broken or dangerous? Then say what you need instead. Here is for what would be good."),
    "partnership:desk-need", "partnership:wishes",
)  # fmt: skip
GIFT = Kind(
    GiftForm, Gift, offer_resource, gettext_lazy("Offer something"),
    gettext_lazy("A room, a skill, an hour, a thing. You can take it back whenever you like."),
    "partnership:desk-resource", "partnership:gifts",
)  # fmt: skip
KINDS = {"need": WISH, "resource": GIFT}


@login_not_required
def wish_new(request: HttpRequest) -> HttpResponse:
    """Say a wish, with a name or without."""
    return _new(request, WISH)


@login_not_required
def gift_new(request: HttpRequest) -> HttpResponse:
    """Offer something."""
    return _new(request, GIFT)


def _new(request: HttpRequest, kind: Kind) -> HttpResponse:
    community = community_of(request)
    signed_in = request.user.is_authenticated
    if request.method == "POST" and not signed_in and is_resting(request, "wish", NEW_ONES):
        return too_many(request)
    form = kind.form(request.POST or None, community=community, signed_in=signed_in)
    if form.is_valid():
        with refusals_on(form):
            said = kind.words(community=community, **form.said())  # type: ignore[attr-defined]  # both forms have it
            written = kind.operation(**{_argument(kind): said}, actor=actor_of(request), now=timezone.now())
            count(request, "wish", minutes=60)
            return redirect("partnership:slip", written.code)
    context = {"form": form, "kind": kind, "more": MORE, "signed_in": signed_in}
    status = 422 if form.is_bound else None
    return render(request, "partnership/say.html", {**context, "back": reverse(kind.public)}, status=status)


def _argument(kind: Kind) -> str:
    return "wish" if kind is WISH else "gift"


def held(code: str) -> Need | Resource:
    """What the slip in somebody's hand is of."""
    found: Need | Resource | None = of_code(Need, code) or of_code(Resource, code)
    if found is None:
        raise Http404
    return found


@login_not_required
@guards_codes
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """How far a wish or an offer is, for whoever holds its slip; they can take it back here."""
    thing = held(code)
    if request.method == "POST":
        with refusals_said(request):
            withdraw_listed(thing=thing, words="", actor=SlipOfList(thing.pk), now=timezone.now())
            messages.success(request, _("Taken back."))
        return redirect("partnership:slip", thing.code)
    is_need = isinstance(thing, Need)
    context = {
        "thing": thing,
        "is_need": is_need,
        "state": state_of(thing),
        "wanted": wanted_by(thing) if isinstance(thing, Need) else "",
        "public": reverse(f"partnership:{'wish' if is_need else 'gift'}", args=[thing.pk]) if thing.is_public else "",
    }
    return render(request, "partnership/slip.html", context)


def people_asked_for(request: HttpRequest) -> tuple[str, list[Person]]:
    """The words by which the desk looks for somebody, and who was found."""
    who = (request.POST.get("who") or request.GET.get("who", "")).strip()[:60].replace("\x00", "")
    return who, find_people(actor_of(request), who, MOST_FOUND)[:MOST_FOUND] if who else []


def desk_community(request: HttpRequest, permission: str) -> Area:
    """The community at whose desk somebody works; where they work at several, the one that was named."""
    found = list(communities_for(actor_of(request), permission).defer("outline"))
    if not found:
        raise Http404
    return next((one for one in found if one.slug == request.GET.get("community")), found[0])


def desk_new(request: HttpRequest, what: str) -> HttpResponse:
    """The twin of the resident's form at the desk: search who it is, write what they say."""
    kind = KINDS[what]
    community = desk_community(request, PartnershipPermission.GATHER)
    who, found = people_asked_for(request)
    form = kind.form(request.POST or None, community=community, found=found, initial={"text": request.GET.get("text")})
    if form.is_valid():
        with refusals_on(form):
            said = kind.words(community=community, **form.said())  # type: ignore[attr-defined]  # both forms have it
            thing = kind.operation(**{_argument(kind): said}, actor=actor_of(request), now=timezone.now())
            messages.success(request, _("Written down. The code is %(code)s.") % {"code": thing.code})
            return redirect(kind.desk, thing.code)
    context = {"form": form, "who": who, "found": found, "kind": kind, "more": MORE, "back": reverse(f"{kind.desk}s")}
    return render(request, "partnership/twin.html", context, status=422 if form.is_bound else None)
