"""Signs of life of the programs that do the work."""

from django.db import models


class ServiceBeat(models.Model):
    """When one worker or sweeper last said that it lives. Its absence is what manage.py check_queue finds."""

    class Service(models.TextChoices):
        """A worker is called by the queue that it serves."""

        ANALYSE = "analyse", "Worker that measures"
        QUICK = "quick", "Worker for short jobs"
        SWEEPER = "sweeper", "Sweeper"

    service = models.CharField(max_length=10, choices=Service)
    name = models.CharField(max_length=120, help_text="Machine and process.")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="one_beat_per_process")]

    def __str__(self) -> str:
        return f"{self.service} {self.name}"
