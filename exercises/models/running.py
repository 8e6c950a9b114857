"""A runner's part of the plan: quicker steps, how much to run, the runs as logged, and the signs asked weekly."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from clinics.models import User
from exercises.models.plan import Plan, PlanIsFixed
from exercises.prescribing.running import FREE, SESSIONS, RetrainingSession
from patients.models import Patient


class RunningLine(models.Model):
    """One for each plan of a runner. Fixed with the plan; a revision starts from the step the patient has reached."""

    class Cue(models.TextChoices):
        SOUND = "sound", "The metronome alone"
        MIRROR = "mirror", "A mirror in front of the treadmill"
        VIDEO = "video", "The own video"

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="running")
    cadence_spm = models.PositiveSmallIntegerField("measured steps a minute", null=True, editable=False)
    target_spm = models.PositiveSmallIntegerField(
        "metronome, steps a minute", null=True, blank=True, validators=[MinValueValidator(100), MaxValueValidator(240)]
    )
    cue = models.CharField(max_length=10, choices=Cue, default=Cue.SOUND)
    start_step = models.PositiveSmallIntegerField(
        "step to begin with", default=FREE, validators=[MaxValueValidator(FREE)]
    )
    step_set_at = models.DateTimeField(
        null=True, editable=False, help_text="When somebody set the step. Empty: carried from the plan before."
    )
    weekly_km = models.PositiveSmallIntegerField(
        "kilometers a week now", null=True, blank=True, validators=[MaxValueValidator(300)]
    )
    rule = models.CharField(max_length=40, editable=False)
    reason = models.CharField(max_length=300, editable=False)
    citations = models.JSONField(default=list, editable=False)

    def __str__(self) -> str:
        return f"Running line of {self.plan}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A step that differs from the stored one was set just now."""
        if not self.plan.is_draft:
            raise PlanIsFixed
        stored = RunningLine.objects.filter(pk=self.pk).values_list("start_step", flat=True).first()
        if stored is not None and stored != self.start_step:
            self.step_set_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = [*kwargs["update_fields"], "step_set_at"]
        super().save(*args, **kwargs)

    @property
    def rise_pct(self) -> float | None:
        if not (self.cadence_spm and self.target_spm):
            return None
        return 100 * (self.target_spm / self.cadence_spm - 1)

    @property
    def sessions(self) -> tuple[RetrainingSession, ...]:
        """None without a beat to run to."""
        return SESSIONS if self.target_spm else ()


class RunEntryQuerySet(models.QuerySet["RunEntry"]):
    def visible_to(self, user: User) -> "RunEntryQuerySet":
        return self.filter(patient__in=Patient.objects.visible_to(user))


class RunEntry(models.Model):
    """One run, as the patient logged it."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="runs")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="runs")
    day = models.DateField()
    logged_at = models.DateTimeField(default=timezone.now)
    km = models.DecimalField(max_digits=4, decimal_places=1, validators=[MinValueValidator(0)])
    pain_nprs = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    has_settled = models.BooleanField(null=True, help_text="Within an hour after the run.")
    morning_nprs = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    morning_at = models.DateTimeField(null=True, editable=False, help_text="When the morning was told.")
    is_retraining = models.BooleanField(default=False, help_text="Run to the metronome.")

    objects = RunEntryQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name_plural = "run entries"
        constraints = [models.UniqueConstraint(fields=["patient", "day"], name="one_run_a_day")]

    def __str__(self) -> str:
        return f"{self.km} km on {self.day}"


class SignsAskedQuerySet(models.QuerySet["SignsAsked"]):
    def unexamined(self) -> "SignsAskedQuerySet":
        """Where a yes is open."""
        return self.filter(examined_at=None).exclude(signs=[])


class SignsAsked(models.Model):
    """The warning signs, asked of a runner every week. A yes stops everything until somebody has examined it."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="signs_asked")
    day = models.DateField()
    asked_at = models.DateTimeField(default=timezone.now)
    signs = models.JSONField(default=list)
    examined = models.CharField(max_length=300, blank=True, help_text="What was examined, and by whom.")
    examined_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    examined_at = models.DateTimeField(null=True)

    objects = SignsAskedQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name_plural = "signs asked"

    def __str__(self) -> str:
        return f"Warning signs asked on {self.day}"

    @property
    def is_open(self) -> bool:
        return bool(self.signs) and self.examined_at is None
