"""A session as the follow-along player reads it: exercises, sets, and the parts of one repetition with seconds."""

from typing import TypedDict

from exercises.following.schedule import Task, set_order
from exercises.library.loop_cuts import Cuts, cuts_of
from exercises.models import PlanItem
from exercises.patient.wording import cue_for, picture_of, things_in_words
from exercises.prescribing.sessions import CHANGE_OVER_S, READY_S, rest_seconds


class SetScript(TypedDict):
    side: str
    cue: str


class PartScript(TypedDict):
    part: str
    word: str
    seconds: int


class ExerciseScript(TypedDict):
    """item: of the plan. loop and still: addresses. cuts: where its parts lie in the loop.

    ways: there and back counts two where steps are counted.
    """

    item: int
    name: str
    loop: str
    still: str
    alt: str
    works_left: bool
    cuts: Cuts
    cues: list[str]
    needs: list[str]
    sets: list[SetScript]
    reps: int
    ways: int
    parts: list[PartScript]
    ready_s: int
    rest_s: int
    change_s: int


def session_script(tasks: list[Task], sex: str) -> list[ExerciseScript]:
    """What is due and not yet logged, in order."""
    return [exercise_script(task.item, sex) for task in tasks if task.is_due and not task.is_logged]


def exercise_script(item: PlanItem, sex: str) -> ExerciseScript:
    picture = picture_of(item, sex)
    return {
        "item": item.pk,
        "name": item.rung["name"],
        "loop": picture.loop,
        "still": picture.still,
        "alt": picture.alt,
        "works_left": not picture.is_mirrored,
        "cuts": cuts_of(item.rung),
        "cues": item.rung["cues"],
        "needs": things_in_words(item),
        "sets": [{"side": side, "cue": cue_for(item, side)} for side in set_order(item)],
        "reps": item.reps,
        "ways": 1 if item.counts == "repetitions" else 2,
        "parts": parts_of(item),
        "ready_s": READY_S,
        "rest_s": rest_seconds(item),
        "change_s": CHANGE_OVER_S,
    }


def parts_of(item: PlanItem) -> list[PartScript]:
    """One repetition: each part's word and seconds, parts without time left out."""
    seconds = {"up": item.up_s, "hold": item.hold_s, "down": item.down_s}
    phases = item.rung["phases"]
    return [{"part": part, "word": word, "seconds": seconds[part]} for part, word in phases if seconds[part]]
