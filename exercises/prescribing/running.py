"""The running line of a plan: quicker steps to a metronome, how much to run, and what each run says about the next.

Evidence: clinical notes 6.2 (S2, S37, S70, S71, S73). Published: a step rate 5 to 10 % higher, eight sessions, feedback
that fades. Proposal: the minutes of each session, the walk-run steps, two calm runs for a step, 10 % more a week.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exercises.prescribing.inputs import Inputs
from exercises.prescribing.progression import GREEN_NPRS, Light, is_raised, pain_light
from exercises.prescribing.running_draft import RunningDraft
from exercises.prescribing.types import Stage
from gait.result.conventions import Side

MIN_RISE, MAX_RISE = 1.05, 1.10
"""Target step rate against the measured one: S2 and S37 tried 5 to 10 % more. Never a fixed number such as 180."""
CALM_RUNS_FOR_A_STEP = 2
MAX_WEEKLY_RISE = 1.10
SETTLES_WITHIN_MIN = 60
DAYS_BETWEEN_SCREENS = 7
RETRAINING_CITATIONS = ("bramah2019", "heiderscheit2011", "willy2012", "willydavis2011")
LOAD_CITATIONS = ("esculier2018",)


@dataclass(frozen=True, slots=True)
class RetrainingSession:
    """One run to the metronome: how long, and for how many minutes of it the beat sounds."""

    run_min: int
    sound_min: int


SESSIONS = tuple(
    RetrainingSession(*pair) for pair in ((10, 10), (12, 12), (14, 14), (16, 16), (18, 12), (20, 9), (22, 6), (24, 3))
)
"""Eight, the sound fading over the last four."""


@dataclass(frozen=True, slots=True)
class Interval:
    """run_min minutes of running, walk_min of walking, this many times."""

    run_min: int
    walk_min: int
    times: int


STOPPED = 0
STEPS = (
    Interval(1, 2, 8),
    Interval(2, 2, 6),
    Interval(3, 1, 6),
    Interval(5, 1, 4),
    Interval(10, 1, 2),
    Interval(20, 0, 1),
)
FREE = len(STEPS) + 1
"""Steps 1 to 6 return to running; from here on the week's distance counts."""


def running_of(inputs: Inputs) -> RunningDraft | None:
    """For runners only. Nothing for somebody without pain, drop or a return to running ahead."""
    if not inputs.is_runner:
        return None
    why = reasons_to_retrain(inputs)
    target = target_of(inputs) if why else None
    has_load_line = inputs.nprs > 0 or inputs.stage is not Stage.BUILD
    if target is None and not has_load_line:
        return None
    cadence = round(inputs.cadence_spm) if inputs.cadence_spm is not None else None
    told = [f"Retraining because of {' and '.join(why)}."] if target else []
    told += ["Irritable: no running until the pain is calm."] if inputs.is_irritable else []
    return RunningDraft(
        cadence_spm=cadence,
        target_spm=target,
        start_step=start_step_of(inputs),
        weekly_km=inputs.km_per_week,
        rules=("G1", "L1") if target else ("L1",),
        reason=" ".join(told) or "How much to run while it hurts.",
        citations=(*(RETRAINING_CITATIONS if target else ()), *LOAD_CITATIONS),
    )


def reasons_to_retrain(inputs: Inputs) -> list[str]:
    """A drop beyond the band, or pain at the front of the knee; not while irritable, nor in the first two weeks."""
    if inputs.is_irritable or inputs.stage is Stage.EARLY:
        return []
    dropping = [f"the drop in {side} stance" for side in Side if (inputs.of(side).dose_grade or 0) > 0]
    return [*dropping, *(["pain at the front of the knee"] if inputs.has_front_knee_pain else [])]


def target_of(inputs: Inputs) -> tuple[int, int] | None:
    if inputs.cadence_spm is None:
        return None
    return round(inputs.cadence_spm * MIN_RISE), round(inputs.cadence_spm * MAX_RISE)


