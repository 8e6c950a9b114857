"""What was filmed, the run that measured it, and what a therapist signed."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
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

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-filmed_on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.get_activity_display()}, {self.filmed_on}"

    def get_absolute_url(self) -> str:
        return reverse("assessment", args=[self.pk])


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


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def visible_to(self, user: User) -> "AnalysisQuerySet":
        return self.filter(recording__in=Recording.objects.visible_to(user))


class Analysis(models.Model):
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
    percent = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    run_after = models.DateTimeField(db_default=Now())
    errors = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    rung_at = models.DateTimeField(null=True, help_text="When a worker was last told about this run.")
    rings = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=40, blank=True)
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


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def visible_to(self, user: User) -> "AnnotationQuerySet":
        return self.filter(recording__in=Recording.objects.visible_to(user))

    def standing(self) -> "AnnotationQuerySet":
        """Those that nobody has taken away."""
        return self.filter(removed_at=None)


class Annotation(models.Model):
    """Something a therapist drew or wrote on one frame of a video. It outlives every run over that video.

    points_px are [x, y] of the upright picture: three of an angle with its vertex in the middle, two of a line, none or
    one of a note. What was taken away stays in its row, so that it can be put back.
    """

    class Kind(models.TextChoices):
        ANGLE = "angle", "Angle"
        SLOPE = "slope", "Angle to horizontal"
        LINE = "line", "Line"
        NOTE = "note", "Note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="annotations")
    kind = models.CharField(max_length=10, choices=Kind)
    at_s = models.FloatField(help_text="Time stamp of the frame.")
    points_px = models.JSONField(default=list)
    text = models.CharField(max_length=300, blank=True)
    is_reported = models.BooleanField(default=False, help_text="Shown on the next report that is signed.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["at_s", "made_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at_s:.2f} s"


class AlreadySigned(Exception):
    """Somebody tried to change or remove what carries a signature."""


class SignedReportQuerySet(models.QuerySet["SignedReport"]):
    def visible_to(self, user: User) -> "SignedReportQuerySet":
        return self.filter(analysis__in=Analysis.objects.visible_to(user))

    def update(self, **fields: object) -> int:
        raise AlreadySigned("A signed report is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AlreadySigned("A signed report is never deleted.")


class SignedReport(models.Model):
    """What a therapist put their name under. Never changed afterwards; an addendum is a new row.

    retest_on is the day from which the worklist asks for a new film; None where the therapist wants none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.OneToOneField(Analysis, on_delete=models.PROTECT, related_name="signed_report")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=170)
    signed_at = models.DateTimeField(default=timezone.now)
    summary = models.TextField()
    content = models.JSONField(help_text="Measurements and findings as they stood when signed.")
    retest_on = models.DateField(null=True)

    objects = SignedReportQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at"]

    def __str__(self) -> str:
        return f"Signed by {self.signed_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AlreadySigned("A signed report is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise AlreadySigned("A signed report is never deleted.")


class AddendumQuerySet(models.QuerySet["Addendum"]):
    def update(self, **fields: object) -> int:
        raise AlreadySigned("An addendum is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AlreadySigned("An addendum is never deleted.")


class Addendum(models.Model):
    """What a therapist adds to a signed report under their own name. As fixed as the report itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(SignedReport, on_delete=models.PROTECT, related_name="addenda")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_name = models.CharField(max_length=170)
    added_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=2000)

    objects = AddendumQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        verbose_name_plural = "addenda"

    def __str__(self) -> str:
        return f"Addendum by {self.added_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AlreadySigned("An addendum is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise AlreadySigned("An addendum is never deleted.")


class OverlayVideo(models.Model):
    """The film of a finished run with its drawing burnt in, made when somebody asks. overlay_videos.py writes it.

    waiting -> making -> ready | failed | cancelled        making -> waiting  (the worker was lost or told to stop)
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for the worker"
        MAKING = "making", "Drawing"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        CANCELLED = "cancelled", "Cancelled"

    analysis = models.OneToOneField(Analysis, on_delete=models.CASCADE, related_name="overlay_video")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    losses = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def is_under_way(self) -> bool:
        return self.status in {self.Status.WAITING, self.Status.MAKING}
