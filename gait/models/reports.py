"""What a therapist signed. Never changed afterwards."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinics.models import User
from gait.models.runs import Analysis


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

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise AlreadySigned(f"{type(self).__name__}: what is signed is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise AlreadySigned(f"{type(self).__name__}: what is signed is never deleted.")


class SignedReportQuerySet(SignedQuerySet):
    def visible_to(self, user: User) -> "SignedReportQuerySet":
        return self.filter(analysis__in=Analysis.objects.visible_to(user))


class SignedReport(Signed):
    """What a therapist put their name under; an addendum is a new row.

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


class Addendum(Signed):
    """What a therapist adds to a signed report under their own name. As fixed as the report itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(SignedReport, on_delete=models.PROTECT, related_name="addenda")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_name = models.CharField(max_length=170)
    added_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=2000)

    objects = SignedQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        verbose_name_plural = "addenda"

    def __str__(self) -> str:
        return f"Addendum by {self.added_name}"
