"""How far the picture has shifted and turned since the first frame, told by the room.

Corners of the room are followed from frame to frame; a motion that most of them share is the camera's. What moves
otherwise (the person, a belt, a passer-by) is outvoted, or left out where it moves as one thing. Where one such thing
is all that a bare room shows, the room counts as lost. Where the corners are lost, as in the blur of a hand that
shakes, the room is found again by spots that look alike. In a bare room nothing is claimed.
"""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from gait.analysis.film.room_motion import (
    MATCHED_PX,
    MIN_CORNERS,
    Motion,
    Points,
    SmallImage,
    Transform,
    match_spots,
    motion_between,
    turn_of,
)
from gait.analysis.terms.types import BoolArray, CameraMotion, FloatArray, ImageArray

WATCHED_HZ = 30.0
SMALL_SIDE_PX = 400
"""The room is watched this often and this small, because it runs beside every picture of the clip."""
MAX_CORNERS, CORNER_QUALITY, CORNERS_APART_PX = 200, 0.002, 6
"""For goodFeaturesToTrack. The low quality lets the faint corners of a plain room count; they are outvoted when
wrong."""
BACK_AGAIN_PX = 0.5
"""A corner that was followed truly comes back to where it was when it is followed back."""
STILL_TURN_DEG, STILL_SHIFT_PX = 0.1, 1.5
"""Below this a picture is not laid over the first one: that takes time and would change nothing."""
OVERLAY_STOPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 12, 1e-4)
OVERLAY_BLUR_PX, MIN_LIKENESS, MAX_DRIFT_DEG = 5, 0.8, 3.0
"""An overlay less like the first picture, or turned further from the followed motion, has found something else."""
PERSON_MARGIN = 0.15
"""The person's box, widened by this share of its height, is not room."""

STILL: Transform = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@dataclass(frozen=True, slots=True)
class _Placed:
    """A small picture, where its room is (255), and where the first picture has gone in it.

    links: how many times in a row a picture was held against an earlier one since it was laid over the first; each
    brings an error. in_place: until now the camera has turned and not walked. is_wide: until now told from all over the
    picture (Motion).
    """

    small: SmallImage
    room: SmallImage
    place: Transform = field(default_factory=STILL.copy)
    links: int = 0
    in_place: bool = True
    is_wide: bool = True


class CameraWatcher:
    """Looks at every picture in turn; motion() tells what the camera did."""

    def __init__(self) -> None:
        self._first: _Placed | None = None
        self._last: _Placed | None = None
        self._corners: Points = np.empty((0, 2), np.float32)
        self._from: Points = self._corners
        self._base: _Placed | None = None
        self._next_s = 0.0
        self._frames: list[int] = []
        self._seen: list[Transform | None] = []
        self._links: list[int] = []
        self._sure = 0
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
        seen = self._step(small, None if person_px is None else _box(person_px / scale * factor))
        self._frames.append(number)
        self._seen.append(None if seen is None else _enlarged(seen.place, scale / factor))
        self._links.append(0 if seen is None else seen.links)
        self._sure += seen is not None and seen.is_wide

    def motion(self) -> CameraMotion | None:
        """What the camera did in every picture looked at, between them by straight lines; None in a bare room.

        Source: errors on clips moved by the tests and on a real walk, docs/methods/following.md.
        """
        known = [(frame, seen) for frame, seen in zip(self._frames, self._seen, strict=True) if seen is not None]
        if len(known) < 2:
            return None
        frames = [frame for frame, _ in known]
        turns_deg = np.array([turn_of(seen) for _, seen in known])
        shifts_px = np.array([seen[:, 2] for _, seen in known])
        every = np.arange(self._count)
        return CameraMotion(
            turn_deg=np.interp(every, frames, turns_deg),
            shift_px=np.stack([np.interp(every, frames, shifts_px[:, axis]) for axis in (0, 1)], axis=1),
            lost_share=1.0 - self._sure / len(self._seen),
            links=max(self._links),
        )

    def _step(self, small: SmallImage, box: FloatArray | None) -> _Placed | None:
        """With where the first picture has gone in this one, in small pixels. None where it shows no room that was seen
        before; then the next is held against the same ones.
        """
        room = _room(small, box)
        seen = _Placed(small, room)
        if self._first is not None and self._last is not None:
            found = self._by_corners(self._last, seen, box)
            if found is None:
                found = self._by_spots(self._first, seen)
            if found is None:
                found = self._by_spots(self._last, seen)
            if found is None:
                return None
            seen = found
        self._last = seen
        self._first = self._first or seen
        if len(self._corners) < MAX_CORNERS // 3:
            self._base = seen
            self._corners = self._from = _find_corners(seen)
        return seen

    def _by_corners(self, last: _Placed, seen: _Placed, box: FloatArray | None) -> _Placed | None:
        """By the corners of the last picture, since they were found or, where that is too long ago, from there on."""
        if self._base is None or len(self._corners) < MIN_CORNERS:
            return None
        moved = _led(last.small, seen.small, self._corners)
        back = _led(seen.small, last.small, moved)
        kept = (np.abs(back - self._corners).max(axis=1) < BACK_AGAIN_PX) & _outside(moved, box)
        before, now = self._corners[kept], moved[kept]
        since = motion_between(self._from[kept], now, _size(seen.small))
        if since is not None:
            self._corners, self._from = now, self._from[kept]
            return self._placed(self._base, seen, since)
        return self._anew(last, seen, motion_between(before, now, _size(seen.small)))

    def _by_spots(self, other: _Placed, seen: _Placed) -> _Placed | None:
        spots = match_spots(other.small, other.room, seen.small, seen.room)
        return self._anew(other, seen, motion_between(*spots, _size(seen.small), MATCHED_PX))

    def _anew(self, other: _Placed, seen: _Placed, since: Motion | None) -> _Placed | None:
        """Placed by another picture than that in which the corners were found, which are given up then."""
        if since is None:
            return None
        self._corners = self._from = np.empty((0, 2), np.float32)
        return self._placed(other, seen, since)

    def _placed(self, other: _Placed, seen: _Placed, since: Motion) -> _Placed:
        place = _chained(other.place, since.transform)
        if self._first is not None and since.in_place and other.in_place:
            exact = _laid_over(self._first, seen, place)
            if exact is not None:
                return replace(seen, place=exact, is_wide=since.is_wide)
        return replace(
            seen,
            place=place,
            links=other.links + 1,
            in_place=since.in_place and other.in_place,
            is_wide=since.is_wide and other.is_wide,
        )


