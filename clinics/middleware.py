"""What every answer needs once a person is signed in, and what every change needs."""

from collections.abc import Callable
from contextlib import ExitStack

from django.db import DEFAULT_DB_ALIAS, transaction
from django.http import HttpRequest, HttpResponse

from clinics.audit import one_change

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
WITHOUT_ONE_CHANGE = frozenset({"account_login"})
"""Checking a password takes long on purpose, and a sign-in that fails half-way leaves nobody signed in."""


class ChangingRequest(HttpRequest):
    """What OneChangePerRequest keeps with a request: change, ended with it, and whether one is under way."""

    change: ExitStack
    is_changing: bool


class PrivateResponses:
    """Keep pages about patients out of every cache, the browser's own included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "user", None) and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class OneChangePerRequest:
    """What a request changes and the events that tell of it are one transaction, undone when the view raises.

    A view that makes somebody wait (an upload, a child process) would hold the only write lock of SQLite meanwhile. It
    says so with transaction.non_atomic_requests and opens one_change() itself around what it writes. Only what writes
    the look itself down stands within it: the page that tells of an error is rendered after the transaction is gone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ChangingRequest) -> HttpResponse:
        with ExitStack() as request.change:
            response = self.get_response(request)
            if getattr(response, "exception", False):  # the API answers what its views raise by itself
                abandon(request)
        return response

    def process_view(self, request: ChangingRequest, view: Callable[..., HttpResponse], *_arguments: object) -> None:
        if request.method not in SAFE_METHODS and not keeps_its_own_transactions(request, view):
            request.change.enter_context(one_change())
            request.is_changing = True

    def process_exception(self, request: ChangingRequest, exception: Exception) -> None:
        request.change.pop_all().__exit__(type(exception), exception, exception.__traceback__)


def keeps_its_own_transactions(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    is_marked = DEFAULT_DB_ALIAS in getattr(view, "_non_atomic_requests", ())
    asked = request.resolver_match
    return is_marked or (asked is not None and (asked.url_name or "") in WITHOUT_ONE_CHANGE)


def abandon(request: HttpRequest) -> None:
    if getattr(request, "is_changing", False):
        transaction.set_rollback(True)
