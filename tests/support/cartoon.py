"""A cartoon that walks like a person: flat colours and outlines, drawn along the joints of the synthetic walker."""

from collections.abc import Iterator

import cv2
import numpy as np
from synthetic import Walker, walk

from gait.analysis.terms.landmarks import ANKLE, HIP, KNEE, SHOULDER, TOE
from gait.analysis.terms.types import FloatArray, ImageArray
from gait.result.conventions import Side

RATE_HZ = 30
SKIN, SHIRT, SHORTS, HAIR, SHOE = (236, 188, 150), (60, 110, 200), (40, 40, 60), (60, 40, 30), (30, 30, 30)
WALL, FLOOR = (235, 232, 225), (190, 180, 165)

Colour = tuple[int, int, int]


def cartoon(seconds: float) -> Iterator[ImageArray]:
    """Pictures of 720 x 1280, RATE_HZ a second."""
    for points_px in walk(Walker(seconds=seconds, rate_hz=RATE_HZ, drop_deg=(6.0, 6.0))).pose.landmarks_px:
        yield _drawn(points_px)


def _drawn(points_px: FloatArray) -> ImageArray:
    picture = np.full((1280, 720, 3), WALL, np.uint8)
    picture[1050:] = FLOOR
    shoulders, hips = ([points_px[pair[side]] for side in Side] for pair in (SHOULDER, HIP))
    for side in Side:
        hip, knee, ankle, toe, shoulder = (points_px[p[side]] for p in (HIP, KNEE, ANKLE, TOE, SHOULDER))
        _limb(picture, hip, knee, SKIN, 62)
        _limb(picture, knee, ankle, SKIN, 46)
        _limb(picture, ankle, toe, SHOE, 40)
        _limb(picture, hip, 0.55 * hip + 0.45 * knee, SHORTS, 84)
        outward = np.sign(shoulder[0] - np.mean([p[0] for p in shoulders]))
        elbow = shoulder + np.array([30 * outward, 130])
        _limb(picture, shoulder, elbow, SHIRT, 46)
        _limb(picture, elbow, elbow + np.array([10 * outward, 120]), SKIN, 36)
    trunk = np.array([shoulders[0], shoulders[1], hips[1], hips[0]]).astype(np.int32)
    cv2.fillConvexPoly(picture, trunk, SHIRT)
    cv2.polylines(picture, [trunk], isClosed=True, color=SHIRT, thickness=50)
    _limb(picture, hips[0], hips[1], SHORTS, 70)
    neck = np.mean(shoulders, axis=0)
    _limb(picture, neck, neck - np.array([0, 70]), SKIN, 40)
    head = (int(neck[0]), int(neck[1]) - 120)
    cv2.ellipse(picture, head, (58, 76), 0, 0, 360, HAIR, -1)
    return picture


def _limb(picture: ImageArray, start: FloatArray, end: FloatArray, colour: Colour, width: int) -> None:
    cv2.line(picture, (int(start[0]), int(start[1])), (int(end[0]), int(end[1])), colour, width)
