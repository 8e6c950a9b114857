"""When each frame of the browser's copy is on screen, for a clip that has no overlay to say so."""

import json
from pathlib import Path
from typing import TypedDict

from gait import storage
from gait.models import Analysis, Recording


class Frames(TypedDict):
    """Width and height of the upright picture, and when every frame is on screen."""

    width_px: int
    height_px: int
    time_s: list[float]


def frames_of(analysis: Analysis) -> Frames:
    """Runs from before the copy kept its times get evenly spaced ones, which hold for a camera with a steady rate."""
    video = analysis.recording.video
    return {"width_px": video["width_px"], "height_px": video["height_px"], "time_s": _times_s(analysis)}


def playable_copy(recording: Recording) -> Path | None:
    """The browser's copy that a run left; None where no run came so far."""
    return _left_by_a_run(recording, "proxy.mp4")


def overlay_file(recording: Recording) -> Path | None:
    """Where the person is in each frame, as a run left it; None where nobody was followed."""
    return _left_by_a_run(recording, "overlay.json")


def _left_by_a_run(recording: Recording, name: str) -> Path | None:
    folders = (storage.results_of(run) for run in recording.analyses.all())
    return next((path for folder in folders if folder and (path := folder / name).is_file()), None)


def _times_s(analysis: Analysis) -> list[float]:
    video = analysis.recording.video
    folder = storage.results_of(analysis)
    if folder and (kept := folder / "frames.json").is_file():
        return json.loads(kept.read_text(encoding="utf-8"))["time_s"]
    frames = max(1, round(video["duration_s"] * video["frame_rate_hz"]))
    return [round(index / video["frame_rate_hz"], 4) for index in range(frames)]
