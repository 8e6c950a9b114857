"""The audit trail: a chain of rows in which a removed or edited one is found."""

import hashlib

from django.db import models, transaction
from django.http import HttpRequest

from clinics.models import AuditEvent, Clinic
from clinics.public.visitors import address_of

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
)


def record_view(request: HttpRequest, record: models.Model, *, clinic: Clinic, patient_id: object = "") -> AuditEvent:
    """Somebody opened a record that tells about a patient."""
    return record_event(AuditEvent.Action.VIEWED, record, request=request, clinic=clinic, patient_id=patient_id)


def record_event(
    action: str,
    record: models.Model,
    *,
    clinic: Clinic | None,
    request: HttpRequest | None = None,
    patient_id: object = "",
    actor_kind: str = "staff",
) -> AuditEvent:
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
    with transaction.atomic():
        last = AuditEvent.objects.order_by("-number").select_for_update().first()
        event.number = last.number + 1 if last else 1
        event.seal = seal_of(event, last.seal if last else "")
        event.save(force_insert=True)
    return event


def seal_of(event: AuditEvent, seal_before: str) -> str:
    facts = "|".join(str(getattr(event, name)) for name in SEALED_FIELDS)
    return hashlib.sha256(f"{seal_before}|{facts}".encode()).hexdigest()


def first_broken_link() -> AuditEvent | None:
    """The first row that does not follow from the row before it, or None when the chain is whole."""
    seal_before, expected = "", 1
    for event in AuditEvent.objects.order_by("number").iterator():
        if event.number != expected or event.seal != seal_of(event, seal_before):
            return event
        seal_before, expected = event.seal, event.number + 1
    return None