def start_step_of(inputs: Inputs) -> int:
    if inputs.is_irritable:
        return STOPPED
    return 1 if inputs.stage in {Stage.EARLY, Stage.RETURN_TO_RUN} else FREE


@dataclass(frozen=True, slots=True)
class Run:
    """One run as logged; None where it was not told."""

    day: date
    km: float
    pain_nprs: int | None
    has_settled: bool | None
    morning_nprs: int | None = None

    def is_red(self) -> bool:
        return any(nprs is not None and pain_light(nprs) is Light.RED for nprs in (self.pain_nprs, self.morning_nprs))

    def is_worse(self, usual_nprs: int | None) -> bool:
        hurt = self.pain_nprs is not None and self.pain_nprs > GREEN_NPRS
        raised = self.morning_nprs is not None and is_raised(self.morning_nprs, usual_nprs)
        return hurt or self.has_settled is False or raised

    def is_calm(self, usual_nprs: int | None) -> bool:
        """Everything told, and all of it calm; against an unknown usual nothing is."""
        is_told = None not in (self.pain_nprs, self.has_settled, self.morning_nprs, usual_nprs)
        return is_told and not self.is_worse(usual_nprs)


def step_after(start: int, runs: Sequence[Run], usual_nprs: int | None, *, may_rise: bool) -> int:
    """Where the runs lead, oldest first. may_rise: the warning signs were asked within a week, and all were no."""
    step, calm = start, 0
    for number, run in enumerate(runs, start=1):
        if step == STOPPED or run.is_red():
            return STOPPED
        if run.is_worse(usual_nprs):
            step, calm = max(1, step - 1), 0
        elif run.is_calm(usual_nprs):
            calm += 1
        if calm >= CALM_RUNS_FOR_A_STEP and step < FREE and (may_rise or number < len(runs)):
            step, calm = step + 1, 0
    return step


def most_km(weekly_km: int | None, runs: Sequence[Run], today: date, usual_nprs: int | None) -> float | None:
    """This week's distance at most: a tenth more than last week's, and no more than it while a run of it was worse.

    After weeks without a run, as much as in the last week that had one. weekly_km: told before, for somebody who has
    not logged a whole week.
    """
    weeks_ago = min(((today - run.day).days // 7 for run in runs if (today - run.day).days >= 7), default=None)
    if weeks_ago is None:
        return weekly_km
    last_week = [run for run in runs if (today - run.day).days // 7 == weeks_ago]
    ran_km = sum(run.km for run in last_week)
    is_calm = weeks_ago == 1 and all(run.is_calm(usual_nprs) for run in last_week)
    return round(ran_km * (MAX_WEEKLY_RISE if is_calm else 1.0), 1)


def next_session(step: int, done: int) -> RetrainingSession | None:
    """A session is one long run: only for somebody who runs freely, and none after the last."""
    return SESSIONS[done] if step == FREE and done < len(SESSIONS) else None


RULES = (
    (
        "G1",
        "Runners with a drop beyond the band (the lower grade of a borderline side) or pain at the front of the knee, "
        f"and a measured step rate: {100 * (MIN_RISE - 1):.0f} to {100 * (MAX_RISE - 1):.0f} % quicker steps to a "
        f"metronome, mirror or video as a cue, {len(SESSIONS)} sessions with a sound that fades, then film again. "
        "Sessions only while running freely, not on a walk-run step; one that hurts or does not settle is done again. "
        "Not while irritable, nor in the first 2 weeks. Strength alone rarely changes how somebody runs.",
    ),
    (
        "L1",
        f"Runners with pain, or coming back: pain {GREEN_NPRS} or less in the run, settled within {SETTLES_WITHIN_MIN} "
        f"minutes and by the morning. {CALM_RUNS_FOR_A_STEP} calm runs lead one of {len(STEPS)} walk-run steps on, a "
        "worse one back; above 5 no running until the therapist has spoken. Then 10 % more a week at most, and after "
        "a week without runs no more than in the last one that had some (proposal). "
        f"Warning signs are asked every {DAYS_BETWEEN_SCREENS} days; without an answer nothing gets more.",
    ),
)
