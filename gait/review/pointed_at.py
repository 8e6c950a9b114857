"""Is somebody where a therapist points? Looked up in a child before a clip is measured anew, which takes minutes."""

import json
import logging
import tempfile
from pathlib import Path

from django.conf import settings

from gait import storage
from gait.analysis.terms.errors import AnalysisError
from gait.child import keeper
from gait.child.limits import LOOK
from gait.models import Recording
from gait.review.clip_frames import playable_copy

log = logging.getLogger(__name__)


def is_nobody_there(recording: Recording, time_s: float, xy_px: list[float]) -> bool:
    """xy_px: in pixels of the clip. False too where it cannot be looked up: then measuring will tell."""
    clip = playable_copy(recording) or storage.original(recording.pk)
    if not clip.is_file():
        return False
    with tempfile.TemporaryDirectory(dir=storage.recording_folder(recording.pk)) as folder:
        try:
            keeper.run(
                "person",
                Path(folder),
                LOOK,
                video=clip,
                time_s=time_s,
                xy_px=xy_px,
                width_px=recording.video["width_px"],
                pose_model=settings.POSE_MODEL,
            )
        except (keeper.ChildFailed, keeper.EngineBug, AnalysisError):
            log.exception("recording %s: could not look who is where somebody pointed", recording.pk)
            return False
        return not json.loads((Path(folder) / "person.json").read_text())["is_there"]
