"""What is known of a patient beside the video: strength by hand, and how they say they are doing."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinics.models import User


class OfAPatient(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        patients: Any = self.model._meta.get_field("patient").related_model  # Patient, whose module imports this one
        return self.filter(patient__in=patients.objects.visible_to(user))


class OutcomeQuerySet(OfAPatient):
    def standing(self) -> Self:
        """Without what was entered by mistake."""
        return self.filter(struck_out_at=None)

    def standing_at(self, moment: datetime) -> Self:
        """As the record stood then: entered by that moment, and not struck out before it."""
        return self.filter(Q(struck_out_at=None) | Q(struck_out_at__gt=moment), created_at__lte=moment)


def within_grades(leg: str) -> Q:
    return Q(**{f"{leg}__isnull": True}) | Q(**{f"{leg}__range": (0, 5)})


class StrengthTest(models.Model):
    """One movement tested against resistance on both legs. A leg that was not tested is null."""

    class Motion(models.TextChoices):
        HIP_ABDUCTION = "hip_abduction", "Hip abduction"
        HIP_EXTENSION = "hip_extension", "Hip extension"
        HIP_EXTERNAL_ROTATION = "hip_external_rotation", "Hip external rotation"
        KNEE_EXTENSION = "knee_extension", "Knee extension"

    class Unit(models.TextChoices):
        NEWTON = "N", "newtons (N)"
        KILOGRAM = "kg", "kilograms (kg)"
        POUND = "lb", "pounds (lb)"
        GRADE = "MMT", "grade 0 to 5 by hand (MMT)"

    class Position(models.TextChoices):
        SIDE_LYING = "side_lying", "Lying on the side"
        SUPINE = "supine", "Lying on the back"
        PRONE = "prone", "Lying face down"
        SEATED = "seated", "Sitting"
        STANDING = "standing", "Standing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("patients.Patient", on_delete=models.CASCADE, related_name="strength_tests")
    tested_on = models.DateField(default=timezone.localdate)
    tested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    motion = models.CharField(max_length=30, choices=Motion)
    position = models.CharField(max_length=20, choices=Position)
    unit = models.CharField(max_length=3, choices=Unit)
    left = models.FloatField(null=True)
    right = models.FloatField(null=True)
    lever_arm_cm = models.FloatField(null=True, help_text="From the joint to where the dynamometer pushed.")
    struck_out_at = models.DateTimeField(null=True, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-tested_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left__isnull=False) | Q(right__isnull=False), name="a_strength_test_has_a_leg"
            ),
            models.CheckConstraint(
                condition=~Q(unit="MMT") | (within_grades("left") & within_grades("right")), name="mmt_grades_end_at_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_motion_display()}, {self.tested_on}"


class Instrument(models.TextChoices):
    """Their questions and numbers stand in instruments.py. The last two are kept, and no longer asked."""

    UWRI = "uwri", "UWRI"
    LEFS = "lefs", "LEFS"
    NPRS = "nprs", "NPRS"
    PSFS = "psfs", "PSFS"
    GROC = "groc", "GROC"
    OWN_RUNNING = "own_running", "Own questions on running"
    OWN_LEG = "own_leg", "Own questions on the leg"


class Wording(models.TextChoices):
    """Whose words were answered. OURS is never the wording of an instrument that belongs to others."""

    PAPER = "paper", "The instrument's own form"
    LICENSED = "licensed", "The instrument's own words, under the clinic's license"
    SCALE = "scale", "The scale on the screen"
    OURS = "stance-1", "Questions in our own words"


class OutcomeScore(models.Model):
    """One answered questionnaire. entered_by is null where the patient answered; answers are empty for a bare total."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("patients.Patient", on_delete=models.CASCADE, related_name="outcome_scores")
    instrument = models.CharField(max_length=12, choices=Instrument)
    answered_on = models.DateField(default=timezone.localdate)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    wording = models.CharField(max_length=12, choices=Wording)
    total = models.FloatField(help_text="Whole points; the PSFS is a mean with one decimal, the GROC goes below zero.")
    answers = models.JSONField(
        default=list, help_text="Place of each answer from 0, in order; the PSFS: activity and points of each."
    )
    struck_out_at = models.DateTimeField(null=True, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(instrument__in=["uwri", "own_running"], total__range=(0, 36))
                | Q(instrument__in=["lefs", "own_leg"], total__range=(0, 80))
                | Q(instrument__in=["nprs", "psfs"], total__range=(0, 10))
                | Q(instrument="groc", total__range=(-5, 5)),
                name="a_score_stays_on_its_scale",
            ),
            models.CheckConstraint(
                condition=~Q(wording="stance-1") | ~Q(instrument__in=["uwri", "lefs"]),
                name="own_words_are_no_instrument_of_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_instrument_display()} {self.total}, {self.answered_on}"


class ScoreRequestQuerySet(OfAPatient):
    def open(self) -> Self:
        return self.filter(withdrawn_at=None, score=None)


class ScoreRequest(models.Model):
    """A therapist asks, the patient finds the questions on their own page until they are answered or taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("patients.Patient", on_delete=models.CASCADE, related_name="score_requests")
    instrument = models.CharField(max_length=12, choices=Instrument)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    score = models.OneToOneField(OutcomeScore, null=True, on_delete=models.CASCADE, related_name="request")

    objects = ScoreRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "instrument"],
                condition=Q(withdrawn_at=None, score=None),
                name="one_open_request_per_instrument",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_instrument_display()}, asked {self.asked_at:%Y-%m-%d}"
