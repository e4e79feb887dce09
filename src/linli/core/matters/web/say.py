"""Say what you need: words, then what kind, where, and who. Each page is one question; a draft keeps the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.base.permissions import Visitor
from linli.base.web.context import actor_of
from linli.base.web.limits import count, is_resting
from linli.base.web.parts import refusals_on
from linli.base.web.views import too_many
from linli.core.areas.models import Area
from linli.core.areas.queries.communities import communities, community_for, grids_of
from linli.core.areas.queries.outlines import feature_collection
from linli.core.areas.queries.tree import address_of, grid_of
from linli.core.matters.models import Category
from linli.core.matters.operations.following import follow_matter
from linli.core.matters.operations.report import Report, report_matter
from linli.core.matters.queries.moves import is_reporter
from linli.core.matters.queries.nearby import Nearby, Where, open_nearby
from linli.core.matters.queries.places import grid_of_address, home_of
from linli.core.matters.queries.suggest import all_categories, emergency_numbers, suggest_categories
from linli.core.matters.web.forms import CategoryField, GridField, PhotosField, Words
from linli.core.matters.web.limits import NEW_MATTERS
from linli.core.matters.web.photos import stored
from linli.core.matters.web.words import self_id_of

DRAFT = "matters-draft"
OTHER, UNKNOWN = "other", ""
AT_HOME, ELSEWHERE = "home", "elsewhere"


class WordsForm(forms.Form):
    """The words."""

    text = Words(
        gettext_lazy("What do you need?"),
        rows=5,
        help_text=gettext_lazy("One sentence is enough, in your own words."),
        error_messages={"required": gettext_lazy("Please say in a few words what you need.")},
    )


class KindForm(forms.Form):
    """What kind it is: what the words suggest, any other, or the community decides."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it about?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, suggested: list[Category], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(kind.code, str(kind)) for kind in suggested]
        choices += [(OTHER, _("Something else, from the list")), (UNKNOWN, _("I am not sure, please decide for me"))]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["category"] = CategoryField(label=_("The list"), required=False)

    def chosen(self) -> str:
        """The code of what was chosen, or nothing."""
        kind = self.cleaned_data["kind"]
        listed = self.cleaned_data["category"]
        if kind == OTHER or (listed and not kind):
            return listed.code if listed else ""
        return str(kind)


class WhereForm(forms.Form):
    """Where it is: at home, or in a grid with an address in words."""

    where = forms.ChoiceField(label=gettext_lazy("Where is it?"), widget=forms.RadioSelect)
    address = forms.CharField(
        label=gettext_lazy("Address or a landmark"), max_length=200, required=False,
        help_text=gettext_lazy("For example: Zhaolin compound, building 3, at the entrance."),
    )  # fmt: skip

    def __init__(self, *args: Any, community: Area, home: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grid"] = GridField(
            community.pk, label=_("Grid, if you know it"), required=False, unknown=_("Find it from the address")
        )
        if home:
            self.fields["where"].choices = [  # type: ignore[attr-defined]
                (AT_HOME, _("At my home: %(address)s") % {"address": home}),
                (ELSEWHERE, _("Somewhere else: I describe it below")),
            ]
        else:
            del self.fields["where"]

    def answers(self) -> dict[str, str]:
        """What the draft keeps."""
        grid = self.cleaned_data["grid"]
        where = self.cleaned_data.get("where", ELSEWHERE)
        return {"where": where, "address": self.cleaned_data["address"], "grid": str(grid.pk) if grid else ""}


