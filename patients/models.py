"""Who is treated, what they came with, and what they agreed to."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from clinics.access import clinics_of
from clinics.models import Clinic, Role, User
from patients.moving.models import EmergencyAccess as EmergencyAccess
from patients.moving.models import Transfer as Transfer
from patients.outcomes.models import OutcomeScore as OutcomeScore
from patients.outcomes.models import ScoreRequest as ScoreRequest
from patients.outcomes.models import StrengthTest as StrengthTest
from patients.search_words import MAX_WORD_LENGTH, Begins, words_of


class PatientQuerySet(models.QuerySet["Patient"]):
    def visible_to(self, user: User) -> "PatientQuerySet":
        """Patients of the clinics where the person is a therapist, and whom they opened in an emergency."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        opened = EmergencyAccess.objects.open_for(user).values("patient_id")
        return self.filter(Q(clinic__in=clinics_of(user, Role.THERAPIST)) | Q(pk__in=opened))

    def at(self, clinic: Clinic | None) -> "PatientQuerySet":
        """Those of one location; all of them where none is chosen."""
        return self.filter(clinic=clinic) if clinic else self

    def current(self) -> "PatientQuerySet":
        """Those in care, without the archive."""
        return self.filter(archived_at=None)


class Patient(models.Model):
    """A person in the care of one clinic."""

    class Sex(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        UNSTATED = "unstated", "Not stated"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    record_number = models.CharField(max_length=40, blank=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    sex = models.CharField(
        max_length=10, choices=Sex, default=Sex.UNSTATED, help_text="Picks the walking reference values."
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    held_because = models.CharField(
        max_length=200, blank=True, help_text="A legal hold: while this says why, nothing of the record is erased."
    )
    merged_into = models.ForeignKey("self", null=True, editable=False, on_delete=models.CASCADE, related_name="merged")

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(archived_at__isnull=False), name="merged_records_are_archived"
            ),
            models.UniqueConstraint(
                fields=["clinic", "record_number"],
                condition=~Q(record_number=""),
                name="one_patient_per_record_number",
                violation_error_message="Another patient of this clinic has this record number.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever is saved is found from the same moment on."""
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            SearchWord.keep(self)

    @property
    def kept_until(self) -> date:
        """The end of the location's years, counted from the day the record was archived."""
        since = timezone.localdate(self.archived_at)
        return since + timedelta(days=round(365.25 * self.clinic.retention_years))

    @property
    def is_past_retention(self) -> bool:
        return self.kept_until < timezone.localdate()

    def age_on(self, day: date) -> int:
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)


class SearchWord(models.Model):
    """One word by which a patient is found; see search_words.py."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=MAX_WORD_LENGTH, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "patient"], name="one_row_per_search_word")]

    def __str__(self) -> str:
        return self.word

    @classmethod
    def keep(cls, patient: Patient) -> None:
        """Let the rows say what the patient's names are now."""
        words = words_of(patient)
        stored = set(patient.search_words.values_list("word", flat=True))
        patient.search_words.filter(word__in=stored - words).delete()
        SearchWord.objects.bulk_create(cls(patient=patient, word=word) for word in words - stored)


SearchWord._meta.get_field("word").register_lookup(Begins)


class EpisodeOfCare(models.Model):
    """From referral to discharge: why the patient is here and what must be known before loading them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="episodes")
    complaint = models.CharField(max_length=200)
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on"]
        verbose_name_plural = "episodes of care"

    def __str__(self) -> str:
        return self.complaint


class History(models.Model):
    """What the patient told about one episode: where it hurts and since when, how it behaves, how much they run."""

    class Onset(models.TextChoices):
        GRADUAL = "gradual", "Gradually"
        SUDDEN = "sudden", "Suddenly"
        OPERATION = "operation", "After an operation"

    class Settling(models.TextChoices):
        HOUR = "hour", "Within an hour"
        MORNING = "morning", "By the next morning"
        LONGER = "longer", "Not within 24 hours"

    episode = models.OneToOneField(EpisodeOfCare, primary_key=True, on_delete=models.CASCADE, related_name="history")
    pain_sites = models.JSONField(default=list, blank=True)
    onset = models.CharField(max_length=10, choices=Onset, blank=True)
    onset_on = models.DateField(null=True, blank=True)
    mechanism = models.CharField(max_length=200, blank=True)
    nprs_now = models.PositiveSmallIntegerField(null=True, blank=True)
    nprs_worst = models.PositiveSmallIntegerField(null=True, blank=True)
    nprs_best = models.PositiveSmallIntegerField(null=True, blank=True)
    nprs_running = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after_min = models.PositiveSmallIntegerField(null=True, blank=True)
    settles = models.CharField(max_length=10, choices=Settling, blank=True)
    has_night_pain = models.BooleanField(null=True, blank=True)
    runs_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    km_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    km_per_week_before = models.PositiveSmallIntegerField(null=True, blank=True)
    longest_run_km = models.PositiveSmallIntegerField(null=True, blank=True)
    surfaces = models.CharField(max_length=120, blank=True)
    shoes = models.CharField(max_length=160, blank=True)
    injuries = models.TextField(max_length=2000, blank=True)
    goals = models.CharField(max_length=300, blank=True)
    red_flags = models.JSONField(default=dict, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "histories"
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__lte": 10}) | Q(**{f"{name}": None}), name=f"{name}_is_0_to_10"
            )
            for name in ("nprs_now", "nprs_worst", "nprs_best", "nprs_running")
        ]

    def __str__(self) -> str:
        return f"History of {self.episode}"


class Consent(models.Model):
    """What the patient agreed to, in which words, and until when."""

    class Purpose(models.TextChoices):
        VIDEO = "video", "Filming and measuring my movement for treatment"
        PICTURE = "picture", "Showing me my own picture in my plan"
        MAIL = "mail", "Sending me reminders by e-mail"
        TEACHING = "teaching", "Showing my video when colleagues are taught"
        RESEARCH = "research", "Using my measurements for research"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    wording_version = models.CharField(max_length=20)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "purpose"], condition=Q(withdrawn_at=None), name="one_standing_consent_per_purpose"
            )
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class Erasure(models.Model):
    """What was erased, when and by whom: ids and numbers, nothing about the person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="erasures")
    patient_id = models.UUIDField()
    record_kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60)
    erased_at = models.DateTimeField(default=timezone.now)
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)
    counts = models.JSONField(help_text="How many rows of each kind.")
    ids = models.JSONField(help_text="Every row that had an id of its own, to look for what came back.")

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return f"{self.record_kind} erased {self.erased_at:%Y-%m-%d}"
