from datetime import date, timedelta
from itertools import product

import pytest

from exercises.models import DiaryEntry
from exercises.prescribing.baseline import usual_morning
from exercises.prescribing.progression import (
    TOO_HARD_REASONS,
    Course,
    Light,
    Move,
    Session,
    has_settled,
    morning_light,
    most_urgent_progressions,
    pain_light,
    propose,
)

TODAY = date(2026, 11, 20)


def on(days_ago: int, **told: object) -> Session:
    told = {"is_done": True, "pain_nprs": 1, "effort_rpe": 5, "stayed_level": True, "morning_nprs": 0, **told}
    return Session(day=TODAY - timedelta(days=days_ago), **told)


def course(*sessions: Session, level: int = 1, days_at_level: int = 7, **changes: object) -> Course:
    since = TODAY - timedelta(days=days_at_level)
    return Course(level=level, level_since=since, sessions=sessions, days_per_week=3, **changes)


GOOD_WEEK = (on(6), on(4), on(1))


@pytest.mark.parametrize(
    ("nprs", "light"),
    [(0, Light.GREEN), (2, Light.GREEN), (3, Light.AMBER), (5, Light.AMBER), (6, Light.RED), (10, Light.RED)],
)
def test_the_pain_light(nprs, light):
    assert pain_light(nprs) is light


def test_a_good_week_moves_one_level_up():
    proposal = propose(course(*GOOD_WEEK), TODAY)
    assert (proposal.move, proposal.level) == (Move.PROGRESS, 2)


@pytest.mark.parametrize(
    "last",
    [
        on(1, effort_rpe=7),
        on(1, effort_rpe=None),
        on(1, pain_nprs=None),
        on(1, stayed_level=None),
        on(1, morning_nprs=1),
        on(1, morning_nprs=None),
        on(1, pain_nprs=3),
    ],
)
def test_one_doubt_about_the_last_session_holds_the_level(last):
    assert propose(course(on(6), on(4), last), TODAY).move is Move.HOLD


def test_two_sessions_are_not_enough():
    assert propose(course(on(3), on(1)), TODAY).move is Move.HOLD


def test_six_days_are_not_enough():
    assert propose(course(*GOOD_WEEK, days_at_level=6), TODAY).move is Move.HOLD


def test_level_4_needs_the_therapist():
    assert propose(course(*GOOD_WEEK, level=3), TODAY).move is Move.HOLD
    assert propose(course(*GOOD_WEEK, level=3, has_therapist_tick=True), TODAY).level == 4


def test_a_cap_of_the_draft_holds_a_good_week():
    proposal = propose(course(*GOOD_WEEK, capped_by="M7"), TODAY)
    assert (proposal.move, proposal.rule) == (Move.HOLD, "M7")


def test_a_cap_does_not_stop_a_step_back():
    assert propose(course(on(1, pain_nprs=6), capped_by="M7"), TODAY).move is Move.REGRESS


def test_the_top_level_stays():
    proposal = propose(course(*GOOD_WEEK, level=4, has_therapist_tick=True), TODAY)
    assert (proposal.move, proposal.level) == (Move.HOLD, 4)


@pytest.mark.parametrize("last", [on(1, pain_nprs=6), on(1, morning_nprs=2), on(1, limped_afterwards=True)])
def test_pain_or_a_limp_moves_one_level_down(last):
    proposal = propose(course(on(3), last), TODAY)
    assert (proposal.move, proposal.level) == (Move.REGRESS, 0)


def test_morning_pain_counts_from_the_baseline():
    assert propose(course(on(1, morning_nprs=4), baseline_nprs=3), TODAY).move is Move.HOLD
    assert propose(course(on(1, morning_nprs=5), baseline_nprs=3), TODAY).move is Move.REGRESS


@pytest.mark.parametrize("baseline_nprs", [None, 0, 3, 5])
@pytest.mark.parametrize("told", [[5, 5, 5], [None, None, None], [9, 0, 0], [0, None, 0], [0, 0, 3]])
def test_a_morning_that_hurts_or_was_not_told_is_no_progress(told, baseline_nprs):
    """Whatever is usual: 5/10 on three mornings, and three mornings without an answer, both went up a level once."""
    sessions = (on(day, morning_nprs=nprs) for day, nprs in zip((6, 4, 1), told, strict=True))
    assert propose(course(*sessions, baseline_nprs=baseline_nprs), TODAY).move is not Move.PROGRESS


