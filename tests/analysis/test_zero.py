import dataclasses

import numpy as np
import pytest

from gait.analysis.conclude import conclude
from gait.analysis.conventions import RollOrigin, Side, View
from gait.analysis.landmarks import ANKLE
from gait.analysis.readings import Readings
from gait.analysis.standing import standing_frames
from gait.analysis.synthetic import Walker, walk
from gait.analysis.types import CameraRoll, Hints, Pose
from gait.analysis.zero import find_zero

HINTS = Hints(view=View.POSTERIOR)
STANDING_FRAMES = 90


def after_standing(readings: Readings, *, line_error_deg: float = 0.0) -> Readings:
    """The same walk after a second and a half of quiet standing; line_error_deg is in the line all along."""
    assert readings.line is not None
    step_s = readings.time_s[1] - readings.time_s[0]
    time_s = np.arange(len(readings.time_s) + STANDING_FRAMES) * step_s
    random = np.random.default_rng(7)
    still_px = np.repeat(readings.pose.landmarks_px[:1], STANDING_FRAMES, axis=0)
    ankles = list(ANKLE.values())
    still_px[:, ankles, 1] = still_px[:, ankles, 1].mean()
    landmarks_px = np.concatenate((still_px + random.standard_normal(still_px.shape), readings.pose.landmarks_px))
    standing_deg = np.full(STANDING_FRAMES, readings.roll.value_deg) + 0.2 * random.standard_normal(STANDING_FRAMES)

    def longer(values: np.ndarray) -> np.ndarray:
        return np.concatenate((np.repeat(values[:1], STANDING_FRAMES, axis=0), values))

    line = dataclasses.replace(
        readings.line,
        angle_deg=np.concatenate((standing_deg, readings.line.angle_deg)) + line_error_deg,
        **{name: longer(getattr(readings.line, name)) for name in ("sigma_deg", "centre_px", "half_width_px")},
    )
    return dataclasses.replace(
        readings,
        time_s=time_s,
        pose=Pose(landmarks_px, longer(readings.pose.visibility)),
        subject=dataclasses.replace(readings.subject, torso_px=longer(readings.subject.torso_px)),
        line=line,
        sources={line.source: line},
    )


def test_quiet_standing_is_found_and_walking_is_not_standing() -> None:
    frames = standing_frames(after_standing(walk(Walker(landmark_noise_px=1.0))))
    assert frames[:STANDING_FRAMES].mean() > 0.6
    assert not frames[STANDING_FRAMES + 10 :].any()
    assert not standing_frames(walk(Walker(landmark_noise_px=1.0))).any()


def test_standing_takes_away_a_constant_error_of_the_line() -> None:
    readings = after_standing(walk(Walker(drop_deg=(4.0, 7.0))), line_error_deg=2.5)
    result = conclude(readings, HINTS)
    assert result.zero.relative
    assert result.sides[Side.LEFT].pelvic_drop_deg == pytest.approx(4.0, abs=0.3)
    assert result.sides[Side.RIGHT].pelvic_drop_deg == pytest.approx(7.0, abs=0.3)


def test_both_references_are_kept() -> None:
    readings = after_standing(walk(Walker(drop_deg=(4.0, 7.0), roll_deg=1.0)), line_error_deg=2.0)
    left = conclude(readings, HINTS).sides[Side.LEFT]
    assert left.relative_deg == pytest.approx(left.pelvic_drop_deg)
    assert left.absolute_deg == pytest.approx((left.relative_deg or 0.0) + 2.0, abs=0.2)


def test_a_level_line_that_a_therapist_drew_goes_before_standing() -> None:
    readings = after_standing(walk(Walker(roll_deg=3.0)))
    drawn = dataclasses.replace(readings, roll=CameraRoll(3.0, 0.4, RollOrigin.CLICKS))
    zero = find_zero(drawn)
    assert (zero.relative, zero.offset_deg) == (False, 3.0)
    assert zero.standing_obliquity_deg == pytest.approx(0.0, abs=0.2)


def test_without_standing_the_roll_is_the_zero() -> None:
    zero = find_zero(walk(Walker(roll_deg=-2.0)))
    assert (zero.relative, zero.offset_deg, zero.standing_obliquity_deg) == (False, -2.0, None)


def test_the_first_steps_after_standing_are_left_out_when_there_are_enough_others() -> None:
    long, short = (conclude(after_standing(walk(Walker(seconds=s))), HINTS) for s in (14.0, 6.0))
    starting = [s for s in long.stances if s.initial_contact_s < 2.2]
    assert starting
    assert {s.reason for s in starting} == {"S_UNSTEADY"}
    assert all(s.used for s in short.stances)


def test_standing_on_one_leg_is_not_the_zero() -> None:
    readings = after_standing(walk(Walker()))
    landmarks_px = readings.pose.landmarks_px.copy()
    landmarks_px[:STANDING_FRAMES, ANKLE[Side.LEFT], 1] -= 60.0
    lifted = dataclasses.replace(readings, pose=Pose(landmarks_px, readings.pose.visibility))
    assert not standing_frames(lifted).any()
