"""Harder, same, easier or pause: the rules that read a patient's diary.

Pain light: 0 to 2 green, 3 to 5 amber, above 5 red. The pain of the next morning is read against the person's own
usual morning (baseline.py); a question nobody answered is never taken for "no pain".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from exercises.prescribing.types import MAX_LEVEL, MIN_LEVEL

WEEK = timedelta(days=7)
SESSIONS_AT_LEVEL = 3
DAYS_AT_LEVEL = 7
MAX_EFFORT_RPE = 6
GREEN_NPRS, AMBER_NPRS = 2, 5
RISE_OVERNIGHT_NPRS = 2
LOW_SHARE = 0.6
REGRESSION_WINDOW = timedelta(days=14)
LAST_FREE_LEVEL = 3
MAX_PROGRESSED_PER_WEEK = 2
TOO_HARD_REASONS = frozenset({"hurts", "too_hard"})
"""Reasons of a skip that count as a session not managed; "too easy" and "no band" say nothing about the level."""


RULES = (
    (
        "P1",
        f"One level harder, {MAX_PROGRESSED_PER_WEEK} exercises a week at most: {SESSIONS_AT_LEVEL} sessions and "
        f"{DAYS_AT_LEVEL} days at the level; in the last 2 all sets done, effort {MAX_EFFORT_RPE} or less, pain "
        f"{GREEN_NPRS} or less, pelvis level; "
        f"on the morning after each of the last {SESSIONS_AT_LEVEL} a pain that was told, is {GREEN_NPRS} or less and "
        f"not above the usual. Beyond level {LAST_FREE_LEVEL} only by the therapist.",
    ),
    (
        "P2",
        f"Same level: pain {GREEN_NPRS + 1} to {AMBER_NPRS} in the exercise; pain on the morning after above the usual "
        f"or above {GREEN_NPRS}; less than {100 * LOW_SHARE:.0f} % of the week's sessions done.",
    ),
    (
        "P3",
        f"One level easier: pain above {AMBER_NPRS} in the exercise or on the morning after; a morning "
        f"{RISE_OVERNIGHT_NPRS} or more above the usual; a limp afterwards; two sessions in a row skipped because they "
        'hurt or were too hard. "Too easy" and "no band" lower nothing.',
    ),
    (
        "P4",
        f"Pause and call the therapist: a second step back within {REGRESSION_WINDOW.days} days, or no easier level "
        f"left. Pain above {AMBER_NPRS} rests the exercise at once, on a morning after all exercises of that session; "
        "nothing gets harder until the therapist lets them go on.",
    ),
    (
        "Usual",
        "The usual pain on a morning or at rest: as asked before the draft, else the middle one of the first three "
        "mornings reported. While it is not known nothing gets harder.",
    ),
)


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def pain_light(nprs: int) -> Light:
    if nprs <= GREEN_NPRS:
        return Light.GREEN
    return Light.AMBER if nprs <= AMBER_NPRS else Light.RED


def morning_light(nprs: int, baseline_nprs: int | None) -> Light:
    """Colour of the pain on the morning after: amber also where it is well above a low usual."""
    light = pain_light(nprs)
    if light is Light.GREEN and baseline_nprs is not None and nprs >= baseline_nprs + RISE_OVERNIGHT_NPRS:
        return Light.AMBER
    return light


@dataclass(frozen=True, slots=True)
class Session:
    """One exercise on one day as logged. morning_nprs: pain on the next morning, None when not asked or answered.

    skip_reason: what the person said when skipping, empty when nothing was said.
    """

    day: date
    is_done: bool
    pain_nprs: int | None = None
    morning_nprs: int | None = None
    effort_rpe: int | None = None
    stayed_level: bool | None = None
    limped_afterwards: bool | None = None
    skip_reason: str = ""

    @property
    def was_too_hard(self) -> bool:
        """Also of a session that one of two diaries, made one since, has as done and the other as skipped."""
        return self.skip_reason in TOO_HARD_REASONS

    @property
    def says_something(self) -> bool:
        """Done, or skipped because it was too much."""
        return self.is_done or self.was_too_hard


@dataclass(frozen=True, slots=True)
class Course:
    """One exercise at its present level. sessions: oldest first, since level_since only.

    baseline_nprs: the person's usual pain on a morning or at rest; None when it is not known.
    capped_by: the modifier of the draft that still forbids a higher level, empty when none does.
    """

    level: int
    level_since: date
    sessions: tuple[Session, ...]
    days_per_week: int
    baseline_nprs: int | None = 0
    regressed_on: tuple[date, ...] = ()
    has_therapist_tick: bool = False
    capped_by: str = ""
    top_level: int = MAX_LEVEL


class Move(StrEnum):
    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do next with one exercise, by which rule, and why. The therapist decides."""

    move: Move
    level: int
    rule: str
    reason: str


