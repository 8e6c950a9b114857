"""What a worker does when the bell rings. It loads neither mediapipe nor OpenCV: the child does."""

import json
import logging
import shutil
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings

from gait import storage
from gait.child import keeper, limits
from gait.group_access import share, share_results
from gait.models import Analysis, Annotation, OverlayVideo
from gait.queue import doorbell, leases, overlay_videos, pulse, runs, stages  # noqa: F401  (pulse listens to the worker)
from gait.queue.at_work import Ends, Heartbeat, carry_out, worker_stops
from gait.review.annotation_picture import make_picture

log = logging.getLogger(__name__)


@shared_task
def analyse_recording(analysis_id: str) -> None:
    """Take the run, or where it is not free another that is due, and bring it to an end, which is written in its row.

    Then ring for the next: its own message may be lost.
    """
    run = None if worker_stops.is_set() else runs.claim(UUID(analysis_id)) or runs.claim_any()
    if run is None:
        return
    log.info("run %s: claimed", run.pk)
    attempt(run)
    if not worker_stops.is_set():
        doorbell.ring_for_the_oldest_run()


def attempt(run: runs.Run) -> None:
    def measure_and_store() -> None:
        report = measure(run)
        leases.write_patiently(f"run {run.pk}: result", partial(runs.finish, run, report))

    ends = Ends(
        fail=partial(runs.fail, run),
        crashed=partial(runs.crashed, run),
        postpone=partial(runs.postpone, run),
        release=partial(runs.release, run),
    )
    carry_out(f"run {run.pk}", measure_and_store, ends)


def measure(run: runs.Run) -> dict[str, Any]:
    """Let a child make everything about the clip; returns the report it wrote."""
    analysis = Analysis.objects.select_related("recording").get(pk=run.pk)
    recording = analysis.recording
    folder = storage.attempt_folder(recording.pk, analysis.pk, run.token)
    folder.mkdir(mode=0o700, parents=True)
    try:
        keeper.run(
            "analyse",
            folder,
            limits.for_analysis(recording.video["duration_s"]),
            Heartbeat(f"run {run.pk}", lambda stage, share: runs.advance(run, stage, stages.percent(stage, share))),
            video=storage.original(recording.pk),
            hints=analysis.hints,
            pose_model=settings.POSE_MODEL,
        )
    finally:
        share_results(folder)
    return json.loads(Path(folder / "result.json").read_text())


@shared_task
def make_overlay_video(video_pk: int) -> None:
    """Draw into a film if nobody else does. How it ended is written in the row; whoever asked may ask again."""
    job = None if worker_stops.is_set() else overlay_videos.claim(video_pk)
    if job is None:
        return

    def draw_and_store() -> None:
        made = draw(job)
        leases.write_patiently(f"film {job.pk}", partial(overlay_videos.finish, job, made))

    fail = partial(overlay_videos.fail, job)
    ends = Ends(fail=fail, crashed=fail, postpone=fail, release=partial(overlay_videos.release, job))
    carry_out(f"film {job.pk}", draw_and_store, ends)


def draw(job: leases.Lease[int]) -> Path:
    """Let a child draw; returns the file it made, in a folder of this attempt."""
    analysis = OverlayVideo.objects.select_related("analysis__recording").get(pk=job.pk).analysis
    results = storage.results_of(analysis)
    assert results is not None  # a film is drawn only over a finished run
    folder = results / f"film-{job.token}"
    folder.mkdir(mode=0o700)
    try:
        keeper.run(
            "draw",
            folder,
            limits.for_analysis(analysis.recording.video["duration_s"]),
            Heartbeat(f"film {job.pk}", lambda _stage, share: overlay_videos.advance(job, round(99 * share))),
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
