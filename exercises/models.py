"""What to do about it: exercises, a patient's plan, and what was done."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinics.models import User
from gait.models import SignedReport
from patients.models import Patient


class Exercise(models.Model):
    """One exercise of the library, in words and pictures."""

    slug = models.SlugField(primary_key=True)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    steps = models.JSONField(default=list)
    cues = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    equipment = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> "PlanQuerySet":
        return self.filter(patient__in=Patient.objects.visible_to(user))


class Plan(models.Model):
    """A home programme that grew out of a signed report. One active plan per patient; versions stay."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        ACTIVE = "active", "Active"
        REPLACED = "replaced", "Replaced"
        ENDED = "ended", "Ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="plans")
    report = models.ForeignKey(SignedReport, on_delete=models.PROTECT, related_name="plans")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    inputs = models.JSONField(default=dict, help_text="What the rule sheet was given; the draft follows from it.")
    rule_row = models.CharField(max_length=10, blank=True)
    remarks = models.JSONField(default=list)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    activated_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at"]
        constraints = [
            models.UniqueConstraint(fields=["patient"], condition=Q(status="active"), name="one_active_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} plan"


class PlanItem(models.Model):
    """One exercise of a plan with its dose, and the rule that put it there."""

    class Side(models.TextChoices):
        LEFT = "left", "Left leg"
        RIGHT = "right", "Right leg"
        BOTH = "both", "Both legs"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    target_side = models.CharField(max_length=5, choices=Side, help_text="The stance or planted leg gets one set more.")
    sets = models.PositiveSmallIntegerField()
    extra_sets = models.PositiveSmallIntegerField(default=0, help_text="More sets on the target side.")
    reps = models.PositiveSmallIntegerField()
    hold_s = models.PositiveSmallIntegerField(default=0)
    rest_s = models.PositiveSmallIntegerField(default=60)
    band = models.CharField(max_length=20, blank=True)
    band_position = models.CharField(max_length=20, blank=True)
    step_height_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    days_per_week = models.PositiveSmallIntegerField(default=3, validators=[MaxValueValidator(7)])
    starts_in_week = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    citations = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.exercise}, level {self.level}"


class PlanLink(models.Model):
    """The patient's key to the active plan: a secret in a link or QR code, opened with the birth year."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="plan_links")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    wrong_answers = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Link made {self.made_at:%Y-%m-%d}"


class DiaryEntry(models.Model):
    """One exercise of one day, as the patient logged it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="diary")
    day = models.DateField(default=timezone.localdate)
    logged_at = models.DateTimeField(default=timezone.now)
    is_done = models.BooleanField(default=True)
    skip_reason = models.CharField(max_length=20, blank=True)
    pain_nprs = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    effort_rpe = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])

    class Meta:
        ordering = ["-day", "-logged_at"]
        verbose_name_plural = "diary entries"
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="one_entry_per_exercise_and_day")]

    def __str__(self) -> str:
        return f"{self.item}, {self.day}"
