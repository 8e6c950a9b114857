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
    folders = (storage.results_of(run) for run in recording.analyses.all())
    copies = (folder / "proxy.mp4" for folder in folders if folder)
    return next((copy for copy in copies if copy.is_file()), None)


def _times_s(analysis: Analysis) -> list[float]:
    video = analysis.recording.video
    folder = storage.results_of(analysis)
    if folder and (kept := folder / "frames.json").is_file():
        return json.loads(kept.read_text(encoding="utf-8"))["time_s"]
    frames = max(1, round(video["duration_s"] * video["frame_rate_hz"]))
    return [round(index / video["frame_rate_hz"], 4) for index in range(frames)]