def propose(course: Course, today: date) -> Proposal:
    """The first rule that fits, safety first: pause, regress, hold, progress; else hold and keep collecting."""
    if reason := regress_reason(course):
        if recent_regressions(course, today):
            return Proposal(Move.PAUSE, course.level, "P4", f"Second step back within 14 days: {reason}")
        if course.level == MIN_LEVEL:
            return Proposal(Move.PAUSE, course.level, "P4", f"No easier level is left: {reason}")
        return Proposal(Move.REGRESS, course.level - 1, "P3", reason)
    if reason := hold_reason(course, today):
        return Proposal(Move.HOLD, course.level, "P2", reason)
    return propose_progress(course, today)


def propose_progress(course: Course, today: date) -> Proposal:
    """One level up when nothing is missing, nothing caps the level, and there is a level left."""
    if missing := missing_for_progress(course, today):
        return Proposal(Move.HOLD, course.level, "P1", f"Not yet: {missing}")
    if course.capped_by:
        return Proposal(Move.HOLD, course.level, course.capped_by, f"Ready, but {course.capped_by} caps this level.")
    if course.level >= course.top_level:
        return Proposal(Move.HOLD, course.level, "P1", "At the top level.")
    return Proposal(
        Move.PROGRESS,
        course.level + 1,
        "P1",
        "Three sessions and a week at this level, all sets done, effort 6 or below, pain 2 or below, also the next "
        "morning.",
    )


def recent_regressions(course: Course, today: date) -> tuple[date, ...]:
    return tuple(day for day in course.regressed_on if today - day <= REGRESSION_WINDOW)


def regress_reason(course: Course) -> str:
    """Why the exercise has to become easier now; judged on the last session, and the last two for missed ones.

    A skip that says nothing about the level is passed over.
    """
    sessions = [session for session in course.sessions if session.says_something]
    if not sessions:
        return ""
    last = sessions[-1]
    if last.pain_nprs is not None and pain_light(last.pain_nprs) is Light.RED:
        return f"pain {last.pain_nprs}/10 during the exercise."
    if last.morning_nprs is not None and is_flare(last.morning_nprs, course.baseline_nprs):
        return f"pain {last.morning_nprs}/10 the next morning{against_usual(course.baseline_nprs)}."
    if last.limped_afterwards:
        return "limping afterwards."
    if len(sessions) >= 2 and all(session.was_too_hard for session in sessions[-2:]):
        return "two sessions in a row hurt or were too hard."
    return ""


def is_flare(morning_nprs: int, baseline_nprs: int | None) -> bool:
    """Red, or 2 and more above the usual morning; against an unknown usual only red is sure."""
    is_risen = baseline_nprs is not None and morning_nprs >= baseline_nprs + RISE_OVERNIGHT_NPRS
    return is_risen or pain_light(morning_nprs) is Light.RED


def against_usual(baseline_nprs: int | None) -> str:
    return "; the usual is not known" if baseline_nprs is None else f", against {baseline_nprs}/10 usually"


def hold_reason(course: Course, today: date) -> str:
    sessions = [session for session in course.sessions if session.says_something]
    last = sessions[-1] if sessions else None
    if last and last.pain_nprs is not None and pain_light(last.pain_nprs) is Light.AMBER:
        return f"Pain {last.pain_nprs}/10 during the exercise: stay until it is {GREEN_NPRS} or below."
    if last and last.morning_nprs is not None and is_raised(last.morning_nprs, course.baseline_nprs):
        usual = against_usual(course.baseline_nprs)
        return f"Pain {last.morning_nprs}/10 the next morning{usual}: stay until it has settled overnight."
    if today - course.level_since >= WEEK and done_share(course, today) < LOW_SHARE:
        return f"{done_share(course, today):.0%} of the week's sessions done; {100 * LOW_SHARE:.0f} % are needed."
    return ""


