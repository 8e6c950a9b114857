"""The few pictures a location shows the world. They lie in the database, so that every backup holds them."""

from django.db import models
from django.utils import timezone

from clinics.languages import SOURCE, spoken, texts_of
from clinics.models.places import Clinic


class Picture(models.Model):
    """A photo of the place, or the logo above its pages. Without what cameras write into files about themselves."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "Photo of the location"
        LOGO = "logo", "Logo"

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "kind"], name="one_picture_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.clinic}"

    def described_in(self, language: str) -> str:
        """For those who cannot see it; in our language where nobody said it in theirs."""
        told = texts_of(self.words)
        return told.get(language) or told.get(SOURCE, "")


class PictureWords(models.Model):
    """What a picture shows, in one language."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=5, choices=spoken)
    text = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "language"], name="one_description_per_language")]

    def __str__(self) -> str:
        return self.text
