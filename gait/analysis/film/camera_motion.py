"""A camera in a hand: what its motion does to a clip, and what is taken out of the readings.

camera_watcher.py tells the motion.
"""

from dataclasses import replace

import numpy as np

from gait.analysis.film.room_motion import FOCAL_SHARE
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import CameraMotion, FloatArray, Pose
from gait.result.result import CameraRoll

NOTED_TURN_DEG, NOTED_SHIFT_SHARE = 0.6, 0.03
"""From here the camera counts as moving (W_CAMERA_MOVING) and its motion is taken out."""
MAX_TURN_DEG, MAX_LOST_SHARE = 12.0, 0.3
"""Beyond this, to either side, or with the room lost in so many pictures, no degrees (E_CAMERA_MOVING)."""
TURN_SIGMA_SHARE = 0.1
"""Error of a followed turn as a share of the turning itself: parallax and the lens. A proposal."""
PAN_SIGMA_SHARE = 0.3
"""A camera that looks down by 17 degrees and swings aside turns the picture by 0.3 of the swing and stays level. Phones
in hands look down by anything between 0 and 35 degrees; in a walk through a shop the turn was 0.4 of the swing."""
LINK_SIGMA_DEG = 0.15
"""Error of holding one picture against one before it. In two real walks whose upright edges tell how the phone turned,
rows of 7 and 18 links were off by 0.1 to 1.1 degrees."""
LOST_TURN_SIGMA_DEG = 1.5
"""How far level wanders, one standard deviation, before a camera in a hand whose room is lost: where it was seen, its
turns ranged over 0.9, 2.4 and 3.1 degrees in three real clips, so about twice their spread. A proposal."""


def is_moving(motion: CameraMotion | None, long_side_px: float) -> bool:
    """Does the camera turn or shift enough to be noted? By 95 % of the pictures, so that single slips do not count.

    long_side_px: of the picture, for the shift is judged as a share of it. False where nothing could be followed.
    Source: docs/methods/following.md (The camera in a hand).
    """
    if motion is None:
        return False
    turned_deg = float(np.ptp(np.percentile(motion.turn_deg, [2.5, 97.5])))
    shifted_px = np.ptp(np.percentile(motion.shift_px, [2.5, 97.5], axis=0), axis=0)
    return turned_deg > NOTED_TURN_DEG or float(shifted_px.max()) > NOTED_SHIFT_SHARE * long_side_px


def is_beyond_following(motion: CameraMotion, long_side_px: float) -> bool:
    """Does a moving camera turn so much, or lose sight of anything fixed so often, that level cannot be kept?

    Source: docs/methods/following.md (The camera in a hand).
    """
    return float(np.ptp(motion.turn_deg)) > 2 * MAX_TURN_DEG or is_lost(motion, long_side_px)


def steadied(readings: Readings) -> Readings:
    """The readings as a camera would have seen them that stood where it stood in the first frame.

    Pixels and degrees; the error of following is added to that of the roll. A motion in which the room was lost is not
    taken out, for it may be made up: its error is what such cameras do. NaN stays NaN.
    Source: docs/methods/following.md (The camera in a hand).
    """
    motion = readings.camera
    if motion is None:
        return readings
    line = readings.line
    turn_sigma_deg = turn_error_deg(motion, readings.info.long_side_px)
    if is_lost(motion, readings.info.long_side_px):
        return replace(readings, roll=_less_sure(readings.roll, turn_sigma_deg))
    return replace(
        readings,
        pose=Pose(_unmoved(readings.pose.landmarks_px, motion), readings.pose.visibility),
        line=None if line is None else replace(line, angle_deg=line.angle_deg - readings.rightward * motion.turn_deg),
        roll=_less_sure(readings.roll, turn_sigma_deg),
    )


def is_lost(motion: CameraMotion, long_side_px: float) -> bool:
    """Was the room out of sight too often to say what the camera did, or did it swing so far aside that the turn that
    was followed is no better than none?

    Source: docs/methods/following.md (The camera in a hand).
    """
    return motion.lost_share > MAX_LOST_SHARE or _followed_error_deg(motion, long_side_px) > LOST_TURN_SIGMA_DEG


def followed_turn_deg(motion: CameraMotion, long_side_px: float) -> FloatArray:
    """(n,), degrees, what steadied() takes out of a line in every frame; zero where the room was lost.

    Source: docs/methods/following.md (The camera in a hand).
    """
    return np.zeros_like(motion.turn_deg) if is_lost(motion, long_side_px) else motion.turn_deg


def turn_error_deg(motion: CameraMotion, long_side_px: float) -> float:
    """Error of level that the camera's turning leaves, degrees, one standard deviation.

    Source: docs/methods/following.md (The camera in a hand).
    """
    return LOST_TURN_SIGMA_DEG if is_lost(motion, long_side_px) else _followed_error_deg(motion, long_side_px)


def _followed_error_deg(motion: CameraMotion, long_side_px: float) -> float:
    swing_deg = np.degrees(np.arctan2(motion.shift_px[:, 0], FOCAL_SHARE * long_side_px))
    parts_deg = (
        TURN_SIGMA_SHARE * np.std(motion.turn_deg),
        PAN_SIGMA_SHARE * np.std(swing_deg),
        LINK_SIGMA_DEG * np.sqrt(motion.links),
    )
    return float(np.sqrt(np.sum(np.square(parts_deg))))


def _less_sure(roll: CameraRoll, turn_sigma_deg: float) -> CameraRoll:
    return replace(roll, sigma_deg=float(np.hypot(roll.sigma_deg, turn_sigma_deg)))


def _unmoved(points_px: FloatArray, motion: CameraMotion) -> FloatArray:
    """(n, 33, 2) turned back about the origin of the picture after the shift is taken off."""
    turn = -np.radians(motion.turn_deg)
    rotation = np.stack([np.cos(turn), -np.sin(turn), np.sin(turn), np.cos(turn)], axis=-1).reshape(-1, 1, 2, 2)
    centred = points_px - motion.shift_px[:, None]
    return np.asarray((rotation @ centred[..., None])[..., 0])
