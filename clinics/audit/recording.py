"""Writing down who did what: at once, or at the end of the change that it tells of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import local

from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils import timezone

from clinics.audit.chain import append_to_chain
from clinics.models import AuditEvent, Clinic
from clinics.public.visitors import address_of

ONE_LOOK = timedelta(minutes=10)
NOTED = "_noted_in_the_trail"
"""What a request is marked with in whose course something was written down."""


def record_view(request: HttpRequest, record: models.Model, *, clinic: Clinic, patient_id: object = "") -> AuditEvent:
    """Somebody opened a record that tells about a patient."""
    return record_event(AuditEvent.Action.VIEWED, record, request=request, clinic=clinic, patient_id=patient_id)


def record_showing(
    request: HttpRequest,
    record: models.Model,
    *,
    clinic: Clinic | None,
    patient_id: object,
    actor_kind: str = "staff",
    action: AuditEvent.Action = AuditEvent.Action.VIEWED,
) -> None:
    """Something was shown that is asked for again and again: within ONE_LOOK that is one event.

    Players ask for a film in many parts, and pages for their news. Which part is asked for makes no difference:
    whoever leaves out the first byte has seen the film all the same.
    """
    actor = request.user if request.user.is_authenticated else None
    _note_on(request)
    looks = AuditEvent.objects.filter(
        patient_id=str(patient_id),
        record_kind=record._meta.label_lower,
        record_id=str(record.pk or ""),
        clinic=clinic,
        actor=actor,
        actor_kind=actor_kind,
        action=action,
        at__gt=timezone.now() - ONE_LOOK,
    )
    if not looks.exists():
        record_event(
            action,
            record,
            request=request,
            clinic=clinic,
            patient_id=patient_id,
            actor_kind=actor_kind,
        )


def record_event(
    action: str,
    record: models.Model,
    *,
    clinic: Clinic | None,
    request: HttpRequest | None = None,
    patient_id: object = "",
    actor_kind: str = "staff",
) -> AuditEvent:
    """Note who did what. Inside one_change() the event is numbered and written at its end, elsewhere at once."""
    actor = getattr(request, "user", None)
    event = AuditEvent(
        actor=actor if actor is not None and actor.is_authenticated else None,
        actor_kind=actor_kind,
        clinic=clinic,
        action=action,
        record_kind=record._meta.label_lower,
        record_id=str(record.pk or ""),
        patient_id=str(patient_id),
        ip_address=address_of(request) or None if request else None,
    )
    if request is not None:
        _note_on(request)
    if _change.waiting is None:
        append_to_chain([event])
    else:
        _change.waiting.append(_Waiting(event))
    return event


def has_noted(request: HttpRequest) -> bool:
    """Whether something was written down in the course of this request."""
    return hasattr(request, NOTED)


def _note_on(request: HttpRequest) -> None:
    setattr(getattr(request, "_request", request), NOTED, True)  # the API wraps the request that middleware knows


@contextmanager
def one_change() -> Iterator[None]:
    """One transaction for what changes and for the events that tell of it: all of it is kept, or nothing.

    The events join the chain last, right before the commit. Whoever appends to the chain keeps all others from doing
    so until the commit; taken earlier, that lock would make everybody wait for the rest of the change, and two changes
    that touch the same row could wait for each other for ever.
    """
    if _change.waiting is not None:
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        _change.waiting = []
        try:
            yield
            if not transaction.get_rollback():
                append_to_chain(standing_events(_change.waiting))
        finally:
            _change.waiting = None  # what runs on commit, such as a mail, notes its events by itself


class _Change(local):
    """What this thread's one_change() has to write at its end; None while there is none."""

    waiting: "list[_Waiting] | None" = None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An event, and a callback that Django forgets when the savepoint around the event is rolled back."""

    event: AuditEvent
    mark: Callable[[], None] = field(default_factory=lambda: _marked())


def standing_events(waiting: "list[_Waiting]") -> list[AuditEvent]:
    """Those whose savepoint was not rolled back, in their order."""
    marks = {id(entry[1]) for entry in connection.run_on_commit}
    return [each.event for each in waiting if id(each.mark) in marks]


def _marked() -> Callable[[], None]:
    def mark() -> None:
        """Nothing to do: that it is still in the list is the news."""

    transaction.on_commit(mark)
    return mark


_change = _Change()
