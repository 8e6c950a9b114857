"""The view that the steps themselves tell, on a jointed walker whose view is known."""

import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.curves.rhythm import find_rhythm
from gait.analysis.curves.sides import PAIRS, exchange
from gait.analysis.film.heading import view_by_motion
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import FloatArray
from gait.result.conventions import Activity, View

OTHER = {View.POSTERIOR: View.ANTERIOR, View.ANTERIOR: View.POSTERIOR}


def told(readings: Readings, landmarks_px: FloatArray) -> View | None:
    rhythm = find_rhythm(readings.time_s, landmarks_px, readings.subject.torso_px)
    return view_by_motion(readings.timeline, landmarks_px, readings.subject.torso_px, rhythm)


@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
@pytest.mark.parametrize(("activity", "steps_per_s"), [(Activity.WALKING, 1.8), (Activity.RUNNING, 2.8)])
def test_steps_tell_the_view_whatever_the_sides_are_called(view: View, activity: Activity, steps_per_s: float) -> None:
    readings = walk(Walker(view=view, activity=activity, steps_per_s=steps_per_s, seconds=6.0, landmark_noise_px=1.0))
    points_px = readings.pose.landmarks_px
    assert told(readings, points_px) is view
    assert told(readings, exchange(points_px, np.ones(len(points_px), dtype=np.bool_), PAIRS)) is view
    assert told(readings, points_px[::-1]) is OTHER[view]


def test_somebody_who_stands_tells_nothing() -> None:
    readings = walk(Walker(seconds=6.0))
    standing_px = np.repeat(readings.pose.landmarks_px[:1], len(readings.time_s), axis=0)
    assert told(readings, standing_px) is None
