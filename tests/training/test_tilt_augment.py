"""What is done to stills in training, and the figures that the model card quotes."""

import cv2
import numpy as np
import pytest

from gait.training.augment import HARD, ORDINARY, Treatment, augment, cut_view
from gait.training.report import figures, markdown
from gait.training.sizes import STORED_SIZE, VIEW_SIZE
from gait.training.walker.film import film


def tilted_bar(angle_deg: float) -> np.ndarray:
    """A bright bar through the middle of a stored still, + = its image-right end is lower."""
    still = np.zeros((STORED_SIZE, STORED_SIZE, 3), np.uint8)
    box = ((STORED_SIZE / 2, STORED_SIZE / 2), (110.0, 14.0), angle_deg)
    cv2.fillPoly(still, [cv2.boxPoints(box).astype(np.int32)], (255, 255, 255))
    return still


def angle_of_bar_deg(view: np.ndarray) -> float:
    rows, columns = np.nonzero(view[..., 0] > 127)
    return float(np.degrees(np.arctan(np.polyfit(columns, rows, 1)[0])))


@pytest.mark.parametrize("turn_deg", [-12.0, 0.0, 7.0])
def test_turning_a_view_adds_to_its_angle(turn_deg: float) -> None:
    view = cut_view(tilted_bar(5.0), turn_deg=turn_deg)
    assert view.shape == (VIEW_SIZE, VIEW_SIZE, 3)
    assert angle_of_bar_deg(view) == pytest.approx(5.0 + turn_deg, abs=0.8)


def test_shift_and_zoom_leave_the_angle() -> None:
    view = cut_view(tilted_bar(8.0), zoom=1.2, shift_px=(6.0, -9.0))
    assert angle_of_bar_deg(view) == pytest.approx(8.0, abs=0.8)


def test_the_same_seed_gives_the_same_view() -> None:
    first, second = (augment(np.random.default_rng(4), tilted_bar(3.0), 3.0) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    assert first[1] == second[1]


@pytest.mark.parametrize("how", [HARD, ORDINARY])
def test_augmented_views_favour_no_side(how: Treatment) -> None:
    angles = np.array([augment(np.random.default_rng(k), tilted_bar(6.0), 6.0, how)[1] for k in range(300)])
    assert abs(angles.mean()) < 1.5
    assert {True, False} == set(angles > 0)


def test_filming_keeps_size_and_brightness() -> None:
    picture = np.full((90, 90, 3), 120.0)
    filmed = [film(np.random.default_rng(k), picture) for k in range(20)]
    assert all(still.shape == (90, 90, 3) and still.dtype == np.uint8 for still in filmed)
    assert all(abs(float(still.mean()) - 120) < 6 for still in filmed)


def test_figures_of_answers_that_are_known() -> None:
    true_deg = np.array([-10.0, 0.0, 10.0])
    found = figures(true_deg, 0.9 * true_deg + 0.5, np.full(3, 0.5))
    assert found["slope"] == pytest.approx(0.9)
    assert found["rmse_deg"] == pytest.approx(np.sqrt((1.5**2 + 0.5**2 + 0.5**2) / 3))
    assert found["beyond_two_sigmas"] == pytest.approx(1 / 3)
    assert markdown("stills", {"all": found}).splitlines()[2].startswith("| all | 3 | ")
