"""What a measuring child is told and what it leaves: hints and edits in, the files of the page out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from gait.analysis.conclude import conclude
from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.corrections.event_edits import EventEdit
from gait.analysis.film.faces import Heads, heads_of, hide_faces
from gait.analysis.film.proxy import encode_jpeg, picture_at
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, ImageArray
from gait.analysis.version import PIPELINE_VERSION
from gait.analysis.written.overlay import overlay_json
from gait.analysis.written.report import as_json
from gait.child.jobs import KnownPicture
from gait.result.hints import Hints
from gait.result.json_form import from_json
from gait.result.said import Said

START = b"\xff\xd8"
HIDDEN = START + b"\xff\xfe" + (2 + len(b"head hidden")).to_bytes(2, "big") + b"head hidden"
"""How a JPEG begins, and with a comment: this one shows no head. Source: ITU-T T.81, B.2.4.5."""


def write_answer(
    result: AnalysisResult, video: Path, folder: Path, pictures: Mapping[str, KnownPicture] | None = None
) -> None:
    """Leaves keyframe_<side>.jpg, series.json, overlay.json and, last, result.json.

    pictures holds the key frames of another run over the same clip, by side: {"time_s", "path"}.
    """
    report = as_json(result, pipeline_version=PIPELINE_VERSION, series=True)
    size_px = report["video"]["width_px"], report["video"]["height_px"]
    overlay = overlay_json(result)
    write_key_frames(video, report["key_frames"], size_px, folder, pictures or {}, heads=heads_of(overlay))
    write_json(folder / "series.json", report.pop("series"))
    write_json(folder / "overlay.json", overlay)
    write_json(folder / "result.json", report)


def write_key_frames(
    video: Path,
    key_frames: dict[str, float | None],
    size_px: tuple[int, int],
    folder: Path,
    pictures: Mapping[str, KnownPicture],
    *,
    heads: Heads,
) -> None:
    """Decoding one picture means decoding from the key frame before it, so one that is there is taken over.

    Pictures of the report leave the clinic: the person's head is hidden, now also in one that an earlier version wrote.

    size_px: of the film's picture, in whose pixels lines are drawn on it; video may be a smaller copy.
    """
    for side, time_s in key_frames.items():
        if time_s is None:
            continue
        known = pictures.get(side)
        is_same = known is not None and known["time_s"] == time_s
        jpeg = Path(known["path"]).read_bytes() if known and is_same else b""
        if not jpeg.startswith(HIDDEN):
            shown = _decoded(jpeg)
            picture = np.ascontiguousarray(_of_size(picture_at(video, time_s) if shown is None else shown, size_px))
            hide_faces(picture, heads, time_s)
            jpeg = HIDDEN + encode_jpeg(picture).removeprefix(START)
        (folder / f"keyframe_{side}.jpg").write_bytes(jpeg)


def _decoded(jpeg: bytes) -> ImageArray | None:
    """RGB; None where there is no picture, or one that cannot be read."""
    if not jpeg:
        return None
    bgr = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return None if bgr is None else np.asarray(bgr[:, :, ::-1], dtype=np.uint8)


def _of_size(picture: ImageArray, size_px: tuple[int, int]) -> ImageArray:
    if picture.shape[1::-1] == size_px:
        return picture
    return cv2.resize(picture, size_px, interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)


def conclude_as_told(readings: Readings, said: Said) -> AnalysisResult:
    """The whole answer under everything that people said and corrected."""
    return conclude(readings, Hints.from_json(said), edits_from_json(said), event_edits_from_json(said))


def edits_from_json(said: Said) -> tuple[StanceEdit, ...]:
    """The edits among the hints; who made them and why stays with the row."""
    return tuple(from_json(StanceEdit, edit) for edit in said.get("edits", ()))


def event_edits_from_json(said: Said) -> tuple[EventEdit, ...]:
    """Contacts and toe-offs that somebody moved, added (no at_s) or deleted (no to_s)."""
    return tuple(from_json(EventEdit, edit) for edit in said.get("event_edits", ()))


def write_json(path: Path, content: Any) -> None:
    """Appear complete or not at all."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(content, allow_nan=False, separators=(",", ":")))
    unfinished.rename(path)
