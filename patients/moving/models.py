"""Across locations: a patient who moves for good, and a record opened in an emergency."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinics.models import Clinic, User

EMERGENCY_LASTS = timedelta(hours=1)
NOTE_SHOWN_FOR = timedelta(days=30)


class Transfer(models.Model):
    """A patient went from one location to another, and why. Both locations' audit trails say so."""

    patient = models.ForeignKey("patients.Patient", on_delete=models.CASCADE, related_name="transfers")
    from_clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    to_clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    transferred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    transferred_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-transferred_at"]

    def __str__(self) -> str:
        return f"{self.from_clinic.name} to {self.to_clinic.name}"


def an_hour_from_now() -> object:
    return timezone.now() + EMERGENCY_LASTS


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def open_for(self, user: User) -> "EmergencyAccessQuerySet":
        return self.filter(user=user, until__gt=timezone.now())

    def noted_lately(self) -> "EmergencyAccessQuerySet":
        """Those that left a note which the record's own therapists may not know yet."""
        return self.exclude(note="").filter(noted_at__gt=timezone.now() - NOTE_SHOWN_FOR)


class EmergencyAccess(models.Model):
    """Somebody broke the glass: one record of a location where they do not work, for one hour, for a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("patients.Patient", on_delete=models.CASCADE, related_name="emergency_accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    opened_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=an_hour_from_now)
    note = models.CharField(max_length=1000, blank=True, help_text="What the record's own therapists should know.")
    noted_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name_plural = "emergency accesses"
        indexes = [models.Index(fields=["user", "until"], name="open_emergency_accesses")]

    def __str__(self) -> str:
        return f"{self.user.full_name}, {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.until > timezone.now()
