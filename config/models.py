"""What an installation remembers about itself."""

from django.db import models
from django.utils import timezone


class DemoMark(models.Model):
    """While it is there, this database was begun as the demo practice. Only into such a one may the demo be filled."""

    set_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"a demo since {self.set_at:%Y-%m-%d}"
