"""Is this a video that can be measured? Leaves video.json, or raises VideoRefused."""

import json
from dataclasses import asdict
from pathlib import Path

from gait.analysis.film.probe import probe_video
from gait.analysis.terms.types import OnProgress
from gait.child.jobs import Check


def run(spec: Check, folder: Path, on_progress: OnProgress) -> None:
    (folder / "video.json").write_text(json.dumps(asdict(probe_video(Path(spec["video"])))))
