"""The words and the dose that the rule sheet is told with and answers in."""

from dataclasses import dataclass
from enum import StrEnum

SHEET_VERSION = "2026.15"
"""Changes with every rule, level or dose that can change a draft."""

MIN_LEVEL, MAX_LEVEL = 0, 4


class ExerciseCode(StrEnum):
    STANDING_CLAMSHELL = "standing-clamshell"
    SINGLE_LEG_BRIDGE = "single-leg-bridge"
    LATERAL_BANDED_WALK = "lateral-banded-walk"
    STEP_DOWN = "step-down"


class Pattern(StrEnum):
    """How trunk and pelvis share the work in single support (gait/result/compensation.py has the rule)."""

    NONE = "N"
    UNCOMPENSATED = "U"
    PARTIAL = "P"
    COMPENSATED = "C"
    AWAY = "X"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    EARLY = "early"
    BUILD = "build"
    RETURN_TO_RUN = "return_to_run"
    MAINTAIN = "maintain"


class Band(StrEnum):
    NONE = "none"
    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class BandPosition(StrEnum):
    NOWHERE = ""
    ABOVE_KNEE = "above knee"
    ANKLE = "ankle"


class Support(StrEnum):
    NONE = "none"
    FINGERTIPS = "fingertips"
    HAND = "hand"


class Wait(StrEnum):
    """What has to be true before a scheduled exercise starts, besides its week."""

    NOTHING = ""
    SETTLED_PAIN = "settled_pain"


@dataclass(frozen=True, slots=True)
class Dose:
    """What one set is made of. Seconds, centimetres, whole repetitions; the tempo is one repetition's path."""

    sets: int
    reps: int
    hold_s: int = 0
    up_s: int = 2
    down_s: int = 2
    rest_s: int = 60
    band: Band = Band.NONE
    band_position: BandPosition = BandPosition.NOWHERE
    step_height_cm: int | None = None
    support: Support = Support.NONE
    is_one_sided: bool = True
    counts: str = "repetitions"
    variant: str = ""
