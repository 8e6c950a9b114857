"""Where a run is: the stages in words, and how much of the whole each one takes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of a run, from one percentage to another."""

    says: str
    from_percent: int
    to_percent: int


STAGES = {
    "probe": Stage("Checking the file", 0, 2),
    "track": Stage("Following the person", 2, 80),
    "pelvis": Stage("Reading the line of the pelvis", 80, 96),
    "measure": Stage("Timing the steps and measuring", 96, 99),
}
STARTING = Stage("Starting", 0, 0)


def percent(stage: str, share: float) -> int:
    """Of the whole run, 0 to 99; 100 is for a stored result."""
    at = STAGES.get(stage, STARTING)
    return round(at.from_percent + share * (at.to_percent - at.from_percent))


def says(stage: str) -> str:
    return STAGES.get(stage, STARTING).says
