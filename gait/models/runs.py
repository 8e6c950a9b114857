"""The run that measures a video: its row, its attempts, its numbers and findings."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from clinics.models import User
from gait.models.leased import Leased
from gait.models.visits import Recording
from gait.result.result import Result

ACTIVITY_SHOWN = Coalesce(KT("result__activity"), "recording__assessment__activity", output_field=models.CharField())
"""To annotate runs with: the activity as it was read or corrected; before that, as it was told."""


TESTS = tuple(kind.value for kind in Recording.Kind if kind is not Recording.Kind.GAIT)
MEASURED_AS = Coalesce(
    KT("hints__activity"), KT("result__activity"), F("recording__kind"), output_field=models.CharField()
)
"""To annotate runs with: what the clip was taken for when the run was begun. The clip's kind may have changed since."""


class NoResult(Exception):
    """Somebody read what a run found before it was done. Ask has_result first."""


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def visible_to(self, user: User) -> "AnalysisQuerySet":
        return self.filter(recording__in=Recording.objects.visible_to(user))

    def due(self) -> "AnalysisQuerySet":
        """Waiting runs that a worker may take now, by the database's clock."""
        return self.filter(status=Analysis.Status.QUEUED, run_after__lte=Now())

    def fitting(self) -> "AnalysisQuerySet":
        """Runs that measured the clip as what it is known to show now (Analysis.fits_kind)."""
        told = self.alias(taken_for=MEASURED_AS)
        is_walk = Q(recording__kind=Recording.Kind.GAIT) & ~Q(taken_for__in=TESTS)
        return told.filter(is_walk | Q(taken_for=F("recording__kind")))

    def films(self) -> "AnalysisQuerySet":
        """Of each walk or run the newest run that is measured or waits for it: where all failed there is no film."""
        lost = [Analysis.Status.FAILED, Analysis.Status.CANCELLED]
        newer = Analysis.objects.filter(recording=OuterRef("recording"), created_at__gt=OuterRef("created_at"))
        walks = self.fitting().filter(recording__kind=Recording.Kind.GAIT).exclude(status__in=lost)
        return walks.exclude(Exists(newer.exclude(status__in=lost)))


class Analysis(Leased):
    """One run over one recording: the job row, and the only truth about it. Only runs.py writes its status.

    queued -> running -> done | failed | cancelled        running -> queued  (released, or its lease ran out)
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Measuring"
        DONE = "done", "Done"
        FAILED = "failed", "Not measured"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="analyses")
    hints = models.JSONField(default=dict, help_text="What people said about the clip: view, activity, clicks, roll.")
    status = models.CharField(max_length=12, choices=Status, default=Status.QUEUED)
    stage = models.CharField(max_length=20, blank=True)
    run_after = models.DateTimeField(db_default=Now())
    errors = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    rung_at = models.DateTimeField(null=True, help_text="When a worker was last told about this run.")
    rings = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error_message = models.CharField(max_length=300, blank=True)
    error_advice = models.CharField(max_length=300, blank=True)
    pipeline_version = models.CharField(max_length=20, blank=True)
    result = models.JSONField(null=True, help_text="stance.analysis/1, without its series.")

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "analyses"
        indexes = [models.Index(fields=["status", "run_after"])]
        constraints = [
            models.UniqueConstraint(
                fields=["recording"], condition=Q(status__in=["queued", "running"]), name="one_run_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(result__isnull=False), name="a_finished_run_has_a_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def has_result(self) -> bool:
        return self.result is not None

    @property
    def stored(self) -> dict[str, Any]:
        """result as it lies in the row. Raises NoResult before the run is done."""
        if self.result is None:
            raise NoResult(f"Run {self.pk} is {self.get_status_display().lower()}: there is no result to read.")
        return self.result

    @property
    def found(self) -> Result:
        """What result says, as a type. Raises NoResult before the run is done, and json_form.NotReadable."""
        return Result.from_json(self.stored)

    @property
    def measured_as(self) -> Recording.Kind:
        """What the clip was taken for when this run was begun."""
        told = self.hints.get("activity") or (self.result or {}).get("activity") or self.recording.kind
        return Recording.Kind(told) if told in TESTS else Recording.Kind.GAIT

    @property
    def fits_kind(self) -> bool:
        """False for a run from before somebody said that the clip shows something else: it measured the wrong thing."""
        return self.measured_as == self.recording.kind

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.FAILED, self.Status.CANCELLED}


class AnalysisAttempt(models.Model):
    """One worker's go at a run, kept for good."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="attempts")
    token = models.UUIDField(unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, help_text="How it ended, in one word.")
    error_code = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["started_at"]

    def __str__(self) -> str:
        return self.outcome or "under way"


class Measurement(models.Model):
    """One number of one side, as the analysis gave it. value is null where the clip does not tell."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="measurements")
    code = models.CharField(max_length=40)
    side = models.CharField(max_length=5)
    unit = models.CharField(max_length=10)
    value = models.FloatField(null=True)
    sd = models.FloatField(null=True)
    ci95_low = models.FloatField(null=True)
    ci95_high = models.FloatField(null=True)
    stances_used = models.PositiveSmallIntegerField(default=0)
    stances_rejected = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField(max_length=12, blank=True)
    grade = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["code", "side"]
        constraints = [models.UniqueConstraint(fields=["analysis", "code", "side"], name="one_value_per_side")]

    def __str__(self) -> str:
        return f"{self.code} {self.side}"


class Finding(models.Model):
    """A sentence the analysis proposes and a therapist keeps, rewords or drops."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    side = models.CharField(max_length=5, blank=True)
    text = models.CharField(max_length=400)
    rule = models.CharField(max_length=200)
    citations = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text
