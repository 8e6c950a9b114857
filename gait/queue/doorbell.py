"""Tell the workers about a run. The message is only an id; the row is the truth, so a lost one costs only time."""

import logging
from uuid import UUID

from celery import current_app
from django.db.models import F
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from gait.models import Analysis, OverlayVideo

log = logging.getLogger(__name__)
TASK = "gait.tasks.analyse_recording"
FILM_TASK = "gait.tasks.make_overlay_video"


def ring(analysis_id: UUID) -> None:
    """Ring once and note it. A broker that is down is no reason to fail: the sweeper rings again."""
    Analysis.objects.filter(pk=analysis_id).update(rung_at=Now(), rings=F("rings") + 1)
    send(TASK, str(analysis_id))


def ring_for_the_oldest_run() -> None:
    """Whoever is free may take what has been due longest. Changes no row: nobody was missed."""
    if run := Analysis.objects.due().order_by("run_after").values_list("pk", flat=True).first():
        send(TASK, str(run))


def ring_for_the_oldest_film() -> None:
    waiting = OverlayVideo.objects.filter(status=OverlayVideo.Status.WAITING)
    if film := waiting.order_by("requested_at").values_list("pk", flat=True).first():
        send(FILM_TASK, film)


def send(task: str, row_id: str | int) -> None:
    """Tell the workers what waits in this row. Whoever sends must be able to send again."""
    try:
        current_app.send_task(task, [row_id], retry=False)
    except (OperationalError, OSError) as trouble:
        log.warning("%s %s: the broker did not take the message (%s)", task, row_id, type(trouble).__name__)
