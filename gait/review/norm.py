"""The band of healthy people that a run is drawn beside."""

from gait.result.conventions import Sex
from gait.result.reference import Band, drop_band
from gait.result.result import Measured
from gait.result.said import Said


def norm_of(found: Measured, hints: Said) -> Band | None:
    """None where nothing is graded: with confidence C, and so with an aid."""
    if not found.is_graded:
        return None
    sex = hints.get("sex")
    return drop_band(found.activity, Sex(sex) if sex else None)
