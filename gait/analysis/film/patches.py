"""Cut the region of the pelvis out of each picture, and keep the cuts on disk until they are read.

Patch pixel p lies at origin_px + scale_px * p of the upright picture. The window is a square of whole pixels,
1.7 torso lengths wide, centred a little above the middle of the hips. It follows the person smoothly and
changes its size in steps, so that neighbouring patches mostly share one scale.
"""

import tempfile
from pathlib import Path

import cv2
import numpy as np

from gait.analysis.film.container import turn_upright
from gait.analysis.film.frames import Picture
from gait.analysis.film.pose import Body
from gait.analysis.terms.types import FloatArray, ImageArray, PelvisPatches

PATCH_SIZE_PX = 320
"""A strip pixel of the waistband search (edge_strips.PIXEL_TORSOS) is 1.25 of these."""
WINDOW_TORSOS = 1.7
"""Room for every view that a source takes, moved ones of the tilt reader included (1.3 torso lengths, shifted by 0.06,
zoomed by 1.1)."""
RAISE_TORSOS = 0.08
RESIZE_STEP = 0.06
"""The window changes its size in steps: scaling each frame anew would make edges tremble."""
CENTRE_LAG_S = 0.04
TORSO_LAG_S = 0.5
"""Hips move, a torso does not grow: its length is steadied ten times as long as the place."""


def window_around(body: Body) -> tuple[int, int, int]:
    """Left, top and side, in whole pixels, of the window for this picture alone."""
    return Window().follow(body, 0.0)


class Window:
    """Where to cut: follows the hips closely and the torso length slowly, from what was seen so far."""

    def __init__(self) -> None:
        self._time_s: float | None = None
        self._centre_px: FloatArray = np.zeros(2)
        self._torso_px = 0.0
        self._side_px = 0

    def follow(self, body: Body, time_s: float) -> tuple[int, int, int]:
        """Left, top and side of the window in whole pixels."""
        wait_s = np.inf if self._time_s is None else time_s - self._time_s
        self._time_s = time_s
        if wait_s > 4 * TORSO_LAG_S:
            self._torso_px = body.torso_px
        self._torso_px += _share(wait_s, TORSO_LAG_S) * (body.torso_px - self._torso_px)
        centre_px = body.hips_px - np.array([0.0, RAISE_TORSOS * self._torso_px])
        self._centre_px = self._centre_px + _share(wait_s, CENTRE_LAG_S) * (centre_px - self._centre_px)
        self._resize()
        left, top = np.round(self._centre_px - self._side_px / 2)
        return int(left), int(top), self._side_px

    def _resize(self) -> None:
        wanted_px = max(8.0, WINDOW_TORSOS * self._torso_px)
        if abs(wanted_px - self._side_px) > RESIZE_STEP * wanted_px:
            self._side_px = 2 * round(wanted_px / 2)


class PatchStore:
    """Patches go to an unnamed file, so a long clip costs disk and not memory; closing the mapping frees it."""

    def __init__(self, folder: Path | None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as the mapping of it
        self._origins_px: list[tuple[float, float]] = []
        self._scales_px: list[float] = []

    def add(self, patch: ImageArray, window: tuple[int, int, int]) -> None:
        left, top, side_px = window
        scale_px = side_px / PATCH_SIZE_PX
        half_px = (scale_px - 1) / 2  # pixel centres, so that the squares of both grids coincide
        self._origins_px.append((left + half_px, top + half_px))
        self._scales_px.append(scale_px)
        self._file.write(patch.tobytes())

    def add_nothing(self) -> None:
        self._origins_px.append((np.nan, np.nan))
        self._scales_px.append(np.nan)
        self._file.write(bytes(PATCH_SIZE_PX * PATCH_SIZE_PX * 3))

    def finish(self) -> PelvisPatches:
        self._file.flush()
        scale_px = np.array(self._scales_px)
        return PelvisPatches(
            rgb=np.memmap(self._file, np.uint8, "r", shape=(len(scale_px), PATCH_SIZE_PX, PATCH_SIZE_PX, 3)),
            origin_px=np.array(self._origins_px).reshape(-1, 2),
            scale_px=scale_px,
            present=np.isfinite(scale_px),
        )


def cut_patch(picture: Picture, window: tuple[int, int, int]) -> ImageArray:
    """The window (left, top, side in pixels of the full upright picture) at PATCH_SIZE_PX.

    Beyond the edge of the picture its last row or column goes on.
    """
    if picture.stored_yuv is None:
        square = _cut(picture.rgb, *window)
    else:
        square = _cut_planes(picture.stored_yuv, picture.turns, *window)
    interpolation = cv2.INTER_AREA if len(square) > PATCH_SIZE_PX else cv2.INTER_LINEAR
    patch = cv2.resize(square, (PATCH_SIZE_PX, PATCH_SIZE_PX), interpolation=interpolation)
    return patch.astype(np.uint8, copy=False)


def _cut_planes(yuv: ImageArray, turns: int, left: int, top: int, side: int) -> ImageArray:
    """Cut first, then convert and turn: the colours of the rest of a large picture are never worked out."""
    width, height = yuv.shape[1], yuv.shape[0] * 2 // 3
    stored_left, stored_top = (
        (left, top),
        (width - top - side, left),
        (width - left - side, height - top - side),
        (top, height - left - side),
    )[turns]
    even_left, even_top = stored_left - stored_left % 2, stored_top - stored_top % 2
    even_side = side + 2 - side % 2  # two pixels share one colour sample
    halves = (2, height // 2, width // 2)
    luma, chroma = yuv[:height], yuv[height:].reshape(halves)
    planes = [_cut(luma, even_left, even_top, even_side)]
    planes += [_cut(plane, even_left // 2, even_top // 2, even_side // 2) for plane in chroma]
    stacked = np.concatenate([plane.ravel() for plane in planes]).reshape(even_side * 3 // 2, even_side)
    rgb = cv2.cvtColor(stacked, cv2.COLOR_YUV2RGB_I420).astype(np.uint8, copy=False)
    rows = slice(stored_top - even_top, stored_top - even_top + side)
    columns = slice(stored_left - even_left, stored_left - even_left + side)
    return turn_upright(rgb[rows, columns], turns)


def _cut(plane: ImageArray, left: int, top: int, side: int) -> ImageArray:
    height, width = plane.shape[:2]
    if left >= 0 and top >= 0 and left + side <= width and top + side <= height:
        return plane[top : top + side, left : left + side]
    rows = np.clip(np.arange(top, top + side), 0, height - 1)
    columns = np.clip(np.arange(left, left + side), 0, width - 1)
    return plane[rows[:, None], columns]


def _share(wait_s: float, lag_s: float) -> float:
    """How much of a step a first-order follower takes after wait_s."""
    return float(1 - np.exp(-wait_s / lag_s))
