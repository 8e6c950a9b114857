"""What the rule sheet answers: lines with their reasons, or why there are none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from exercises.prescribing.running_draft import RunningDraft
from exercises.prescribing.types import SHEET_VERSION, Dose, ExerciseCode, Wait
from gait.result.conventions import Side


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of a draft with the reason it is there. notes are for the therapist, cues for the patient."""

    exercise: ExerciseCode
    level: int
    dose: Dose
    target_sides: tuple[Side, ...]
    extra_sets: int
    days_per_week: int
    starts_in_week: int
    waits_for: Wait
    rules: tuple[str, ...]
    reason: str
    notes: tuple[str, ...]
    cues: tuple[str, ...]
    citations: tuple[str, ...]


class RefusalKind(StrEnum):
    REFER = "refer"
    BY_HAND = "by_hand"
    CONTRADICTION = "contradiction"
    NO_GRADE = "no_grade"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the sheet gives no draft, and what the therapist can do."""

    rule: str
    kind: RefusalKind
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The sheet's answer: lines, or refusals, never both. Row D0 has neither: no gait-based plan is needed.

    headline: row D0 in one sentence, which says "both sides" only without a doubt.
    """

    row: str = ""
    headline: str = ""
    lines: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()
    review_in_weeks: int | None = None
    session_minutes: int = 0
    running: RunningDraft | None = None
    refusals: tuple[Refusal, ...] = ()
    sheet_version: str = field(default=SHEET_VERSION)

    @property
    def is_refused(self) -> bool:
        return bool(self.refusals)

    def lines_in_week(self, week: int) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.starts_in_week <= week and not line.waits_for)


def both_or_one(sides: Iterable[Side]) -> str:
    """The word stored with a plan line: left, right or both."""
    chosen = tuple(sides)
    return chosen[0].value if len(chosen) == 1 else "both"
