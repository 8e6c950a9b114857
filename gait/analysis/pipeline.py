"""The straight line from a video to findings. One call a stage; each stage is a file of its own.

probe -> track -> recognise -> pelvic line and camera roll     looks at pictures; ends in Readings
      -> zero -> signals -> stances -> drops -> judgement      conclude(): curves only, again after every edit
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from gait.analysis.conclude import conclude
from gait.analysis.corrections.by_hand import bare_readings, needs_no_person
from gait.analysis.corrections.revise import is_beyond_hints, is_shown_by_hand, said_about
from gait.analysis.corrections.settle import Settled, settle
from gait.analysis.curves.clock import at_true_times
from gait.analysis.curves.sides import name_sides
from gait.analysis.film.probe import frame_times_s, probe_video
from gait.analysis.film.proxy import ProxyWriter
from gait.analysis.film.recognise import recognise_subject
from gait.analysis.film.sharpness import sharpness_of
from gait.analysis.film.track import track_person
from gait.analysis.film.turning import keep_one_view
from gait.analysis.pelvis.choose import Choice, choose_line
from gait.analysis.pelvis.landmarks import locate_pelvic_line
from gait.analysis.pelvis.roll import estimate_camera_roll
from gait.analysis.pelvis.usable_clicks import notes_on_unused
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Footage, Hints, OnProgress, Pose, StandingZero, Subject
from gait.result.conventions import Activity, Source
from gait.result.handedness import rightward_of


def ignore_progress(stage: str, share: float) -> None:
    """For callers that do not watch."""


def analyse(
    video: Path,
    *,
    hints: Hints,
    pose_model: Path,
    on_progress: OnProgress = ignore_progress,
) -> AnalysisResult:
    """Turn one clip into measurements and findings. Raises VideoRefused with a code of docs/codes.md."""
    return conclude(read_video(video, hints=hints, pose_model=pose_model, on_progress=on_progress), hints)


def measure_standing(video: Path, hints: Hints, pose_model: Path, on_progress: OnProgress) -> StandingZero:
    """Quiet standing on both feet in a recording of its own, as the zero of others.

    Raises VideoRefused: E_NO_STANDING, E_VIEW_UNCLEAR, and what analyse raises.
    Source: docs/methods/pelvic_line.md (Zero).
    """
    plain = replace(hints, activity=Activity.STANDING, clicks=(), source=None, true_rate_hz=None)
    result = analyse(video, hints=plain, pose_model=pose_model, on_progress=on_progress)
    if result.standing is None:
        raise VideoRefused("E_VIEW_UNCLEAR" if result.subject.reason == "E_VIEW_UNCLEAR" else "E_NO_STANDING")
    return result.standing


def read_video(
    video: Path,
    *,
    hints: Hints,
    pose_model: Path,
    on_progress: OnProgress = ignore_progress,
    folder: Path | None = None,
) -> Readings:
    """Everything that needs the pictures. Raises VideoRefused.

    folder gets the browser's copy (proxy.mp4, frames.json, thumbs/), also of a clip that is refused once it was looked
    at, and holds what is too large for memory. None: no copy is made, and the system's own folder holds the rest.
    What comes back can be kept (save_readings) and concluded again after every edit. Points to measure by hand need
    nobody who can be followed: then the readings are bare.
    """
    on_progress("probe", 0.0)
    info = probe_video(video)
    track = partial(track_person, video, info, pose_model=pose_model, on_progress=on_progress, person=hints.person)
    try:
        footage = track() if folder is None else _track_and_copy(track, folder)
    except VideoRefused as refusal:
        if not needs_no_person(refusal.code, hints):
            raise
        return bare_readings(info, frame_times_s(video), refusal.code)
    return read_footage(footage, hints, on_progress)


def _track_and_copy(track: Callable[..., Footage], folder: Path) -> Footage:
    """One pass over the pictures, which also makes the browser's copy; a refusal does not spoil the copy."""
    thumbnails = folder / "thumbs"
    thumbnails.mkdir()
    with ProxyWriter(folder / "proxy.mp4", thumbnails) as proxy:
        try:
            return track(proxy=proxy, work_folder=folder)
        except VideoRefused as refused:
            refusal = refused
    raise refusal


def read_footage(footage: Footage, hints: Hints, on_progress: OnProgress = ignore_progress) -> Readings:
    """Who is filmed, where the line of the pelvis lies and how the camera is turned. Raises VideoRefused."""
    on_progress("pelvis", 0.0)
    settled = settle(footage.info, hints)
    if settled.source is Source.BY_HAND:  # read without its points, so that they can be changed or taken back
        settled = replace(settled, source=None, clicks=())
    footage = keep_one_view(footage, settled.view)
    subject = said_about(recognise_subject(footage), settled, is_shown=bool(settled.clicks))
    rightward = rightward_of(subject.view, mirrored=settled.mirrored)
    roll = estimate_camera_roll(footage, rightward)
    truly_timed = at_true_times(footage, settled.clock)
    choice = _read_line(truly_timed, subject, rightward, settled)
    unused = notes_on_unused(truly_timed, subject, rightward, settled.clicks, settled.clock.stretch)
    subject = said_about(subject, settled, is_shown=is_shown_by_hand(choice.line))
    on_progress("pelvis", 1.0)
    return Readings(
        info=footage.info,
        timeline=footage.timeline,
        pose=Pose(name_sides(footage.pose.landmarks_px, rightward), footage.pose.visibility),
        rightward=rightward,
        subject=subject,
        roll=roll,
        camera=footage.camera,
        line=choice.line,
        sources=choice.sources,
        notes=subject.notes + unused + notes_where(dict.fromkeys(choice.codes, True)),
        sharpness=sharpness_of(footage.pelvis),
    )


def _read_line(footage: Footage, subject: Subject, rightward: int, settled: Settled) -> Choice:
    """Footage at its true times. A clip that may claim no angle is not searched for one, unless a person marked it."""
    if not settled.clicks and is_beyond_hints(subject):
        line = locate_pelvic_line(footage, subject, rightward)
        return Choice(line, {Source.LANDMARKS: line}, ())
    return choose_line(
        footage,
        subject,
        rightward,
        clicks=settled.clicks,
        marks_bone=settled.marks_bone,
        asked_for=settled.source,
    )
