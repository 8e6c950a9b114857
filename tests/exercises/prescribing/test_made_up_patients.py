"""2,000 made-up patients through the draft, and their diaries through the rules of progress: what must never happen."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from exercises.prescribing.answer import Draft
from exercises.prescribing.draft import draft_plan, seconds_of
from exercises.prescribing.gates import FLAGS
from exercises.prescribing.inputs import BALANCE, Clearance, Inputs, SideInputs
from exercises.prescribing.progression import Course, Move, Session, propose
from exercises.prescribing.restrictions import is_unsteady, restrictions_after
from exercises.prescribing.rows import is_low_strength
from exercises.prescribing.running import FREE, STOPPED, Run, most_km, next_session, step_after
from exercises.prescribing.sessions import MAX_SESSION_MINUTES, take_turns
from exercises.prescribing.types import ExerciseCode, Pattern, Stage, Support
from gait.result.conventions import Confidence, Side

PATIENTS = 2000
TODAY = date(2026, 11, 30)
CODES = [flag.code for flag in FLAGS]


def side(dice: Random) -> SideInputs:
    grade = dice.choice([None, 0, 0, 0, 1, 2, 3])
    is_near = grade is not None and dice.random() < 0.2
    return SideInputs(
        grade=grade,
        pattern=dice.choice([*Pattern, Pattern.NONE, Pattern.UNCOMPENSATED]),
        drop_deg=dice.choice([None, dice.uniform(-3, 12)]),
        half_width_deg=2.0,
        has_knee_in=dice.random() < 0.2,
        mmt=dice.choice([None, None, 3, 4, 5, 5]),
        hhd_lsi_pct=dice.choice([None, None, dice.uniform(50, 110)]),
        hhd_body_weight_pct=dice.choice([None, None, dice.uniform(15, 50)]),
        lower_grade=max(0, grade - 1) if is_near and grade is not None else None,
        higher_grade=grade if is_near else None,
    )


def clearance(dice: Random, code: str) -> Clearance:
    return Clearance(code, dice.choice(["examined, no finding", ""]), dice.choice(["Ines", ""]))


def patient(dice: Random) -> Inputs:
    def some(share: float) -> list[str]:
        return [code for code in CODES if dice.random() < share]

    nprs = dice.choice([0, 0, 1, 2, 3, 4, 5, 6, 8, 10])
    cleared = [*some(0.02), *([BALANCE] if dice.random() < 0.1 else [])]
    return Inputs(
        left=side(dice),
        right=side(dice),
        confidence=dice.choice([Confidence.A, Confidence.B, Confidence.C]),
        is_grade_typed=dice.random() < 0.5,
        strength_position=dice.choice(["", "side_lying", "supine"]),
        is_asymmetric=dice.random() < 0.2,
        nprs=nprs,
        morning_nprs=dice.choice([None, 0, nprs]),
        has_night_pain=dice.random() < 0.1,
        settles_within_24_h=dice.random() < 0.9,
        stage=dice.choice([Stage.BUILD, Stage.BUILD, *Stage]),
        age_years=dice.choice([14, 25, 40, 64, 65, 80]),
        red_flags=frozenset(some(0.01)),
        intake_flags=frozenset(some(0.01)),
        clearances=tuple(clearance(dice, code) for code in cleared),
        step_pain_nprs=min(nprs, dice.choice([0, 0, 3, 5])),
        has_lateral_hip_pain=dice.random() < 0.1,
        has_ankle_or_forefoot_pain=dice.random() < 0.1,
        has_balance_risk=dice.random() < 0.1,
        one_leg_stance_s=dice.choice([None, 4.0, 8.0, 30.0]),
        has_band=dice.random() < 0.9,
        has_step=dice.random() < 0.9,
        adherence_pct=dice.choice([None, 50.0, 90.0]),
        last_levels=tuple((exercise, dice.randint(0, 4)) for exercise in ExerciseCode),
        is_runner=dice.random() < 0.5,
        cadence_spm=dice.choice([None, 155.0, 168.0]),
        km_per_week=dice.choice([None, 0, 40]),
    )


def made_up() -> list[tuple[Inputs, Draft]]:
    dice = Random(13)
    return [(inputs, draft_plan(inputs)) for inputs in (patient(dice) for _ in range(PATIENTS))]


@pytest.fixture(scope="module")
def patients() -> list[tuple[Inputs, Draft]]:
    return made_up()


def test_they_are_a_mixed_lot(patients):
    rows = {draft.row for _, draft in patients}
    assert {f"D{number}" for number in range(15)} <= rows
    drafted = sum(bool(draft.lines) for _, draft in patients)
    assert 300 < drafted < PATIENTS - 300


def test_no_plan_past_a_flag_that_nobody_examined(patients):
    for inputs, draft in patients:
        said = {one.code for one in inputs.clearances if one.examined and one.by}
        unexamined = (inputs.red_flags | inputs.intake_flags | inputs.cleared_flags) - said
        if unexamined or inputs.red_flags:
            assert draft.is_refused and not draft.lines


def test_exercises_take_turns_only_once_their_week_is_too_long_for_one_session(patients):
    seen = set()
    for _, draft in patients:
        for week in {line.starts_in_week for line in draft.lines}:
            begun = [line for line in draft.lines if line.starts_in_week <= week]
            fits = sum(seconds_of(line) for line in begun) <= 60 * MAX_SESSION_MINUTES
            seen.add((week > 1, fits))
            assert not fits or not any("M11" in line.rules for line in begun)
            assert fits or all("M11" in line.rules for line in begun if line.starts_in_week == week)
    assert seen == {(False, True), (False, False), (True, True), (True, False)}


def test_no_line_above_the_cap_and_none_without_its_support(patients):
    for inputs, draft in patients:
        for line in draft.lines:
            kept = restrictions_after(inputs, line.exercise, line.rules)
            assert line.level == kept.allowed(line.level)
            if is_unsteady(inputs) and line.exercise is not ExerciseCode.SINGLE_LEG_BRIDGE:
                assert line.level <= 1 and line.dose.support is not Support.NONE
            if inputs.is_irritable:
                assert line.level == 0
            if inputs.stage is Stage.EARLY:
                assert line.level <= 1


def test_both_sides_within_only_without_a_doubt(patients):
    for inputs, draft in patients:
        if draft.row == "D0":
            assert inputs.is_told
        if draft.headline.startswith("Both sides"):
            assert inputs.left.is_sure_none and inputs.right.is_sure_none


def test_a_measured_weakness_is_the_target_or_is_named(patients):
    for inputs, draft in patients:
        if not draft.lines:
            continue
        targets = {side for line in draft.lines for side in line.target_sides}
        for leg in Side:
            if is_low_strength(inputs, leg) and targets and leg not in targets:
                assert any(remark.startswith(f"The {leg} hip tested weak") for remark in draft.remarks)


def test_no_session_is_longer_than_promised(patients):
    for _, draft in patients:
        seconds = [seconds_of(line) for line in draft.lines]
        for group in take_turns(seconds):
            assert sum(seconds[place] for place in group) <= 60 * MAX_SESSION_MINUTES
        assert draft.session_minutes <= MAX_SESSION_MINUTES


def test_no_running_past_a_flag_or_while_irritable_and_no_quicker_steps_in_the_first_weeks(patients):
    told = set()
    for inputs, draft in patients:
        running = draft.running
        if draft.is_refused or not inputs.is_runner:
            assert running is None
        if running is None:
            continue
        told.add(running.start_step)
        assert (running.start_step == STOPPED) == inputs.is_irritable
        if inputs.is_irritable or inputs.stage is Stage.EARLY:
            assert running.target_spm is None
        if inputs.stage in {Stage.EARLY, Stage.RETURN_TO_RUN}:
            assert running.start_step <= 1
    assert told == {STOPPED, 1, FREE}


def run(dice: Random, days_ago: int) -> Run:
    """Mostly calm: a step is only led on by two calm runs with nothing worse between."""
    return Run(
        day=TODAY - timedelta(days=days_ago),
        km=dice.choice([2.0, 5.0, 12.0]),
        pain_nprs=dice.choice([0, 0, 1, 1, 2, 2, 2, 2, 3, 7, None]),
        has_settled=dice.choice([True] * 8 + [False, None]),
        morning_nprs=dice.choice([0, 0, 0, 1, 1, 2, 4, 8, None]),
    )


def test_runs_lead_on_only_when_calm_and_asked_and_pain_above_5_stops_them():
    """Also: no session to the beat on a walk-run step, and no week much longer than the last."""
    dice = Random(15)
    rose = stopped = 0
    for _ in range(PATIENTS):
        start, usual_nprs = dice.randint(STOPPED, FREE), dice.choice([None, 0, 1, 2])
        days_ago = sorted(dice.sample(range(21), dice.randint(0, 6)), reverse=True)
        runs = [run(dice, each) for each in days_ago]
        step = step_after(start, runs, usual_nprs, may_rise=True)
        calm = sum(one.is_calm(usual_nprs) for one in runs)
        assert step <= start + calm // 2
        rose, stopped = rose + (step > start), stopped + (step == STOPPED < start)
        if start == STOPPED or any(one.is_red() for one in runs):
            assert step == STOPPED
        if usual_nprs is None:
            assert step <= start, "against an unknown usual nothing is calm"
        unasked = step_after(start, runs, usual_nprs, may_rise=False)
        assert unasked <= step and (not runs or unasked <= step_after(start, runs[:-1], usual_nprs, may_rise=True))
        done = dice.randint(0, 9)
        assert (next_session(step, done) is not None) == (step == FREE and done < 8)
        allowed_km = most_km(None, runs, TODAY, usual_nprs)
        last = [one for one in runs if 7 <= (TODAY - one.day).days < 14]
        if last and allowed_km is not None:
            is_calm = all(one.is_calm(usual_nprs) for one in last)
            assert allowed_km <= sum(one.km for one in last) * (1.1 if is_calm else 1.0) + 0.05
    assert rose > 20 and stopped > 20


def session(dice: Random, days_ago: int) -> Session:
    return Session(
        day=TODAY - timedelta(days=days_ago),
        is_done=dice.random() < 0.9,
        pain_nprs=dice.choice([0, 1, 2, 2, 4, None]),
        morning_nprs=dice.choice([0, 0, 1, 2, 3, None]),
        effort_rpe=dice.choice([4, 5, 6, 8]),
        stayed_level=dice.choice([True, True, None]),
        skip_reason=dice.choice(["", "too_easy", "no_equipment"]),
    )


def test_nobody_goes_on_with_a_morning_that_was_worse_or_not_told():
    dice = Random(14)
    moves = set()
    for _ in range(PATIENTS):
        sessions = tuple(session(dice, days_ago) for days_ago in (6, 4, 2))
        usual_nprs = dice.choice([None, 0, 1, 2])
        course = Course(dice.randint(0, 3), TODAY - timedelta(days=9), sessions, 3, usual_nprs)
        move = propose(course, TODAY).move
        moves.add(move)
        if move is Move.PROGRESS:
            assert usual_nprs is not None
            assert all(one.morning_nprs is not None and one.morning_nprs <= min(2, usual_nprs) for one in sessions)
        capped = propose(replace(course, capped_by="M7"), TODAY)
        assert capped.move is not Move.PROGRESS
    assert Move.PROGRESS in moves and Move.HOLD in moves
