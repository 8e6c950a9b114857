"""Pictures -> bodies, by MediaPipe's pose landmarker.

The landmarks answer where a person is, which side is which, the scale, the trunk, the legs and the timing.
They do not answer the tilt of the pelvis (docs/methods/pelvic_drop.md): nothing here may be read as degrees of it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from gait.analysis.film.mediapipe_alone import BaseOptions, mediapipe, vision
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.landmarks import ANKLE, HIP, Landmark
from gait.analysis.terms.types import FloatArray, ImageArray
from gait.result.conventions import Side

ROW_MULTIPLE_PX = 16
"""See _padded."""

UNSMOOTHED_STEP_MS = 10_000_000
"""Time that the landmarker is told has passed between two pictures. With true times its one-euro filter trails the
ankles and hips by 25 to 45 ms; told that hours have passed it does not smooth, and still follows. signals.py smooths
without delay, on the true times."""

FOLDED_LEG_TORSOS = 3.5
"""Hip to ankle in torso lengths: 0.6 to 1.6 in every picture of seven clips, 2.8 for somebody bent 60 degrees towards
the camera; 4 to 13 in the first pictures of somebody 155 px tall in a wide picture."""
CLOSE_UP_BODIES = 2.5
"""Side of the second look at a body, in lengths of it: a body is found best when it fills half of the picture."""


@dataclass(frozen=True, slots=True)
class Body:
    """One person in one picture. landmarks_px (33, 2) in pixels of that picture, visibility (33,), 0 to 1."""

    landmarks_px: FloatArray
    visibility: FloatArray

    @property
    def hips_px(self) -> FloatArray:
        """(2,), the middle of the hips."""
        return self._middle(Landmark.LEFT_HIP, Landmark.RIGHT_HIP)

    @property
    def torso_px(self) -> float:
        """From the middle of the shoulders to the middle of the hips."""
        return float(np.linalg.norm(self._middle(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER) - self.hips_px))

    @property
    def is_folded(self) -> bool:
        """Are the legs too long for the trunk? Then the model looked at a wrong piece of the picture."""
        legs_px = [np.linalg.norm(self.landmarks_px[ANKLE[side]] - self.landmarks_px[HIP[side]]) for side in Side]
        return float(max(legs_px)) > FOLDED_LEG_TORSOS * self.torso_px

    @property
    def box_px(self) -> FloatArray:
        """(2, 2), left and top, right and bottom of all landmarks."""
        return np.stack((self.landmarks_px.min(axis=0), self.landmarks_px.max(axis=0)))

    def scaled(self, factor_xy: tuple[float, float]) -> "Body":
        return Body(self.landmarks_px * np.array(factor_xy), self.visibility)

    def moved(self, by_px: FloatArray) -> "Body":
        return Body(self.landmarks_px + by_px, self.visibility)

    def _middle(self, left: Landmark, right: Landmark) -> FloatArray:
        middle: FloatArray = (self.landmarks_px[left] + self.landmarks_px[right]) / 2
        return middle


class PoseFinder:
    """Finds up to max_people bodies a picture. With follows=True pictures must come in order of time, and each
    body is looked for where it was before, which is four times cheaper and steadier; otherwise each picture
    stands for itself.

    Raises VideoRefused E_MODEL_MISSING when the model file is not there.
    """

    def __init__(self, model: Path, *, max_people: int, follows: bool) -> None:
        if not model.is_file():
            raise VideoRefused("E_MODEL_MISSING")
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.VIDEO if follows else vision.RunningMode.IMAGE,
            num_poses=max_people,
        )
        self._follows = follows
        self._last_ms = 0
        self._has_found = False
        with _native_chatter_silenced():
            self._landmarker = vision.PoseLandmarker.create_from_options(options)

    def find_near(self, rgb: ImageArray, body: Body) -> list[Body]:
        """A second look, at a part of the picture about a body that came out folded or small; whole bodies only."""
        (left, top), (right, bottom) = body.box_px
        half = CLOSE_UP_BODIES / 2 * max(right - left, bottom - top)
        across, down = (left + right) / 2, (top + bottom) / 2
        first_row, first_column = max(0, int(down - half)), max(0, int(across - half))
        part = rgb[first_row : int(down + half), first_column : int(across + half)]
        if min(part.shape[:2]) < ROW_MULTIPLE_PX:
            return []
        found = self.find(np.ascontiguousarray(part))
        return [each.moved(np.array([first_column, first_row])) for each in found if not each.is_folded]

    def find(self, rgb: ImageArray) -> list[Body]:
        """rgb (height, width, 3), upright and contiguous."""
        rgb = _padded(rgb)
        picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        self._last_ms += UNSMOOTHED_STEP_MS
        with _native_chatter_silenced(only_if=not self._has_found):
            if self._follows:
                result = self._landmarker.detect_for_video(picture, self._last_ms)
            else:
                result = self._landmarker.detect(picture)
        self._has_found = self._has_found or bool(result.pose_landmarks)
        return _bodies(result, rgb)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._landmarker.close()


def _bodies(result: vision.PoseLandmarkerResult, rgb: ImageArray) -> list[Body]:
    height_px, width_px = rgb.shape[:2]
    return [
        Body(
            landmarks_px=np.array([(point.x * width_px, point.y * height_px) for point in person]),
            visibility=np.array([point.visibility for point in person], dtype=np.float64),
        )
        for person in result.pose_landmarks
    ]


def _padded(rgb: ImageArray) -> ImageArray:
    """Black columns on the right, up to a multiple of ROW_MULTIPLE_PX.

    MediaPipe 1.2 reads other widths with the wrong row length: the picture is sheared, and nobody is found in it.
    """
    missing_px = -rgb.shape[1] % ROW_MULTIPLE_PX
    if not missing_px:
        return rgb
    padded = cv2.copyMakeBorder(rgb, 0, 0, 0, missing_px, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    return padded.astype(np.uint8, copy=False)


@contextmanager
def _native_chatter_silenced(*, only_if: bool = True) -> Iterator[None]:
    """MediaPipe's C++ speaks on the error stream until it has found its first body; a progress bar lives there too."""
    if not only_if:
        yield
        return
    kept = os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)
