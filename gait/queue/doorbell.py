"""Tell the workers about a run. The message is only an id; the row is the truth, so a lost one costs only time."""

import logging
from uuid import UUID

from celery import current_app
from django.db.models import F
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from gait.models import Analysis

log = logging.getLogger(__name__)
TASK = "gait.tasks.analyse_recording"


def ring(analysis_id: UUID) -> None:
    """Ring once and note it. A broker that is down is no reason to fail: the sweeper rings again."""
    Analysis.objects.filter(pk=analysis_id).update(rung_at=Now(), rings=F("rings") + 1)
    send(TASK, str(analysis_id))


def send(task: str, row_id: str | int) -> None:
    """Tell the workers what waits in this row. Whoever sends must be able to send again."""
    try:
        current_app.send_task(task, [row_id], retry=False)
    except (OperationalError, OSError) as trouble:
        log.warning("%s %s: the broker did not take the message (%s)", task, row_id, type(trouble).__name__)
