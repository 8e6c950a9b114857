"""Measure a video. Leaves proxy.mp4, thumbs/, readings.npz, overlay.json, series.json, keyframe_<side>.jpg and, last,
result.json. A refused clip leaves the proxy and the thumbnails, so that it can be looked at and measured by hand.
"""

from pathlib import Path

from gait.analysis.pipeline import read_video
from gait.analysis.terms.readings import save_readings
from gait.analysis.terms.types import OnProgress
from gait.child.answer import conclude_as_told, write_answer
from gait.child.jobs import Analyse
from gait.result.hints import Hints


def run(spec: Analyse, folder: Path, on_progress: OnProgress) -> None:
    video, model, hints = Path(spec["video"]), Path(spec["pose_model"]), Hints.from_json(spec["hints"])
    readings = read_video(video, hints=hints, pose_model=model, on_progress=on_progress, folder=folder)
    on_progress("measure", 0.0)
    save_readings(readings, folder / "readings.npz")
    write_answer(conclude_as_told(readings, spec["hints"]), video, folder)
