"""Measure a video. Leaves proxy.mp4, thumbs/, readings.npz, overlay.json, series.json, keyframe_<side>.jpg and, last,
result.json. A refused clip leaves the proxy and the thumbnails, so that it can be looked at and measured by hand.
"""

from pathlib import Path
from typing import Any

from gait.analysis.film.probe import probe_video
from gait.analysis.film.proxy import ProxyWriter
from gait.analysis.film.track import track_person
from gait.analysis.pipeline import read_footage
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.readings import save_readings
from gait.analysis.terms.types import ChosenPerson, Footage, OnProgress
from gait.child.answer import conclude_as_told, write_answer
from gait.result.hints import Hints
from gait.result.result import VideoInfo


def run(spec: dict[str, Any], folder: Path, on_progress: OnProgress) -> None:
    video, hints = Path(spec["video"]), Hints.from_json(spec["hints"])
    on_progress("probe", 0.0)
    model = Path(spec["pose_model"])
    footage = track_and_copy(video, probe_video(video), model, folder, on_progress, person=hints.person)
    readings = read_footage(footage, hints, on_progress)
    on_progress("measure", 0.0)
    save_readings(readings, folder / "readings.npz")
    write_answer(conclude_as_told(readings, spec["hints"]), video, folder)


def track_and_copy(
    video: Path,
    info: VideoInfo,
    pose_model: Path,
    folder: Path,
    on_progress: OnProgress,
    *,
    person: ChosenPerson | None = None,
) -> Footage:
    """One pass over the pictures, which also makes the browser's copy; a refusal does not spoil the copy."""
    thumbnails = folder / "thumbs"
    thumbnails.mkdir()
    refusal: VideoRefused | None = None
    with ProxyWriter(folder / "proxy.mp4", thumbnails) as proxy:
        try:
            return track_person(
                video,
                info,
                pose_model=pose_model,
                on_progress=on_progress,
                proxy=proxy,
                work_folder=folder,
                person=person,
            )
        except VideoRefused as refused:
            refusal = refused
    raise refusal
