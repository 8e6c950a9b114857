"""Clips that were filmed badly, as real files made from rendered ones: the answer is a reason, never degrees."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import av
import cv2
import made_clips
import numpy as np
import pytest

from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import AnalysisResult, ImageArray

SIZE_PX = (480, 854)
Spoil = Callable[[ImageArray], ImageArray]
Measure = Callable[[Path], AnalysisResult]


def pictures(name: str, count: int, spoil: Spoil, every: int = 2) -> Iterator[ImageArray]:
    with av.open(str(made_clips.rendered(name))) as container:
        for frame in islice(container.decode(video=0), 0, every * count, every):
            yield np.ascontiguousarray(spoil(frame.to_ndarray(format="rgb24")))


def spoiled(path: Path, name: str, count: int, spoil: Spoil, *, rate_hz: int = 30, every: int = 2) -> Path:
    frames = list(pictures(name, count, spoil, every))
    height_px, width_px = frames[0].shape[:2]
    return made_clips.write_clip(
        path, seconds=count / rate_hz, rate_hz=rate_hz, size_px=(width_px, height_px), frames=frames
    )


def placed(picture: ImageArray, scale_x: float, scale_y: float) -> ImageArray:
    """The picture made smaller, in the middle of an even wall of the same size."""
    height_px, width_px = picture.shape[:2]
    small = cv2.resize(picture, None, fx=scale_x, fy=scale_y, interpolation=cv2.INTER_AREA)
    wall = np.full_like(picture, 150)
    top, left = (height_px - small.shape[0]) // 2, (width_px - small.shape[1]) // 2
    wall[top : top + small.shape[0], left : left + small.shape[1]] = small
    return wall


def far_away(picture: ImageArray) -> ImageArray:
    return placed(cv2.resize(picture, SIZE_PX, interpolation=cv2.INTER_AREA), 0.22, 0.22)


def without_feet(picture: ImageArray) -> ImageArray:
    return picture[: int(0.72 * picture.shape[0]) // 2 * 2]


def askew(picture: ImageArray) -> ImageArray:
    """As narrow as somebody who walks past at an angle."""
    return placed(picture, 0.42, 1.0)


def as_filmed(picture: ImageArray) -> ImageArray:
    return cv2.resize(picture, SIZE_PX, interpolation=cv2.INTER_AREA)


@pytest.mark.provokes("E_PERSON_SMALL", "E_FEET_HIDDEN", "E_OBLIQUE_VIEW", "E_SIDE_VIEW", "E_SHORT_WALK")
@pytest.mark.parametrize(
    ("spoil", "count", "reasons"),
    [
        (far_away, 90, {"E_PERSON_SMALL", "E_NO_PERSON"}),
        (without_feet, 90, {"E_FEET_HIDDEN"}),
        (askew, 90, {"E_OBLIQUE_VIEW", "E_SIDE_VIEW"}),
        (as_filmed, 105, {"E_SHORT_WALK"}),
    ],
)
def test_it_says_what_to_film_again(
    tmp_path: Path, measure: Measure, spoil: Spoil, count: int, reasons: set[str]
) -> None:
    clip = spoiled(tmp_path / "clip.mp4", "A1", count, spoil)
    try:
        result = measure(clip)
    except VideoRefused as refusal:
        assert refusal.code in reasons
        return
    assert {side.reason for side in result.sides.values()} <= reasons
    assert all(side.pelvic_drop_deg is None for side in result.sides.values())


@pytest.mark.provokes("W_LOW_FPS", "W_SLOWMO")
def test_slow_motion_is_said_to_be_slow(tmp_path: Path, measure: Measure) -> None:
    """A runner filmed at 120 Hz whose file plays 15 a second."""
    result = measure(spoiled(tmp_path / "slow.mp4", "D02", 240, as_filmed, rate_hz=15, every=1))
    assert {"W_SLOWMO", "W_LOW_FPS"} <= {note.code for note in result.notes}
