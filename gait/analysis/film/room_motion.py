"""Two pictures of one room -> how the camera turned and shifted between them, as a motion of the flat picture.

A camera that turns in its place moves the whole picture alike: a turn with shift and scale. One that walks along moves
near things further than far ones, and a turn with scale read off those grows wrong step by step, 2 degrees in a real
walk of five seconds. There the turn is that of the camera itself, which every pair of spots obeys however far away.

Transforms are (2, 3) and carry a point of the earlier picture to the later one, without scale: a room that comes nearer
has not moved aside.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gait.analysis.terms.types import BoolArray, FloatArray

SmallImage = NDArray[np.uint8]
Transform = NDArray[np.float64]
Points = NDArray[np.float32]

MIN_CORNERS = 8
"""A turn with shift and scale takes two corners; with fewer than this no vote outvotes a passer-by."""
AGREEING_SHARE, AGREEING_PX = 0.4, 1.0
"""Corners within so many small pixels of the common motion agree with it; so large a share must."""
WIDE_SHARE = 0.15
"""Of the longer side of the picture: how far corners that tell a turn lie from their middle (root mean square; 0.3
where they fill the picture). One thing in a bare room, as a companion who sways or a belt, tells its own motion."""
MAX_THINGS = 3
"""That move by themselves, each left out before the rest votes again."""
NEARER = 0.02
"""A room that grows or shrinks by more has been walked into or left. A hand in its place moves it by half as much."""

MIN_SPOTS = 40
"""For the turn of the camera itself, which takes five, told twice."""
TOLD_ALIKE_DEG, MAX_TURN_IN_SPACE_DEG = 1.0, 30.0
"""Two halves of the spots that tell turns further apart tell nothing. A camera that has turned further sees another
part of the room."""
ALLOWED_SHARE = 0.7
"""Of them, on the lines that one motion of the camera allows. That says less than a common motion does, so more must:
0.96 on average in a real walk that a phone followed."""
MAX_TRIES = 200
"""Of five spots each. With the share that must agree, one in six tries has no wrong one among them."""
FOCAL_SHARE = 0.8
"""Focal length in long sides of the picture: 26 mm of 36, as phones have it, cut a little for video. With 1.1 the turn
in that walk was another by 0.1 to 0.3 degrees."""

MAX_SPOTS, FAINTEST = 600, 7
"""For ORB. The low limit lets the faint spots of a plain room count."""
CLEARLY_NEAREST = 0.8
"""A spot that is hardly more like its match than like another one belongs to a pattern."""
MATCHED_PX = 2.0
"""Matched spots lie less exactly than corners that are followed, for most are found in a smaller picture."""


@dataclass(frozen=True, slots=True)
class Motion:
    """transform: of the picture. in_place: the camera turned and did not walk: the whole picture moved alike.

    is_wide: told from all over the picture; else it may be the motion of one thing before a camera that stands still.
    """

    transform: Transform
    in_place: bool
    is_wide: bool = True


def motion_between(
    before: Points, after: Points, size_px: tuple[int, int], off_px: float = AGREEING_PX
) -> Motion | None:
    """By the same spots (k, 2) in two pictures of this width and height, each right to about off_px. None where they
    agree on nothing.

    Source: docs/methods/following.md (The camera in a hand).
    """
    middle = np.array(size_px) / 2
    left = np.ones(len(before), dtype=np.bool_)
    told = _told(before, after, middle, off_px)
    for _ in range(MAX_THINGS):
        if told is None or told.motion.is_wide:
            break
        left[np.flatnonzero(left)[told.agreeing]] = False
        told = _told(before[left], after[left], middle, off_px)
    if told is not None and told.motion.is_wide:
        return told.motion
    return _of_one_thing(before, after, middle, off_px)


def match_spots(
    one: SmallImage, one_room: SmallImage, other: SmallImage, other_room: SmallImage
) -> tuple[Points, Points]:
    """Spots (k, 2) that look alike in two pictures, where their rooms (255) are.

    Source: docs/methods/following.md (The camera in a hand).
    """
    finder = cv2.ORB.create(nfeatures=MAX_SPOTS, fastThreshold=FAINTEST)
    (spots, looks), (other_spots, other_looks) = (
        finder.detectAndCompute(picture, room) for picture, room in ((one, one_room), (other, other_room))
    )
    if looks is None or other_looks is None:
        return np.empty((0, 2), np.float32), np.empty((0, 2), np.float32)
    pairs = [pair for pair in cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(looks, other_looks, k=2) if len(pair) == 2]
    clear = [best for best, second in pairs if best.distance < CLEARLY_NEAREST * second.distance]
    return (
        np.array([spots[each.queryIdx].pt for each in clear], np.float32).reshape(-1, 2),
        np.array([other_spots[each.trainIdx].pt for each in clear], np.float32).reshape(-1, 2),
    )


def turn_of(transform: Transform) -> float:
    """Degrees, + = clockwise in the picture."""
    return float(np.degrees(np.arctan2(transform[1, 0], transform[0, 0])))


@dataclass(frozen=True, slots=True)
class _Told:
    """agreeing: which of the spots (k,) agree on the motion."""

    motion: Motion
    agreeing: BoolArray


def _told(before: Points, after: Points, middle: FloatArray, off_px: float) -> _Told | None:
    """What most of these spots agree on; None where they agree on nothing."""
    common, agreeing = _common_motion(before, after, off_px)
    if common is not None and abs(np.hypot(common[0, 0], common[1, 0]) - 1) <= NEARER:
        is_wide = _is_wide(before[agreeing], middle)
        return _Told(Motion(_about(middle, common), in_place=True, is_wide=is_wide), agreeing)
    walked = _motion_of_camera(before, after, middle, off_px)
    if walked is None:
        return None
    everything = np.ones(len(before), dtype=np.bool_)
    return _Told(Motion(walked, in_place=False, is_wide=_is_wide(before, middle)), everything)


def _of_one_thing(before: Points, after: Points, middle: FloatArray, off_px: float) -> Motion | None:
    """Told by no more than one thing: still where that has stayed, for a turn read off it would be noise."""
    told = _told(before, after, middle, off_px)
    if told is None:
        return None
    stayed = np.linalg.norm(after - before, axis=1) < off_px
    if stayed.mean() >= AGREEING_SHARE:
        return Motion(_turned(middle, 0.0, middle), in_place=True)
    return told.motion


def _is_wide(spots: Points, middle: FloatArray) -> bool:
    off_px = np.linalg.norm(spots - spots.mean(axis=0), axis=1)
    return bool(np.sqrt(np.mean(off_px**2)) > WIDE_SHARE * 2 * middle.max())


def _common_motion(before: Points, after: Points, off_px: float) -> tuple[Transform | None, BoolArray]:
    """Turn, scale and shift that enough of the spots share, and which do."""
    nobody = np.zeros(len(before), dtype=np.bool_)
    if len(before) < MIN_CORNERS:
        return None, nobody
    transform, agreeing = cv2.estimateAffinePartial2D(before, after, ransacReprojThreshold=off_px)
    if transform is None or agreeing.mean() < AGREEING_SHARE:
        return None, nobody
    return np.asarray(transform, dtype=np.float64), np.asarray(agreeing[:, 0] > 0)


def _about(middle: FloatArray, motion: Transform) -> Transform:
    """The same turn, and the same way for the middle of the picture, without the scale."""
    return _turned(middle, turn_of(motion), motion[:, :2] @ middle + motion[:, 2])


def _turned(middle: FloatArray, turn_deg: float, new_middle: FloatArray) -> Transform:
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    rotation = np.array([[cos, -sin], [sin, cos]])
    return np.column_stack((rotation, new_middle - rotation @ middle))


def _motion_of_camera(before: Points, after: Points, middle: FloatArray, off_px: float) -> Transform | None:
    """The turn of the camera in space that fits the spots, wherever it went besides: the picture turns about its middle
    as the camera rolls, and its middle moves as the camera looks aside, up or down. Told twice, by every second spot.
    """
    if len(before) < MIN_SPOTS:
        return None
    told = [_turn_in_space(before[half::2], after[half::2], middle, off_px) for half in (0, 1)]
    one, other = told
    if one is None or other is None or abs(_roll_deg(one) - _roll_deg(other)) > TOLD_ALIKE_DEG:
        return None
    ahead = one[:, 2] + other[:, 2]
    roll_deg = (_roll_deg(one) + _roll_deg(other)) / 2
    return _turned(middle, roll_deg, middle + _focal_px(middle) * ahead[:2] / ahead[2])


def _turn_in_space(before: Points, after: Points, middle: FloatArray, off_px: float) -> FloatArray | None:
    """(3, 3), from the earlier camera's axes to the later one's."""
    focal_px = _focal_px(middle)
    camera = np.array([[focal_px, 0, middle[0]], [0, focal_px, middle[1]], [0, 0, 1]])
    essential, allowed = cv2.findEssentialMat(
        before, after, camera, method=cv2.RANSAC, prob=0.999, threshold=off_px / 2, maxIters=MAX_TRIES
    )
    if essential is None or essential.shape != (3, 3) or allowed.mean() < ALLOWED_SHARE:
        return None
    rotation = np.asarray(max(cv2.decomposeEssentialMat(essential)[:2], key=np.trace), dtype=np.float64)
    is_gentle = np.trace(rotation) > 1 + 2 * np.cos(np.radians(MAX_TURN_IN_SPACE_DEG))
    return rotation if is_gentle else None


def _focal_px(middle: FloatArray) -> float:
    return FOCAL_SHARE * 2 * float(middle.max())


def _roll_deg(rotation: FloatArray) -> float:
    return float(np.degrees(np.arctan2(rotation[1, 0] - rotation[0, 1], rotation[0, 0] + rotation[1, 1])))
