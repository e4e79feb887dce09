"""The kinds of matters as pages: who has the power, on what clause, by when; and what was changed."""

from __future__ import annotations

from io import BytesIO
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from linli.base.errors import Refused
from linli.base.sheets.write import Column as SheetColumn
from linli.base.sheets.write import Page, Purpose, write_workbook
from linli.base.web.context import actor_of
from linli.base.web.forms import DayField
from linli.base.web.lists import Choice, Column, Empty, ListPage, link
from linli.base.web.parts import refusals_on
from linli.core.areas.web.doors import need
from linli.core.matters.enums import MatterPermission, Power, Urgency
from linli.core.matters.models import Category
from linli.core.matters.operations import categories as work
from linli.core.matters.operations.kinds_fields import LABELS
from linli.core.matters.operations.kinds_sheet import kinds_rows
from linli.core.matters.queries import categories as kinds

NAMES = tuple(work.KindSaid.__dataclass_fields__)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAID_LABELS = {name: LABELS[name] for name in NAMES}


class KindForm(forms.ModelForm):
    """Everything that is said of a kind of matter; the operation checks it and writes it."""

    class Meta:
        model = Category
        fields = NAMES
        labels = SAID_LABELS
        help_texts = {
            "clause_zh": gettext_lazy("Leave it empty when you are not sure. A wrong clause does harm."),
            "limit_days": gettext_lazy("An emergency has 0: it is dealt with in hours."),
            "call": gettext_lazy("For emergencies: 119 110"),
            "words": gettext_lazy("Words with spaces between them, in both languages."),
            "is_shared": gettext_lazy(
                "Neighbours may then see its kind, place and day, and join. Never for what lies in one home."
            ),
            "repeat_times": gettext_lazy("Then a notice or a project is suggested. 0: never."),
            "position": gettext_lazy("Smaller numbers stand first."),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in NAMES
            if name.startswith(("clause", "coordinate", "checks", "words"))
        }

    def said(self) -> work.KindSaid:
        """What the form says, for the operation."""
        fields = {name: self.cleaned_data[name] for name in NAMES}
        return work.KindSaid(**{**fields, "limit_days": fields["limit_days"] or 0})

    def _post_clean(self) -> None:
        """The instance stays as it is: the operation compares it with what is said."""


class NewKindForm(KindForm):
    parent = forms.ModelChoiceField(Category.objects.filter(parent=None).order_by("code"), label=gettext_lazy("Below"))
    field_order = ["parent", *NAMES]


class RetireForm(forms.Form):
    on = DayField(
        label=gettext_lazy("Not offered any more from"), required=False,
        help_text=gettext_lazy("Empty: it is offered. Old matters keep it in any case."),
    )  # fmt: skip


class LimitForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("Working days in this community"), required=False, min_value=1, max_value=work.LONGEST_DAYS,
        help_text=gettext_lazy("Empty: the usual ones."),
    )  # fmt: skip


class KindList(ListPage):
    """What kinds of matters there are."""

    key = "categories"
    title = gettext_lazy("Kinds of matters")
    lead = gettext_lazy("Who has the power to act, on what clause, and by when.")
    permission = MatterPermission.CATEGORIES
    template_name = "matters/categories.html"
    search_hint = gettext_lazy("Name, owner, clause or a word that people say")
    sort = "code"
    per_page = 100
    empty = Empty(
        gettext_lazy("No kind like this"),
        gettext_lazy("Kinds of matters stand here with who has the power and by when."),
        "matters:category-list",
        gettext_lazy("See all"),
        "list",
    )

    def rows(self) -> QuerySet[Any]:
        return Category.objects.exclude(parent=None).select_related("parent")

    @staticmethod
    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        found = Q()
        for word in text.split():
            either = Q(code__iexact=word)
            for name in ("name_zh", "name_en", "owner_zh", "owner_en", "clause_zh", "clause_en", "words"):
                either |= Q(**{f"{name}__icontains": word})
            found &= either
        return rows.filter(found)

    def columns(self) -> list[Column]:
        page = "matters:category"
        shown = [
            Column(
                "name", pgettext("of a thing", "Name"), lambda k: link(str(k), reverse(page, args=[k.code])), export=str
            ),
            Column("code", pgettext("of a kind of matter", "Code"), lambda k: k.code, sort="code"),
            Column("upper", _("Below"), lambda k: str(k.parent), sort="parent__code"),
            Column("power", _("Who has the power"), lambda k: k.get_power_display(), sort="power"),
            Column("owner", pgettext("whoever has the power", "Called"), lambda k: k.owner),
            Column("urgency", _("Urgency"), lambda k: k.get_urgency_display(), sort="urgency"),
            Column("limit_days", _("Working days"), lambda k: k.limit_days, sort="limit_days", is_number=True),
            Column("retired_on", _("Retired"), lambda k: k.retired_on, sort="retired_on"),
        ]
        more = ("clause_zh", "clause_en", "coordinate_zh", "coordinate_en", "checks_zh", "checks_en", "call", "words")
        labels = KindForm.Meta.labels
        hidden = [Column(name, str(labels[name]), attrgetter(name), shown=False) for name in more]
        return [*shown, *hidden]

    def filters(self) -> list[Any]:
        return [
            Choice("upper", _("Below"), choices=_uppers, apply=lambda rows, code: rows.filter(parent__code=code)),
            Choice("power", _("Who has the power"), choices=Power.choices),
            Choice("urgency", _("Urgency"), choices=Urgency.choices),
            Choice("offered", _("Offered"), choices=[("yes", _("offered")), ("no", _("retired"))], apply=self._offered),
        ]

    def _offered(self, rows: QuerySet[Any], which: str) -> QuerySet[Any]:
        retired = Q(retired_on__lte=timezone.localdate())
        return rows.filter(retired) if which == "no" else rows.exclude(retired)

    def extra(self) -> dict[str, Any]:
        return {"may_change": kinds.may_change_kinds(self.actor)}


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """All kinds as a spreadsheet, in the columns in which they come back in."""
    actor = actor_of(request)
    if not actor.scopes(MatterPermission.CATEGORIES):
        raise Http404
    community = next(iter(kinds.communities_to_adjust(actor)), None)
    person = getattr(actor, "person", None)
    purpose = Purpose(person.name if person else actor.label, _("to look through the kinds of matters and change them"))
    columns = [SheetColumn(label) for label in LABELS.values()]
    title = _("Kinds of matters")
    file = BytesIO()
    write_workbook(file, title=title, pages=[Page(title, columns, kinds_rows(community))], purpose=purpose)
    kept = {"Content-Disposition": f'attachment; filename="kinds-{timezone.localdate().isoformat()}.xlsx"'}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=kept)


