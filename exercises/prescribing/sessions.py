"""How long a session lasts, second by second as the player counts it, and how exercises share the days.

A session keeps its promise of MAX_SESSION_MINUTES: what does not fit into one is shared over several, in turn.
"""

from collections.abc import Sequence
from math import ceil
from typing import Protocol

MAX_SESSION_MINUTES = 20
"""Proposal: adherence falls with the length of home exercise; the clinical notes ask for 10 to 15 minutes."""
SHARED_DAYS = 2
"""Days a week of each exercise once they take turns: two or three a week train strength (clinical notes 6.3)."""
READY_S = 10
CHANGE_OVER_S = 15
ANSWER_S = 10
"""For the two taps after an exercise."""


class Timed(Protocol):
    """A dose of the sheet, or a line of a plan."""

    @property
    def sets(self) -> int: ...
    @property
    def reps(self) -> int: ...
    @property
    def hold_s(self) -> int: ...
    @property
    def up_s(self) -> int: ...
    @property
    def down_s(self) -> int: ...
    @property
    def rest_s(self) -> int: ...
    @property
    def is_one_sided(self) -> bool: ...
    @property
    def counts(self) -> str: ...


def set_seconds(timed: Timed) -> int:
    """One set without rest. Steps each way and marches each side count twice."""
    passes = 1 if timed.counts == "repetitions" else 2
    return timed.reps * passes * (timed.up_s + timed.hold_s + timed.down_s)


def rest_seconds(timed: Timed) -> int:
    """Between two sets: the whole rest, less what the other leg's set already gave."""
    return max(CHANGE_OVER_S, timed.rest_s - set_seconds(timed)) if timed.is_one_sided else timed.rest_s


def played_seconds(timed: Timed, sets: int) -> int:
    """What the player counts for one exercise. sets: of both legs together."""
    return READY_S + sets * set_seconds(timed) + (sets - 1) * rest_seconds(timed)


def exercise_seconds(timed: Timed, sets: int) -> int:
    """With the answers after it."""
    return played_seconds(timed, sets) + ANSWER_S


def fits(seconds: int) -> bool:
    return seconds <= 60 * MAX_SESSION_MINUTES


def minutes(seconds: int) -> int:
    return ceil(seconds / 60)


def take_turns(seconds: Sequence[int]) -> list[list[int]]:
    """Which exercises share a session: their places, in order, each session full before the next begins.

    One that is too long by itself has a session of its own.
    """
    groups: list[list[int]] = []
    for place, length_s in enumerate(seconds):
        room = next((group for group in groups if fits(length_s + sum(seconds[other] for other in group))), None)
        if room is None:
            groups.append([place])
        else:
            room.append(place)
    return groups


def week_that_overflows(seconds: Sequence[int], weeks: Sequence[int]) -> int | None:
    """The first week in which what has begun does not fit into one session; None where there is none.

    weeks: the one in which each exercise begins.
    """
    for week in sorted(set(weeks)):
        begun = [length_s for length_s, starts_in in zip(seconds, weeks, strict=True) if starts_in <= week]
        if len(take_turns(begun)) > 1:
            return week
    return None


def longest_session_s(seconds: Sequence[int]) -> int:
    return max((sum(seconds[place] for place in group) for group in take_turns(seconds)), default=0)
