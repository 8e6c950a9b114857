"""Measure a video. Leaves proxy.mp4, thumbs/, readings.npz, overlay.json, series.json, keyframe_<side>.jpg and, last,
result.json. A refused clip leaves the proxy and the thumbnails, so that it can be looked at and measured by hand.
"""

import json
from pathlib import Path
from typing import Any

from gait.analysis.conclude import conclude
from gait.analysis.conventions import Activity, Source, View
from gait.analysis.errors import VideoRefused
from gait.analysis.overlay import overlay_json
from gait.analysis.pipeline import PIPELINE_VERSION, read_footage
from gait.analysis.probe import probe_video
from gait.analysis.proxy import ProxyWriter, encode_jpeg, picture_at
from gait.analysis.readings import save_readings
from gait.analysis.report import as_json
from gait.analysis.track import track_person
from gait.analysis.types import Click, Footage, Hints, OnProgress, VideoInfo


def run(spec: dict[str, Any], folder: Path, on_progress: OnProgress) -> None:
    video, hints = Path(spec["video"]), hints_from_json(spec["hints"])
    on_progress("probe", 0.0)
    footage = track_and_copy(video, probe_video(video), Path(spec["pose_model"]), folder, on_progress)
    readings = read_footage(footage, hints, on_progress)
    on_progress("measure", 0.0)
    save_readings(readings, folder / "readings.npz")
    result = conclude(readings, hints)
    report = as_json(result, pipeline_version=PIPELINE_VERSION, series=True)
    write_key_frames(video, report["key_frames"], folder)
    write_json(folder / "series.json", report.pop("series"))
    write_json(folder / "overlay.json", overlay_json(result))
    write_json(folder / "result.json", report)


def track_and_copy(video: Path, info: VideoInfo, pose_model: Path, folder: Path, on_progress: OnProgress) -> Footage:
    """One pass over the pictures, which also makes the browser's copy; a refusal does not spoil the copy."""
    thumbnails = folder / "thumbs"
    thumbnails.mkdir()
    refusal: VideoRefused | None = None
    with ProxyWriter(folder / "proxy.mp4", thumbnails) as proxy:
        try:
            return track_person(
                video, info, pose_model=pose_model, on_progress=on_progress, proxy=proxy, work_folder=folder
            )
        except VideoRefused as refused:
            refusal = refused
    raise refusal


def write_key_frames(video: Path, key_frames: dict[str, float | None], folder: Path) -> None:
    for side, time_s in key_frames.items():
        if time_s is not None:
            (folder / f"keyframe_{side}.jpg").write_bytes(encode_jpeg(picture_at(video, time_s)))


def hints_from_json(said: dict[str, Any]) -> Hints:
    """The JSON of Analysis.hints, whose keys are the fields of Hints; what is not said is found out."""
    return Hints(
        view=View(said["view"]) if said.get("view") else None,
        activity=Activity(said["activity"]) if said.get("activity") else None,
        source=Source(said["source"]) if said.get("source") else None,
        clicks=tuple(
            Click(click["time_s"], tuple(click["left_xy_px"]), tuple(click["right_xy_px"]))
            for click in said.get("clicks", ())
        ),
        click_segment=said.get("click_segment", "psis"),
        roll_deg=said.get("roll_deg"),
        mirrored=said.get("mirrored", False),
    )


def write_json(path: Path, content: Any) -> None:
    """Appear complete or not at all."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(content, allow_nan=False, separators=(",", ":")))
    unfinished.rename(path)
