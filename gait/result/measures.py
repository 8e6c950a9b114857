"""What is measured beside the drop, each measure once. A measure is a field of Companions, named here with its words.

The page, the report, the rows of the database, FHIR and the shell go through this table.
"""

from dataclasses import dataclass

from gait.result.conventions import Side
from gait.result.result import Companions


@dataclass(frozen=True, slots=True)
class Measure:
    """field: of Companions. code and unit: of the database row. ucum: its unit in FHIR. terminal: its name in the table
    of the command line.
    """

    field: str
    code: str
    unit: str
    label: str
    meaning: str
    terminal: str
    per_side: bool = True
    digits: int = 1
    ucum: str = "deg"

    def of_side(self, companions: Companions, side: Side) -> float | None:
        values: dict[Side, float | None] = getattr(companions, self.field)
        return values.get(side)

    def of_clip(self, companions: Companions) -> float | None:
        value: float | None = getattr(companions, self.field)
        return value


MEASURES = (
    Measure("trunk_lean_deg", "trunk_lean", "deg", "Trunk lean", "toward the standing leg", "Trunk lean"),
    Measure(
        "hip_adduction_deg", "hip_adduction", "deg", "Hip adduction, 2‑D", "thigh against the line of the hips",
        "Hip adduction",
    ),
    Measure("knee_fppa_deg", "knee_fppa", "deg", "Knee, frontal plane", "positive: knee inwards", "Knee inward"),
    Measure(
        "cadence_spm", "cadence", "spm", "Cadence", "steps per minute", "Cadence", per_side=False, digits=0,
        ucum="/min",
    ),
    Measure(
        "step_width_hip_ratio", "step_width", "hip ratio", "Step width", "in hip widths", "Step width",
        per_side=False, digits=2, ucum="{ratio}",
    ),
)  # fmt: skip
"""In the order of the page."""
