"""Each request looks once whether what hardly changes has changed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from linli.base.memory.stamps import one_look


class OneLookMiddleware:
    """An answer takes milliseconds: asking again and again within it would cost more than it could find."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_look():
            return self.get_response(request)
