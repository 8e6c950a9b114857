"""How a clinic prescribes: its defaults, its templates, and what was ticked off when a plan was handed over."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from clinics.models import Clinic
from exercises.models.plan import Plan


class PlanPractice(models.Model):
    """One clinic's defaults. A clinic without a row has the ones written here."""

    clinic = models.OneToOneField(Clinic, primary_key=True, on_delete=models.CASCADE, related_name="plan_practice")
    first_level = models.PositiveSmallIntegerField(
        "Level of an exercise added by hand", default=1, validators=[MaxValueValidator(4)]
    )
    days_per_week = models.PositiveSmallIntegerField(
        "Days a week of an exercise added by hand", default=3, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    applies_progress = models.BooleanField(
        "Rules change levels 0 to 3 by themselves",
        default=False,
        help_text="Off: the rules propose, and the therapist decides. Level 4 is always the therapist's.",
    )
    counts_monitoring_days = models.BooleanField(
        "Count the days with data",
        default=False,
        help_text="For remote therapeutic monitoring (United States): days with an entry in each 30 days.",
    )

    def __str__(self) -> str:
        return f"How {self.clinic} prescribes"


class PlanTemplate(models.Model):
    """A set of exercises with doses to start a plan from. Sides are not in it: they come from the report."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="plan_templates")
    name = models.CharField(max_length=80)
    lines = models.JSONField(default=list, help_text="Per exercise: its slug, level and dose.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["clinic", "name"], name="one_template_per_name")]

    def __str__(self) -> str:
        return self.name


class HandOverTick(models.Model):
    """One step of handing a plan over, and who did it with the patient."""

    class Step(models.TextChoices):
        SHOWED_CLIP = "clip", "Showed each moving picture"
        TRIED_ONE_SET = "set", "Tried one set of each, on the right leg"
        SET_REMINDER = "reminder", "Agreed on days and a time, set the reminder"
        GAVE_QR = "code", "Gave the code or the printed sheet"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="handover_ticks")
    step = models.CharField(max_length=10, choices=Step)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["done_at"]
        constraints = [models.UniqueConstraint(fields=["plan", "step"], name="one_tick_per_step")]

    def __str__(self) -> str:
        return self.get_step_display()
