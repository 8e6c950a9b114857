"""Who looked at what, and who changed it."""

import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from clinics.models.places import Clinic


class AuditEvent(models.Model):
    """Who did what to which record, when; each row seals the one before it. Never holds clinical content."""

    class Action(models.TextChoices):
        VIEWED = "viewed", "Viewed"
        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        SIGNED = "signed", "Signed"
        EXPORTED = "exported", "Exported"
        DELETED = "deleted", "Deleted"
        REFUSED = "refused", "Refused sign-in"
        SIGNED_IN = "signed_in", "Signed in"
        TRANSFERRED = "transferred", "Transferred"
        BROKE_GLASS = "broke_glass", "Emergency access"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_kind = models.CharField(max_length=20, default="staff", help_text="staff, patient or system")
    clinic = models.ForeignKey(Clinic, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=20, choices=Action)
    record_kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60)
    patient_id = models.CharField(max_length=60, blank=True, db_index=True)
    ip_address = models.GenericIPAddressField(null=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.record_kind}"

    @property
    def what(self) -> str:
        """The kind of record in words; as it stands where that kind is no more."""
        try:
            return apps.get_model(self.record_kind)._meta.verbose_name.capitalize()
        except (LookupError, ValueError):
            return self.record_kind
