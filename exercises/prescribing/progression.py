"""Harder, same, easier or pause: the rules that read a patient's diary.

Pain light: 0 to 2 green, 3 to 5 amber, above 5 red.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from exercises.prescribing.types import HIGHEST_LEVEL, LOWEST_LEVEL

WEEK = timedelta(days=7)
SESSIONS_AT_LEVEL = 3
DAYS_AT_LEVEL = 7
MOST_EFFORT_RPE = 6
GREEN_NPRS, AMBER_NPRS = 2, 5
RISE_OVERNIGHT_NPRS = 2
LOW_SHARE = 0.6
REGRESSION_WINDOW = timedelta(days=14)
LAST_FREE_LEVEL = 3
MOST_PROGRESSED_PER_WEEK = 2


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def pain_light(nprs: int) -> Light:
    if nprs <= GREEN_NPRS:
        return Light.GREEN
    return Light.AMBER if nprs <= AMBER_NPRS else Light.RED


@dataclass(frozen=True, slots=True)
class Session:
    """One exercise on one day as logged. morning_nprs: pain on the next morning, None when not asked or answered."""

    day: date
    is_done: bool
    pain_nprs: int | None = None
    morning_nprs: int | None = None
    effort_rpe: int | None = None
    stayed_level: bool | None = None
    limped_afterwards: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One exercise at its present level. sessions: oldest first, since level_since only.

    capped_by: the modifier of the draft that still forbids a higher level, empty when none does.
    """

    level: int
    level_since: date
    sessions: tuple[Session, ...]
    days_per_week: int
    baseline_nprs: int = 0
    regressed_on: tuple[date, ...] = ()
    has_therapist_tick: bool = False
    capped_by: str = ""
    top_level: int = HIGHEST_LEVEL


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
        if course.level == LOWEST_LEVEL:
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
        "Three sessions and a week at this level, all sets done, effort 6 or below, pain 2 or below.",
    )


def recent_regressions(course: Course, today: date) -> tuple[date, ...]:
    return tuple(day for day in course.regressed_on if today - day <= REGRESSION_WINDOW)


def regress_reason(course: Course) -> str:
    """Why the exercise has to become easier now; judged on the last session, and the last two for missed ones."""
    if not course.sessions:
        return ""
    last = course.sessions[-1]
    if last.pain_nprs is not None and pain_light(last.pain_nprs) is Light.RED:
        return f"pain {last.pain_nprs}/10 during the exercise."
    if last.morning_nprs is not None and last.morning_nprs >= course.baseline_nprs + RISE_OVERNIGHT_NPRS:
        return f"pain {last.morning_nprs}/10 the next morning, against {course.baseline_nprs}/10 before."
    if last.limped_afterwards:
        return "limping afterwards."
    if len(course.sessions) >= 2 and not any(session.is_done for session in course.sessions[-2:]):
        return "two sessions in a row not completed."
    return ""


def hold_reason(course: Course, today: date) -> str:
    last = course.sessions[-1] if course.sessions else None
    if last and last.pain_nprs is not None and pain_light(last.pain_nprs) is Light.AMBER:
        return f"Pain {last.pain_nprs}/10 during the exercise: stay until it is 2 or below."
    if today - course.level_since >= WEEK and done_share(course, today) < LOW_SHARE:
        return f"{done_share(course, today):.0%} of the week's sessions done; 60 % are needed."
    return ""


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
    return missing_in_last_two(course.sessions[-2:], course.baseline_nprs) or missing_tick(course)


def missing_in_last_two(last_two: Sequence[Session], baseline_nprs: int) -> str:
    if not all(session.is_done for session in last_two):
        return "the last two sessions were not both completed."
    if any(session.effort_rpe is None or session.effort_rpe > MOST_EFFORT_RPE for session in last_two):
        return f"effort above {MOST_EFFORT_RPE}/10, or not logged."
    if any(session.pain_nprs is None or session.pain_nprs > GREEN_NPRS for session in last_two):
        return f"pain above {GREEN_NPRS}/10, or not logged."
    if any(session.morning_nprs is not None and session.morning_nprs > baseline_nprs for session in last_two):
        return "pain above its usual level the next morning."
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
            if taken > MOST_PROGRESSED_PER_WEEK:
                proposal = Proposal(Move.HOLD, proposal.level - 1, "P1", "Two other exercises get harder this week.")
        kept[code] = proposal
    return kept


def has_settled(sessions: Sequence[Session], today: date) -> bool:
    """Pain 2 or below for 7 days: logged on both ends of the week or before, and never above in between."""
    window = [s for s in sessions if today - WEEK <= s.day <= today and s.pain_nprs is not None]
    covers_the_week = any(s.day <= today - timedelta(days=6) for s in window) and len(window) >= 2
    return covers_the_week and all(s.pain_nprs is not None and s.pain_nprs <= GREEN_NPRS for s in window)
