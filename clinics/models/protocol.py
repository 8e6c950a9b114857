"""What a clinic decided about its programmes, who decided it, when and why."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from clinics.models.places import Clinic

SILENT_DAYS, REVIEW_WEEKS = 7, 8
"""What holds where a clinic has decided nothing."""


class ProtocolVersionQuerySet(models.QuerySet["ProtocolVersion"]):
    def standing(self) -> "ProtocolVersionQuerySet":
        """The newest version of each clinic."""
        newest = self.filter(clinic=models.OuterRef("clinic")).order_by("-number").values("pk")[:1]
        return self.filter(pk=models.Subquery(newest))


class ProtocolVersion(models.Model):
    """One version of a clinic's protocol. Never changed: a new decision is a new row.

    How a drop is judged is not among it. Reference values and cut-offs are one edition for every clinic, written
    into each result, so that a grade means the same everywhere and can be compared with the next visit.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="protocols")
    number = models.PositiveIntegerField()
    silent_days = models.PositiveSmallIntegerField(
        "days without a note",
        default=SILENT_DAYS,
        validators=[MinValueValidator(3), MaxValueValidator(21)],
        help_text="After so many days a quiet patient appears on the worklist.",
    )
    review_weeks = models.PositiveSmallIntegerField(
        "weeks until the review",
        default=REVIEW_WEEKS,
        validators=[MinValueValidator(2), MaxValueValidator(12)],
        help_text="A plan is reviewed after so many weeks at the latest; the rule sheet may ask for it earlier.",
    )
    why = models.CharField(max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    objects = ProtocolVersionQuerySet.as_manager()

    class Meta:
        ordering = ["clinic", "-number"]
        constraints = [models.UniqueConstraint(fields=["clinic", "number"], name="one_protocol_per_number")]

    def __str__(self) -> str:
        return f"Protocol {self.number} of {self.clinic}"
