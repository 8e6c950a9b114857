"""The chain: each event is sealed together with the seal before it, by a key that lies outside the database.

Whoever can write to the database can remove or edit events, but cannot seal the others anew. What is cut off at the
end is found by the anchors (clinics.audit.anchors).
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from clinics.audit import anchors
from clinics.models import AuditEvent

SEALED_FIELDS = (
    "number",
    "at",
    "actor_id",
    "actor_kind",
    "clinic_id",
    "action",
    "record_kind",
    "record_id",
    "patient_id",
    "ip_address",
)
CHAIN_LOCK = 0x5354414E4345
"""The advisory lock of PostgreSQL that stands for the end of the chain; any number that nothing else here uses."""


def append_to_chain(events: Iterable[AuditEvent]) -> None:
    """Number, seal and save the events in their order, and anchor the last one once they are committed."""
    with transaction.atomic():
        lock_chain()
        last = AuditEvent.objects.order_by("-number").first()
        number, seal = (last.number, last.seal) if last else (0, "")
        event = None
        for event in events:
            event.number = number = number + 1
            event.seal = seal = seal_of(event, seal)
            event.save(force_insert=True)
        if event is not None:
            transaction.on_commit(partial(anchors.append, event.number, event.seal), robust=True)


def lock_chain() -> None:
    """Wait until nobody else appends, and keep everybody from it until this transaction ends.

    A lock on the last row would not do: PostgreSQL hands the one who waited the row it asked for, although a newer one
    is the last by then, and two events get the same number. In SQLite the transaction holds the only write lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def seal_of(event: AuditEvent, seal_before: str) -> str:
    """HMAC-SHA-256 of the event and the seal before it, 64 hexadecimal digits."""
    facts = json.dumps([seal_before, *(str(getattr(event, name)) for name in SEALED_FIELDS)])
    return hmac.digest(settings.AUDIT_KEY.encode(), facts.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where the chain stops being what was written: the number of that event, and a sentence without names."""

    number: int
    sentence: str


def first_trouble() -> Trouble | None:
    """The first event that is missing, edited or made up, also where events are missing at the end; else None."""
    seal_before, expected = "", 1
    anchored = anchors.kept()
    for event in AuditEvent.objects.order_by("number").iterator():
        if event.number != expected:
            return Trouble(expected, "is missing")
        if event.seal != seal_of(event, seal_before):
            return Trouble(expected, "or one right before it is not what was written, or was sealed by another key")
        if anchored.get(event.number, {event.seal}) != {event.seal}:
            return Trouble(expected, "does not fit its anchor outside the database")
        seal_before, expected = event.seal, event.number + 1
    if anchored and max(anchored) >= expected:
        return Trouble(expected, f"is missing, and so is all after it up to {max(anchored)}, which was anchored")
    return None
