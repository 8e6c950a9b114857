"""The room of a whole clip: unlike backdrop.py it knows where level is, and it stands still."""

import cv2
import numpy as np

from gait.training.arrays import Picture, Rng
from gait.training.walker.colours import draw_colour, linear

FLOOR_AT = (0.74, 0.86)
"""Where wall and floor meet, in heights of the picture."""


def draw_room(rng: Rng, size: int, roll_deg: float) -> Picture:
    """A picture (size, size, 3) in linear light: wall, floor, and things with level and upright edges.

    roll_deg: of the camera, positive clockwise, so the room turns anticlockwise in the picture.
    """
    picture = np.empty((size, size, 3), np.float32)
    picture[:] = linear(draw_colour(rng))
    _box(picture, (0.5, rng.uniform(*FLOOR_AT) + 1), (4, 2), linear(draw_colour(rng)), roll_deg)
    for _ in range(rng.integers(2, 9)):
        middle = rng.uniform(-0.05, 1.05), rng.uniform(0.0, 0.75)
        sides = np.exp(rng.uniform(np.log(0.04), np.log(0.5), 2))
        _box(picture, middle, (sides[0], sides[1]), linear(draw_colour(rng)), roll_deg)
    uneven = cv2.resize(rng.normal(0, 1, (6, 6)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    picture *= np.clip(1 + rng.uniform(0.02, 0.15) * uneven, 0.3, 2)[..., None]
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 2.0)) * np.float32(rng.uniform(0.4, 1.1)))


def _box(
    picture: Picture, middle: tuple[float, float], sides: tuple[float, float], colour: Picture, roll_deg: float
) -> None:
    """In shares of the picture; turned with the room about the picture's middle."""
    size = len(picture)
    turn = np.radians(-roll_deg)
    x, y = middle[0] - 0.5, middle[1] - 0.5
    centre = size * (0.5 + x * np.cos(turn) - y * np.sin(turn)), size * (0.5 + x * np.sin(turn) + y * np.cos(turn))
    corners = cv2.boxPoints((centre, (size * sides[0], size * sides[1]), -roll_deg))
    cv2.fillPoly(picture, [corners.astype(np.int32)], colour.tolist(), cv2.LINE_AA)
