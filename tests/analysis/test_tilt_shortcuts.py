"""Does the tilt reader see the pelvis, or something that usually goes with it? One thing moves at a time.

The stills in tests/data/tilt are rendered by `python -m gait.training.shortcuts tests/data/tilt`, with the truth beside
them; they are read by the shipped weights through the product's own reader.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from gait.analysis.pelvis.tilt_reader import VIEW_SIZE, read_tilt

STILLS = Path(__file__).resolve().parents[1] / "data" / "tilt"
HIPS = (slice(None), slice(28, 88), slice(16, 96))
"""Rows and columns of a view that hold the pelvis."""


@dataclass(frozen=True)
class Sweep:
    """Views (bodies * steps, side, side, 3); what moved and the true angle (bodies, steps)."""

    views: NDArray[np.uint8]
    moved_deg: NDArray[np.float64]
    true_deg: NDArray[np.float64]

    def slope_of(self, answers: NDArray[np.float64]) -> float:
        """Mean size over the bodies of the slope of the answers against what moved."""
        rows = answers.reshape(self.moved_deg.shape)
        slopes = [np.polyfit(moved, answer, 1)[0] for moved, answer in zip(self.moved_deg, rows, strict=True)]
        return float(np.abs(slopes).mean())


def sweep(name: str) -> Sweep:
    sheet = cv2.imread(str(STILLS / f"{name.replace(' ', '_')}.jpg"))
    assert sheet is not None
    bodies, steps = sheet.shape[0] // VIEW_SIZE, sheet.shape[1] // VIEW_SIZE
    views = sheet[..., ::-1].reshape(bodies, VIEW_SIZE, steps, VIEW_SIZE, 3).transpose(0, 2, 1, 3, 4)
    truth = json.loads((STILLS / "truth.json").read_text())[name]
    moved, true = np.array(truth["moved_deg"]), np.array(truth["true_deg"])
    return Sweep(np.ascontiguousarray(views.reshape(-1, VIEW_SIZE, VIEW_SIZE, 3)), moved, true)


def test_it_follows_the_pelvis_when_nothing_else_moves() -> None:
    pelvis = sweep("pelvis only")
    angle, _ = read_tilt(pelvis.views)
    assert 0.85 < pelvis.slope_of(angle) < 1.15
    assert np.sqrt(((angle.reshape(pelvis.true_deg.shape) - pelvis.true_deg) ** 2).mean()) < 2.5


def test_it_follows_the_pelvis_when_the_trunk_leans_the_other_way() -> None:
    against = sweep("trunk against pelvis")
    assert 0.75 < against.slope_of(read_tilt(against.views)[0]) < 1.15


@pytest.mark.parametrize(("moving", "highest"), [("trunk only", 0.2), ("legs only", 0.15), ("arms only", 0.15)])
def test_it_stays_level_while_the_pelvis_does(moving: str, highest: float) -> None:
    other = sweep(moving)
    assert np.ptp(other.true_deg, axis=1).max() < 1.0, "the pelvis itself must not move in these stills"
    assert other.slope_of(read_tilt(other.views)[0]) < highest


def test_it_says_nothing_of_a_grey_picture() -> None:
    angle, sigma = read_tilt(np.full((3, VIEW_SIZE, VIEW_SIZE, 3), 128, np.uint8))
    assert np.abs(angle).max() < 0.5
    assert sigma.min() > 4.0


def test_it_grows_unsure_when_the_pelvis_is_covered() -> None:
    pelvis = sweep("pelvis only")
    covered = pelvis.views.copy()
    covered[HIPS] = 128
    assert np.median(read_tilt(covered)[1]) > 1.3 * np.median(read_tilt(pelvis.views)[1])


def test_a_mirrored_view_gives_exactly_the_negative_angle() -> None:
    views = sweep("pelvis only").views[:20]
    angle, sigma = read_tilt(views)
    mirrored_angle, mirrored_sigma = read_tilt(np.ascontiguousarray(views[:, :, ::-1]))
    np.testing.assert_array_equal(mirrored_angle, -angle)
    np.testing.assert_array_equal(mirrored_sigma, sigma)
