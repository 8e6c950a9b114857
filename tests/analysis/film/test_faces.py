"""No head in a picture that leaves the review: hidden where it is known, and nothing shown where it is not."""

import numpy as np
import pytest

from gait.analysis.film.faces import CELLS_ACROSS, Heads, heads_of, hide_faces

WIDTH, HEIGHT, COUNT, RATE_HZ = 200, 400, 30, 30
HEAD = (100.0, 60.0)


def overlay(**lost: range) -> dict[str, object]:
    """Somebody who stands still; the joints named are lost in these frames."""
    at = {
        "nose": HEAD,
        "left_ear": (90, 60),
        "right_ear": (110, 60),
        "left_shoulder": (75, 110),
        "right_shoulder": (125, 110),
    }
    joints = {name: [value for _ in range(COUNT) for value in place] for name, place in at.items()}
    for name, frames in lost.items():
        for frame in frames:
            joints[name][2 * frame : 2 * frame + 2] = [None, None]
    return {
        "width_px": WIDTH,
        "height_px": HEIGHT,
        "time_s": [number / RATE_HZ for number in range(COUNT)],
        "joints": joints,
        "chosen": "waistband",
        "lines": {"waistband": {"trusted": True, "from_xy": [80.0, 200.0] * COUNT, "to_xy": [120.0, 200.0] * COUNT}},
    }


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)


def colours(picture: np.ndarray, x: float, y: float, reach: int) -> int:
    part = picture[round(y) - reach : round(y) + reach, round(x) - reach : round(x) + reach]
    return len(np.unique(part.reshape(-1, 3), axis=0))


def test_the_head_is_left_in_a_few_cells_and_the_body_as_it_was(picture):
    before = picture.copy()
    hide_faces(picture, heads_of(overlay()), 0.5)
    assert colours(picture, *HEAD, reach=25) <= CELLS_ACROSS**2
    assert np.array_equal(picture[115:], before[115:])


def test_a_smaller_copy_of_the_picture_is_hidden_in_its_own_pixels(picture):
    small = np.ascontiguousarray(picture[::2, ::2])
    hide_faces(small, heads_of(overlay()), 0.5)
    assert colours(small, HEAD[0] / 2, HEAD[1] / 2, reach=12) <= CELLS_ACROSS**2


def test_a_head_lost_for_a_moment_is_where_it_was(picture):
    lost = range(10, 20)
    heads = heads_of(overlay(nose=lost, left_ear=lost, right_ear=lost))
    assert np.isfinite(heads.circles_px).all()
    hide_faces(picture, heads, 15 / RATE_HZ)
    assert colours(picture, *HEAD, reach=25) <= CELLS_ACROSS**2


def test_an_ear_is_enough(picture):
    every = range(COUNT)
    hide_faces(picture, heads_of(overlay(nose=every, left_ear=every)), 0.5)
    assert colours(picture, *HEAD, reach=15) <= CELLS_ACROSS**2


@pytest.mark.parametrize("lost", [("nose", "left_ear", "right_ear"), ("left_shoulder", "right_shoulder")])
def test_a_head_that_nobody_knows_leaves_only_the_pelvis(picture, lost):
    before = picture.copy()
    hide_faces(picture, heads_of(overlay(**dict.fromkeys(lost, range(COUNT)))), 0.5)
    assert np.array_equal(picture[190:230, 60:140], before[190:230, 60:140])
    assert len(np.unique(picture[:150].reshape(-1, 3), axis=0)) <= CELLS_ACROSS**2


@pytest.mark.parametrize("heads", [None, Heads(np.empty(0), np.empty((0, 3)), np.empty((0, 3)), WIDTH)])
def test_a_clip_in_which_nobody_was_followed_shows_nothing(picture, heads):
    hide_faces(picture, heads, 0.5)
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) <= CELLS_ACROSS**2


def test_a_head_at_the_edge_and_beyond_it_is_no_error(picture):
    near = overlay()
    for name in ("nose", "left_ear", "right_ear"):
        near["joints"][name] = [-40.0, -60.0] * COUNT
    hide_faces(picture, heads_of(near), 0.5)
