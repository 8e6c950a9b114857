"""The frame under a drawing as a picture of its own, cut out by a worker when the drawing goes on the report."""

import logging
import tempfile
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction

from gait import storage
from gait.analysis.terms.errors import AnalysisError
from gait.child import keeper
from gait.child.limits import CHECK
from gait.group_access import share
from gait.models import Annotation
from gait.queue import doorbell
from gait.review.clip_frames import overlay_file, playable_copy

log = logging.getLogger(__name__)
TASK = "gait.tasks.cut_picture"


def picture_path(annotation: Annotation) -> Path:
    return path_of(annotation.recording_id, annotation.pk)


def ask_for_picture(annotation_id: UUID | str) -> None:
    """Let a worker cut it out. Asking twice does no harm, and whoever opens a report that lacks one asks again."""
    transaction.on_commit(partial(doorbell.send, TASK, str(annotation_id)), robust=True)


def path_of(recording_id: UUID, annotation_id: UUID | str) -> Path:
    return storage.recording_folder(recording_id) / "annotations" / f"{annotation_id}.jpg"


def make_picture(annotation: Annotation) -> bool:
    """Whether there is one now. Without the browser's copy of the clip there is none; then the words stand alone.

    Reads the video in a child: seconds of work, for a worker.
    """
    target, clip = picture_path(annotation), playable_copy(annotation.recording)
    if target.is_file() or clip is None:
        return target.is_file()
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        try:
            overlay = str(overlay_file(annotation.recording) or "")
            keeper.run("picture", Path(folder), CHECK, video=clip, overlay=overlay, at_s=annotation.at_s)
        except (keeper.ChildFailed, keeper.EngineBug, AnalysisError):
            log.exception("annotation %s: its frame could not be read", annotation.pk)
            return False
        (Path(folder) / "picture.jpg").replace(target)
    share([target])
    return True
