"""Words that a therapist typed above a signature that is not given yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from gait.models.visits import Recording


class SigningWords(models.Model):
    """Of one person for one clip, whichever of its runs is signed in the end. The signature takes them away."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="signing_words")
    therapist = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(help_text="What was changed in the form; findings by their code and side.")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "signing words"
        constraints = [models.UniqueConstraint(fields=["recording", "therapist"], name="one_draft_of_words_per_clip")]

    def __str__(self) -> str:
        return f"Kept {self.kept_at:%Y-%m-%d %H:%M}"
