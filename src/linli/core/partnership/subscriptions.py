"""Whom the news of the three lists concerns: those who said it, those who pressed for it. Once for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.partnership import agreement_news, events  # noqa: F401 -- listens to what happens to agreements
from linli.core.partnership.enums import ListState
from linli.core.partnership.models import Need, Part, Project, Resource, Support
from linli.core.partnership.operations.forgetting import forget_person
from linli.core.partnership.queries.agreements import liaisons_of
from linli.core.people.events import PersonErased

ERASURE = SystemActor("erasure")


def _send(
    people: Iterable[UUID | None], template: str, params: dict[str, Any], key: object, link: str, at: Any
) -> None:
    told = {person for person in people if person is not None}
    send_messages(told, f"partnership.{template}", params, dedupe_key=f"{template}:{key}", now=at, link=link)


@subscribe(events.NeedPublished)
def tell_that_a_wish_is_public(event: events.NeedPublished) -> None:
    """Whoever said it can look at it."""
    need = Need.objects.select_related("partner").get(pk=event.need_id)
    link = reverse("partnership:wish", args=[need.pk])
    template = "unit_need_published" if need.partner_id else "need_published"
    _send(_speakers(need, event.at), template, {"title": need.title}, need.pk, link, event.at)


@subscribe(events.NeedEnded)
def tell_how_a_wish_ended(event: events.NeedEnded) -> None:
    """Come true: all who wanted it hear of it. Taken off: only whoever said it."""
    need = Need.objects.get(pk=event.need_id)
    params = {"title": need.title, "words": need.ended_words}
    if need.state == ListState.FULFILLED:
        link = reverse("partnership:wish", args=[need.pk])
        _send(_wanting([need], event.at), "need_fulfilled", params, need.pk, link, event.at)
    else:
        _send(_speakers(need, event.at), "need_withdrawn", params, need.pk, _page_of(need), event.at)


@subscribe(events.ResourcePublished)
def tell_that_an_offer_is_public(event: events.ResourcePublished) -> None:
    """Whoever gives it knows that it can be found."""
    resource = Resource.objects.get(pk=event.resource_id)
    link = reverse("partnership:gift", args=[resource.pk])
    template = "unit_resource_published" if resource.partner_id else "resource_published"
    _send(_speakers(resource, event.at), template, {"title": resource.title}, resource.pk, link, event.at)


@subscribe(events.ResourceEnded)
def tell_that_an_offer_ended(event: events.ResourceEnded) -> None:
    """Whoever gave it hears why it is off the list."""
    resource = Resource.objects.get(pk=event.resource_id)
    params = {"title": resource.title, "words": resource.ended_words}
    _send(_speakers(resource, event.at), "resource_ended", params, resource.pk, _page_of(resource), event.at)


@subscribe(events.ProjectProposed)
def ask_the_sides(event: events.ProjectProposed) -> None:
    """Each side that has an account is asked for its yes."""
    sides = Part.objects.filter(project=event.project_id)
    for part in sides.select_related("project", "need__partner", "resource__partner"):
        if part.thing.partner_id and part.thing.partner_id == part.project.partner_id:
            continue  # the unit that leads it has said yes by proposing it
        params = {"title": part.project.title, "thing": part.thing.title}
        people, link = _speakers(part.thing, event.at), _page_of(part.thing)
        _send(people, "project_proposed", params, part.pk, link, event.at)


@subscribe(events.ProjectAgreed)
def tell_that_it_is_going_to_happen(event: events.ProjectAgreed) -> None:
    """All who wanted it hear of it."""
    _tell_all(event.project_id, "project_agreed", event.at)


@subscribe(events.ProjectFinished)
def ask_for_judgements(event: events.ProjectFinished) -> None:
    """All who wanted it, and whoever gave something, are asked once how it turned out."""
    _tell_all(event.project_id, "project_finished", event.at)


@subscribe(events.ProjectGivenUp)
def tell_that_it_will_not_come_about(event: events.ProjectGivenUp) -> None:
    """Both sides hear why."""
    project = Project.objects.get(pk=event.project_id)
    sides = Part.objects.filter(project=project).select_related("need", "resource")
    params = {"title": project.title, "words": project.given_up_words}
    for part in sides:
        people, link = _speakers(part.thing, event.at), _page_of(part.thing)
        _send(people, "project_given_up", params, project.pk, link, event.at)


def _tell_all(project_id: UUID, template: str, at: Any) -> None:
    project = Project.objects.get(pk=project_id)
    things = [part.thing for part in Part.objects.filter(project=project).select_related("need", "resource")]
    needs = [thing for thing in things if isinstance(thing, Need)]
    people = {*_wanting(needs, at), *(person for thing in things for person in _speakers(thing, at))}
    link = reverse("partnership:project", args=[project.pk])
    _send(people, template, {"title": project.title}, project.pk, link, at)


def _wanting(needs: list[Need], at: Any) -> set[UUID | None]:
    pressed = Support.objects.filter(need__in=needs).values_list("person", flat=True)
    return {*pressed, *(person for need in needs for person in _speakers(need, at))}


def _speakers(thing: Need | Resource, at: Any) -> set[UUID | None]:
    """Who hears for a line: whoever said it, or the liaisons of the unit that says it."""
    if thing.partner is None:
        return {thing.author_id}
    return set(liaisons_of(thing.partner, localdate(at)).values_list("pk", flat=True))


def _page_of(thing: Need | Resource) -> str:
    return reverse("partnership:unit", args=[thing.partner_id]) if thing.partner_id else reverse("partnership:mine")


@subscribe(PersonErased)
def forget_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked is forgotten here, too."""
    forget_person(person_id=event.person_id, actor=ERASURE, now=event.at)
