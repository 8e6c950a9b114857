"""Workers and sweepers say that they live, in rows, so that their silence can be seen."""

import os
import socket
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Now

from gait.models import ServiceBeat
from gait.queue.database_time import ago

MAX_SILENCE = max(timedelta(minutes=2), timedelta(seconds=4 * settings.SWEEP_EVERY_S))
KEPT = timedelta(days=1)
"""Processes come and go; the rows of those long gone say nothing."""


def beat(service: ServiceBeat.Service) -> None:
    name = f"{socket.gethostname()}:{os.getpid()}"
    ServiceBeat.objects.update_or_create(service=service, name=name, defaults={"at": Now()})


def last_beats() -> dict[str, datetime]:
    """The newest sign of life of each service; those that never gave one are missing."""
    return dict(ServiceBeat.objects.values_list("service").annotate(Max("at")))


def forget_old_beats() -> None:
    ServiceBeat.objects.filter(at__lt=ago(KEPT)).delete()
