"""What to do about it: exercises, a patient's plan, and what was done."""

from exercises.models.library import CONTENT, SHARED_WORDS, Exercise, ExerciseEdition, ExercisePicture
from exercises.models.patient import (
    DiaryEntry,
    Message,
    MessageQuerySet,
    PlanLink,
    PlanLinkQuerySet,
    Reminder,
    UnplacedNote,
)
from exercises.models.plan import ExerciseHold, Plan, PlanIsFixed, PlanItem, PlanQuerySet, active_plan
from exercises.models.practice import HandOverTick, PlanPractice, PlanTemplate
from exercises.models.running import RunEntry, RunningLine, SignsAsked

__all__ = [
    "CONTENT",
    "SHARED_WORDS",
    "DiaryEntry",
    "Exercise",
    "ExerciseEdition",
    "ExerciseHold",
    "ExercisePicture",
    "HandOverTick",
    "Message",
    "MessageQuerySet",
    "Plan",
    "PlanIsFixed",
    "PlanItem",
    "PlanLink",
    "PlanLinkQuerySet",
    "PlanPractice",
    "PlanQuerySet",
    "PlanTemplate",
    "Reminder",
    "RunEntry",
    "RunningLine",
    "SignsAsked",
    "UnplacedNote",
    "active_plan",
]
