"""What to do about it: exercises, a patient's plan, and what was done."""

import uuid
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clinics.models import User
from gait.models import SignedReport
from patients.models import Patient

SHARED_WORDS = ("name", "purpose", "equipment", "side_cue", "phases", "steps", "cues", "faults", "fault_alt")


class Exercise(models.Model):
    """One exercise of the library, in words and pictures."""

    slug = models.SlugField(primary_key=True)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    steps = models.JSONField(default=list)
    cues = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    equipment = models.CharField(max_length=120, blank=True)
    side_cue = models.CharField(max_length=120, blank=True, help_text="Which leg does what, with {side} and {other}.")
    phases = models.JSONField(default=list, help_text="Parts of a repetition in order: [up, hold or down; word].")
    levels = models.JSONField(default=list, help_text="Level 0 to 4: name, media, alt, and steps or fault of its own.")
    fault_picture = models.CharField(max_length=80, blank=True)
    fault_alt = models.CharField(max_length=300, blank=True)
    translations = models.JSONField(default=dict, help_text="By language code: the words of this exercise.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    def rung(self, level: int) -> dict[str, Any]:
        """The words and pictures of one level in the reader's language, the exercise's own where the level has none."""
        told = self.translations.get((get_language() or "")[:2], {})
        shared = {**{name: getattr(self, name) for name in SHARED_WORDS}, "fault": self.fault_picture, **told}
        return {**shared, **self.levels[level], **(told["levels"][level] if told else {})}


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
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    activated_at = models.DateTimeField(null=True)
    started_on = models.DateField(null=True, help_text="Week 1 begins here; a revision keeps the date.")
    review_on = models.DateField(null=True)

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

    def save(self, *args: object, **kwargs: object) -> None:
        self.require_draft()
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        self.require_draft()
        return super().delete(*args, **kwargs)

    def require_draft(self) -> None:
        if not self.plan.is_draft:
            raise PlanIsFixed

    @property
    def rung(self) -> dict[str, Any]:
        return self.exercise.rung(self.level)


class ItemHold(models.Model):
    """An exercise that rests, after pain or by the therapist's word, until somebody lifts the hold."""

    class Because(models.TextChoices):
        PAIN = "pain", "Pain above 5"
        THERAPIST = "therapist", "The therapist's decision"

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="holds")
    because = models.CharField(max_length=12, choices=Because)
    pain_nprs = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(lifted_at=None), name="one_open_hold_per_exercise")
        ]

    def __str__(self) -> str:
        return self.get_because_display()


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
    """One exercise of one day, as the patient logged it."""

    class SkipReason(models.TextChoices):
        HURTS = "hurts", _("It hurts")
        TOO_HARD = "too_hard", _("Too hard today")
        TOO_EASY = "too_easy", _("Too easy")
        NO_EQUIPMENT = "no_equipment", _("No band or step here")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="diary")
    day = models.DateField(default=timezone.localdate)
    logged_at = models.DateTimeField(default=timezone.now)
    is_done = models.BooleanField(default=True)
    skip_reason = models.CharField(max_length=20, blank=True, choices=SkipReason)
    pain_nprs = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    effort_rpe = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    morning_nprs = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    stayed_level = models.BooleanField(null=True, help_text="Did the pelvis stay level, by the patient's own eye?")

    class Meta:
        ordering = ["-day", "-logged_at"]
        verbose_name_plural = "diary entries"
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="one_entry_per_exercise_and_day")]

    def __str__(self) -> str:
        return f"{self.item}, {self.day}"
