"""Seal the audit trail anew, by the key that lies outside the database, as far as the old chain is whole."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import migrations

BEFORE = ("number", "at", "actor_id", "actor_kind", "clinic_id", "action", "record_kind", "record_id", "patient_id")


def old_seal(event, seal_before: str) -> str:
    facts = "|".join(str(getattr(event, name)) for name in BEFORE)
    return hashlib.sha256(f"{seal_before}|{facts}".encode()).hexdigest()


def new_seal(event, seal_before: str) -> str:
    facts = json.dumps([seal_before, *(str(getattr(event, name)) for name in (*BEFORE, "ip_address"))])
    return hmac.digest(settings.AUDIT_KEY.encode(), facts.encode(), "sha256").hex()


def seal_anew(apps, schema_editor) -> None:
    """Where the old chain is broken its seals stay, so that the break is still found."""
    AuditEvent = apps.get_model("clinics", "AuditEvent")
    old = new = ""
    for expected, event in enumerate(AuditEvent.objects.order_by("number").iterator(), start=1):
        if event.number != expected or event.seal != old_seal(event, old):
            return
        old, new = event.seal, new_seal(event, new)
        AuditEvent.objects.filter(pk=event.pk).update(seal=new)


class Migration(migrations.Migration):
    dependencies = [("clinics", "0010_review_section")]

    operations = [migrations.RunPython(seal_anew, migrations.RunPython.noop)]
