"""What the practice wrote itself into "What is hip drop?"."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinics.languages import spoken


class PageText(models.Model):
    """One version of one section in one language. Never changed; the newest published one is what visitors read."""

    class Section(models.TextChoices):
        LEAD = "lead", "Opening"
        INSIDE = "inside", "What happens inside"
        WHY = "why", "Why it may matter"
        FOUND = "found", "How it is found"
        HELPS = "helps", "What helps"
        FIRST = "first", "When to see someone first"
        REVIEW = "review", "Who wrote and reviewed it"

    practice = models.CharField(max_length=120)
    section = models.CharField(max_length=10, choices=Section)
    language = models.CharField(max_length=5, choices=spoken)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=8000, blank=True, help_text="Left empty, our own words stand here again.")
    why = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["section", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "section", "language", "number"], name="one_text_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}, {self.get_language_display()}, version {self.number}"
