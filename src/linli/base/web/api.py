"""What every router of the API shares: who may call, how often, and the one shape of a refusal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema
from ninja.security import SessionAuth
from ninja.throttling import AnonRateThrottle


class Refusal(Schema):
    """Why something was not done: `code` for programs, `message` for people, `field` for the input it is about."""

    code: str
    message: str
    field: str | None = None
    errors: list[FieldError] = Field(default_factory=list, description="All inputs that were not right, if many.")


class FieldError(Schema):
    """One input that was not right."""

    field: str
    message: str


Refusal.model_rebuild()

# What an operation may answer besides its own: `response={200: MatterOut, **REFUSALS}`.
REFUSALS: dict[int, Any] = {401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal}
OPEN_REFUSALS: dict[int, Any] = {403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal, 429: Refusal}


class SignedIn(SessionAuth):
    """Whoever has signed in to the site. Writing asks for the X-CSRFToken header, as the pages do."""

    openapi_name = "session"


class Anybody(SessionAuth):
    """An open door: visitors too. Whoever is signed in acts as themselves, and only then the CSRF token is asked for.

    (A visitor has no session that another site could misuse.)
    """

    def __call__(self, request: HttpRequest) -> Any:
        if request.user.is_authenticated:
            return super().__call__(request)
        return "visitor"


signed_in = SignedIn()
anybody = Anybody()


class OpenDoorThrottle(AnonRateThrottle):
    """Visitors may knock thirty times a minute; whoever is signed in is not counted."""

    def __init__(self, rate: str = "30/m") -> None:
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Visitors by their address. (Ninja asks whether `request.auth` is set: `Anybody` lets visitors in with it.)"""
        if request.user.is_authenticated:
            return None
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class NewMatterThrottle(OpenDoorThrottle):
    """What visitors write to the desk is counted by the hour, as on the pages: thirty from one address."""

    scope = "new-matter"

    def __init__(self, rate: str = "30/h") -> None:
        super().__init__(rate)
