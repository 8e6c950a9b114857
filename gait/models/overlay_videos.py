"""The film with its drawing burnt in."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from gait.models.leased import Leased
from gait.models.runs import Analysis


class OverlayVideo(Leased):
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
    losses = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the film, taken when it was made.")

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def is_under_way(self) -> bool:
        return self.status in {self.Status.WAITING, self.Status.MAKING}
