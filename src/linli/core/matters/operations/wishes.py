"""What is no fault becomes a wish that neighbours can join; a wish that is a fault becomes a matter (C14)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.permissions import Actor, require
from linli.core.matters.enums import EndingKind, MatterPermission
from linli.core.matters.models import Category, Matter
from linli.core.matters.operations.desk import answer_at_once
from linli.core.matters.operations.report import Report, report_matter
from linli.core.partnership.enums import PartnershipPermission
from linli.core.partnership.models import Need
from linli.core.partnership.operations.gather import Wish, gather_need
from linli.core.partnership.operations.settle import publish_listed, withdraw_listed
from linli.core.people.enums import Door


@transaction.atomic
def make_need_of_matter(*, matter: Matter, kind: str, title: str, text: str, actor: Actor, now: datetime) -> Need:
    """It is a wish of many, not a fault: it goes on the public list, and whoever said it is answered with that."""
    require(actor, MatterPermission.ACCEPT, matter)
    require(actor, PartnershipPermission.PUBLISH, matter)
    wish = Wish(
        community=matter.community,
        text=matter.text,
        kind=kind,
        spot=matter.grid,
        door=matter.door,
        person=matter.reporter,
        contact_name=matter.contact_name or "",
        contact_phone=matter.contact_phone or "",
        is_anonymous=matter.is_anonymous,
        consent_note=matter.consent_note or _("Said as matter %(code)s.") % {"code": matter.code},
        matter_code=matter.code,
    )
    need = gather_need(wish=wish, actor=actor, now=now)
    publish_listed(thing=need, title=title, text=text, actor=actor, now=now)
    answer = _(
        "It is a wish that others may share. It stands on the list now, and neighbours can say that they want it."
    )
    to = _("the list of what our neighbourhood wants")
    answer_at_once(matter=matter, text=answer, ending=EndingKind.HANDED_ON, handed_on_to=to, actor=actor, now=now)
    return need


@transaction.atomic
def make_matter_of_need(*, need: Need, category: Category | None, actor: Actor, now: datetime) -> Matter:
    """Something is broken or dangerous: it becomes a matter with a deadline, and the wish says where it went."""
    require(actor, PartnershipPermission.PUBLISH, need)
    report = Report(
        community=need.community,
        text=need.said,
        category=category,
        grid=need.grid,
        door=need.door if need.door != Door.ONLINE else Door.COUNTER,  # the desk writes it down for them
        reporter=need.author,
        contact_name=need.contact_name or "",
        contact_phone=need.contact_phone or "",
        is_anonymous=not (need.author_id or need.contact_name or need.contact_phone),
        consent_note=_("First said as a wish, %(code)s.") % {"code": need.code},
        emergency_confirmed=True,
    )
    matter = report_matter(report=report, actor=actor, now=now)
    words = _("It is a fault: matter %(code)s takes it up.") % {"code": matter.code}
    withdraw_listed(thing=need, words=words, actor=actor, now=now)
    Need.objects.filter(pk=need.pk).update(matter_code=matter.code)
    need.matter_code = matter.code
    return matter
