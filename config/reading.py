"""HEAD asks for what GET would answer, without its body."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HeadAsGet:
    """Whatever comes after sees a GET, so that no view answers HEAD otherwise; `config.wsgi` leaves the body out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        return self.get_response(request)
