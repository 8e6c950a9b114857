"""What the patient has: the key to the plan, the diary, the letters, the reminder."""

import uuid
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.languages import SOURCE, spoken
from clinics.models import User
from exercises.models.library import Exercise
from exercises.models.plan import PlanItem
from patients.models import Patient


class PlanLinkQuerySet(models.QuerySet["PlanLink"]):
    def visible_to(self, user: User) -> "PlanLinkQuerySet":
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def live(self) -> "PlanLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PlanLink(models.Model):
    """The patient's key to the active plan: a secret in a link or QR code, opened with the birth year."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="plan_links")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    salt = models.CharField(
        max_length=64, default=token_hex, help_text="Half of the secret's making; the other half is the site's key."
    )
    opened_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    wrong_answers = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects = PlanLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Link made {self.made_at:%Y-%m-%d}"


class DiaryEntry(models.Model):
    """One exercise of one day, as the patient logged it. It is the person's: a new version of the plan changes nothing.

    item: the version that was done, with its dose.
    """

    class SkipReason(models.TextChoices):
        HURTS = "hurts", _("It hurts")
        TOO_HARD = "too_hard", _("Too hard today")
        TOO_EASY = "too_easy", _("Too easy")
        NO_EQUIPMENT = "no_equipment", _("No band or step here")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="diary", editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+", editable=False)
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="diary")
    day = models.DateField(default=timezone.localdate)
    logged_at = models.DateTimeField(default=timezone.now)
    is_done = models.BooleanField(default=True)
    skip_reason = models.CharField(max_length=20, blank=True, choices=SkipReason)
    pain_nprs = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    effort_rpe = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    morning_nprs = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    stayed_level = models.BooleanField(null=True, help_text="Did the pelvis stay level, by the patient's own eye?")
    limped_afterwards = models.BooleanField(null=True, help_text="Asked with the pain of the next morning.")

    class Meta:
        ordering = ["-day", "-logged_at"]
        verbose_name_plural = "diary entries"
        constraints = [
            models.UniqueConstraint(fields=["patient", "exercise", "day"], name="one_entry_per_exercise_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.item}, {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.patient_id, self.exercise_id = self.item.plan.patient_id, self.item.exercise_id
        super().save(*args, **kwargs)


class UnplacedNote(models.Model):
    """What a phone sent and the diary could not take, whole and with the reason: shown to both sides, never dropped."""

    class Why(models.TextChoices):
        UNREADABLE = "unreadable", _("It could not be read.")
        UNKNOWN = "unknown", _("It names an exercise that is not in your plans.")
        DAY = "day", _("Its date does not fit your plan.")
        DOUBLE = "double", _("There were two entries of one exercise on one day.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="unplaced_notes")
    why = models.CharField(max_length=12, choices=Why)
    told = models.JSONField(help_text="What came, as it came.")
    is_urgent = models.BooleanField(default=False, help_text="It tells of pain above 5, a warning sign or a limp.")
    notice = models.OneToOneField(
        "exercises.Message", null=True, on_delete=models.SET_NULL, related_name="+", help_text="Open until it is read."
    )
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.get_why_display()


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> "MessageQuerySet":
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def unanswered(self) -> "MessageQuerySet":
        """What came from patients and nobody has closed by an answer or a tick."""
        return self.exclude(sender=Message.Sender.STAFF).filter(closed_at=None)


class Message(models.Model):
    """One letter between a patient and the clinic, or a notice of what the patient did there."""

    class Sender(models.TextChoices):
        PATIENT = "patient", "The patient"
        NOTICE = "notice", "A notice about the patient"
        STAFF = "staff", "The clinic"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="messages")
    sender = models.CharField(max_length=10, choices=Sender)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    sent_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, help_text="When the patient first saw the clinic's letter.")
    closed_at = models.DateTimeField(null=True, help_text="When a therapist answered it or ticked it off.")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at"]

    def __str__(self) -> str:
        return f"{self.get_sender_display()}, {self.sent_at:%Y-%m-%d %H:%M}"


class Reminder(models.Model):
    """A mail at the time the patient chose, without a word about health. Its being here is the patient's wish."""

    patient = models.OneToOneField(Patient, primary_key=True, on_delete=models.CASCADE, related_name="reminder")
    email = models.EmailField()
    at = models.TimeField()
    language = models.CharField(max_length=5, choices=spoken, default=SOURCE)
    is_on = models.BooleanField(default=True)
    chosen_at = models.DateTimeField(default=timezone.now)
    last_day = models.DateField(null=True, help_text="The day, at the clinic, for which a mail last went out.")

    def __str__(self) -> str:
        return f"Reminder at {self.at:%H:%M}"
