"""What stays forbidden after the draft, whoever changes a level, adds an exercise or takes a template."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from exercises.prescribing.inputs import Inputs
from exercises.prescribing.types import Band, BandPosition, Dose, ExerciseCode, Support

MIN_STEADY_STANCE_S = 10
OLDEST_WITHOUT_A_LOOK_YEARS = 64
UNSTEADY_MAX_LEVEL = 1
LYING = frozenset({ExerciseCode.SINGLE_LEG_BRIDGE.value})
"""Every other exercise, a clinic's own too, counts as standing."""


@dataclass(frozen=True, slots=True)
class Restrictions:
    """max_level: no harder level while the rule stands, None where none forbids it. The rest is what a dose keeps."""

    max_level: int | None = None
    rule: str = ""
    is_supported: bool = False
    is_band_above_knee: bool = False
    is_without_band: bool = False

    def allowed(self, level: int) -> int:
        return level if self.max_level is None else min(level, self.max_level)

    def fit(self, dose: Dose) -> Dose:
        """The ladder's dose with what has to stay."""
        if self.is_supported and dose.support is Support.NONE:
            dose = replace(dose, support=Support.FINGERTIPS)
        if self.is_without_band:
            dose = replace(dose, band=Band.NONE, band_position=BandPosition.NOWHERE)
        if self.is_band_above_knee and dose.band is not Band.NONE:
            dose = replace(dose, band_position=BandPosition.ABOVE_KNEE)
        return dose


def is_unsteady(inputs: Inputs) -> bool:
    is_short = inputs.one_leg_stance_s is not None and inputs.one_leg_stance_s < MIN_STEADY_STANCE_S
    is_old = inputs.age_years > OLDEST_WITHOUT_A_LOOK_YEARS
    return (inputs.has_balance_risk or is_old or is_short) and not inputs.is_balance_cleared


def restrictions_after(inputs: Inputs | None, exercise: str, rules: Collection[str]) -> Restrictions:
    """inputs: what the draft was told, None where nothing is on record; rules: ids that stand with the line."""
    keeps_band_up = exercise == ExerciseCode.LATERAL_BANDED_WALK and not {"M2", "K2"}.isdisjoint(rules)
    if inputs is not None and is_unsteady(inputs) and exercise not in LYING:
        return Restrictions(UNSTEADY_MAX_LEVEL, "M7", is_supported=True, is_band_above_knee=keeps_band_up)
    return Restrictions(is_band_above_knee=keeps_band_up)
