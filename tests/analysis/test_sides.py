import numpy as np
from synthetic import Walker, walk

from gait.analysis.curves.sides import PAIRS, exchange, name_sides
from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, KNEE, TOE, Landmark
from gait.result.conventions import View
from gait.result.handedness import rightward_of

CLEAN = walk(Walker(seconds=4.0)).pose.landmarks_px
LEGS = tuple(tuple(joint.values()) for joint in (KNEE, ANKLE, HEEL, TOE))


def test_right_is_image_right_from_behind_and_in_a_mirror_from_the_front() -> None:
    assert rightward_of(View.POSTERIOR, mirrored=False) == 1
    assert rightward_of(View.POSTERIOR, mirrored=True) == -1
    assert rightward_of(View.ANTERIOR, mirrored=False) == -1
    assert rightward_of(View.ANTERIOR, mirrored=True) == 1


def test_a_figure_turned_round_for_some_frames_is_put_straight() -> None:
    frames = np.zeros(len(CLEAN), dtype=bool)
    frames[[10, 11, 50, 120, 121, 122]] = True
    assert np.allclose(name_sides(exchange(CLEAN, frames, PAIRS), 1), CLEAN)


def test_legs_exchanged_for_some_frames_are_put_straight() -> None:
    frames = np.zeros(len(CLEAN), dtype=bool)
    frames[40:46] = True
    assert np.allclose(name_sides(exchange(CLEAN, frames, LEGS), 1), CLEAN)


def test_a_clip_named_the_wrong_way_all_along_is_named_by_the_view() -> None:
    everywhere = np.ones(len(CLEAN), dtype=bool)
    assert np.allclose(name_sides(exchange(CLEAN, everywhere, PAIRS), 1), CLEAN)


def test_unseen_frames_stay_unseen() -> None:
    holed = CLEAN.copy()
    holed[30:40] = np.nan
    named = name_sides(holed, 1)
    assert np.isnan(named[30:40]).all()
    assert np.allclose(named[:30], CLEAN[:30])


def test_hips_keep_their_place_only_names_move() -> None:
    everywhere = np.ones(len(CLEAN), dtype=bool)
    turned = exchange(CLEAN, everywhere, PAIRS)
    assert np.allclose(turned[:, Landmark.LEFT_HIP], CLEAN[:, Landmark.RIGHT_HIP])
    assert set(map(tuple, PAIRS)) >= {tuple(HIP.values())}
