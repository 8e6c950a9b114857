"""Whatever a view does not write down itself is written down by its address."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from clinics.audit.addresses import finder_for
from clinics.audit.recording import has_noted, record_showing
from clinics.models import AuditEvent

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
WRITING = ("INSERT", "UPDATE", "DELETE")


class EveryLookIsNoted:
    """Must stand within OneChangePerRequest: a change and its event are one transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        writes = _Writes()
        with ExitStack() as watched:
            if request.method not in SAFE_METHODS:
                watched.enter_context(connection.execute_wrapper(writes))
            response = self.get_response(request)
        if response.status_code < 300:
            self.note(request, AuditEvent.Action.CHANGED if writes.happened else AuditEvent.Action.VIEWED)
        elif response.status_code < 400 and writes.happened:
            self.note(request, AuditEvent.Action.CHANGED)
        return response

    def note(self, request: HttpRequest, action: AuditEvent.Action) -> None:
        match = request.resolver_match
        find = finder_for(match) if match else None
        if match is None or find is None or has_noted(request):
            return
        for seen in find(request, match.kwargs):
            record_showing(
                request,
                seen.record,
                clinic=seen.clinic,
                patient_id=seen.patient_id,
                actor_kind=seen.actor_kind,
                action=action,
            )


class _Writes:
    """Sees whether rows were written."""

    happened = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.happened = self.happened or sql.lstrip().upper().startswith(WRITING)
        return execute(sql, *rest)
