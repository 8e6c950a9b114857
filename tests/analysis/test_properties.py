"""What must hold whatever the walker: mirrors, frame rates, tilted cameras, scale."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.curves.sides import PAIRS, exchange
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import Hints, Pose
from gait.result.conventions import RollOrigin, Side, View
from gait.result.result import CameraRoll

DROPS = st.floats(-3.0, 14.0)
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def drops_of(readings: Readings, hints: Hints = Hints()) -> dict[Side, float]:  # noqa: B008 - frozen
    sides = conclude(readings, hints).sides
    return {side: sides[side].pelvic_drop_deg or 0.0 for side in Side}


def mirrored(readings: Readings) -> Readings:
    """The picture flipped left to right, with the names of the sides exchanged: the mirror twin of the patient."""
    assert readings.line is not None
    flipped_px = readings.pose.landmarks_px * np.array([-1.0, 1.0]) + np.array([720.0, 0.0])
    everywhere = np.ones(len(flipped_px), dtype=bool)
    line = dataclasses.replace(readings.line, angle_deg=-readings.line.angle_deg)
    return dataclasses.replace(
        readings,
        pose=Pose(exchange(flipped_px, everywhere, PAIRS), readings.pose.visibility),
        line=line,
        sources={line.source: line},
        roll=dataclasses.replace(readings.roll, value_deg=-readings.roll.value_deg),
    )


@pytest.mark.long
@FEW
@given(left=DROPS, right=DROPS)
def test_the_mirror_twin_has_the_sides_exchanged_exactly(left: float, right: float) -> None:
    readings = walk(Walker(drop_deg=(left, right), seconds=7.0, angle_noise_deg=0.5, landmark_noise_px=1.0))
    own, twin = conclude(readings, Hints()), conclude(mirrored(readings), Hints())
    for side in Side:
        assert twin.sides[side.other].pelvic_drop_deg == pytest.approx(own.sides[side].pelvic_drop_deg, abs=1e-6)
        assert twin.sides[side.other].verdict is own.sides[side].verdict


@pytest.mark.long
@FEW
@given(roll_deg=st.floats(-5.0, 5.0))
def test_an_unknown_roll_lifts_one_side_and_lowers_the_other(roll_deg: float) -> None:
    readings = walk(Walker(roll_deg=roll_deg, seconds=7.0))
    known = drops_of(readings)
    unknown = drops_of(dataclasses.replace(readings, roll=CameraRoll(0.0, 1.2, RollOrigin.ASSUMED)))
    assert unknown[Side.LEFT] - known[Side.LEFT] == pytest.approx(roll_deg, abs=1e-6)
    assert unknown[Side.RIGHT] - known[Side.RIGHT] == pytest.approx(-roll_deg, abs=1e-6)


@pytest.mark.long
@FEW
@given(roll_deg=st.floats(-5.0, 5.0))
def test_a_known_roll_changes_nothing(roll_deg: float) -> None:
    tilted = drops_of(walk(Walker(roll_deg=roll_deg, seconds=7.0)))
    level = drops_of(walk(Walker(roll_deg=0.0, seconds=7.0)))
    assert tilted == {side: pytest.approx(level[side], abs=0.05) for side in Side}


@pytest.mark.long
@FEW
@given(left=DROPS, right=DROPS)
def test_dropping_every_second_frame_stays_within_the_interval(left: float, right: float) -> None:
    full = walk(Walker(drop_deg=(left, right), rate_hz=120.0, seconds=7.0, angle_noise_deg=0.5, landmark_noise_px=1.0))
    half = every_second(full)
    before, after = conclude(full, Hints()).sides, conclude(half, Hints()).sides
    for side in Side:
        low, high = before[side].ci95_deg or (0.0, 0.0)
        assert low <= (after[side].pelvic_drop_deg or 0.0) <= high


def every_second(readings: Readings) -> Readings:
    assert readings.line is not None
    line = dataclasses.replace(
        readings.line,
        **{
            name: getattr(readings.line, name)[::2] for name in ("angle_deg", "sigma_deg", "centre_px", "half_width_px")
        },
    )
    return dataclasses.replace(
        readings,
        timeline=Timeline.of(readings.time_s[::2]),
        pose=Pose(readings.pose.landmarks_px[::2], readings.pose.visibility[::2]),
        subject=dataclasses.replace(readings.subject, torso_px=readings.subject.torso_px[::2]),
        line=line,
        sources={line.source: line},
    )


@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_the_scale_of_the_picture_changes_nothing(factor: float) -> None:
    readings = walk(Walker(seconds=7.0))
    assert readings.line is not None
    scaled = dataclasses.replace(
        readings,
        line=dataclasses.replace(readings.line, half_width_px=readings.line.half_width_px * factor),
        pose=Pose(readings.pose.landmarks_px * factor, readings.pose.visibility),
        subject=dataclasses.replace(readings.subject, torso_px=readings.subject.torso_px * factor),
    )
    own, other = conclude(readings, Hints()), conclude(scaled, Hints())
    for side in Side:
        assert other.sides[side].pelvic_drop_deg == own.sides[side].pelvic_drop_deg
        assert other.sides[side].ci95_deg == pytest.approx(own.sides[side].ci95_deg)
    assert other.companions.step_width_hip_ratio == pytest.approx(own.companions.step_width_hip_ratio)


@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
@pytest.mark.parametrize("in_mirror", [False, True])
def test_front_back_and_mirror_tell_the_same_sides(view: View, in_mirror: bool) -> None:
    hints = Hints(mirrored=in_mirror)
    result = conclude(walk(Walker(view=view, mirrored=in_mirror, drop_deg=(3.0, 8.0), lean_deg=(1.0, 6.0))), hints)
    assert drops_of(walk(Walker(view=view, mirrored=in_mirror, drop_deg=(3.0, 8.0))), hints) == {
        Side.LEFT: pytest.approx(3.0, abs=0.1),
        Side.RIGHT: pytest.approx(8.0, abs=0.1),
    }
    lean = result.companions.trunk_lean_deg
    assert (lean[Side.LEFT], lean[Side.RIGHT]) == (pytest.approx(1.0, abs=0.3), pytest.approx(6.0, abs=0.3))
