"""The compensation class of one stance side, by the report's own rule, where a therapist typed the grade."""

from exercises.prescribing.types import Pattern
from gait.result.compensation import class_from
from gait.result.conventions import Activity
from gait.result.reference import lean_cuts


def pattern_of(letter: str | None) -> Pattern:
    """What a report says as a letter; UNKNOWN where it says nothing."""
    return Pattern(letter) if letter else Pattern.UNKNOWN


def compensation_pattern(
    grade: int | None,
    drop_deg: float | None,
    trunk_lean_deg: float | None,
    activity: Activity,
    trunk_away_deg: float | None = None,
) -> Pattern:
    """Class of one stance side.

    grade           0 none to 3 marked; None is not known.
    drop_deg        contralateral pelvic drop, positive when the swing side is lower.
    trunk_lean_deg  peak, positive toward the stance side; trunk_away_deg: mean away from it in mid-stance.
    Returns UNKNOWN where the grade or the lean is not known.
    """
    return pattern_of(
        class_from(
            has_drop=None if grade is None else grade > 0,
            drop_deg=drop_deg,
            lean_deg=trunk_lean_deg,
            away_deg=trunk_away_deg,
            cuts=lean_cuts(activity),
        )
    )
