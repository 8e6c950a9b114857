"""What a therapist signed. Never changed afterwards."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinics.models import User
from gait.models.runs import Analysis
from gait.models.visits import Recording
from gait.result.result import SignedContent


class AlreadySigned(Exception):
    """Somebody tried to change or remove what carries a signature."""


class SignedQuerySet(models.QuerySet[Any]):
    def update(self, **fields: object) -> int:
        raise AlreadySigned(f"{self.model.__name__}: what is signed is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AlreadySigned(f"{self.model.__name__}: what is signed is never deleted.")


class Signed(models.Model):
    """Written once. Changing and deleting are refused here, so that no view can forget it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AlreadySigned(f"{type(self).__name__}: what is signed is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AlreadySigned(f"{type(self).__name__}: what is signed is never deleted.")


class SignedReportQuerySet(SignedQuerySet):
    def visible_to(self, user: User) -> "SignedReportQuerySet":
        return self.filter(analysis__in=Analysis.objects.visible_to(user))

    def valid(self) -> "SignedReportQuerySet":
        """Those that no later signature replaced: at most one for each clip."""
        return self.filter(replaced_by=None)


class SignedReport(Signed):
    """What a therapist put their name under; an addendum is a new row.

    snapshot is everything that the report shows, fixed at signing, and digest seals it (review/seal.py). Reports
    signed before snapshots were kept have neither; they are read from content and from the record of that time.
    retest_on is the day from which the worklist asks for a new film; None where the therapist wants none.

    The reports of one clip form a chain: each later one replaces the one before, and no row is ever written again.
    Two constraints keep the chain from forking, so that exactly one report of a clip is valid, also under a race.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.OneToOneField(Analysis, on_delete=models.PROTECT, related_name="signed_report")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="signed_reports", editable=False)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    replaces_because = models.CharField(max_length=400, blank=True)
    withdraws_replaced = models.BooleanField(
        default=False, help_text="The replaced report should not have been signed."
    )
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=170)
    signed_at = models.DateTimeField(default=timezone.now)
    summary = models.TextField()
    content = models.JSONField(help_text="Measurements and findings as they stood when signed.")
    retest_on = models.DateField(null=True)
    snapshot = models.JSONField(null=True, help_text="Everything the report shows, as it stood when signed.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the snapshot as canonical JSON.")

    objects = SignedReportQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recording"], condition=Q(replaces=None), name="one_chain_of_reports_per_clip"
            )
        ]

    def __str__(self) -> str:
        return f"Signed by {self.signed_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.recording_id = self.analysis.recording_id
        super().save(*args, **kwargs)

    @property
    def found(self) -> SignedContent:
        """What content says, as a type. Raises json_form.NotReadable."""
        return SignedContent.from_json(self.content)

    @property
    def is_valid(self) -> bool:
        return self.successor is None

    @property
    def successor(self) -> "SignedReport | None":
        """The report that replaced this one."""
        return getattr(self, "replaced_by", None)

    @property
    def newest(self) -> "SignedReport":
        """The valid report of the same clip."""
        report = self
        while (later := report.successor) is not None:
            report = later
        return report


class Addendum(Signed):
    """What a therapist adds to a signed report under their own name. As fixed as the report itself.

    plain_text: the same in the patient's words, where the patient reads it too; in older ones they read text.
    """

    class Readers(models.TextChoices):
        REFERRER = "referrer", "Only whoever reads the report: referrer and record"
        PATIENT_TOO = "patient_too", "The patient too, in plain words"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(SignedReport, on_delete=models.PROTECT, related_name="addenda")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_name = models.CharField(max_length=170)
    added_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=2000)
    readers = models.CharField(max_length=12, choices=Readers, default=Readers.PATIENT_TOO)
    plain_text = models.TextField(max_length=1000, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what it says, by whom, when.")

    objects = SignedQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        verbose_name_plural = "addenda"

    def __str__(self) -> str:
        return f"Addendum by {self.added_name}"

    @property
    def for_patient(self) -> str:
        """What the patient reads of it; empty where it is not for them."""
        return (self.plain_text or self.text) if self.readers == self.Readers.PATIENT_TOO else ""
