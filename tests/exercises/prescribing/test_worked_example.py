"""The example that the clinical notes work through by hand, line by line."""

import pytest

from exercises.prescribing.answer import Draft, Line
from exercises.prescribing.draft import draft_plan
from exercises.prescribing.inputs import Inputs, SideInputs
from exercises.prescribing.types import Band, BandPosition, ExerciseCode, Pattern
from gait.result.conventions import Confidence, Side


@pytest.fixture
def draft() -> Draft:
    right = SideInputs(2, Pattern.UNCOMPENSATED, drop_deg=8.1, half_width_deg=2.0, hhd_lsi_pct=84)
    return draft_plan(Inputs(left=SideInputs(0), right=right, confidence=Confidence.A, nprs=2))


def line_of(draft: Draft, exercise: ExerciseCode) -> Line:
    return next(line for line in draft.lines if line.exercise is exercise)


def test_it_takes_row_d4_with_review_in_four_weeks(draft):
    assert (draft.row, draft.review_in_weeks) == ("D4", 4)
    assert {line.days_per_week for line in draft.lines} == {3}


def test_it_starts_the_clamshell_at_level_1_with_a_light_band(draft):
    clamshell = line_of(draft, ExerciseCode.STANDING_CLAMSHELL)
    dose = clamshell.dose
    assert (clamshell.level, dose.sets, dose.reps, dose.hold_s) == (1, 2, 10, 2)
    assert (dose.band, dose.band_position) == (Band.LIGHT, BandPosition.ABOVE_KNEE)


def test_it_starts_the_single_leg_bridge_at_level_2(draft):
    bridge = line_of(draft, ExerciseCode.SINGLE_LEG_BRIDGE)
    assert (bridge.level, bridge.dose.sets, bridge.dose.reps, bridge.dose.hold_s) == (2, 2, 8, 3)


def test_it_starts_the_step_down_at_10_cm(draft):
    step = line_of(draft, ExerciseCode.STEP_DOWN)
    assert (step.level, step.dose.sets, step.dose.reps, step.dose.step_height_cm) == (1, 2, 8, 10)


def test_it_gives_the_right_stance_leg_one_set_more(draft):
    one_sided = [line for line in draft.lines if line.dose.is_one_sided]
    assert len(one_sided) == 3
    assert all(line.target_sides == (Side.RIGHT,) and line.extra_sets == 1 for line in one_sided)


def test_it_adds_the_banded_walk_in_week_3_by_m8(draft):
    walk = line_of(draft, ExerciseCode.LATERAL_BANDED_WALK)
    assert (walk.level, walk.starts_in_week, walk.rules) == (1, 3, ("D4", "M8"))
    assert walk not in draft.lines_in_week(1)


def test_it_does_not_take_84_percent_for_weak(draft):
    assert not any("M1" in line.rules for line in draft.lines)


def test_every_line_says_which_side_stands_and_which_drops(draft):
    for line in draft.lines:
        assert line.reason.startswith("Right stance: left side of the pelvis drops 8.1° ± 2.0° (moderate).")
        assert line.citations
