"""Turn a stored still into one of the endless views that a reader may meet: moved, turned, recoloured, covered.

Turning the picture by r adds exactly r to its angle; nothing else here changes the angle.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from gait.training.arrays import Bytes, Picture, Rng
from gait.training.sizes import STORED_SIZE, VIEW_SIZE

MAX_SHIFT_PX = 12.0
MIN_ZOOM, MAX_ZOOM = 0.8, 1.22
SMALL_TURN_DEG, LARGE_TURN_DEG = 6.0, 15.0


@dataclass(frozen=True, slots=True)
class Treatment:
    """How hard the views are made. Shares of the views, 0 to 1, if no unit is named."""

    upright: float
    turned_little: float
    """Turned at most SMALL_TURN_DEG; the rest, neither upright nor turned little, at most LARGE_TURN_DEG."""

    shift_sigma_px: float
    zoom_sigma: float
    """Shift and zoom: how far the pose model's hips and torso length put the view beside where the still was
    rendered for."""

    recoloured: float
    weathered: float
    covered: float
    noisy: float
    noise_level: float
    """Highest standard deviation of the noise, 0 to 255."""


HARD = Treatment(
    upright=0.25,
    turned_little=0.40,
    shift_sigma_px=5.0,
    zoom_sigma=0.08,
    recoloured=1.0,
    weathered=1.0,
    covered=0.30,
    noisy=0.5,
    noise_level=6.0,
)
ORDINARY = Treatment(
    upright=0.40,
    turned_little=0.48,
    shift_sigma_px=4.0,
    zoom_sigma=0.06,
    recoloured=0.6,
    weathered=0.6,
    covered=0.12,
    noisy=0.4,
    noise_level=5.0,
)


def cut_view(
    still: Bytes, *, turn_deg: float = 0.0, zoom: float = 1.0, shift_px: tuple[float, float] = (0.0, 0.0)
) -> Bytes:
    """The view (VIEW_SIZE, VIEW_SIZE, 3) in the middle of a stored still; turn_deg adds to the angle it shows."""
    cosine, sine = zoom * np.cos(np.radians(turn_deg)), zoom * np.sin(np.radians(turn_deg))
    matrix = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0]])
    middle = STORED_SIZE / 2 - 0.5 + np.array(shift_px)
    matrix[:, 2] = middle - matrix[:, :2] @ np.full(2, VIEW_SIZE / 2 - 0.5)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(still, matrix, (VIEW_SIZE, VIEW_SIZE), flags=how, borderMode=cv2.BORDER_REFLECT_101)


def augment(rng: Rng, still: Bytes, angle_deg: float, how: Treatment = HARD) -> tuple[Bytes, float]:
    """A view (VIEW_SIZE, VIEW_SIZE, 3) of the still and the angle that it shows."""
    turn_deg = _draw_turn(rng, how)
    zoom = float(np.clip(np.exp(rng.normal(0, how.zoom_sigma)), MIN_ZOOM, MAX_ZOOM))
    across, down = np.clip(rng.normal(0, how.shift_sigma_px, 2), -MAX_SHIFT_PX, MAX_SHIFT_PX)
    view = cut_view(still, turn_deg=turn_deg, zoom=zoom, shift_px=(float(across), float(down)))
    angle_deg += turn_deg
    if rng.random() < 0.5:
        view, angle_deg = view[:, ::-1], -angle_deg
    picture = view.astype(np.float32)
    if _falls_to(rng, how.recoloured):
        picture = _recolour(rng, picture)
    if _falls_to(rng, how.weathered):
        picture = _weather(rng, picture)
    if rng.random() < how.covered:
        _cover(rng, picture)
    if rng.random() < how.noisy:
        picture = picture + rng.uniform(0, how.noise_level) * rng.standard_normal(picture.shape, np.float32)
    return np.ascontiguousarray(np.clip(picture, 0, 255).astype(np.uint8)), angle_deg


def _falls_to(rng: Rng, share: float) -> bool:
    """Certainty takes no draw: the hard views, with which the shipped weights began, stay what they were."""
    return share >= 1 or rng.random() < share


def _draw_turn(rng: Rng, how: Treatment) -> float:
    kind = rng.random()
    if kind < how.upright:
        return 0.0
    reach = SMALL_TURN_DEG if kind < how.upright + how.turned_little else LARGE_TURN_DEG
    return float(rng.uniform(-reach, reach))


def _recolour(rng: Rng, picture: Picture) -> Picture:
    """Contrast, exchanged channels, grey, negative: colour tells nothing."""
    if rng.random() < 0.6:
        picture = (picture - 128) * np.float32(rng.uniform(0.5, 1.5)) + np.float32(128 + rng.uniform(-40, 40))
    if rng.random() < 0.3:
        picture = picture[..., rng.permutation(3)]
    if rng.random() < 0.2:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)
    if rng.random() < 0.12:
        picture = 255 - picture
    return np.ascontiguousarray(picture)


def _weather(rng: Rng, picture: Picture) -> Picture:
    """Few pixels, uneven light, another picture shining through, another gamma."""
    if rng.random() < 0.3:
        few = int(rng.integers(32, 90))
        small = cv2.resize(picture, (few, few), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (VIEW_SIZE, VIEW_SIZE), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.4:
        picture = picture * np.exp(rng.uniform(0.1, 0.5) * _clouds(rng, int(rng.integers(2, 7)), 1))[..., None]
    if rng.random() < 0.25:
        picture = picture + np.float32(rng.uniform(3, 25)) * _clouds(rng, int(rng.integers(4, 40)), 3)
    if rng.random() < 0.25:
        picture = 255 * (np.clip(picture, 0, 255) / 255) ** np.float32(rng.uniform(0.5, 2.0))
    return picture


def _clouds(rng: Rng, cells: int, channels: int) -> Picture:
    grid = rng.standard_normal((cells, cells, channels), np.float32)
    return cv2.resize(grid, (VIEW_SIZE, VIEW_SIZE), interpolation=cv2.INTER_CUBIC)


def _cover(rng: Rng, picture: Picture) -> None:
    """Boxes, bars and rails in front of the body; now and then over the whole pelvis, so that sigma learns to rise."""
    for _ in range(rng.integers(1, 4)):
        bar = rng.random() < 0.4
        width = 2 * VIEW_SIZE if bar else np.exp(rng.uniform(np.log(8), np.log(80)))
        height = rng.uniform(2, 12) if bar else np.exp(rng.uniform(np.log(8), np.log(80)))
        turn_deg = rng.choice([0.0, 90.0]) + rng.normal(0, 6) if bar else rng.uniform(0, 180)
        centre = tuple(map(float, rng.uniform(0, VIEW_SIZE, 2)))
        corners = cv2.boxPoints((centre, (float(width), float(height)), float(turn_deg)))
        cv2.fillPoly(picture, [corners.astype(np.int32)], rng.uniform(0, 255, 3).tolist(), cv2.LINE_AA)
    if rng.random() < 0.12:
        top, bottom = rng.integers(10, 40), rng.integers(78, 105)
        left, right = rng.integers(5, 25), rng.integers(88, 108)
        picture[top:bottom, left:right] = rng.uniform(0, 255, 3)