def is_raised(morning_nprs: int, baseline_nprs: int | None) -> bool:
    """Not settled by the morning: above the usual, or above 2 whatever is usual."""
    return morning_nprs > GREEN_NPRS or (baseline_nprs is not None and morning_nprs > baseline_nprs)


def done_share(course: Course, today: date) -> float:
    """Sessions done in the last 7 days against the planned number, 0 to 1."""
    done = sum(session.is_done and today - WEEK < session.day <= today for session in course.sessions)
    return min(1.0, done / course.days_per_week) if course.days_per_week else 1.0


def missing_for_progress(course: Course, today: date) -> str:
    done = [session for session in course.sessions if session.is_done]
    if len(done) < SESSIONS_AT_LEVEL:
        return f"{len(done)} of {SESSIONS_AT_LEVEL} sessions at this level."
    if (today - course.level_since).days < DAYS_AT_LEVEL:
        return f"{(today - course.level_since).days} of {DAYS_AT_LEVEL} days at this level."
    mornings = done[-SESSIONS_AT_LEVEL:]
    return (
        missing_in_last_two(course.sessions[-2:])
        or missing_in_mornings(mornings, course.baseline_nprs)
        or missing_tick(course)
    )


def missing_in_last_two(last_two: Sequence[Session]) -> str:
    if not all(session.is_done and not session.was_too_hard for session in last_two):
        return "the last two sessions were not both completed."
    if any(session.effort_rpe is None or session.effort_rpe > MAX_EFFORT_RPE for session in last_two):
        return f"effort above {MAX_EFFORT_RPE}/10, or not logged."
    if any(session.pain_nprs is None or session.pain_nprs > GREEN_NPRS for session in last_two):
        return f"pain above {GREEN_NPRS}/10, or not logged."
    return ""


def missing_in_mornings(sessions: Sequence[Session], baseline_nprs: int | None) -> str:
    """Each session that counts has to have had a calm next morning, and somebody has to have said so."""
    told = [session.morning_nprs for session in sessions if session.morning_nprs is not None]
    if len(told) < len(sessions):
        return f"pain the next morning is told for {len(told)} of the last {len(sessions)} sessions."
    if any(is_raised(nprs, baseline_nprs) for nprs in told):
        return f"pain above {GREEN_NPRS}/10, or above the usual, on a next morning{against_usual(baseline_nprs)}."
    if baseline_nprs is None:
        return "the usual pain on a morning or at rest is not known."
    return ""


def missing_tick(course: Course) -> str:
    """Somebody has to have seen a level pelvis; the step from level 3 to 4 is the therapist's."""
    stayed_level = all(session.stayed_level for session in course.sessions[-2:])
    if course.level >= LAST_FREE_LEVEL and not course.has_therapist_tick:
        return "level 4 needs the therapist's tick."
    if not stayed_level and not course.has_therapist_tick:
        return "a level pelvis has not been confirmed for the last two sessions."
    return ""


def most_urgent_progressions(proposals: dict[str, Proposal]) -> dict[str, Proposal]:
    """At most two exercises get harder in one week; further ones wait. Order of the mapping decides."""
    taken = 0
    kept: dict[str, Proposal] = {}
    for code, proposal in proposals.items():
        if proposal.move is Move.PROGRESS:
            taken += 1
            if taken > MAX_PROGRESSED_PER_WEEK:
                proposal = Proposal(Move.HOLD, proposal.level - 1, "P1", "Two other exercises get harder this week.")
        kept[code] = proposal
    return kept


def has_settled(sessions: Sequence[Session], today: date) -> bool:
    """Pain 2 or below for 7 days: logged on both ends of the week or before, and never above in between, also not on
    a morning after."""
    window = [s for s in sessions if today - WEEK <= s.day <= today]
    told = [s for s in window if s.pain_nprs is not None]
    covers_the_week = any(s.day <= today - timedelta(days=6) for s in told) and len(told) >= 2
    pains = [nprs for s in window for nprs in (s.pain_nprs, s.morning_nprs) if nprs is not None]
    return covers_the_week and all(nprs <= GREEN_NPRS for nprs in pains)