def _uppers(_page: ListPage) -> list[tuple[str, str]]:
    return [(kind.code, str(kind)) for kind in Category.objects.filter(parent=None).order_by("code")]


def _seen(request: HttpRequest, code: str) -> Category:
    """A kind of matter, for those who may look after them somewhere."""
    if not actor_of(request).scopes(MatterPermission.CATEGORIES):
        raise Http404
    return get_object_or_404(Category.objects.exclude(parent=None).select_related("parent"), code=code)


def new(request: HttpRequest) -> HttpResponse:
    """Add a kind of matter."""
    actor = actor_of(request)
    if not actor.scopes(MatterPermission.CATEGORIES):
        raise Http404
    need(request, MatterPermission.CATEGORIES, kinds.shared_table())
    form = NewKindForm(request.POST or None, initial={"limit_days": 3, "position": 990})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = work.create_category(
                parent=form.cleaned_data["parent"], said=form.said(), actor=actor, now=timezone.now()
            )
            messages.success(request, _("Added as %(code)s.") % {"code": made.code})
            return redirect("matters:category", made.code)
    return render(request, "matters/category_new.html", {"form": form})


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of matter: what is said of it, its limit here, its history."""
    category, actor = _seen(request, code), actor_of(request)
    may_change = kinds.may_change_kinds(actor)
    if request.method == "POST":
        need(request, MatterPermission.CATEGORIES, kinds.shared_table())
    form = KindForm(request.POST if request.method == "POST" else None, instance=category)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            work.change_category(category=category, said=form.said(), actor=actor, now=timezone.now())
            messages.success(request, _("Kept. Promises that were given stay as they were given."))
            return redirect("matters:category", category.code)
    here = [
        {"community": area, "form": LimitForm(initial={"days": kinds.limit_here(category, area)}, prefix=area.slug)}
        for area in kinds.communities_to_adjust(actor)[:1]
    ]
    context = {
        "kind": category,
        "form": form,
        "may_change": may_change,
        "here": here,
        "retire": RetireForm(initial={"on": category.retired_on}),
        "history": [(change, _changes(change.changes)) for change in kinds.history_of(category)],
    }
    return render(request, "matters/category.html", context)


def _changes(changes: dict[str, list[Any]]) -> list[tuple[Any, Any, Any]]:
    """Each change as people call the column, before and after."""
    labels = {**KindForm.Meta.labels, "retired_on": _("Retired"), "limit_here": _("Working days in this community")}
    return [(labels.get(name, name), old, new) for name, (old, new) in changes.items()]


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a kind of matter no more from a day on, or again."""
    category, form = _seen(request, code), RetireForm(request.POST)
    if form.is_valid():
        _told(request, lambda now: work.retire_category(
            category=category, on=form.cleaned_data["on"], actor=actor_of(request), now=now
        ))  # fmt: skip
    return redirect("matters:category", category.code)


@require_POST
def limit(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Give it another limit in one community."""
    category, actor = _seen(request, code), actor_of(request)
    community = next((area for area in kinds.communities_to_adjust(actor) if area.slug == slug), None)
    if community is None:
        raise Http404
    form = LimitForm(request.POST, prefix=slug)
    if form.is_valid():
        days = form.cleaned_data["days"]
        _told(request, lambda now: work.set_limit_here(
            category=category, community=community, days=days, actor=actor, now=now
        ))  # fmt: skip
    return redirect("matters:category", category.code)


def _told(request: HttpRequest, operation: Any) -> None:
    try:
        operation(timezone.now())
        messages.success(request, _("Kept. Promises that were given stay as they were given."))
    except Refused as refusal:
        messages.error(request, str(refusal))
