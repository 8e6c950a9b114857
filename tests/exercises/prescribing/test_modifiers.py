import pytest

from exercises.prescribing.answer import Draft, Line
from exercises.prescribing.draft import draft_plan
from exercises.prescribing.inputs import BALANCE, Clearance, Inputs, SideInputs
from exercises.prescribing.modifiers import MODIFIERS
from exercises.prescribing.rows import LBW, SC, SD, SLB
from exercises.prescribing.types import Band, BandPosition, Pattern, Stage, Support, Wait
from gait.result.conventions import Confidence

U = Pattern.UNCOMPENSATED


def draft_for(grade: int = 2, *, right: dict[str, object] | None = None, **changes: object) -> Draft:
    """A right stance side of that grade, the left one level."""
    side = SideInputs(grade, U, **(right or {}))
    return draft_plan(Inputs(left=SideInputs(0), right=side, **{"confidence": Confidence.A, **changes}))


def uneven(**changes: object) -> Draft:
    """Two level sides that differ: a row that brings the step-down whatever the pain."""
    level = SideInputs(0, Pattern.NONE)
    return draft_plan(Inputs(left=level, right=level, is_asymmetric=True, confidence=Confidence.A, **changes))


def by_exercise(draft: Draft) -> dict[object, Line]:
    return {line.exercise: line for line in draft.lines}


def levels(draft: Draft) -> dict[object, int]:
    return {line.exercise: line.level for line in draft.lines}


def test_they_stand_in_their_order():
    assert [modifier.id for modifier in MODIFIERS] == [*(f"M{n}" for n in range(1, 11)), "K1", "K2"]


@pytest.mark.parametrize("weakness", [{"mmt": 3}, {"hhd_lsi_pct": 79.9}])
def test_m1_a_weak_target_side_makes_every_level_one_easier(weakness):
    assert levels(draft_for(right=weakness)) == {SC: 0, SLB: 1, LBW: 0, SD: 0}


@pytest.mark.parametrize("strength", [{"mmt": 4}, {"hhd_lsi_pct": 80.0}])
def test_m1_leaves_a_strong_enough_side_alone(strength):
    assert levels(draft_for(right=strength)) == {SC: 1, SLB: 2, LBW: 1, SD: 1}


def test_m1_ignores_the_side_that_is_not_aimed_at():
    inputs = Inputs(left=SideInputs(0, mmt=3), right=SideInputs(2, U), confidence=Confidence.A)
    assert levels(draft_plan(inputs))[SC] == 1


def test_m2_knee_in_lowers_the_step_down_and_asks_for_a_mirror():
    step = by_exercise(draft_for(right={"has_knee_in": True}))[SD]
    assert (step.level, step.rules) == (0, ("D4", "M2"))
    assert "mirror" in step.cues[0]


def test_m2_brings_the_step_down_of_a_painless_row_forward():
    inputs = Inputs(left=SideInputs(1, U), right=SideInputs(1, U, has_knee_in=True), confidence=Confidence.A)
    lines = by_exercise(draft_plan(inputs))
    assert (lines[SD].level, lines[SD].starts_in_week) == (0, 1)
    assert lines[LBW].starts_in_week == 3, "M8 keeps three exercises at first"


def test_m2_does_not_bring_forward_what_pain_holds_back():
    step = by_exercise(draft_for(1, right={"has_knee_in": True}, nprs=4))[SD]
    assert step.waits_for is Wait.SETTLED_PAIN


def test_m2_keeps_the_band_above_the_knees():
    draft = draft_for(right={"has_knee_in": True}, stage=Stage.MAINTAIN, last_levels=((LBW, 3),))
    walk = by_exercise(draft)[LBW]
    assert (walk.level, walk.dose.band_position) == (3, BandPosition.ABOVE_KNEE)


def test_m3_little_knee_pain_on_steps_means_the_lowest_step():
    step = by_exercise(uneven(nprs=3, step_pain_nprs=3))[SD]
    assert (step.level, step.waits_for, step.rules) == (0, Wait.NOTHING, ("D11", "M3"))


def test_m3_more_knee_pain_on_steps_waits():
    step = by_exercise(uneven(nprs=4, step_pain_nprs=4))[SD]
    assert (step.level, step.waits_for) == (0, Wait.SETTLED_PAIN)


def test_m3_leaves_no_gap_for_pain_of_2():
    assert by_exercise(draft_for(nprs=2, step_pain_nprs=2))[SD].level == 1


def test_m4_lateral_hip_pain_caps_clamshell_and_walk():
    assert levels(draft_for(1, has_lateral_hip_pain=True)) == {SC: 1, SLB: 2, LBW: 1, SD: 1}


