"""What therapists draw on a video by hand."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinics.models import User
from gait.models.visits import Recording


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
