"""A camera in a hand: how far the picture has shifted and turned since the first frame, told by the room.

Corners of the room are followed from frame to frame; a turn with shift and scale that most of them share is the
camera's motion. What moves otherwise (the person, a belt, a passer-by) is outvoted. In a bare room nothing is claimed.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import CameraMotion, FloatArray, ImageArray, Pose
from gait.result.result import CameraRoll

WATCHED_HZ = 30.0
SMALL_SIDE_PX = 400
"""The room is watched this often and this small, because it runs beside every picture of the clip."""
MAX_CORNERS, CORNER_QUALITY, CORNERS_APART_PX = 200, 0.002, 6
"""For goodFeaturesToTrack. The low quality lets the faint corners of a plain room count; they are outvoted when
wrong."""
MIN_CORNERS = 8
"""A turn with shift and scale takes two corners; with fewer than this no vote outvotes a passer-by."""
AGREEING_SHARE, AGREEING_PX = 0.4, 1.0
"""Corners within so many small pixels of the common motion agree with it; so large a share must."""
STILL_TURN_DEG, STILL_SHIFT_PX = 0.1, 1.5
"""Below this a picture is not laid over the first one: that takes time and would change nothing."""
OVERLAY_STOPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 12, 1e-4)
OVERLAY_BLUR_PX, MIN_LIKENESS, MAX_DRIFT_DEG = 5, 0.8, 3.0
"""An overlay less like the first picture, or turned further from the followed motion, has found something else."""
PERSON_MARGIN = 0.15
"""The person's box, widened by this share of its height, is not room."""

NOTED_TURN_DEG, NOTED_SHIFT_SHARE = 0.6, 0.03
"""From here the camera counts as moving (W_CAMERA_MOVING) and its motion is taken out."""
MAX_TURN_DEG, MAX_LOST_SHARE = 12.0, 0.3
"""Beyond this, to either side, or with the room lost in so many pictures, no degrees (E_CAMERA_MOVING)."""
TURN_SIGMA_SHARE = 0.1
"""Error of a followed turn as a share of the turning itself: parallax and the lens. A proposal."""
LOST_TURN_SIGMA_DEG = 1.5
"""How far level wanders, one standard deviation, before a camera in a hand whose room is lost: where it was seen, its
turns ranged over 0.9, 2.4 and 3.1 degrees in three real clips, so about twice their spread. A proposal."""

SmallImage = NDArray[np.uint8]
Transform = NDArray[np.float64]
STILL: Transform = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


class CameraWatcher:
    """Looks at every picture in turn; motion() tells what the camera did."""

    def __init__(self) -> None:
        self._first: SmallImage | None = None
        self._last: SmallImage | None = None
        self._corners = np.empty((0, 2), np.float32)
        self._from = np.empty((0, 2), np.float32)
        self._base: Transform = STILL
        self._now: Transform = STILL
        self._next_s = 0.0
        self._frames: list[int] = []
        self._seen: list[Transform | None] = []
        self._count = 0

    def look_at(self, rgb: ImageArray, time_s: float, person_px: FloatArray | None, scale: float) -> None:
        """rgb as the pose model saw it; person_px (33, 2) are the landmarks in the full picture, scale times larger."""
        number = self._count
        self._count += 1
        if time_s < self._next_s:
            return
        self._next_s = time_s + 0.9 / WATCHED_HZ  # 0.9: times that waver must not cost every second picture
        factor = min(1.0, SMALL_SIDE_PX / max(rgb.shape[:2]))
        grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
        small = np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        box = None if person_px is None else _box(person_px / scale * factor)
        self._frames.append(number)
        self._seen.append(_enlarged(seen, scale / factor) if (seen := self._step(small, box)) is not None else None)
        self._last = small

    def motion(self) -> CameraMotion | None:
        """What the camera did in every picture looked at, between them by straight lines; None in a bare room.

        Source: off by 0.3 degrees (RMS) on a clip turned by the tests, docs/methods/following.md.
        """
        known = [(frame, seen) for frame, seen in zip(self._frames, self._seen, strict=True) if seen is not None]
        if len(known) < 2:
            return None
        frames = [frame for frame, _ in known]
        turns_deg = np.array([_turn_deg(seen) for _, seen in known])
        shifts_px = np.array([seen[:, 2] for _, seen in known])
        every = np.arange(self._count)
        return CameraMotion(
            turn_deg=np.interp(every, frames, turns_deg),
            shift_px=np.stack([np.interp(every, frames, shifts_px[:, axis]) for axis in (0, 1)], axis=1),
            lost_share=1.0 - len(known) / len(self._seen),
        )

    def _step(self, small: SmallImage, box: FloatArray | None) -> Transform | None:
        """Where the first picture has gone in this one, in small pixels."""
        if self._last is not None and len(self._corners) >= MIN_CORNERS:
            start = self._corners[:, None]
            moved, found, _ = cv2.calcOpticalFlowPyrLK(self._last, small, start, start.copy())
            kept = (found.ravel() == 1) & _outside(np.asarray(moved[:, 0], np.float32), box)
            self._corners, self._from = np.asarray(moved[kept, 0], np.float32), self._from[kept]
            since = _shared_motion(self._from, self._corners)
            if since is not None:
                self._now = _chained(self._base, since)
        else:
            since = STILL if self._last is None else None
        if len(self._corners) < MAX_CORNERS // 3:
            self._base = self._now
            self._corners = _find_corners(small, box)
            self._from = self._corners.copy()
        if since is None:
            return None
        self._now = self._against_first(small, box)
        return self._now

    def _against_first(self, small: SmallImage, box: FloatArray | None) -> Transform:
        """The followed motion, made exact by laying this picture over the first one; steps alone would drift."""
        if self._first is None:
            self._first = small
        if _is_still(self._now):
            return self._now
        try:
            likeness, laid_over = cv2.findTransformECC(
                self._first,
                small,
                np.asarray(_without_scale(self._now), np.float32),
                cv2.MOTION_EUCLIDEAN,
                OVERLAY_STOPS,
                _room_mask(small, box),
                OVERLAY_BLUR_PX,
            )
        except cv2.error:  # nothing in common any more: the camera has panned away
            return self._now
        exact = np.asarray(laid_over, dtype=np.float64)
        if likeness < MIN_LIKENESS or abs(_turn_deg(exact) - _turn_deg(self._now)) > MAX_DRIFT_DEG:
            return self._now
        return exact


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


