"""Cameras as people hold them, and the square around the pelvis that the reader is shown."""

from dataclasses import dataclass

import numpy as np

from gait.training.arrays import FloatArray, Rng
from gait.training.walker.rotations import unit

VIEW_SPAN_TORSOS, VIEW_RAISED_TORSOS = 1.30, 0.08
"""Side of the reader's view and height of its middle above the hips, in torso lengths (gait/analysis/pelvis/surface.py
cuts the same view out of a clip)."""

FROM_BEHIND_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole at place_m (3,) with axes (3, 3): right, up, forward. behind: it sees the person's back."""

    place_m: FloatArray
    axes: FloatArray
    behind: bool

    def project(self, points_m: FloatArray) -> FloatArray:
        """Points (..., 3) to picture coordinates at focal length 1, y down, and nearness (1/m)."""
        seen = (points_m - self.place_m) @ self.axes.T
        nearness = 1 / seen[..., 2]
        return np.stack([seen[..., 0] * nearness, -seen[..., 1] * nearness, nearness], axis=-1)


def place_camera(
    *, behind: bool, distance_m: float, height_m: float, yaw_deg: float, roll_deg: float, aim_m: FloatArray
) -> Camera:
    """A camera that looks at aim_m (3,); positive roll turns it clockwise, so the picture turns anticlockwise."""
    facing = -1.0 if behind else 1.0
    yaw, roll = np.radians(yaw_deg), np.radians(roll_deg)
    away = facing * distance_m
    place = np.array([aim_m[0] + away * np.sin(yaw), height_m, aim_m[2] + away * np.cos(yaw)])
    forward = unit(aim_m - place)
    right = unit(np.cross(forward, [0.0, 1.0, 0.0]))
    up = np.cross(right, forward)
    axes = np.stack([np.cos(roll) * right - np.sin(roll) * up, np.cos(roll) * up + np.sin(roll) * right, forward])
    return Camera(place, axes, behind)


def draw_camera(rng: Rng) -> Camera:
    return place_camera(
        behind=rng.random() < FROM_BEHIND_SHARE,
        distance_m=rng.uniform(1.8, 7.0),
        height_m=rng.uniform(0.45, 1.8),
        yaw_deg=float(np.clip(rng.normal(0, 9), -25, 25)),
        roll_deg=rng.normal(0, 2.5),
        aim_m=np.array([rng.normal(0, 0.25), rng.uniform(0.7, 1.1), 0.0]),
    )


@dataclass(frozen=True, slots=True)
class Square:
    """A square picture of `size` pixels cut out of what a camera sees: pixel = zoom * coordinate + offset (2,)."""

    size: int
    zoom: float
    offset: FloatArray

    def pixels(self, projected: FloatArray) -> FloatArray:
        """Projected points (..., 3) in pixels of the square; nearness is kept."""
        return np.concatenate([projected[..., :2] * self.zoom + self.offset, projected[..., 2:]], axis=-1)


def square_around_pelvis(hips: FloatArray, shoulders: FloatArray, size: int, margin: float) -> Square:
    """Where the reader would look, `margin` times as wide, from the projected joints (2, 3) of both sides."""
    middle, top = hips[:, :2].mean(axis=0), shoulders[:, :2].mean(axis=0)
    torso = float(np.linalg.norm(top - middle))
    zoom = size / (torso * VIEW_SPAN_TORSOS * margin)
    centre = middle - np.array([0.0, VIEW_RAISED_TORSOS * torso])
    return Square(size, zoom, np.full(2, size / 2) - zoom * centre)


def image_angle_deg(projected: FloatArray) -> float:
    """Angle of the line through two projected points (2, 3), + = the image-right one is lower."""
    left, right = projected[np.argsort(projected[:, 0])]
    return float(np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])))
