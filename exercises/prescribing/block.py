"""The draft while the modifiers work on it: starts, caps and notes, not yet doses."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from exercises.prescribing.ladders import clip_level
from exercises.prescribing.restrictions import Restrictions
from exercises.prescribing.rows import Choice
from exercises.prescribing.types import MAX_LEVEL, ExerciseCode, Wait
from gait.result.conventions import Side

FIRST_WEEK = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise on its way to a line. max_level binds every later change."""

    exercise: ExerciseCode
    level: int
    week: int = FIRST_WEEK
    waits_for: Wait = Wait.NOTHING
    max_level: int = MAX_LEVEL
    is_supported: bool = False
    is_band_above_knee: bool = False
    is_without_band: bool = False
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()

    def at(self, level: int) -> "Entry":
        return replace(self, level=clip_level(min(level, self.max_level)))

    def capped(self, level: int) -> "Entry":
        return replace(self, max_level=min(level, self.max_level)).at(self.level)

    def because(self, rule: str, note: str = "") -> "Entry":
        return replace(self, rules=(*self.rules, rule), notes=(*self.notes, note) if note else self.notes)

    def told(self, cue: str) -> "Entry":
        """Say something to the patient beside the exercise."""
        return replace(self, cues=(*self.cues, cue))

    @property
    def restrictions(self) -> Restrictions:
        return Restrictions(
            is_supported=self.is_supported,
            is_band_above_knee=self.is_band_above_knee,
            is_without_band=self.is_without_band,
        )

    @property
    def is_in_first_block(self) -> bool:
        return self.week == FIRST_WEEK and not self.waits_for


@dataclass(frozen=True, slots=True)
class Block:
    """The exercises in the table's order, days per week (fewest, most), and remarks to the therapist."""

    choice: Choice
    entries: tuple[Entry, ...]
    days: tuple[int, int]
    remarks: tuple[str, ...]

    @property
    def target_sides(self) -> tuple[Side, ...]:
        return self.choice.target_sides

    @property
    def first_block(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_in_first_block)

    def find(self, exercise: ExerciseCode) -> Entry | None:
        return next((entry for entry in self.entries if entry.exercise is exercise), None)

    def change(self, change: Callable[[Entry], Entry], *only: ExerciseCode) -> "Block":
        chosen = only or tuple(ExerciseCode)
        return replace(self, entries=tuple(change(e) if e.exercise in chosen else e for e in self.entries))

    def without(self, exercise: ExerciseCode) -> "Block":
        return replace(self, entries=tuple(e for e in self.entries if e.exercise is not exercise))

    def remark(self, text: str) -> "Block":
        return replace(self, remarks=(*self.remarks, text))


def start_block(choice: Choice) -> Block:
    """The row as it stands in the table."""
    now = [Entry(exercise, level, rules=choice.rules) for exercise, level in choice.row.starts()]
    later = [
        Entry(item.exercise, item.level, week=item.week, waits_for=item.waits_for, rules=choice.rules)
        for item in choice.row.later
    ]
    return Block(choice, tuple(now + later), choice.row.days, choice.row.remarks)
