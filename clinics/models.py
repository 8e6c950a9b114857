"""Who works where, when a location is open, and who looked at what."""

import uuid
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff, known by e-mail. What they may do hangs on their memberships."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    credentials = models.CharField(max_length=40, blank=True, help_text="As printed after the name, such as PT, DPT.")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may use the admin site", default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.signature

    @property
    def signature(self) -> str:
        """The name as it stands under a report."""
        return f"{self.full_name}, {self.credentials}" if self.credentials else self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]


def require_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Choose a time zone by its name, such as America/New_York.")


class Clinic(models.Model):
    """One location of a practice, as patients find it."""

    practice = models.CharField(max_length=120)
    name = models.CharField(max_length=80, help_text="The place, such as Atlanta.")
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=160, blank=True, help_text="Such as Running Medicine Clinic.")
    street = models.CharField(max_length=160)
    suite = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=40)
    postcode = models.CharField(max_length=20)
    country = models.CharField(max_length=2, default="US")
    phone = models.CharField(max_length=40)
    fax = models.CharField(max_length=40, blank=True)
    email = models.EmailField()
    time_zone = models.CharField(max_length=60, default="America/New_York", validators=[require_time_zone])
    languages = models.CharField(max_length=120, blank=True, help_text="Spoken here, such as English, Spanish.")
    directions = models.TextField(max_length=1000, blank=True, help_text="Parking, entrance, step-free access.")
    is_published = models.BooleanField(default=False)
    requires_second_factor = models.BooleanField(default=True, help_text="Asked of staff where the site is public.")

    class Meta:
        ordering = ["practice", "name"]

    def __str__(self) -> str:
        return f"{self.practice}, {self.name}"

    @property
    def address_line(self) -> str:
        street = f"{self.street}, {self.suite}" if self.suite else self.street
        return f"{street}, {self.city}, {self.state} {self.postcode}"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class OpeningHours(models.Model):
    """One span of a weekday, in the clinic's own time zone; a day may have several, or none."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.IntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["clinic", "weekday", "opens"]
        verbose_name_plural = "opening hours"
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="opens_before_it_closes"),
            models.UniqueConstraint(fields=["clinic", "weekday", "opens"], name="one_span_per_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(models.Model):
    """Days on which the clinic stays closed in spite of its weekly hours."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["clinic", "first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="closure_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class Role(models.TextChoices):
    THERAPIST = "therapist", "Therapist"
    ADMIN = "admin", "Admin"


class Membership(models.Model):
    """What a person may do at one clinic."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["clinic", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "clinic", "role"], name="one_membership_per_role")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} at {self.clinic}"


class Invitation(models.Model):
    """A place offered by e-mail. Whoever holds the link of the mail may take it, once, until it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role)
    secret_hash = models.CharField(max_length=64, unique=True, help_text="The secret itself is only in the mail.")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(fields=["clinic", "email", "role"], name="one_invitation_per_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.clinic}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class UnsavedWork(models.Model):
    """What a person had typed into a page when their session timed out; given back once, to nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_work")
    path = models.CharField(max_length=300)
    fields = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="one_unsaved_work_per_page")]

    def __str__(self) -> str:
        return f"{self.path} of {self.kept_at:%Y-%m-%d %H:%M}"


class AuditEvent(models.Model):
    """Who did what to which record, when; each row seals the one before it. Never holds clinical content."""

    class Action(models.TextChoices):
        VIEWED = "viewed", "Viewed"
        CREATED = "created", "Created"
        CHANGED = "changed", "Changed"
        SIGNED = "signed", "Signed"
        EXPORTED = "exported", "Exported"
        DELETED = "deleted", "Deleted"
        REFUSED = "refused", "Refused sign-in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_kind = models.CharField(max_length=20, default="staff", help_text="staff, patient or system")
    clinic = models.ForeignKey(Clinic, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=20, choices=Action)
    record_kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60)
    patient_id = models.CharField(max_length=60, blank=True, db_index=True)
    ip_address = models.GenericIPAddressField(null=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.record_kind}"


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
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    sender_hash = models.CharField(max_length=64, db_index=True, help_text="Keyed hash of the sender's address.")
    received_at = models.DateTimeField(default=timezone.now)
    appointment_at = models.DateTimeField(null=True, blank=True)
    appointment_minutes = models.PositiveSmallIntegerField(default=45)
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
