"""From answers to a total, and from two totals to whether the change matters. No database."""

from dataclasses import dataclass
from enum import StrEnum

from patients.outcomes.instruments import Questionnaire


class Direction(StrEnum):
    """What a change means for the patient; a change below the smallest that matters is neither better nor worse."""

    BETTER = "better"
    WORSE = "worse"
    ALIKE = "no important change"
    UNJUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Change:
    """points_better is positive when the patient is doing better, whichever way the scale runs."""

    points_better: float
    direction: Direction


def total_of(questionnaire: Questionnaire, answers: list[int]) -> int:
    """Where the scale begins plus all points. Raises ValueError unless every question has one of its answers."""
    if len(answers) != len(questionnaire.items):
        raise ValueError(f"{questionnaire.name} has {len(questionnaire.items)} questions, not {len(answers)}.")
    for item, points in zip(questionnaire.items, answers, strict=True):
        if points not in range(len(item.answers)):
            raise ValueError(f"{points} is no answer to {item.question}")
    return questionnaire.smallest + sum(answers)


def mean_of(points: list[int]) -> float:
    """To one decimal, as the PSFS is told."""
    return round(sum(points) / len(points), 1)


def change_between(questionnaire: Questionnaire, earlier: float, later: float) -> Change:
    """The change of a total against the smallest that is called one."""
    points_better = round(later - earlier if questionnaire.is_higher_better else earlier - later, 1)
    if not questionnaire.thresholds:
        return Change(points_better, Direction.UNJUDGED)
    if abs(points_better) < questionnaire.thresholds[0].points:
        return Change(points_better, Direction.ALIKE)
    return Change(points_better, Direction.BETTER if points_better > 0 else Direction.WORSE)


def change_in_words(questionnaire: Questionnaire, change: Change) -> str:
    """For example: 7 points better: the smallest important change (MIC), 5 or more."""
    points = abs(change.points_better)
    if points == 0:
        return "No change."
    way = "better" if change.points_better > 0 else "worse"
    size = f"{points:g} point{'' if points == 1 else 's'} {way}"
    if change.direction is Direction.UNJUDGED:
        return f"{size}: no published size of change holds here, so it is not judged."
    if change.direction is Direction.ALIKE:
        least = questionnaire.thresholds[0]
        return f"{size}: less than {least.points}, {least.means}."
    reached = [each for each in questionnaire.thresholds if points >= each.points][-1]
    return f"{size}: {reached.means}, {reached.points} or more."


def rating_in_words(rating: float) -> str:
    """A rating of change is itself the change: nothing is counted from an earlier one."""
    if rating == 0:
        return "Unchanged since this treatment began, by the patient's own rating."
    return f"{abs(rating):g} of 5 {'better' if rating > 0 else 'worse'} than when this treatment began, by own rating."
