"""A visit and the videos filmed at it."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from clinics.models import User
from patients.models import Consent, Patient


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> "AssessmentQuerySet":
        return self.filter(patient__in=Patient.objects.visible_to(user))


class Assessment(models.Model):
    """One visit's question: how does this person's pelvis move, filmed under these conditions?"""

    class Activity(models.TextChoices):
        WALKING = "walking", "Walking"
        RUNNING = "running", "Running"

    class View(models.TextChoices):
        POSTERIOR = "posterior", "From behind"
        ANTERIOR = "anterior", "From the front"

    class Surface(models.TextChoices):
        TREADMILL = "treadmill", "Treadmill"
        OVERGROUND = "overground", "Over ground"

    class Markers(models.TextChoices):
        NONE = "none", "None"
        STICKERS = "stickers", "Two stickers on the back dimples"
        BELT = "belt", "Belt with two marks"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="assessments")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="assessments")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    filmed_on = models.DateField(default=timezone.localdate)
    activity = models.CharField(max_length=20, choices=Activity)
    view = models.CharField("filmed", max_length=20, choices=View, default=View.POSTERIOR)
    speed_kmh = models.DecimalField("speed, km/h", max_digits=4, decimal_places=1, null=True, blank=True)
    surface = models.CharField(max_length=20, choices=Surface, default=Surface.TREADMILL)
    footwear = models.CharField(max_length=80, blank=True)
    pain_nprs = models.PositiveSmallIntegerField("worst pain in the last 7 days", validators=[MaxValueValidator(10)])
    markers = models.CharField(max_length=20, choices=Markers, default=Markers.NONE)
    is_mirrored = models.BooleanField("filmed with a mirroring selfie camera", default=False)
    walking_aid = models.BooleanField("cane, walking frame, prosthesis or skirt", default=False)

    signs = models.JSONField(default=list, blank=True, help_text="Warning signs that were there before loading.")
    signs_examined = models.CharField(max_length=300, blank=True, help_text="What was examined of them, and by whom.")
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    screened_at = models.DateTimeField(null=True, editable=False, help_text="When the warning signs were asked for.")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-filmed_on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.get_activity_display()}, {self.filmed_on}"

    def get_absolute_url(self) -> str:
        return reverse("assessment", args=[self.pk])

    def note_screen(self, told: dict[str, Any], by: User) -> None:
        """What the form of the screen was told; not saved here."""
        self.signs, self.signs_examined = told["signs"], told["signs_examined"]
        self.screened_by, self.screened_at = by, timezone.now()


class RecordingQuerySet(models.QuerySet["Recording"]):
    def visible_to(self, user: User) -> "RecordingQuerySet":
        return self.filter(assessment__in=Assessment.objects.visible_to(user))


class Recording(models.Model):
    """One video. Its bytes lie in a private folder named after its id (storage.py)."""

    class Kind(models.TextChoices):
        """What the clip shows; all but GAIT are named as the engine's activity."""

        GAIT = "gait", "Walking or running"
        STANDING = "standing", "Quiet standing"
        SINGLE_LEG_STANCE = "single_leg_stance", "Standing on one leg"
        STEP_DOWN = "step_down", "Stepping down"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="recordings")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.GAIT)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    original_name = models.CharField(max_length=120)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    original_removed_at = models.DateTimeField(null=True, editable=False)
    video = models.JSONField(default=dict, help_text="What the check found: codec, size, frame rate, duration.")

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.original_name
