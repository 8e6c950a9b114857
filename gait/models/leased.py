"""What every job has that one worker at a time may hold."""

from django.db import models


class Leased(models.Model):
    """A job that belongs to whoever holds its token, as long as the lease is renewed. leases.py has the moves.

    lease_until is set while a worker is at it, and only then.
    """

    percent = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True
