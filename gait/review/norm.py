"""The band of healthy people that a run is drawn beside."""

from gait.analysis.conventions import Activity, Confidence, Sex
from gait.analysis.reference import Band, drop_band
from gait.models import Analysis


def norm_of(analysis: Analysis) -> Band | None:
    """None where nothing is graded: with confidence C, and so for somebody who walks with an aid."""
    if analysis.result["confidence"] == Confidence.C:
        return None
    sex = analysis.hints.get("sex")
    return drop_band(Activity(analysis.result["activity"]), Sex(sex) if sex else None)
