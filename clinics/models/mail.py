"""The outbox: every mail waits here until it has left."""

import uuid

from django.db import models
from django.utils import timezone

from clinics.models.places import Clinic

ABOUT = {
    "enquiry_notice": "New enquiry, to the location",
    "enquiry_thanks": "Enquiry received, to the visitor",
    "enquiry_booked": "Appointment, to the visitor",
    "enquiry_cancelled": "Appointment canceled, to the visitor",
    "enquiry_reminder": "Appointment reminder, to the visitor",
    "invitation": "Invitation",
    "reminder": "Reminder, to a patient who asked for it",
    "emergency_notice": "Emergency access, to the admins",
}
"""In the admin's words, by kind; all others are about somebody's own account."""


class OutboxMail(models.Model):
    """One mail to one person. What it says is forgotten once it has left; that it left is remembered."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, null=True, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=40, help_text="The template it was made from.")
    recipient = models.EmailField()
    content = models.JSONField(default=dict, help_text="What it says, until it has left.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=80, blank=True, help_text="Why the last attempt failed, in one word.")

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="mails_that_are_due")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def about(self) -> str:
        return ABOUT.get(self.kind, "Account")
