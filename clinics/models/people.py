"""Who works where, how they were invited, and what they had typed when their session ended."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone

from clinics.models.places import Clinic


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
    """What a person typed into a form and has not saved; given back to them on its page, and to nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_work")
    page = models.CharField(max_length=300)
    form = models.CharField(max_length=300, help_text="Its address, and its place among the forms of that address.")
    fields = models.JSONField(default=dict, help_text='By name: {"typed", "shown", "label"}.')
    visit = models.CharField(max_length=300, help_text="Which showing of the page told it last.")
    number = models.PositiveIntegerField(default=0, help_text="Which message of that visit it was.")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page", "form"], name="one_unsaved_work_per_form")]

    def __str__(self) -> str:
        return f"{self.page} of {self.kept_at:%Y-%m-%d %H:%M}"
