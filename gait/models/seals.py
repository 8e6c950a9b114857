"""What a run came to, as digests."""

from django.db import models
from django.utils import timezone

from gait.models.runs import Analysis


class ResultSeal(models.Model):
    """SHA-256 of what a run left when it ended, taken in the same moment: manage.py verify compares.

    Runs that ended before seals were taken have none. files_sha256: by the name within the attempt's folder.
    """

    analysis = models.OneToOneField(Analysis, on_delete=models.CASCADE, related_name="seal")
    result_sha256 = models.CharField(max_length=64, blank=True, help_text="Empty for a run without a result.")
    rows_sha256 = models.CharField(max_length=64, blank=True, help_text="Of its measurements and findings.")
    files_sha256 = models.JSONField(default=dict)
    sealed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"sealed {self.sealed_at:%Y-%m-%d %H:%M}"
