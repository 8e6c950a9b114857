import dataclasses

import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.result.conventions import Activity, Side, View
from gait.result.result import Companions

HINTS = Hints(view=View.POSTERIOR)


def companions_of(**changes: object) -> Companions:
    return conclude(walk(dataclasses.replace(Walker(seconds=9.0), **changes)), HINTS).companions


@pytest.mark.parametrize(
    ("activity", "steps_per_s"), [(Activity.WALKING, 1.7), (Activity.WALKING, 2.0), (Activity.RUNNING, 2.8)]
)
def test_cadence_counts_steps_not_strides(activity: Activity, steps_per_s: float) -> None:
    got = companions_of(activity=activity, steps_per_s=steps_per_s).cadence_spm
    assert got == pytest.approx(60 * steps_per_s, rel=0.01)


@pytest.mark.parametrize("roll_deg", [0.0, 4.0, -4.0])
def test_trunk_lean_is_towards_the_stance_side_whatever_the_camera(roll_deg: float) -> None:
    lean = companions_of(lean_deg=(2.0, 8.0), roll_deg=roll_deg).trunk_lean_deg
    assert lean == {Side.LEFT: pytest.approx(2.0, abs=0.4), Side.RIGHT: pytest.approx(8.0, abs=0.4)}


def test_a_trunk_that_leans_away_is_told_apart() -> None:
    away = companions_of(lean_deg=(-6.0, 2.0)).trunk_away_deg
    assert 3.0 < (away[Side.LEFT] or 0.0) < 6.0
    assert (away[Side.RIGHT] or 0.0) < 0


def test_step_width_is_in_hip_widths_and_negative_when_feet_cross() -> None:
    assert companions_of(step_width_m=0.18).step_width_hip_ratio == pytest.approx(1.0, abs=0.1)
    assert companions_of(step_width_m=-0.04).step_width_hip_ratio == pytest.approx(-0.22, abs=0.1)


def test_hip_adduction_adds_the_drop_to_the_thigh() -> None:
    level = companions_of(drop_deg=(0.0, 0.0)).hip_adduction_deg[Side.LEFT] or 0.0
    dropped = companions_of(drop_deg=(8.0, 0.0)).hip_adduction_deg[Side.LEFT] or 0.0
    assert 5.0 < dropped - level < 11.0


def test_a_clip_from_the_side_keeps_its_cadence_only() -> None:
    readings = walk(Walker(seconds=9.0))
    subject = dataclasses.replace(readings.subject, view=View.SIDE, measurable=False, reason="E_SIDE_VIEW")
    companions = conclude(dataclasses.replace(readings, subject=subject), Hints()).companions
    assert companions.cadence_spm is not None
    assert companions.step_width_hip_ratio is None
    assert set(companions.trunk_lean_deg.values()) == set(companions.knee_fppa_deg.values()) == {None}


def test_the_curves_of_trunk_and_knees_are_there_in_a_frontal_picture_only() -> None:
    readings = walk(Walker(seconds=6.0, lean_deg=(2.0, 8.0)))
    frontal = conclude(readings, Hints())
    assert np.nanmax(frontal.companion_curves["trunk_lean_deg"]) == pytest.approx(8.0, abs=0.5)
    assert all(np.isfinite(frontal.companion_curves[f"knee_fppa_{side}_deg"]).mean() > 0.9 for side in Side)
    askew = dataclasses.replace(readings, subject=dataclasses.replace(readings.subject, measurable=False))
    assert all(np.isnan(curve).all() for curve in conclude(askew, Hints()).companion_curves.values())