def is_beyond_following(motion: CameraMotion) -> bool:
    """Does a moving camera turn so much, or lose sight of anything fixed so often, that level cannot be kept?

    Source: docs/methods/following.md (The camera in a hand).
    """
    return float(np.ptp(motion.turn_deg)) > 2 * MAX_TURN_DEG or is_lost(motion)


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
    turn_sigma_deg = turn_error_deg(motion)
    if is_lost(motion):
        return replace(readings, roll=_less_sure(readings.roll, turn_sigma_deg))
    return replace(
        readings,
        pose=Pose(_unmoved(readings.pose.landmarks_px, motion), readings.pose.visibility),
        line=None if line is None else replace(line, angle_deg=line.angle_deg - readings.rightward * motion.turn_deg),
        roll=_less_sure(readings.roll, turn_sigma_deg),
    )


def is_lost(motion: CameraMotion) -> bool:
    """Was the room out of sight too often to say what the camera did?

    Source: docs/methods/following.md (The camera in a hand).
    """
    return motion.lost_share > MAX_LOST_SHARE


def followed_turn_deg(motion: CameraMotion) -> FloatArray:
    """(n,), degrees, what steadied() takes out of a line in every frame; zero where the room was lost.

    Source: docs/methods/following.md (The camera in a hand).
    """
    return np.zeros_like(motion.turn_deg) if is_lost(motion) else motion.turn_deg


def turn_error_deg(motion: CameraMotion) -> float:
    """Error of level that the camera's turning leaves, degrees, one standard deviation.

    Source: docs/methods/following.md (The camera in a hand).
    """
    if is_lost(motion):
        return LOST_TURN_SIGMA_DEG
    return TURN_SIGMA_SHARE * float(np.std(motion.turn_deg))


def _less_sure(roll: CameraRoll, turn_sigma_deg: float) -> CameraRoll:
    return replace(roll, sigma_deg=float(np.hypot(roll.sigma_deg, turn_sigma_deg)))


def _unmoved(points_px: FloatArray, motion: CameraMotion) -> FloatArray:
    """(n, 33, 2) turned back about the origin of the picture after the shift is taken off."""
    turn = -np.radians(motion.turn_deg)
    rotation = np.stack([np.cos(turn), -np.sin(turn), np.sin(turn), np.cos(turn)], axis=-1).reshape(-1, 1, 2, 2)
    centred = points_px - motion.shift_px[:, None]
    return np.asarray((rotation @ centred[..., None])[..., 0])


def _find_corners(small: SmallImage, box: FloatArray | None) -> NDArray[np.float32]:
    found = cv2.goodFeaturesToTrack(small, MAX_CORNERS, CORNER_QUALITY, CORNERS_APART_PX, mask=_room_mask(small, box))
    return np.empty((0, 2), np.float32) if found is None else np.asarray(found[:, 0], np.float32)


def _room_mask(small: SmallImage, box: FloatArray | None) -> SmallImage:
    """255 where the room is, 0 over the person."""
    mask = np.full(small.shape, 255, np.uint8)
    if box is not None:
        low, high = np.maximum(box[0], 0).astype(int), np.maximum(box[1], 0).astype(int)
        mask[low[1] : high[1], low[0] : high[0]] = 0
    return mask


def _turn_deg(transform: Transform) -> float:
    return float(np.degrees(np.arctan2(transform[1, 0], transform[0, 0])))


def _is_still(transform: Transform) -> bool:
    return abs(_turn_deg(transform)) < STILL_TURN_DEG and float(np.abs(transform[:, 2]).max()) < STILL_SHIFT_PX


def _without_scale(transform: Transform) -> Transform:
    plain = transform.copy()
    plain[:, :2] /= np.hypot(transform[0, 0], transform[1, 0])
    return plain


def _shared_motion(before: NDArray[np.float32], after: NDArray[np.float32]) -> Transform | None:
    """Turn, scale and shift that at least half of the corners share; None when they do not agree."""
    if len(before) < MIN_CORNERS:
        return None
    transform, agreeing = cv2.estimateAffinePartial2D(before, after, ransacReprojThreshold=AGREEING_PX)
    if transform is None or agreeing.mean() < AGREEING_SHARE:
        return None
    return np.asarray(transform, dtype=np.float64)


def _chained(first: Transform, second: Transform) -> Transform:
    return np.asarray(second[:, :2] @ first + np.array([[0, 0, second[0, 2]], [0, 0, second[1, 2]]]))


def _enlarged(transform: Transform, factor: float) -> Transform:
    """The same motion in larger pixels."""
    larger = transform.copy()
    larger[:, 2] *= factor
    return larger


def _box(points: FloatArray) -> FloatArray:
    low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    margin = PERSON_MARGIN * (high[1] - low[1])
    return np.stack((low - margin, high + margin))


def _outside(points: NDArray[np.float32], box: FloatArray | None) -> NDArray[np.bool_]:
    if box is None:
        return np.ones(len(points), dtype=np.bool_)
    return np.asarray(((points < box[0]) | (points > box[1])).any(axis=1))
