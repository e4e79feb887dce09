"""What agreements add to the page of a unit or business at the desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.permissions import Actor, may
from linli.base.web.context import actor_of
from linli.core.areas.web.doors import need, refusals_said
from linli.core.areas.web.panels import Panel
from linli.core.organisation.models import Body
from linli.core.organisation.queries.bodies import bodies_for
from linli.core.organisation.web.panels import body_panels
from linli.core.partnership.enums import LIVE_AGREEMENTS, PartnershipPermission
from linli.core.partnership.models import Partner
from linli.core.partnership.operations.partners import join_partner
from linli.core.partnership.queries.agreements import agreements_for, liaisons_of
from linli.core.partnership.web.agreement_words import agreement_state

P = PartnershipPermission
SHOWN = 10


@body_panels.register(order=30)
def agreements_of_the_body(actor: Actor, body: Body) -> Panel | None:
    """Its agreements, the way to a new one, and the door to a page of its own."""
    if not may(actor, P.AGREEMENT_VIEW, body.community):
        return None
    rows = list(agreements_for(actor).filter(partner__body=body).order_by("-made_at")[:SHOWN])
    partner = Partner.objects.filter(body=body).first()
    leads = may(actor, P.AGREEMENT_LEAD, body.community) and body.ends_on is None
    is_free = leads and not any(one.state in LIVE_AGREEMENTS for one in rows)
    people = liaisons_of(partner, localdate()) if partner else []
    return Panel(
        "partnership/_body_panel.html",
        {
            "rows": [(one, agreement_state(one)) for one in rows],
            "new_url": f"{reverse('partnership:desk-agreement-new')}?body={body.pk}" if is_free else "",
            "join_url": reverse("partnership:desk-partner-join", args=[body.pk]) if leads and not partner else "",
            "is_partner": partner is not None,
            "liaisons": ", ".join(one.name for one in people),
        },
    )


@require_POST
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the page of a unit, so that the role of its liaison person can be given."""
    body = get_object_or_404(bodies_for(actor_of(request)).select_related("community"), pk=pk)
    need(request, P.AGREEMENT_LEAD, body.community)
    with refusals_said(request):
        join_partner(body=body, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Its page is open. The security administrator can give the role of its liaison."))
    return redirect("organisation:body", body.pk)
