"""The exercises: the house's own from the catalogue, a clinic's words for them, and exercises a clinic added."""

import uuid
from typing import cast

from django.conf import settings
from django.db import models
from django.utils import timezone

from clinics.models import Clinic
from exercises.models.content import Content

SHARED_WORDS = ("name", "purpose", "equipment", "side_cue", "phases", "steps", "cues", "faults", "fault_alt")
CONTENT = (*SHARED_WORDS, "levels", "fault_picture", "translations")
"""What an edition holds; everything that a reader sees."""


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def known_at(self, clinic: Clinic) -> "ExerciseQuerySet":
        """The house's exercises and the clinic's own."""
        return self.filter(models.Q(clinic=None) | models.Q(clinic=clinic))

    def offered_at(self, clinic: Clinic) -> "ExerciseQuerySet":
        """What a therapist may put into a new plan."""
        return self.known_at(clinic).filter(is_offered=True)


class Exercise(models.Model):
    """One exercise of the library, in words and pictures as it first came; a clinic's editions go before them."""

    slug = models.SlugField(primary_key=True)
    clinic = models.ForeignKey(
        Clinic, null=True, on_delete=models.CASCADE, related_name="own_exercises", help_text="Empty: the house's."
    )
    is_offered = models.BooleanField(default=True, help_text="No: stays in the plans that have it, joins no new one.")
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    steps = models.JSONField(default=list)
    cues = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    equipment = models.CharField(max_length=120, blank=True)
    side_cue = models.CharField(max_length=120, blank=True, help_text="Which leg does what, with {side} and {other}.")
    phases = models.JSONField(default=list, help_text="Parts of a repetition in order: [up, hold or down; word].")
    levels = models.JSONField(default=list, help_text="From level 0: name, media, alt, dose; steps, fault of its own.")
    fault_picture = models.CharField(max_length=80, blank=True)
    fault_alt = models.CharField(max_length=300, blank=True)
    translations = models.JSONField(default=dict, help_text="By language code: the words of this exercise.")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def content(self) -> Content:
        return cast("Content", {name: getattr(self, name) for name in CONTENT})

    def content_at(self, clinic_id: int) -> Content:
        """Every word and picture as this clinic has it: its newest edition, or the first words."""
        newest = self.editions.filter(clinic=clinic_id).first()
        return newest.content if newest and newest.content else self.content()


class ExerciseEdition(models.Model):
    """How one clinic words one exercise. Editions are added, never changed; the newest counts.

    An empty content takes the exercise back to its first words.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="editions")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    based_on = models.CharField(max_length=64, help_text="Fingerprint of the first words when this was written.")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "clinic", "number"], name="editions_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}, edition {self.number}"


class ExercisePicture(models.Model):
    """A still or a moving picture that a clinic made of an exercise. Tells about no patient."""

    class Kind(models.TextChoices):
        STILL = "still", "Still picture"
        LOOP = "loop", "Moving picture"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.get_kind_display()
