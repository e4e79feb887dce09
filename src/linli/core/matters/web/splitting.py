"""Making two matters of one at the desk, and undoing it within a working day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.base.web.forms import Words
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import form_page, need
from linli.core.matters.enums import MatterPermission, MatterState
from linli.core.matters.models import Follower, Matter, Photo, Split
from linli.core.matters.operations.splitting import Second, split_matter, undo_split, unsplit_until
from linli.core.matters.queries import moves
from linli.core.matters.queries.followers import live_followers, voices_for
from linli.core.matters.queries.story import strands
from linli.core.matters.web.desk import seen_or_404
from linli.core.matters.web.forms import CategoryField
from linli.core.matters.web.parts import Panel, matter_sections

LONGEST_LABEL = 60


class SplitForm(forms.Form):
    text = Words(
        gettext_lazy("The second thing, in their own words"), rows=3,
        help_text=gettext_lazy("All they said stands here: leave what is the second thing. The first keeps it all."),
    )  # fmt: skip
    photos = forms.MultipleChoiceField(
        label=gettext_lazy("Pictures that show the second"), required=False, widget=forms.CheckboxSelectMultiple
    )
    followers = forms.MultipleChoiceField(
        label=gettext_lazy("Who has the second, too"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They keep their slip for the first and get one for the second."),
    )  # fmt: skip
    first_title = forms.CharField(label=gettext_lazy("What the first is called from now on"), max_length=60)
    reason = forms.CharField(label=gettext_lazy("Why they are two"), max_length=400)

    field_order = ("text", "category")

    def __init__(self, *args: Any, matter: Matter, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"] = CategoryField(label=_("Of what kind is the second"), required=False)
        self.order_fields(self.field_order)
        pictures = Photo.objects.filter(strands(matter, "entry__"), file__ended_at=None).select_related("entry", "file")
        self.pictures = {str(photo.pk): photo for photo in pictures.order_by("pk")}
        views = {view.key: view for view in voices_for(actor, matter)}
        self.voices = {str(one.pk): one for one in live_followers(matter)}
        self._offer("photos", [(key, _seen(matter, photo)) for key, photo in self.pictures.items()])
        self._offer("followers", [(key, _heard(views[one.pk])) for key, one in self.voices.items() if one.pk in views])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """A question without answers is not asked."""
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field with choices
        else:
            del self.fields[name]

    def second(self) -> Second:
        """What was chosen, for the operation."""
        said = self.cleaned_data
        photos: list[Photo] = [self.pictures[key] for key in said.get("photos", ())]
        voices: list[Follower] = [self.voices[key] for key in said.get("followers", ())]
        given = {name: said[name] for name in ("text", "category", "first_title")}
        return Second(photos=photos, followers=voices, **given)


def _seen(matter: Matter, photo: Photo) -> SafeString:
    address = reverse("matters:photo", args=[matter.code, photo.pk])
    day = timezone.localtime(photo.entry.at).date().isoformat()
    words = _("Picture of %(day)s") % {"day": day}
    return format_html('<img src="{}?small" alt="" width="96" height="96" loading="lazy"> {}', address, words)


def _heard(view: Any) -> str:
    name = view.name or (_("Not shown to you") if view.is_hidden else _("Without a name"))
    return f"{name} · {view.words[:LONGEST_LABEL]}" if view.words else name


def split(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the second thing is, and what belongs to it."""
    matter, actor = seen_or_404(request, code), actor_of(request)
    need(request, MatterPermission.MERGE, matter)
    voices = [str(pk) for pk in live_followers(matter).values_list("pk", flat=True)]
    first = {"text": matter.text, "first_title": matter.title, "followers": voices}
    form = SplitForm(request.POST or None, initial=first, matter=matter, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = split_matter(
                matter=matter, second=form.second(), reason=form.cleaned_data["reason"], actor=actor, now=timezone.now()
            )
            messages.success(request, _told(made))
            return redirect("matters:desk-detail", made.part.code)
    title, back = _("Make two matters of it"), reverse("matters:desk-detail", args=[matter.code])
    return form_page(request, form, title=title, submit=_("Make two"), back=back, lead=matter.title)


def _told(made: Split) -> str:
    """Whoever has no account hears it from the worker."""
    if made.part.reporter_id or made.part.is_anonymous:
        return _("Two matters now. This is the second; whoever asked was told, and has a slip for each.")
    words = _("Two matters now. Please tell whoever asked the code of the second slip: %(code)s.")
    return words % {"code": made.part.code}


class UnsplitForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is one thing"), max_length=400)


def unsplit(request: HttpRequest, code: str) -> HttpResponse:
    """It was one thing after all."""
    part = seen_or_404(request, code)
    need(request, MatterPermission.MERGE, part)
    made = get_object_or_404(Split.objects.select_related("whole", "part"), part=part, undone_at=None)
    form = UnsplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            undo_split(split=made, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("One matter again, with everything that was said meanwhile."))
            return redirect("matters:desk-detail", made.whole.code)
    title, back = _("Make one of the two again"), reverse("matters:desk-detail", args=[part.code])
    return form_page(request, form, title=title, submit=title, back=back, lead=part.title)


@matter_sections.register(order=6)
def two_of_one(actor: Actor, matter: Matter) -> Panel | None:
    """Each of the two shows the other, why, and until when it can be undone."""
    if matter.state == MatterState.MERGED:
        return None
    found = Split.objects.filter(Q(whole=matter) | Q(part=matter), undone_at=None).select_related("whole", "part")
    now, may_undo = timezone.now(), may(actor, MatterPermission.MERGE, matter)
    rows = []
    for made in found.order_by("pk"):
        until, is_part = unsplit_until(made), made.part_id == matter.pk
        can_undo = may_undo and now <= until and made.part.state in moves.MERGE.sources
        other = made.whole if is_part else made.part
        rows.append({"split": made, "other": other, "is_part": is_part, "until": until, "can_undo": can_undo})
    return Panel("matters/_two_of_one.html", {"rows": rows}) if rows else None
