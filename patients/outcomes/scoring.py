"""From answers to a total, and from two totals to whether the change matters. No database."""

from dataclasses import dataclass
from enum import StrEnum

from patients.outcomes.instruments import Questionnaire


class Direction(StrEnum):
    """What a change means for the patient; a change below the smallest that matters is neither better nor worse."""

    BETTER = "better"
    WORSE = "worse"
    ALIKE = "no important change"


@dataclass(frozen=True, slots=True)
class Change:
    """points_better is positive when the patient is doing better, whichever way the scale runs."""

    points_better: int
    direction: Direction


def total_of(questionnaire: Questionnaire, answers: list[int]) -> int:
    """Sum of the points. Raises ValueError unless every question has one of its answers."""
    if len(answers) != len(questionnaire.items):
        raise ValueError(f"{questionnaire.name} has {len(questionnaire.items)} questions, not {len(answers)}.")
    for item, points in zip(questionnaire.items, answers, strict=True):
        if points not in range(len(item.answers)):
            raise ValueError(f"{points} is no answer to {item.question}")
    return sum(answers)


def change_between(questionnaire: Questionnaire, earlier: int, later: int) -> Change:
    """The change of a total against the smallest change that matters."""
    points_better = later - earlier if questionnaire.is_higher_better else earlier - later
    if abs(points_better) < questionnaire.least_change:
        return Change(points_better, Direction.ALIKE)
    return Change(points_better, Direction.BETTER if points_better > 0 else Direction.WORSE)


def change_in_words(questionnaire: Questionnaire, change: Change) -> str:
    """For example: 7 points better, an important change (5 or more)."""
    points = abs(change.points_better)
    if points == 0:
        return "No change."
    way = "better" if change.points_better > 0 else "worse"
    size = f"{points} point{'' if points == 1 else 's'} {way}"
    if change.direction is Direction.ALIKE:
        return f"{size}: less than the smallest change that matters ({questionnaire.least_change})."
    return f"{size}: an important change ({questionnaire.least_change} or more)."
