"""A camera off the line of walking is told from the feet, and what it does to the angles is in the interval."""

import dataclasses

import numpy as np
import pytest
from synthetic import Walker, true_stances, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.landmarks import ANKLE, HEEL, TOE
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Hints
from gait.analysis.walk.askew import camera_yaw_deg
from gait.analysis.walk.events import detect_stances
from gait.analysis.walk.signals import build_signals
from gait.analysis.walk.zero import find_zero
from gait.result.conventions import Activity, RollOrigin, Side, View
from gait.result.result import CameraRoll

TRAVEL_TORSOS_PER_DEG = 0.0165 / 0.6
"""Of a whole stance, as a walker's feet show it."""


def from_askew(yaw_deg: float, **changes: object) -> Readings:
    """Both standing feet slide sideways with the belt, as they do before a camera that stands askew."""
    walker = dataclasses.replace(Walker(seconds=9.0, step_width_m=0.10), **changes)
    readings = walk(walker)
    points_px = readings.pose.landmarks_px.copy()
    torso_px = float(np.median(readings.subject.torso_px))
    for side in Side:
        for stance in (s for s in true_stances(walker) if s.side is side):
            share = (readings.time_s - stance.initial_contact_s) / (stance.toe_off_s - stance.initial_contact_s)
            on_belt = (share >= -0.05) & (share <= 1.05)
            for point in (ANKLE[side], HEEL[side], TOE[side]):
                points_px[on_belt, point, 0] -= yaw_deg * TRAVEL_TORSOS_PER_DEG * torso_px * (share[on_belt] - 0.5)
    return dataclasses.replace(readings, pose=dataclasses.replace(readings.pose, landmarks_px=points_px))


def yaw_of(readings: Readings) -> float | None:
    signals = build_signals(readings, find_zero(readings))
    return camera_yaw_deg(signals, detect_stances(signals, readings.subject), readings.subject.activity)


def half_deg(result: AnalysisResult) -> float:
    low, high = result.sides[Side.LEFT].ci95_deg or (np.nan, np.nan)
    return (high - low) / 2


def codes(result: AnalysisResult) -> set[str]:
    return {note.code for note in result.notes}


@pytest.mark.parametrize("yaw_deg", [-18.0, -10.0, 0.0, 10.0, 18.0])
def test_the_feet_tell_how_far_askew_the_camera_stands(yaw_deg: float) -> None:
    assert yaw_of(from_askew(yaw_deg)) == pytest.approx(abs(yaw_deg), abs=3.5)


@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
def test_a_square_view_is_not_called_askew(activity: Activity, view: View) -> None:
    pace = 1.8 if activity is Activity.WALKING else 2.8
    result = conclude(walk(Walker(activity=activity, view=view, steps_per_s=pace, seconds=9.0)), Hints())
    assert result.askew.yaw_deg is not None and result.askew.yaw_deg < 4.0
    assert "W_OBLIQUE" not in codes(result)


@pytest.mark.provokes("W_OBLIQUE")
def test_the_further_askew_the_wider_the_interval_and_then_no_answer() -> None:
    square, askew, far = (conclude(from_askew(yaw_deg), Hints()) for yaw_deg in (0.0, 14.0, 32.0))
    assert half_deg(askew) > half_deg(square) + 0.2
    assert "W_OBLIQUE" in codes(askew)
    assert askew.sides[Side.LEFT].error_parts_deg["view"] > 0.5
    assert {side.reason for side in far.sides.values()} == {"E_OBLIQUE_VIEW"}


def test_level_edges_that_lean_against_upright_ones_widen_the_interval() -> None:
    readings = walk(Walker(seconds=9.0))
    leaning = dataclasses.replace(readings, roll=CameraRoll(0.0, 0.3, RollOrigin.EDGES, askew_deg=-1.5))
    assert half_deg(conclude(leaning, Hints())) > half_deg(conclude(readings, Hints())) + 0.5
