from dataclasses import replace
from datetime import date, timedelta

import pytest

from exercises.prescribing.progression import (
    Course,
    Light,
    Move,
    Session,
    has_settled,
    most_urgent_progressions,
    pain_light,
    propose,
)

TODAY = date(2026, 11, 20)


def on(days_ago: int, **told: object) -> Session:
    told = {"is_done": True, "pain_nprs": 1, "effort_rpe": 5, "stayed_level": True, **told}
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


def test_two_missed_sessions_move_one_level_down():
    missed = replace(on(3), is_done=False), replace(on(1), is_done=False)
    assert propose(course(on(5), *missed), TODAY).move is Move.REGRESS


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
        ((on(2, pain_nprs=0), on(1, pain_nprs=0)), False),
        ((), False),
    ],
)
def test_pain_has_settled_only_after_a_whole_calm_week(sessions, settled):
    assert has_settled(sessions, TODAY) is settled
