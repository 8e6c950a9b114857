"""Is somebody where a person points? Asked before minutes of following begin."""

from pathlib import Path

import cv2
import numpy as np

from gait.analysis.film.frames import MAX_POSE_SIDE_PX
from gait.analysis.film.people import LOST_AFTER_S, body_at
from gait.analysis.film.pose import PoseFinder
from gait.analysis.film.proxy import picture_at
from gait.analysis.film.track import MAX_PEOPLE
from gait.analysis.terms.types import ChosenPerson, ImageArray

LOOKS = 3
"""Pictures looked at, spread over the while in which following would begin with the chosen one."""


def is_somebody_there(clip: Path, chosen: ChosenPerson, width_px: int, pose_model: Path) -> bool:
    """Would the follower begin with anybody? chosen: in pixels of a picture that is width_px wide; clip may be smaller.

    Raises VideoRefused E_MODEL_MISSING, and what opening a damaged clip raises.
    Source: docs/methods/following.md (The person).
    """
    with PoseFinder(pose_model, max_people=MAX_PEOPLE, follows=False) as finder:
        for late_s in np.linspace(0.0, LOST_AFTER_S, LOOKS):
            picture = _as_followed(picture_at(clip, chosen.time_s + float(late_s)))
            factor = picture.shape[1] / width_px
            point_px = chosen.xy_px[0] * factor, chosen.xy_px[1] * factor
            if body_at([body for body in finder.find(picture) if not body.is_folded], point_px) is not None:
                return True
    return False


def _as_followed(picture: ImageArray) -> ImageArray:
    """At the size at which the pose model sees a clip."""
    height_px, width_px = picture.shape[:2]
    shrink = min(1.0, MAX_POSE_SIDE_PX / max(height_px, width_px))
    size_px = round(width_px * shrink), round(height_px * shrink)
    return np.ascontiguousarray(cv2.resize(picture, size_px, interpolation=cv2.INTER_AREA), dtype=np.uint8)
