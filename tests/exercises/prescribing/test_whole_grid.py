"""Whatever a therapist can enter, the sheet keeps its promises."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.prescribing.draft import draft_plan
from exercises.prescribing.gates import FLAGS
from exercises.prescribing.inputs import BALANCE, Clearance, Inputs, SideInputs
from exercises.prescribing.ladders import LADDERS
from exercises.prescribing.progression import Course, Move, Session, propose
from exercises.prescribing.record import inputs_from_record, inputs_to_record
from exercises.prescribing.restrictions import is_unsteady
from exercises.prescribing.types import Band, ExerciseCode, Pattern, Stage, Support
from gait.result.conventions import Confidence

pytestmark = pytest.mark.long
SIDES = st.builds(
    SideInputs,
    grade=st.sampled_from([None, 0, 1, 2, 3]),
    pattern=st.sampled_from(Pattern),
    drop_deg=st.none() | st.floats(-10, 20),
    half_width_deg=st.none() | st.floats(0.5, 6),
    lower_grade=st.sampled_from([None, 0, 1]),
    higher_grade=st.sampled_from([None, 2, 3]),
    has_knee_in=st.booleans(),
    mmt=st.none() | st.integers(0, 5),
    hhd_lsi_pct=st.none() | st.floats(20, 180),
    hhd_body_weight_pct=st.none() | st.floats(5, 60),
)
FLAG_SETS = st.frozensets(st.sampled_from([flag.code for flag in FLAGS]), max_size=2)
CLEARANCES = st.lists(
    st.builds(
        Clearance,
        code=st.sampled_from([BALANCE, *(flag.code for flag in FLAGS)]),
        examined=st.sampled_from(["seen", ""]),
        by=st.just("Ines"),
    ),
    max_size=2,
).map(tuple)
LEVELS = st.integers(0, 4)
INPUTS = st.builds(
    Inputs,
    left=SIDES,
    right=SIDES,
    confidence=st.sampled_from(Confidence),
    is_grade_typed=st.booleans(),
    is_asymmetric=st.booleans(),
    has_crossover_sign=st.booleans(),
    nprs=st.integers(0, 10),
    has_night_pain=st.booleans(),
    settles_within_24_h=st.booleans(),
    stage=st.sampled_from(Stage),
    age_years=st.integers(8, 95),
    red_flags=st.just(frozenset()) | FLAG_SETS,
    intake_flags=st.just(frozenset()) | FLAG_SETS,
    clearances=st.just(()) | CLEARANCES,
    step_pain_nprs=st.integers(0, 10),
    has_lateral_hip_pain=st.booleans(),
    has_back_pain_in_bridge=st.booleans(),
    has_hamstring_strain=st.booleans(),
    has_ankle_or_forefoot_pain=st.booleans(),
    has_band=st.booleans(),
    has_step=st.booleans(),
    has_balance_risk=st.booleans(),
    one_leg_stance_s=st.none() | st.floats(0, 60),
    adherence_pct=st.none() | st.floats(0, 100),
    last_levels=st.lists(st.tuples(st.sampled_from(ExerciseCode), LEVELS), max_size=4).map(tuple),
)
GRID = settings(max_examples=400, deadline=None)


@GRID
@given(INPUTS)
def test_the_sheet_keeps_its_promises(inputs):
    draft = draft_plan(inputs)
    assert not (draft.lines and draft.refusals)
    if inputs.red_flags:
        assert draft.is_refused
    if inputs.confidence is Confidence.C and not inputs.is_grade_typed:
        assert draft.is_refused
    if any(side.mmt is not None and side.mmt <= 2 for side in (inputs.left, inputs.right)):
        assert draft.is_refused
    if draft.headline.startswith("Both sides"):
        assert all(side.review_grade == 0 and side.pattern is Pattern.NONE for side in (inputs.left, inputs.right))
    if draft.row in {"D0", "D14"}:
        assert inputs.left.grade is not None and inputs.right.grade is not None
    if inputs.has_night_pain and "femoral_neck" not in inputs.cleared_flags:
        assert draft.is_refused
    if draft.lines:
        check_lines(inputs, draft)


def check_lines(inputs, draft):
    exercises = [line.exercise for line in draft.lines]
    assert len(exercises) == len(set(exercises))
    may_hold_four = draft.row in {"D4", "D6"} and (inputs.adherence_pct or 0) >= 80
    assert len(draft.lines_in_week(1)) <= (4 if may_hold_four else 3)
    for line in draft.lines:
        assert 0 <= line.level < len(LADDERS[line.exercise])
        assert line.extra_sets == (1 if line.target_sides else 0)
        assert not (line.target_sides and not line.dose.is_one_sided)
        assert line.rules and line.reason and line.citations
        assert len(line.reason) <= 600
        assert 2 <= line.days_per_week <= 3
        assert inputs.has_band or line.dose.band is Band.NONE
        assert inputs.has_step or line.exercise is not ExerciseCode.STEP_DOWN
        assert not (inputs.is_irritable and line.level > 0)
        if is_unsteady(inputs) and line.exercise is not ExerciseCode.SINGLE_LEG_BRIDGE:
            assert line.level <= 1 and line.dose.support is not Support.NONE


@GRID
@given(INPUTS)
def test_a_stored_decision_can_be_taken_again(inputs):
    again = inputs_from_record(inputs_to_record(inputs))
    assert draft_plan(again) == draft_plan(inputs)


@GRID
@given(INPUTS)
def test_left_and_right_are_treated_alike(inputs):
    mirrored = Inputs(**{**fields_of(inputs), "left": inputs.right, "right": inputs.left})
    one, other = draft_plan(inputs), draft_plan(mirrored)
    assert one.row == other.row
    assert [line.level for line in one.lines] == [line.level for line in other.lines]
    assert [{side.other for side in line.target_sides} for line in one.lines] == [
        set(line.target_sides) for line in other.lines
    ]


NPRS_OR_NONE = st.none() | st.integers(0, 10)
SESSIONS = st.lists(
    st.builds(
        Session,
        day=st.dates(date(2026, 11, 1), date(2026, 11, 20)),
        is_done=st.booleans() | st.just(True),
        pain_nprs=st.just(1) | NPRS_OR_NONE,
        morning_nprs=st.just(0) | NPRS_OR_NONE,
        effort_rpe=st.just(5) | NPRS_OR_NONE,
        stayed_level=st.sampled_from([True, None, False]),
        limped_afterwards=st.sampled_from([None, False, True]),
        skip_reason=st.sampled_from(["", "hurts", "too_hard", "too_easy", "no_equipment"]),
    ),
    max_size=6,
)


@settings(max_examples=1000, deadline=None)
@given(SESSIONS, NPRS_OR_NONE, st.integers(0, 4))
def test_nothing_gets_harder_on_an_unanswered_or_raised_morning(sessions, baseline_nprs, level):
    course = Course(level, date(2026, 11, 1), tuple(sorted(sessions, key=lambda s: s.day)), 1, baseline_nprs)
    proposal = propose(course, date(2026, 11, 21))
    if proposal.move is Move.PROGRESS:
        mornings = [session.morning_nprs for session in course.sessions if session.is_done][-3:]
        assert baseline_nprs is not None
        assert all(nprs is not None and nprs <= min(2, baseline_nprs) for nprs in mornings)
    if proposal.move in {Move.REGRESS, Move.PAUSE}:
        assert any(
            session.was_too_hard
            or session.limped_afterwards
            or max(session.pain_nprs or 0, session.morning_nprs or 0) >= 2
            for session in sessions
        )


def fields_of(inputs):
    return {name: getattr(inputs, name) for name in Inputs.__dataclass_fields__}
