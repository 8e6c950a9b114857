"""What a worker does when the bell rings. It loads neither mediapipe nor OpenCV: the child does."""

import json
import logging
import shutil
import threading
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from celery import shared_task, signals
from django.conf import settings
from django.db import OperationalError, close_old_connections

from gait import storage
from gait.analysis.terms.errors import AnalysisError, TransientTrouble, VideoRefused, trouble_of
from gait.child import keeper, limits
from gait.group_access import share, share_results
from gait.models import Analysis, Annotation, OverlayVideo
from gait.queue import doorbell, overlay_videos, pulse, runs, stages  # noqa: F401  (pulse listens to the worker)
from gait.review.annotation_picture import make_picture

log = logging.getLogger(__name__)
FINISH_DELAYS_S = (0, 1, 5, 15)
worker_stops = threading.Event()


class WorkerStops(Exception):
    """This worker was told to stop; the run goes back to the queue."""


@signals.worker_shutting_down.connect
def note_that_the_worker_stops(**_: Any) -> None:
    worker_stops.set()


@shared_task
def analyse_recording(analysis_id: str) -> None:
    """Take the run, or where it is not free another that is due, and bring it to an end, which is written in its row.

    Then ring for the next: its own message may be lost.
    """
    run = None if worker_stops.is_set() else runs.claim(UUID(analysis_id)) or runs.claim_any()
    if run is None:
        return
    log.info("run %s: claimed", run.analysis_id)
    try:
        attempt(run)
    except runs.RunLost:
        log.info("run %s: cancelled or taken over", run.analysis_id)
    if not worker_stops.is_set():
        doorbell.ring_for_the_oldest()


def attempt(run: runs.Run) -> None:
    try:
        finish(run, measure(run))
    except VideoRefused as refusal:
        runs.fail(run, refusal.code, refusal.detail)
    except keeper.ChildFailed as failure:
        log.warning("run %s: %s", run.analysis_id, failure)
        runs.crashed(run, failure.code)
    except keeper.EngineBug:
        log.exception("run %s: error in the engine", run.analysis_id)
        runs.fail(run, "E_CRASHED")
    except (TransientTrouble, OSError) as error:
        log.warning("run %s: %r", run.analysis_id, error)
        wait_or_fail(run, trouble_of(error))
    except WorkerStops:
        runs.release(run)
    except KeyboardInterrupt:
        runs.release(run)
        raise


def wait_or_fail(run: runs.Run, trouble: AnalysisError | None) -> None:
    if isinstance(trouble, TransientTrouble):
        runs.postpone(run, trouble.code)
    elif isinstance(trouble, VideoRefused):
        runs.fail(run, trouble.code, trouble.detail)
    else:
        runs.fail(run, "E_CRASHED")


def measure(run: runs.Run) -> dict[str, Any]:
    """Let a child make everything about the clip; returns the report it wrote."""
    analysis = Analysis.objects.select_related("recording").get(pk=run.analysis_id)
    recording = analysis.recording
    folder = storage.attempt_folder(recording.pk, analysis.pk, run.token)
    folder.mkdir(mode=0o700, parents=True)
    try:
        keeper.run(
            "analyse",
            folder,
            limits.for_analysis(recording.video["duration_s"]),
            Heartbeat(run),
            video=storage.original(recording.pk),
            hints=analysis.hints,
            pose_model=settings.POSE_MODEL,
        )
    finally:
        share_results(folder)
    return json.loads(Path(folder / "result.json").read_text())


class Heartbeat:
    """Keep the run ours while the child works; raises when it no longer is, or when this worker must stop."""

    def __init__(self, run: runs.Run) -> None:
        self.run = run
        self.last_beat_at = 0.0

    def __call__(self, stage: str, share: float) -> None:
        if worker_stops.is_set():
            raise WorkerStops
        if time.monotonic() - self.last_beat_at < settings.ANALYSIS_HEARTBEAT_S:
            return
        try:
            runs.advance(self.run, stage, stages.percent(stage, share))
        except OperationalError:
            log.warning("run %s: heartbeat missed, the database did not answer", self.run.analysis_id)
            close_old_connections()
        self.last_beat_at = time.monotonic()


def finish(run: runs.Run, report: dict[str, Any]) -> None:
    """Store the result, patiently: minutes of work must not be lost to a database that is restarting."""
    for delay_s in FINISH_DELAYS_S:
        time.sleep(delay_s)
        try:
            return runs.finish(run, report)
        except OperationalError:
            log.warning("run %s: the database did not take the result", run.analysis_id)
            close_old_connections()
    raise TransientTrouble


@shared_task
def make_overlay_video(video_pk: int) -> None:
    """Draw into a film if nobody else does. How it ended is written in the row."""
    job = None if worker_stops.is_set() else overlay_videos.claim(video_pk)
    if job is None:
        return
    try:
        overlay_videos.finish(job, draw(job))
    except VideoRefused as refusal:
        overlay_videos.fail(job, refusal.code)
    except keeper.ChildFailed as failure:
        log.warning("film %s: %s", video_pk, failure)
        overlay_videos.fail(job, failure.code)
    except keeper.EngineBug:
        log.exception("film %s: error in the drawing", video_pk)
        overlay_videos.fail(job, "E_CRASHED")
    except (TransientTrouble, OSError) as error:
        log.warning("film %s: %r", video_pk, error)
        trouble = trouble_of(error)
        overlay_videos.fail(job, trouble.code if isinstance(trouble, VideoRefused | TransientTrouble) else "E_CRASHED")
    except WorkerStops:
        overlay_videos.release(job)
    except overlay_videos.JobLost:
        log.info("film %s: cancelled or taken over", video_pk)


def draw(job: overlay_videos.Job) -> Path:
    """Let a child draw; returns the file it made, in a folder of this attempt."""
    analysis = OverlayVideo.objects.select_related("analysis__recording").get(pk=job.pk).analysis
    results = storage.results_of(analysis)
    folder = results / f"film-{job.token}"
    folder.mkdir(mode=0o700)
    last_beat_at = 0.0

    def beat(stage: str, share: float) -> None:
        nonlocal last_beat_at
        if worker_stops.is_set():
            raise WorkerStops
        if time.monotonic() - last_beat_at >= settings.ANALYSIS_HEARTBEAT_S:
            overlay_videos.advance(job, round(99 * share))
            last_beat_at = time.monotonic()

    try:
        duration_s = analysis.recording.video["duration_s"]
        keeper.run(
            "draw",
            folder,
            limits.for_analysis(duration_s),
            beat,
            video=results / "proxy.mp4",
            overlay=results / "overlay.json",
            zero_deg=analysis.found.zero_in_picture_deg,
        )
        made = (folder / "overlay.mp4").replace(results / overlay_videos.FILE)
        share([made])
        return made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@shared_task
def cut_picture(annotation_id: str) -> None:
    """The frame under a drawing that goes on a report. Done again it changes nothing."""
    for annotation in Annotation.objects.select_related("recording").filter(pk=annotation_id):
        make_picture(annotation)
