"""Who is offered quicker steps, and what each run says about the next."""

from datetime import date, timedelta

import pytest

from exercises.prescribing.inputs import Inputs, SideInputs
from exercises.prescribing.running import FREE, SESSIONS, STEPS, STOPPED, Run, most_km, running_of, step_after
from exercises.prescribing.types import Pattern, Stage

TODAY = date(2026, 11, 30)
LEVEL, DROP = SideInputs(0, Pattern.NONE), SideInputs(2, Pattern.UNCOMPENSATED)


def runner(**changes: object) -> Inputs:
    usual = {"left": LEVEL, "right": DROP, "is_runner": True, "cadence_spm": 162.0, "nprs": 2}
    return Inputs(**{**usual, **changes})


def test_a_runner_with_a_drop_is_offered_steps_5_to_10_percent_quicker():
    offer = running_of(runner())
    assert offer.target_spm == (170, 178)
    assert "drop in right stance" in offer.reason and "bramah2019" in offer.citations


def test_front_knee_pain_is_a_reason_of_its_own():
    assert running_of(runner(right=LEVEL, has_front_knee_pain=True)).rules == ("G1", "L1")


@pytest.mark.parametrize(
    "changes",
    [
        {"right": LEVEL},
        {"right": SideInputs(1, Pattern.UNCOMPENSATED, lower_grade=0, higher_grade=1)},
        {"cadence_spm": None},
        {"nprs": 7},
        {"stage": Stage.EARLY},
    ],
)
def test_without_a_reason_or_in_pain_there_are_no_quicker_steps(changes):
    assert running_of(runner(**changes)).target_spm is None


def test_who_does_not_run_gets_no_running_line():
    assert running_of(runner(is_runner=False)) is None
    assert running_of(runner(right=LEVEL, nprs=0)) is None


@pytest.mark.parametrize(
    ("changes", "step"),
    [({}, FREE), ({"nprs": 8}, STOPPED), ({"stage": Stage.RETURN_TO_RUN}, 1), ({"stage": Stage.EARLY}, 1)],
)
def test_where_running_begins(changes, step):
    assert running_of(runner(**changes)).start_step == step


def test_eight_sessions_whose_sound_fades():
    sounds = [session.sound_min / session.run_min for session in SESSIONS]
    assert len(sounds) == 8 and sounds[:4] == [1.0] * 4
    assert sounds[3:] == sorted(sounds[3:], reverse=True) and sounds[-1] < 0.2


def run(days_ago: int, **told: object) -> Run:
    usual = {"km": 5.0, "pain_nprs": 1, "has_settled": True, "morning_nprs": 0}
    return Run(day=TODAY - timedelta(days=days_ago), **{**usual, **told})


def reached(*runs: Run, start: int = 2, usual_nprs: int | None = 0, may_rise: bool = True) -> int:
    return step_after(start, runs, usual_nprs, may_rise=may_rise)


def test_two_calm_runs_lead_a_step_on():
    assert (reached(run(3)), reached(run(3), run(1))) == (2, 3)
    assert reached(*(run(days) for days in range(40, 0, -2)), start=1) == FREE


@pytest.mark.parametrize("worse", [{"pain_nprs": 3}, {"has_settled": False}, {"morning_nprs": 1}])
def test_a_worse_run_leads_a_step_back(worse):
    assert reached(run(3), run(1, **worse)) == 1
    assert reached(run(1, **worse), start=1) == 1


@pytest.mark.parametrize("untold", [{"morning_nprs": None}, {"has_settled": None}])
def test_what_was_not_told_is_not_calm(untold):
    assert reached(run(3, **untold), run(1, **untold)) == 2


def test_nothing_rises_without_a_usual_morning_or_without_the_weekly_signs():
    assert reached(run(3), run(1), usual_nprs=None) == 2
    assert reached(run(3), run(1), may_rise=False) == 2


@pytest.mark.parametrize("red", [{"pain_nprs": 6}, {"morning_nprs": 9}])
def test_red_stops_running_and_no_calm_run_starts_it_again(red):
    assert reached(run(5, **red), run(3), run(1)) == STOPPED
    assert reached(run(3), run(1), start=STOPPED) == STOPPED


def test_the_week_is_at_most_a_tenth_longer_and_never_after_a_worse_run():
    assert most_km(20, [], TODAY, 0) == 20
    assert most_km(20, [run(8, km=10.0), run(10, km=6.0)], TODAY, 0) == 17.6
    assert most_km(20, [run(8, km=10.0, has_settled=False), run(10, km=6.0)], TODAY, 0) == 16.0
    assert most_km(None, [run(2)], TODAY, 0) is None


def test_the_steps_lead_from_minutes_to_a_whole_run():
    minutes = [step.run_min for step in STEPS]
    assert minutes == sorted(minutes) and STEPS[-1].walk_min == 0


@pytest.mark.parametrize("told", [{}, {"pain_nprs": 3}])
def test_after_weeks_without_a_run_the_last_week_that_had_some_is_the_most(told):
    long_ago = [run(30, km=30), run(25, km=10), run(23, km=4, **told)]
    assert most_km(40, long_ago, TODAY, 0) == 14.0
    assert most_km(40, [run(3)], TODAY, 0) == 40
