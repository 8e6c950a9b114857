"""What visitors of the public pages ask a location."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinics.languages import SOURCE, spoken
from clinics.models.people import Role, User
from clinics.models.places import Clinic


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> "EnquiryQuerySet":
        """Enquiries are read by the admins of the location they were sent to, and by nobody else."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        led = user.memberships.filter(is_active=True, role=Role.ADMIN)
        return self.filter(clinic__in=led.values("clinic_id"))


class Enquiry(models.Model):
    """What a visitor of the public pages asked one location: a question, or a request for an appointment."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        APPOINTMENT = "appointment", "Appointment request"

    class State(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        BOOKED = "booked", "Booked"
        DECLINED = "declined", "Declined"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="enquiries")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=20, choices=State, default=State.NEW)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    message = models.TextField(max_length=4000, blank=True)
    preferred_times = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, choices=spoken, default=SOURCE)
    sender_hash = models.CharField(max_length=64, db_index=True, help_text="Keyed hash of the sender's address.")
    received_at = models.DateTimeField(default=timezone.now)
    appointment_at = models.DateTimeField(null=True, blank=True)
    appointment_minutes = models.PositiveSmallIntegerField(default=45)
    appointment_version = models.PositiveSmallIntegerField(
        default=0, help_text="Higher each time it is booked, moved or taken back, so that calendars follow."
    )
    reminded_of = models.DateTimeField(null=True, help_text="The appointment that the last reminder was about.")
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "enquiries"
        indexes = [models.Index(fields=["clinic", "state", "-received_at"], name="enquiries_of_a_clinic")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="booked") | Q(appointment_at__isnull=False), name="booked_means_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.received_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        """Whether its appointment has begun, so that nobody need be told of a change any more."""
        return self.appointment_at is not None and self.appointment_at <= timezone.now()
