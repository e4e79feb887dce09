"""The JSON API under /api/v1/: the same operations in another coat."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from linli.base.errors import Refused
from linli.base.web.api import signed_in
from linli.core.admission.api import router as admission
from linli.core.areas.api import router as areas
from linli.core.callouts.api import router as callouts
from linli.core.dues.api import router as dues
from linli.core.hotline.api import router as hotline
from linli.core.matters.api import hand_overs, recurrences, reviews
from linli.core.matters.api import router as matters
from linli.core.membership.api import router as membership
from linli.core.openness.api import router as openness
from linli.core.organisation.api import router as organisation
from linli.core.partnership.api import router as partnership
from linli.core.people.api import router as people
from linli.core.people.web.imports.api import router as imports
from linli.core.rehearsals.api import router as rehearsals
from linli.core.whistles.api import router as whistles
from linli.portal.api import router as portal

UNREADABLE = "Unprocessable Content"  # as RFC 9110 names 422; Python had another name for it before 3.13


class DocumentedAPI(NinjaAPI):
    """The same document whichever Python writes it."""

    def get_openapi_schema(self, *args: Any, **options: Any) -> Any:
        schema = super().get_openapi_schema(*args, **options)
        for path in schema["paths"].values():
            for operation in path.values():
                if said := operation["responses"].get(422):
                    said["description"] = UNREADABLE
        return schema


api = DocumentedAPI(
    title="Linli",
    version="1",
    description="Needs found, help joined, every request with an honest ending: the pages of Linli for programs.",
    auth=signed_in,
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("", portal)
api.add_router("/areas", areas)
api.add_router("/people", people)
api.add_router("/imports", imports)
api.add_router("/organisation", organisation)
api.add_router("/membership", membership)
api.add_router("/dues", dues)
api.add_router("/admission", admission)
api.add_router("/matters", matters)
api.add_router("/hand-overs", hand_overs)
api.add_router("/recurrences", recurrences)
api.add_router("/reviews", reviews)
api.add_router("/openness", openness)
api.add_router("/neighbourhood", partnership)
api.add_router("/callouts", callouts)
api.add_router("/whistles", whistles)
api.add_router("/rehearsals", rehearsals)
api.add_router("/hotline", hotline)


def _answer(request: HttpRequest, status: int, code: str, message: Any, **more: Any) -> HttpResponse:
    body = {"code": code, "message": str(message), "field": None, "errors": [], **more}
    return api.create_response(request, body, status=status)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A rule of the domain said no."""
    status = 403 if refusal.code == "forbidden" else 409
    return _answer(request, status, refusal.code, refusal, field=refusal.field)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Something in the question was not readable."""
    errors = [{"field": _field(part["loc"]), "message": part["msg"]} for part in error.errors]
    message = _("Something in the request is not as the documentation says. Nothing was changed.")
    return _answer(request, 422, "invalid", message, field=errors[0]["field"], errors=errors)


def _field(location: tuple[Any, ...]) -> str:
    """`("body", "data", "text")` is the input `text`."""
    return ".".join(str(step) for step in location[2:] or location[-1:])


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """It is not there, or not for this person: the answer does not tell which."""
    return _answer(request, 404, "not-found", _("This is not here, or not for you to see."))


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses: not signed in, no CSRF token, too often, not JSON."""
    if isinstance(error, AuthenticationError):
        return _answer(request, 401, "sign-in", _("Please sign in first."))
    if isinstance(error, Throttled):
        answer = _answer(request, 429, "too-often", _("Too many requests. Please wait a minute."))
        answer.headers["Retry-After"] = str(int(error.wait or 60))
        return answer
    if error.status_code == 403:
        return _answer(request, 403, "csrf", _("The X-CSRFToken header is missing or old."))
    return _answer(request, error.status_code, "bad-request", error)


def docs(request: HttpRequest) -> HttpResponse:
    """The documentation that one can try out."""
    return api.docs.render_page(request, api)


def api_urls() -> Any:
    """The addresses of the API. It asks for the sign-in by itself, and answers 401 in JSON instead of a page."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        closed = not isinstance(pattern, URLPattern) or pattern.name in {"openapi-json", "api-root"}
        if not closed:
            pattern.callback = login_not_required(pattern.callback)  # type: ignore[type-var]  # a view has a callback
    return patterns, app_name, namespace
