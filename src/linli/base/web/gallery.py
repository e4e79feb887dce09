"""Every component with its states on one page, for those who build and review. Open in debug and in the demo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.errors import Refused
from linli.base.web.charts import Event, Tab
from linli.base.web.forms import DayField, MomentField
from linli.base.web.parts import refusals_on

PAGES = ("components", "forms", "portal", "desk", "record")


class SampleForm(forms.Form):
    """One field of each kind."""

    said = forms.CharField(
        label=gettext_lazy("What do you need?"),
        help_text=gettext_lazy("One sentence is enough. We ask if something is missing."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"), help_text=gettext_lazy("So that we can call you back."), max_length=20
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[("water", gettext_lazy("Water, power, gas, heating")), ("public", gettext_lazy("Public places"))],
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"),
        choices=[
            ("today", gettext_lazy("Today")),
            ("week", gettext_lazy("This week")),
            ("later", gettext_lazy("Later")),
        ],
        widget=forms.RadioSelect,
    )
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("How may we answer?"),
        choices=[("sms", gettext_lazy("Text message")), ("call", gettext_lazy("Phone call"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    on_day = DayField(label=gettext_lazy("Since which day?"), required=False)
    at = MomentField(label=gettext_lazy("When may we come?"), required=False)
    photo = forms.FileField(label=gettext_lazy("A photo"), required=False)
    agrees = forms.BooleanField(
        label=gettext_lazy("The person knows that I write this for them."),
        help_text=gettext_lazy("They can see and correct it later."),
    )


def _areas() -> dict[str, Any]:
    """Sixteen areas that lie beside each other, like the grids of a community."""
    features = []
    for n in range(16):
        x, y = 123.33 + (n % 4) * 0.004, 41.43 - (n // 4) * 0.003
        corners = [[x, y], [x + 0.0037, y + 0.0001], [x + 0.0036, y - 0.0027], [x + 0.0001, y - 0.0028], [x, y]]
        properties = {
            "name": str(n + 1), "href": f"?grid={n + 1}", "level": (0, 1, 3, 0)[n % 4], "note": str(n),

            "here": n == 6,
        }  # fmt: skip
        features.append(
            {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [corners]}}
        )
    return {"type": "FeatureCollection", "features": features}


def _story(now: Any) -> list[Event]:
    return [
        Event(_("The heating company came to look"), now - timedelta(hours=2), _("A valve is half blocked. New parts come this afternoon.")),  # noqa: E501
        Event(_("Handed to the heating company"), now - timedelta(days=1), _("With the record of the same staircase.")),
        Event(_("A note"), now - timedelta(days=1, hours=1), _("Called back, nobody answered."), is_quiet=True),
        Event(_("A resident called"), now - timedelta(days=1, hours=2), note=_("written down by Zhang Min")),
    ]  # fmt: skip


def _sample_form(request: HttpRequest) -> SampleForm:
    """Sent empty it shows the errors; sent full, a refusal."""
    form = SampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            raise Refused("sample", _("This phone has been told today already. Nothing is lost."), field="phone")
    return form


@login_not_required
def gallery(request: HttpRequest, page: str = "components") -> HttpResponse:
    """Show the components; somewhere in real use there is no such page."""
    if not (settings.DEBUG or settings.LINLI_DEMO) or page not in PAGES:
        raise Http404
    now = timezone.now()
    if page == "components":
        messages.success(request, _("Written down. The code is 7K3-M9."))
    bars = [(_("Heating"), 14, "?topic=heating"), (_("Lifts"), 9, "?topic=lifts"), (_("Parking"), 3, "?topic=parking")]
    context = {
        "tabs": [Tab(name, name, f"/gallery/{name}/", 3 if name == "desk" else None) for name in PAGES],
        "page": page, "form": _sample_form(request), "areas": _areas(), "story": _story(now), "bars": bars,
        "months": [(str(n), (7 * n) % 13 + 2) for n in range(1, 13)],
        "late": now - timedelta(hours=3), "soon": now + timedelta(hours=2), "later": now + timedelta(days=4),
        "pager": {"number": 2, "previous": "?page=1", "next": "?page=3"},
    }  # fmt: skip
    return render(request, f"web/gallery/{page}.html", context)
