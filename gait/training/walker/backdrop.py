"""What stands behind the walker: rooms, gradients, clutter. Nothing of it knows where level is."""

import cv2
import numpy as np

from gait.training.arrays import Picture, Rng
from gait.training.walker.colours import draw_colour, linear

CLUTTER_SHARE = 0.4


def draw_backdrop(rng: Rng, size: int) -> Picture:
    """A picture (size, size, 3) in linear light: a wall with things on it, or clutter all over."""
    picture = _clutter(rng, size) if rng.random() < CLUTTER_SHARE else _wall(rng, size)
    if rng.random() < 0.6:
        picture *= _mottle(rng, size)
    if rng.random() < 0.5:
        blur = rng.uniform(0.4, 3.0) * size / 150
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    return picture * np.float32(rng.uniform(0.4, 1.2))


def _wall(rng: Rng, size: int) -> Picture:
    """Two colours that run into each other, a floor, and boxes and lines that are mostly nearly level."""
    axis = np.linspace(0, 1, size)
    first, second = linear(draw_colour(rng)), linear(draw_colour(rng))
    share = axis[:, None] * rng.uniform(-1, 1) + axis[None] * rng.uniform(-1, 1)
    share = (share - share.min()) / (np.ptp(share) + 1e-6)
    picture = (first + (second - first) * share[..., None] * rng.uniform(0, 0.6)).astype(np.float32)
    turn_deg = rng.normal(0, 4) if rng.random() < 0.6 else rng.uniform(-90, 90)
    for _ in range(rng.integers(0, 10)):
        centre = rng.uniform(-0.1, 1.1, 2) * size
        sides = np.exp(rng.uniform(np.log(0.02), np.log(1.2), 2)) * size
        _box(picture, centre, sides, turn_deg + rng.normal(0, 1), linear(draw_colour(rng)))
    for _ in range(rng.integers(0, 5)):
        _line(rng, picture, turn_deg + rng.choice([0, 90]))
    return picture


def _clutter(rng: Rng, size: int) -> Picture:
    """Dead leaves: things of all sizes hide one another, as in photographs (Lee, Mumford and Huang 2001)."""
    picture = np.empty((size, size, 3), np.float32)
    picture[:] = linear(draw_colour(rng))
    for _ in range(rng.integers(20, 90)):
        radius = min(0.5, 0.02 / rng.random() ** 0.7) * size
        centre = rng.uniform(-0.1, 1.1, 2) * size
        colour = linear(draw_colour(rng))
        turn_deg = rng.uniform(0, 180) if rng.random() < 0.6 else rng.normal(0, 3)
        if rng.random() < 0.6:
            _box(picture, centre, radius * rng.uniform(0.4, 2.0, 2), turn_deg, colour)
        else:
            axes = (radius * rng.uniform(0.4, 1.2, 2)).astype(int)
            at = tuple(int(value) for value in centre)
            cv2.ellipse(picture, at, tuple(int(a) for a in axes), turn_deg, 0, 360, colour.tolist(), -1, cv2.LINE_AA)
    return picture


def _box(picture: Picture, centre: Picture, sides: Picture, turn_deg: float, colour: Picture) -> None:
    corners = cv2.boxPoints((tuple(map(float, centre)), tuple(map(float, sides)), float(turn_deg)))
    cv2.fillPoly(picture, [corners.astype(np.int32)], colour.tolist(), cv2.LINE_AA)


def _line(rng: Rng, picture: Picture, turn_deg: float) -> None:
    size = len(picture)
    reach = 2 * size * np.array([np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))])
    middle = rng.uniform(0, size, 2)
    ends = [tuple(int(value) for value in middle + sign * reach) for sign in (-1, 1)]
    cv2.line(picture, ends[0], ends[1], linear(draw_colour(rng)).tolist(), int(rng.integers(1, 6)), cv2.LINE_AA)


def _mottle(rng: Rng, size: int) -> Picture:
    """Uneven brightness at one random scale, (size, size, 3)."""
    cells = max(2, size // int(2 ** rng.integers(1, 6)))
    grid = rng.normal(0, 1, (cells, cells, 3)).astype(np.float32)
    smooth = cv2.resize(grid, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.clip(1 + rng.uniform(0.02, 0.4) * smooth, 0.1, 3).astype(np.float32)