class WhoForm(forms.Form):
    """Pictures, and how much of themselves somebody wants to tell."""

    photos = PhotosField()
    name = forms.ChoiceField(label=gettext_lazy("Your name"), widget=forms.RadioSelect)
    contact_name = forms.CharField(label=gettext_lazy("What may we call you?"), max_length=40, required=False)
    contact_phone = forms.CharField(
        label=gettext_lazy("A phone where we can ask back"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, signed_in: bool, joins: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if joins:
            del self.fields["photos"]
        shown = _("Those who work on it may know who I am") if signed_in else _("I leave a name or a phone")
        self.fields["name"].choices = [  # type: ignore[attr-defined]
            ("shown", shown),
            ("hidden", _("Only the desk may know, not whoever handles it")),
            ("anonymous", _("Nobody may know: I keep the slip and look myself")),
        ]
        self.fields["name"].initial = "shown"
        if signed_in:
            del self.fields["contact_name"], self.fields["contact_phone"]


def _draft(request: HttpRequest) -> dict[str, Any]:
    draft: dict[str, Any] = request.session.get(DRAFT) or {}
    return draft


def _keep(request: HttpRequest, **answers: Any) -> None:
    request.session[DRAFT] = {**_draft(request), **answers}


def _community(request: HttpRequest) -> Area | None:
    """The community that the page speaks for: the one asked for, one's own, or the only one."""
    person = getattr(actor_of(request), "person", None)
    slug = request.GET.get("community", "") or _draft(request).get("community", "")
    return community_for(person.community if person else None, slug)


def needs_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Back to the first page, when nothing was said yet."""

    def guarded(request: HttpRequest) -> HttpResponse:
        return view(request) if _draft(request).get("text") and _community(request) else redirect("matters:say")

    guarded.__doc__ = view.__doc__
    return login_not_required(require_http_methods(["GET", "POST"])(guarded))


@login_not_required
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The first page: the words."""
    community = _community(request)
    if community is None:
        return render(request, "matters/say_community.html", {"communities": communities()})
    if "community" in request.GET:
        _keep(request, community=community.slug)
    if "text" in request.GET and request.method == "GET":
        _keep(request, text=request.GET["text"][:2000])
    initial = {"text": _draft(request).get("text", "")}
    form = WordsForm(request.POST) if request.method == "POST" else WordsForm(initial=initial)
    if form.is_valid():
        _keep(request, text=form.cleaned_data["text"], community=community.slug)
        return redirect("matters:say-kind")
    return render(request, "matters/say_words.html", {"form": form, "step": 1})


@needs_words
def kind(request: HttpRequest) -> HttpResponse:
    """The second page: what kind. What the words suggest stands first; not knowing is an answer, too."""
    draft = _draft(request)
    suggested = suggest_categories(draft["text"], timezone.localdate())
    initial = {"kind": draft.get("category", suggested[0].code if suggested else UNKNOWN)}
    form = KindForm(request.POST or None, suggested=suggested, initial=initial)
    if form.is_valid():
        chosen = form.chosen()
        category = all_categories().get(chosen)
        _keep(request, category=chosen)
        return redirect("matters:say-emergency" if emergency_numbers(category) else "matters:say-where")
    return render(request, "matters/say_kind.html", {"form": form, "step": 2, "text": draft["text"]})


@needs_words
def emergency(request: HttpRequest) -> HttpResponse:
    """Where somebody may be in danger, the telephone comes first."""
    category = _category(request)
    if request.method == "POST":
        _keep(request, emergency_confirmed=True)
        return redirect("matters:say-where")
    numbers = emergency_numbers(category)
    if not numbers:
        return redirect("matters:say-where")
    return render(request, "matters/say_emergency.html", {"numbers": numbers, "category": category})


def _category(request: HttpRequest) -> Category | None:
    code = _draft(request).get("category")
    return all_categories().get(code) if code else None


@needs_words
def where(request: HttpRequest) -> HttpResponse:
    """The third page: where it is."""
    community = _community(request)
    assert community is not None  # noqa: S101 -- needs_words has looked
    person = self_id_of(request)
    home = home_of(person) if person else None
    words_of_home = str(address_of(home.path)) if home and home.community_id == community.pk else ""
    draft, asked = _draft(request), request.GET.get("grid", "")
    initial = {
        "where": ELSEWHERE if asked else draft.get("where", AT_HOME),
        "address": draft.get("address", ""),
        "grid": asked or draft.get("grid", ""),
    }
    form = WhereForm(request.POST or None, community=community, home=words_of_home, initial=initial)
    if form.is_valid():
        _keep(request, **form.answers())
        _keep(request, follow="")
        return redirect("matters:say-alike" if _alike(request) else "matters:say-who")

    def told(grid: Area) -> dict[str, Any]:
        here = str(grid.pk) == initial["grid"]
        return {"name": str(grid), "href": f"{request.path}?grid={grid.pk}", "level": 1, "note": "", "here": here}

    context = {
        "form": form,
        "step": 3,
        "areas": feature_collection(grids_of(community.pk), told),
        "text": draft["text"],
    }
    return render(request, "matters/say_where.html", context)


def _alike(request: HttpRequest) -> list[Nearby]:
    """What neighbours have told already: the same kind, open, nearby, and not one's own."""
    community = _community(request)
    if community is None:
        return []
    where = Where(
        community_id=community.pk, text=_draft(request)["text"], category=_category(request), grid=_grid(request),
        address=_address(request),
    )  # fmt: skip
    actor = actor_of(request)
    return [one for one in open_nearby(where) if not is_reporter(actor, one.matter)]


@needs_words
def alike(request: HttpRequest) -> HttpResponse:
    """Before it is sent: what neighbours have told already. One press joins them, another goes on."""
    found = _alike(request)
    if request.method == "POST" or not found:
        keys = {str(one.key) for one in found}
        chosen = request.POST.get("follow", "")
        _keep(request, follow=chosen if chosen in keys else "")
        return redirect("matters:say-who")
    return render(request, "matters/say_alike.html", {"alike": found, "step": 3, "text": _draft(request)["text"]})


def _joins(request: HttpRequest) -> Nearby | None:
    """What somebody chose to join, as long as it is open."""
    chosen = _draft(request).get("follow")
    return next((one for one in _alike(request) if str(one.key) == chosen), None) if chosen else None


@needs_words
def who(request: HttpRequest) -> HttpResponse:
    """The last page: pictures, name, and send."""
    signed_in = request.user.is_authenticated
    if request.method == "POST" and not signed_in and is_resting(request, "say", NEW_MATTERS):
        return too_many(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    joins = _joins(request)
    form = WhoForm(*data, signed_in=signed_in, joins=joins is not None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            code = _send(request, form.cleaned_data, joins)
            count(request, "say", minutes=60)
            del request.session[DRAFT]
            return redirect("matters:slip", code)
    draft = _draft(request)
    context = {"form": form, "step": 4, "text": draft["text"], "category": _category(request), "signed_in": signed_in}
    context |= {"place": _place_words(request), "joins": joins}
    return render(request, "matters/say_who.html", context)


def _place_words(request: HttpRequest) -> str:
    """Where it is, as the last page repeats it."""
    grid, address = _grid(request), _address(request)
    return " · ".join(part for part in (address, str(grid) if grid else "") if part)


def _grid(request: HttpRequest) -> Area | None:
    """The grid that was chosen; else the one that the address names; else, at home, the one around it."""
    community, draft = _community(request), _draft(request)
    if community is None:
        return None
    if draft.get("grid"):
        return next((grid for grid in grids_of(community.pk) if str(grid.pk) == draft["grid"]), None)
    named = grid_of_address(community.pk, draft.get("address", ""))
    home = home_of(self_id_of(request)) if draft.get("where") == AT_HOME else None
    return named or (grid_of(home.path) if home else None)


def _address(request: HttpRequest, *, to_the_door: bool = True) -> str:
    """What was typed; else one's own home, without the door for somebody who does not want to be known."""
    draft = _draft(request)
    if draft.get("where") != AT_HOME or draft.get("address"):
        return str(draft.get("address", ""))
    home = home_of(self_id_of(request))
    if home is None:
        return ""
    return str(address_of(home.path if to_the_door or home.parent is None else home.parent.path))


@transaction.atomic
def _send(request: HttpRequest, said: dict[str, Any], joins: Nearby | None) -> str:
    """Take it down, or join what a neighbour has told; the code of the slip."""
    draft, actor, now = _draft(request), actor_of(request), timezone.now()
    community = _community(request)
    assert community is not None  # noqa: S101 -- needs_words has looked
    anonymous = said["name"] == "anonymous"
    keeper = Visitor() if anonymous else actor
    uploads: list[UploadedFile] = said.get("photos", [])
    photos = stored(uploads, place=community.path, actor=keeper, now=now)
    report = Report(
        community=community,
        text=draft["text"],
        category=_category(request),
        grid=_grid(request),
        address=str(draft.get("address", "")) if anonymous else _address(request, to_the_door=said["name"] == "shown"),
        contact_name=said.get("contact_name", ""),
        contact_phone=said.get("contact_phone", ""),
        is_anonymous=anonymous,
        hidden_from_handler=said["name"] == "hidden",
        photos=photos,
        emergency_confirmed=bool(draft.get("emergency_confirmed")),
    )
    if joins:
        return follow_matter(matter=joins.matter, report=report, actor=actor, now=now).code
    return report_matter(report=report, actor=actor, now=now).code
