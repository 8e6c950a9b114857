"""The band of healthy people that a run is drawn beside."""

from typing import Any

from gait.result.conventions import Activity, Confidence, Sex
from gait.result.reference import Band, drop_band


def norm_of(told: dict[str, Any], hints: dict[str, Any]) -> Band | None:
    """For a result, or what was signed of it. None where nothing is graded: with confidence C, and so with an aid."""
    if told.get("confidence") == Confidence.C:
        return None
    sex = hints.get("sex")
    return drop_band(Activity(told["activity"]), Sex(sex) if sex else None)