def test_m5_back_pain_means_the_lowest_bridge():
    assert levels(draft_for(has_back_pain_in_bridge=True))[SLB] == 0


def test_m6_without_a_step_three_exercises_stay():
    draft = draft_for(has_step=False)
    assert set(levels(draft)) == {SC, SLB, LBW}
    assert all(line.starts_in_week == 1 for line in draft.lines)


def test_m6_without_a_step_the_scheduled_walk_starts_now():
    walk = by_exercise(draft_for(1, has_step=False))[LBW]
    assert (walk.starts_in_week, walk.rules) == (1, ("D1", "M6", "M11"))


def test_m6_without_a_band_clamshell_and_walk_start_at_the_bottom():
    draft = draft_for(has_band=False)
    lines = by_exercise(draft)
    assert (lines[SC].level, lines[LBW].level) == (0, 0)
    assert all(line.dose.band is Band.NONE for line in draft.lines)
    assert "Order a light and a medium band." in draft.remarks


@pytest.mark.parametrize("risk", [{"has_balance_risk": True}, {"age_years": 65}, {"one_leg_stance_s": 9.9}])
def test_m7_unsteady_people_get_support_and_level_1_at_most(risk):
    lines = by_exercise(draft_for(1, **risk))
    assert (lines[SC].level, lines[SD].level) == (1, 1)
    assert lines[SC].dose.support is not Support.NONE
    assert lines[SD].dose.support is Support.FINGERTIPS
    assert (lines[LBW].level, lines[LBW].dose.support) == (1, Support.FINGERTIPS)


def test_m7_ends_when_the_therapist_clears_the_balance():
    assert levels(draft_for(1, age_years=70, clearances=(Clearance(BALANCE, "20 s on each leg", "Ines"),)))[SC] == 2


def test_m8_a_habit_of_training_allows_four_at_first():
    assert len(draft_for(adherence_pct=80.0).lines_in_week(1)) == 4
    assert len(draft_for(adherence_pct=79.0).lines_in_week(1)) == 3


def test_m8_allows_four_on_d4_and_d6_only():
    away = Inputs(left=SideInputs(0), right=SideInputs(2, Pattern.AWAY), confidence=Confidence.A, adherence_pct=95.0)
    draft = draft_plan(away)
    assert (draft.row, len(draft.lines_in_week(1))) == ("D10", 3)


def test_m9_early_caps_at_level_1():
    assert max(levels(draft_for(stage=Stage.EARLY)).values()) == 1


def test_m9_return_to_run_means_two_days():
    draft = draft_for(stage=Stage.RETURN_TO_RUN)
    assert {line.days_per_week for line in draft.lines} == {2}
    assert all("run" in line.cues[-1] for line in draft.lines)


def test_m9_maintain_goes_on_at_the_last_level():
    draft = draft_for(stage=Stage.MAINTAIN, last_levels=((SC, 3), (SD, 2)))
    assert levels(draft) == {SC: 3, SLB: 2, LBW: 1, SD: 2}
    assert {line.days_per_week for line in draft.lines} == {2}


def test_m9_does_not_lift_a_cap_of_an_earlier_modifier():
    draft = draft_for(stage=Stage.MAINTAIN, last_levels=((SC, 4),), has_lateral_hip_pain=True)
    assert levels(draft)[SC] == 1


@pytest.mark.parametrize("against", [{"nprs": 4}, {"right": {"mmt": 3}}, {"right": {"hhd_lsi_pct": 70}}])
def test_m9_never_goes_back_up_to_the_last_level_with_pain_or_weakness(against: dict[str, object]) -> None:
    last = tuple((exercise, 4) for exercise in (SC, SLB, LBW, SD))
    building, maintaining = (
        levels(draft_for(last_levels=last, stage=s, **against)) for s in (Stage.BUILD, Stage.MAINTAIN)
    )
    assert building and maintaining == building


def test_m9_knee_in_keeps_the_step_down_at_its_lower_level() -> None:
    draft = draft_for(stage=Stage.MAINTAIN, last_levels=((SD, 4),), right={"has_knee_in": True})
    assert levels(draft)[SD] == 0


def test_m10_is_a_remark_only():
    assert draft_for(has_crossover_sign=True).lines == draft_for().lines
    assert any("step-width" in remark for remark in draft_for(has_crossover_sign=True).remarks)


def test_k1_a_strained_hamstring_leaves_the_bridge_out():
    assert SLB not in levels(draft_for(has_hamstring_strain=True))


def test_k2_a_sore_ankle_keeps_the_band_above_the_knees():
    draft = draft_for(has_ankle_or_forefoot_pain=True, stage=Stage.MAINTAIN, last_levels=((LBW, 4),))
    assert by_exercise(draft)[LBW].dose.band_position is BandPosition.ABOVE_KNEE
