"""Who a request comes from, for what it writes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from records.log.acting import acting_in_request


class ActMiddleware:
    """Names the user of a request to the log; it must stand below the one that finds the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = f"{request.method} {request.path}".replace("\0", "")
        with acting_in_request(by=lambda: request.user, request=said):
            return self.get_response(request)