def test_an_unknown_usual_holds_and_only_a_red_morning_steps_back():
    assert propose(course(*GOOD_WEEK, baseline_nprs=None), TODAY).move is Move.HOLD
    assert propose(course(on(1, morning_nprs=5), baseline_nprs=None), TODAY).move is Move.HOLD
    assert propose(course(on(1, morning_nprs=6), baseline_nprs=None), TODAY).move is Move.REGRESS


def test_a_morning_within_the_usual_goes_on():
    mornings = (on(6, morning_nprs=1), on(4, morning_nprs=2), on(1, morning_nprs=1))
    assert propose(course(*mornings, baseline_nprs=2), TODAY).move is Move.PROGRESS


@pytest.mark.parametrize(
    ("asked_nprs", "mornings_nprs", "usual_nprs"),
    [(2, [], 2), (0, [5, 5, 5], 0), (None, [], None), (None, [1, 1], None), (None, [4, 1, 2, 9], 2)],
)
def test_the_usual_morning_is_asked_or_learnt(asked_nprs, mornings_nprs, usual_nprs):
    assert usual_morning(asked_nprs, mornings_nprs) == usual_nprs


@pytest.mark.parametrize(
    ("nprs", "baseline_nprs", "light"),
    [
        (1, 0, Light.GREEN),
        (2, 0, Light.AMBER),
        (2, 1, Light.GREEN),
        (2, None, Light.GREEN),
        (3, 3, Light.AMBER),
        (9, 9, Light.RED),
    ],
)
def test_the_light_of_a_morning(nprs, baseline_nprs, light):
    assert morning_light(nprs, baseline_nprs) is light


def skipped(days_ago: int, reason: str) -> Session:
    return Session(day=TODAY - timedelta(days=days_ago), is_done=False, skip_reason=reason)


@pytest.mark.parametrize("reasons", [("hurts", "too_hard"), ("too_hard", "too_hard")])
def test_two_sessions_that_were_too_much_move_one_level_down(reasons):
    missed = [skipped(day, reason) for day, reason in zip((3, 1), reasons, strict=True)]
    assert propose(course(on(5), *missed), TODAY).move is Move.REGRESS


@pytest.mark.parametrize("reasons", [*product(("too_easy", "no_equipment", ""), repeat=2), ("hurts", "too_easy")])
def test_a_skip_that_says_nothing_of_the_level_lowers_nothing(reasons):
    missed = [skipped(day, reason) for day, reason in zip((3, 1), reasons, strict=True)]
    assert propose(course(on(5), *missed), TODAY).move is Move.HOLD


def test_a_silent_skip_does_not_cover_the_pain_before_it():
    assert propose(course(on(3, pain_nprs=7), skipped(1, "too_easy")), TODAY).move is Move.REGRESS


def test_every_reason_for_too_hard_is_one_that_a_patient_can_give():
    assert set(DiaryEntry.SkipReason.values) > TOO_HARD_REASONS


def test_the_second_step_back_in_14_days_pauses():
    earlier = TODAY - timedelta(days=14)
    assert propose(course(on(1, pain_nprs=6), regressed_on=(earlier,)), TODAY).move is Move.PAUSE
    long_ago = TODAY - timedelta(days=15)
    assert propose(course(on(1, pain_nprs=6), regressed_on=(long_ago,)), TODAY).move is Move.REGRESS


def test_below_the_lowest_level_there_is_only_rest():
    proposal = propose(course(on(1, pain_nprs=6), level=0), TODAY)
    assert (proposal.move, proposal.level) == (Move.PAUSE, 0)


def test_a_thin_week_holds():
    proposal = propose(course(on(9), on(8), on(1), days_at_level=14), TODAY)
    assert (proposal.move, proposal.rule) == (Move.HOLD, "P2")


def test_only_two_exercises_get_harder_in_one_week():
    up = propose(course(*GOOD_WEEK), TODAY)
    judged = most_urgent_progressions({"a": up, "b": up, "c": up})
    assert [proposal.move for proposal in judged.values()] == [Move.PROGRESS, Move.PROGRESS, Move.HOLD]
    assert judged["c"].level == 1


@pytest.mark.parametrize(
    ("sessions", "settled"),
    [
        ((on(7, pain_nprs=2), on(1, pain_nprs=0)), True),
        ((on(7, pain_nprs=2), on(3, pain_nprs=3), on(1, pain_nprs=0)), False),
        ((on(7, pain_nprs=2), on(3, morning_nprs=3), on(1, pain_nprs=0)), False),
        ((on(2, pain_nprs=0), on(1, pain_nprs=0)), False),
        ((), False),
    ],
)
def test_pain_has_settled_only_after_a_whole_calm_week(sessions, settled):
    assert has_settled(sessions, TODAY) is settled
