"""Whom the news of the three lists concerns: those who said it, those who pressed for it. Once for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from linli.base.messaging.operations import send_messages
from linli.base.outbox.events import subscribe
from linli.base.permissions import SystemActor
from linli.core.partnership import events
from linli.core.partnership.enums import ListState
from linli.core.partnership.models import Need, Part, Project, Resource, Support
from linli.core.partnership.operations.forgetting import forget_person
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
    need = Need.objects.get(pk=event.need_id)
    link = reverse("partnership:wish", args=[need.pk])
    _send([need.author_id], "need_published", {"title": need.title}, need.pk, link, event.at)


@subscribe(events.NeedEnded)
def tell_how_a_wish_ended(event: events.NeedEnded) -> None:
    """Come true: all who wanted it hear of it. Taken off: only whoever said it."""
    need = Need.objects.get(pk=event.need_id)
    params = {"title": need.title, "words": need.ended_words}
    if need.state == ListState.FULFILLED:
        link = reverse("partnership:wish", args=[need.pk])
        _send(_wanting([need]), "need_fulfilled", params, need.pk, link, event.at)
    else:
        link = reverse("partnership:mine")
        _send([need.author_id], "need_withdrawn", params, need.pk, link, event.at)


@subscribe(events.ResourcePublished)
def tell_that_an_offer_is_public(event: events.ResourcePublished) -> None:
    """Whoever gives it knows that it can be found."""
    resource = Resource.objects.get(pk=event.resource_id)
    link = reverse("partnership:gift", args=[resource.pk])
    _send([resource.author_id], "resource_published", {"title": resource.title}, resource.pk, link, event.at)


@subscribe(events.ResourceEnded)
def tell_that_an_offer_ended(event: events.ResourceEnded) -> None:
    """Whoever gave it hears why it is off the list."""
    resource = Resource.objects.get(pk=event.resource_id)
    params = {"title": resource.title, "words": resource.ended_words}
    link = reverse("partnership:mine")
    _send([resource.author_id], "resource_ended", params, resource.pk, link, event.at)


@subscribe(events.ProjectProposed)
def ask_the_sides(event: events.ProjectProposed) -> None:
    """Each side that has an account is asked for its yes."""
    for part in Part.objects.filter(project=event.project_id).select_related("project", "need", "resource"):
        params = {"title": part.project.title, "thing": part.thing.title}
        _send([part.thing.author_id], "project_proposed", params, part.pk, reverse("partnership:mine"), event.at)


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
    people = [part.thing.author_id for part in sides]
    _send(people, "project_given_up", params, project.pk, reverse("partnership:mine"), event.at)


def _tell_all(project_id: UUID, template: str, at: Any) -> None:
    project = Project.objects.get(pk=project_id)
    things = [part.thing for part in Part.objects.filter(project=project).select_related("need", "resource")]
    needs = [thing for thing in things if isinstance(thing, Need)]
    people = {*_wanting(needs), *(thing.author_id for thing in things)}
    link = reverse("partnership:project", args=[project.pk])
    _send(people, template, {"title": project.title}, project.pk, link, at)


def _wanting(needs: list[Need]) -> set[UUID | None]:
    pressed = Support.objects.filter(need__in=needs).values_list("person", flat=True)
    return {*pressed, *(need.author_id for need in needs)}


@subscribe(PersonErased)
def forget_who_was_erased(event: PersonErased) -> None:
    """Whoever was erased as they asked is forgotten here, too."""
    forget_person(person_id=event.person_id, actor=ERASURE, now=event.at)
