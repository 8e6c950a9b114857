import pytest

from exercises.prescribing.patterns import compensation_pattern
from exercises.prescribing.types import Pattern
from gait.analysis.conventions import Activity

RUN, WALK = Activity.RUNNING, Activity.WALKING


@pytest.mark.parametrize(
    ("grade", "drop_deg", "lean_deg", "activity", "pattern"),
    [
        (0, 3.0, 2.0, RUN, Pattern.NONE),
        (1, 6.0, 5.3, RUN, Pattern.UNCOMPENSATED),
        (1, 6.0, 5.4, RUN, Pattern.PARTIAL),
        (0, 3.0, 7.1, RUN, Pattern.NONE),
        (0, 3.0, 7.2, RUN, Pattern.COMPENSATED),
        (0, -2.5, 7.0, RUN, Pattern.COMPENSATED),
        (2, 8.0, -3.1, RUN, Pattern.AWAY),
        (0, 3.0, -3.1, RUN, Pattern.NONE),
        (1, 6.0, 4.9, WALK, Pattern.UNCOMPENSATED),
        (1, 6.0, 5.0, WALK, Pattern.PARTIAL),
        (0, 3.0, 5.0, WALK, Pattern.COMPENSATED),
        (2, 8.0, None, RUN, Pattern.UNCOMPENSATED),
        (None, None, None, RUN, Pattern.NONE),
    ],
)
def test_the_class_follows_drop_and_lean(grade, drop_deg, lean_deg, activity, pattern):
    assert compensation_pattern(grade, drop_deg, lean_deg, activity) is pattern
