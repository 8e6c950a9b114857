"""Keeping to one person among several."""

import numpy as np
import pytest

from gait.analysis.film.people import Appearance, Follower, longest_episode
from gait.analysis.film.pose import Body
from gait.analysis.terms.landmarks import ANKLE, HIP, SHOULDER
from gait.analysis.terms.types import ChosenPerson

PICTURE_PX = (1000, 1000)


def body(x_px: float, torso_px: float = 200.0) -> Body:
    landmarks_px = np.zeros((33, 2))
    for point in HIP.values():
        landmarks_px[point] = x_px, 600
    for point in SHOULDER.values():
        landmarks_px[point] = x_px, 600 - torso_px
    return Body(landmarks_px, np.ones(33))


def with_legs(torso_px: float, leg_px: float) -> Body:
    landmarks_px = body(500, torso_px).landmarks_px
    for point in ANKLE.values():
        landmarks_px[point] = 500, 600 + leg_px
    return Body(landmarks_px, np.ones(33))


def test_legs_far_too_long_for_the_trunk_are_a_figure_squeezed_into_a_wrong_piece_of_the_picture():
    assert with_legs(torso_px=18, leg_px=116).is_folded
    assert not with_legs(torso_px=48, leg_px=67).is_folded
    assert not with_legs(torso_px=90, leg_px=250).is_folded  # bent far forward


def test_it_starts_with_the_large_one_near_the_middle():
    far, main, edge = body(450, 80), body(520, 200), body(980, 210)
    assert Follower(PICTURE_PX).pick([far, edge, main], 0.0) is main


def test_it_begins_with_the_one_that_somebody_pointed_at_and_not_before():
    small, main = body(300, 120), body(520, 220)
    follower = Follower(PICTURE_PX, ChosenPerson(1.0, (310.0, 560.0)))
    assert follower.pick([small, main], 0.5) is None
    assert follower.pick([main, small], 1.0) is small
    assert follower.pick([main, body(305, 120)], 1.03) is not main
    assert follower.others([main, small]) == [main]


def test_pointing_beside_everybody_chooses_nobody():
    follower = Follower(PICTURE_PX, ChosenPerson(0.0, (50.0, 50.0)))
    assert follower.pick([body(520)], 0.0) is None
    assert follower.pick([body(520)], 3.0) is None


def test_it_stays_with_the_same_one_when_a_larger_one_comes():
    follower = Follower(PICTURE_PX)
    follower.pick([body(500)], 0.0)
    for number in range(1, 60):
        main = body(500 + 3 * number)
        assert follower.pick([body(200, 300), main], number / 30) is main
    assert follower.episode == 0


def test_it_rather_sees_nobody_than_somebody_else():
    follower = Follower(PICTURE_PX)
    follower.pick([body(500)], 0.0)
    assert follower.pick([body(900)], 1 / 30) is None
    assert follower.pick([body(505, 60)], 2 / 30) is None


def test_a_short_loss_is_no_new_episode():
    follower = Follower(PICTURE_PX)
    follower.pick([body(500)], 0.0)
    assert follower.pick([], 0.2) is None
    assert follower.pick([body(520)], 0.3) is not None
    assert follower.episode == 0


def test_who_is_found_elsewhere_after_a_loss_may_be_another_one():
    follower = Follower(PICTURE_PX)
    follower.pick([body(100)], 0.0)
    found = body(900)
    assert follower.pick([found], 1.0) is found
    assert follower.episode == 1


def test_the_same_body_found_twice_is_not_a_second_person():
    follower = Follower(PICTURE_PX)
    follower.pick([body(500)], 0.0)
    assert follower.others([body(500), body(530, 190)]) == []


def test_small_figures_in_the_background_do_not_count():
    follower = Follower(PICTURE_PX)
    follower.pick([body(500)], 0.0)
    companion = body(850, 180)
    assert follower.others([body(500), companion, body(100, 60)]) == [companion]


def test_the_longest_episode_counts():
    assert longest_episode(np.array([0, 0, 1, 1, 1, 2])) == 1


def clothes(shirt: int, shorts: int, seed: int = 0) -> np.ndarray:
    """A patch with a shirt above and shorts below, in front of a room that always looks different."""
    patch = np.random.default_rng(seed).integers(0, 255, (320, 320, 3))
    patch[:130, 90:230] = shirt
    patch[130:, 90:230] = shorts
    return (patch + np.random.default_rng(seed + 1).normal(0, 5, patch.shape)).clip(0, 255).astype(np.uint8)


def test_the_same_clothes_match_in_front_of_any_room():
    appearance = Appearance()
    assert appearance.matches(clothes(200, 40))
    appearance.learn(clothes(200, 40), 0.0)
    assert appearance.matches(clothes(205, 46, seed=8))
    assert not appearance.matches(clothes(40, 200, seed=8))
    assert not appearance.matches(clothes(200, 110, seed=8))


@pytest.mark.long
def test_slowly_changing_light_is_followed_and_a_sudden_change_is_not():
    appearance = Appearance()
    for number in range(300):
        patch = clothes(200 - number // 3, 90 - number // 6, seed=number)
        assert appearance.matches(patch)
        appearance.learn(patch, number / 30)
    assert not appearance.matches(clothes(200, 90))
