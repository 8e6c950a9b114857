"""The dose of an exercise at a level: the rule sheet's for the four it knows, the clinic's for its own."""

from exercises.models import Exercise
from exercises.models.content import Content, DoseRecord
from exercises.prescribing.ladders import dose_at
from exercises.prescribing.types import Band, BandPosition, Dose, ExerciseCode, Support

CODES = frozenset(code.value for code in ExerciseCode)


def is_on_the_sheet(exercise: Exercise) -> bool:
    """The rule sheet has a ladder for it; its doses are not for editing in the library."""
    return exercise.pk in CODES


def dose_of(exercise: Exercise, content: Content, level: int) -> Dose:
    """The full dose of a level. content: the exercise as the clinic has it."""
    if is_on_the_sheet(exercise):
        return dose_at(ExerciseCode(exercise.pk), level)
    return dose_from_record(content["levels"][level]["dose"])


def doses_of(exercise: Exercise, content: Content) -> list[Dose]:
    return [dose_of(exercise, content, level) for level in range(len(content["levels"]))]


def dose_from_record(record: DoseRecord) -> Dose:
    """Raises KeyError or ValueError for a record that no form of ours wrote."""
    return Dose(
        sets=record["sets"],
        reps=record["reps"],
        hold_s=record["hold_s"],
        up_s=record["up_s"],
        down_s=record["down_s"],
        rest_s=record["rest_s"],
        band=Band(record["band"]),
        band_position=BandPosition(record["band_position"]),
        step_height_cm=record["step_height_cm"],
        support=Support(record["support"]),
        is_one_sided=record["is_one_sided"],
        counts=record["counts"],
    )
