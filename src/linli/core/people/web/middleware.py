"""Each request knows who acts."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from linli.base.permissions import Actor, Visitor
from linli.core.people.models import Person
from linli.core.people.queries.actors import PersonActor
from linli.core.people.queries.proxies import live_proxies

ACTING_FOR = "acting_for"  # the session key that holds the person for whom somebody acts


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, or a visitor."""
    user = request.user
    if not user.is_authenticated:
        return Visitor()
    person = user.person  # brought along by the backend
    return PersonActor(person, localdate(), principal_id=_principal(request, person))


def _principal(request: HttpRequest, person: Person) -> UUID | None:
    """For whom they act, as long as the consent holds."""
    chosen = request.session.get(ACTING_FOR)
    if not chosen:
        return None
    held = live_proxies(localdate()).filter(proxy=person, principal=chosen)
    return UUID(chosen) if held.exists() else None


class ActorMiddleware:
    """Sets `request.actor`; asks the database only when somebody looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
