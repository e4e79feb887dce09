"""A worker leaves: what lies in their hands on one page and on paper, handed over in one move, signed for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.papers.render import Report, render_pdf
from linli.base.permissions import Actor
from linli.base.sheets.write import Column as SheetColumn
from linli.base.sheets.write import Page, Purpose, write_workbook
from linli.base.web.context import actor_of
from linli.base.web.lists import Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import refusals_said
from linli.core.matters.enums import MatterPermission
from linli.core.matters.models import HandOver
from linli.core.matters.operations.hand_overs import hand_over, sign_hand_over
from linli.core.matters.queries import hand_overs as q
from linli.core.people.models import Person

LATELY = timedelta(days=90)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HandOverForm(forms.Form):
    successor = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Who takes it over"), required=False,
        empty_label=gettext_lazy("Nobody yet: all of it to the desk"),
        help_text=gettext_lazy("What they can't take goes to the desk, and the receipt says so."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("A word to them"), max_length=400, required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [person.pk for person in people]
        self.fields["successor"].queryset = Person.objects.filter(pk__in=keys).order_by("pinyin", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField


class HandOverList(ListPage):
    """Who has open work, whoever has left first; and what was handed over."""

    key = "hand-overs"
    title = gettext_lazy("Handing over")
    lead = gettext_lazy("When somebody leaves, what lies in their hands goes on: to a successor, or to the desk.")
    permission = MatterPermission.DISPATCH
    template_name = "matters/hand_over_list.html"
    sort = "-made_at"
    can_export = False
    empty = Empty(
        gettext_lazy("Nothing was handed over yet"),
        gettext_lazy("Choose somebody above: their matters, tasks and promises stand on one page."),
        icon="users",
    )

    def rows(self) -> QuerySet[Any]:
        taken = Count("lines", filter=Q(lines__is_taken=True))
        return q.visible_hand_overs(self.actor).annotate(taken=taken, all=Count("lines"))

    def columns(self) -> list[Column]:
        return [
            Column(
                "who", _("Who left it"),
                lambda one: link(one.leaver.name, reverse("matters:hand-over", args=[one.pk])),
            ),
            Column("to", _("Who took it over"), lambda one: one.successor.name if one.successor else _("The desk")),
            Column("taken", _("Taken over"), lambda one: one.taken, is_number=True),
            Column("desk", _("Went to the desk"), lambda one: one.all - one.taken, is_number=True),
            Column("made", _("When"), lambda one: one.made_at, sort="made_at"),
            Column("signed", _("Signed"), lambda one: one.signed_at, sort="signed_at"),
        ]  # fmt: skip

    def extra(self) -> dict[str, Any]:
        return {"leavers": q.leavers(self.actor, localdate())}


def _leaver(request: HttpRequest, pk: UUID) -> tuple[Person, list[tuple[q.Part, list[q.Held]]]]:
    """Somebody with something in hand at the places where the actor hands out."""
    actor = actor_of(request)
    if not actor.scopes(MatterPermission.DISPATCH):
        raise Http404
    person = Person.objects.filter(pk=pk).select_related("community").first()
    held = q.held_by_person(person, actor) if person else []
    if person is None or not held:
        raise Http404
    return person, held


def of_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What lies in somebody's hands, and to whom it goes."""
    actor, now = actor_of(request), timezone.now()
    person, held = _leaver(request, pk)
    places = {one.place for _part, rows in held for one in rows}
    people = {one for place in sorted(places)[:20] for one in q.successors_for(person, place, localdate())}
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = hand_over(leaver=person, actor=actor, now=now, **form.cleaned_data)
            messages.success(request, _("Handed over. Everybody who asked is told who cares now."))
            return redirect("matters:hand-over", made.pk)
    context = {
        "person": person,
        "parts": held,
        "form": form,
        "mentions": q.mentions_of(person, actor, now - LATELY),
        "places": q.places_looked_after(person),
    }
    return render(request, "matters/hand_over_person.html", context)


@require_GET
def paper(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The same on paper, or as a spreadsheet."""
    actor, now = actor_of(request), timezone.now()
    person, held = _leaver(request, pk)
    title = _("In the hands of %(name)s") % {"name": person.name}
    heads = [_("What"), _("Code"), _("Promise")]
    parts = [(str(part.label), [[one.title, one.code, one.promise] for one in rows]) for part, rows in held]
    called = [[one.title, one.code, ""] for one in q.mentions_of(person, actor, now - LATELY)]
    homes = [[str(area), "", _("%(count)s homes") % {"count": homes}] for area, homes in q.places_looked_after(person)]
    parts += [(_("Called in a note"), called), (_("Grids they looked after"), homes)]
    purpose = Purpose(_by(actor), _("to hand over what a worker had in hand"), (now + LATELY).date())
    name = f"hand-over-{localdate().isoformat()}.{kind}"
    if kind == "xlsx":
        body, media = _sheet(title, heads, parts, purpose), XLSX
    else:
        body, media = _pdf(title, heads, parts, purpose, now), "application/pdf"
    return HttpResponse(body, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


Parts = list[tuple[str, list[list[str]]]]


def _by(actor: Actor) -> str:
    person: Person | None = getattr(actor, "person", None)
    return person.name if person else actor.label


def _sheet(title: str, heads: list[str], parts: Parts, purpose: Purpose) -> bytes:
    file = BytesIO()
    pages = [Page(name, [SheetColumn(head, 30) for head in heads], rows) for name, rows in parts]
    write_workbook(file, title=title, pages=pages, purpose=purpose)
    return file.getvalue()


def _pdf(title: str, heads: list[str], parts: Parts, purpose: Purpose, now: Any) -> bytes:
    data: Report = {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": title,
        "purpose": purpose.sentence(),
        "sentences": [_("What waits on their phone has to be sent from that phone first.")],
        "parts": [{"title": name, "columns": heads, "rows": rows} for name, rows in parts],
        "none": _("None."),
        "footer": _("Made by Linli on %(day)s") % {"day": localdate().isoformat()},
    }
    return render_pdf("report", data, at=now.replace(microsecond=0))


def _made(request: HttpRequest, pk: UUID) -> HandOver:
    found = q.hand_over_for(actor_of(request), pk)
    if found is None:
        raise Http404
    return found


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt: what was taken, what went to the desk, and the signature."""
    made = _made(request, pk)
    labels = {part.code: part.label for part in q.parts()}
    lines = [(line, labels.get(line.part, line.part)) for line in made.lines.order_by("position")]
    context = {
        "made": made,
        "taken": [pair for pair in lines if pair[0].is_taken],
        "desk": [pair for pair in lines if not pair[0].is_taken],
        "may_sign": made.signed_at is None and made.successor_id == actor_of(request).person_id,
    }
    return render(request, "matters/hand_over.html", context)


@require_POST
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign for it."""
    made = _made(request, pk)
    with refusals_said(request):
        sign_hand_over(hand_over=made, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Signed. It is yours from now on."))
    return redirect("matters:hand-over", pk)
