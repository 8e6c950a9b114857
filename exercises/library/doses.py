"""The dose of an exercise at a level: the rule sheet's for the four it knows, the clinic's for its own."""

from exercises.models import Exercise, Plan, PlanItem
from exercises.models.content import Content, DoseRecord
from exercises.prescribing.ladders import dose_at
from exercises.prescribing.record import inputs_from_record
from exercises.prescribing.restrictions import Restrictions, restrictions_after
from exercises.prescribing.types import Band, BandPosition, Dose, ExerciseCode, Support

DOSE_FIELDS = ("sets", "reps", "hold_s", "up_s", "down_s", "rest_s", "step_height_cm", "is_one_sided", "counts")
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


def dose_fields(dose: Dose) -> dict[str, object]:
    """A dose under the names of PlanItem's fields."""
    return {
        **{name: getattr(dose, name) for name in DOSE_FIELDS},
        "band": dose.band.value,
        "band_position": dose.band_position.value,
        "support": dose.support.value,
    }


def restrictions_of(plan: Plan, exercise: str, rules: str = "") -> Restrictions:
    """What the answers before the draft still forbid. rules: ids of the line, with spaces between."""
    inputs = inputs_from_record(plan.inputs) if plan.inputs else None
    return restrictions_after(inputs, exercise, rules.split())


def hold_to(item: PlanItem, kept: Restrictions) -> None:
    """Bring a line that comes from elsewhere down to what this plan allows; its own dose stays where it may."""
    level = kept.allowed(item.level)
    if level < item.level:
        item.level = level
        dose = dose_of(item.exercise, item.content, level)
        for name, value in dose_fields(kept.fit(dose)).items():
            setattr(item, name, value)
    if kept.is_supported and item.support in {"", Support.NONE}:
        item.support = Support.FINGERTIPS.value
