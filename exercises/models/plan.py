"""A patient's plan: its versions, its exercises with their doses, and what rests."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from clinics.models import User
from exercises.models.content import Content, Rung, rung_of
from exercises.models.library import Exercise
from gait.models import SignedReport
from patients.models import Patient


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
    revises = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="revisions")
    sheet_version = models.CharField(max_length=20, blank=True)
    inputs = models.JSONField(default=dict, help_text="What the rule sheet was given; the draft follows from it.")
    draft = models.JSONField(default=dict, help_text="The sheet's answer before anybody edited it.")
    rule_row = models.CharField(max_length=10, blank=True)
    remarks = models.JSONField(default=list)
    changes = models.JSONField(default=list, help_text="What the rules changed in this revision, and why.")
    is_automatic = models.BooleanField(default=False, help_text="Made by the clinic's standing order, not by a person.")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    activated_at = models.DateTimeField(null=True)
    started_on = models.DateField(null=True, help_text="Week 1 begins here; a revision keeps the date.")
    review_on = models.DateField(null=True)
    kept_at = models.DateTimeField(null=True, help_text="When a therapist last looked at it and let it stand.")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at"]
        constraints = [
            models.UniqueConstraint(fields=["patient"], condition=Q(status="active"), name="one_active_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} plan"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


def active_plan(patient: Patient) -> Plan | None:
    return patient.plans.filter(status=Plan.Status.ACTIVE).first()


class PlanIsFixed(Exception):
    """A plan that left its draft is history: revise it instead."""


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
    up_s = models.PositiveSmallIntegerField(default=2)
    down_s = models.PositiveSmallIntegerField(default=2)
    rest_s = models.PositiveSmallIntegerField(default=60)
    band = models.CharField(max_length=20, blank=True)
    band_position = models.CharField(max_length=20, blank=True)
    step_height_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    support = models.CharField(max_length=20, blank=True)
    counts = models.CharField(max_length=30, default="repetitions")
    is_one_sided = models.BooleanField(default=True)
    days_per_week = models.PositiveSmallIntegerField(default=3, validators=[MaxValueValidator(7)])
    are_days_typed = models.BooleanField(
        default=False, editable=False, help_text="A therapist's number: it stands also where exercises take turns."
    )
    starts_in_week = models.PositiveSmallIntegerField(default=1)
    waits_for = models.CharField(max_length=20, blank=True, help_text="What must be true first, besides the week.")
    note = models.CharField("note to the patient", max_length=200, blank=True)
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=600)
    citations = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.exercise}, level {self.level}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.require_draft()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.require_draft()
        return super().delete(*args, **kwargs)

    def require_draft(self) -> None:
        if not self.plan.is_draft:
            raise PlanIsFixed

    @cached_property
    def content(self) -> Content:
        """The exercise as the patient's clinic words it."""
        return self.exercise.content_at(self.plan.patient.clinic_id)

    @property
    def open_hold(self) -> "ExerciseHold | None":
        """What this exercise rests for; None where it may go on."""
        holds = ExerciseHold.objects.filter(patient=self.plan.patient_id, exercise=self.exercise_id)
        return holds.filter(lifted_at=None, level__lte=self.level).first()

    @property
    def rung(self) -> Rung:
        """Words and pictures of this level, in the reader's language."""
        return rung_of(self.content, self.level)


class ExerciseHold(models.Model):
    """An exercise of a patient that rests, after pain or by the therapist's word, until somebody lifts the hold.

    It is the person's, not a plan's: it rests in every version of the plan that has it at this level or a harder one.
    """

    class Because(models.TextChoices):
        PAIN = "pain", "Pain above 5"
        MORNING = "morning", "Pain above 5 on the morning after"
        THERAPIST = "therapist", "The therapist's decision"

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="holds")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(help_text="Where it hurt. An easier version of the exercise may go on.")
    because = models.CharField(max_length=12, choices=Because)
    pain_nprs = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "exercise"], condition=Q(lifted_at=None), name="one_open_hold_per_exercise"
            )
        ]

    def __str__(self) -> str:
        return self.get_because_display()
