"""The few pictures a location shows the world. They lie in the database, so that every backup holds them."""

from django.db import models
from django.utils import timezone

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
    description = models.CharField(max_length=160, blank=True, help_text="Read out to who cannot see it.")
    description_es = models.CharField(max_length=160, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "kind"], name="one_picture_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.clinic}"
