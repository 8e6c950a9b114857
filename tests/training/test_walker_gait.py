"""The gait of whole clips: feet that stand on the belt, drops that are those asked for, standing that is quiet."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from gait.training.walker.pose import pose_body
from gait.training.walker.shape import Shape, draw_build, shape_body
from gait.training.walker.skeleton import BONE, SIDES
from gait.training.walker.stride import (
    BALL_AHEAD_M,
    DUTY,
    STANDING_S,
    Gait,
    draw_gait,
    steps_of,
    walk,
)

TIME_S = np.arange(0, 9, 1 / 60)


@pytest.fixture(scope="module")
def shape() -> Shape:
    return shape_body(draw_build(np.random.default_rng(3)))


def gait(kind: str, **more: float) -> Gait:
    """A drawn gait of this kind that begins in mid-step, without a lean of the trunk."""
    seeds = (np.random.default_rng(seed) for seed in range(50))
    return replace(next(g for g in map(draw_gait, seeds) if g.kind == kind), **({"standing_s": 0.0} | more))


@pytest.mark.parametrize("kind", DUTY)
def test_a_standing_foot_goes_back_with_the_belt(kind: str, shape: Shape) -> None:
    """All at one speed until the heel rises, whatever the pelvis does."""
    posture, _, steps = walk(gait(kind), shape, TIME_S)
    speeds = []
    for number, side in enumerate(SIDES):
        for step in steps:
            early_s = step.contact_s + 0.48 * (step.toe_off_s - step.contact_s)
            inside = (step.contact_s + 0.02 <= TIME_S) & (early_s >= TIME_S)
            if step.side == side and inside.sum() > 4:
                ahead_m = posture.ankles_m[inside, number, 2]
                speeds.append(np.diff(ahead_m) * 60)
    belt = np.concatenate(speeds)
    assert belt.mean() < -0.5
    assert belt.std() < 0.05 * abs(belt.mean())


@pytest.mark.parametrize("kind", DUTY)
def test_the_pelvis_drops_as_far_as_was_asked_in_each_stance(kind: str, shape: Shape) -> None:
    posture, _, steps = walk(gait(kind, drop_deg=(9.0, 3.0)), shape, TIME_S)
    for side, sign, asked_deg in (("l", 1, 9.0), ("r", -1, 3.0)):
        peaks_deg = [
            (sign * posture.obliquity_deg[(step.contact_s <= TIME_S) & (step.toe_off_s >= TIME_S)]).max()
            for step in steps
            if step.side == side and step.contact_s > 0 and step.toe_off_s < TIME_S[-1]
        ]
        assert np.mean(peaks_deg) == pytest.approx(asked_deg, abs=0.8)


def test_steps_take_turns_and_a_walk_always_has_a_foot_on_the_ground() -> None:
    steps = steps_of(gait("walk"), 9.0)
    assert {one.side + other.side for one, other in pairwise(steps)} == {"lr", "rl"}
    on_ground = np.any([(step.contact_s <= TIME_S) & (step.toe_off_s >= TIME_S) for step in steps], axis=0)
    assert on_ground.all()


@pytest.mark.parametrize("kind", DUTY)
def test_the_legs_reach_the_ground_and_the_pelvis_moves_smoothly(kind: str, shape: Shape) -> None:
    posture, _, _ = walk(gait(kind), shape, TIME_S)
    pose = pose_body(shape, posture)
    for number, side in enumerate(SIDES):
        missed_m = np.linalg.norm(pose.joint_m(f"foot_{side}") - posture.ankles_m[:, number], axis=1)
        assert np.percentile(missed_m, 95) < 0.005
    height_m = pose.heads_m[:, BONE["pelvis"], 1]
    assert np.abs(np.diff(height_m, 2)).max() < 0.006


def test_whoever_stands_first_stands_still_with_a_level_pelvis_and_both_feet_down(shape: Shape) -> None:
    posture, sway_m, steps = walk(gait("walk", standing_s=STANDING_S), shape, TIME_S)
    still = TIME_S < STANDING_S
    assert np.abs(posture.obliquity_deg[still]).max() == 0.0
    assert np.ptp(posture.ankles_m[still], axis=0).max() == 0.0
    assert np.ptp(sway_m[still]) == 0.0
    assert min(step.contact_s for step in steps) > STANDING_S


def test_the_ball_of_the_foot_stays_down_while_the_heel_rises(shape: Shape) -> None:
    posture, _, steps = walk(gait("walk"), shape, TIME_S)
    for number, side in enumerate(SIDES):
        late = np.any(
            [
                (step.contact_s + 0.55 * (step.toe_off_s - step.contact_s) <= TIME_S)
                & (step.toe_off_s - 0.02 >= TIME_S)
                for step in steps
                if step.side == side
            ],
            axis=0,
        )
        turn = np.radians(posture.foot_down_deg[late, number])
        ball_m = posture.ankles_m[late, number, 1] - shape.scale * (BALL_AHEAD_M * np.sin(turn) + 0.08 * np.cos(turn))
        assert np.ptp(ball_m) < 0.01