def _laid_over(first: _Placed, seen: _Placed, place: Transform) -> Transform | None:
    """The followed motion, made exact by laying this picture over the first one; None where that shows nothing."""
    if abs(turn_of(place)) < STILL_TURN_DEG and float(np.abs(place[:, 2]).max()) < STILL_SHIFT_PX:
        return place
    try:
        likeness, laid_over = cv2.findTransformECC(
            first.small,
            seen.small,
            np.asarray(place, np.float32),
            cv2.MOTION_EUCLIDEAN,
            OVERLAY_STOPS,
            seen.room,
            OVERLAY_BLUR_PX,
        )
    except cv2.error:  # nothing in common any more: the camera has panned away
        return None
    exact = np.asarray(laid_over, dtype=np.float64)
    if likeness < MIN_LIKENESS or abs(turn_of(exact) - turn_of(place)) > MAX_DRIFT_DEG:
        return None
    return exact


def _led(one: SmallImage, other: SmallImage, corners: Points) -> Points:
    """Where corners (k, 2) of one picture lie in another; those that are lost lie anywhere."""
    moved, _, _ = cv2.calcOpticalFlowPyrLK(one, other, corners[:, None], corners[:, None].copy())
    return np.asarray(moved[:, 0], np.float32)


def _find_corners(placed: _Placed) -> Points:
    found = cv2.goodFeaturesToTrack(placed.small, MAX_CORNERS, CORNER_QUALITY, CORNERS_APART_PX, mask=placed.room)
    return np.empty((0, 2), np.float32) if found is None else np.asarray(found[:, 0], np.float32)


def _room(small: SmallImage, box: FloatArray | None) -> SmallImage:
    """255 where the room is, 0 over the person."""
    mask = np.full(small.shape, 255, np.uint8)
    if box is not None:
        low, high = np.maximum(box[0], 0).astype(int), np.maximum(box[1], 0).astype(int)
        mask[low[1] : high[1], low[0] : high[0]] = 0
    return mask


def _size(small: SmallImage) -> tuple[int, int]:
    return small.shape[1], small.shape[0]


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


def _outside(points: Points, box: FloatArray | None) -> BoolArray:
    if box is None:
        return np.ones(len(points), dtype=np.bool_)
    return np.asarray(((points < box[0]) | (points > box[1])).any(axis=1))
