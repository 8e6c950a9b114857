"""What a clinic's own labelled clips say of the tilt reader."""

from django.db import models
from django.utils import timezone

from clinics.models import Clinic


class TiltCalibration(models.Model):
    """The calibration that new runs of a clinic are measured with. Made and removed by manage.py tilt_report only.

    reader: the weights that the labels were read with; under other weights it does not count.
    """

    clinic = models.OneToOneField(Clinic, on_delete=models.CASCADE, related_name="tilt_calibration")
    made_at = models.DateTimeField(default=timezone.now)
    reader = models.CharField(max_length=12)
    people = models.PositiveIntegerField()
    clips = models.PositiveIntegerField()
    interval_times = models.FloatField(help_text="The reader's interval is this many times its own.")
    bias_deg = models.FloatField(null=True)
    slope = models.FloatField(null=True)
    is_promoted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}: {self.interval_times:.2f} times, {self.people} people"
