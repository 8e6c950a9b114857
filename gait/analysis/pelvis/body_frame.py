"""Where the pelvis is in every frame, and pictures of it at one size: the ground all sources stand on.

Only place and scale come from the pose here, never an angle.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from gait.analysis.curves.filtering import resample
from gait.analysis.terms.landmarks import HIP
from gait.analysis.terms.types import BoolArray, FloatArray, Footage, ImageArray, IntArray, Subject
from gait.result.conventions import Side

FloatImage: TypeAlias = NDArray[np.floating[Any]]
"""Pictures, and fields over them, in floating point of any width."""

HIP_SMOOTHING_S, TORSO_SMOOTHING_S = 0.04, 0.25
"""Half-windows of the median and of the Hann window that steady the middle of the hips and the torso length."""

ALIASED_STEP = 1.6
"""A view that samples its patch more coarsely than this many pixels is blurred first."""


@dataclass(frozen=True, slots=True)
class BodyFrame:
    """Middle of the hips (n, 2) and shoulder-to-hip length (n,), both steadied over time, in picture pixels.

    seen (n,) is False where no person was found; the other two are interpolated there.
    right_is_image_right tells whether the patient's right side lies to the right in the picture.
    """

    hips_px: FloatArray
    torso_px: FloatArray
    seen: BoolArray
    frame_rate_hz: float
    right_is_image_right: bool

    @property
    def sign(self) -> float:
        """Turn "image-right side lower" into "patient's right side lower"."""
        return 1.0 if self.right_is_image_right else -1.0

    def frames(self, max_hz: float = np.inf) -> IntArray:
        """Frames in which the person is seen, thinned out evenly to at most max_hz; first and last are kept."""
        # Rates a little below a multiple (59.94 for 60) count as the multiple.
        every = max(1, int(self.frame_rate_hz / max_hz + 0.05)) if np.isfinite(max_hz) else 1
        seen = np.flatnonzero(self.seen)
        return np.union1d(seen[seen % every == 0], seen[[0, -1]] if len(seen) else seen)


def follow_body(footage: Footage, subject: Subject, rightward: int) -> BodyFrame:
    """Steady place and scale of the pelvis for every frame of the clip.

    rightward: +1 where the patient's right is image right, otherwise -1.

    NaN: where nobody is seen place and scale are bridged by straight lines, and seen is False.
    """
    hips = footage.pose.landmarks_px[:, [HIP[Side.LEFT], HIP[Side.RIGHT]]].mean(axis=1)
    rate_hz = footage.timeline.rate_hz
    half_window = max(1, round(HIP_SMOOTHING_S * rate_hz))
    centre = np.stack([steady(hips[:, axis], half_window) for axis in (0, 1)], axis=1)
    torso = steady(subject.torso_px, max(2, round(TORSO_SMOOTHING_S * rate_hz)))
    seen = footage.pelvis.present & np.isfinite(hips[:, 0]) & (torso > 0)
    return BodyFrame(centre, torso, seen, rate_hz, rightward > 0)


def bridge(values: FloatArray) -> FloatArray:
    """values (n,) with NaN filled by straight lines and the ends held; all NaN gives zeros."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) == 0:
        return np.zeros_like(values)
    return np.interp(np.arange(len(values)), known, values[known])


def steady(values: FloatArray, half_window: int) -> FloatArray:
    """Running median, then a Hann window, both over 2 * half_window + 1 samples of values (n,); NaN bridged.

    The median takes out single frames in which the pose jumps, the window the steps that a median leaves.
    """
    padded = np.pad(bridge(values), half_window, mode="edge")
    median = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half_window + 1), axis=1)
    window = np.hanning(2 * half_window + 3)[1:-1]
    return np.convolve(np.pad(median, half_window, mode="edge"), window / window.sum(), mode="valid")


def scale_motion(angle: FloatArray, factor: float) -> FloatArray:
    """Stretch an angle (k,) about its mean: a camera's roll and a lasting tilt are not motion and stay as they are.

    NaN in one sample makes all NaN; empty stays empty.
    """
    if len(angle) == 0:
        return angle
    return np.asarray(angle.mean() + factor * (angle - angle.mean()))


def to_all_frames(footage: Footage, frames: IntArray, values: FloatArray) -> FloatArray:
    """Values (k,) of some frames on all frames (n,): splines between neighbours, NaN inside holes above 100 ms.

    All NaN with fewer than four values, which bear no cubic.
    """
    if len(frames) < 4:
        return np.full(len(footage.time_s), np.nan)
    return resample(footage.timeline.of_frames(frames), values, footage.time_s)


def cut_views(
    footage: Footage,
    frames: IntArray,
    centre_px: FloatArray,
    span_px: FloatArray,
    size: int,
    *,
    turn_deg: float = 0.0,
) -> ImageArray:
    """Square views (k, size, size, 3) of the pelvis, one per index in frames, cut out of the patches.

    centre_px (k, 2) and span_px (k,) are in picture pixels; turn_deg turns the content so that a level
    line reads +turn_deg (image-right side lower).
    """
    patches = footage.pelvis
    turn = np.radians(turn_deg)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    views = np.empty((len(frames), size, size, 3), np.uint8)
    for row, frame in enumerate(frames):
        scale = patches.scale_px[frame]
        step = span_px[row] / size / scale
        matrix = np.empty((2, 3))
        matrix[:, :2] = step * rotation
        middle = (centre_px[row] - patches.origin_px[frame]) / scale
        matrix[:, 2] = middle - matrix[:, :2] @ np.full(2, (size - 1) / 2)
        patch = patches.rgb[frame]
        if step > ALIASED_STEP:  # or the pattern of a cloth turns into stripes that lean otherwise
            patch = cv2.GaussianBlur(patch, (0, 0), 0.35 * step)
        views[row] = cv2.warpAffine(
            patch,
            matrix,
            (size, size),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    return views
