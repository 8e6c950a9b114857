"""Finished runs over made-up walks, with clips whose pictures say by themselves which frame they are."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import filmed
from synthetic import Walker, walk

from gait import storage
from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import save_readings
from gait.analysis.terms.types import Hints
from gait.analysis.written.overlay import overlay_json
from gait.analysis.written.report import as_json
from gait.models import Analysis, Assessment
from gait.queue import runs
from gait.result.conventions import Source

JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "01" * 64 + "ffc0000b080001000101011100"
    "ffc4001400010000000000000000000000000000000000ffc40014100100000000000000000000000000000000"
    "ffda0008010100003f00d2cf20ffd9"
)
"""One grey pixel."""


def finished_run(
    assessment: Assessment, clip: bytes, *, also_read_by: tuple[Source, ...] = (), **walker: Any
) -> Analysis:
    """A run as the worker leaves it: row, clip, overlay, curve, key frames and readings.

    also_read_by: other sources that read the very same line.
    """
    readings = walk(Walker(**walker))
    others = {source: replace(readings.sources[Source.MARKERS], source=source) for source in also_read_by}
    readings = replace(readings, sources=readings.sources | others)
    result = conclude(readings, Hints())
    recording = filmed.recording(assessment, clip)
    run = runs.Run(uuid4(), uuid4())
    folder = storage.attempt_folder(recording.pk, run.analysis_id, run.token)
    folder.mkdir(parents=True)
    (folder / "proxy.mp4").write_bytes(clip)
    report = as_json(result, pipeline_version="test", series=True)
    (folder / "series.json").write_text(json.dumps(report.pop("series")))
    (folder / "overlay.json").write_text(json.dumps(overlay_json(result)))
    for side in ("left", "right"):
        (folder / f"keyframe_{side}.jpg").write_bytes(JPEG)
    save_readings(readings, folder / "readings.npz")
    return runs.add_finished(run, recording, {}, report)
